import { isExpr } from '@knotwork/algebra';
import * as z from '../zod.js';
import type { Citation } from './citation.js';
import type { Definition } from './definition.js';
import type { PluginUse } from './use.js';
import { KnotworkError } from '../errors.js';
import { didYouMean } from '../nearest.js';

/** What every key of an object must be. */
export type PartsOf<T> = { readonly [K in keyof T]-?: z.ZodType };

/**
 * What the keys of a definition must be, beside those that every definition has. Nothing else may be there: an optional part that is misspelled would
 * silently be left out.
 */
export type Parts<D> = PartsOf<Omit<D, keyof Definition>>;

/** A function. */
export const called = z.custom<(...values: never[]) => unknown>((value) => typeof value === 'function', 'a function');
/** How messages call a formula. */
export const FORMULA = 'a formula';
/** A formula. */
export const formulas = z.custom((value) => isExpr(value), FORMULA);
/** Numbers as they are stored; `instanceof` would refuse those of another realm. */
export const numbers = z.custom((value) => Object.prototype.toString.call(value) === '[object Float64Array]', 'a Float64Array');

/** Another plugin. */
export const named = z.custom<PluginUse>((value) => typeof (value as PluginUse | null | undefined)?.kind === 'string', '{ kind: NAME, ... }');

/** What the keys of a source must be. */
export const citation: PartsOf<Citation> = { authors: z.array(z.string()), year: z.number(), title: z.string(), id: z.string().optional() };

const GENERAL: PartsOf<Definition> = {
  kind: z.string(), name: z.string(), options: z.unknown(), summary: z.custom((value) => typeof value === 'string' && /^\S.*$/.test(value), 'one line of text'),
  source: z.strictObject(citation).optional(),
};

/** @throws KnotworkError `plugin` naming what is missing, misspelled or not what it must be */
export function requireParts(definition: Definition, parts: Readonly<Record<string, z.ZodType>>): void {
  const fault = faultOf(z.strictObject({ ...GENERAL, ...parts }), definition);
  if (fault === undefined) return;
  const who = `${definition.kind} "${definition.name}"`;
  throw new KnotworkError('plugin', partTrouble(who, fault), { plugin: who });
}

/** What is wrong with a part of something, as a sentence. @param who such as `basis "b-spline"` */
export function partTrouble(who: string, { place, unread, wanted, got }: Fault): string {
  if (unread !== undefined) return `The ${who} has a part "${unread.key}"${place === '' ? '' : ` in "${place}"`} that nothing reads.${unread.hint || ' Remove it.'}`;
  return got === undefined ? `The ${who} needs "${place}": ${wanted}.` : `"${place}" of the ${who} must be ${wanted}; it is ${shown(got)}.`;
}

/** The first thing in which a value is not what it must be. */
export interface Fault {
  /** Where, such as `capabilities.refine`; empty for the value itself. */
  readonly place: string;
  /** A key there that nothing reads, and what was probably meant. */
  readonly unread?: { readonly key: string; readonly hint: string };
  /** What it must be. */
  readonly wanted: string;
  readonly got: unknown;
}

/** Compares a value with what it must be. */
export function faultOf(schema: z.ZodType, value: unknown): Fault | undefined {
  const { error } = schema.safeParse(value);
  if (error === undefined) return undefined;
  // A misspelled key is also missing: the misspelling says more.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]!;
  const place = issue.path.join('.');
  const got = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], value);
  if (issue.code !== 'unrecognized_keys') return { place, wanted: textOf(issue), got };
  const [key] = issue.keys as [string];
  const missing = keysAt(schema, issue.path).filter((known) => !(known in (got as object)));
  return { place, unread: { key, hint: didYouMean(key, missing) }, wanted: '', got };
}

/** What is wrong with options, in words that follow a colon; null where they fit. */
export function optionTrouble(schema: z.ZodType, options: unknown): string | null {
  const fault = faultOf(schema, options);
  if (fault === undefined) return null;
  const { place, unread, got } = fault;
  // What is checked where a plugin is named has no words of its own (`use`).
  const wanted = fault.wanted === 'Invalid input' ? 'the name of a plugin, or { kind: NAME, ... }' : fault.wanted.replace(/^must be /, '');
  if (unread !== undefined) return `there is no option "${unread.key}"${place === '' ? '' : ` in "${place}"`}${unread.hint.replace(/^ (.*)\?$/, ' ($1?)')}`;
  return got === undefined ? `"${place}" is missing, ${wanted}` : `"${place}" must be ${wanted}; it is ${shown(got)}`;
}

/** A value for a message. */
export function shown(value: unknown): string {
  if (isExpr(value)) return FORMULA;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' && typeof value !== 'string') return String(value);
  // Formulas share their parts, so that one written out may have no end.
  try { return JSON.stringify(value, (_, part: unknown) => (isExpr(part) ? FORMULA : part)); } catch { return 'an object that is not plain'; }
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'true or false', string: 'a text', number: 'a number', int: 'a whole number', array: 'a list', object: 'an object', record: 'an object', tuple: 'a list',
};

function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(', ').replace(/, ([^,]*)$/, ' or $1');
  if (issue.code === 'too_big') return issue.origin === 'array' ? `a list of at most ${issue.maximum}` : `a number ${issue.inclusive === false ? 'below' : 'of at most'} ${issue.maximum}`;
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'a list that is not empty' : `a number ${issue.inclusive === false ? 'above' : 'of at least'} ${issue.minimum}`;
  return issue.code === 'invalid_type' ? TYPES[issue.expected] ?? issue.expected : issue.message;
}

/** Keys that may be at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  const bare = (): unknown => { while (at instanceof z.ZodOptional || at instanceof z.ZodNullable) at = at.unwrap(); return at; };
  for (const key of path) {
    const parent = bare();
    at = parent instanceof z.ZodObject ? parent.shape[String(key)] : parent instanceof z.ZodArray ? parent.element : parent instanceof z.ZodRecord ? parent.valueType : undefined;
  }
  const parent = bare();
  return parent instanceof z.ZodObject ? Object.keys(parent.shape) : [];
}
