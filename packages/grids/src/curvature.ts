import { cite, defineGridStrategy, type GridSituation, z } from '@knotwork/plugin';
import { ownKnotsDue, ownKnotsOptions, placeOwnKnots } from './own-knots.js';

/** Cells per interval on which curvature is told apart: fewer miss sharp bends, and more gain nothing, for pieces of degree 1 to 3. */
const CELLS_PER_INTERVAL = 4;
/** A change below this share of the largest value is rounding: an edge is straight there. */
const STRAIGHT = 1e-9;

/**
 * Knots of every input node at equal shares of its activations, each weighted by how strongly the outgoing edges bend there:
 *
 *     w(x) = (sum_e |phi_e^(m)(x)|)^power,    m = derivative
 *
 * Pieces of degree k miss f by about h^(k+1) |f^(k+1)| on an interval of width h, so misses are equal where knots lie as densely as
 * |f^(k+1)|^(1/(k+1)) (de Boor 1973). Of a spline with few knots only low derivatives mean anything, hence m = 2 and power 1/2, the
 * rule for k = 1; 1/3 goes with m = 3, and power 0 gives quantiles. The source's code weights samples by a curvature handed to it, to
 * the power 1; here it is that of the outgoing edges.
 *
 * |phi^(m)| is the mean over one of 4 G even cells of the new domain, from the change of phi^(m-1) across it, averaged with its
 * neighbors by 1/4, 1/2, 1/4. So it costs the same for any number of samples, is not noise where samples nearly coincide, and sees
 * the kinks of pieces whose own m-th derivative is zero. Outside the current domain edges go on in ways that tell nothing: cells
 * there weigh as much as the others on average. Where edges are straight everywhere, or not finite, knots keep their places
 * relative to the domain.
 *
 * Blended with more even knots than plain quantiles are: the curvature of a half-trained edge is a guess.
 */
export const curvature = defineGridStrategy({
  name: 'curvature',
  summary: 'Knots close together where activations lie and edges bend',
  source: cite({
    authors: ['S. Rigas', 'T. Papaioannou', 'P. Trakadas', 'G. Alexandridis'], year: 2026,
    title: 'A Dynamic Framework for Grid Adaptation in Kolmogorov-Arnold Networks', id: 'arXiv:2601.18672',
  }),
  options: z.strictObject({
    ...ownKnotsOptions({ uniformBlend: 0.1 }),
    derivative: z.literal([2, 3]).default(2).describe('Derivative of the edges that is their curvature'),
    power: z.number().min(0).max(2).default(0.5).describe('Power of the curvature in the weight of a sample'),
    aggregate: z.enum(['sum', 'max']).default('sum').describe('How the curvatures of the edges of a node become one'),
  }),
  capabilities: { knots: 'own' },
  isDue: ownKnotsDue,

  place: (situation, options) => placeOwnKnots(situation, options, (sorted, domain) => {
    const cells = cellCurvature(situation, domain, options.derivative, options.aggregate);
    if (cells === null) return null;
    const [a, b] = domain;
    const cellOf = (x: number): number => Math.min(Math.max(Math.floor((cells.length * (x - a)) / (b - a)), 0), cells.length - 1);
    const weights = sorted.map((x) => cells[cellOf(x)]! ** options.power);
    return weights.some((w) => w > 0) ? weights : null;
  }),
});

/** Curvature of a node's edges on even cells of a domain, as a share of the largest; null where edges are straight or not finite. */
function cellCurvature(
  situation: GridSituation, [a, b]: readonly [number, number], derivative: 2 | 3, aggregate: 'sum' | 'max',
): Float64Array | null {
  const count = CELLS_PER_INTERVAL * situation.intervals!;
  const points = Float64Array.from({ length: count + 1 }, (_, c) => a + (c * (b - a)) / count);
  const cells = new Float64Array(count);
  for (const slopes of situation.edges(points, (derivative - 1) as 1 | 2)) {
    const least = STRAIGHT * slopes.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
    for (let c = 0; c < count; c++) {
      const change = Math.abs(slopes[c + 1]! - slopes[c]!);
      const bend = change <= least ? 0 : change;
      cells[c] = aggregate === 'sum' ? cells[c]! + bend : Math.max(cells[c]!, bend);
    }
  }

  const isKnown = (_: number, c: number): boolean => {
    const center = (points[c]! + points[c + 1]!) / 2;
    return center >= situation.domain[0] && center <= situation.domain[1];
  };
  const known = cells.filter(isKnown);
  const mean = known.reduce((sum, cell) => sum + cell / known.length, 0);
  const filled = cells.map((cell, c) => (isKnown(cell, c) ? cell : mean));
  const smooth = filled.map((cell, c) => (filled[c - 1] ?? cell) / 4 + cell / 2 + (filled[c + 1] ?? cell) / 4);
  const most = smooth.reduce((m, cell) => Math.max(m, cell), 0);
  return most > 0 && most < Infinity ? smooth.map((cell) => cell / most) : null;
}
