/** Shares of rows that are held out. */
export interface Shares { readonly validation: number; readonly test: number }

/** Rows by the part they are in. */
export interface SplitRows { readonly train: Uint32Array; readonly validation: Uint32Array; readonly test: Uint32Array }

/**
 * Deals rows out: of the rows of each group, in a random order, the first go to the test, the next to validation, what remains to training.
 * So test rows stay the same whatever the share for validation, and every part has the groups in nearly the same proportions.
 *
 * @param order of all rows, @param groups number of the group of every row, such as its class; left out for one group
 */
export function splitRows(order: Uint32Array, shares: Shares, groups: Uint32Array = new Uint32Array(order.length)): SplitRows {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const seen = new Map<number, number>();
  const parts = Array.from(order, (row) => {
    const group = groups[row]!;
    const place = seen.get(group) ?? 0;
    seen.set(group, place + 1);
    const test = Math.round(sizes.get(group)! * shares.test);
    const validation = Math.round(sizes.get(group)! * shares.validation);
    return place < test ? 'test' : place < test + validation ? 'validation' : 'train';
  });
  const part = (name: keyof SplitRows): Uint32Array => order.filter((_, k) => parts[k] === name);
  return { train: part('train'), validation: part('validation'), test: part('test') };
}
