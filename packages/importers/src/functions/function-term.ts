import type { EdgePair, PluginUse } from '@knotwork/plugin';
import { choiceOf, inputsOf, type TermDraft } from '../network-draft.js';

/** An edge that is c f(a x + b). */
export interface FunctionEdge {
  readonly edge: EdgePair;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** A base function beside the functions of a term, with a weight for every edge of it. */
export interface BaseOfEdges { readonly use: PluginUse; readonly weights: Float64Array }

/** The term of edges of one function, ascending. */
export function functionTerm(f: string, own: readonly FunctionEdge[], inputs: number, sums: number, base: BaseOfEdges | null = null): TermDraft {
  const pairs = own.map(({ edge }) => edge);
  return {
    spec: { basis: { kind: 'function', f: { kind: f } }, edge: base === null ? { kind: 'plain' } : { kind: 'residual', base: base.use }, inputMap: 'raw', outside: 'free', ...choiceOf(pairs, inputs, sums) },
    numbers: {
      coefficients: Float64Array.from(own, ({ c }) => c), ...(base === null ? {} : { baseWeight: base.weights, basisWeight: new Float64Array(own.length).fill(1) }),
      domain: Float64Array.from(inputsOf(pairs).flatMap(() => [-1, 1])), 'shape.a': Float64Array.from(own, ({ a }) => a), 'shape.b': Float64Array.from(own, ({ b }) => b),
    },
  };
}
