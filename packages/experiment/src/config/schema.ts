import { type Kind, usedKind, z } from '@knotwork/plugin';

// The little that is needed to look into zod schemas: what stands behind defaults, and what a block, list or choice holds.

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
}
const def = (schema: z.ZodType): Definition => schema.def as unknown as Definition;
const WRAPPERS: ReadonlySet<string> = new Set(['default', 'prefault', 'optional', 'nullable']);

/** What a schema is when seen from outside. */
export type Shape =
  | { readonly is: 'use'; readonly kind: Kind; readonly words: readonly string[] }
  | { readonly is: 'block'; readonly keys: Readonly<Record<string, z.ZodType>> }
  | { readonly is: 'list'; readonly element: z.ZodType }
  | { readonly is: 'record'; readonly value: z.ZodType }
  | { readonly is: 'choice'; readonly options: readonly z.ZodType[] }
  | { readonly is: 'value' };

/** Strips defaults and the like. */
export function inner(schema: z.ZodType): z.ZodType {
  let s = schema;
  while (WRAPPERS.has(def(s).type)) s = def(s).innerType!;
  return s;
}

export function shapeOf(schema: z.ZodType): Shape {
  const s = inner(schema);
  const used = usedKind(s);
  if (used !== undefined) return { is: 'use', ...used };
  const d = def(s);
  switch (d.type) {
    case 'object': return { is: 'block', keys: d.shape! };
    case 'array': return { is: 'list', element: d.element! };
    case 'record': return { is: 'record', value: d.valueType! };
    case 'union': return { is: 'choice', options: d.options! };
    default: return { is: 'value' };
  }
}

/** Of a choice, the alternative a value of this form can be: a block for a block, a list for a list. */
export function alternativeFor(options: readonly z.ZodType[], value: unknown): z.ZodType | undefined {
  const form = Array.isArray(value) ? 'list' : isBlock(value) ? 'block' : 'value';
  return options.find((o) => shapeOf(o).is === form || (form === 'block' && ['use', 'record'].includes(shapeOf(o).is)));
}

/** The default that fills a place, or undefined. */
export function defaultOf(schema: z.ZodType): unknown {
  const parsed = schema.safeParse(undefined);
  return parsed.success ? parsed.data : undefined;
}

/** What a place expects, in words, after "must be". */
export function expectation(schema: z.ZodType): string {
  const s = inner(schema);
  const shape = shapeOf(s);
  switch (shape.is) {
    case 'use': return `a ${shape.kind}: a bare name, or a block with "kind: name" and its options`;
    case 'block': return `a block with the keys ${Object.keys(shape.keys).join(', ')}`;
    case 'list': return `a list, each entry ${expectation(shape.element)}`;
    case 'record': return 'a block of keys';
    case 'choice': return shape.options.map(expectation).join(', or ');
    case 'value': return valueExpectation(s);
  }
}

function valueExpectation(s: z.ZodType): string {
  const d = def(s);
  if (d.type === 'literal') return (d.values ?? []).map((v) => JSON.stringify(v)).join(' or ');
  if (d.type === 'enum') return `one of ${Object.values(d.entries ?? {}).map((v) => JSON.stringify(v)).join(', ')}`;
  if (d.type === 'string') return 'a text';
  if (d.type === 'boolean') return 'true or false';
  if (d.type !== 'number') return `of type ${d.type}`;
  const { minValue, maxValue, format } = s as unknown as { minValue: number | null; maxValue: number | null; format: string | null };
  const noun = format?.includes('int') === true ? 'a whole number' : 'a number';
  const bound = (v: number | null): v is number => v !== null && Number.isFinite(v) && Math.abs(v) < Number.MAX_SAFE_INTEGER;
  const isOpen = !s.safeParse(minValue).success && bound(minValue);
  if (bound(minValue) && bound(maxValue)) return `${noun} from ${minValue} to ${maxValue}${isOpen ? ` (not ${minValue})` : ''}`;
  if (bound(minValue)) return isOpen ? `${noun} above ${minValue}` : `${noun} of at least ${minValue}`;
  return bound(maxValue) ? `${noun} of at most ${maxValue}` : noun;
}

export function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
