/** A number of pixels with at most two decimals, and never -0: what the last bits were does not show. */
export function fixed(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
