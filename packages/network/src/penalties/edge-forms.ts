import type { BandForm, TermStructure } from '@knotwork/plugin/engine';
import { inDomain } from '../features/in-domain.js';
import { type InputGrid, knotPositions } from '../grid/input-grid.js';
import { type FeaturePlace, termFeatures } from '../features/term-features.js';

/** A form that is zero. */
export function emptyForm(size: number, half: number): BandForm {
  return { size, half, band: new Float64Array(size * (half + 1)) };
}

/** M += weight r r' for a row r that begins at coefficient `start`. */
export function addSquare({ half, band }: BandForm, start: number, row: ArrayLike<number>, weight: number): void {
  for (let a = 0; a < row.length; a++) {
    for (let b = 0; b <= a; b++) band[(start + a) * (half + 1) + half + b - a]! += weight * row[a]! * row[b]!;
  }
}

/** c' M c for the coefficients from `at` on. */
export function formValue({ size, half, band }: BandForm, c: Float64Array, at: number): number {
  let total = 0;
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) total += (j < i ? 2 : 1) * band[i * (half + 1) + half + j - i]! * c[at + i]! * c[at + j]!;
  }
  return total;
}

/** Sum of squared differences of coefficients: row r is (-1)^(order - j) binomial(order, j) at r + j. */
export function differenceForm(size: number, order: number): BandForm {
  let d = [1];
  for (let m = 0; m < order; m++) d = [...d, 0].map((v, j) => (d[j - 1] ?? 0) - v);
  const form = emptyForm(size, Math.min(order, size - 1));
  for (let r = 0; r + order < size; r++) addSquare(form, r, d, 1);
  return form;
}

/**
 * What smoothing takes on knots of their own: the sum over inner knots of (h^(order - 1) jump of the derivative of order `order` - 1)^2,
 * with h the mean length of the two intervals there. A spline of degree `order` - 1 on even knots has the jumps that are the
 * differences of its coefficients of that order, so that both forms agree there. Lengths are local: short intervals stand where a
 * function bends, and must be free to.
 */
export function jumpForm(term: TermStructure, grid: InputGrid, order: number): BandForm {
  const { size, window } = term;
  const knots = knotPositions(term, grid)!;
  const intervals = knots.length - 1;
  const middles = Float64Array.from({ length: intervals }, (_, j) => (knots[j]! + knots[j + 1]!) / 2);
  const { starts, values } = termFeatures(term, order - 1)(middles, grid);
  const rows: { readonly from: number; readonly row: Float64Array }[] = [];
  for (let j = 1; j < intervals; j++) {
    const from = starts[j - 1]!;
    const shift = starts[j]! - from;
    const row = new Float64Array(Math.min(window + shift, size - from));
    const scale = ((knots[j + 1]! - knots[j - 1]!) / 2) ** (order - 1);
    for (let k = 0; k < window; k++) {
      row[k]! -= scale * values[order - 1]![(j - 1) * window + k]!;
      row[k + shift]! += scale * values[order - 1]![j * window + k]!;
    }
    rows.push({ from, row });
  }
  const form = emptyForm(size, Math.max(0, ...rows.map(({ row }) => row.length - 1)));
  for (const { from, row } of rows) addSquare(form, from, row, 1);
  return form;
}

// Gauss-Legendre on [-1, 1], eight points: exact for polynomials up to degree 15, twice the highest degree of a spline here.
const NODES = [0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];

/**
 * Roughness: the integral over the domain of the squared derivative of order m, in the variable that runs from 0 to 1 over it.
 * Free of units, and not to be lowered by stretching the domain.
 */
export function roughnessForm(term: TermStructure, place: FeaturePlace, m: number): BandForm {
  const { size, window } = term;
  const [a, b] = place.domain;
  const cells = knotPositions(term, place) ?? Float64Array.from({ length: 2 * size + 1 }, (_, j) => a + ((b - a) * j) / (2 * size));
  const points: number[] = [];
  const weights: number[] = [];
  for (let j = 0; j + 1 < cells.length; j++) {
    const [center, half] = [(cells[j]! + cells[j + 1]!) / 2, (cells[j + 1]! - cells[j]!) / 2];
    NODES.forEach((t, k) => { for (const side of [-t, t]) { points.push(center + half * side); weights.push((half * WEIGHTS[k]!) / (b - a)); } });
  }
  const { starts, values } = termFeatures(inDomain(term), m)(Float64Array.from(points), place);
  const form = emptyForm(size, window - 1);
  const scale = (b - a) ** (2 * m);
  weights.forEach((w, n) => { addSquare(form, starts[n]!, values[m]!.subarray(n * window, (n + 1) * window), scale * w); });
  return form;
}
