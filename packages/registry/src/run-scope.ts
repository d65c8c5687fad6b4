import { tokens } from '@knotwork/plugin';
import { disposed } from './errors.js';
import type { Scope, Service } from './service.js';
import { ServiceContainer } from './service-container.js';

/** The services of one run, all of them made; services of scope `root` are found too. */
export interface RunScope extends Scope {
  /**
   * Calls `dispose` of every service of this run that has one, latest first, and ends the scope. A second call does nothing.
   * @throws what the first failing service threw, after all of them were called
   */
  dispose(): Promise<void>;
}

/** Makes the services of one run. When one of them fails, those already made are disposed of. */
export function createRunScope(root: ServiceContainer, services: readonly Service[], request: unknown): RunScope {
  const container = new ServiceContainer(root);
  container.value(tokens.request, request);
  container.bind(services);
  try {
    container.make(services);
  } catch (error) {
    // The error that ended the run matters more than what cleaning up may throw.
    disposeAll(container.made).catch(() => undefined);
    throw error;
  }
  let isOver = false;
  return Object.freeze<RunScope>({
    get<T>(token: symbol): T {
      if (isOver) throw disposed(token);
      return container.get<T>(token);
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
