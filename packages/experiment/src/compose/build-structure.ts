import { candidateNetworks } from './candidates.js';
import { type LayerRequest, parseOptions, resolve, specify } from '@knotwork/network';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { type Budget, requireNetwork } from '../budget/index.js';
import { initializersOf, isFresh, type ResolvedExperiment, type SizedExperiment, widthsChoice, withShape } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { atOption, wrongWidth } from '../errors.js';
import type { StoredStart } from '../stored/start-from.js';

/**
 * The structure of the network before the first stage: of a saved one that is gone on from, its own; of several that are compared, that of the first, and all of them are asked whether they fit.
 *
 * @throws KnotworkError `input` for widths that are not those of the data, `capability` for those that do not fit, and whatever `resolve` refuses
 */
export function buildStructure(written: ResolvedExperiment, catalog: Catalog, data: PreparedData, budget: Budget, start: StoredStart | null): Structure {
  // What lies in a file has been counted by whoever read it.
  if (!isFresh(written)) return start!.loaded.structure;
  const candidates = candidateNetworks(written, data).map((shape) => withShape(written, shape, catalog));
  candidates.forEach((experiment, k) => {
    checkWidths(experiment, data);
    const place = widthsChoice(written) === null ? { path: 'network.widths', said: (widths: readonly number[]) => widths }
      : { path: `network.widths.hidden.${k}`, said: (widths: readonly number[]) => widths.slice(1, -1) };
    atNetwork(() => { requireNetwork(experiment.network.widths, { layers: layerRequests(experiment), inputs: data.inputs, outputs: data.outputs }, experiment.stages[0]!, place, catalog, budget); });
  });
  const experiment = candidates[0]!;
  for (const use of initializersOf(experiment)) parseOptions(catalog.get('initializer', use.kind), use);
  return atNetwork(() => resolve(specify(experiment.network.widths, layerRequests(experiment), data.inputs, data.outputs, catalog), catalog));
}

/** Adds that it is about the network, where who refuses something knows nothing of a file. */
function atNetwork<T>(make: () => T): T {
  try { return make(); } catch (error) {
    throw isKnotworkError(error) && error.code !== 'plugin' && error.place.path === undefined ? atOption(error, 'network') : error;
  }
}

/** What every layer is to be made of. */
export function layerRequests(experiment: SizedExperiment): LayerRequest[] {
  const { widths, layers, layer, edge, basis, inputMap, outside } = experiment.network;
  return widths.slice(1).map((_, l) => {
    const { initializer: _initializer, edges, ...own } = layers[l] ?? {};
    return { layer, edge, basis, inputMap, outside, ...own, ...(edges === undefined ? {} : { edgeGroups: edges }) };
  });
}

function checkWidths(experiment: SizedExperiment, data: PreparedData): void {
  const { widths } = experiment.network;
  const dataset = experiment.dataset?.kind ?? [...data.sets.keys()][0]!;
  if (widths[0] !== data.inputs.length) throw wrongWidth('start', data.original, dataset, widths);
  if (widths.at(-1) !== data.outputs.length) throw wrongWidth('end', data.original, dataset, widths);
}
