import { parseOptions } from '@knotwork/network';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import type { FreshExperiment, NetworkShape } from '../config/index.js';

/** What is trained to see structure by: with all its edges, and for no other purpose. */
export interface Surrogate { readonly shape: NetworkShape; readonly experiment: FreshExperiment }

/** Stages of it: the fit of a few networks, the best of which gets finer curves. */
const [FIT, FINER] = ['fit', 'extend-grid'] as const;
const STARTS = { count: 4, steps: 15, keep: 1 };
const STEPS = 60;
/** Numbers of an edge on the levels of the ladder. */
const LEVELS = [9, 15];
/** Numbers of a network that is fitted in a few seconds. */
const MOST_NUMBERS = 700;
/** Options of fitting that it takes over from the first stage of the recipe. */
const TAKEN = ['data', 'optimizer', 'loss', 'smoothing', 'grid', 'trainable', 'batch', 'clip', 'maxUnknowns'];

/**
 * Networks to be fitted besides those of a recipe: the widest of those that are compared, and the same with one layer more, each with as fine curves as there is time for.
 *
 * @param named networks that are compared
 * @returns none where the recipe does not begin with a fit
 */
export function surrogates(experiment: FreshExperiment, named: readonly NetworkShape[], catalog: Catalog): Surrogate[] {
  const { kind: _, ...first } = experiment.stages[0]!;
  const taken = Object.fromEntries(TAKEN.filter((name) => name in first).map((name) => [name, first[name]]));
  const deep = named.filter(({ widths }) => widths.length > 2);
  if (!('optimizer' in taken) || deep.length === 0) return [];
  const widest = deep.reduce((a, b) => (pairs(b.widths) > pairs(a.widths) ? b : a));
  const shapes = [widest.widths, [...widest.widths.slice(0, -1), ...widest.widths.slice(-2)]].map((widths): NetworkShape => ({ widths, layers: {} }));
  return shapes.map((shape) => ({ shape, experiment: { ...experiment, stages: stagesFor(shape, taken, catalog), members: 1, whereIs: (path) => experiment.whereIs(path) } }));
}

function stagesFor({ widths }: NetworkShape, taken: Readonly<Record<string, unknown>>, catalog: Catalog): PluginUse[] {
  const full = (use: PluginUse): PluginUse => ({ kind: use.kind, ...parseOptions(catalog.get('stage', use.kind), use) });
  const levels = LEVELS.filter((numbers) => numbers * pairs(widths) <= MOST_NUMBERS).map((parametersPerEdge) => ({ parametersPerEdge }));
  return [full({ kind: FIT, ...taken, starts: STARTS, steps: STEPS }), ...(levels.length === 0 ? [] : [full({ kind: FINER, levels, fit: { ...taken, steps: STEPS } })])];
}

const pairs = (widths: readonly number[]): number => widths.slice(1).reduce((sum, width, l) => sum + width * widths[l]!, 0);
