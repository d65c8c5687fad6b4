import { parseOptions } from '@knotwork/network';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import type { FreshExperiment, NetworkShape } from '../config/index.js';

/** Stages of what is fitted: the fit of a few networks, the best of which gets finer curves. */
const [FIT, FINER] = ['fit', 'extend-grid'] as const;
const STARTS = { count: 4, steps: 15, keep: 1 };
/** Of a network with few edges: these are soon fitted, and a product may begin where it finds no way. */
const MORE_STARTS = { count: 16, steps: 25, keep: 4 };
/** Of one whose factors are known but for their sizes. */
const FEW_STARTS = { count: 6, steps: 15, keep: 2 };
/** Of one that is there but for sizes. */
const AS_IT_IS = { starts: { count: 1 }, trainable: ['coefficients'] };
const STEPS = 60;
/** Numbers of an edge on the levels of the ladder. */
const LEVELS = [9, 15];
/** Numbers of a network that is fitted in a few seconds. */
const MOST_NUMBERS = 700;
/** A grid strategy that gives every interval as many rows. */
const AT_ROWS = 'quantile';
/** What is trained where functions are known. */
const SIZES = ['coefficients', 'bias'];
/** Beside powers: what a function of them is, without shifts of either. */
const CURVES = ['coefficients', 'baseWeight', 'basisWeight'];
/** Options of fitting that it takes over from the first stage of the recipe. */
const TAKEN = ['data', 'optimizer', 'loss', 'smoothing', 'grid', 'trainable', 'batch', 'clip', 'maxUnknowns'];

/**
 * Networks to be fitted besides those of a recipe, with all their edges, to see structure by and for no other purpose: the widest of those that are compared, and the same
 * with one layer more, each with as fine curves as there is time for.
 *
 * @param named networks that are compared
 * @returns none where the recipe does not begin with a fit
 */
export function surrogates({ stages }: FreshExperiment, named: readonly NetworkShape[], catalog: Catalog): NetworkShape[] {
  const taken = fitOptions(stages);
  const deep = named.filter(({ widths }) => widths.length > 2);
  if (taken === null || deep.length === 0) return [];
  const { widths: widest } = deep.reduce((a, b) => (pairs(b.widths) > pairs(a.widths) ? b : a));
  return [widest, [...widest.slice(0, -1), ...widest.slice(-2)]].map((widths) => {
    const levels = LEVELS.filter((numbers) => numbers * pairs(widths) <= MOST_NUMBERS).map((parametersPerEdge) => ({ parametersPerEdge }));
    const finer = levels.length === 0 ? [] : [full({ kind: FINER, levels, fit: { ...taken, steps: STEPS } }, catalog)];
    return { widths, layers: {}, stages: [full({ kind: FIT, ...taken, starts: STARTS, steps: STEPS }, catalog), ...finer] };
  });
}

/** A recipe for a network that has no edge too many: it begins with a fit, whatever the first stage does to find such a network. Left as it is where it begins with none. */
export function withoutSearch({ stages }: FreshExperiment, catalog: Catalog): readonly PluginUse[] {
  const taken = fitOptions(stages);
  return taken === null ? stages : [full({ kind: FIT, ...taken, starts: MORE_STARTS, steps: STEPS }, catalog), ...stages.slice(1)];
}

/** A recipe for a network all of whose edges are functions: what they are is not fitted, only how large, and there is nothing to make smooth. @param isThere whether the network begins where it ends, but for that */
export function withoutShapes({ stages }: FreshExperiment, catalog: Catalog, isThere = false): readonly PluginUse[] {
  const taken = fitOptions(stages);
  return taken === null ? stages : [full({ kind: FIT, ...taken, starts: MORE_STARTS, steps: STEPS, smoothing: 0, trainable: SIZES, ...(isThere ? AS_IT_IS : {}) }, catalog)];
}

/** The same recipe with knots where rows are, since of powers and products of inputs most rows may lie in a small part of the range, and with functions that stay what they are until they are read with the others. */
export function forPowers(stages: readonly PluginUse[], catalog: Catalog): readonly PluginUse[] {
  const grid = { kind: AT_ROWS, ...parseOptions(catalog.get('grid', AT_ROWS), { kind: AT_ROWS }) };
  // What eliminates edges comes to networks that are a constant.
  const changed = (stage: PluginUse): object => ({ grid, trainable: stage['eliminate'] === undefined ? CURVES : [...CURVES, 'bias'] });
  return stages.map((stage) => ({ ...stage, ...('starts' in stage ? { starts: FEW_STARTS } : {}), ...('grid' in stage ? changed(stage) : {}), ...('fit' in stage ? { fit: { ...stage['fit'] as object, ...changed(stage) } } : {}) }));
}

function fitOptions([first]: readonly PluginUse[]): Readonly<Record<string, unknown>> | null {
  return first!['optimizer'] === undefined ? null : Object.fromEntries(TAKEN.filter((name) => name in first!).map((name) => [name, first![name]]));
}

const full = (use: PluginUse, catalog: Catalog): PluginUse => ({ kind: use.kind, ...parseOptions(catalog.get('stage', use.kind), use) });

const pairs = (widths: readonly number[]): number => widths.slice(1).reduce((sum, width, l) => sum + width * widths[l]!, 0);
