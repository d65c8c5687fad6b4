import type { Catalog, Kind } from '@knotwork/plugin';
import { stringify } from 'yaml';
import { checkUses, type Context, parseBlock } from './check.js';
import { checkDataSets, dataSetsOf } from './data-sets.js';
import { comingPresets, type Preset, presets as ownPresets } from '../presets/index.js';
import { overPreset } from './apply-preset.js';
import { type Origin, presetNotYet, presetWithoutStages, unknownPreset, where } from './errors.js';
import { expand } from './expand.js';
import { experimentSchema, type ResolvedExperiment } from './experiment-schema.js';
import type { ExperimentSource } from './experiment-source.js';
import { applyOverride, namesPreset, pathsIn } from './overrides.js';
import type { Path } from './yaml-text.js';

/** Names that are planned and not there yet, by kind; they are refused as such. */
export type Coming = Partial<Readonly<Record<Kind, readonly string[]>>>;

/**
 * Fills an experiment file in: writes short forms out, lays it over its preset, applies overrides left to right (a `preset=` before the
 * others), adds defaults, checks every block by its own schema. Resolving the result again gives the same.
 *
 * @param presets the presets there are
 * @throws KnotworkError `input`: one message with path, line (or override, or preset) and remedy
 */
export function resolveExperiment(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], coming: Coming = {}, presets = ownPresets): ResolvedExperiment {
  let tree = expand(experimentSchema, source.tree, catalog) as Record<string, unknown>;
  const changed: { path: string; override: string }[] = [];
  const explicit = new Set(pathsIn(tree, ''));
  let preset: Preset | undefined;
  const originOf = (path: Path): Origin => {
    const dotted = path.join('.');
    if (preset !== undefined && isWritten(tree, path) && !explicit.has(dotted)) return { preset: preset.name };
    const by = changed.findLast((c) => isAtOrBelow(dotted, c.path)) ?? (isWritten(source.tree, path) ? undefined : changed.findLast((c) => isAtOrBelow(c.path, dotted)));
    const line = source.lineOf(path);
    return by !== undefined ? { override: by.override } : line === undefined ? {} : { line };
  };
  // Whoever replaces the list of stages has it as it is; whoever changes one of them changes the preset's.
  let ownStages = explicit.has('stages');
  const change = (override: string): void => {
    const applied = applyOverride(experimentSchema, tree, override, catalog);
    changed.push({ path: applied.path, override });
    for (const p of explicit) if (isAtOrBelow(p, applied.path)) explicit.delete(p);
    if (applied.value !== null) for (const p of [...blocksAround(applied.path), ...pathsIn(applied.value, applied.path)]) explicit.add(p);
    if (applied.path === 'stages') ownStages = applied.value !== null;
    tree = applied.tree as Record<string, unknown>;
  };
  const lay = (): void => { if (preset !== undefined) tree = expand(experimentSchema, overPreset(tree, preset, ownStages), catalog) as Record<string, unknown>; };

  for (const override of overrides.filter(namesPreset)) change(override);
  preset = presetNamed(tree['preset'], presets, originOf(['preset']));
  lay();
  for (const override of overrides) if (!namesPreset(override)) { change(override); lay(); }
  if (preset !== undefined && tree['stages'] === undefined) throw presetWithoutStages(preset.name, originOf(['stages']));

  const dataKeys = tree as Pick<ResolvedExperiment, 'dataset' | 'datasets'>;
  const context: Context = { catalog, coming, originOf, get dataSets() { return dataSetsOf(dataKeys).map(({ name }) => name); } };
  const parsed = parseBlock(experimentSchema, tree, [], context);
  checkDataSets(dataKeys, originOf);
  const resolved = checkUses(experimentSchema, parsed, [], context) as Omit<ResolvedExperiment, 'explicit' | 'whereIs'>;
  const whereIs = (path: string): string => where(originOf(path.split('.').map((k) => (/^\d+$/.test(k) ? Number(k) : k))));
  // Not enumerable: two resolved files are equal when they say the same, wherever it was written.
  return Object.defineProperty({ ...resolved, explicit, whereIs }, 'whereIs', { enumerable: false });
}

/** The preset a file names; what is no name is left to the schema. */
function presetNamed(name: unknown, presets: readonly Preset[], origin: Origin): Preset | undefined {
  if (typeof name !== 'string' || name === 'none') return undefined;
  const found = presets.find((p) => p.name === name);
  const names = ['none', ...presets.map((p) => p.name)];
  if (found === undefined) throw comingPresets.includes(name) ? presetNotYet(name, names, origin) : unknownPreset(name, names, origin);
  return found;
}

const isAtOrBelow = (path: string, block: string): boolean => path === block || path.startsWith(`${block}.`);

/** Whether the file itself has something at a path. */
function isWritten(tree: unknown, [key, ...rest]: Path): boolean {
  if (key === undefined) return true;
  return typeof tree === 'object' && tree !== null && Object.hasOwn(tree, key) && isWritten((tree as Record<string | number, unknown>)[key], rest);
}

/** `a`, `a.b` for `a.b.c`. */
function blocksAround(path: string): string[] {
  const keys = path.split('.');
  return keys.slice(1).map((_, i) => keys.slice(0, i + 1).join('.'));
}

/** The resolved file as plain JSON, keys in schema order. */
export function experimentJson({ explicit: _, ...experiment }: ResolvedExperiment): Readonly<Record<string, unknown>> {
  return experiment;
}

/** The resolved file as YAML that can be run. */
export function toYaml(experiment: ResolvedExperiment): string {
  return stringify(experimentJson(experiment), { lineWidth: 120, aliasDuplicateObjects: false });
}
