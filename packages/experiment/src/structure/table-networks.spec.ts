import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { catalogOf, type InputVariable, type Samples } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import type { FreshExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { tableNetworks } from './table-networks.js';

const catalog = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));

/** What a table shows of two inputs from 1 to 2. @param noise share of the targets' standard deviation */
function shown(f: (a: number, b: number) => number, noise: number): readonly { readonly structure: string; readonly isLaw: boolean }[] {
  const stream = randomStream(5, 'table');
  return shownBy(Array.from({ length: 200 }, () => [stream.uniform(1, 2), stream.uniform(1, 2)]), ([a, b]) => f(a!, b!), noise);
}

/** What some rows show. */
function shownBy(x: readonly (readonly number[])[], f: (row: readonly number[]) => number, noise: number): readonly { readonly structure: string; readonly isLaw: boolean }[] {
  const stream = randomStream(5, 'noise');
  const [width, names] = [x[0]!.length, ['a', 'b', 'c']];
  const y = x.map(f);
  const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
  const spread = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / y.length);
  const inputs: Samples = { count: y.length, width, values: Float64Array.from(x.flat()) };
  const targets: Samples = { count: y.length, width: 1, values: Float64Array.from(y, (v) => v + noise * spread * stream.normal()) };
  const none = { inputs: { count: 0, width, values: new Float64Array(0) }, targets: { count: 0, width: 1, values: new Float64Array(0) } };
  const variable = (name: string): InputVariable => ({ name, map: { kind: 'affine', center: 1.5, scale: 0.5 } });
  const data = { inputs: names.slice(0, width).map(variable), outputs: [{ name: 'y', map: { kind: 'affine', center: mean, scale: spread } }], original: { task: 'regression', train: { inputs, targets }, validation: none, test: none } };
  return tableNetworks(data as unknown as PreparedData, { stages: [{ kind: 'fit' }] } as unknown as FreshExperiment, catalog).map(({ structure, isLaw }) => ({ structure, isLaw: isLaw === true }));
}

const RATIO = 'the target is in proportion to a sum of b, a over a sum of a constant, a b';
const ratio = (a: number, b: number): number => (a + b) / (1 + a * b);

test('a ratio that leaves noise alone is a law where noise is a small part of the targets', () => {
  expect(shown(ratio, 0.02)).toContainEqual({ structure: RATIO, isLaw: true });
});

test('beside much noise whatever is near leaves noise alone: what the table shows is compared as all networks are', () => {
  const found = shown(ratio, 0.2);
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ isLaw }) => isLaw)).toEqual([]);
});

test('a product of powers that are functions of nothing stands before a ratio under a root that is as near with as many numbers', () => {
  const stream = randomStream(7, 'channels');
  const x = Array.from({ length: 180 }, () => [stream.uniform(0.01, 0.05), stream.uniform(0.2, 3), 10 ** stream.uniform(-4, -2)]);
  const [first, ...others] = shownBy(x, ([n, radius, slope]) => (radius! ** (2 / 3) * Math.sqrt(slope!)) / n!, 0.013);
  expect(first).toEqual({ structure: expect.stringMatching(/^the target is in proportion to a\^-\S+ b\^0\.6\d+ c\^(0\.49\d+|0\.5\d*)$/), isLaw: true });
  expect(others).toContainEqual({ structure: expect.stringContaining('the root of a sum'), isLaw: true });
});

test('beside a product that leaves a share of all targets, large and small, nothing else is looked for: a few large rows are near to much', () => {
  const [stream, noise] = [randomStream(8, 'decades'), randomStream(8, 'shares')];
  const rows = Array.from({ length: 36 }, () => [stream.uniform(0, 3), stream.uniform(0, 3)]);
  const grown = ([a, b]: readonly number[]): number => 0.1 * Math.exp(3 * a! + 1.6 * b!);
  expect(shownBy(rows, (row) => grown(row) * (1 + 0.03 * noise.normal()), 0)).toEqual([{ structure: 'the target is in proportion to exp of a exp of b', isLaw: true }]);
});

test('over decades logarithms tell what noise is: no ratio is near, and laws of single inputs are found', () => {
  const stream = randomStream(3, 'decades');
  const rows = Array.from({ length: 72 }, () => [stream.uniform(278, 353), Math.exp(stream.uniform(-9, 0)), Math.exp(stream.uniform(-9, 0))]);
  const found = shownBy(rows, ([t, a, b]) => 0.34 + 4.3e-5 * t! * Math.log(a! / b!), 0.006);
  expect(found.some(({ structure }) => structure.includes(' over '))).toBe(false);
  expect(found).toContainEqual({ structure: 'linear of a and (log of b plus log of c) multiply', isLaw: true });
}, 60_000);

test('nor does a long sum that few rows cannot tell from noise: k (T^4 - S^4) is near to a polynomial', () => {
  const stream = randomStream(1, 'emission');
  const rows = Array.from({ length: 72 }, () => [stream.uniform(0.2, 1), stream.uniform(250, 400), stream.uniform(280, 320)]);
  const found = shownBy(rows, ([k, t, s]) => 5.67e-8 * k! * (t! ** 4 - s! ** 4), 0.01);
  expect(found.some(({ structure, isLaw }) => isLaw && structure.startsWith('the target is in proportion to a sum of') && structure.split(',').length === 6)).toBe(true);
  expect(found.some(({ structure }) => structure === 'linear of a and (square of b^2 plus square of c^2) multiply')).toBe(true);
}, 60_000);

const SURFACE = 'the target is in proportion to a sum of a constant, b, a, b^2, a b, a^2';
const surface = (a: number, b: number): number => 3 + a - 2 * b + 0.5 * a * b - 2 * a * a + 3 * b * b;

test('a polynomial of second degree is proposed, as no law, since it is near to anything smooth', () => {
  expect(shown(surface, 0.01)).toContainEqual({ structure: SURFACE, isLaw: false });
}, 120_000);

test('where a ratio, or a product of powers, is a law no polynomial is beside it', () => {
  for (const f of [ratio, (a: number, b: number) => 2 * a * b ** 2, (a: number, b: number) => a + a * b]) {
    const found = shown(f, 0.02);
    expect(found.some(({ isLaw }) => isLaw)).toBe(true);
    expect(found.filter(({ structure, isLaw }) => !isLaw && structure.startsWith('the target is in proportion to a sum of') && !structure.includes(' over '))).toEqual([]);
  }
});

test('where curves leave clearly less than a ratio does, that is no law: a (0.4 t - 0.04 t^2) + b is near to a exp(-3 exp(-t)) + b', () => {
  const stream = randomStream(35, 'rise');
  const rows = Array.from({ length: 120 }, () => [stream.uniform(1, 3), stream.uniform(1, 2), stream.uniform(0, 6)]);
  const found = shownBy(rows, ([a, b, t]) => b! + a! * Math.exp(-3 * Math.exp(-t!)), 0.01);
  expect(found).toContainEqual({ structure: 'the target is in proportion to a sum of b, a c, a c^2', isLaw: false });
  expect(found).toContainEqual({ structure: 'exp of exp of c multiplies a sum of a, beside a sum of b', isLaw: true });
}, 120_000);

test('nor is a product of powers that few rows cannot tell from noise: 36 rows of a surface far from 0', () => {
  const stream = randomStream(7, 'surface');
  const rows = Array.from({ length: 36 }, () => [stream.uniform(-1, 1), stream.uniform(-1, 1), stream.uniform(-1, 1)]);
  const found = shownBy(rows, ([a, b, c]) => 40 + 3 * a! - 2 * b! + 1.5 * c! - 4 * a! * a! - 2 * b! * b! + 2.5 * a! * b! - 1.2 * b! * c!, 0.03);
  expect(found).toContainEqual({ structure: 'the target is in proportion to a sum of a constant, c, b, a, b c, b^2, a b, a^2', isLaw: false });
  expect(found.filter(({ isLaw }) => isLaw)).toEqual([]);
}, 120_000);

test('few rows that powers seem to meet, as far as they tell, show a function of a product all the same: what light is left of', () => {
  const stream = randomStream(4, 'absorption');
  const rows = Array.from({ length: 48 }, () => [stream.uniform(1, 10), stream.uniform(1e-5, 1e-4), stream.uniform(0.5, 2)]);
  for (const noise of [0, 0.01]) expect(shownBy(rows, ([i, c, l]) => i! * 10 ** (-8000 * c! * l!), noise)).toContainEqual({ structure: 'a and a function of b c multiply', isLaw: false });
  // Powers that meet the rows are all there is.
  expect(shownBy(rows, ([i, c, l]) => (i! * c!) / l!, 0.01).filter(({ structure }) => structure.includes('function'))).toEqual([]);
}, 120_000);
