import type { Definition, PluginUse } from '@knotwork/plugin';
import { badOptions } from '../errors.js';

/** Options of a named plugin after defaults, frozen. @throws KnotworkError `input` */
export function parseOptions(definition: Definition, use: PluginUse): Readonly<Record<string, unknown>> {
  const { kind, ...options } = use;
  const parsed = definition.options.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badOptions(definition.kind, kind, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  return Object.freeze(parsed.data);
}
