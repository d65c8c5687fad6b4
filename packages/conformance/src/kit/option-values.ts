import type { Definition } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Options of a plugin by name; what functions here return is after defaults, as its own functions receive it. */
export type Options = Readonly<Record<string, unknown>>;

/** What a JSON schema says of one option. */
interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Whole numbers beyond are no bound that somebody chose. */
const isBound = (bound: number | undefined): bound is number => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

/** The options of a plugin by name, as its schema declares them. */
export function declaredOptions({ options }: Definition): Readonly<Record<string, Property>> {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, Property> };
  return properties;
}

/**
 * Option sets to check a plugin with: those given, then the first with one option changed at a time to what the schema says is allowed.
 *
 * @throws Error when an option without default is not given
 */
export function optionSets(definition: Definition, given: readonly Options[] = [{}]): Options[] {
  const parsed = given.map((options) => {
    const result = definition.options.safeParse(options);
    if (!result.success) throw new Error(`The ${definition.kind} "${definition.name}" cannot be checked with the options ${JSON.stringify(options)}: ${result.error.issues[0]?.path.join('.')} ${result.error.issues[0]?.message}. Give others as options: [{ ... }].`);
    return result.data as Options;
  });
  const varied = Object.entries(declaredOptions(definition)).flatMap(([name, property]) => typical(property, parsed[0]![name]).map((value) => ({ ...given[0], [name]: value })));
  return distinct([...parsed, ...accepted(definition, varied)]);
}

/** Options that the schema might wrongly accept, one odd value at a time: those that it does accept, parsed. */
export function oddSets(definition: Definition, given: readonly Options[] = [{}]): Options[] {
  const odd = Object.entries(declaredOptions(definition)).flatMap(([name, property]) => atTheEdge(property).map((value) => ({ ...given[0], [name]: value })));
  return distinct(accepted(definition, odd));
}

/** Options that must be refused, by what the schema declares: beyond a range, of another type, unknown. */
export function refusedSets(definition: Definition, given: readonly Options[] = [{}]): Readonly<Record<string, unknown>>[] {
  const beyond = Object.entries(declaredOptions(definition)).flatMap(([name, property]) => outOfRange(property).map((value) => ({ ...given[0], [name]: value })));
  return [{ ...given[0], 'no-such-option': 1 }, ...beyond];
}

const accepted = (definition: Definition, sets: readonly Readonly<Record<string, unknown>>[]): Options[] =>
  sets.flatMap((options) => { const result = definition.options.safeParse(options); return result.success ? [result.data as Options] : []; });

const distinct = (sets: readonly Options[]): Options[] => {
  const keys = sets.map((options) => JSON.stringify(options));
  return sets.filter((_, i) => keys.indexOf(keys[i]!) === i);
};

/** Values a user would choose. */
function typical({ type, enum: choices, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Property, now: unknown): unknown[] {
  if (choices !== undefined) return [...choices];
  if (type === 'boolean') return [true, false];
  if (type === 'integer') {
    const least = isBound(minimum) ? minimum : Number(now ?? 1);
    return [least, least + 1, least + 2, least + 3, ...(isBound(maximum) && maximum - least <= 16 ? [maximum] : [least + 6])];
  }
  if (type !== 'number') return [];
  const [low, high] = [minimum ?? exclusiveMinimum ?? -Infinity, maximum ?? exclusiveMaximum ?? Infinity];
  if (low > -Infinity && high < Infinity) return [low, low + 0.3 * (high - low), low + 0.8 * (high - low), high];
  return typeof now === 'number' && now !== 0 ? [0.7 * now, 1.5 * now] : [0.5, 1];
}

/** Values at which plugins break whose schema forgot them. */
function atTheEdge({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Property): unknown[] {
  const ends = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter(isBound);
  if (type === 'integer') return [-1, 0, 1, 2, 17, ...ends];
  if (type === 'number') return [-1, 0, 0.5, 1, 2, 2.5, 1e-3, 30, ...ends];
  return [];
}

function outOfRange({ type, enum: choices, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Property): unknown[] {
  if (choices !== undefined) return ['not one of them', 7.5];
  if (type === 'boolean') return ['yes', 2];
  if (type !== 'integer' && type !== 'number') return [];
  return [
    'text', '1', NaN, Infinity, ...(type === 'integer' ? [1.5] : []),
    ...(isBound(minimum) ? [minimum - 1] : []), ...(isBound(maximum) ? [maximum + 1] : []),
    ...(isBound(exclusiveMinimum) ? [exclusiveMinimum] : []), ...(isBound(exclusiveMaximum) ? [exclusiveMaximum] : []),
  ];
}
