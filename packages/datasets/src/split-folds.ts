/**
 * Deals rows into folds of sizes that differ by one at most, class by class, so that every fold has the classes in nearly the same proportions.
 *
 * @param order random, of all rows
 * @param classOf number of the class of every row; left out for one class
 * @returns the fold of every row, from 0
 */
export function foldsOfRows(order: Uint32Array, folds: number, classOf?: Uint32Array): Uint32Array {
  const dealt = classOf === undefined ? order : Uint32Array.from(order).sort(by((row) => classOf[row]!, order));
  const foldOf = new Uint32Array(order.length);
  dealt.forEach((row, k) => { foldOf[row] = k % folds; });
  return foldOf;
}

/** Ascending; in the given order where equal. */
function by(key: (row: number) => number, order: Uint32Array): (a: number, b: number) => number {
  const placeOf = new Uint32Array(order.length);
  order.forEach((row, place) => { placeOf[row] = place; });
  return (a, b) => key(a) - key(b) || placeOf[a]! - placeOf[b]!;
}
