import { addSizes, type LayerRequest, layerSizes, type NetworkSize, specify } from '@knotwork/network';
import { type Catalog, type InputVariable, isKnotworkError, type PluginUse, type Variable } from '@knotwork/plugin';
import { type Budget, bytesOf, largest, mostUnknowns } from './budget.js';
import { tooLarge, tooManyToSolve } from './errors.js';
import { solverOf } from './solver.js';

/** Layers up to so many pairs of nodes are counted as they are; wider ones by what a narrower layer of the same sort has for each pair. */
const MOST_PAIRS = 1e5;
/** Width that others are counted by: more than layers have of nodes of a special sort. */
const NARROW = 64;

/** What a network is made of, besides its widths. */
export interface NetworkParts {
  readonly layers: readonly LayerRequest[];
  readonly inputs: readonly InputVariable[];
  readonly outputs: readonly Variable[];
}

/**
 * Refuses a network that does not fit, before it is made: by its memory, and by the unknowns of which its first stage would have a number for every two.
 *
 * @param place where its widths stand, and which of them are said there, such as all, or the hidden ones
 * @throws KnotworkError `capability` with widths that would fit
 */
export function requireNetwork(
  widths: readonly number[], parts: NetworkParts, first: PluginUse, place: { readonly path: string; said(widths: readonly number[]): readonly number[] }, catalog: Catalog, budget: Budget,
): void {
  const sizeOf = sizesBy(widths, parts, catalog);
  const size = sizeOf(widths);
  const fitting = (fits: (size: NetworkSize) => boolean): readonly number[] | null => {
    const capped = (most: number): number[] => widths.map((width, l) => (l === 0 || l === widths.length - 1 ? width : Math.min(width, most)));
    const most = largest(1, Math.max(1, ...widths.slice(1, -1)), (n) => fits(sizeOf(capped(n))));
    return most === null || widths.length === 2 ? null : place.said(capped(rounded(most)));
  };
  const bytes = bytesOf(size);
  if (!(bytes <= budget.bytes)) throw tooLarge(place.path, `${size.edges} edges with ${size.parameters} numbers`, bytes, budget, fitting((other) => bytesOf(other) <= budget.bytes));
  const solver = solverOf(first, 'stages.0', catalog);
  if (solver === null || size.coefficients <= solver.allowed.count) return;
  throw tooManyToSolve(place.path, size.coefficients, solver, solver.allowed, mostUnknowns(budget),
    // Besides coefficients there are other unknowns, at most as many as there are numbers.
    fitting(({ parameters }) => parameters <= solver.allowed.count));
}

/** Two digits, downwards: other numbers of the network take some room as well. */
function rounded(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
  return Math.floor(n / unit) * unit;
}

/** Sizes of networks that are alike but for their widths. */
function sizesBy(widths: readonly number[], { layers, inputs, outputs }: NetworkParts, catalog: Catalog): (widths: readonly number[]) => NetworkSize {
  const layersOf = (of: readonly number[]): NetworkSize[] => layerSizes(specify(of, layers, inputs, outputs, catalog), catalog);
  const pairs = (of: readonly number[], l: number): number => of[l]! * of[l + 1]!;
  const isSmall = layers.every((_, l) => pairs(widths, l) <= MOST_PAIRS);
  const narrow = widths.map((width) => Math.min(width, NARROW));
  const [counted, sizes] = isSmall ? [widths, layersOf(widths)] : [narrow, narrowSizes(() => layersOf(narrow), layers.map((_, l) => pairs(narrow, l)))];
  return (of) => addSizes(sizes.map((size, l) => {
    const share = pairs(of, l) / pairs(counted, l);
    return { edges: Math.round(size.edges * share), coefficients: Math.round(size.coefficients * share), parameters: Math.round(size.parameters * share) };
  }));
}

/** A layer core may refuse to be narrow: then every pair of nodes counts as one edge with one number, which is the least that there can be. */
function narrowSizes(sizes: () => NetworkSize[], pairs: readonly number[]): NetworkSize[] {
  try { return sizes(); } catch (error) {
    if (!isKnotworkError(error)) throw error;
    return pairs.map((edges) => ({ edges, coefficients: edges, parameters: edges }));
  }
}
