import { type Expr, type Op, operation } from '@knotwork/algebra';
import { parseExpression } from '@knotwork/expressions';
import { type Factor, type Form, keyOf, type NumberForm, type Term } from './form.js';

/** A number times powers: what a factor of a product is, seen as such. */
interface Monomial { readonly coefficient: number; readonly factors: readonly Factor[] }
/** A constant and multiples: what a term of a sum is, seen as such. */
interface Linear { readonly constant: number; readonly terms: readonly Term[] }

const number = (value: number): Form => ({ kind: 'number', value });

/**
 * Mathematical text in normal form.
 *
 * Besides sums and products these are brought to one form, for every formula alike: numbers are computed; squares, roots and quotients are powers;
 * constants leave powers, logarithms and exponentials, where signs allow it (log(2 x) = log 2 + log x), and the first term of a sum inside a product or
 * power has the coefficient 1; exp(u) exp(v) = exp(u + v); exp(c log u) = u^c; log(exp u) = u; (u^a)^b = u^(a b) unless a is even and b is not
 * whole. No law of sines and cosines is used, and no bracket multiplied out.
 *
 * Domains are not kept where a form is simpler: exp(log x) is x, also where x is negative.
 *
 * @throws ExpressionError for a text that is not mathematics
 */
export function normalForm(text: string): Form {
  return ofExpr(parseExpression(text).expr, new Map());
}

function ofExpr(expr: Expr, known: Map<Expr, Form>): Form {
  const before = known.get(expr);
  if (before !== undefined) return before;
  const form = translated(expr, expr.args.map((argument) => ofExpr(argument, known)));
  known.set(expr, form);
  return form;
}

function translated(expr: Expr, args: readonly Form[]): Form {
  const [a, b] = args as [Form, Form];
  switch (expr.op) {
    case 'constant': return number(expr.value);
    case 'input': return { kind: 'input', name: expr.name };
    case 'add': return sumOf([[1, a], [1, b]]);
    case 'sub': return sumOf([[1, a], [-1, b]]);
    case 'neg': return sumOf([[-1, a]]);
    case 'mul': return productOf([{ base: a, exponent: 1 }, { base: b, exponent: 1 }]);
    case 'reciprocal': return productOf([{ base: a, exponent: -1 }]);
    case 'sqrt': return productOf([{ base: a, exponent: 0.5 }]);
    default: return callOf(expr.op, args);
  }
}

/** constant + the sum of coefficient * form. */
export function sumOf(parts: readonly (readonly [number, Form])[], constant = 0): Form {
  const terms = new Map<string, Term>();
  let total = constant;
  for (const [scale, part] of parts) {
    const linear = asLinear(part);
    total += scale * linear.constant;
    for (const { coefficient, form } of linear.terms) {
      const key = keyOf(form);
      terms.set(key, { coefficient: (terms.get(key)?.coefficient ?? 0) + scale * coefficient, form });
    }
  }
  return fromLinear({ constant: total, terms: sorted(terms).filter(({ coefficient }) => coefficient !== 0) });
}

/** The product of base ^ exponent. */
export function productOf(parts: readonly Factor[]): Form {
  let coefficient = 1;
  const factors = new Map<string, Factor>();
  const exponents: (readonly [number, Form])[] = [];
  const gather = ({ base, exponent }: Factor): void => {
    // exp(u)^p exp(v)^q is one exponential, of p u + q v.
    if (base.kind === 'call' && base.op === 'exp') { exponents.push([exponent, base.args[0]!]); return; }
    const key = keyOf(base);
    factors.set(key, { base, exponent: (factors.get(key)?.exponent ?? 0) + exponent });
  };
  for (const { base, exponent } of parts) {
    const power = powerOf(base, exponent);
    coefficient *= power.coefficient;
    power.factors.forEach(gather);
  }
  // Arguments of exponentials have neither constants nor logarithms among their terms, and a sum of them has none.
  const together = sumOf(exponents);
  if (together.kind === 'number') coefficient *= Math.exp(together.value);
  else {
    const base: Form = { kind: 'call', op: 'exp', args: [together] };
    factors.set(keyOf(base), { base, exponent: 1 });
  }
  return fromMonomial({ coefficient, factors: sorted(factors).filter(({ exponent }) => exponent !== 0) });
}

/** f of forms; exp and log are brought to the form that is theirs. */
export function callOf(op: string, args: readonly Form[]): Form {
  const [a] = args as [Form];
  if (op === 'exp') return exponential(asLinear(a));
  if (op === 'log') return logarithm(a);
  return args.every(({ kind }) => kind === 'number') ? number(valueOfCall(op as Op, args.map((argument) => (argument as NumberForm).value))) : { kind: 'call', op, args };
}

function valueOfCall(op: Op, values: readonly number[]): number {
  const [to, a, b, c] = [0, ...values, 0, 0].map((value) => Float64Array.of(value)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  operation(op).number!(1, to, a, b, c, 0);
  return to[0]!;
}

/** exp(k + c log u + v) = e^k u^c exp(v). */
function exponential({ constant, terms }: Linear): Form {
  const isLog = ({ form }: Term): boolean => form.kind === 'call' && form.op === 'log';
  const powers = terms.filter(isLog).map(({ coefficient, form }) => ({ base: (form as { args: readonly Form[] }).args[0]!, exponent: coefficient }));
  const rest = terms.filter((term) => !isLog(term));
  const raw: Form[] = rest.length === 0 ? [] : [{ kind: 'call', op: 'exp', args: [fromLinear({ constant: 0, terms: rest })] }];
  return productOf([{ base: number(Math.exp(constant)), exponent: 1 }, ...powers, ...raw.map((base) => ({ base, exponent: 1 }))]);
}

/** log(c u) = log c + log u, log(u^p) = p log u where p is not even, log(exp u) = u. */
function logarithm(a: Form): Form {
  if (a.kind === 'number') return number(Math.log(a.value));
  const { coefficient, factors } = asMonomial(a);
  const [first] = factors;
  const shift = Math.log(Math.abs(coefficient));
  const inner = fromMonomial({ coefficient: Math.sign(coefficient), factors });
  if (coefficient > 0 && factors.length === 1 && first!.exponent % 2 !== 0) {
    const { base, exponent } = first!;
    return base.kind === 'call' && base.op === 'exp' ? sumOf([[exponent, base.args[0]!]], shift) : sumOf([[exponent, { kind: 'call', op: 'log', args: [base] }]], shift);
  }
  return sumOf([[1, { kind: 'call', op: 'log', args: [inner] }]], shift);
}

/** form ^ exponent; what cannot leave the power stays in it. */
function powerOf(form: Form, exponent: number): Monomial {
  if (form.kind === 'number') return { coefficient: form.value ** exponent, factors: [] };
  const { coefficient, factors } = asMonomial(form);
  const whole = Number.isInteger(exponent);
  if (whole) return { coefficient: coefficient ** exponent, factors: factors.map(({ base, exponent: e }) => ({ base, exponent: e * exponent })) };
  const outside = Math.abs(coefficient) ** exponent;
  const [first] = factors;
  if (coefficient > 0 && factors.length === 1 && first!.exponent % 2 !== 0) return { coefficient: outside, factors: [{ base: first!.base, exponent: first!.exponent * exponent }] };
  return { coefficient: outside, factors: [{ base: fromMonomial({ coefficient: Math.sign(coefficient), factors }), exponent }] };
}

function asLinear(form: Form): Linear {
  if (form.kind === 'number') return { constant: form.value, terms: [] };
  return form.kind === 'sum' ? form : { constant: 0, terms: [{ coefficient: 1, form }] };
}

function asMonomial(form: Form): Monomial {
  if (form.kind === 'number') return { coefficient: form.value, factors: [] };
  if (form.kind === 'product') return { coefficient: 1, factors: form.factors };
  if (form.kind !== 'sum') return { coefficient: 1, factors: [{ base: form, exponent: 1 }] };
  const [first] = form.terms;
  if (form.terms.length === 1 && form.constant === 0) return { coefficient: first!.coefficient, factors: asMonomial(first!.form).factors };
  // The first term of a sum has the coefficient 1 in a product: one number more would say nothing.
  const scale = first!.coefficient;
  if (scale === 1) return { coefficient: 1, factors: [{ base: form, exponent: 1 }] };
  return { coefficient: scale, factors: [{ base: divided(form, scale), exponent: 1 }] };
}

function fromLinear({ constant, terms }: Linear): Form {
  const [first] = terms;
  if (first === undefined) return number(constant);
  return terms.length === 1 && constant === 0 && first.coefficient === 1 ? first.form : { kind: 'sum', constant, terms };
}

function fromMonomial({ coefficient, factors }: Monomial): Form {
  const [first] = factors;
  if (first === undefined || coefficient === 0) return number(coefficient);
  const form: Form = factors.length === 1 && first.exponent === 1 ? first.base : { kind: 'product', factors };
  return coefficient === 1 ? form : scaled(form, coefficient);
}

function scaled(form: Form, by: number): Form {
  const { constant, terms } = asLinear(form);
  return fromLinear({ constant: constant * by, terms: terms.map(({ coefficient, form: term }) => ({ coefficient: coefficient * by, form: term })) });
}

/** Divided, not multiplied by 1 / by: a number over itself is 1. */
function divided({ constant, terms }: Linear, by: number): Form {
  return fromLinear({ constant: constant / by, terms: terms.map(({ coefficient, form }) => ({ coefficient: coefficient / by, form })) });
}

function sorted<T>(parts: ReadonlyMap<string, T>): T[] {
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}
