/** Highest order of a derivative. */
export const HIGHEST_ORDER = 3;

/** Names that a text may be made of: far more than a derivative has, so that one of too high an order is told as such. */
const MOST_NAMES = 20;
/** Ways that are looked for: with two nobody knows which is meant. */
const MOST_WAYS = 2;

/**
 * Ways to read a text as names, one after the other, with or without an underscore between them: `tx` and `t_x` are t and x. Ways that differ by the order of their names are one derivative, and
 * there once. Cost: of the length of the text times the number of names, however many ways there are.
 *
 * @param names such as those of coordinates
 * @returns two ways at most, as places of the names in their list, in the order of the text; none of more than 20 names
 */
export function factorsOf(text: string, names: readonly string[]): readonly (readonly number[])[] {
  // Ways to read what is behind each place of the text.
  const behind: (readonly (readonly number[])[])[] = Array.from({ length: text.length + 1 }, () => []);
  for (let at = text.length - 1; at >= 0; at--) {
    const ways = names.flatMap((name, i) => (name !== '' && text.startsWith(name, at) ? restOf(text, at + name.length, behind).map((others) => [i, ...others]) : [])).filter(({ length }) => length <= MOST_NAMES);
    behind[at] = [...new Map(ways.map((way) => [[...way].sort((a, b) => a - b).join(), way])).values()].slice(0, MOST_WAYS);
  }
  return behind[0] ?? [];
}

/** Ways to read what is behind a name. An underscore there is between two names. */
function restOf(text: string, end: number, behind: readonly (readonly (readonly number[])[])[]): readonly (readonly number[])[] {
  if (end === text.length) return [[]];
  return behind[text[end] === '_' ? end + 1 : end]!;
}
