import { type Catalog, type CatalogEntry, type DefinitionOf, type Kind, KINDS } from '@knotwork/plugin';
import { duplicateName, unknownName } from './errors.js';

/**
 * Builds the immutable catalog.
 *
 * @throws KnotworkError `plugin` when two definitions of one kind have the same name
 */
export function createCatalog(entriesOf: <K extends Kind>(kind: K) => readonly CatalogEntry<K>[]): Catalog {
  const lists = new Map<Kind, readonly CatalogEntry[]>(KINDS.map((kind) => [kind, sorted(kind, entriesOf(kind))]));
  const list = <K extends Kind>(kind: K): readonly CatalogEntry<K>[] => (lists.get(kind) ?? []) as readonly CatalogEntry<K>[];
  return Object.freeze<Catalog>({
    list,
    get<K extends Kind>(kind: K, name: string): DefinitionOf[K] {
      const entry = list(kind).find((e) => e.definition.name === name);
      if (entry === undefined) throw unknownName(kind, name, list(kind).map((e) => e.definition.name));
      return entry.definition;
    },
  });
}

function sorted(kind: Kind, entries: readonly CatalogEntry[]): readonly CatalogEntry[] {
  const byName = new Map<string, CatalogEntry>();
  for (const entry of entries) {
    const { name } = entry.definition;
    const other = byName.get(name);
    if (other !== undefined) throw duplicateName(kind, name, other.package, entry.package);
    byName.set(name, Object.freeze({ ...entry }));
  }
  // Names are ASCII; comparing code units keeps the order independent of the machine's locale.
  return Object.freeze([...byName.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1)));
}
