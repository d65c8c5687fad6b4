import { didYouMean, type Kind } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { type Context, UNWORDED } from './check.js';
import { optionsOf } from './expand.js';
import { expectation, isInteger, takesNumbers, takesText, wordsOf } from './expectation.js';
import { experimentSchema } from './experiment-schema.js';
import { childOf, closest, defaultOf, isBlock, shapeOf } from './schema.js';
import { missing, noKind, notYet, refusedValue, unknownKey, unknownPlugin, wrongValue } from './value-errors.js';
import type { Around } from './words/index.js';
import type { Path } from './written.js';

interface Issue {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
  /** What is wrong with the key of a record. */
  readonly issues?: readonly Issue[];
  /** Values of the key by which a choice is made. */
  readonly discriminator?: string;
  readonly options?: readonly unknown[];
}

/** What is first wrong with a block. @param besides keys the block has besides its schema's, for the list of allowed ones */
function wrongBlock(schema: z.ZodType, value: unknown, path: Path, context: Context, besides: readonly string[]): Error {
  return wording(schema, value, first(issuesOf(schema, value)), path, context, besides);
}

/** A block that names no plugin. */
function unnamed(kind: Kind, options: Readonly<Record<string, unknown>>, path: Path, context: Context): Error {
  return noKind(kind, path.join('.'), namedOtherwise(kind, options, context), context.originOf(path));
}

/** An option of a word that has none. */
function besideWord(key: string, path: Path, context: Context): Error { return unknownKey(key, path.join('.'), ['kind'], context.originOf([...path, key])); }

/** @param words that may stand in the place of a name, @param at where the name stands, by itself or in a block */
function notInstalled(kind: Kind, name: string, words: readonly string[], [path, value]: readonly [path: Path, value: unknown], context: Context): Error {
  const dotted = path.join('.');
  const installed = [...words, ...context.catalog.list(kind).map((e) => e.definition.name)];
  const named = context.originOf(isBlock(value) ? [...path, 'kind'] : path);
  return context.coming[kind]?.includes(name) === true ? notYet(kind, name, dotted, installed, named) : unknownPlugin(kind, name, dotted, installed, named, context.words);
}

export const faults = { wrongBlock, unnamed, besideWord, notInstalled };
/** What says in words what is wrong with an experiment. */
export type Faults = typeof faults;

function issuesOf(schema: z.ZodType, value: unknown): readonly Issue[] {
  return (schema.safeParse(value, { error: () => UNWORDED }).error?.issues ?? []) as unknown as Issue[];
}

/** A misspelled key explains what is then missing, so it comes first. */
function first(issues: readonly Issue[]): Issue {
  return issues.find((i) => i.code === 'unrecognized_keys') ?? issues[0]!;
}

/** One message for one issue. @param besides keys the block has besides its schema's, for the list of allowed ones */
function wording(schema: z.ZodType, value: unknown, issue: Issue, path: Path, context: Context, besides: readonly string[]): Error {
  const full = [...path, ...issue.path];
  const dotted = full.join('.');
  const place = schemaAt(schema, value, issue.path);
  const got = valueAt(value, issue.path);
  const parent = valueAt(value, issue.path.slice(0, -1));
  const origin = context.originOf(full);
  if (issue.code === 'unrecognized_keys' && issue.message === UNWORDED) {
    const key = issue.keys![0]!;
    const shape = shapeOf(alternative(place, got));
    const allowed = shape.is === 'block' ? Object.keys(shape.keys) : [];
    const hint = context.words?.wordHint({ word: key, value: isBlock(got) ? got[key] : undefined, block: full, allowed }, around(context));
    return unknownKey(key, dotted, [...(issue.path.length === 0 ? besides : []), ...allowed], context.originOf([...full, key]), hint);
  }
  if (issue.code === 'invalid_key') {
    const reason = issue.issues?.[0]?.message ?? UNWORDED;
    return refusedValue(full.slice(0, -1).join('.'), reason === UNWORDED ? 'the key is not one that may stand here' : reason, full.at(-1), origin);
  }
  if (issue.message !== UNWORDED) return refusedValue(dotted, issue.message, got, origin);
  const expected = issue.discriminator === undefined ? expectation(place) : `one of ${(issue.options ?? []).map((o) => JSON.stringify(o)).join(', ')}`;
  if (got === undefined && issue.path.length > 0) return missing(dotted, expected, origin);
  const inside = issue.discriminator === undefined ? insideChoice(place, got, full, context) : undefined;
  return inside ?? wrongValue(dotted, expected, got, otherMeaning(full, got, context) || bracketsFor(place, got, parent) || remedyFor(place, got), origin);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((v, k) => (v as Record<string | number, unknown> | null | undefined)?.[k], value);
}

/** What a value is closest to, where a place takes several things. */
function alternative(place: z.ZodType, got: unknown): z.ZodType {
  const shape = shapeOf(place);
  return shape.is === 'choice' ? closest(shape.options, got)[0] ?? place : place;
}

/** What a key may mean to whoever gave it such a value. */
function otherMeaning(path: Path, value: unknown, context: Context): string {
  const word = path.at(-1);
  return typeof word === 'string' ? context.words?.otherMeaningHint({ word, value, block: path.slice(0, -1), allowed: [] }, around(context)) ?? '' : '';
}

function around({ tree, catalog }: Context): Around { return { schema: experimentSchema, tree, catalog }; }

/** A key that names an installed plugin in place of "kind". */
function namedOtherwise(kind: Kind, block: Readonly<Record<string, unknown>>, { catalog }: Context): readonly [string, string] | undefined {
  const found = ['name', 'type', 'method', 'class'].find((key) => optionsOf(catalog, kind, block[key]) !== undefined);
  return found === undefined ? undefined : [found, String(block[found])];
}

/** Where one alternative of a choice is clearly meant, what is wrong with that one. */
function insideChoice(schema: z.ZodType, got: unknown, path: Path, context: Context): Error | undefined {
  const shape = shapeOf(schema);
  if (shape.is !== 'choice' || typeof got !== 'object') return undefined;
  const [meant, ...others] = closest(shape.options, got);
  if (meant === undefined || others.length > 0) return undefined;
  return wording(meant, got, first(issuesOf(meant, got)), path, context, []);
}

/** How to write a single value where a list, or a list of lists, of such values belongs. @param parent what the value stands in */
function bracketsFor(place: z.ZodType, got: unknown, parent: unknown): string {
  if (typeof got !== 'number' && typeof got !== 'string') return '';
  const listed = inBrackets(place, got, Array.isArray(parent));
  if (listed === undefined || listed === got) return '';
  if (!Array.isArray(parent)) return ` Write ${JSON.stringify(listed)}.`;
  const each = JSON.stringify(parent.map((entry: unknown) => inBrackets(place, entry, true) ?? entry));
  const isOne = parent.length > 1 && place.safeParse(parent).success;
  return ` Write ${isOne ? `${JSON.stringify([parent])}, or ` : ''}${each}.`;
}

/** A value with as many brackets around it as a place takes; undefined where it takes none of that sort. */
function inBrackets(place: z.ZodType, value: unknown, isInList = false): unknown {
  if (place.safeParse(value).success) return value;
  const shape = shapeOf(place);
  // Of a choice by itself it is not said what was meant; an entry of a list that may be a list, too, is one.
  if (shape.is === 'choice' && isInList) return shape.options.map((option) => inBrackets(option, value)).find((found) => found !== undefined);
  const inside = shape.is === 'list' ? inBrackets(shape.element, value, true) : undefined;
  return inside === undefined ? undefined : [inside];
}

function remedyFor(place: z.ZodType, got: unknown): string {
  if (takesNumbers(place) && typeof got === 'string' && got.trim() !== '' && Number.isFinite(Number(got))) return ' Write it without quotes.';
  if (takesText(place) && (typeof got === 'number' || typeof got === 'boolean')) return ' Put it in quotes.';
  if (isInteger(place) && typeof got === 'number' && Number.isInteger(got) && !Number.isSafeInteger(got)) return ` Whole numbers are exact up to ${Number.MAX_SAFE_INTEGER} only.`;
  if ((got === false || got === 'none' || got === 'off') && !isInteger(place) && place.safeParse(0).success) return ' Write 0 for none.';
  const meant = typeof got === 'string' ? didYouMean(got, wordsOf(place)) : '';
  const standard = defaultOf(place);
  // A default that depends on the rest of the file is not the schema's own.
  if (meant === '' && place.description?.includes('when left out') === true && standard !== undefined) return ' Leave it out for the default.';
  return meant !== '' || standard === undefined || isBlock(standard) ? meant : ` Leave it out for the default, ${JSON.stringify(standard)}.`;
}

/** The schema that stands at a path of one block, as far as it can be followed. */
function schemaAt(schema: z.ZodType, value: unknown, [key, ...rest]: Path): z.ZodType {
  if (key === undefined) return schema;
  const child = childOf(schema, key, value);
  return child === undefined ? schema : schemaAt(child, (value as Record<string | number, unknown> | undefined)?.[key], rest);
}
