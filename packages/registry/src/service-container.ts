import { Container } from 'inversify';
import { notMade, unknownService } from './errors.js';
import type { Service } from './service.js';
import type { Token } from './token.js';

/** A container of services with errors in our words. It makes every service once, when it is first needed. */
export class ServiceContainer {
  /** Services in the order in which they were finished: what a service needs comes before it. */
  readonly made: unknown[] = [];
  readonly #container: Container;

  constructor(services: Iterable<Service>, parent?: ServiceContainer) {
    this.#container = new Container({ defaultScope: 'Singleton', ...(parent === undefined ? {} : { parent: parent.#container }) });
    for (const service of services) this.#bind(service);
  }

  async get<T>(token: Token<T>): Promise<T> {
    if (!this.#container.isBound(token)) throw unknownService(token);
    try {
      return await this.#container.getAsync<T>(token);
    } catch (error) {
      throw isContainerError(error) ? notMade(token, error) : error;
    }
  }

  #bind({ token, needs, from }: Service): void {
    if (from.is === 'expected') return;
    const binding = this.#container.bind<unknown>(token);
    if (from.is === 'value') {
      binding.toConstantValue(from.value);
      return;
    }
    const scoped = from.is === 'function'
      ? binding.toResolvedValue<unknown[]>(from.make as (...needs: unknown[]) => unknown, [...needs])
      : binding.to(from.construct as new (...parameters: unknown[]) => unknown);
    scoped.inSingletonScope().onActivation((_, made) => {
      this.made.push(made);
      return made;
    });
  }
}

/** Whether inversify itself refused (its errors carry a numeric kind); what a constructor throws passes unchanged. */
function isContainerError(error: unknown): boolean {
  return error instanceof Error && typeof (error as Error & { kind?: unknown }).kind === 'number';
}
