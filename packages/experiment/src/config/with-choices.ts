import { parseOptions } from '@knotwork/network';
import { callPlugin, type Catalog, type InitializerSetting, type PluginUse } from '@knotwork/plugin';
import { type FreshExperiment, isFresh, type NetworkShape, type ResolvedExperiment, type SizedExperiment } from './experiment-schema.js';

/** What a resolved file says. */
export type PlainExperiment = Omit<ResolvedExperiment, 'explicit' | 'whereIs'>;

/** Puts what initializers choose in place of those that leave it to a rule. Where widths are still to be chosen, rules wait for them. */
export function withChoices<T extends PlainExperiment>(experiment: T, catalog: Catalog): T {
  if (!isFresh(experiment)) return experiment;
  const { network, network: { widths }, stages } = experiment;
  if ('hidden' in widths) return experiment;
  const setting: InitializerSetting = { widths, method: firstMethod(stages, catalog) };
  const layers = Object.entries(network.layers).map(([l, { initializer, ...parts }]) =>
    [l, initializer === undefined ? parts : { ...parts, initializer: initializerFor(initializer, setting, catalog) }] as const);
  return { ...experiment, network: { ...network, initializer: initializerFor(network.initializer, setting, catalog), layers: Object.fromEntries(layers) } };
}

/** What an initializer chooses for a network and what trains it first, where it leaves that to a rule. */
export function chosenInitializer(use: PluginUse, widths: readonly number[], stages: readonly PluginUse[], catalog: Catalog): PluginUse {
  return initializerFor(use, { widths, method: firstMethod(stages, catalog) }, catalog);
}

/** The method of the first optimizer that anything trains with. */
function firstMethod(stages: readonly PluginUse[], catalog: Catalog): InitializerSetting['method'] {
  for (const { kind, ...options } of stages) {
    const stage = catalog.get('stage', kind);
    if (stage.optimizer === undefined) continue;
    const optimizer = callPlugin(stage, 'optimizer', () => stage.optimizer!(options));
    return catalog.get('optimizer', optimizer.kind).method;
  }
  return null;
}

function initializerFor(use: PluginUse, setting: InitializerSetting, catalog: Catalog): PluginUse {
  const { kind, ...options } = use;
  const definition = catalog.get('initializer', kind);
  if (definition.choose === undefined) return use;
  const choice = callPlugin(definition, 'choose', () => definition.choose!(setting, options));
  return { kind: choice.kind, ...parseOptions(catalog.get('initializer', choice.kind), choice) };
}

/** The experiment with a network that was chosen. */
export function withShape(experiment: FreshExperiment, { widths, layers, stages = experiment.stages }: NetworkShape, catalog: Catalog): SizedExperiment {
  const { explicit, whereIs } = experiment;
  const sized = withChoices({ ...experiment, stages, network: { ...experiment.network, widths, layers } }, catalog);
  return Object.defineProperty({ ...sized, explicit, whereIs }, 'whereIs', { enumerable: false }) as SizedExperiment;
}
