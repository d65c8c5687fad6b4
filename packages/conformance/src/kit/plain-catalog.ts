import { type Catalog, catalogOf, type Definition } from '@knotwork/plugin';

/** A catalog of just these definitions, for checks: no packages, no injection. */
export function plainCatalog(definitions: readonly Definition[]): Catalog {
  return catalogOf(definitions.map((definition) => ({ definition, package: 'checks', version: '0.0.0' })));
}
