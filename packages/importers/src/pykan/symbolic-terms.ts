import { type FunctionEdge, functionTerm } from '../functions/function-term.js';
import type { TermDraft } from '../network-draft.js';

/** Functions of pykan's library by their names there, by the names of ours; null for none. */
export const FUNCTIONS: Readonly<Record<string, string | null>> = {
  '0': null, x: 'identity', 'x^2': 'square', 'x^3': 'cube', 'x^4': 'fourth-power', 'x^5': 'fifth-power',
  '1/x': 'reciprocal', '1/x^2': 'reciprocal-square', '1/x^3': 'reciprocal-cube', '1/x^4': 'reciprocal-fourth-power', '1/x^5': 'reciprocal-fifth-power',
  sqrt: 'sqrt', 'x^0.5': 'sqrt', 'x^1.5': 'three-halves-power', '1/sqrt(x)': 'reciprocal-sqrt', '1/x^0.5': 'reciprocal-sqrt',
  exp: 'exp', log: 'log', abs: 'abs', sin: 'sine', cos: 'cosine', tan: 'tangent', tanh: 'tanh', sgn: 'sign',
  arcsin: 'arcsin', arccos: 'arccos', arctan: 'arctan', arctanh: 'arctanh', gaussian: 'gaussian',
};

/** Terms of symbolic edges, one for each function; c is times what their sum is multiplied by. @param edges by the names of our functions, ascending */
export function symbolicTerms(edges: ReadonlyMap<string, readonly FunctionEdge[]>, inputs: number, sums: number): TermDraft[] {
  return [...edges].map(([f, own]) => functionTerm(f, own, inputs, sums));
}
