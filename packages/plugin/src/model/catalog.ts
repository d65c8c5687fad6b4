import type { Definition } from '../definition/definition.js';
import { type Kind, KINDS, type PluginKind } from '../definition/kind.js';
import type { DefinitionOf } from './definition-of.js';
import { KnotworkError } from '../errors.js';
import { didYouMean } from '../nearest.js';

/** A definition and the package it came from. */
export interface CatalogEntry<K extends Kind = Kind> {
  readonly definition: DefinitionOf[K];
  readonly package: string;
  readonly version: string;
  /** As of the package; see {@link InstalledPackage}. */
  readonly fingerprint?: string;
}

/** What is installed. Immutable. */
export interface Catalog {
  /** Names of the kinds that there may be plugins of: those of the contract, then those that packages declare, by name. */
  readonly kinds: readonly Kind[];
  /** What a package says of a kind that it declares; undefined for those of the contract. */
  declared(kind: Kind): PluginKind | undefined;
  /** @throws KnotworkError `input` that lists what is installed and the nearest name */
  get<K extends Kind>(kind: K, name: string): DefinitionOf[K];
  /** Sorted by name. */
  list<K extends Kind>(kind: K): readonly CatalogEntry<K>[];
}

/**
 * Builds a catalog of definitions, whoever found them.
 *
 * @param entries in any order
 * @param declared kinds besides those of the contract
 * @throws KnotworkError `plugin` when two definitions of one kind have the same name
 */
export function catalogOf(entries: readonly (Pick<CatalogEntry, 'package' | 'version' | 'fingerprint'> & { readonly definition: Definition })[], declared: readonly PluginKind[] = []): Catalog {
  const byKind = new Map<Kind, Map<string, CatalogEntry>>();
  for (const entry of entries) {
    const { kind, name } = entry.definition;
    const byName = byKind.get(kind) ?? new Map<string, CatalogEntry>();
    const other = byName.get(name);
    if (other !== undefined) throw duplicateName(kind, name, other.package, entry.package);
    byKind.set(kind, byName.set(name, Object.freeze({ ...entry }) as CatalogEntry));
  }
  const lists = new Map([...byKind].map(([kind, byName]) => [kind, sorted([...byName.values()])]));
  const list = <K extends Kind>(kind: K): readonly CatalogEntry<K>[] => (lists.get(kind) ?? NONE) as readonly CatalogEntry<K>[];
  return Object.freeze<Catalog>({
    kinds: Object.freeze([...KINDS, ...declared.map(({ name }) => name)]),
    declared: (kind) => declared.find(({ name }) => name === kind),
    list,
    get<K extends Kind>(kind: K, name: string): DefinitionOf[K] {
      const entry = byKind.get(kind)?.get(name);
      if (entry === undefined) throw unknownName(kind, name, list(kind).map((e) => e.definition.name));
      return entry.definition as DefinitionOf[K];
    },
  });
}

const NONE: readonly CatalogEntry[] = Object.freeze([]);

/** Names are ASCII; comparing code units keeps the order independent of the machine's locale. */
function sorted(entries: CatalogEntry[]): readonly CatalogEntry[] {
  return Object.freeze(entries.sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1)));
}

/** Someone asked for a plugin that is not installed. */
function unknownName(kind: Kind, name: string, installed: readonly string[]): KnotworkError {
  const remedy = installed.length === 0
    ? `No ${kind} is installed. Add a package that has one to "plugins".`
    : `Installed: ${installed.join(', ')}.${didYouMean(name, installed)}`;
  return new KnotworkError('input', `Unknown ${kind} "${name}". ${remedy}`, { plugin: `${kind} ${name}` });
}

/** Two plugins of one kind have the same name. */
function duplicateName(kind: Kind, name: string, first: string, second: string): KnotworkError {
  const message = first === second
    ? `The ${kind} "${name}" comes twice from package "${first}". List the package once in "plugins", or rename one of the two in it.`
    : `The ${kind} "${name}" comes from two packages, "${first}" and "${second}". Remove one of them from "plugins", or rename the ${kind} in one.`;
  return new KnotworkError('plugin', message, { plugin: `${kind} ${name}` });
}
