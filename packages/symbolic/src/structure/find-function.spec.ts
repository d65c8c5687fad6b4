import { describe, expect, test } from '@jest/globals';
import { arctan, cosine, exp, gaussian, log, reciprocal, sine, sqrt, square, tanh, threeHalvesPower } from '@knotwork/functions';
import { randomStream } from '@knotwork/numerics';
import type { FunctionDefinition } from '@knotwork/plugin';
import { Library } from '../library.js';
import { findFunctions } from './find-function.js';
import type { FoundFunctions } from './found-functions.js';

const library = new Library([arctan, cosine, exp, gaussian, log, reciprocal, sine, sqrt, square, tanh, threeHalvesPower].map((definition) => ({ definition: definition as unknown as FunctionDefinition })));
const AT: Readonly<Record<string, (x: number) => number>> = { linear: (x) => x, exp: Math.exp, log: Math.log, reciprocal: (x) => 1 / x, sine: Math.sin, sqrt: Math.sqrt, square: (x) => x * x, tanh: Math.tanh, 'three-halves-power': (x) => x ** 1.5 };

const evenly = (from: number, to: number, rows: number): number[] => Array.from({ length: rows }, (_, n) => from + ((to - from) * n) / (rows - 1));
const decades = (from: number, to: number, rows: number): number[] => evenly(from, to, rows).map((v) => 10 ** v);
/** @param share of noise: of the target, or of the spread of all targets */
function found(f: (x: number) => number, x: readonly number[], noise = 0, isShare = false, seed = 1): FoundFunctions | null {
  const stream = randomStream(seed, 'function');
  const y = x.map(f);
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  const spread = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / y.length);
  return findFunctions(library, { x, y: y.map((v) => v + noise * (isShare ? v : spread) * stream.normal()) })[0] ?? null;
}

const valueOf = ({ parts: [part], constant }: FoundFunctions, x: number): number => {
  const { f, power, a, b, c, inside } = part!;
  const u = power === 0 ? Math.log(x) : x ** power;
  return c * AT[f]!(a * (inside === undefined ? u : AT[inside.f]!(inside.a * u + inside.b)) + b) + constant;
};

describe('findFunctions', () => {
  const laws: readonly (readonly [string, (x: number) => number, readonly number[], number, boolean, string, number, number])[] = [
    ['Arrhenius\' law of twelve rows', (T) => 1e9 * Math.exp(-6000 / T), evenly(280, 390, 12), 0.02, true, 'exp', -1, 2],
    ['Kepler\'s law of four planets', (a) => a ** 1.5, [0.387, 0.723, 1, 1.524], 0, false, 'three-halves-power', 1, 1],
    ['a pendulum of nine lengths', (L) => 2.006 * Math.sqrt(L), evenly(0.1, 1.5, 9), 0.01, true, 'sqrt', 1, 1],
    ['an exponent that no function has, over six decades', (m) => 3.4 * m ** 0.75, decades(-2, 4, 24), 0.05, true, 'exp', 0, 2],
    ['what is saturated', (S) => (5 * S) / (2 + S), evenly(0.2, 18, 30), 0.01, true, 'reciprocal', -1, 2],
    ['what cools down to something', (t) => 20 + 70 * Math.exp(-t / 15), evenly(0, 60, 10), 0.005, false, 'exp', 1, 3],
    ['a wave with a phase and a constant', (t) => 2 * Math.sin(1.3 * t + 0.4) + 1, evenly(0, 6, 20), 0.01, false, 'sine', 1, 4],
    ['a function of a square', (x) => 1 / (1 + x * x), evenly(-4, 4, 20), 0.01, false, 'reciprocal', 2, 2],
    ['a logarithm alone', (x) => 3 * Math.log(x), evenly(1, 50, 12), 0.005, false, 'linear', 0, 1],
    ['a rise from something', (t) => 80 + 50 * Math.tanh(0.5 * t - 3), evenly(0, 12, 20), 0.005, false, 'tanh', 1, 4],
  ];
  test.each(laws)('%s is found, with no more numbers than it has', (_, f, x, noise, isShare, name, power, size) => {
    const law = found(f, x, noise, isShare)!;
    expect([law.way, law.parts.map((part) => [part.f, part.power]), law.size]).toEqual(['sum', [[name, power]], size]);
    const spread = Math.max(...x.map(f)) - Math.min(...x.map(f));
    for (const v of x) expect(Math.abs(valueOf(law, v) - f(v))).toBeLessThan(3 * noise * spread + 1e-9 * spread);
  });

  test.each([1, 2, 3, 4, 5, 6])('what rises from 0 has no constant of its own, though its function is 1 there, seed %d', (seed) => {
    const law = found((x) => 5 * (1 - Math.exp(-x / 3)), evenly(0.3, 12, 30), 0.05, false, seed)!;
    expect([law.parts.map((part) => [part.f, part.power]), law.size]).toEqual([[['exp', 1]], 2]);
    expect(valueOf(law, 0)).toBeCloseTo(0, 12);
  });

  test.each([3, 11, 25, 32])('a reciprocal of a line in 1 / x is one choice and not two, so that noise does not make another law of what is saturated, seed %d', (seed) => {
    const law = found((S) => (5 * S) / (2 + S), evenly(0.2, 10, 40), 0.12, false, seed)!;
    expect([law.parts.map((part) => [part.f, part.power]), law.size]).toEqual([[['reciprocal', -1]], 2]);
  });

  const chains: readonly (readonly [string, (x: number) => number, readonly number[], number, readonly [string, string, number], number])[] = [
    ['growth by Gompertz', (t) => 5 * Math.exp(-3 * Math.exp(-0.4 * t)), evenly(0, 15, 40), 0.01, ['exp', 'exp', 1], 3],
    ['Weibull\'s distribution', (t) => 1 - Math.exp(-((t / 3) ** 1.7)), evenly(0.1, 9, 25), 0, ['exp', 'exp', 0], 4],
    ['a stretched exponential', (t) => 3 * Math.exp(-((t / 2) ** 0.6)), evenly(0.05, 10, 30), 0.01, ['exp', 'exp', 0], 3],
    ['Antoine\'s law', (T) => 10 ** (8.07131 - 1730.63 / (233.426 + T)), evenly(1, 100, 25), 0, ['exp', 'reciprocal', 1], 3],
    ['a power of what is shifted', (x) => 2 * (x + 3) ** 1.7, evenly(0, 10, 25), 0, ['exp', 'log', 1], 3],
    ['a rise from 0, which is a hyperbolic tangent with a number more', (t) => 50 + 50 * Math.tanh(0.5 * t - 3), evenly(0, 12, 20), 0.005, ['reciprocal', 'exp', 1], 3],
    ['a root of a sum', (x) => Math.sqrt(2 + Math.exp(0.5 * x)), evenly(-5, 5, 25), 0, ['sqrt', 'exp', 1], 3],
  ];
  test.each(chains)('%s is one function of another, with no more numbers than it has', (_, f, x, noise, names, size) => {
    const law = found(f, x, noise)!;
    const [part] = law.parts;
    expect([law.way, law.parts.length, [part!.f, part!.inside!.f, part!.power], law.size]).toEqual(['sum', 1, names, size]);
    const spread = Math.max(...x.map(f)) - Math.min(...x.map(f));
    for (const v of x) expect(Math.abs(valueOf(law, v) - f(v))).toBeLessThan(3 * noise * spread + 1e-9 * spread);
  });

  describe('inputs that begin at 0', () => {
    const fromNothing: readonly (readonly [string, (x: number) => number, number, number, readonly [string, number], number])[] = [
      ['an exponent that no function has', (m) => 3.4 * m ** 0.75, 10, 0.01, ['linear', 0.75], 2],
      ['a power and a constant', (x) => 2 * x ** 1.3 + 5, 10, 0, ['linear', 1.3], 3],
      ['a root', (L) => 2.006 * Math.sqrt(L), 4, 0.01, ['linear', 0.5], 1],
      ['a root and a constant', (L) => 1 - 2.006 * Math.sqrt(L), 4, 0, ['linear', 0.5], 2],
      ['Weibull\'s distribution', (t) => 1 - Math.exp(-((t / 3) ** 1.7)), 9, 0, ['exp', 1.7], 4],
      ['a stretched exponential', (t) => 3 * Math.exp(-((t / 2) ** 0.6)), 10, 0.005, ['exp', 0.6], 3],
      ['Hill\'s law', (x) => (5 * x ** 2.4) / (3 ** 2.4 + x ** 2.4), 12, 0, ['reciprocal', 2.4], 4],
    ];
    test.each(fromNothing)('have %s, as others have', (_, f, to, noise, [name, power], size) => {
      const x = evenly(0, to, 25);
      const law = found(f, x, noise)!;
      const [part] = law.parts;
      expect([part!.f, part!.inside, law.size]).toEqual([name, undefined, size]);
      expect(Math.abs(part!.power / power - 1)).toBeLessThan(10 * noise + 1e-7);
      const spread = Math.max(...x.map(f)) - Math.min(...x.map(f));
      for (const v of x) expect(Math.abs(valueOf(law, v) - f(v))).toBeLessThan(3 * noise * spread + 1e-7 * spread);
    });

    test('have no power below 0, and no logarithm', () => {
      // Fréchet's distribution goes to 0 there, and so would a logistic curve of a logarithm, also inside of another function.
      for (const f of [(x: number) => Math.exp(-(x ** -1.5)), (x: number) => Math.tanh(Math.log(x)), (x: number) => Math.exp(Math.tanh(Math.log(x)))]) {
        const law = found(f, evenly(0, 4, 25))?.parts[0];
        expect(law === undefined || law.power > 0).toBe(true);
      }
    });

    test('have no power below 0 where 0 is held back either', () => {
      const x = evenly(0.4, 12, 25);
      const y = x.map((v) => (5 * v ** 2.4) / (3 ** 2.4 + v ** 2.4));
      const [{ parts: [part], size }] = findFunctions(library, { x, y }, [0, 12]) as [FoundFunctions];
      expect([part!.f, part!.power, size]).toEqual(['reciprocal', expect.closeTo(2.4, 6), 4]);
    });

    test('are no others: below 0 as well, powers are whole', () => {
      const x = evenly(-4, 4, 24);
      expect([found((v) => 1 / v, x)!.parts, found((v) => 1 / v ** 2, x)!.parts].map(([part]) => [part!.f, part!.power])).toEqual([['reciprocal', 1], ['square', -1]]);
      expect(found((v) => 1 + 2 * v * Math.abs(v) ** 0.3, evenly(-4, 4, 25))?.parts.every(({ power }) => Number.isInteger(power)) ?? true).toBe(true);
    });
  });

  test('of many rows one function of another is fitted to all', () => {
    const f = (t: number): number => 5 * Math.exp(-3 * Math.exp(-0.4 * t));
    const law = found(f, evenly(0, 15, 700), 0.05)!;
    const [part] = law.parts;
    expect([part!.f, part!.inside!.f, law.size]).toEqual(['exp', 'exp', 3]);
    // By a standard error of all rows, which is less than half of that of an eighth of them.
    expect(Math.abs(part!.inside!.a + 0.4)).toBeLessThan(0.004);
  });

  test('what one function says is none of another', () => {
    const simple: readonly ((x: number) => number)[] = [(x) => 2 * Math.exp(-x), (x) => Math.tanh(x - 2), (x) => 5 / (1 + x), (x) => 3 * Math.log(x)];
    for (const f of simple) for (const noise of [0, 0.01]) expect(found(f, evenly(0.1, 5, 30), noise)!.parts[0]).not.toHaveProperty('inside');
    // Of few rows two functions are not asked about: four for each number.
    expect(found((t) => 5 * Math.exp(-3 * Math.exp(-0.4 * t)), evenly(0, 15, 12))!.parts[0]).toHaveProperty('inside');
    expect(found((t) => 5 * Math.exp(-3 * Math.exp(-0.4 * t)), evenly(0, 15, 11))!.parts[0]).not.toHaveProperty('inside');
  });

  test('a law has a value in all of the range that is asked for, and between its ends', () => {
    const x = evenly(1.5, 20, 24);
    const of = (f: (v: number) => number, range?: readonly [number, number]): string[] => findFunctions(library, { x, y: x.map(f) }, range).map(({ parts: [part] }) => `${part!.f} ${part!.inside?.f ?? ''} ${part!.power}`);
    const roots = (v: number): number => 3 * Math.sqrt(v - 1.2) + 1;
    expect([of(roots), of(roots, [1.2, 20]), of(roots, [1.1, 20])]).toEqual([['sqrt  1'], ['sqrt  1'], []]);
    expect([of(Math.log), of(Math.log, [-1, 20])]).toEqual([['linear  0'], ['log  2']]);
    // A pole is no end: there is a law on both sides of it, also of the logarithm of a square. A power is one where only what is held back is 0.
    expect(of((v) => 2 / v + 1, [-3, 20])).toEqual(['reciprocal  1']);
    expect([of((v) => 5 * v ** 0.75), of((v) => 5 * v ** 0.75, [0, 20])]).toEqual([['exp  0'], ['linear  0.75']]);
  });

  test('a factor that a shift is of is of ordinary size', () => {
    const { parts: [part] } = found((T) => 1e9 * Math.exp(-6000 / T), evenly(280, 390, 12))!;
    // The largest target, 1e9 exp(-6000 / 390), and exp of what is 0 there.
    expect([part!.c, part!.b]).toEqual([expect.closeTo(208.1, 0), expect.closeTo(6000 / 390, 6)]);
  });

  test('noise is told, whatever it is a share of', () => {
    const rows = evenly(0, 5, 200);
    expect(found((t) => 3 * Math.exp(-t), rows, 0.05)!.noise / 0.05).toBeCloseTo(0.84, 0);
    expect(found(Math.sqrt, rows, 0)!.noise).toBeLessThan(1e-9);
  });

  test('a line and a short polynomial are themselves, with no function beside them', () => {
    const of = (f: (x: number) => number, rows: number, noise = 0.02, from = 0): unknown => { const law = found(f, evenly(from, 5, rows), noise); return law === null ? null : [law.parts, law.degree, law.size]; };
    for (const rows of [8, 20]) {
      expect([of((x) => 3 * x + 1, rows), of((x) => 3 * x, rows)]).toEqual([[[], 1, 2], [[], 1, 1]]);
      expect(of((x) => x ** 3 - 5 * x + 1, rows, 0, -3)).toEqual([[], 3, 4]);
    }
    expect(of((x) => x ** 4 - 5 * x ** 2 + x, 40, 1e-3, -3)).toEqual([[], 4, 5]);
  });

  test('noise, a constant, and too few rows are none', () => {
    for (const rows of [8, 20]) expect(found(() => 4, evenly(0, 1, rows))).toBeNull();
    const stream = randomStream(3, 'noise');
    expect(findFunctions(library, { x: evenly(0, 1, 60), y: evenly(0, 1, 60).map(() => stream.normal()) })).toEqual([]);
    expect(found(Math.sqrt, [1, 2])).toBeNull();
    expect([found(Math.sqrt, [1, 2, 4, 9])?.parts[0]!.f, found(Math.sqrt, [1, 2, 4]), found(Math.sqrt, [3, 3, 3]), findFunctions(library, { x: [], y: [] })]).toEqual(['sqrt', null, null, []]);
  });

  test('functions that few rows can hardly tell apart are told, the likeliest first', () => {
    const x = evenly(0.5, 3, 8);
    const stream = randomStream(1, 'near');
    const near = findFunctions(library, { x, y: x.map((v) => 2 * Math.log(v) + 1 + 0.2 * stream.normal()) });
    expect(near.map(({ parts: [part] }) => [part!.f, part!.power])).toContainEqual(['log', 1]);
    expect(near.length).toBeGreaterThan(1);
    expect(new Set(near.map(({ parts: [part] }) => `${part!.f} ${part!.power}`)).size).toBe(near.length);
    // Of many rows without noise there is one.
    expect(findFunctions(library, { x: evenly(0.5, 3, 60), y: evenly(0.5, 3, 60).map((v) => 2 * Math.log(v) + 1) })).toHaveLength(1);
  });

  test('a polynomial of many numbers is no simpler than a law over decades', () => {
    // Few rows have most of the squares, which a polynomial meets.
    expect(found((m) => 3.4 * m ** 0.75, decades(-2, 4, 24), 0.05, true, 3)!.size).toBe(2);
  });

  describe('whether errors are alike or in proportion to targets', () => {
    const x = evenly(0.2, 3, 24);
    /** Of the first law: what it is, and how far its factor is from that of least squares of errors as they are, and of shares of targets, in units of noise. */
    const fitOf = (isShare: boolean, seed: number): { readonly law: unknown; readonly alike: number; readonly shares: number; readonly lengths: readonly number[] } => {
      const stream = randomStream(seed, 'errors');
      const y = x.map((v) => { const exact = 2 * Math.exp(1.5 * v); return exact + stream.normal() * (isShare ? 0.03 * exact : 0.3); });
      const laws = findFunctions(library, { x, y });
      const { parts: [part], length } = laws[0]!;
      const curve = x.map((v) => Math.exp(part!.a * v + part!.b));
      const sizes = [...y].sort((a, b) => a - b);
      // Of least squares nothing is left along the curve that the factor multiplies.
      const along = (weight: (n: number) => number): number => Math.abs(curve.reduce((sum, f, n) => sum + weight(n) * f * (y[n]! - part!.c * f), 0)) / curve.reduce((sum, f, n) => sum + weight(n) * f * part!.c * f, 0);
      return { law: [part!.f, part!.power, laws[0]!.size], alike: along(() => 1), shares: along((n) => Math.max(y[n]!, sizes[1]!) ** -2), lengths: [length!, ...laws.slice(1).map((other) => other.length!)] };
    };

    test.each([1, 2, 3, 4, 5, 6])('is what describes the rows in fewer words, seed %d', (seed) => {
      const [alike, shares] = [fitOf(false, seed), fitOf(true, seed)];
      expect([alike.law, shares.law]).toEqual([['exp', 1, 2], ['exp', 1, 2]]);
      expect([alike.alike, shares.shares].every((rest) => rest < 1e-9)).toBe(true);
      expect([alike.shares, shares.alike].every((rest) => rest > 1e-6)).toBe(true);
      for (const { lengths } of [alike, shares]) expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    });

    test('counts that shares of large targets are small numbers', () => {
      // Most targets are four times the spread, so that shares of them are a quarter of errors in spreads.
      const far = evenly(0.05, 4, 24);
      const stream = randomStream(1, 'far');
      const y = far.map((v) => 3 * Math.tanh(v) + 0.02 * stream.normal());
      const [{ parts: [part], size }] = findFunctions(library, { x: far, y }) as [FoundFunctions];
      expect([part!.f, part!.power, size]).toEqual(['tanh', 1, 2]);
      const curve = far.map((v) => Math.tanh(part!.a * v));
      expect(Math.abs(curve.reduce((sum, f, n) => sum + f * (y[n]! - part!.c * f), 0))).toBeLessThan(1e-9);
    });

    test('is no question of exact rows', () => {
      expect(findFunctions(library, { x, y: x.map((v) => 2 * Math.exp(1.5 * v)) }).map(({ parts: [part] }) => part!.f)).toEqual(['exp']);
    });
  });

  test('what leaves more than noise is none', () => {
    // A sine of a tenth of the size on top, which neighbouring rows agree about.
    expect(found((t) => 3 * Math.exp(-t) + 0.1 * Math.sin(8 * t), evenly(0, 5, 80), 0.002)).toBeNull();
  });
});

test('of a term of a sum, which has a constant anyway, a constant is no number: a square with a shift, which needs none, gives way', () => {
  const stream = randomStream(3, 'term');
  const x = evenly(0, 2, 120);
  const points = { x, y: x.map((v) => Math.exp(v / 2) - 0.5 + 0.05 * stream.normal()) };
  const firstOf = (isUpToConstant: boolean): string => findFunctions(library, points, undefined, isUpToConstant)[0]!.parts[0]!.f;
  expect([firstOf(false), firstOf(true)]).toEqual(['square', 'exp']);
});
