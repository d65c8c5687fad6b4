import type { EdgePair } from '@knotwork/plugin';
import { choiceOf, inputsOf, type TermDraft } from '../network-draft.js';

/** A symbolic edge: c f(a x + b), times what its sum is multiplied by. */
export interface SymbolicEdge {
  readonly edge: EdgePair;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Functions of pykan's library by their names there, by the names of ours; null for none. */
export const FUNCTIONS: Readonly<Record<string, string | null>> = {
  '0': null, x: 'identity', 'x^2': 'square', 'x^3': 'cube', 'x^4': 'fourth-power', 'x^5': 'fifth-power',
  '1/x': 'reciprocal', '1/x^2': 'reciprocal-square', '1/x^3': 'reciprocal-cube', '1/x^4': 'reciprocal-fourth-power', '1/x^5': 'reciprocal-fifth-power',
  sqrt: 'sqrt', 'x^0.5': 'sqrt', 'x^1.5': 'three-halves-power', '1/sqrt(x)': 'reciprocal-sqrt', '1/x^0.5': 'reciprocal-sqrt',
  exp: 'exp', log: 'log', abs: 'abs', sin: 'sine', cos: 'cosine', tan: 'tangent', tanh: 'tanh', sgn: 'sign',
  arcsin: 'arcsin', arccos: 'arccos', arctan: 'arctan', arctanh: 'arctanh', gaussian: 'gaussian',
};

/** Terms of symbolic edges, one for each function. @param edges by the names of our functions, ascending */
export function symbolicTerms(edges: ReadonlyMap<string, readonly SymbolicEdge[]>, inputs: number, sums: number): TermDraft[] {
  return [...edges].map(([f, own]) => {
    const pairs = own.map(({ edge }) => edge);
    return {
      spec: { basis: { kind: 'function', f: { kind: f } }, edge: { kind: 'plain' }, inputMap: 'raw', outside: 'free', ...choiceOf(pairs, inputs, sums) },
      numbers: {
        coefficients: Float64Array.from(own, ({ c }) => c), domain: Float64Array.from(inputsOf(pairs).flatMap(() => [-1, 1])),
        'shape.a': Float64Array.from(own, ({ a }) => a), 'shape.b': Float64Array.from(own, ({ b }) => b),
      },
    };
  });
}
