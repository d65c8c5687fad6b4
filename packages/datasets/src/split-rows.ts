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
  const classes = 1 + (classOf?.reduce((most, k) => Math.max(most, k), 0) ?? 0);
  const [sizes, seen] = [new Uint32Array(classes), new Uint32Array(classes)];
  for (const row of order) sizes[of(row)]!++;
  const test = Array.from(sizes, (size) => Math.round(size * shares.test));
  const held = Array.from(sizes, (size, k) => test[k]! + Math.round(size * shares.validation));
  const placeOf = order.map((row) => seen[of(row)]!++);
  return byPart(order, (row, k) => (placeOf[k]! < test[of(row)]! ? 'test' : placeOf[k]! < held[of(row)]! ? 'validation' : 'train'));
}

/** Rows in an order, sorted into the parts that they belong to. */
export function byPart(order: Uint32Array, partOf: (row: number, place: number) => keyof SplitRows): SplitRows {
  const part = (name: keyof SplitRows): Uint32Array => order.filter((row, place) => partOf(row, place) === name);
  return { train: part('train'), validation: part('validation'), test: part('test') };
}
