import type { PluginUse } from '@knotwork/plugin';
import type { SizedExperiment } from './experiment-schema.js';

/** The initializer of every layer. */
export function initializersOf({ network: { widths, layers, initializer } }: SizedExperiment): readonly PluginUse[] {
  return widths.slice(1).map((_, l) => layers[l]?.initializer ?? initializer);
}
