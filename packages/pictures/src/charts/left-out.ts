/** What a description says of values that have no place in a chart. */
export function leftOut(...all: readonly ArrayLike<number>[]): string {
  let count = 0;
  for (const values of all) for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++;
  return count === 0 ? '' : ` ${count} ${count === 1 ? 'value that is' : 'values that are'} not finite ${count === 1 ? 'is' : 'are'} left out.`;
}
