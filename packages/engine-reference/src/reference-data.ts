import type { PointRows, Samples, Vec } from '@knotwork/plugin';
import type { BackendData, SetOfPoints } from '@knotwork/engine-core';

/** Points of one set, and which blocks are evaluated there. */
export interface ReferenceSet {
  readonly count: number;
  readonly inputs: Samples;
  readonly targets: Samples;
  /** Null for 1. */
  readonly weights: Vec | null;
  /** How many points a mean over them is over. */
  readonly meanOver: number;
  /** Numbers of the blocks of the objective. */
  readonly blocks: readonly number[];
}

/** Points that the reference back end owns. */
export class ReferenceData implements BackendData {
  private constructor(private readonly own: ReferenceSet[]) {}

  get sets(): readonly ReferenceSet[] { return this.own; }

  get count(): number { return this.own.reduce((sum, { count }) => sum + count, 0); }

  static copyOf(sets: readonly SetOfPoints[]): ReferenceData {
    return new ReferenceData(sets.map(({ rows, blocks }) => copyOfSet(rows, blocks.map(({ index }) => index))));
  }

  reweigh(set: number, weights: Vec): void { this.own[set] = { ...this.own[set]!, weights: weights.slice() }; }

  /** Some points of each set by their indices, null for all; means over them are over `sizes`. */
  batch(rows: readonly (Uint32Array | null)[], sizes: readonly (number | null)[]): ReferenceData {
    return new ReferenceData(this.own.map((set, s) => (rows[s] === null || rows[s] === undefined ? set : someOf(set, rows[s], sizes[s]!))));
  }

  dispose(): void { /* The garbage collector does it. */ }
}

function copyOfSet({ inputs, targets, weights }: PointRows, blocks: readonly number[]): ReferenceSet {
  const { count } = inputs;
  return {
    count, meanOver: count, blocks, weights: weights?.slice() ?? null, inputs: { ...inputs, values: inputs.values.slice() },
    targets: targets === undefined ? { count, width: 0, values: new Float64Array(0) } : { ...targets, values: targets.values.slice() },
  };
}

function someOf(set: ReferenceSet, rows: Uint32Array, size: number): ReferenceSet {
  const pick = ({ width, values }: Samples): Samples => {
    const picked = new Float64Array(rows.length * width);
    rows.forEach((row, n) => { picked.set(values.subarray(row * width, (row + 1) * width), n * width); });
    return { count: rows.length, width, values: picked };
  };
  const { weights } = set;
  return { ...set, count: rows.length, meanOver: size, inputs: pick(set.inputs), targets: pick(set.targets), weights: weights === null ? null : Float64Array.from(rows, (row) => weights[row]!) };
}
