import { describe, expect, test } from '@jest/globals';
import { randomStream, symmetricEigen } from '@knotwork/numerics';
import type { BandForm } from '@knotwork/plugin/engine';
import { placeOf } from '../features/edge-functions.js';
import { makeNetwork } from '../fixtures/make-network.js';
import { catalog } from '../fixtures/hats.js';
import { gridOf, writeGrid } from '../grid/input-grid.js';
import { withOwnKnots } from '../grid/own-knots.js';
import { formValue, roughnessForm } from './edge-forms.js';
import { edgeSmoothness, smoothnessKind } from './edge-smoothness.js';

const even = makeNetwork([2, 3], { edge: { kind: 'bare' }, basis: { kind: 'hat', intervals: 5 } });
const stream = randomStream(1, 'coefficients');
const drawn = (size: number): Float64Array => Float64Array.from({ length: size }, () => stream.normal());

function dense({ size, half, band }: BandForm): Float64Array {
  const full = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = Math.max(0, i - half); j <= i; j++) full[i * size + j] = full[j * size + i] = band[i * (half + 1) + half + j - i]!;
  return full;
}

/** trace(A^+ B) for symmetric A, B of `n` rows. */
function traceOfInverse(a: Float64Array, b: Float64Array, n: number): number {
  const { values, vectors } = symmetricEigen(a, n);
  let total = 0;
  for (let k = 0; k < n; k++) {
    if (values[k]! < 1e-10 * values[n - 1]!) continue;
    const v = vectors.subarray(k * n, (k + 1) * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) total += (v[i]! * v[j]! * b[i * n + j]!) / values[k]!;
  }
  return total;
}

describe('the slope of piecewise linear functions', () => {
  test('is the integral of the squared derivative over the domain, whatever its width', () => {
    const term = even.structure.layers[0]!.terms[0]!;
    const { parameters } = even.network;
    writeGrid(term, parameters, 1, { domain: [3, 11], knots: null });
    const forms = edgeSmoothness(term, parameters);
    expect(forms).toHaveLength(6);
    for (const e of [0, 5]) {
      const c = drawn(term.size);
      expect(formValue(forms[e]!.slope, c, 0)).toBeCloseTo(formValue(roughnessForm(term, placeOf(term, parameters, e), 1), c, 0), 10);
    }
  });

  test('is so on knots of their own, too, input by input', () => {
    const structure = withOwnKnots(even.structure, catalog);
    const term = structure.layers[0]!.terms[0]!;
    const parameters = new Float64Array(structure.length);
    const knots = [[0, 0.3, 0.5, 2, 4.5, 5], [0, 1, 3, 3.1, 4, 5]];
    knots.forEach((own, input) => { writeGrid(term, parameters, input, { domain: [-1, 4], knots: Float64Array.from(own) }); });
    const forms = edgeSmoothness(term, parameters);
    for (const e of [1, 4]) {
      const c = drawn(term.size);
      expect(formValue(forms[e]!.slope, c, 0)).toBeCloseTo(formValue(roughnessForm(term, placeOf(term, parameters, e), 1), c, 0), 9);
      // A line has the values of the knots for coefficients, and no curvature.
      const { domain: [a, b], knots: own } = gridOf(term, parameters, term.edges.from[e]!);
      const line = own!.map((u) => 2 + 3 * (a + ((b - a) * u) / 5));
      // Rounding of the terms that cancel: products of entries and two coefficients.
      const rounding = 1e-15 * Math.max(...forms[e]!.curvature!.band.map(Math.abs)) * Math.max(...line) ** 2;
      expect(formValue(forms[e]!.curvature!, line, 0)).toBeLessThan(10 * rounding);
      expect(formValue(forms[e]!.curvature!, line.map((v, i) => (i === 2 ? v + 0.1 : v)), 0)).toBeGreaterThan(0.1);
    }
    expect(forms[1]!.slope).toBe(forms[0]!.slope);
    expect(forms[4]!.slope).not.toBe(forms[0]!.slope);
  });
});

test('curvature of even coefficients is that of a parabola through them: a line is free, and the strength of one grid means the same on another', () => {
  const curvatures = [8, 16].map((intervals) => {
    const { structure, network } = makeNetwork([1, 1], { edge: { kind: 'bare' }, basis: { kind: 'hat', intervals } });
    const term = structure.layers[0]!.terms[0]!;
    const [{ curvature }] = edgeSmoothness(term, network.parameters) as unknown as [{ curvature: BandForm }];
    const at = Float64Array.from({ length: term.size }, (_, i) => i / intervals);
    expect(formValue(curvature, at.map((u) => 3 - 2 * u), 0)).toBeLessThan(1e-20);
    // The integral of (2 a)^2, but for the two ends, where there are no second differences.
    return formValue(curvature, at.map((u) => 5 * u * u), 0) * intervals / (intervals - 1);
  });
  expect(curvatures).toEqual([expect.closeTo(100, 8), expect.closeTo(100, 8)]);
});

test('bases without neighbouring coefficients have the integrals', () => {
  const { structure, network } = makeNetwork([1, 1], { edge: { kind: 'bare' }, basis: { kind: 'monomials' } });
  const term = structure.layers[0]!.terms[0]!;
  const [{ slope, curvature }] = edgeSmoothness(term, network.parameters) as unknown as [{ slope: BandForm; curvature: BandForm }];
  // x = 2 u - 1: the integral over u of (df/du)^2 is twice that over x of (df/dx)^2; of second derivatives, eight times.
  expect(formValue(slope, Float64Array.of(1, 0, 0), 0)).toBeCloseTo(4, 12);
  expect(formValue(slope, Float64Array.of(0, 1, 0), 0)).toBeCloseTo(2 * (8 / 3), 12);
  expect(formValue(curvature, Float64Array.of(0, 1, 0), 0)).toBeCloseTo(64, 11);
});

test('edges that train shapes of their own have none', () => {
  const { structure, network } = makeNetwork([1, 1], { edge: { kind: 'bare' }, basis: { kind: 'wavelet' } });
  const term = structure.layers[0]!.terms[0]!;
  expect([smoothnessKind(term), edgeSmoothness(term, network.parameters)]).toEqual(['none', []]);
  expect(smoothnessKind(even.structure.layers[0]!.terms[0]!)).toBe('differences');
});

test.each([['hat', 5], ['monomials', 0]])('the spectrum of %s says what the traces of both penalties together are', (kind) => {
  const { structure, network } = makeNetwork([1, 1], { edge: { kind: 'bare' }, basis: { kind } });
  const [{ slope, curvature, spectrum }] = edgeSmoothness(structure.layers[0]!.terms[0]!, network.parameters) as [{ slope: BandForm; curvature: BandForm; spectrum: Float64Array }];
  const [s1, s2, n] = [dense(slope), dense(curvature), slope.size];
  for (const [p, q] of [[1, 1], [1e-3, 0.2], [7, 1e-4]] as const) {
    const sum = s1.map((v, k) => p * v + q * s2[k]!);
    expect(spectrum.reduce((total, m) => total + 1 / (p + q * m), 0) / traceOfInverse(sum, s1, n)).toBeCloseTo(1, 8);
    expect(spectrum.reduce((total, m) => total + m / (p + q * m), 0) / traceOfInverse(sum, s2, n)).toBeCloseTo(1, 8);
  }
});
