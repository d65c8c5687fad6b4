import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import type { TermStructure } from '@knotwork/plugin/engine';
import { gridTables, type InputGrid } from '../grid/input-grid.js';
import { termFormula } from './term-formula.js';

/** Where features are evaluated: the grid of an input and, where the basis has shape parameters, their values. */
export interface FeaturePlace extends InputGrid { readonly shape?: Readonly<Record<string, number>> }

/** Features of one input at many points. */
export interface FeatureTable {
  /** Index of the first live coefficient at each point: `[points]`. */
  readonly starts: Int32Array;
  /** Live features by order of derivative: `values[order]` is `[points][window]`. */
  readonly values: readonly Float64Array[];
  /** Base function by order of derivative: `base[order]` is `[points]`; empty without a base function. */
  readonly base: readonly Float64Array[];
}

/** Evaluates the features of a term at points of one input. */
export type TermEvaluator = (points: Float64Array, place: FeaturePlace) => FeatureTable;

const BLOCK = 256;
/** Formulas are differentiated and made ready once per term and order. */
const made = new WeakMap<TermStructure, Map<number, TermEvaluator>>();

/** The features of a term and their derivatives up to `order`, for edits, plots and tests. Cost: points * formula size. */
export function termFeatures(term: TermStructure, order: number): TermEvaluator {
  const ofTerm = made.get(term) ?? new Map<number, TermEvaluator>();
  made.set(term, ofTerm);
  const evaluator = ofTerm.get(order) ?? makeEvaluator(term, order);
  ofTerm.set(order, evaluator);
  return evaluator;
}

function makeEvaluator(term: TermStructure, order: number): TermEvaluator {
  const f = termFormula(term, order);
  const program: BlockProgram = blockProgram(f.formula, BLOCK);
  const [x, a, b, ...shape] = program.inputs as [Float64Array, Float64Array, Float64Array, ...Float64Array[]];
  return (points, place) => {
    const n = points.length;
    const starts = new Int32Array(n);
    const values = f.values.map(() => new Float64Array(n * term.window));
    const base = f.base.map(() => new Float64Array(n));
    a.fill(place.domain[0]);
    b.fill(place.domain[1]);
    Object.keys(term.shape).forEach((name, k) => shape[k]!.fill(place.shape![name]!));
    const tables = gridTables(place);
    for (let from = 0; from < n; from += BLOCK) {
      const count = Math.min(BLOCK, n - from);
      x.set(points.subarray(from, from + count));
      program.run(count, tables);
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
