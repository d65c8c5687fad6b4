// Which one it is depends on where this runs: "imports" of package.json.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { containerOf } from '#container';
import type { ContainerOf } from './container/service-container.js';
import { createRunScope, type RunScope } from './run-scope.js';
import type { Overrides, Service } from './service.js';
import type { Token } from './token.js';
import { wire } from './wiring.js';

/** The services of a process, and how those of runs are made. There is no way to the container behind it, so nothing can change it. */
export interface Registry {
  /** A service of the process. @throws KnotworkError `internal` when there is none, or it cannot be made */
  get<T>(token: Token<T>): Promise<T>;
  /**
   * Begins a run.
   * @param ofThisRun the values that are expected with every run; a service that stands here too replaces the usual one for this run
   * @throws KnotworkError `internal` when one that is expected is missing
   */
  run(ofThisRun: readonly Service[]): RunScope;
}

/**
 * Wires services. Nothing is made before it is needed, but all that is needed is looked at here.
 *
 * @param container what makes services: inversify, and in a page what is smaller
 * @throws KnotworkError `internal` when the services do not fit together
 * @example
 * const clock = token<Clock>('clock');
 * const registry = createRegistry([given(clock, systemClock), expected(seed), instance(runner, 'run', Runner)]);
 * const outcome = await (await registry.run([given(seed, 1)]).get(runner)).run();
 */
export function createRegistry(services: readonly Service[], overrides: Overrides = [], container: ContainerOf = containerOf): Registry {
  const wiring = wire(services, overrides);
  const ofProcess = [...wiring.values()].filter(({ lifetime }) => lifetime === 'process');
  const ofRun = [...wiring.values()].filter(({ lifetime }) => lifetime === 'run');
  const root = container(ofProcess);
  return Object.freeze<Registry>({
    get: (token) => root.get(token),
    run: (ofThisRun) => createRunScope(root, [...new Map([...ofRun, ...ofThisRun].map((service) => [service.token, service])).values()]),
  });
}
