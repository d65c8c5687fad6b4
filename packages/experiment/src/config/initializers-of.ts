import type { Catalog, PluginUse } from '@knotwork/plugin';
import { isFresh, type ResolvedExperiment, type SizedExperiment, USUAL_INITIALIZER } from './experiment-schema.js';
import { chosenInitializer } from './with-choices.js';

/** The initializer of every layer. */
export function initializersOf({ network: { widths, layers, initializer } }: SizedExperiment): readonly PluginUse[] {
  return widths.slice(1).map((_, l) => layers[l]?.initializer ?? initializer);
}

/** The initializer of every layer of networks that are made anew while a run goes on: of one that was saved, whose file says nothing of it, the usual one. @param widths from inputs to outputs, once they are known */
export function initializersAnew(experiment: ResolvedExperiment, widths: readonly number[], catalog: Catalog): readonly PluginUse[] {
  // Stages are gone through when widths are known.
  if (isFresh(experiment)) return initializersOf(experiment as SizedExperiment);
  return widths.slice(1).map(() => chosenInitializer(USUAL_INITIALIZER, widths, experiment.stages, catalog));
}
