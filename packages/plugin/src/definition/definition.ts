import type * as z from '../zod.js';
import type { Citation } from './citation.js';
import { KnotworkError } from '../errors.js';
import { requireParts } from './declared-parts.js';
import type { Kind } from './kind.js';

/** The options of a plugin: one strict zod object, without transforms and without a key `kind`. */
export type OptionsSchema = z.ZodObject;

/** What every plugin says of itself. */
export interface Definition<K extends Kind = Kind, S extends OptionsSchema = OptionsSchema> {
  readonly kind: K;
  /** kebab-case, unique within its kind. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  readonly source?: Citation;
  readonly options: S;
}

const brand = Symbol.for('knotwork/definition');

/** Recognizes definitions, also those made by another copy of this package. */
export function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * Checks what every definition must satisfy, marks it and freezes it. Plugins call `defineBasis` and its sisters instead.
 *
 * @param parts what its own keys must be
 * @throws KnotworkError `plugin` when the name is not kebab-case, the options are not a strict zod object without `kind`, or a part is missing,
 * misspelled or not what it must be
 */
export function define<D extends Definition>(definition: D, parts: Readonly<Record<string, z.ZodType>>): D {
  const who = `${definition.kind} "${String(definition.name)}"`;
  const refuse = (message: string): never => { throw new KnotworkError('plugin', message, { plugin: who }); };
  if (typeof definition.name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(definition.name)) {
    refuse(`The name of a ${definition.kind} must be kebab-case, such as "b-spline"; got ${JSON.stringify(definition.name)}.`);
  }
  const schema = definition.options as unknown as { def?: { type?: string; catchall?: { def?: { type?: string } } }; shape?: object } | undefined;
  if (schema?.def?.type !== 'object' || schema.def.catchall?.def?.type !== 'never') {
    refuse(`The options of ${who} must be one strict zod object without transforms. Write options: z.strictObject({ ... }).`);
  }
  if ('kind' in (schema?.shape ?? {})) refuse(`The options of ${who} must not have a key "kind": it names the plugin in an experiment file. Rename it.`);
  requireParts(definition, parts);
  Object.defineProperty(definition, brand, { value: true });
  return Object.freeze(definition);
}

/** Options of a definition after defaults, as its own functions receive them. */
export type OptionsOf<S extends OptionsSchema> = z.output<S>;
