import { Container } from 'inversify';
import { circle, needsRun, notMade, promised, unknownService } from './errors.js';
import type { Scope, Service } from './service.js';

/** A container of services with errors in our words. It makes every service once. */
export class ServiceContainer {
  /** What services may see of it. */
  readonly scope: Scope = Object.freeze({ get: <T>(token: symbol): T => this.get<T>(token) });
  /** Services in the order in which they were finished: what a service needs comes before it. */
  readonly made: unknown[] = [];
  readonly #container: Container;
  /** Tokens being asked for, outermost first. */
  readonly #making: symbol[] = [];
  /** Tokens whose `create` is running. */
  readonly #creating: symbol[] = [];

  constructor(parent?: ServiceContainer) {
    this.#container = new Container({ defaultScope: 'Singleton', ...(parent === undefined ? {} : { parent: parent.#container }) });
  }

  value(token: symbol, value: unknown): void {
    this.#container.bind(token).toConstantValue(value);
  }

  /** Binds without making. */
  bind(services: readonly Service[]): void {
    for (const service of services) {
      const { token } = service;
      const binding = this.#container.bind(token);
      const scoped = 'useClass' in service
        ? binding.to(service.useClass as new (...parameters: unknown[]) => unknown)
        : binding.toDynamicValue(() => this.#create(token, () => service.create(this.scope)));
      scoped.inSingletonScope().onActivation((_, made) => {
        this.made.push(made);
        return made;
      });
    }
  }

  /** Makes a token an error here; a child container may bind it. */
  forbid(tokens: readonly symbol[]): void {
    for (const token of tokens) {
      this.#container.bind(token).toDynamicValue(() => { throw needsRun(this.#making.find((t) => t !== token), token); });
    }
  }

  /** Makes all of these services now. */
  make(services: readonly Service[]): void {
    for (const { token } of services) this.get(token);
  }

  get<T>(token: symbol): T {
    if (!this.#container.isBound(token)) throw unknownService(token);
    const depth = this.#making.push(token);
    try {
      return this.#container.get<T>(token);
    } catch (error) {
      throw isContainerError(error) ? notMade(token, error) : error;
    } finally {
      this.#making.length = depth - 1;
    }
  }

  #create(token: symbol, create: () => unknown): unknown {
    // A circle through `create` is invisible to the container, which would go round until the stack overflows.
    if (this.#creating.includes(token)) throw circle([...this.#creating, token]);
    this.#creating.push(token);
    try {
      const made = create();
      if (made instanceof Promise) throw promised(token);
      return made;
    } finally {
      this.#creating.pop();
    }
  }
}

/** Whether inversify itself refused (its errors carry a numeric kind); what a constructor throws passes unchanged. */
function isContainerError(error: unknown): boolean {
  return error instanceof Error && typeof (error as Error & { kind?: unknown }).kind === 'number';
}
