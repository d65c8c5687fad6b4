import { trace } from '@knotwork/algebra';
import type { ExportedLayer, ExportedTerm } from '@knotwork/plugin';

/** A formula that is x itself. */
export const SAME = { formula: trace(['x'], (x) => ({ y: x! })), numbers: new Float64Array(0), tables: [] };

/** Edges that pass on what they see. @param from place of each x, @param to its sums, ascending */
export function passing(from: readonly number[], to: readonly (readonly number[])[]): ExportedTerm {
  return functionTerm({ ...SAME, from: Uint32Array.from(from) }, to);
}

/** Edges of one function with the coefficient 1. */
export function functionTerm(placed: Pick<ExportedTerm, 'formula' | 'from' | 'numbers' | 'tables'>, to: readonly (readonly number[])[]): ExportedTerm {
  const edges = to.flat();
  let end = 0;
  return Object.freeze({
    ...placed, basis: 'none', window: 1, start: null, base: null, size: 1, baseWeights: null, ends: Uint32Array.from(to, (sums) => { end += sums.length; return end; }), to: Uint32Array.from(edges),
    coefficients: new Float64Array(edges.length).fill(1),
  });
}

/** A layer whose outputs are its sums. */
export function sumLayer({ inputs, outputs, terms, bias = new Float64Array(outputs) }: { readonly inputs: number; readonly outputs: number; readonly terms: readonly ExportedTerm[]; readonly bias?: Float64Array }): ExportedLayer {
  return Object.freeze({ inputs, sums: outputs, outputs, bias, terms, nodes: [{ first: 0, firstSum: 0, count: outputs, arity: 1, formula: null }] });
}
