import { unknownService } from './errors.js';
import type { Service } from './service.js';
import type { Token } from './token.js';

/** Makes every service once, when it is first needed. What it holds was wired before: nothing is missing, and nothing goes in a circle. */
export class ServiceContainer {
  /** Services in the order in which they were finished: what a service needs comes before it. */
  readonly made: unknown[] = [];
  readonly #services: ReadonlyMap<Token<unknown>, Service>;
  readonly #promised = new Map<Token<unknown>, Promise<unknown>>();

  constructor(services: Iterable<Service>, private readonly parent?: ServiceContainer) {
    this.#services = new Map(Array.from(services, (service) => [service.token, service]));
  }

  /** A service of this container, or else of its parent. @throws KnotworkError `internal` where there is none, and what making it throws */
  async get<T>(token: Token<T>): Promise<T> {
    const service = this.#services.get(token);
    if (service !== undefined) return await this.#shared(service) as T;
    if (this.parent === undefined) throw unknownService(token);
    return this.parent.get(token);
  }

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
