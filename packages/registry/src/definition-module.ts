import { type Container, ContainerModule } from 'inversify';
import type { CatalogEntry, Kind } from '@knotwork/plugin';

const tokenOf = (kind: Kind): symbol => Symbol.for(`knotwork/definition/${kind}`);

/** Binds the definitions of one kind, unnamed: `getAll` of the container overlooks named ones. */
export function definitionModule<K extends Kind>(kind: K, entries: readonly CatalogEntry<K>[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const entry of entries) bind<CatalogEntry<K>>(tokenOf(kind)).toConstantValue(entry);
  });
}

/** The definitions of one kind that are bound in a container. */
export function definitionsIn<K extends Kind>(container: Container, kind: K): readonly CatalogEntry<K>[] {
  return container.getAll<CatalogEntry<K>>(tokenOf(kind));
}
