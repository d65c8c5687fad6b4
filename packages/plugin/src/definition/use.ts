import * as z from '../zod.js';
import type { Kind } from './kind.js';

/** A plugin named in a file: its name under `kind`, and its options. */
export interface PluginUse {
  readonly kind: string;
  readonly [option: string]: unknown;
}

const USE = 'knotwork/use';

/**
 * A place in an options schema where another plugin of a kind is named. A bare string is short for `{ kind: string }`.
 * What stands there is checked by the named plugin's own schema once all packages are loaded; the options then hold a {@link PluginUse}.
 *
 * @example
 * options: z.strictObject({ base: use('function').default({ kind: 'silu' }) })
 */
export function use(kind: Kind, extra: { readonly words?: readonly string[] } = {}): z.ZodType<PluginUse> {
  return z.custom<PluginUse>((value) => typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value)))
    .meta({ [USE]: kind, words: extra.words ?? [] });
}

/** A use written out: a plugin that is asked outside an experiment file may be given the short form, a bare name. */
export function inFull(named: PluginUse | string): PluginUse {
  return typeof named === 'string' ? { kind: named } : named;
}

/** The kind a schema made by {@link use} asks for, and the bare words it allows besides plugin names. */
export function usedKind(schema: z.ZodType): { kind: Kind; words: readonly string[] } | undefined {
  const meta = schema.meta();
  const kind = meta?.[USE] as Kind | undefined;
  return kind === undefined ? undefined : { kind, words: (meta?.['words'] ?? []) as string[] };
}
