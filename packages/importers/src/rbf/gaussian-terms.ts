import type { EdgePair } from '@knotwork/plugin';
import { type ForeignLayer, weightsOf } from '../foreign-layer.js';
import { sumOfFunctions } from '../functions/sum-of-functions.js';
import { edgesOn, type TermDraft } from '../network-draft.js';
import { knotsOf, ROUNDING } from '../splines/knots.js';

/** A layer of Gaussian bumps e^(-((x - center) / reach)^2), the same centers for all edges that leave an input. */
export interface GaussianLayer extends ForeignLayer {
  centers(input: number): Float64Array;
  readonly reach: number;
  /** Whether centers were computed in single precision. */
  readonly isSingle: boolean;
}

/** What the option `width` of `gaussian-rbf` takes, in distances between centers. */
const WIDTHS = [0.3, 4] as const;
/** Most intervals of that basis. */
const MOST = 500;

/**
 * The terms whose edges are such bumps, base functions included: the basis of evenly spaced centers where they are even and equally far apart for all inputs, or else one function for each center.
 *
 * Our basis has ceil(2 width) centers more beyond each end; they get the coefficient 0.
 */
export function gaussianTerms(layer: GaussianLayer): TermDraft[] {
  const { inputs, sums, reach } = layer;
  const edges = edgesOn(inputs, sums, () => true);
  const all = Array.from({ length: inputs }, (_, input) => layer.centers(input));
  const count = all[0]!.length;
  const even = evenGrid(all, layer);
  if (even === null) {
    return sumOfFunctions('gaussian', layer, count, (edge: EdgePair, k) => ({ a: 1 / reach, b: -all[edge[0]]![k]! / reach, c: layer.coefficients(edge)[k]! }));
  }
  const { intervals, width, domains } = even;
  const padding = Math.ceil(2 * width);
  const size = count + 2 * padding;
  const coefficients = new Float64Array(edges.length * size);
  edges.forEach((edge, e) => { coefficients.set(layer.coefficients(edge), e * size + padding); });
  return [{
    spec: { basis: { kind: 'gaussian-rbf', intervals, width }, edge: { kind: 'residual', base: layer.base }, inputMap: 'interval', outside: 'free' },
    numbers: { coefficients, ...weightsOf(layer, edges), domain: Float64Array.from(domains.flat()) },
  }];
}

/** The grid of our basis; null where it has no such centers. */
function evenGrid(centers: readonly Float64Array[], { reach, isSingle }: GaussianLayer) {
  const intervals = centers[0]!.length - 1;
  if (intervals < 1 || intervals > MOST) return null;
  if (!centers.every((own) => own.every((center, k) => k === 0 || center > own[k - 1]!))) return null;
  const grids = centers.map((own) => knotsOf(own, isSingle, (what) => new RangeError(what)));
  const widths = grids.map(({ domain: [a, b] }) => (reach * intervals) / (b - a));
  const [width] = widths as [number];
  const isOne = grids.every(({ isEven }) => isEven) && widths.every((other) => Math.abs(other - width) <= ROUNDING[isSingle ? 'single' : 'double'] * width);
  return isOne && width >= WIDTHS[0] && width <= WIDTHS[1] ? { intervals, width, domains: grids.map(({ domain }) => domain) } : null;
}
