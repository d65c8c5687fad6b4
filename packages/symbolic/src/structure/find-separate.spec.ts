import { describe, expect, test } from '@jest/globals';
import { besselJ0, cosine, exp, log, reciprocal, sine, sqrt, square, threeHalvesPower } from '@knotwork/functions';
import { randomStream } from '@knotwork/numerics';
import type { FunctionDefinition } from '@knotwork/plugin';
import { Library } from '../library.js';
import { findLaws } from './find-law.js';
import { findSeparate, type FoundSeparate } from './find-separate.js';
import { randomTables } from './fixtures/random-table.js';
import { fittedTogether, valuesOfLaw } from './separate-fit.js';

const library = new Library([besselJ0, cosine, exp, log, reciprocal, sine, sqrt, square, threeHalvesPower].map((definition) => ({ definition: definition as unknown as FunctionDefinition })));

const table = randomTables('separate');

const functionsOf = (found: FoundSeparate | null): string[] | undefined => found?.of.map(({ input, law }) => `${input}: ${law.parts.map(({ f, power }) => `${f} x^${power}`).join(law.way === 'sum' ? ' + ' : ' * ')}`);

/** What a law of columns says at a place. */
function valueAt({ way, of, constant }: FoundSeparate, x: readonly number[]): number {
  const valuesOf = (isTerm: boolean): number[] => of.filter((one) => one.isTerm === isTerm).map(({ input, law }) => valuesOfLaw(law, Float64Array.of(x[input]!), library)[0]!);
  const [factors, terms] = [valuesOf(false), valuesOf(true)];
  const sum = terms.reduce((a, b) => a + b, 0);
  return way === 'sum' ? sum : constant + factors.reduce((a, b) => a * b, terms.length === 0 ? 1 : sum);
}

describe('findSeparate', () => {
  test('a sum of laws, one of them of a square: their functions, and numbers to the last digits', () => {
    const f = (u: number, v: number): number => 3 + Math.sin(u * u) + 2 * Math.sqrt(v);
    const { inputs, y } = table(f, [[-2, 2], [0.2, 4]], 120);
    const found = findSeparate(library, inputs, y)!;
    expect([found.way, found.constant, found.size, functionsOf(found)]).toEqual(['sum', 0, 4, ['0: sine x^2', '1: sqrt x^1']]);
    for (const [u, v] of [[1.3, 0.7], [-0.4, 3.1]] as const) expect(valueAt(found, [u, v])).toBeCloseTo(f(u, v), 11);
  });

  test('of few rows a sum, and of functions that are as near the one of fewer numbers', () => {
    // Of the second, a square with a shift is nearer by itself.
    for (const seed of [1, 3]) {
      const { inputs, y } = table((T, c) => 15.2 - 5400 / T + 1.5 * Math.log(c), [[290, 390], [0.1, 3]], 36, 0.015, seed);
      const found = findSeparate(library, inputs, y)!;
      expect([found.way, found.size, functionsOf(found)]).toEqual(['sum', 3, ['0: reciprocal x^1', '1: log x^1']]);
      expect(valueAt(found, [330, 1])).toBeCloseTo(15.2 - 5400 / 330, 1);
    }
  });

  test('terms share a constant: one that would do without it, such as a square with a shift, is not cheaper than exp', () => {
    const { inputs, y } = table((u, v) => Math.sin(2 * u) + Math.exp(v / 2), [[0, 3], [0, 2]], 200, 0.06, 5);
    const found = findSeparate(library, inputs, y)!;
    expect([found.size, functionsOf(found)]).toEqual([4, ['0: sine x^1', '1: exp x^1']]);
  });

  test('a product of laws beside a constant, with noise, and an input that does not count', () => {
    const f = (c: number, _: number, t: number): number => 5 - 40 * c ** 1.5 * Math.exp(-3 / t);
    const { inputs, y } = table(f, [[0.2, 2], [0, 1], [0.5, 3]], 240, 0.01);
    const found = findSeparate(library, inputs, y)!;
    expect([found.way, functionsOf(found)]).toEqual(['product', ['0: three-halves-power x^1', '2: exp x^-1']]);
    expect(found.constant).toBeCloseTo(5, 1);
    expect(found.of[1]!.law.parts[0]!.a).toBeCloseTo(-3, 1);
    expect(valueAt(found, [1, 0, 2]) / f(1, 0, 2)).toBeCloseTo(1, 2);
    // Constant, scale, rate: of the sizes of two factors one is a number.
    expect(found.size).toBe(3);
  });

  test('of a product no constants are kept that say nothing, and a line in a product has a zero of its own', () => {
    const exact = (f: (u: number, v: number) => number, ranges: readonly (readonly [number, number])[]): FoundSeparate => {
      const { inputs, y } = table(f, ranges, 160);
      const found = findSeparate(library, inputs, y)!;
      for (const [u, v] of [[0.9, 0.8], [2.1, 1.3]] as const) expect(valueAt(found, [u, v]) / f(u, v)).toBeCloseTo(1, 10);
      return found;
    };
    expect(exact((u, v) => 7 - 2e4 * u * u * Math.exp(-9 / v), [[0.5, 3.5], [0.5, 3.5]]).size).toBe(3);
    expect(exact((u, v) => Math.log(u) + 3 * (v + 0.4) * Math.exp(-v), [[0.5, 3.5], [0.2, 4]]).size).toBe(5);
  });

  test('a law may be a product of two functions of its input', () => {
    const f = (u: number, v: number): number => Math.log(u) + 2 * v * Math.exp(-v);
    const { inputs, y } = table(f, [[0.3, 4], [0.2, 4]], 150, 0.01);
    const found = findSeparate(library, inputs, y)!;
    expect(functionsOf(found)).toEqual(['0: log x^1', expect.stringMatching(/^1: (linear x\^1 \* exp x\^1|exp x\^1 \* linear x\^1)$/)]);
    expect(valueAt(found, [1, 1])).toBeCloseTo(f(1, 1), 1);
  });

  test('nothing is seen where inputs act together, in few rows, beside much noise, and of powers', () => {
    const nothing = (f: (...x: number[]) => number, count = 120, noise = 0): void => {
      const { inputs, y } = table(f, [[0.5, 3], [0.5, 3]], count, noise);
      expect(findSeparate(library, inputs, y)).toBeNull();
    };
    nothing((u, v) => Math.sin(2 * u * v));
    nothing((u, v) => Math.sin(u * u) + Math.sqrt(v), 35);
    nothing((u, v) => Math.sin(u * u) + Math.sqrt(v), 120, 0.12);
    // Curves are near, and what laws leave depends on both.
    nothing((u, v) => Math.sin(u * u) + Math.sqrt(v) + 0.02 * u * v);
    nothing((u, v) => u * u + Math.sqrt(v));
    nothing((u, v) => u ** 1.7 * v ** -0.4);
    nothing(() => 1);
  });

  test('a wave of many periods beside a line', () => {
    const { inputs, y } = table((t, v) => Math.sin(2 * t + 0.4) + 0.3 * v, [[0, 24], [0, 4]], 320, 0.02);
    expect(functionsOf(findSeparate(library, inputs, y))).toEqual(['0: sine x^1', '1: linear x^1']);
  });

  test('what is hardly bent is a line, beside a law as well', () => {
    const { inputs, y } = table((t, room) => 58 * Math.exp(-t / 31) + room, [[0, 240], [19, 23]], 200, 0.01, 2);
    expect(functionsOf(findSeparate(library, inputs, y))).toEqual(['0: exp x^1', '1: linear x^1']);
  });

  test('a law has a value in all of the range that is asked for', () => {
    const { inputs, y } = table((u, v) => Math.sqrt(u * u - 0.04) + Math.sin(v * v), [[0.3, 1], [0, 2]], 120);
    expect(functionsOf(findSeparate(library, inputs, y))).toEqual(['0: sqrt x^2', '1: sine x^2']);
    expect(functionsOf(findSeparate(library, inputs, y, [[0.1, 1], [0, 2]]))).not.toEqual(['0: sqrt x^2', '1: sine x^2']);
  });
});

describe('findSeparate of a product that has a sum in it', () => {
  const [WIDE, WARM, COLD] = [[0.1, 0.95], [300, 900], [280, 420]] as const;
  const emission = (k: number, hot: number, cold: number): number => 5.67e-8 * k * (hot ** 4 - cold ** 4);

  test('of powers alone, in any units, to the last digits', () => {
    for (const unit of [1, 1e-8]) {
      const { inputs, y } = table((...x) => unit * emission(...x as [number, number, number]), [WIDE, WARM, COLD], 72);
      const found = findSeparate(library, inputs, y)!;
      expect([found.way, found.constant, found.size, found.isTold]).toEqual(['product', 0, 2, true]);
      expect(functionsOf(found)!.sort()).toEqual(['0: linear x^1', '1: square x^2', '2: square x^2']);
      expect(found.of.map(({ input, isTerm }) => [input, isTerm])).toEqual([[1, true], [2, true], [0, false]]);
      expect(valueAt(found, [0.5, 700, 300]) / (unit * emission(0.5, 700, 300))).toBeCloseTo(1, 10);
    }
  });

  test('a term that says little beside noise has the function of the other one', () => {
    const { inputs, y } = table((...x) => emission(...x as [number, number, number]), [WIDE, WARM, COLD], 180, 0.01, 2);
    expect(functionsOf(findSeparate(library, inputs, y))!.sort()).toEqual(['0: linear x^1', '1: square x^2', '2: square x^2']);
  });

  test('over decades, in few rows, beside a constant: not the sum that leaves noise as far as rows tell', () => {
    const f = (t: number, a: number, b: number): number => 0.34 + 4.3e-5 * t * (a - b);
    const { inputs, y } = table(f, [[278, 353], [-9, 0], [-9, 0]], 72, 0.01);
    const values = inputs.values.map((v, k) => (k % 3 === 0 ? v : Math.exp(v)));
    const found = findSeparate(library, { ...inputs, values }, y)!;
    expect([found.way, found.isTold, functionsOf(found)!.sort()]).toEqual(['product', true, ['0: linear x^1', '1: log x^1', '2: log x^1']]);
    expect(found.constant).toBeCloseTo(0.34, 2);
    expect(valueAt(found, [300, 0.5, 0.01])).toBeCloseTo(f(300, Math.log(0.5), Math.log(0.01)), 2);
  });

  test('a sum that leaves noise, as far as rows tell, is compared with it', () => {
    const { inputs, y } = table((t, a, b) => 0.34 + 4.3e-5 * t * (a - b), [[300, 315], [-9, 0], [-9, 0]], 72, 0.008);
    const found = findSeparate(library, { ...inputs, values: inputs.values.map((v, k) => (k % 3 === 0 ? v : Math.exp(v))) }, y)!;
    expect(functionsOf(found)!.sort()).toEqual(['0: linear x^1', '1: log x^1', '2: log x^1']);
  });

  test('near to 0, where logarithms are steep', () => {
    const { inputs, y } = table((t, a, b) => 0.34 + 4.3e-5 * t * Math.log(a / b), [[278, 353], [0.001, 1], [0.001, 1]], 72, 0.01);
    expect(functionsOf(findSeparate(library, inputs, y))!.sort()).toEqual(['0: linear x^1', '1: log x^1', '2: log x^1']);
  });

  test('two factors, a factor that changes its sign, and an input that does not count', () => {
    const f = (h: number, t: number, u: number, v: number): number => 3 - 2 * Math.cos(h) * Math.exp(-t / 2) * (Math.log(u) + v * v);
    const { inputs, y } = table((h, t, _, u, v) => f(h, t, u, v), [[0, 5], [0, 4], [0, 1], [1, 5], [0, 2]], 320, 0.01);
    const found = findSeparate(library, inputs, y)!;
    expect(found.of.map(({ input, isTerm }) => `${input} ${isTerm}`).sort()).toEqual(['0 false', '1 false', '3 true', '4 true']);
    expect(valueAt(found, [0.5, 1, 0.3, 2, 1.5])).toBeCloseTo(f(0.5, 1, 2, 1.5), 1);
  }, 60_000);

  test('a sum of functions of different kinds; of few rows with noise that they cannot tell it is said', () => {
    const f = (h: number, u: number, v: number): number => 2 * h * (Math.cos(u) + v * v);
    const found = (count: number, noise: number): FoundSeparate => { const { inputs, y } = table(f, [[0.5, 3], [0, 6], [-1, 1.5]], count, noise); return findSeparate(library, inputs, y)!; };
    const many = found(150, 0.01);
    expect([many.isTold, many.size, functionsOf(many)!.sort()]).toEqual([true, 4, ['0: linear x^1', expect.stringMatching(/^1: (co)?sine x\^1$/), '2: square x^1']]);
    expect(valueAt(many, [2, 1, 1])).toBeCloseTo(f(2, 1, 1), 1);
    expect(found(36, 0.06).isTold).toBe(false);
  });

  test('nothing is seen where a sum or product alone leaves as little, and where columns act otherwise', () => {
    const found = (f: (...x: number[]) => number, count = 150, noise = 0.01): FoundSeparate | null => { const { inputs, y } = table(f, [[0.2, 2], [0.2, 2], [0.2, 2]], count, noise); return findSeparate(library, inputs, y); };
    expect(found((u, v, w) => Math.sin(2 * u) + Math.exp(v) + Math.sqrt(w))!.way).toBe('sum');
    expect(found((u, v, w) => 3 + Math.sin(2 * u) * Math.exp(v) * Math.log(w + 1))!.of.some(({ isTerm }) => isTerm)).toBe(false);
    expect(found((u, v, w) => u * Math.exp(-v * w))).toBeNull();
    expect(found((u, v, w) => u * v + w)).toBeNull();
    expect(found((u, v, w) => Math.sin(2 * u) + Math.exp(v) + Math.sqrt(w), 36)).toBeNull();
    expect(found(() => 0 * 1)).toBeNull();
  }, 60_000);
});

describe('findLaws', () => {
  test('a far-fetched function gives way to a pair that is described in fewer words, and stays where it is the law', () => {
    const x = Float64Array.from({ length: 150 }, (_, n) => 0.2 + (3.8 * n) / 149);
    const stream = randomStream(3, 'laws');
    const law = (f: (v: number) => number): string[] => findLaws(library, { x, y: x.map((v) => f(v) + 0.01 * stream.normal()) })[0]!.parts.map(({ f: name }) => name).sort();
    expect(law((v) => 2 * v * Math.exp(-v))).toEqual(['exp', 'linear']);
    expect(law((v) => Math.sqrt(v))).toEqual(['sqrt']);
  });
});

describe('fittedTogether', () => {
  const columns = [Float64Array.from({ length: 60 }, (_, n) => 0.3 + n / 30), Float64Array.from({ length: 60 }, (_, n) => 0.5 + ((n * 7) % 60) / 25)];
  const common = { scale: 1, constant: 0, size: 0, noise: 0 } as const;
  const part = { power: 1, a: 1, b: 0, c: 1 } as const;

  test('all numbers of a sum, also of what is inside of a function, from near by', () => {
    const y = columns[0]!.map((u, n) => 1.5 + 2 * Math.exp(-0.7 * Math.sin(1.3 * u + 0.2)) + 0.8 * columns[1]![n]! * Math.sin(2.1 * columns[1]![n]! + 0.4));
    const fit = fittedTogether({ way: 'sum', constant: 0, laws: [
      { ...common, way: 'sum', constant: 1, parts: [{ ...part, f: 'exp', a: -0.6, c: 2.2, inside: { f: 'sine', a: 1.2, b: 0.3 } }] },
      { ...common, way: 'product', scale: 0.7, parts: [{ ...part, f: 'linear' }, { ...part, f: 'sine', a: 2, b: 0.5 }] },
    ] }, columns, y, library)!;
    expect(Math.max(...fit.left.map(Math.abs))).toBeLessThan(1e-12);
    const [{ parts: [first], constant }, { parts: [, wave], scale }] = fit.laws as [FoundSeparate['of'][number]['law'], FoundSeparate['of'][number]['law']];
    expect([constant, first!.c, first!.a, first!.inside!.a, first!.inside!.b, scale, wave!.a, wave!.b].map((v) => Number(v.toPrecision(9)))).toEqual([1.5, 2, -0.7, 1.3, 0.2, 0.8, 2.1, 0.4]);
    expect(fit.size).toBe(8);
  });

  test('a product beside a constant; a number that a law is without stays away', () => {
    const y = columns[0]!.map((u, n) => 4 + 3 * Math.log(u + 0.5) * (1 + columns[1]![n]! ** 2));
    const fit = fittedTogether({ way: 'product', constant: 3.9, laws: [
      { ...common, way: 'sum', parts: [{ ...part, f: 'log', b: 0.45, c: 2.8 }] },
      { ...common, way: 'sum', constant: 1.1, parts: [{ ...part, f: 'linear', power: 2 }] },
    ] }, columns, y, library)!;
    expect(Math.max(...fit.left.map(Math.abs))).toBeLessThan(1e-12);
    expect(fit.constant).toBeCloseTo(4, 10);
    expect(fit.laws[0]!.parts[0]!.b).toBeCloseTo(0.5, 10);
    expect(fit.laws.map(({ parts: [one] }) => one!.a)).toEqual([1, 1]);
    expect(fit.laws[0]!.constant).toBe(0);
  });

  test('a product with a sum in it: constants of its terms are one', () => {
    const third = Float64Array.from({ length: 60 }, (_, n) => 1 + ((n * 11) % 60) / 40);
    const y = columns[0]!.map((u, n) => 4 + 3 * Math.log(u + 0.5) * (2 * columns[1]![n]! ** 2 - Math.exp(-0.7 * third[n]!) + 5));
    const fit = fittedTogether({ way: 'product', terms: [1, 2], constant: 3.9, laws: [
      { ...common, way: 'sum', parts: [{ ...part, f: 'log', b: 0.45, c: 2.8 }] },
      { ...common, way: 'sum', constant: 3, parts: [{ ...part, f: 'linear', power: 2, c: 2.1 }] },
      { ...common, way: 'sum', constant: 1.7, parts: [{ ...part, f: 'exp', a: -0.6, c: -1.2 }] },
    ] }, [...columns, third], y, library)!;
    expect(Math.max(...fit.left.map(Math.abs))).toBeLessThan(1e-11);
    expect([fit.constant, fit.laws[0]!.parts[0]!.b, fit.laws[2]!.parts[0]!.a].map((v) => Number(v.toPrecision(9)))).toEqual([4, 0.5, -0.7]);
    expect(fit.laws[2]!.constant).toBe(0);
    expect(fit.laws[1]!.constant / fit.laws[1]!.parts[0]!.c).toBeCloseTo(2.5, 9);
    // Constant, scale and shift of the factor, two sizes, a rate and a constant of the sum, of which one size says nothing.
    expect(fit.size).toBe(6);
  });
});
