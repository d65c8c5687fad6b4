import type { Catalog, Kind } from '@knotwork/plugin';
import { presets as ownPresets } from './presets/index.js';
import { checkUses, type Context, parseBlock } from './check.js';
import { checkDataSets, dataSetsOf } from './data-sets.js';
import { type Origin, where } from './errors.js';
import { experimentSchema, type NetworkFrom, type ResolvedExperiment } from './experiment-schema.js';
import type { ExperimentSource } from './experiment-source.js';
import { FilledTree } from './filled-tree.js';
import type { StoredFacts } from './situation.js';
import { storedSource } from './stored-source.js';
import { type PlainExperiment, withChoices } from './with-choices.js';
import type { Path } from './written.js';

/** Names that are planned and not there yet, by kind; they are refused as such. */
export type Coming = Partial<Readonly<Record<Kind, readonly string[]>>>;

/** An experiment file, filled in as far as that takes nothing but the file. */
export interface FilledExperiment {
  /** A saved network that is gone on from; null where one is made anew. */
  readonly from: NetworkFrom | null;
  /** Where something was written, for messages, as of {@link ResolvedExperiment}. */
  whereIs(path: string): string;
  /**
   * Adds defaults, and checks every block.
   *
   * @param stored what was found at `from`; null where there is none
   * @throws KnotworkError `input`: one message with path, line (or override, or preset) and remedy
   */
  resolved(stored: { readonly facts: StoredFacts; readonly sha256: string } | null): ResolvedExperiment;
}

/**
 * Fills an experiment file in: writes short forms out, lays it over its preset, applies overrides left to right (a `preset=` before the others).
 *
 * @param presets the presets there are
 * @throws KnotworkError `input` for overrides that cannot be applied, and for what cannot stand beside a saved network
 */
export function fillExperiment(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], coming: Coming = {}, presets = ownPresets): FilledExperiment {
  const filled = new FilledTree(source, catalog);
  filled.fill(overrides, presets);
  const originOf = (path: Path): Origin => filled.originOf(path);
  const whereIs = (path: string): string => where(originOf(path.split('.').map((k) => (/^\d+$/.test(k) ? Number(k) : k))));
  const from = storedSource(filled.tree);
  return {
    from, whereIs,
    resolved: (stored) => {
      filled.settle(stored?.facts ?? null);
      const { tree, explicit } = filled;
      const dataKeys = tree as Pick<ResolvedExperiment, 'dataset' | 'datasets'>;
      const context: Context = { catalog, coming, tree, originOf, dataSets: dataSetsOf(dataKeys).map(({ name }) => name), words: source.texts?.words, faults: source.texts?.faults };
      const parsed = parseBlock(experimentSchema, tree, [], context) as PlainExperiment;
      checkDataSets(dataKeys, originOf);
      const own = from === null ? parsed : { ...parsed, network: { from: { ...from, ...(stored === null ? {} : { sha256: stored.sha256 }) } } };
      const resolved = withChoices(checkUses(experimentSchema, own, [], context) as PlainExperiment, catalog);
      // Not enumerable: two resolved files are equal when they say the same, wherever it was written.
      return Object.defineProperty({ ...resolved, explicit, whereIs }, 'whereIs', { enumerable: false });
    },
  };
}

/**
 * Fills an experiment file in and checks it: {@link fillExperiment} and what comes behind it, where no saved network is looked at. Resolving the result again gives the same.
 *
 * @throws KnotworkError `input`: one message with path, line (or override, or preset) and remedy
 */
export function resolveExperiment(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], coming: Coming = {}, presets = ownPresets): ResolvedExperiment {
  return fillExperiment(source, catalog, overrides, coming, presets).resolved(null);
}

/** The resolved file as plain JSON, keys in schema order. */
export function experimentJson({ explicit: _, ...experiment }: ResolvedExperiment): Readonly<Record<string, unknown>> {
  return experiment;
}
