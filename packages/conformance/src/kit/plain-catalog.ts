import { type Catalog, type Definition, type DefinitionOf, didYouMean, type Kind, KnotworkError } from '@knotwork/plugin';

/** A catalog of just these definitions, for checks: no packages, no injection. */
export function plainCatalog(definitions: readonly Definition[]): Catalog {
  const of = <K extends Kind>(kind: K): DefinitionOf[K][] => definitions.filter((d) => d.kind === kind) as unknown as DefinitionOf[K][];
  return Object.freeze<Catalog>({
    get: (kind, name) => {
      const found = of(kind).find((d) => d.name === name);
      if (found === undefined) {
        const names = of(kind).map((d) => d.name);
        throw new KnotworkError('input', `Unknown ${kind} "${name}". Installed: ${names.join(', ')}.${didYouMean(name, names)}`);
      }
      return found;
    },
    list: (kind) => of(kind).map((definition) => ({ definition, package: 'checks', version: '0.0.0' })),
  });
}
