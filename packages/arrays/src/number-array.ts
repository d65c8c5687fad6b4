/** Numbers in rows: the last index runs fastest. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Arrays by name. */
export type NamedArrays = Readonly<Record<string, NumberArray>>;

/** How many numbers a shape holds. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
