import { unknownService } from '../errors.js';
import type { Service } from '../service.js';
import type { Token } from '../token.js';
import type { ContainerOf, ServiceContainer } from './service-container.js';

/** For pages, which load every byte: the little of a container that wired services need. */
class PlainContainer implements ServiceContainer {
  readonly made: unknown[] = [];
  readonly #services: ReadonlyMap<Token<unknown>, Service>;
  readonly #promised = new Map<Token<unknown>, Promise<unknown>>();

  constructor(services: Iterable<Service>, private readonly parent: ServiceContainer | null = null) {
    this.#services = new Map(Array.from(services, (service) => [service.token, service]));
  }

  async get<T>(token: Token<T>): Promise<T> {
    const service = this.#services.get(token);
    if (service !== undefined) return await this.#shared(service) as T;
    if (this.parent === null) throw unknownService(token);
    return this.parent.get(token);
  }

  below(services: Iterable<Service>): ServiceContainer { return new PlainContainer(services, this); }

  #shared(service: Service): Promise<unknown> {
    const { token } = service;
    const known = this.#promised.get(token);
    if (known !== undefined) return known;
    const promised = this.#make(service);
    this.#promised.set(token, promised);
    // What could not be made is tried again when it is asked for again.
    promised.catch(() => { this.#promised.delete(token); });
    return promised;
  }

  async #make({ token, needs, from }: Service): Promise<unknown> {
    if (from.is === 'value') return from.value;
    if (from.is === 'expected') throw unknownService(token);
    const parts = await Promise.all(needs.map((need) => this.get(need))) as never[];
    const made = from.is === 'class' ? new from.construct(...parts) : await from.make(...parts);
    this.made.push(made);
    return made;
  }
}

export const containerOf: ContainerOf = (services) => new PlainContainer(services);
