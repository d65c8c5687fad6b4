import { expect, test } from '@jest/globals';
import { input } from '@knotwork/algebra';
import { free, held } from './constant.js';
import { KeptValues } from './kept-values.js';
import { knownFunction } from './known-function.js';
import { withoutNeedlessParts } from './needless-parts.js';
import { constantsOf, type Factor, sizeOf, type Sum } from './normal-form.js';
import { type FittedForm, fitForm, type FormRows, Work } from './snapping.js';

const exponential = knownFunction('exp', 'exp', input('x').exp(), {});
const x: Factor = { kind: 'variable', input: 0 };
const of = (coefficient: number, factor: Factor, constant = held(0)): Sum => ({ terms: [{ coefficient: free(coefficient), factor }], constant });
/** c exp(a x) */
const growth = of(1, { kind: 'call', f: exponential, of: of(1, x) });
const waves = (n: number): number => Math.sin(3 * n * n);
const rowsOf = (from: number, to: number, target: (x: number, n: number) => number, count = 100): FormRows => {
  const x0 = Float64Array.from({ length: count }, (_, n) => from + ((to - from) * n) / (count - 1));
  return { columns: { x0 }, target: x0.map(target) };
};
const fit = (form: Sum, rows: FormRows): FittedForm => fitForm(form, rows, new Work(1e9), 100)!;
const without = (fitted: FittedForm, rows: FormRows, work = new Work(1e9), places = rows.columns['x0']!): FittedForm => withoutNeedlessParts(fitted, rows, work, new KeptValues(fitted.form, [places]));
/** What a form is, of factors alone, and its numbers. */
const kinds = ({ terms }: Sum): string[] => terms.map(({ factor }) => factor.kind);
const numbers = (form: Sum): number[] => constantsOf(form).filter(({ isFree }) => isFree).map(({ value }) => value);

test('a function that rows hardly tell from its argument goes, where it has a number more', () => {
  const rows = rowsOf(1, 1.3, (v, n) => 3 * v + 0.1 * waves(n));
  const fitted = fit(growth, rows);
  const found = without(fitted, rows);
  expect([kinds(found.form), numbers(found.form)]).toEqual([['variable'], [expect.closeTo(3, 1)]]);
  expect(found.squares).toBeCloseTo(fit(of(1, x), rows).squares, 10);
});

test('a line with a constant takes the place of an exponential, which has as many numbers, where it is nearer', () => {
  const rows = rowsOf(0, 2, (v, n) => 1 + 0.5 * v + 0.03 * waves(n));
  const { form } = without(fit(growth, rows), rows);
  expect([kinds(form), numbers(form)]).toEqual([['variable'], [expect.closeTo(0.5, 1), expect.closeTo(1, 1)]]);
});

test('a number is worth the logarithm of the rows in variances', () => {
  // Targets between both forms: the more of the exponential there is in them, the more its number saves.
  const saved = (share: number): { readonly saved: number; readonly kind: string } => {
    const rows = rowsOf(1, 1.3, (v, n) => (1 - share) * 3 * v + share * Math.exp(0.88 * v) * 1.26 + 0.1 * waves(n));
    const fitted = fit(growth, rows);
    return { saved: (fit(of(1, x), rows).squares - fitted.squares) / fitted.variance, kind: kinds(without(fitted, rows).form)[0]! };
  };
  const cases = Array.from({ length: 60 }, (_, k) => saved(k / 6));
  expect(cases.map(({ kind }) => kind)).toEqual(cases.map((one) => (one.saved <= Math.log(100) ? 'variable' : 'call')));
  expect(new Set(cases.map(({ kind }) => kind)).size).toBe(2);
  // Some of them within two of the bound, on either side.
  expect([cases.some((one) => one.saved < Math.log(100) && one.saved > 2.6), cases.some((one) => one.saved > Math.log(100) && one.saved < 6.6)]).toEqual([true, true]);
});

test('of as many numbers the simpler form has to be as near, and the nearest is taken, part by part', () => {
  const square: Factor = { kind: 'power', of: { terms: [{ coefficient: held(1), factor: x }], constant: held(0) }, exponent: held(2) };
  const cube: Factor = { kind: 'product', factors: [square, x] };
  const found = (target: (v: number) => number): readonly [string[], number[]] => {
    const rows = rowsOf(1, 1.2, (v, n) => target(v) + 0.03 * waves(n));
    const { form } = without(fit(of(1, cube), rows), rows);
    return [kinds(form), numbers(form)];
  };
  expect(found((v) => 2 * v ** 3)).toEqual([['product'], [expect.closeTo(2, 1)]]);
  expect(found((v) => 2 * v ** 2)).toEqual([['power'], [expect.closeTo(2, 1)]]);
  expect(found((v) => 2 * v)).toEqual([['variable'], [expect.closeTo(2, 1)]]);
  // Whatever the work reaches, the square is never taken: it is nearer than the cube, and the line before it is nearer still.
  const rows = rowsOf(1, 1.2, (v, n) => 2 * v + 0.03 * waves(n));
  const begun = fit(of(1, cube), rows);
  const reached = Array.from({ length: 60 }, (_, k) => kinds(without(begun, rows, new Work(1e4 * 1.2 ** k)).form)[0]!);
  expect([...new Set(reached)]).toEqual(['product', 'variable']);
  // Two steps: first one exponential, then the other.
  const both = fit(of(1, { kind: 'call', f: exponential, of: growth }), rows);
  expect(kinds(without(both, rows).form)).toEqual(['variable']);
});

test('what has exact numbers is not given others, and no value is lost', () => {
  const exact: Sum = { terms: [{ coefficient: held(0.5), factor: { kind: 'power', of: { terms: [{ coefficient: held(1), factor: x }], constant: held(0) }, exponent: held(2) } }], constant: held(0) };
  const line = rowsOf(1, 2, (v, n) => 0.6 * v + 0.1 * waves(n));
  const begun = fit(exact, line);
  expect(without(begun, line)).toBe(begun);
  // sqrt(a x^2 + b x) of what is sqrt(2 x): without the square it has no value below 0, where another row is.
  const inside: Sum = { terms: [{ coefficient: free(0.1), factor: { kind: 'power', of: { terms: [{ coefficient: held(1), factor: x }], constant: held(0) }, exponent: held(2) } }, { coefficient: free(2), factor: x }], constant: held(0) };
  const root: Sum = { terms: [{ coefficient: held(1), factor: { kind: 'power', of: inside, exponent: held(0.5) } }], constant: held(0) };
  const rows = rowsOf(0.5, 1, (v, n) => Math.sqrt(2 * v + 0.01 * v * v) + 0.1 * waves(n));
  const bent = fit(root, rows);
  expect(without(bent, rows).form).not.toEqual(bent.form);
  const far = Float64Array.of(-1e6, 1, 1e6);
  expect(without(bent, rows, new Work(1e9), far)).toBe(bent);
});

test('without work a form stays, what is left of it is not spent, and a large form is none to make simpler', () => {
  const rows = rowsOf(1, 1.3, (v, n) => 3 * v + 0.1 * waves(n));
  const fitted = fit(growth, rows);
  expect(without(fitted, rows, new Work(0))).toBe(fitted);
  // Of this much there is one fit to spare; a tenth of a hundred times that is enough.
  const least = Array.from({ length: 40 }, (_, k) => 1e4 * 1.5 ** k).find((size) => new Work(size).allows(fitted.form, 100))!;
  const work = new Work(100 * least);
  expect(without(fitted, rows, work)).not.toBe(fitted);
  for (let k = 0; k < 50; k++) without(fitted, rows, work);
  expect(work.share(0.01).allows(fitted.form, 100)).toBe(true);
  const [some, large] = [4, 110].map((count): FittedForm => ({ ...fitted, form: { terms: Array.from({ length: count }, () => growth.terms[0]!), constant: held(0) } })) as [FittedForm, FittedForm];
  expect(without(some, rows)).not.toBe(some);
  expect([sizeOf(large.form), without(large, rows, new Work(1e12)) === large]).toEqual([551, true]);
});
