import { type Catalog, catalogOf, KINDS, type PackageDefinition, tokens } from '@knotwork/plugin';
import { duplicateService, reservedToken, unknownKind } from './errors.js';
import { createRunScope, type RunScope } from './run-scope.js';
import type { Overrides, Service } from './service.js';
import { ServiceContainer } from './service-container.js';

/** A plugin package that was loaded. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly definition: PackageDefinition;
}

export interface RegistryParts {
  readonly packages: readonly InstalledPackage[];
  readonly services: readonly Service[];
  readonly overrides?: Overrides;
}

/** What is installed and how runs are made. There is no way to the container behind it, so nothing can change it. */
export interface Registry {
  readonly catalog: Catalog;
  /**
   * Makes the services of one run, all of them at once.
   * @param request is found under `tokens.request`
   * @throws KnotworkError `internal` when a service cannot be made
   */
  createRunScope(request: unknown): RunScope;
}

/**
 * Makes the catalog of what is installed and binds services. Services of scope `root` are made here, so that one that needs something of a run is refused
 * before there is a run.
 *
 * @throws KnotworkError `plugin` when two plugins of one kind have the same name; `internal` when the services do not fit together
 * @example
 * const registry = createRegistry({ packages: await standardPackages(), services: [{ token: tokens.clock, scope: 'root', useClass: SystemClock }] });
 * const run = registry.createRunScope({ seed: 1 });
 */
export function createRegistry({ packages, services, overrides = [] }: RegistryParts): Registry {
  const catalog = installedIn(packages);
  const effective = withOverrides(services, overrides);
  const ofRun = effective.filter((s) => s.scope === 'run');
  const ofRoot = effective.filter((s) => s.scope === 'root');

  const root = new ServiceContainer();
  root.value(tokens.catalog, catalog);
  root.bind(ofRoot);
  root.forbid([tokens.request, ...ofRun.map((s) => s.token)]);
  root.make(ofRoot);
  return Object.freeze<Registry>({ catalog, createRunScope: (request) => createRunScope(root, ofRun, request) });
}

/** What packages bring. */
function installedIn(packages: readonly InstalledPackage[]): Catalog {
  const entries = packages.flatMap(({ name, version, definition: { plugins } }) => plugins.map((definition) => ({ definition, package: name, version })));
  for (const { definition, package: packageName } of entries) {
    if (!KINDS.includes(definition.kind)) throw unknownKind(definition.kind, definition.name, packageName, KINDS);
  }
  return catalogOf(entries);
}

function withOverrides(services: readonly Service[], overrides: Overrides): readonly Service[] {
  const byToken = new Map<symbol, Service>();
  for (const service of services) {
    if (byToken.has(service.token)) throw duplicateService(service.token);
    byToken.set(service.token, service);
  }
  for (const service of overrides) byToken.set(service.token, service);
  for (const token of [tokens.catalog, tokens.request]) if (byToken.has(token)) throw reservedToken(token);
  return [...byToken.values()];
}
