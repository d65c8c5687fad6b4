import type { RandomStream } from '@knotwork/numerics';
import { type Catalog, type CatalogEntry, catalogOf, type Definition, type DefinitionOf, type Kind, type PluginUse } from '@knotwork/plugin';
import { useOf } from '../kit/kit-network.js';
import { declaredOptions, type Options, optionSets } from '../kit/option-values.js';
import { referencePlugins } from '../subjects/reference-plugins.js';
import { appliedBasis } from './applied-basis.js';

/** Kinds of plugins that networks, their objectives and penalties are made of. */
const KINDS = ['basis', 'edge', 'layer', 'function', 'initializer', 'loss', 'regularizer'] as const satisfies readonly Kind[];

/** What is installed, and the kit's own beside it: what surrounds a plugin that a network is about. */
export function withReferencePlugins(installed: Catalog): Catalog {
  const entries: readonly CatalogEntry[] = KINDS.flatMap((kind): readonly CatalogEntry[] => installed.list(kind));
  const isThere = ({ kind, name }: Definition): boolean => entries.some(({ definition: d }) => d.kind === kind && d.name === name);
  return catalogOf([...entries, ...[...referencePlugins, appliedBasis].filter((d) => !isThere(d)).map((definition) => ({ definition, package: 'checks', version: '0.0.0' }))]);
}

/** Places of a schema in which other plugins are named, as JSON schema writes them. */
interface PlaceOfUse { readonly 'knotwork/use'?: Kind; readonly type?: string; readonly items?: PlaceOfUse; readonly minItems?: number; readonly default?: unknown }

/**
 * Uses of a plugin to try, the best first: by its defaults, where `turn` is 0, and otherwise with one option changed. Options without default that name
 * plugins get some of those that are installed, whichever the stream says.
 *
 * @returns none where a schema asks for something else that has no default
 */
export function usesOf(definition: Definition, installed: Catalog, turn: number, stream: RandomStream): readonly PluginUse[] {
  const filled = filledOptions(definition, installed, stream);
  if (!definition.options.safeParse(filled).success) return [];
  const [first, ...others] = optionSets(definition, [filled]).map((options) => useOf(definition, options));
  return turn === 0 ? [first!] : [...stream.permutation(others.length)].map((k) => others[k]!).concat(first!);
}

/** Options that have no default and name plugins. */
function filledOptions(definition: Definition, installed: Catalog, stream: RandomStream): Readonly<Record<string, unknown>> {
  const places = Object.entries(declaredOptions(definition) as Readonly<Record<string, PlaceOfUse>>).filter(([, place]) => place.default === undefined);
  return Object.fromEntries(places.flatMap(([name, place]): [string, unknown][] => {
    const kind = place['knotwork/use'];
    if (kind !== undefined) return [[name, drawPlain(kind, 1, installed, stream)[0]]];
    const ofItems = place.items?.['knotwork/use'];
    return ofItems === undefined ? [] : [[name, drawPlain(ofItems, Math.max(2, place.minItems ?? 1), installed, stream)]];
  }));
}

/** Different plugins of a kind that need no options. */
export function drawPlain(kind: Kind, count: number, installed: Catalog, stream: RandomStream): PluginUse[] {
  const plain = installed.list(kind).map(({ definition }) => definition).filter((definition) => definition.options.safeParse({}).success && isAnywhere(definition));
  return [...stream.permutation(plain.length)].slice(0, count).map((k) => ({ kind: plain[k]!.name }));
}

/** Functions that are used on an interval alone have no place between layers, where any number may come. */
function isAnywhere(definition: Definition): boolean {
  if (definition.kind !== 'function') return true;
  const { claims, options } = definition as DefinitionOf['function'];
  return claims?.(options.parse({}) as Options).domain === undefined;
}
