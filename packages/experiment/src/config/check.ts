import { callPlugin, type Catalog, type Kind, KnotworkError } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { dataSetMeant } from './data-sets.js';
import type { Origin } from './errors.js';
import { optionsOf } from './expand.js';
import type { Faults } from './faults.js';
import { childOf, closest, shapeOf } from './schema.js';
import type { Words } from './words/index.js';
import type { Path } from './written.js';

/** What checking needs to know besides schema and value. */
export interface Context {
  readonly catalog: Catalog;
  /** Planned names, by kind. */
  readonly coming: Partial<Readonly<Record<Kind, readonly string[]>>>;
  /** Names of the file's data sets. */
  readonly dataSets: readonly string[];
  /** The whole file, short forms written out. */
  readonly tree: unknown;
  originOf(path: Path): Origin;
  /** What words may mean; left out, messages say nothing of it. */
  readonly words: Words | undefined;
  /** Says what is wrong; left out where it is enough that something is, since whoever asked asks again. */
  readonly faults?: Faults | undefined;
}

/** A plugin whose schema it is: what the schema throws is the plugin's failure. */
interface Owner { readonly kind: Kind; readonly name: string }

/** Stands where the author of a schema left the words to zod: we word these ourselves. */
export const UNWORDED = '\0unworded';

/** What is thrown of something wrong. */
function fault({ faults }: Context, told: (faults: Faults) => Error): Error {
  return faults === undefined ? new KnotworkError('input', 'Something is wrong with the experiment.') : told(faults);
}

/**
 * Parses one block by its schema alone.
 *
 * @param owner of the schema, where it is that of a plugin's options
 * @throws KnotworkError `input` for the first thing that is wrong
 */
export function parseBlock(schema: z.ZodType, value: unknown, path: Path, context: Context, owner?: Owner): unknown {
  const parse = (): z.ZodSafeParseResult<unknown> => schema.safeParse(value, { error: () => UNWORDED });
  const parsed = owner === undefined ? parse() : callPlugin(owner, 'options', parse);
  // The options of a plugin stand beside its name.
  if (!parsed.success) throw fault(context, ({ wrongBlock }) => wrongBlock(schema, value, path, context, owner === undefined ? [] : ['kind']));
  return parsed.data;
}

/** Parses everything that is named in a parsed block by the named plugins' schemas; fills defaults in. */
export function checkUses(schema: z.ZodType, value: unknown, path: Path, context: Context): unknown {
  if (value === undefined) return value;
  const shape = shapeOf(schema);
  const below = (v: unknown, k: string | number): unknown => {
    const child = childOf(schema, k, value);
    return child === undefined ? v : checkUses(child, v, [...path, k], context);
  };
  switch (shape.is) {
    case 'use': return checkUse(shape.kind, shape.words, value, path, context);
    case 'choice': {
      const alternative = closest(shape.options, value)[0];
      return alternative === undefined ? value : checkUses(alternative, value, path, context);
    }
    case 'data-set-name': return dataSetMeant(String(value), context.dataSets, path.join('.'), context.originOf(path));
    case 'value': return value;
    default:
      // A place that allows null besides.
      if (value === null) return value;
      return Array.isArray(value) ? value.map(below) : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, below(v, k)]));
  }
}

function checkUse(kind: Kind, words: readonly string[], value: unknown, path: Path, context: Context): unknown {
  if (value === null) return value;
  const { kind: name, ...options } = (typeof value === 'string' ? { kind: value } : value) as Record<string, unknown>;
  if (typeof name !== 'string') throw fault(context, ({ unnamed }) => unnamed(kind, options, path, context));
  if (words.includes(name)) {
    const key = Object.keys(options)[0];
    if (key !== undefined) throw fault(context, ({ besideWord }) => besideWord(key, path, context));
    return { kind: name };
  }
  const schema = optionsOf(context.catalog, kind, name);
  if (schema === undefined) throw fault(context, ({ notInstalled }) => notInstalled(kind, name, words, [path, value], context));
  return { kind: name, ...(checkUses(schema, parseBlock(schema, options, path, context, { kind, name }), path, context) as object) };
}
