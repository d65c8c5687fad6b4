import type { Preset } from './presets/index.js';
import { isBlock } from './schema.js';

type Block = Record<string, unknown>;

/**
 * Lays a tree over a preset. Blocks are merged key by key, but the options of a plugin only under the same plugin; a list of the tree
 * stands as it is. Doing it again changes nothing.
 *
 * @param ownStages whether the list `stages` was written as a whole; where not, its entries lie over the preset's one by one
 */
export function overPreset(tree: Block, preset: Preset, ownStages: boolean): Block {
  const merged = over(tree, preset.tree) as Block;
  const { stages } = merged;
  if (!Array.isArray(stages)) return merged;
  const given = ownStages ? [] : (preset.tree['stages'] ?? []) as readonly unknown[];
  return { ...merged, stages: stages.map((stage: unknown, i) => overStandard(over(stage, given[i]), preset)) };
}

/** What is left of a preset where a saved network is gone on from. */
export function forStored(preset: Preset): Preset {
  const tree = structuredClone(preset.tree) as Block;
  for (const path of preset.fresh ?? []) {
    const keys = path.split('.');
    const block = keys.slice(0, -1).reduce<Block | undefined>((node, key) => node?.[key] as Block | undefined, tree);
    if (block !== undefined) Reflect.deleteProperty(block, keys.at(-1)!);
  }
  return { ...preset, tree };
}

/** Lays one stage over what the preset says of every stage of its kind. */
function overStandard(stage: unknown, { each }: Preset): unknown {
  const kind = isBlock(stage) ? stage['kind'] : undefined;
  return typeof kind === 'string' && Object.hasOwn(each, kind) ? over(stage, each[kind]) : stage;
}

/** Paths of the file that stand in the place of what a preset says, from the outside in: without them, the preset's would be there. */
export function broughtBy({ tree, each }: Preset, file: Block): readonly string[] {
  const { network, stages, ...others } = tree;
  const written = Array.isArray(file['stages']) ? file['stages'] as readonly unknown[] : [];
  const ofStages = stages !== undefined ? ['stages']
    : written.flatMap((stage, i) => (isBlock(stage) ? Object.keys(each[String(stage['kind'])] ?? {}).map((key) => `stages.${i}.${key}`) : []));
  return [...Object.keys(others), ...Object.keys((network ?? {}) as Block).map((key) => `network.${key}`), ...ofStages];
}

export function over(value: unknown, standard: unknown): unknown {
  if (value === undefined) return structuredClone(standard);
  if (!isBlock(value) || !isBlock(standard) || isOther(value, standard)) return value;
  // The tree's own keys stay where they are: the order of keys means nothing, but errors are found in it.
  const added = Object.keys(standard).filter((k) => !Object.hasOwn(value, k));
  return Object.fromEntries([...Object.keys(value), ...added].map((k) => [k, over(value[k], standard[k])]));
}

/** Whether a block names another plugin than the one the options are for. */
function isOther(value: Block, standard: Readonly<Block>): boolean {
  return value['kind'] !== undefined && standard['kind'] !== undefined && value['kind'] !== standard['kind'];
}
