import 'reflect-metadata/lite';
import { Container } from 'inversify';
import { notMade, unknownService } from '../errors.js';
import type { Service } from '../service.js';
import type { Token } from '../token.js';
import type { ContainerOf, ServiceContainer } from './service-container.js';

/** A container of inversify with errors in our words. */
class InversifyContainer implements ServiceContainer {
  readonly made: unknown[] = [];
  readonly #container: Container;

  constructor(services: Iterable<Service>, parent: InversifyContainer | null = null) {
    this.#container = new Container({ defaultScope: 'Singleton', ...(parent === null ? {} : { parent: parent.#container }) });
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

  below(services: Iterable<Service>): ServiceContainer { return new InversifyContainer(services, this); }

  #bind({ token, needs, from }: Service): void {
    if (from.is === 'expected') return;
    const binding = this.#container.bind<unknown>(token);
    if (from.is === 'value') {
      binding.toConstantValue(from.value);
      return;
    }
    const make = from.is === 'class' ? (...parts: never[]): unknown => new from.construct(...parts) : from.make;
    binding.toResolvedValue<unknown[]>(make as (...needs: unknown[]) => unknown, [...needs]).inSingletonScope().onActivation((_, made) => {
      this.made.push(made);
      return made;
    });
  }
}

/** Whether inversify itself refused (its errors carry a numeric kind); what a constructor throws passes unchanged. */
function isContainerError(error: unknown): boolean {
  return error instanceof Error && typeof (error as Error & { kind?: unknown }).kind === 'number';
}

export const containerOf: ContainerOf = (services) => new InversifyContainer(services);
