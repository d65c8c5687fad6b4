import type { ServiceContainer } from './container/service-container.js';
import { disposed, notGiven } from './errors.js';
import type { Service } from './service.js';
import type { Token } from './token.js';

/** The services of one run; those of the process are found too. */
export interface RunScope {
  /** Makes a service with all that it needs. @throws KnotworkError `internal` when it cannot be made; what making it throws passes as it is */
  get<T>(token: Token<T>): Promise<T>;
  /**
   * Calls `dispose` of every service that was made for this run and has one, latest first, and ends the scope. A second call does nothing.
   * @throws what the first failing service threw, after all of them were called
   */
  dispose(): Promise<void>;
}

/** Begins a run. @param services of this run, what was given for it among them */
export function createRunScope(root: ServiceContainer, services: readonly Service[]): RunScope {
  const missing = services.find(({ from }) => from.is === 'expected');
  if (missing !== undefined) throw notGiven(missing.token);
  const container = root.below(services);
  let isOver = false;
  return Object.freeze<RunScope>({
    async get<T>(token: Token<T>): Promise<T> {
      if (isOver) throw disposed(token);
      return container.get(token);
    },
    async dispose(): Promise<void> {
      if (isOver) return;
      isOver = true;
      await disposeAll(container.made);
    },
  });
}

async function disposeAll(made: readonly unknown[]): Promise<void> {
  const failures: unknown[] = [];
  for (const service of [...made].reverse()) {
    try {
      await (service as { dispose?: () => unknown } | null | undefined)?.dispose?.();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
