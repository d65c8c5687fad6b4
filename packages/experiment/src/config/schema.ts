import { type Kind, usedKind } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { isDataSetName } from './data-set-name.js';

// The little that is needed to look into zod schemas: what stands behind defaults, and what a block, list or choice holds.

export interface Check { readonly check: string; readonly value?: number; readonly inclusive?: boolean; readonly minimum?: number; readonly maximum?: number; readonly length?: number; readonly pattern?: RegExp; readonly error?: (issue: object) => unknown }
export interface Definition {
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
export const def = (schema: z.ZodType): Definition => schema.def as unknown as Definition;
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

export function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
