import { leastSquares, symmetricEigen } from '@knotwork/numerics';
import type { BandForm, TermStructure } from '@knotwork/plugin/engine';
import { hasEdgeShape, placeOf } from '../features/edge-functions.js';
import { type FeaturePlace, termFeatures } from '../features/term-features.js';
import { knotPositions } from '../grid/input-grid.js';
import { addSquare, emptyForm, roughnessForm } from './edge-forms.js';

/**
 * What is smooth about one edge: two forms of its coefficients, S1 for its slope and S2 for its curvature. Under S1 alone it fades to a constant,
 * under S2 alone to a line. Both are, or approximate, integrals over the domain of f'^2 and f''^2 in the variable that runs from 0 to 1 over it, so that
 * a strength means the same on every grid.
 */
export interface EdgeSmoothness {
  readonly slope: BandForm;
  /** Null where the second derivative has no square that can be integrated: then there is S1 alone. */
  readonly curvature: BandForm | null;
  /** Eigenvalues of S2 where S1 is the unit matrix, on the functions that S1 sees: as many as S1 has ranks; zeros without S2. */
  readonly spectrum: Float64Array;
}

/** Which forms a term has: of differences of coefficients that belong to places, of integrals, or none. */
export type SmoothnessKind = 'differences' | 'integrals' | 'none';

/**
 * A basis whose functions jump has no slope to be smoothed, unless its coefficients have an order. Where every edge trains a shape of its own, a penalty
 * would say as much of the shape as of the coefficients, and its strength could not be told from either.
 */
export function smoothnessKind({ claims: { differenceOrder, smoothness }, shape }: TermStructure): SmoothnessKind {
  if (Object.values(shape).some(({ scope, trainable }) => scope === 'edge' && trainable)) return 'none';
  return differenceOrder !== null ? 'differences' : smoothness >= 1 ? 'integrals' : 'none';
}

/**
 * Forms of every edge of a term at some numbers, `[edges]`; edges that share their features share their forms. Empty for a term that has none.
 *
 * Coefficients that have an order stand at the places that the identity's coefficients are (Greville's abscissae, for splines), evenly spaced on even
 * knots: S1 and S2 are sums of squared divided differences of first and second order, weighted by the lengths they stand for. Order 1 and 2 whatever
 * `differenceOrder` is: a line must be free. Other bases have the integrals.
 */
export function edgeSmoothness(term: TermStructure, parameters: Float64Array): EdgeSmoothness[] {
  const kind = smoothnessKind(term);
  const { from, inputAt, count } = term.edges;
  if (kind === 'none') return [];
  const isEach = hasEdgeShape(term);
  // On even knots, differences are the same everywhere; integrals are where nothing but the domain differs: they are free of it.
  const isShared = term.knots === 'even' && Object.keys(term.shape).length === 0;
  const forms = new Map<number, EdgeSmoothness>();
  return Array.from({ length: count }, (_, e) => {
    const group = isShared ? 0 : isEach ? e : inputAt[from[e]!]!;
    if (!forms.has(group)) forms.set(group, isShared ? sharedSmoothness(term, () => placeOf(term, parameters, e)) : smoothnessAt(term, placeOf(term, parameters, e)));
    return forms.get(group)!;
  });
}

/** Forms that depend on the term alone. */
const shared = new WeakMap<TermStructure, EdgeSmoothness>();

function sharedSmoothness(term: TermStructure, place: () => FeaturePlace): EdgeSmoothness {
  const known = shared.get(term) ?? smoothnessAt(term, place());
  shared.set(term, known);
  return known;
}

function smoothnessAt(term: TermStructure, place: FeaturePlace): EdgeSmoothness {
  const forms = smoothnessKind(term) === 'differences' ? dividedDifferences(coefficientPlaces(term, place))
    : { slope: roughnessForm(term, place, 1), curvature: term.claims.smoothness >= 2 ? roughnessForm(term, place, 2) : null };
  return { ...forms, spectrum: spectrumOf(forms.slope, forms.curvature) };
}

/** Where the coefficients stand, the domain running from 0 to 1: `[size]`, ascending. */
function coefficientPlaces(term: TermStructure, place: FeaturePlace): Float64Array {
  const { size, intervals, window } = term;
  const even = Float64Array.from({ length: size }, (_, i) => i / (intervals ?? Math.max(1, size - 1)));
  if (term.knots === 'even') return even;
  // The coefficients of the identity, which lies in the span of splines of degree 1 and more.
  const knots = knotPositions(term, place)!;
  const points = Float64Array.from({ length: (knots.length - 1) * (window + 1) }, (_, n) => {
    const [j, k] = [Math.floor(n / (window + 1)), n % (window + 1)];
    return knots[j]! + ((knots[j + 1]! - knots[j]!) * (k + 0.5)) / (window + 1);
  });
  const { starts, values } = termFeatures(term, 0)(points, place);
  const rows = new Float64Array(points.length * size);
  for (let n = 0; n < points.length; n++) for (let k = 0; k < window; k++) rows[n * size + starts[n]! + k] = values[0]![n * window + k]!;
  const [a, b] = place.domain;
  const { coefficients } = leastSquares(rows, points.map((x) => (x - a) / (b - a)), { rows: points.length, columns: size, count: 1 });
  return coefficients.every((c, i) => i === 0 || c > coefficients[i - 1]!) ? coefficients : even;
}

/** Sums of squared divided differences of first and second order. @param places of the coefficients */
function dividedDifferences(places: Float64Array): { slope: BandForm; curvature: BandForm | null } {
  const size = places.length;
  const gap = (i: number): number => places[i + 1]! - places[i]!;
  const slope = emptyForm(size, Math.min(1, size - 1));
  for (let i = 0; i + 1 < size; i++) addSquare(slope, i, [-1, 1], 1 / gap(i));
  if (size < 3) return { slope, curvature: null };
  const curvature = emptyForm(size, 2);
  for (let i = 0; i + 2 < size; i++) {
    const [p, q] = [1 / gap(i), 1 / gap(i + 1)];
    addSquare(curvature, i, [p, -p - q, q], 2 / (gap(i) + gap(i + 1)));
  }
  return { slope, curvature };
}

/** A direction whose slope is so small a share of the largest is a constant. */
const CONSTANT = 1e-11;

function spectrumOf(slope: BandForm, curvature: BandForm | null): Float64Array {
  const { size } = slope;
  const { values, vectors } = symmetricEigen(denseForm(slope), size);
  const kept = [...values.keys()].filter((k) => values[k]! > CONSTANT * values[size - 1]!);
  if (curvature === null || kept.length === 0) return new Float64Array(kept.length);
  // W' S2 W with S1 = W^-T W^-1 on its range.
  const w = kept.map((k) => vectors.subarray(k * size, (k + 1) * size).map((v) => v / Math.sqrt(values[k]!)));
  const s2 = denseForm(curvature);
  const products = w.map((v) => Float64Array.from({ length: size }, (_, i) => v.reduce((sum, x, j) => sum + s2[i * size + j]! * x, 0)));
  const inner = Float64Array.from({ length: kept.length ** 2 }, (_, n) => {
    // Both halves from the same numbers: rounding must not make it unsymmetric.
    const [p, q] = [Math.floor(n / kept.length), n % kept.length].sort((x, y) => x - y) as [number, number];
    return w[p]!.reduce((sum, x, i) => sum + x * products[q]![i]!, 0);
  });
  return symmetricEigen(inner, kept.length).values.map((m) => Math.max(m, 0));
}

/** The matrix of a form, `[size][size]`. */
export function denseForm({ size, half, band }: BandForm): Float64Array {
  const full = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) full[i * size + j] = full[j * size + i] = band[i * (half + 1) + half + j - i]!;
  }
  return full;
}
