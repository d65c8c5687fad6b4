import { describe, expect, test } from '@jest/globals';
import { evaluate, formula } from '@knotwork/algebra';
import { parseExpression } from '@knotwork/expressions';
import * as functions from '@knotwork/functions';
import { randomStream } from '@knotwork/numerics';
import { defineFunction, type FunctionDefinition, z } from '@knotwork/plugin';
import { Library } from './library.js';
import { type Candidate, suggest } from './suggest.js';

const library = new Library(functions.default.plugins.map((definition) => ({ definition: definition as unknown as FunctionDefinition })));
const NOISE = 1e-6;
/** Of numbers that are found from noise of a millionth. */
const DIGITS = 1e-3;

const range = (from: number, to: number, count = 100): Float64Array => Float64Array.from({ length: count }, (_, k) => from + ((to - from) * (k + 0.5)) / count);
const valueOf = (candidate: Candidate, x: number): number => evaluate(formula(['x'], { y: candidate.formula }), { x })['y']!;
function noisy(x: Float64Array, f: (x: number) => number, share: number, seed = 1): Float64Array {
  const clean = x.map(f);
  const mean = clean.reduce((a, b) => a + b) / clean.length;
  const sd = Math.sqrt(clean.reduce((sum, v) => sum + (v - mean) ** 2, 0) / clean.length);
  const r = randomStream(seed, 'noise');
  return clean.map((v) => v + share * sd * r.normal());
}
/** The best candidate of a curve with independent errors of a millionth of its spread. */
function bestOf(from: number, to: number, f: (x: number) => number, share = NOISE): Candidate {
  const x = range(from, to);
  const y = noisy(x, f, share);
  const spread = Math.sqrt(y.reduce((sum, v) => sum + (v - y.reduce((a, b) => a + b) / y.length) ** 2, 0) / y.length);
  const { answer, candidates } = suggest(library, { x, y }, { size: share * spread });
  expect([answer?.name, candidates[0]!.text]).toEqual([candidates[0]!.name, candidates[0]!.text]);
  return answer!;
}

describe('every function is found, with its numbers in their canonical form', () => {
  test.each<[name: string, f: (x: number) => number, from: number, to: number, numbers: [a: number, b: number, c: number, d: number]]>([
    ['linear', (x) => 3 - 2 * x, 10, 14, [1, 0, -2, 3]],
    ['square', (x) => 2 * (x - 1) ** 2 + 5, 0, 3, [1, -1, 2, 5]],
    ['cube', (x) => -((x + 0.5) ** 3), -2, 2, [1, 0.5, -1, 0]],
    ['fourth-power', (x) => (3 * x + 1) ** 4, -1, 1, [1, 1 / 3, 81, 0]],
    ['fifth-power', (x) => x ** 5 + 1, -1, 2, [1, 0, 1, 1]],
    ['reciprocal', (x) => 4 / (x - 2), -1, 1.5, [1, -2, 4, 0]],
    ['reciprocal-square', (x) => 1 / (2 * x + 5) ** 2, -2, 3, [1, 2.5, 0.25, 0]],
    ['reciprocal-cube', (x) => 1 / (x - 3) ** 3, 3.5, 6, [1, -3, 1, 0]],
    ['reciprocal-fourth-power', (x) => 2 / x ** 4, 1, 3, [1, 0, 2, 0]],
    ['reciprocal-fifth-power', (x) => 2 / x ** 5, 1, 3, [1, 0, 2, 0]],
    ['sqrt', (x) => 3 * Math.sqrt(2 - x), -4, 2, [-1, 2, 3, 0]],
    ['reciprocal-sqrt', (x) => 1 / Math.sqrt(x + 1), 0, 9, [1, 1, 1, 0]],
    ['three-halves-power', (x) => x ** 1.5, 0, 4, [1, 0, 1, 0]],
    ['exp', (x) => 5 * Math.exp(-0.3 * x) + 2, 0, 10, [-0.3, 0, 5, 2]],
    ['log', (x) => 2 * Math.log(3 * x), 0.1, 5, [1, 0, 2, 2 * Math.log(3)]],
    ['sine', (x) => 2 * Math.sin(7 * x + 1) - 3, -2, 2, [7, 1, 2, -3]],
    ['tangent', (x) => Math.tan(x / 2), -2, 2.5, [0.5, 0, 1, 0]],
    ['sinh', (x) => Math.sinh(2 * x), -1, 1.5, [2, 0, 1, 0]],
    ['cosh', (x) => Math.cosh(1.5 * x - 1), -1, 2, [1.5, -1, 1, 0]],
    ['tanh', (x) => 4 * Math.tanh(-3 * x + 1) + 1, -1, 2, [3, -1, -4, 1]],
    ['abs', (x) => 2 * Math.abs(x - 0.3), -1, 1, [1, -0.3, 2, 0]],
    ['gaussian', (x) => Math.exp(-((2 * x - 1) ** 2)), -1, 2, [2, -1, 1, 0]],
    ['arcsin', (x) => Math.asin(x / 2), -1.9, 1.8, [0.5, 0, 1, 0]],
    ['arctan', (x) => Math.atan(5 * x), -1, 1, [5, 0, 1, 0]],
    ['arctanh', (x) => Math.atanh(x), -0.9, 0.95, [1, 0, 1, 0]],
    ['softplus', (x) => Math.log1p(Math.exp(4 * x)), -2, 2, [4, 0, 1, 0]],
    ['relu', (x) => Math.max(0, 3 * x - 1), -1, 1, [1, -1 / 3, 3, 0]],
    ['silu', (x) => x / (1 + Math.exp(-x)), -6, 5, [1, 0, 1, 0]],
  ])('%s', (name, f, from, to, [a, b, c, d]) => {
    const found = bestOf(from, to, f);
    expect(found.name).toBe(name);
    const { numbers } = found;
    const near = (actual: number, expected: number): void => expect(Math.abs(actual - expected)).toBeLessThan(DIGITS * (1 + Math.abs(expected)));
    near(numbers!.a, a); near(numbers!.b, b); near(numbers!.c, c); near(numbers!.d, d);
    for (const x of range(from, to, 7)) near(valueOf(found, x), f(x));
  });
});

test('a step is found between the two points where it is', () => {
  const found = bestOf(-1, 1, (x) => (x < 0.237 ? -1 : 2));
  expect([found.name, found.numbers!.a]).toEqual(['sign', 1]);
  expect(-found.numbers!.b).toBeGreaterThan(0.229);
  expect(-found.numbers!.b).toBeLessThan(0.251);
});

test('cosine is a sine, sigmoid a tanh, and the candidate says so', () => {
  expect(bestOf(-3, 3, Math.cos)).toMatchObject({ name: 'sine', sameCurves: ['cosine'] });
  expect(bestOf(-3, 3, (x) => 1 / (1 + Math.exp(-2 * x)))).toMatchObject({ name: 'tanh', sameCurves: ['sigmoid'] });
});

test('units do not matter', () => {
  for (const [xUnit, yUnit, shift] of [[1e-9, 1e9, 0], [1e12, 1e-200, 0], [1, 1e140, 1e3], [1e5, 1, 1e7]] as const) {
    const found = bestOf(shift * xUnit - 2 * xUnit, shift * xUnit + 2 * xUnit, (x) => yUnit * Math.tanh(1.3 * (x / xUnit - shift) + 0.4));
    expect(found.name).toBe('tanh');
    expect(found.numbers!.a * xUnit).toBeCloseTo(1.3, 3);
    expect(found.numbers!.c / yUnit).toBeCloseTo(1, 3);
  }
});

test('x where nothing is but noise is a constant, and a line no more', () => {
  const x = range(-1, 1);
  const r = randomStream(3, 'noise');
  const flat = suggest(library, { x, y: x.map(() => 4 + r.normal()) }, { size: 1 });
  expect(flat.answer).toMatchObject({ name: 'constant', size: 1 });
  expect(bestOf(-1, 1, (v) => v, 0.05)).toMatchObject({ name: 'linear', size: 2 });
});

test('a cubic that is no cube is a polynomial, with its coefficients in x', () => {
  const found = bestOf(1, 4, (x) => x ** 3 - 6 * x ** 2 + 10 * x - 4);
  expect(found).toMatchObject({ name: 'polynomial', size: 4, numbers: null });
  expect(found.text).toMatch(/^(1|0\.99\d*|1\.00\d*)? ?\*? ?x\^3 - (6|5\.99\d*|6\.00\d*) \* x\^2 \+ /);
  expect(valueOf(found, 3)).toBeCloseTo(-1, 4);
});

test('a polynomial of a higher degree is one where the curve is known well enough, and a function of few numbers goes before it', () => {
  const x = range(-1, 1);
  const y = x.map((v) => v + v ** 2 + v ** 3 + v ** 4 + v ** 5 + v ** 6);
  const found = suggest(library, { x, y }, { size: 1e-6, observations: 15 }).answer;
  expect(found).toMatchObject({ name: 'polynomial', size: 7 });
  found!.powers!.forEach((c, k) => expect(c).toBeCloseTo(k === 0 ? 0 : 1, 6));
  expect(bestOf(-1, 1, (v) => Math.tanh(1.1 * v + 0.2), 1e-5).name).toBe('tanh');
});

test('what no function is near has no answer, and the best candidates all the same', () => {
  const x = range(-1, 1);
  const found = suggest(library, { x, y: x.map((v) => Math.sin(3 * v) + 0.4 * Math.exp(-((12 * v - 4) ** 2))) }, { size: 1e-4 });
  expect(found.answer).toBeNull();
  expect(found.misfit).toBeGreaterThan(3);
  expect(found.candidates.length).toBeGreaterThan(10);
  // The same is an answer where the curve is only known so well.
  expect(suggest(library, { x, y: x.map((v) => Math.sin(3 * v) + 0.4 * Math.exp(-((12 * v - 4) ** 2))) }, { size: 0.1 }).answer).not.toBeNull();
});

test('the front is simpler to nearer, belief adds up to one, and near ties hold 97 % of it', () => {
  const x = range(-1, 1);
  const { candidates, front, nearTies } = suggest(library, { x, y: noisy(x, (v) => Math.tanh(2 * v), 0.01) }, { size: 0.01, observations: 12 });
  expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
  expect(nearTies).toEqual(candidates.slice(0, nearTies.length));
  const held = nearTies.reduce((sum, { probability }) => sum + probability, 0);
  expect(held).toBeGreaterThanOrEqual(0.97);
  expect(held - nearTies.at(-1)!.probability).toBeLessThan(0.97);
  expect(front[0]!.name).toBe('constant');
  for (let k = 1; k < front.length; k++) {
    expect(front[k]!.complexity).toBeGreaterThanOrEqual(front[k - 1]!.complexity);
    expect(front[k]!.error).toBeLessThan(front[k - 1]!.error);
  }
  expect(front.map(({ name }) => name)).toContain('tanh');
});

test('a function in a few lines takes part without any claim', () => {
  const ripple = defineFunction({ name: 'ripple', summary: 'A wave that dies out', options: z.strictObject({}), apply: (x) => x.mul(4).cos().mul(x.abs().neg().exp()) }) as unknown as FunctionDefinition;
  const own = new Library([...functions.default.plugins.map((definition) => ({ definition: definition as unknown as FunctionDefinition })), { definition: ripple }]);
  const x = range(-1, 2);
  const y = noisy(x, (v) => 3 * Math.cos(4 * (2 * v - 0.7)) * Math.exp(-Math.abs(2 * v - 0.7)) + 1, 1e-4);
  const { answer } = suggest(own, { x, y }, { size: 1e-4 });
  expect(answer).toMatchObject({ name: 'ripple', size: 4 });
  expect(answer!.numbers!.a).toBeCloseTo(2, 2);
  expect(answer!.text).toMatch(/\* ripple\(.* x .*\) \+ /);
});

test('a logarithm without claims is found where its argument is not near 0', () => {
  const plain = defineFunction({ name: 'plain-log', summary: 'log x', options: z.strictObject({}), apply: (x) => x.log() }) as unknown as FunctionDefinition;
  const x = range(1, 6);
  const { candidates } = suggest(new Library([{ definition: plain }]), { x, y: x.map((v) => 2 * Math.log(v)) }, { size: 1e-6 });
  expect(candidates[0]).toMatchObject({ name: 'plain-log' });
});

describe('curves that are hardly any', () => {
  const found = (x: number[], y: number[], weights?: number[]) => suggest(library, { x, y, ...(weights === undefined ? {} : { weights }) }, { size: 1e-3 });

  test.each([
    ['one point', [2], [5]], ['the same point many times', [2, 2, 2], [5, 5, 5]], ['a constant', [1, 2, 3, 4, 5, 6], [7, 7, 7, 7, 7, 7]],
    ['a constant but for rounding', [1, 2, 3, 4], [0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2]],
  ])('%s is a constant', (_, x, y) => {
    const { answer, candidates } = found(x, y);
    expect(answer).toMatchObject({ name: 'constant', error: 0, rmse: 0 });
    expect(candidates.length).toBe(1);
  });

  test('one place with several values is no function, and that is said', () => {
    expect(found([2, 2, 2], [1, 5, 3])).toMatchObject({ answer: null, candidates: [{ name: 'constant' }] });
  });

  test('only what has fewer numbers than there are places is asked, and of two places a line', () => {
    expect(found([0, 1], [0, 1]).candidates.map(({ name, error }) => [name, error])).toEqual([['linear', 0], ['constant', 1]]);
    expect(found([0, 1, 2], [0, 1, 2]).candidates.map(({ name, size }) => [name, size])).toEqual([['linear', 2], ['constant', 1]]);
  });

  test('no number is ever NaN', () => {
    const curves: [number[], number[]][] = [
      [[0, 1e-300, 2e-300, 3e-300, 5e-300, 8e-300], [1, 2, 3, 5, 8, 13]], [[1e300, 2e300, -1e308, 1e308, 5, 6], [1, 2, 3, 4, 5, 6]],
      [[0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1.5]], [[1, 2, 3, 4, 5, 6], [1e308, -1e308, 1e308, -1e308, 1e308, -1e308]], [[1, 2, 3, 4, 5, 6], [1, 0, 0, 0, 0, 0]],
    ];
    for (const [x, y] of curves) {
      const { candidates, misfit } = found(x, y);
      for (const c of candidates) {
        for (const v of [misfit, c.rmse, c.error, c.r2, c.complexity, c.excessLength, c.probability, ...Object.values(c.numbers ?? {})]) expect([c.name, Number.isFinite(v)]).toEqual([c.name, true]);
      }
    }
  });

  test('points of weight 0 are not there', () => {
    const x = Array.from(range(-1, 1, 30));
    const y = x.map((v, k) => (k % 3 === 0 ? 100 : Math.exp(v)));
    expect(found(x, y, x.map((_, k) => (k % 3 === 0 ? 0 : 1))).answer).toMatchObject({ name: 'exp' });
  });

  test('heavier points count more', () => {
    const y = [0, 0, 1, 1];
    expect(Number(found([1, 1, 1, 1], y, [1, 1, 3, 3]).candidates[0]!.text)).toBeCloseTo(0.75, 12);
  });
});

test('of many points a hundred are looked at, both ends among them', () => {
  const x = range(-1, 1, 20_000);
  const { answer } = suggest(library, { x, y: x.map((v) => Math.sqrt(v + 1)) }, { size: 1e-6, observations: 100 });
  expect(answer).toMatchObject({ name: 'sqrt' });
  expect(answer!.numbers!.b).toBeCloseTo(1, 6);
});

describe('texts', () => {
  const nearlyLine = { x: range(-2, 2), y: range(-2, 2).map((v) => v - 1e-5 * v * v) };
  const farAway = { x: range(1000, 1001), y: range(1000, 1001).map((v) => Math.sin(3 * (v - 1000))) };
  const read = (text: string) => { const parsed = formula(['x'], { y: parseExpression(text).expr }); return (x: number): number => evaluate(parsed, { x })['y']!; };

  test.each([['nearly a line', nearlyLine, ['log', 'sqrt', 'exp', 'square', 'polynomial']], ['far from 0', farAway, ['sine', 'square', 'log', 'sqrt']]])('say what the candidate is, also where its numbers cancel: %s', (_, { x, y }, told) => {
    const { candidates } = suggest(library, { x, y }, { size: 1e-9 });
    const spread = candidates[0]!.rmse / candidates[0]!.error;
    const some = candidates.filter(({ name }) => told.includes(name));
    expect(some.length).toBe(told.length);
    for (const candidate of some) {
      const f = read(candidate.text);
      const worst = Math.max(...x.map((v) => Math.abs(f(v) - valueOf(candidate, v)))) / spread;
      expect([candidate.name, candidate.text, worst < 1.1e-4]).toEqual([candidate.name, candidate.text, true]);
    }
  });

  test('have six digits where these are enough, and those that are asked for', () => {
    const text = (digits?: number | 'all'): string => suggest(library, { x: range(0, 3), y: range(0, 3).map((v) => Math.PI * Math.exp(-v / 3) + 2) }, { size: 1e-9 }, digits).answer!.text;
    expect([text(), text(3)]).toEqual(['3.14159 * exp(-0.333333 * x) + 2', '3.14 * exp(-0.333 * x) + 2']);
    expect(text('all')).toMatch(/^3\.14159265\d* \* exp\(-0\.33333333\d* \* x\)/);
    for (const digits of [0, 18, 2.5, '6']) expect(() => text(digits as number)).toThrow(`"digits" must be a whole number from 1 to 17 or "all"; got ${digits}. Use 6.`);
  });
});

test('a pole is never inside the window', () => {
  const x = range(-1, 1);
  for (const { name, numbers } of suggest(library, { x, y: noisy(x, (v) => Math.sin(4 * v), 0.2) }, { size: 0.2 }).candidates) {
    if (!name.startsWith('reciprocal') && name !== 'tangent') continue;
    const [low, high] = [numbers!.b - Math.abs(numbers!.a), numbers!.b + Math.abs(numbers!.a)];
    expect([name, name === 'tangent' ? Math.floor(low / Math.PI + 0.5) === Math.floor(high / Math.PI + 0.5) : low * high > 0]).toEqual([name, true]);
  }
});

describe('what is no curve is refused in words', () => {
  const x = [1, 2, 3];
  test.each([
    ['lengths', { x, y: [1, 2] }, {}, 'A curve needs as many values as places; got 3 places, 2 values.'],
    ['weights', { x, y: x, weights: [1] }, {}, 'A curve needs as many values as places and weights; got 3 places, 3 values and 1 weights.'],
    ['NaN', { x, y: [1, NaN, 3] }, {}, 'The values of a curve must be finite numbers; got NaN at index 1. Leave that point out.'],
    ['an infinite place', { x: [1, 2, Infinity], y: x }, {}, 'The places of a curve must be finite numbers; got Infinity at index 2.'],
    ['a negative weight', { x, y: x, weights: [1, -1, 1] }, {}, 'The weights of a curve must be finite and not negative; got -1 at index 1.'],
    ['no points', { x: [], y: [] }, {}, 'A curve needs one point of positive weight at least; got none.'],
    ['a negative error', { x, y: x }, { size: -1 }, '"size" must be a finite number of at least 0; got -1.'],
    ['a factor of 1', { x, y: x }, { factor: 1 }, '"factor" must be a finite number above 1; got 1.'],
    ['no observations', { x, y: x }, { observations: 0 }, '"observations" must be a finite number of at least 1; got 0.'],
  ])('%s', (_, points, error, message) => {
    expect(() => suggest(library, points, { size: 0.1, ...error })).toThrow(message);
  });
});
