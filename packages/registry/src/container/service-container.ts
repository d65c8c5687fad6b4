import type { Service } from '../service.js';
import type { Token } from '../token.js';

/** Makes every service once, when it is first needed. What it holds was wired before: nothing is missing, and nothing goes in a circle. */
export interface ServiceContainer {
  /** Services in the order in which they were finished: what a service needs comes before it. */
  readonly made: readonly unknown[];
  /** A service of this container, or else of its parent. @throws KnotworkError `internal` where there is none, and what making it throws */
  get<T>(token: Token<T>): Promise<T>;
  /** A container whose services may need those of this one. */
  below(services: Iterable<Service>): ServiceContainer;
}

/** Makes a container of the services of a process. */
export type ContainerOf = (services: Iterable<Service>) => ServiceContainer;
