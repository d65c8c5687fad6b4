import { expect, test } from '@jest/globals';
import { leastSquares, randomStream } from '@knotwork/numerics';
import { AS_GIVEN } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { createNetwork } from '../create/create-network.js';
import { termFeatures } from '../features/term-features.js';
import { catalog } from '../fixtures/hats.js';
import { refit } from './refit.js';

const place = { domain: [-1, 1] as const, knots: null };

function hats(intervals: number): TermStructure {
  const variable = { name: 'v', map: AS_GIVEN };
  const layer = { layer: { kind: 'sum' }, edge: { kind: 'bare' }, basis: { kind: 'hat', intervals }, inputMap: 'interval' as const, outside: 'linear' as const };
  const request = { widths: [1, 1], layers: [layer], initializers: [{ kind: 'noise' }], inputs: [variable], outputs: [variable], domains: [[-1, 1]] as const };
  return createNetwork(request, randomStream(1, 'init'), catalog).structure.layers[0]!.terms[0]!;
}

/** Values of all features at points: `[points][size]`. */
function dense(term: TermStructure, points: Float64Array): Float64Array {
  const { starts, values } = termFeatures(term, 0)(points, place);
  const table = new Float64Array(points.length * term.size);
  points.forEach((_, n) => { for (let j = 0; j < term.window; j++) table[n * term.size + starts[n]! + j] = values[0]![n * term.window + j]!; });
  return table;
}

test('where samples lie has nine tenths of the weight, and everywhere else together one tenth', () => {
  const [fine, coarse] = [hats(4), hats(1)];
  const coefficients = Float64Array.of(0, 2, -1, 0.5, 3);
  // Most lie on the left; one is outside and counts nothing.
  const samples = Float64Array.of(-0.9, -0.8, -0.75, -0.6, -0.5, 0.2, 4);
  const { coefficients: fitted } = refit({ term: fine, coefficients, place }, { term: coarse, place }, samples);
  const [inside, even] = [samples.subarray(0, 6), Float64Array.from({ length: 8 * 2 + 1 }, (_, n) => -1 + n / 8)];
  const points = Float64Array.of(...inside, ...even);
  const roots = points.map((_, n) => Math.sqrt(n < inside.length ? 0.9 / inside.length : 0.1 / even.length));
  const weighted = (term: TermStructure): Float64Array => dense(term, points).map((v, k) => v * roots[Math.floor(k / term.size)]!);
  const old = weighted(fine);
  const targets = points.map((_, n) => coefficients.reduce((sum, c, k) => sum + c * old[n * 5 + k]!, 0));
  const expected = leastSquares(weighted(coarse), targets, { rows: points.length, columns: 2, count: 1 }).coefficients;
  fitted.forEach((v, k) => expect(v).toBeCloseTo(expected[k]!, 12));
});
