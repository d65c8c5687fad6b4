import type { EdgePair, PluginUse } from '@knotwork/plugin';
import { choiceOf, inputsOf, type TermDraft } from '../network-draft.js';

/** A symbolic edge: c f(a x + b), times what its sum is multiplied by. */
export interface SymbolicEdge {
  readonly edge: EdgePair;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Written = (edge: SymbolicEdge) => readonly { readonly term: string; readonly basis: PluginUse; readonly coefficients: readonly number[]; readonly shape?: Readonly<Record<string, number>> }[];

const functionOf = (f: PluginUse, name: string) => ({ a, b, c }: SymbolicEdge) => ({ term: name, basis: { kind: 'function', f }, coefficients: [c], shape: { a, b } });
const one = (f: PluginUse, shift = 0): Written => (edge) => [functionOf(f, f.kind + (shift === 0 ? '' : ' shifted'))({ ...edge, b: edge.b + shift })];

/** c (a x + b)^n as Chebyshev polynomials of x. */
const power = (n: number): Written => ({ a, b, c }) => {
  const powers = Array.from({ length: n + 1 }, (_, j) => c * binomial(n, j) * a ** j * b ** (n - j));
  return [{ term: `power ${n}`, basis: { kind: 'chebyshev', degree: n }, coefficients: chebyshevOf(powers) }];
};

/** Functions of pykan's library by their names there, as terms of ours. */
const FUNCTIONS: Readonly<Record<string, Written>> = {
  '0': () => [], x: one({ kind: 'identity' }), sin: one({ kind: 'sine' }), cos: one({ kind: 'sine' }, Math.PI / 2), tanh: one({ kind: 'tanh' }),
  'x^2': power(2), 'x^3': power(3), 'x^4': power(4), 'x^5': power(5),
  // |z| = relu(z) + relu(-z)
  abs: (edge) => [functionOf({ kind: 'relu' }, 'relu')(edge), functionOf({ kind: 'relu' }, 'relu of the negative')({ ...edge, a: -edge.a, b: -edge.b })],
};

export const KNOWN_FUNCTIONS = Object.keys(FUNCTIONS);

/** Terms of symbolic edges, those of one function together. @param edges by function, every pair once, in the order of edges */
export function symbolicTerms(edges: ReadonlyMap<string, readonly SymbolicEdge[]>, inputs: number, sums: number): TermDraft[] {
  const terms = new Map<string, { readonly basis: PluginUse; readonly edges: EdgePair[]; readonly coefficients: number[]; readonly shape: Record<string, number[]> }>();
  for (const [name, own] of edges) {
    for (const edge of own) {
      for (const { term, basis, coefficients, shape = {} } of FUNCTIONS[name]!(edge)) {
        const draft = terms.get(term) ?? { basis, edges: [], coefficients: [], shape: Object.fromEntries(Object.keys(shape).map((parameter) => [parameter, []])) };
        terms.set(term, draft);
        draft.edges.push(edge.edge);
        draft.coefficients.push(...coefficients);
        for (const [parameter, value] of Object.entries(shape)) draft.shape[parameter]!.push(value);
      }
    }
  }
  return [...terms.values()].map(({ basis, edges: own, coefficients, shape }) => ({
    spec: { basis, edge: { kind: 'plain' }, inputMap: 'raw', outside: 'free', ...choiceOf(own, inputs, sums) },
    numbers: {
      coefficients: Float64Array.from(coefficients), domain: Float64Array.from(inputsOf(own).flatMap(() => [-1, 1])),
      ...Object.fromEntries(Object.entries(shape).map(([parameter, values]) => [`shape.${parameter}`, Float64Array.from(values)])),
    },
  }));
}

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k);

/** Coefficients of Chebyshev polynomials from those of powers: x T_n = (T_(n+1) + T_|n-1|) / 2, by Horner's rule. */
function chebyshevOf(powers: readonly number[]): number[] {
  return powers.reduceRight<number[]>((sum, power_) => {
    const next = powers.map(() => 0);
    sum.forEach((c, n) => {
      if (c === 0) return;
      if (n === 0) next[1]! += c;
      else { next[n + 1]! += c / 2; next[n - 1]! += c / 2; }
    });
    next[0]! += power_;
    return next;
  }, powers.map(() => 0));
}
