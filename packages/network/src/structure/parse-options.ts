import { callPlugin, type Definition, optionTrouble, type PluginUse } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { badOptions } from '../errors.js';

type Options = Readonly<Record<string, unknown>>;

/** Options of a named plugin after defaults, frozen. @throws KnotworkError `input`; `plugin` where the schema itself fails */
export function parseOptions(definition: Definition, { kind, ...options }: PluginUse): Options {
  const { data, error } = tryOptions(definition, options);
  if (error === undefined) return Object.freeze(data);
  throw badOptions(definition.kind, kind, optionTrouble(definition.options, options) ?? error.message);
}

/** Options after defaults, or why they do not fit. @throws KnotworkError `plugin` where the schema itself fails: it may hold code of the plugin */
export function tryOptions(definition: Definition, options: Options): z.ZodSafeParseResult<Options> {
  return callPlugin(definition, 'options', () => definition.options.safeParse(options));
}
