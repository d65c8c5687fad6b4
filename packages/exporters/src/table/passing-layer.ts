import { trace } from '@knotwork/algebra';
import type { ExportedLayer } from '@knotwork/plugin';

/** A layer that passes on what it is given: behind nodes that are functions, so that these are in tables, too. */
export function passingLayer(width: number): ExportedLayer {
  const numbers = Uint32Array.from({ length: width }, (_, k) => k);
  const term = {
    basis: 'none', formula: trace(['x'], (x) => ({ f0: x! })), from: numbers, numbers: new Float64Array(0), tables: [], window: 1, start: null, base: null, size: 1,
    ends: numbers.map((k) => k + 1), to: numbers, coefficients: new Float64Array(width).fill(1), baseWeights: null,
  };
  return { inputs: width, sums: width, outputs: width, bias: new Float64Array(width), terms: [term], nodes: [{ first: 0, firstSum: 0, count: width, arity: 1, formula: null }] };
}
