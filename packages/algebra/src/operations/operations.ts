import { erf } from '../erf.js';
import { constant, type Expr, where } from '../expr.js';
import { foldChoice, foldComparison, foldDifference, foldExtremum, foldNegative, foldProduct, foldSum } from '../folding.js';
import { knotAt, locate } from '../knots.js';
import type { Differentiation, Operation } from './operation.js';
import { binding, call, infix, leaf } from './text.js';

const zero = (): Expr => constant(0);

/** f'(a) a', and nothing where a does not change. @param slope f' at a, where f(a) is e */
const slope = (of: (a: Expr, e: Expr) => Expr) => ({ e, a, d }: Differentiation): Expr => {
  const inner = d(a);
  return inner.op === 'constant' && inner.value === 0 ? inner : of(a, e).mul(inner);
};

/**
 * The operations of formulas, row by row. Everything else is written with these; nothing else in this package knows them one by one.
 * A new operation is a row here and a method of `Expr` to write it with; engines have tables of their own, which are not complete without it.
 */
export const operations = {
  // Leaves.
  constant: { arity: 0, number: null, derivative: zero, cost: null, text: leaf(({ value }) => String(value)) },
  input: { arity: 0, number: null, derivative: ({ e, by }) => constant(e.name === by ? 1 : 0), cost: null, text: leaf(({ name }) => name) },
  table: { arity: 0, number: null, derivative: zero, cost: null, text: leaf(({ name }) => name) },

  // Arithmetic.
  add: {
    arity: 2, commutes: true, cost: 'simple', fold: foldSum,
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = a[i]! + b[i]!; },
    derivative: ({ a, b, d }) => d(a).add(d(b)),
    text: { ...infix('+', binding.sum), write: ([a, b]) => (b!.startsWith('-') ? `${a} - ${b!.slice(1)}` : `${a} + ${b}`) },
  },
  sub: {
    arity: 2, cost: 'simple', fold: foldDifference, text: infix('-', binding.sum),
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = a[i]! - b[i]!; },
    derivative: ({ a, b, d }) => d(a).sub(d(b)),
  },
  mul: {
    arity: 2, commutes: true, cost: 'multiply', fold: foldProduct, text: infix('*', binding.product),
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = a[i]! * b[i]!; },
    derivative: ({ a, b, d }) => d(a).mul(b).add(a.mul(d(b))),
  },
  reciprocal: {
    arity: 1, cost: 'divide', text: { binds: binding.product, places: [binding.sign], write: ([a]) => `1 / ${a}` },
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = 1 / a[i]!; },
    derivative: slope((_, e) => e.square().neg()),
  },
  neg: {
    arity: 1, cost: 'simple', fold: foldNegative, text: { binds: binding.sign, places: [binding.whole], write: ([a]) => `-${a}` },
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = -a[i]!; },
    derivative: ({ a, d }) => d(a).neg(),
  },

  // Pieces.
  minimum: {
    arity: 2, commutes: true, cost: 'simple', fold: foldExtremum, text: call('min'),
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = Math.min(a[i]!, b[i]!); },
    derivative: ({ a, b, d }) => where(a.less(b), d(a), d(b)),
  },
  maximum: {
    arity: 2, commutes: true, cost: 'simple', fold: foldExtremum, text: call('max'),
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = Math.max(a[i]!, b[i]!); },
    derivative: ({ a, b, d }) => where(a.less(b), d(b), d(a)),
  },
  abs: {
    arity: 1, cost: 'simple', text: call('abs'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.abs(a[i]!); },
    derivative: ({ a, d }) => where(a.less(0), d(a).neg(), d(a)),
  },
  floor: {
    arity: 1, cost: 'simple', derivative: zero, text: call('floor'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.floor(a[i]!); },
  },
  less: {
    arity: 2, cost: 'simple', fold: foldComparison, derivative: zero, text: infix('<', binding.comparison),
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = a[i]! < b[i]! ? 1 : 0; },
  },
  where: {
    arity: 3, cost: 'simple', fold: foldChoice, text: call('where'),
    number: (n, to, a, b, c) => { for (let i = 0; i < n; i++) to[i] = a[i]! !== 0 ? b[i]! : c[i]!; },
    derivative: ({ a, b, c, d }) => where(a, d(b), d(c)),
  },

  // Functions.
  sqrt: {
    arity: 1, cost: 'divide', text: call('sqrt'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.sqrt(a[i]!); },
    derivative: slope((_, e) => e.reciprocal().mul(0.5)),
  },
  exp: {
    arity: 1, cost: 'transcendental', text: call('exp'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.exp(a[i]!); },
    derivative: slope((_, e) => e),
  },
  log: {
    arity: 1, cost: 'transcendental', text: call('log'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.log(a[i]!); },
    derivative: slope((a) => a.reciprocal()),
  },
  sin: {
    arity: 1, cost: 'transcendental', text: call('sin'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.sin(a[i]!); },
    derivative: slope((a) => a.cos()),
  },
  cos: {
    arity: 1, cost: 'transcendental', text: call('cos'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.cos(a[i]!); },
    derivative: slope((a) => a.sin().neg()),
  },
  tanh: {
    arity: 1, cost: 'transcendental', text: call('tanh'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.tanh(a[i]!); },
    derivative: slope((_, e) => constant(1).sub(e.square())),
  },
  sigmoid: {
    arity: 1, cost: 'transcendental', text: call('sigmoid'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = 1 / (1 + Math.exp(-a[i]!)); },
    derivative: slope((_, e) => e.mul(constant(1).sub(e))),
  },
  asin: {
    arity: 1, cost: 'transcendental', text: call('asin'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.asin(a[i]!); },
    derivative: slope((a) => constant(1).sub(a.square()).sqrt().reciprocal()),
  },
  atan: {
    arity: 1, cost: 'transcendental', text: call('atan'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = Math.atan(a[i]!); },
    derivative: slope((a) => a.square().add(1).reciprocal()),
  },
  erf: {
    arity: 1, cost: 'transcendental', text: call('erf'),
    number: (n, to, a) => { for (let i = 0; i < n; i++) to[i] = erf(a[i]!); },
    derivative: slope((a) => a.square().neg().exp().mul(2 / Math.sqrt(Math.PI))),
  },

  // The grid of an input: rewritten for even knots, or for knots of their own, before they are numbers.
  cell: { arity: 1, number: null, cost: 'lookup', derivative: zero, text: call('cell') },
  knot: {
    arity: 1, number: null, cost: 'lookup', derivative: zero,
    text: { ...call('knot'), places: [binding.sum], write: ([a], { value }) => `knot(${shifted(a!, value)})` },
  },
  // Look-ups in a table of knots.
  locate: {
    arity: 2, looksUp: true, cost: 'lookup', derivative: zero, text: call('locate'),
    number: (n, to, a, b) => { for (let i = 0; i < n; i++) to[i] = locate(a, b[i]!); },
  },
  knotAt: {
    arity: 2, looksUp: true, cost: 'lookup', derivative: zero,
    number: (n, to, a, b, _, offset) => { for (let i = 0; i < n; i++) to[i] = knotAt(a, b[i]! + offset); },
    text: { ...call('knotAt'), places: [binding.any, binding.sum], write: ([a, b], { value }) => `knotAt(${a}, ${shifted(b!, value)})` },
  },
} satisfies Readonly<Record<string, Operation>>;

function shifted(index: string, by: number): string { return by === 0 ? index : by < 0 ? `${index} - ${-by}` : `${index} + ${by}`; }

/** Names of the operations of formulas. */
export type Op = keyof typeof operations;

/** The row of an operation. @throws RangeError for one that a formula of another version of this package may have */
export function operation(op: Op): Operation {
  const row: Operation | undefined = operations[op];
  if (row === undefined) throw new RangeError(`Formulas have no operation "${op}" in this version of @knotwork/algebra. Update it.`);
  return row;
}
