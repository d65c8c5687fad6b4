import type { Catalog, Kind } from '@knotwork/plugin';
import { stringify } from 'yaml';
import { presets as ownPresets } from './presets/index.js';
import { checkUses, type Context, parseBlock } from './check.js';
import { checkDataSets, dataSetsOf } from './data-sets.js';
import { type Origin, where } from './errors.js';
import { experimentSchema, type ResolvedExperiment } from './experiment-schema.js';
import type { ExperimentSource } from './experiment-source.js';
import { FilledTree } from './filled-tree.js';
import { type PlainExperiment, withChoices } from './with-choices.js';
import type { Path } from './yaml-text.js';

/** Names that are planned and not there yet, by kind; they are refused as such. */
export type Coming = Partial<Readonly<Record<Kind, readonly string[]>>>;

/**
 * Fills an experiment file in: writes short forms out, lays it over its preset, applies overrides left to right (a `preset=` before the
 * others), adds defaults, checks every block by its own schema, puts what rules choose in place of what is left to them. Resolving the result again gives the same.
 *
 * @param presets the presets there are
 * @throws KnotworkError `input`: one message with path, line (or override, or preset) and remedy
 */
export function resolveExperiment(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], coming: Coming = {}, presets = ownPresets): ResolvedExperiment {
  const filled = new FilledTree(source, catalog);
  filled.fill(overrides, presets);
  const { tree, explicit } = filled;
  const originOf = (path: Path): Origin => filled.originOf(path);
  const dataKeys = tree as Pick<ResolvedExperiment, 'dataset' | 'datasets'>;
  const context: Context = { catalog, coming, tree, originOf, dataSets: dataSetsOf(dataKeys).map(({ name }) => name) };
  const parsed = parseBlock(experimentSchema, tree, [], context);
  checkDataSets(dataKeys, originOf);
  const resolved = withChoices(checkUses(experimentSchema, parsed, [], context) as PlainExperiment, catalog);
  const whereIs = (path: string): string => where(originOf(path.split('.').map((k) => (/^\d+$/.test(k) ? Number(k) : k))));
  // Not enumerable: two resolved files are equal when they say the same, wherever it was written.
  return Object.defineProperty({ ...resolved, explicit, whereIs }, 'whereIs', { enumerable: false });
}

/** The resolved file as plain JSON, keys in schema order. */
export function experimentJson({ explicit: _, ...experiment }: ResolvedExperiment): Readonly<Record<string, unknown>> {
  return experiment;
}

/** The resolved file as YAML that can be run. */
export function toYaml(experiment: ResolvedExperiment): string {
  return stringify(experimentJson(experiment), { lineWidth: 120, aliasDuplicateObjects: false });
}
