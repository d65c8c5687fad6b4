/** Inputs that a formula may have. */
export const MOST_INPUTS = 1000;

/** Highest number of a variable that occurs in texts, without reading them otherwise; at most one more than there may be. */
export function highestVariable(texts: readonly string[]): number {
  let highest = 0;
  for (const text of texts) for (const [, digits] of text.matchAll(/\bx([1-9]\d*)\b/g)) highest = Math.max(highest, Number(digits));
  return Math.min(highest, MOST_INPUTS + 1);
}
