import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import type { TermStructure } from '@knotwork/plugin';
import { termFormula } from './term-formula.js';

/** Features of one input at many points. */
export interface FeatureTable {
  /** Index of the first live coefficient at each point: `[points]`. */
  readonly starts: Int32Array;
  /** Live features by order of derivative: `values[order]` is `[points][window]`. */
  readonly values: readonly Float64Array[];
  /** Base function by order of derivative: `base[order]` is `[points]`; empty without a base function. */
  readonly base: readonly Float64Array[];
}

const BLOCK = 256;

/** Evaluates the features of a term at given points of one input, for edits, plots and tests. Cost: points * formula size. */
export function termFeatures(term: TermStructure, order: number): (points: Float64Array, domain: readonly [number, number]) => FeatureTable {
  const f = termFormula(term, order);
  const program: BlockProgram = blockProgram(f.formula, BLOCK);
  const [x, a, b] = program.inputs as [Float64Array, Float64Array, Float64Array];
  return (points, domain) => {
    const n = points.length;
    const starts = new Int32Array(n);
    const values = f.values.map(() => new Float64Array(n * term.window));
    const base = f.base.map(() => new Float64Array(n));
    a.fill(domain[0]);
    b.fill(domain[1]);
    for (let from = 0; from < n; from += BLOCK) {
      const count = Math.min(BLOCK, n - from);
      x.set(points.subarray(from, from + count));
      program.run(count);
      if (f.start >= 0) {
        const s = program.outputs[f.start]!;
        for (let i = 0; i < count; i++) starts[from + i] = clampStart(s[i]!, term.size - term.window);
      }
      f.values.forEach((outputs, m) => outputs.forEach((o, j) => {
        const v = program.outputs[o]!;
        for (let i = 0; i < count; i++) values[m]![(from + i) * term.window + j] = v[i]!;
      }));
      f.base.forEach((o, m) => base[m]!.set(program.outputs[o]!.subarray(0, count), from));
    }
    return { starts, values, base };
  };
}

/** Whatever a formula returns as an index becomes one: NaN gives 0, everything else is clamped to [0, last]. */
export function clampStart(start: number, last: number): number {
  return start >= last ? last : start > 0 ? Math.floor(start) : 0;
}
