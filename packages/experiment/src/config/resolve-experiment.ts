import type { Catalog, Kind } from '@knotwork/plugin';
import { stringify } from 'yaml';
import { checkBlock, type Context } from './check.js';
import { where } from './errors.js';
import { expand } from './expand.js';
import { experimentSchema, type ResolvedExperiment } from './experiment-schema.js';
import type { ExperimentSource } from './experiment-source.js';
import { applyOverride, pathsIn } from './overrides.js';
import type { Path } from './yaml-text.js';

/** Names that are planned and not there yet, by kind; they are refused as such. */
export type Coming = Partial<Readonly<Record<Kind, readonly string[]>>>;

/**
 * Fills an experiment file in: writes short forms out, applies overrides left to right, adds defaults, checks every block by its
 * own schema. Resolving the result again gives the same.
 *
 * @throws KnotworkError `input`: one message with path, line (or override) and remedy
 */
export function resolveExperiment(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], coming: Coming = {}): ResolvedExperiment {
  let tree = expand(experimentSchema, source.tree, catalog) as Record<string, unknown>;
  const changed: { path: string; override: string }[] = [];
  let explicit = pathsIn(tree, '');
  for (const override of overrides) {
    const applied = applyOverride(experimentSchema, tree, override, catalog);
    tree = applied.tree as Record<string, unknown>;
    changed.push({ path: applied.path, override });
    explicit = explicit.filter((p) => !isAtOrBelow(p, applied.path));
    if (applied.value !== null) explicit.push(...blocksAround(applied.path), ...pathsIn(applied.value, applied.path));
  }
  const context: Context = {
    catalog, coming,
    originOf: (path) => {
      const dotted = path.join('.');
      const by = changed.findLast((c) => isAtOrBelow(dotted, c.path)) ?? (isWritten(source.tree, path) ? undefined : changed.findLast((c) => isAtOrBelow(c.path, dotted)));
      const line = source.lineOf(path);
      return by !== undefined ? { override: by.override } : line === undefined ? {} : { line };
    },
  };
  const resolved = checkBlock(experimentSchema, tree, [], context) as Omit<ResolvedExperiment, 'explicit' | 'whereIs'>;
  const whereIs = (path: string): string => where(context.originOf(path.split('.').map((k) => (/^\d+$/.test(k) ? Number(k) : k))));
  // Not enumerable: two resolved files are equal when they say the same, wherever it was written.
  return Object.defineProperty({ ...resolved, explicit: new Set(explicit), whereIs }, 'whereIs', { enumerable: false });
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
