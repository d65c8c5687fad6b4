import { z } from 'zod';
import type { Definition } from './definition.js';
import { KnotworkError } from '../errors.js';
import { faultOf, type PartsOf, shown } from './fault.js';

/**
 * What the keys of a definition must be, beside those that every definition has. Nothing else may be there: an optional part that is misspelled would
 * silently be left out.
 */
export type Parts<D> = PartsOf<Omit<D, keyof Definition>>;

const GENERAL: PartsOf<Definition> = {
  kind: z.string(), name: z.string(), options: z.unknown(), summary: z.custom((value) => typeof value === 'string' && /^\S.*$/.test(value), 'one line of text'),
  source: z.looseObject({ authors: z.array(z.string()), year: z.number(), title: z.string() }).optional(),
};

/** @throws KnotworkError `plugin` naming what is missing, misspelled or not what it must be */
export function requireParts(definition: Definition, parts: Readonly<Record<string, z.ZodType>>): void {
  const fault = faultOf(z.strictObject({ ...GENERAL, ...parts }), definition);
  if (fault === undefined) return;
  const who = `${definition.kind} "${definition.name}"`;
  const { place, unread, wanted, got } = fault;
  const message = unread !== undefined ? `The ${who} has a part "${unread.key}"${place === '' ? '' : ` in "${place}"`} that nothing reads.${unread.hint || ' Remove it.'}`
    : got === undefined ? `The ${who} needs "${place}": ${wanted}.`
      : `"${place}" of the ${who} must be ${wanted}; it is ${shown(got)}.`;
  throw new KnotworkError('plugin', message, { plugin: who });
}
