import { type RandomStream, randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** Values of a function at some points, one for each. */
export type Evaluate = (points: Samples) => Promise<Float64Array> | Float64Array;

/** Samples of a test, and step of a difference as a share of an input's spread over the rows. */
const STEP = 0.12;
/** Length over which the error of a smooth fit changes, as a share of the spread. */
const LENGTH = 0.25;

/** What shows how curved a function is within a step of a difference: a share of what its second order makes of it. */
const ROUGH = 0.1;

/** Slopes in one input, at some points, and what the step of the difference may make of each. */
export interface SlopesIn { readonly slopes: Float64Array; readonly rough: Float64Array }

/** Values of a function where rows are mixed: some inputs of one row in the place of those of another. */
export class FunctionValues {
  private readonly stream: RandomStream;
  private readonly spreads: Float64Array;
  private readonly ranges: readonly (readonly [number, number])[];

  /** @param rows where the function is known, @param count of the mixtures of a test */
  constructor(private readonly evaluate: Evaluate, private readonly rows: Samples, private readonly count: number, seed: number) {
    this.stream = randomStream(seed, 'structure');
    const column = (i: number): Float64Array => Float64Array.from({ length: rows.count }, (_, n) => rows.values[n * rows.width + i]!);
    this.spreads = Float64Array.from({ length: rows.width }, (_, i) => spreadOf(column(i)));
    this.ranges = Array.from({ length: rows.width }, (_, i) => column(i).reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)] as const, [Infinity, -Infinity] as readonly [number, number]));
  }

  get width(): number { return this.rows.width; }

  /** How far the slope in an input is off where values are off by 1. */
  errorOfSlope(i: number): number { return 1 / (LENGTH * this.spreads[i]!); }

  /** Pairs of different rows. */
  pairs(): readonly (readonly [number, number])[] {
    const { rows: { count }, stream } = this;
    const row = (): number => Math.min(count - 1, Math.floor(stream.uniform(0, count)));
    return Array.from({ length: this.count }, () => { const a = row(); let b = row(); for (let k = 0; b === a && k < 9; k++) b = row(); return [a, b] as const; });
  }

  /** A row with some inputs of another one. */
  mixed([row, other]: readonly [number, number], swapped: readonly number[]): Float64Array {
    const { width, values } = this.rows;
    const point = Float64Array.from(values.subarray(row * width, (row + 1) * width));
    for (const i of swapped) point[i] = values[other * width + i]!;
    return point;
  }

  /** @param points by test and mixture: `[sets][count]` @returns values, laid out alike */
  async at(sets: readonly (readonly Float64Array[])[]): Promise<Float64Array[]> {
    const { width } = this.rows;
    const points = sets.flat();
    const values = new Float64Array(points.length * width);
    points.forEach((point, n) => { values.set(point, n * width); });
    const found = await this.evaluate({ count: points.length, width, values });
    let from = 0;
    return sets.map((set) => found.slice(from, from += set.length));
  }

  /**
   * Slopes in some inputs, by central differences of fourth order. Near the end of the rows they are those a little inside.
   *
   * @returns by set and input: `[sets][inputs]`
   */
  async slopes(sets: readonly (readonly Float64Array[])[], inputs: readonly number[]): Promise<SlopesIn[][]> {
    const inside = sets.map((set) => set.map((point) => point.map((x, i) => this.inside(x, i))));
    const moved = inside.flatMap((set) => inputs.flatMap((i) => [-2, -1, 1, 2].map((k) => set.map((point) => point.with(i, point[i]! + k * this.step(i))))));
    const values = await this.at(moved);
    return sets.map((set, s) => inputs.map((i, k) => {
      const [a, b, c, d] = values.slice(4 * (s * inputs.length + k), 4 * (s * inputs.length + k) + 4) as [Float64Array, Float64Array, Float64Array, Float64Array];
      const slopes = Float64Array.from(set, (_, n) => (8 * (c[n]! - b[n]!) - (d[n]! - a[n]!)) / (12 * this.step(i)));
      return { slopes, rough: slopes.map((slope, n) => ROUGH * Math.abs(slope - (c[n]! - b[n]!) / (2 * this.step(i)))) };
    }));
  }

  private step(i: number): number { return STEP * this.spreads[i]!; }

  private inside(x: number, i: number): number {
    const [low, high] = this.ranges[i]!;
    const margin = Math.min(2 * this.step(i), (high - low) / 2);
    return Math.min(Math.max(x, low + margin), high - margin);
  }
}

function spreadOf(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}

/** The middle one of some numbers, NaN counted as infinite; infinite of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values, (v) => (Number.isNaN(v) ? Infinity : v)).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}
