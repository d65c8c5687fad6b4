import { expect, test } from '@jest/globals';
import { free, held } from './constant.js';
import { KeptValues } from './kept-values.js';
import { constantsOf, type Sum } from './normal-form.js';
import { type FittedForm, fitForm, type FormRows, inProportion, rounded, snapped, withoutUnsure, Work } from './snapping.js';

const x = Float64Array.from({ length: 100 }, (_, n) => n / 50 - 1);
const rows = (target: (v: number, n: number) => number): FormRows => ({ columns: { x0: x }, target: x.map(target) });
/** c x + d */
const line = (c: number, d: number): Sum => ({ terms: [{ coefficient: free(c), factor: { kind: 'variable', input: 0 } }], constant: free(d) });
const none: FormRows = { columns: { x0: new Float64Array(0) }, target: new Float64Array(0) };
const values = (form: Sum): number[] => constantsOf(form).map(({ value }) => value);

test('a constant whose rounding costs more than chance gets another digit, and one that would need too many stays', () => {
  const train = rows((v) => 1.23456789 * v);
  const said = (error: number, variance: number): FittedForm => ({ form: { ...line(1.23456789, 0), constant: held(0), terms: [{ coefficient: { value: 1.23456789, isFree: true, error }, factor: { kind: 'variable', input: 0 } }] }, squares: 0, variance, outcome: 'converged' });
  // 33 squares of x: an error of 1e-3 costs 3e-5.
  expect(values(rounded(said(0.3, 1), train, 6, new Work(1e9)))[0]).toBe(1.23);
  expect(values(rounded(said(0.3, 4e-6), train, 6, new Work(1e9)))[0]).toBe(1.2346);
  expect(values(rounded(said(0.3, 1e-18), train, 6, new Work(1e9)))[0]).toBe(1.23456789);
});

test('a constant whose rounding takes a value away gets another digit', () => {
  const shift = { value: 1.2346, isFree: true, error: 0.05 };
  const inside: Sum = { terms: [{ coefficient: held(1), factor: { kind: 'variable', input: 0 } }], constant: shift };
  const form: Sum = { terms: [{ coefficient: held(1), factor: { kind: 'power', of: inside, exponent: held(0.5) } }], constant: held(0) };
  const train = rows((v) => Math.sqrt(v + 1.2346));
  const shiftKeeping = (...places: number[]): number => Math.max(...values(rounded({ form, squares: 0, variance: 1, outcome: 'converged' }, train, 6, new Work(1e9), new KeptValues(form, [Float64Array.from(places)]))));
  // Without a value before there is none to lose.
  expect([shiftKeeping(), shiftKeeping(-1.232), shiftKeeping(-1.2346), shiftKeeping(-1.3)]).toEqual([1.23, 1.235, 1.235, 1.23]);
});

test('standard errors survive rounding', () => {
  const fitted = fitForm(line(1, 0), rows((v, n) => 2.345 * v + 0.678 + 0.1 * Math.sin(n * n)), new Work(1e9), 20)!;
  const form = rounded(fitted, rows((v, n) => 2.345 * v + 0.678 + 0.1 * Math.sin(n * n)), 6, new Work(1e9));
  expect(constantsOf(form).map(({ error }) => error)).toEqual(constantsOf(fitted.form).map(({ error }) => error));
  expect(constantsOf(form).every(({ value, isFree }) => !isFree && String(value).replace(/^0?\.|\./g, '').length <= 4)).toBe(true);
});

test('an exact number near by is refused where squared errors of the training rows rise by more than chance', () => {
  const train = rows((v) => 1.01 * v);
  const said = (variance: number): FittedForm => ({ form: { ...line(1.01, 0), constant: held(0), terms: [{ coefficient: { value: 1.01, isFree: true, error: 0.005 }, factor: { kind: 'variable', input: 0 } }] }, squares: 0, variance, outcome: 'converged' });
  // 33 squares of x, each of an error of 0.01: 3.3e-3.
  expect(values(snapped(said(1e-3), train, none, new Work(1e9)).form)[0]).toBe(1);
  expect(values(snapped(said(1e-4), train, none, new Work(1e9)).form)[0]).toBe(1.01);
});

test('the less well a number is known, the fewer standard errors it may lie from an exact one', () => {
  // 33 squares of x: squared errors rise by as many variances as there are squared standard errors, 2.5^2 = 6.25 each time.
  const at = (exact: number, error: number): number => {
    const c = exact - 2.5 * error;
    const said: FittedForm = { form: { ...line(c, 0), constant: held(0), terms: [{ coefficient: { value: c, isFree: true, error }, factor: { kind: 'variable', input: 0 } }] }, squares: 0, variance: 33.34 * error ** 2, outcome: 'converged' };
    return values(snapped(said, rows((v) => c * v), none, new Work(1e9)).form)[0]!;
  };
  expect([at(1, 0.04), at(1, 0.01)]).toEqual([0.9, 1]);
  expect([at(2, 0.02), at(2, 0.002)]).toEqual([1.95, 2]);
  // Rows have the last word, whatever standard errors say: 33.34 squares of 0.04 are 8 variances, where 4.6 are even odds.
  const said = (variance: number): FittedForm => ({ form: { ...line(0.96, 0), constant: held(0), terms: [{ coefficient: { value: 0.96, isFree: true, error: 0.04 }, factor: { kind: 'variable', input: 0 } }] }, squares: 0, variance, outcome: 'converged' });
  expect([1 / 8, 1 / 4].map((share) => values(snapped(said(33.34 * 0.04 ** 2 * share), rows((v) => 0.96 * v), none, new Work(1e9)).form)[0])).toEqual([0.96, 1]);
});

test('a term whose coefficient cannot be told from 0 goes, with all that is in it', () => {
  const wave: Sum = { terms: [...line(1, 0).terms, { coefficient: free(0.01), factor: { kind: 'power', of: { terms: [{ coefficient: held(1), factor: { kind: 'variable', input: 0 } }], constant: free(0.3) }, exponent: held(3) } }], constant: free(0) };
  const train = rows((v, n) => v + 0.3 * Math.sin(n * n));
  const { form } = snapped(fitForm(wave, train, new Work(1e9), 50)!, train, none, new Work(1e9));
  expect(values(form)).toEqual([1, 0]);
});

test('what double precision rounds away is no constant, though all rows have it alike, and what is larger is one', () => {
  const { EPSILON } = Number;
  const kept = (offset: number): number => {
    const train = rows((v) => v + offset);
    return values(snapped(fitForm(line(1, 0.5), train, new Work(1e9), 50)!, train, none, new Work(1e9)).form)[1]!;
  };
  expect(kept(4 * EPSILON)).toBe(0);
  expect(kept(-16 * EPSILON)).toBe(0);
  expect(kept(1000 * EPSILON)).toBeCloseTo(1000 * EPSILON, 15);
  expect(kept(1000 * EPSILON)).not.toBe(0);
});

test('what targets may be off by is no constant, in single precision as in double', () => {
  for (const written of [Number, Math.fround]) {
    const train = { ...rows((v) => written(1.00002 * v + 1e-5)), unsure: 1e-8 };
    expect(values(snapped(fitForm(line(1, 0.5), train, new Work(1e9), 50)!, train, none, new Work(1e9)).form)).toEqual([1, 0]);
  }
});

test('errors in proportion to values are told from errors that are alike, and from rounding', () => {
  const told = (error: (y: number, n: number) => number): ReturnType<typeof inProportion> => {
    const train = rows((v, n) => { const y = 2 * (v + 1.1) ** 3; return y + error(y, n); });
    const form: Sum = { terms: [{ coefficient: free(1.9), factor: { kind: 'power', of: { terms: [{ coefficient: held(1), factor: { kind: 'variable', input: 0 } }], constant: held(1.1) }, exponent: held(3) } }], constant: free(0.01) };
    return inProportion(fitForm(form, train, new Work(1e9), 50)!, train, none, new Work(1e9));
  };
  const wave = (n: number): number => Math.sin(n * n);
  expect(told((y, n) => 0.02 * y * wave(n))!.train.scales).toHaveLength(100);
  expect([told((y, n) => 0.02 * y * wave(n)), told((y, n) => 0.05 * Math.sqrt(y) * wave(n))].map((found) => found!.power)).toEqual([1, 0.5]);
  expect([told((_y, n) => wave(n)), told(() => 0), told((y) => Math.fround(y) - y)]).toEqual([null, null, null]);
});

test('the last fit loses a constant within two of its printed standard errors from 0, with what makes up for it, and no input but where it is not seen', () => {
  const lost = (form: Sum, train: FormRows, work = new Work(1e9)): number[] => {
    const fitted = fitForm(form, train, new Work(1e9), 20)!;
    return values(withoutUnsure(fitted, train, work, new KeptValues(fitted.form, [train.columns['x0']!])).form);
  };
  // At the ends the noise is twenty times as large: taken for alike, it says that the square is almost four standard errors from none.
  const bent: Sum = { terms: [...line(3, 0).terms, { coefficient: free(0.1), factor: { kind: 'power', of: { terms: [{ coefficient: held(1), factor: { kind: 'variable', input: 0 } }], constant: held(0) }, exponent: held(2) } }], constant: held(0) };
  const noisy = (square: number): FormRows => rows((v, n) => 3 * v + square * v ** 2 + (Math.abs(v) > 0.9 ? 2 : 0.1) * Math.sin(46 * n * n));
  expect(lost(bent, noisy(0))).toEqual([expect.closeTo(3, 1), 0]);
  expect(lost(bent, noisy(0.6))).toEqual([expect.closeTo(3, 1), expect.closeTo(0.9, 1), 1, 0, 2, 0]);
  expect(lost(bent, noisy(0), new Work(0))).toHaveLength(6);
  const slope: Sum = { ...line(0.3, 0), constant: held(0) };
  expect(lost(slope, rows((v, n) => 0.01 * v + Math.sin(n * n)))).toEqual([0]);
  // A row far off makes the standard error as wide as half of the slope, which all others tell.
  const far = Float64Array.from({ length: 20 }, (_, n) => (n === 19 ? 1000 : n + 1));
  expect(lost(slope, { columns: { x0: far }, target: far.map((v) => (v === 1000 ? 9000 : 3 * v)) })[0]).toBeCloseTo(9, 0);
});

test('without work nothing is fitted, and what was is kept', () => {
  const train = rows((v) => 2 * v + 1);
  expect(fitForm(line(1, 0), train, new Work(10), 50)).toBeNull();
  const fitted = fitForm(line(1, 0), train, new Work(1e9), 50)!;
  expect(values(snapped(fitted, train, none, new Work(10)).form)).toEqual(values(fitted.form));
});
