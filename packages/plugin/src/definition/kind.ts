import type * as z from '../zod.js';
import type { Parts } from './declared-parts.js';
import { define, type Definition } from './definition.js';
import type { DefinitionOf } from '../model/definition-of.js';
import { KnotworkError } from '../errors.js';

/** Names of kinds, as far as they are known where this is read; see {@link DefinitionOf}. */
export type Kind = keyof DefinitionOf;

/** The kinds of the contract itself. The first ten are public; the others are marked experimental and may change. */
export const KINDS = [
  'basis', 'edge', 'layer', 'grid', 'regularizer', 'optimizer', 'loss', 'dataset', 'function', 'exporter',
  'initializer', 'metric', 'engine', 'importer',
] as const satisfies readonly Kind[];

/** One thing to choose a plugin by: the same titles in the same order for all plugins of a kind. */
export interface Trait { readonly title: string; readonly value: string }

/** A check of a plugin, to be run by any runner of tests. */
export interface NamedCheck {
  readonly name: string;
  /** Rejects with an Error that says what is wrong. */
  run(): Promise<void>;
}

/** What a package says of a kind that it declares. */
export interface KindParts<D extends Definition> {
  /** kebab-case, unlike every other kind. */
  readonly name: D['kind'];
  /** What its plugins are and where an experiment file names one. */
  readonly about: string;
  /** What the keys of its definitions must be, beside those that every definition has. */
  readonly parts: Parts<D>;
  /** What functions of its plugins must return, by the name of the function; those that are left out may return anything. */
  readonly returns?: Readonly<Record<string, z.ZodType>>;
  /** What to choose its plugins by. @param options the default ones */
  traits?(definition: D, options: Readonly<Record<string, unknown>>): readonly Trait[];
  /** How to find out whether a plugin of the kind does what it must. @param setup what the kit was given */
  checks?(definition: D, setup: unknown): readonly NamedCheck[];
}

/** A kind that a package declares. */
export interface PluginKind<D extends Definition = Definition> extends KindParts<D> {
  /** Declares a plugin of the kind. @throws KnotworkError `plugin` when it is not what the kind says */
  define<E extends D>(definition: Omit<E, 'kind'>): E;
}

const brand = Symbol.for('knotwork/kind');

/**
 * Declares a kind of plugins. Its package names it under `kinds`, and tells TypeScript what its definitions are.
 *
 * @throws KnotworkError `plugin` when the name is not kebab-case, or that of a kind of the contract
 * @example
 * declare module '@knotwork/plugin' { interface DefinitionOf { sampler: SamplerDefinition } }
 * const sampler = defineKind<SamplerDefinition>({ name: 'sampler', about: 'Draws rows of a table.', parts: { draw: called } });
 * export const defineSampler = sampler.define;
 */
export function defineKind<D extends Definition>(parts: KindParts<D>): PluginKind<D> {
  const { name } = parts;
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw new KnotworkError('plugin', `The name of a kind must be kebab-case, such as "grid"; got ${JSON.stringify(name)}.`);
  if ((KINDS as readonly string[]).includes(name)) throw new KnotworkError('plugin', `The kind "${name}" is one of the contract. Choose another name.`);
  const kind: PluginKind<D> = Object.freeze<PluginKind<D>>({
    ...parts,
    define: <E extends D>(definition: Omit<E, 'kind'>): E => {
      const whole = Object.defineProperty({ kind: name, ...definition } as E, brand, { value: kind });
      return define(whole, parts.parts);
    },
  });
  return kind;
}

/** The kind of a plugin, where a package declared it; undefined for those of the contract. */
export function declaredKind(definition: object): PluginKind | undefined {
  return (definition as { readonly [brand]?: PluginKind })[brand];
}
