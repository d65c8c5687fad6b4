import type { EdgePair, PluginUse } from '@knotwork/plugin';
import { cannotExpress } from '../errors.js';
import { choiceOf, inputsOf, type TermDraft } from '../network-draft.js';
import { knotsOf } from './knots.js';

/** The splines of a layer as pykan, efficient-kan and jaxKAN have them: knots by input, shared by all edges that leave it. */
export interface SplineLayer {
  /** What messages call the file and the layer. */
  readonly file: string;
  readonly layer: string;
  readonly inputs: number;
  readonly sums: number;
  readonly degree: number;
  /** All knots of an input, those beyond the grid included. */
  grid(input: number): Float64Array;
  /** Whether knots were computed in single precision. */
  readonly isSingle: boolean;
  readonly edges: readonly EdgePair[];
  /** Coefficients of an edge, one for each B-spline on the knots. */
  coefficients(edge: EdgePair): Float64Array;
  readonly base: PluginUse;
  baseWeight(edge: EdgePair): number;
  basisWeight(edge: EdgePair): number;
}

/**
 * The term whose edges are such splines, base functions included.
 *
 * There, a spline has `degree` knots beyond each end of its grid, and outside of all knots it is zero. Here, a grid has as many more knots, which nobody can
 * place. So the domain reaches from the first of all knots to the last, and the functions that begin before it or end behind it, `degree` at each end, have the
 * coefficient 0. All others are zero at both ends, so that with `outside: constant` the sum is zero beyond.
 */
export function splineTerm(layer: SplineLayer): TermDraft {
  const { file, inputs, sums, degree, edges, base, isSingle } = layer;
  if (degree < 1) throw cannotExpress(file, `splines of ${layer.layer} have degree ${degree}`, 'Train one with degree 1 or more.');
  const grids = inputsOf(edges).map((input) => knotsOf(layer.grid(input), isSingle, (what) => cannotExpress(file, `${layer.layer}, input ${input + 1}, ${what}`, 'Update its grid on more rows, or with a larger grid_eps.')));
  const intervals = grids[0]?.intervals ?? 1;
  const isEven = grids.every((grid) => grid.isEven);
  const size = intervals + degree;
  const coefficients = new Float64Array(edges.length * size);
  const isDead = new Map(inputsOf(edges).map((input, k) => [input, grids[k]!.isDead]));
  edges.forEach((edge, e) => { if (isDead.get(edge[0]) === false) coefficients.set(layer.coefficients(edge), e * size + degree); });
  const hasBase = base.kind !== 'none';
  return {
    spec: {
      basis: { kind: 'b-spline', degree, intervals }, edge: { kind: 'residual', base }, inputMap: 'interval', outside: 'constant',
      ...(isEven ? {} : { knots: 'own' as const }), ...choiceOf(edges, inputs, sums),
    },
    numbers: {
      coefficients, ...(hasBase ? { baseWeight: Float64Array.from(edges, (edge) => layer.baseWeight(edge)) } : {}), basisWeight: Float64Array.from(edges, (edge) => layer.basisWeight(edge)),
      domain: Float64Array.from(grids.flatMap(({ domain }) => domain)), ...(isEven ? {} : { knots: Float64Array.from(grids.flatMap(({ positions }) => [...positions])) }),
    },
  };
}
