import { expect, test } from '@jest/globals';
import { createNetwork } from '@knotwork/network';
import { replaceEdges } from '@knotwork/network/replaced';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Samples } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import type { Candidate } from '@knotwork/symbolic';
import { installed } from '../compose/installed.js';
import { areKnownBetween, isWithin } from './known-between.js';

const { catalog } = installed(await standardPackages());
const samples = (values: readonly number[]): Samples => ({ count: values.length, width: 1, values: Float64Array.from(values) });
const even = (count: number, from = -1, to = 1): number[] => Array.from({ length: count }, (_, n) => from + ((to - from) * n) / (count - 1));

/** Whether c f(a x + b) is known at these places; null in place of a function for the curve that the edge begins as. */
function isKnown(f: string | null, a: number, b: number, places: readonly number[]): boolean {
  const made = createNetwork({
    widths: [1, 1], initializers: [{ kind: 'small' }], inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'y', map: AS_GIVEN }], domains: [[-1, 1]],
    layers: [{ layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'b-spline' }, inputMap: 'interval', outside: 'linear' }],
  }, randomStream(1, 'init'), catalog);
  const model = f === null ? made : replaceEdges(made.structure, made.network, [{ layer: 0, from: 0, to: 0, terms: [{ basis: { kind: 'function', f: { kind: f } }, coefficients: [1], shape: { a, b } }], constant: 0 }], catalog);
  return areKnownBetween(model, [samples(places)]);
}

test('a wave is known where rows follow it, and not where it goes up and down between them', () => {
  expect(['sine', 'cosine'].map((f) => isKnown(f, 20, 1, even(100)))).toEqual([true, true]);
  // 99 steps of 2 / 99: 311 is a period from row to row.
  expect([isKnown('sine', 311, 1, even(100)), isKnown('sine', 160, 1, even(100)), isKnown('sine', 160, 1, even(1000))]).toEqual([false, false, true]);
  // Few rows tell nothing of it.
  expect(isKnown('sine', 30, 1, even(19))).toBe(true);
});

test('a function whose argument covers thousands of units is a step, or a tail of another one', () => {
  expect([isKnown('erf', 4e8, -1e8, even(100)), isKnown('erf', 40, -10, even(100))]).toEqual([false, true]);
  expect([isKnown('arctan', 3e4, 2e6, even(100)), isKnown('arctan', 3e3, 2e4, even(100))]).toEqual([false, true]);
  const candidate = (a: number): Candidate => ({ numbers: { a, b: 0, c: 1, d: 0 } }) as Candidate;
  const x = Float64Array.from(even(100, 0, 1e-3));
  expect([isWithin(candidate(-9e6), x), isWithin(candidate(-1.1e7), x), isWithin({ numbers: null } as Candidate, x)]).toEqual([true, false, true]);
});

test('a function of what hardly varies beside its size is kept within numbers by rounding alone', () => {
  const far = (by: number): number[] => even(100, 6e4 - by, 6e4 + by);
  expect([isKnown('exp', 1e3, -6e7, far(1e-3)), isKnown('exp', 1, -6e4, far(1))]).toEqual([false, true]);
  // What does not vary at all is a constant whatever it enters.
  expect(isKnown('exp', 1, -6e4, [6e4, 6e4])).toBe(true);
});

test('what is no number somewhere is not known, and of curves nothing is asked', () => {
  expect([isKnown('exp', 1e3, 0, even(100)), isKnown('exp', 1, 0, [...even(30), Infinity])]).toEqual([false, false]);
  expect([isKnown('log', 1, 0, even(100)), isKnown('log', 1, 2, even(100))]).toEqual([false, true]);
  expect(isKnown(null, 0, 0, [...even(30), Infinity])).toBe(true);
});
