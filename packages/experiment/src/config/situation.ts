import { callPlugin, type Catalog, type Definition, type DefinitionOf, type Kind, type OptionsSchema, type PluginUse } from '@knotwork/plugin';
import { over } from './apply-preset.js';
import { isBlock } from './schema.js';
import type { PartialTree } from './presets/preset.js';

type Block = Record<string, unknown>;

/** What the defaults of a stage may depend on. */
export interface Situation {
  /** Whether the stage's data set says that its targets are without noise. */
  readonly isExact: boolean;
  /** Whether an edge with a base function is asked for, in words or by a preset. */
  readonly hasBase: boolean;
  /** Whether a basis that is asked for trains shapes of single edges. */
  readonly hasEdgeShapes: boolean;
  /** What stages before say of each option that they have, defaults that depend on the situation included: the last of them. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Whether there is a network already, which a saved one is, when the first stage begins. */
  readonly isTrained: boolean;
  /** How many layers the network has; null where the file does not say, or leaves it to a choice. */
  readonly layers: number | null;
  /** How an optimizer goes about it; null where there is none of that name. */
  method(optimizer: unknown): string | null;
}

/** What defaults depend on of a saved network that is gone on from. */
export type StoredFacts = Pick<Situation, 'hasBase' | 'hasEdgeShapes'>;

/** What stands where file and preset say nothing, because of what they say elsewhere. */
export interface SituationDefaults {
  /** Options of the stage itself. */
  readonly options: PartialTree;
  /** Parts of the network. */
  readonly network: PartialTree;
}

/**
 * Lays defaults that follow from what a file says elsewhere under it: those that its stages ask for. What is wrong with the file is left to the checks
 * that come later. Doing it again changes nothing.
 *
 * @param tree short forms written out, presets and overrides applied
 * @param stored what the network is that is gone on from; null where one is made anew
 */
export function overSituation(tree: Block, catalog: Catalog, stored: StoredFacts | null = null): Block {
  const { stages, network } = tree;
  if (!Array.isArray(stages)) return tree;
  const hasBase = stored?.hasBase ?? isAskedFor(network, catalog, 'edge', (definition, options) => definition.compose(options).base !== null);
  const hasEdgeShapes = stored?.hasEdgeShapes ?? isAskedFor(network, catalog, 'basis', ({ shape }, options) => Object.values(shape?.(options) ?? {}).some((s) => s.scope === 'edge' && s.trainable));
  let filled = network;
  let before: Readonly<Record<string, unknown>> = {};
  const laid = stages.map((stage: unknown) => {
    const definition = pluginOf(stage, 'stage', catalog);
    if (definition?.defaults === undefined || !isBlock(stage)) return stage;
    const { defaults } = definition;
    const { kind: _, ...written } = stage;
    const situation: Situation = {
      hasBase, hasEdgeShapes, before, isTrained: stored !== null, layers: layersOf(network), isExact: isExact(tree, written, catalog),
      method: (optimizer) => (optimizer === undefined ? null : pluginOf(optimizer, 'optimizer', catalog)?.method ?? null),
    };
    const standing = callPlugin(definition, 'defaults', () => defaults(written, situation));
    filled = over(filled, standing.network);
    const full = over(stage, standing.options) as Block;
    before = { ...before, smoothing: 0, ...full, ...(isBlock(full['fit']) ? full['fit'] : {}) };
    return full;
  });
  return { ...tree, ...(filled === undefined ? {} : { network: filled }), stages: laid };
}

/** What is wrong with widths is told by whoever checks them. */
function layersOf(network: unknown): number | null {
  const widths = isBlock(network) ? network['widths'] : undefined;
  return Array.isArray(widths) && widths.length > 1 ? widths.length - 1 : null;
}

/** Whether the data set that a stage names, or the only one, says that it is exact. */
function isExact(tree: Block, written: Block, catalog: Catalog): boolean {
  const name = written['data'] ?? (isBlock(written['fit']) ? written['fit']['data'] : undefined);
  const { dataset, datasets } = tree;
  const all = isBlock(datasets) ? datasets : {};
  const [only] = Object.values(all);
  const use = dataset ?? (typeof name === 'string' && Object.hasOwn(all, name) ? all[name] : only);
  const definition = pluginOf(use, 'dataset', catalog);
  if (definition?.isExact === undefined) return false;
  const options = parsed(definition, use);
  return options !== null && callPlugin(definition, 'isExact', () => definition.isExact!(options));
}

/** Whether the network, or one of its layers, names an edge or a basis of which something is true. */
function isAskedFor<K extends 'edge' | 'basis'>(
  network: unknown, catalog: Catalog, kind: K, isTrue: (definition: DefinitionOf[K], options: Readonly<Record<string, unknown>>) => boolean,
): boolean {
  if (!isBlock(network)) return false;
  const layers = isBlock(network['layers']) ? Object.values(network['layers']) : [];
  return [network, ...layers].some((part) => {
    const use = isBlock(part) ? part[kind] : undefined;
    const definition = pluginOf(use, kind, catalog);
    const options = definition === null ? null : parsed(definition, use);
    // What a plugin makes of its options is told where it is used.
    try { return options !== null && isTrue(definition!, options); } catch { return false; }
  });
}

function pluginOf<K extends Kind>(use: unknown, kind: K, catalog: Catalog): DefinitionOf[K] | null {
  const name = isBlock(use) ? use['kind'] : use;
  return catalog.list(kind).find(({ definition }) => definition.name === name)?.definition ?? null;
}

/** Options with defaults filled in; null where they are not what they must be. */
function parsed(definition: Definition<Kind, OptionsSchema>, use: unknown): Readonly<Record<string, unknown>> | null {
  const { kind: _, ...options } = (isBlock(use) ? use : {}) as Partial<PluginUse>;
  const result = callPlugin(definition, 'options', () => definition.options.safeParse(options));
  return result.success ? result.data : null;
}
