import type { FeatureMoments } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { inDomain } from './in-domain.js';
import { firstValue } from '../create/first-value.js';
import { gridOf, type InputGrid } from '../grid/input-grid.js';
import { termFeatures } from './term-features.js';

/** Points per input: a smooth feature's mean square is good to four digits, which is more than an initializer needs. */
const POINTS = 257;

/** The grids of a term's inputs and how many have each: those of hidden nodes begin alike. */
function differentGrids(term: TermStructure, parameters: Float64Array): { readonly grid: InputGrid; count: number }[] {
  const found = new Map<string, { readonly grid: InputGrid; count: number }>();
  for (const i of term.edges.inputs) {
    const grid = gridOf(term, parameters, i);
    const key = [...grid.domain, ...grid.knots ?? []].join();
    const same = found.get(key);
    if (same === undefined) found.set(key, { grid, count: 1 });
    else same.count++;
  }
  return [...found.values()];
}

/**
 * Means and mean squares of a term's features over the domain, averaged over the inputs that its edges leave.
 *
 * @param spread standard deviation of normal activations around the middle, cut off at the ends, as a share of half the domain's width; Infinity for
 * activations that are spread evenly
 */
export function featureMoments(term: TermStructure, parameters: Float64Array, spread = Infinity): FeatureMoments {
  const evaluate = termFeatures(inDomain(term), 1);
  const shape = Object.fromEntries(Object.entries(term.shape).map(([name, parameter]) => [name, firstValue(parameter, 0.5)]));
  const mean = new Float64Array(term.size);
  const value = new Float64Array(term.size);
  const slope = new Float64Array(term.size);
  const base = { value: 0, slope: 0 };
  const weights = pointWeights(spread);
  for (const { grid, count } of differentGrids(term, parameters)) {
    const [a, b] = grid.domain;
    const share = count / term.edges.inputs.length;
    const table = evaluate(Float64Array.from({ length: POINTS }, (_, n) => a + ((b - a) * (n + 0.5)) / POINTS), { ...grid, shape });
    const ofPoint = weights.map((weight) => share * weight);
    [value, slope].forEach((sums, order) => {
      table.values[order]!.forEach((v, k) => {
        const point = Math.floor(k / term.window);
        const feature = table.starts[point]! + (k % term.window);
        sums[feature]! += ofPoint[point]! * v * v;
        if (order === 0) mean[feature]! += ofPoint[point]! * v;
      });
    });
    if (term.base === null) continue;
    for (let n = 0; n < POINTS; n++) {
      base.value += ofPoint[n]! * table.base[0]![n]! ** 2;
      base.slope += ofPoint[n]! * table.base[1]![n]! ** 2;
    }
  }
  return { value, mean, slope, base: term.base === null ? null : base };
}

/** Weights of the points, which add up to 1. */
function pointWeights(spread: number): Float64Array {
  const densities = Float64Array.from({ length: POINTS }, (_, n) => Math.exp(-0.5 * (((2 * n + 1) / POINTS - 1) / spread) ** 2));
  const total = densities.reduce((a, b) => a + b);
  return densities.map((density) => density / total);
}
