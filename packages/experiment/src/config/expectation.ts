import type * as z from '@knotwork/plugin/zod';
import { type Check, def, inner, shapeOf } from './schema.js';
import { withArticle } from './value-errors.js';

// What schemas take, in words.

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
