/** Throws unless `values` is `[rows][columns]` with every element finite. */
export function refuseMatrix(name: string, values: Float64Array, rows: number, columns: number): void {
  refuseLength(name, values.length, rows * columns, `${rows} x ${columns}`);
  refuseNonFinite(name, values);
}

/** Throws unless `length` is the number of elements that the shape asks for. */
export function refuseLength(name: string, length: number, expected: number, shape: string): void {
  if (length === expected) return;
  throw new RangeError(`"${name}" must have ${expected} elements (${shape}); got ${length}.`);
}

/** Throws at the first NaN or infinity. */
export function refuseNonFinite(name: string, values: Float64Array): void {
  let index = 0;
  while (index < values.length && Number.isFinite(values[index]!)) index++;
  if (index === values.length) return;
  throw new RangeError(`"${name}" must be finite; got ${values[index]} at index ${index}. Drop that row or fix its source.`);
}

/** Throws unless `value` is an integer in `[min, max]`. */
export function refuseNonInteger(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`"${name}" must be an integer in [${min}, ${max}]; got ${value}.`);
}

/** Throws when there is nothing to summarize. */
export function refuseEmpty(name: string, length: number): void {
  if (length > 0) return;
  throw new RangeError(`"${name}" must have at least one element; got none.`);
}
