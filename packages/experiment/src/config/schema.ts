import { type Kind, usedKind } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { isDataSetName } from './data-set-name.js';
import { withArticle } from './errors.js';

// The little that is needed to look into zod schemas: what stands behind defaults, and what a block, list or choice holds.

interface Check { readonly check: string; readonly value?: number; readonly inclusive?: boolean; readonly minimum?: number; readonly maximum?: number; readonly length?: number; readonly pattern?: RegExp; readonly error?: (issue: object) => unknown }
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
}
const def = (schema: z.ZodType): Definition => schema.def as unknown as Definition;
const WRAPPERS: ReadonlySet<string> = new Set(['default', 'prefault', 'optional', 'nullable', 'readonly', 'nonoptional']);

/** What a schema is when seen from outside. */
export type Shape =
  | { readonly is: 'use'; readonly kind: Kind; readonly words: readonly string[] }
  | { readonly is: 'block'; readonly keys: Readonly<Record<string, z.ZodType>> }
  | { readonly is: 'list'; readonly element: z.ZodType }
  | { readonly is: 'tuple'; readonly items: readonly z.ZodType[] }
  | { readonly is: 'record'; readonly value: z.ZodType }
  | { readonly is: 'choice'; readonly options: readonly z.ZodType[] }
  | { readonly is: 'data-set-name' }
  | { readonly is: 'value' };

/** Strips defaults and the like. */
export function inner(schema: z.ZodType): z.ZodType {
  let s = schema;
  while (WRAPPERS.has(def(s).type)) s = def(s).innerType!;
  return s;
}

/** Schemas do not change, and every value of a file asks for the shape of its own several times. */
const shapes = new WeakMap<z.ZodType, Shape>();

export function shapeOf(schema: z.ZodType): Shape {
  const shape = shapes.get(schema) ?? lookedAt(schema);
  shapes.set(schema, shape);
  return shape;
}

function lookedAt(schema: z.ZodType): Shape {
  const s = inner(schema);
  const used = usedKind(s);
  if (used !== undefined) return { is: 'use', ...used };
  if (isDataSetName(s)) return { is: 'data-set-name' };
  const d = def(s);
  switch (d.type) {
    case 'object': return { is: 'block', keys: d.shape! };
    case 'array': return { is: 'list', element: d.element! };
    case 'tuple': return { is: 'tuple', items: d.items! };
    case 'record': return { is: 'record', value: d.valueType! };
    case 'union': return { is: 'choice', options: d.options! };
    default: return { is: 'value' };
  }
}

/** Schema under a key or index, or undefined: `constructor` and its like are no keys. A choice is taken as its alternative for `value`. */
export function childOf(schema: z.ZodType, key: string | number, value: unknown): z.ZodType | undefined {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case 'block': return Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    case 'list': return shape.element;
    case 'tuple': return shape.items[Number(key)];
    case 'record': return shape.value;
    case 'choice': {
      const alternative = alternativeFor(shape.options, value);
      return alternative === undefined ? undefined : childOf(alternative, key, value);
    }
    default: return undefined;
  }
}

/** Of a choice, the alternative that a value is or comes closest to: a block for a block, a list for a list. */
export function alternativeFor(options: readonly z.ZodType[], value: unknown): z.ZodType | undefined {
  return closest(options, value)[0];
}

/** The alternatives of the value's form in which the fewest places are wrong. */
export function closest(options: readonly z.ZodType[], value: unknown): readonly z.ZodType[] {
  const forms: readonly Shape['is'][] = Array.isArray(value) ? ['list', 'tuple'] : isBlock(value) ? ['block', 'record', 'use'] : typeof value === 'string' ? ['value', 'use'] : ['value'];
  const candidates = options.flatMap((o) => { const shape = shapeOf(o); return shape.is === 'choice' ? shape.options : [o]; }).filter((o) => forms.includes(shapeOf(o).is));
  const faults = candidates.map((o) => faultsOf(o, value));
  const least = Math.min(...faults);
  return candidates.filter((_, i) => faults[i] === least);
}

function faultsOf(schema: z.ZodType, value: unknown): number {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.reduce((n, issue) => n + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

/** The default that fills a place, or undefined. Which data set is meant where none is named depends on the file. */
export function defaultOf(schema: z.ZodType): unknown {
  if (shapeOf(schema).is === 'data-set-name') return undefined;
  const parsed = schema.safeParse(undefined);
  return parsed.success ? parsed.data : undefined;
}

/** What a place expects, in words, after "must be". */
export function expectation(schema: z.ZodType): string {
  const s = inner(schema);
  const shape = shapeOf(s);
  switch (shape.is) {
    case 'use': return `${withArticle(shape.kind)}: a bare name, or a block with "kind: name" and its options`;
    case 'block': return `a block with the keys ${Object.keys(shape.keys).join(', ')}`;
    case 'list': return `a list${lengthText(s, 'entries')}, each entry ${expectation(shape.element)}`;
    case 'tuple': return `a list [${shape.items.map(expectation).join(', ')}]`;
    case 'record': return 'a block of keys';
    case 'choice': return shape.options.map(expectation).join(', or ');
    case 'data-set-name': return 'the name of a data set';
    case 'value': return valueExpectation(s);
  }
}

/** Whether a place takes a number and nothing else. */
export function takesNumbers(schema: z.ZodType): boolean {
  const d = def(inner(schema));
  return d.type === 'number' || (d.type === 'literal' && typeof d.values?.[0] === 'number');
}

export function takesText(schema: z.ZodType): boolean { return def(inner(schema)).type === 'string'; }

/** The words that an enumeration, or any alternative of a choice, allows. */
export function wordsOf(schema: z.ZodType): readonly string[] {
  const { entries, values, options } = def(inner(schema));
  return [...Object.values(entries ?? {}), ...(values ?? []), ...(options ?? []).flatMap(wordsOf)].filter((v) => typeof v === 'string');
}

function valueExpectation(s: z.ZodType): string {
  const d = def(s);
  switch (d.type) {
    case 'literal': return (d.values ?? []).map((v) => JSON.stringify(v)).join(' or ');
    case 'enum': return `one of ${Object.values(d.entries ?? {}).map((v) => JSON.stringify(v)).join(', ')}`;
    case 'string': return textExpectation(s);
    case 'boolean': return 'true or false';
    case 'number': return numberExpectation(s);
    default: return s.description === undefined ? 'a value that the plugin accepts; its documentation says which' : `what is described as "${s.description}"`;
  }
}

const checksOf = (s: z.ZodType): Check[] => (def(s).checks ?? []).map((c) => c._zod.def);

function textExpectation(s: z.ZodType): string {
  const check = checksOf(s).find((c) => c.pattern !== undefined);
  const pattern = check?.pattern;
  const format = def(s).format;
  // The author's own words for a pattern say more than the pattern.
  const words = check?.error?.({});
  if (typeof words === 'string' && words.startsWith('must be ')) return `a text, ${words.slice('must be '.length)}`;
  const form = pattern !== undefined ? ` that matches ${String(pattern)}` : format !== undefined ? ` of the form "${format}"` : '';
  return `a text${lengthText(s, 'characters')}${form}`;
}

function lengthText(s: z.ZodType, of: string): string {
  const checks = checksOf(s);
  const exact = checks.find((c) => c.check === 'length_equals')?.length;
  const least = checks.findLast((c) => c.check === 'min_length')?.minimum;
  const most = checks.findLast((c) => c.check === 'max_length')?.maximum;
  const unit = (n: number): string => (n === 1 ? { entries: 'entry', characters: 'character' }[of]! : of);
  if (exact !== undefined) return ` of ${exact} ${unit(exact)}`;
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most} ${of}`;
  if (least !== undefined) return ` of at least ${least} ${unit(least)}`;
  return most === undefined ? '' : ` of at most ${most} ${unit(most)}`;
}

function numberExpectation(s: z.ZodType): string {
  const checks = checksOf(s);
  const noun = isInteger(s) ? 'a whole number' : 'a number';
  const low = tightest(checks.filter((c) => c.check === 'greater_than'), 1);
  const high = tightest(checks.filter((c) => c.check === 'less_than'), -1);
  const step = checks.find((c) => c.check === 'multiple_of')?.value;
  const multiple = step === undefined ? '' : `, a multiple of ${step}`;
  const isClosed = low?.inclusive === true && high?.inclusive === true;
  if (isClosed) return `${noun} from ${low.value!} to ${high.value!}${multiple}`;
  const bounds = [low && `${low.inclusive === true ? 'of at least' : 'above'} ${low.value!}`, high && `${high.inclusive === true ? (low ? 'at most' : 'of at most') : 'below'} ${high.value!}`];
  const text = bounds.filter((b) => b !== undefined).join(' and ');
  return `${noun}${text === '' ? '' : ` ${text}`}${multiple}`;
}

/** The bound that decides. @param sign 1 for lower bounds, -1 for upper ones */
function tightest(bounds: readonly Check[], sign: 1 | -1): Check | undefined {
  return [...bounds].sort((a, b) => sign * (b.value! - a.value!) || Number(a.inclusive) - Number(b.inclusive))[0];
}

export function isInteger(schema: z.ZodType): boolean {
  const s = inner(schema);
  return def(s).type === 'number' && (def(s).format?.includes('int') === true || checksOf(s).some((c) => c.check === 'number_format'));
}

export function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
