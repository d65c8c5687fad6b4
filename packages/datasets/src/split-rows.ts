/** Shares of rows that are held out. */
export interface Shares { readonly validation: number; readonly test: number }

/** Rows by the part they are in. */
export interface SplitRows { readonly train: Uint32Array; readonly validation: Uint32Array; readonly test: Uint32Array }

/**
 * Deals rows out: of the rows of each class, in a random order, the first go to the test, the next to validation, what remains to training.
 * So test rows stay the same whatever the share for validation, and every part has the classes in nearly the same proportions.
 *
 * @param order of the rows that are dealt out, @param classOf number of the class of every row there is; left out for one class
 */
export function splitRows(order: Uint32Array, shares: Shares, classOf?: Uint32Array): SplitRows {
  const of = (row: number): number => classOf?.[row] ?? 0;
  const sizes = new Map<number, number>();
  for (const row of order) sizes.set(of(row), (sizes.get(of(row)) ?? 0) + 1);
  const seen = new Map<number, number>();
  const parts = Array.from(order, (row): keyof SplitRows => {
    const place = seen.get(of(row)) ?? 0;
    seen.set(of(row), place + 1);
    const test = Math.round(sizes.get(of(row))! * shares.test);
    const validation = Math.round(sizes.get(of(row))! * shares.validation);
    return place < test ? 'test' : place < test + validation ? 'validation' : 'train';
  });
  return byPart(order, (_, k) => parts[k]!);
}

/** Rows in an order, sorted into the parts that they belong to. */
export function byPart(order: Uint32Array, partOf: (row: number, place: number) => keyof SplitRows): SplitRows {
  const part = (name: keyof SplitRows): Uint32Array => order.filter((row, place) => partOf(row, place) === name);
  return { train: part('train'), validation: part('validation'), test: part('test') };
}
