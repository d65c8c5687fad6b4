import { rootMeanSquare } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { Factor } from './find-powers.js';
import type { Columns } from './ratio-fit.js';

/** Products at most, and rows that are looked at. */
const MOST_TERMS = 130;
const MOST_ROWS = 2000;

/** Rows that lie evenly among them, where they are many. */
export function thinned(inputs: Samples, targets: Float64Array): readonly [Samples, Float64Array] {
  const { count, width, values } = inputs;
  if (count <= MOST_ROWS) return [inputs, targets];
  const kept = Array.from({ length: MOST_ROWS }, (_, k) => Math.floor((k * count) / MOST_ROWS));
  return [{ count: MOST_ROWS, width, values: Float64Array.from({ length: MOST_ROWS * width }, (_, k) => values[kept[Math.floor(k / width)]! * width + (k % width)]!) }, Float64Array.from(kept, (n) => targets[n]!)];
}

/** Inputs by columns, each over its root mean square, and the product of what is known. */
export interface ProductRows { readonly count: number; readonly scaled: readonly Float64Array[]; readonly sizes: readonly number[]; readonly outside: Float64Array }

export function rowsOf({ count, width, values }: Samples, factors: readonly Factor[]): ProductRows {
  const columns = Array.from({ length: width }, (_, i) => Float64Array.from({ length: count }, (__, n) => values[n * width + i]!));
  const sizes = columns.map((column) => rootMeanSquare(column) || 1);
  const scaled = columns.map((column, i) => column.map((v) => v / sizes[i]!));
  const outside = new Float64Array(count).fill(1);
  for (const { input, power } of factors) for (let n = 0; n < count; n++) outside[n]! *= scaled[input]![n]! ** power;
  return { count, scaled, sizes, outside };
}

/** Columns, what they are, and what they are multiples of. */
export interface ProductColumns extends Columns { readonly exponents: readonly (readonly number[])[]; readonly sizes: readonly number[] }

/** Products of whole powers up to a degree, those of least degree first. @returns null where they are more than `most`, or some value is not finite */
export function columnsOf({ count, scaled, sizes }: ProductRows, of: readonly number[], above: number, below: number, most: number): ProductColumns | null {
  if (termsTo(above, of.length) + termsTo(below, of.length) > Math.min(MOST_TERMS, most)) return null;
  const [up, down] = [exponentsTo(above, of.length), exponentsTo(below, of.length)];
  const exponents = [...up, ...down];
  const values = exponents.map((powers) => {
    const column = new Float64Array(count).fill(1);
    powers.forEach((power, k) => { for (let p = 0; p < power; p++) for (let n = 0; n < count; n++) column[n]! *= scaled[of[k]!]![n]!; });
    return column;
  });
  if (!values.every((column) => column.every(Number.isFinite))) return null;
  const lengths = values.map((column) => rootMeanSquare(column) || 1);
  const inFull = exponents.map((powers) => full(powers, of, scaled.length));
  return {
    values: values.map((column, k) => column.map((v) => v / lengths[k]!)), above: up.length, exponents: inFull,
    sizes: inFull.map((powers, k) => powers.reduce((product, power, i) => product * sizes[i]! ** power, lengths[k]!)),
  };
}

const full = (powers: readonly number[], of: readonly number[], width: number): number[] => Array.from({ length: width }, (_, i) => { const k = of.indexOf(i); return k < 0 ? 0 : powers[k]!; });

/** How many products there are up to a degree. */
function termsTo(degree: number, width: number): number {
  let count = 1;
  for (let k = 1; k <= degree; k++) count = (count * (width + k)) / k;
  return count;
}

/** All lists of exponents whose sum is at most a degree, those of smaller sums first. */
function exponentsTo(degree: number, width: number): number[][] {
  const ofSum = (sum: number, left: number): number[][] => (left === 1 ? [[sum]] : Array.from({ length: sum + 1 }, (_, first) => first).flatMap((first) => ofSum(sum - first, left - 1).map((rest) => [first, ...rest])));
  return Array.from({ length: degree + 1 }, (_, sum) => ofSum(sum, width)).flat();
}
