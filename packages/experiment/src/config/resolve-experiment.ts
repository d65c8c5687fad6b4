import type { Catalog, Kind, z } from '@knotwork/plugin';
import { stringify } from 'yaml';
import { missing, noKind, notYet, type Origin, refusedValue, unknownKey, unknownPlugin, wrongValue } from './errors.js';
import { expand, optionsOf } from './expand.js';
import { experimentSchema, type ResolvedExperiment } from './experiment-schema.js';
import type { ExperimentSource, Path } from './experiment-source.js';
import { applyOverride } from './overrides.js';
import { alternativeFor, defaultOf, expectation, isBlock, shapeOf } from './schema.js';

/** Names that are planned and not there yet, by kind; they are refused as such. */
export type Coming = Partial<Readonly<Record<Kind, readonly string[]>>>;

interface Context {
  readonly catalog: Catalog;
  readonly coming: Coming;
  originOf(path: Path): Origin;
}

/**
 * Fills an experiment file in: writes short forms out, applies overrides left to right, adds defaults, checks every block by its
 * own schema. Resolving the result again gives the same.
 *
 * @throws KnotworkError `input`: one message with path, line (or override) and remedy
 */
export function resolveExperiment(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], coming: Coming = {}): ResolvedExperiment {
  let tree = expand(experimentSchema, source.tree, catalog) as Record<string, unknown>;
  const changed: { path: string; override: string }[] = [];
  for (const override of overrides) {
    const applied = applyOverride(experimentSchema, tree, override, catalog);
    tree = applied.tree as Record<string, unknown>;
    changed.push({ path: applied.path, override });
  }
  const context: Context = {
    catalog, coming,
    originOf: (path) => {
      const dotted = path.join('.');
      const by = changed.findLast((c) => dotted === c.path || dotted.startsWith(`${c.path}.`));
      const line = source.lineOf(path);
      return by !== undefined ? { override: by.override } : line === undefined ? {} : { line };
    },
  };
  const resolved = check(experimentSchema, tree, [], context) as Omit<ResolvedExperiment, 'explicit'>;
  return { ...resolved, explicit: new Set(pathsIn(tree, '')) };
}

/** Parses one block by its schema and everything that is named in it by the named plugins' schemas. */
function check(schema: z.ZodType, value: unknown, path: Path, context: Context, prefix: readonly string[] = []): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw wording(schema, value, parsed.error.issues[0] as Issue, path, context, prefix);
  return checkUses(schema, parsed.data, path, context);
}

function checkUses(schema: z.ZodType, value: unknown, path: Path, context: Context): unknown {
  if (value === undefined) return value;
  const shape = shapeOf(schema);
  switch (shape.is) {
    case 'use': return checkUse(shape.kind, shape.words, value, path, context);
    case 'block': return mapValues(value, (v, k) => checkUses(shape.keys[k]!, v, [...path, k], context));
    case 'record': return mapValues(value, (v, k) => checkUses(shape.value, v, [...path, k], context));
    case 'list': return (value as unknown[]).map((v, i) => checkUses(shape.element, v, [...path, i], context));
    case 'choice': {
      const alternative = alternativeFor(shape.options, value);
      return alternative === undefined ? value : checkUses(alternative, value, path, context);
    }
    case 'value': return value;
  }
}

function checkUse(kind: Kind, words: readonly string[], value: unknown, path: Path, context: Context): unknown {
  const { kind: name, ...options } = (typeof value === 'string' ? { kind: value } : value) as Record<string, unknown>;
  const origin = context.originOf(path);
  if (typeof name !== 'string') throw noKind(kind, path.join('.'), origin);
  if (words.includes(name) && Object.keys(options).length === 0) return { kind: name };
  const schema = optionsOf(context.catalog, kind, name);
  if (schema === undefined) {
    const installed = [...words, ...context.catalog.list(kind).map((e) => e.definition.name)];
    if (context.coming[kind]?.includes(name) === true) throw notYet(kind, name, path.join('.'), installed, origin);
    throw unknownPlugin(kind, name, path.join('.'), installed, origin);
  }
  return { kind: name, ...(check(schema, options, path, context, ['kind']) as object) };
}

interface Issue { readonly code: string; readonly path: Path; readonly message: string; readonly keys?: readonly string[] }

/** One message for one issue. @param prefix keys the block has besides its schema's */
function wording(schema: z.ZodType, value: unknown, issue: Issue, path: Path, context: Context, prefix: readonly string[]): Error {
  const full = [...path, ...issue.path];
  const dotted = full.join('.');
  const place = schemaAt(schema, value, issue.path);
  const got = issue.path.reduce<unknown>((v, k) => (v as Record<string | number, unknown> | undefined)?.[k], value);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys![0]!;
    const block = shapeOf(place);
    const allowed = block.is === 'block' ? Object.keys(block.keys) : [];
    return unknownKey(key, dotted, [...(issue.path.length === 0 ? prefix : []), ...allowed], context.originOf([...full, key]));
  }
  const origin = context.originOf(full);
  if (got === undefined && issue.path.length > 0) return missing(dotted, expectation(place), origin);
  // Messages of our own begin in lower case or name what is missing; zod's begin with these words.
  if (!/^(Invalid|Too|Unrecognized|Expected)/.test(issue.message)) return refusedValue(dotted, issue.message, got, origin);
  const standard = defaultOf(place);
  const remedy = standard === undefined || isBlock(standard) ? '' : ` Leave it out for the default, ${JSON.stringify(standard)}.`;
  return wrongValue(dotted, expectation(place), got, remedy, origin);
}

/** The schema that stands at a path of one block, as far as it can be followed. */
function schemaAt(schema: z.ZodType, value: unknown, path: Path): z.ZodType {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const shape = shapeOf(schema);
  const inside = (value as Record<string | number, unknown> | undefined)?.[key];
  switch (shape.is) {
    case 'block': return shape.keys[key] === undefined ? schema : schemaAt(shape.keys[key], inside, rest);
    case 'list': return schemaAt(shape.element, inside, rest);
    case 'record': return schemaAt(shape.value, inside, rest);
    case 'choice': {
      const alternative = alternativeFor(shape.options, value);
      return alternative === undefined ? schema : schemaAt(alternative, value, path);
    }
    default: return schema;
  }
}

function mapValues(value: unknown, f: (v: unknown, key: string) => unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, f(v, k)]));
}

function pathsIn(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return path === '' ? [] : [path];
  const below = Object.entries(value).flatMap(([k, v]) => pathsIn(v, path === '' ? k : `${path}.${k}`));
  return path === '' ? below : [path, ...below];
}

/** The resolved file as plain JSON, keys in schema order. */
export function experimentJson({ explicit: _, ...experiment }: ResolvedExperiment): Readonly<Record<string, unknown>> {
  return experiment;
}

/** The resolved file as YAML that can be run. */
export function toYaml(experiment: ResolvedExperiment): string {
  return stringify(experimentJson(experiment), { lineWidth: 120, aliasDuplicateObjects: false });
}
