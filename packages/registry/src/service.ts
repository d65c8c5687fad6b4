/** A class whose constructor parameters are marked with `@inject`; the class itself with `@injectable()`. */
export type Class = new (...parameters: never[]) => unknown;

/** Where a service finds the others. */
export interface Scope {
  /** @throws KnotworkError `internal` when nothing is registered, when services form a circle, or when something of a run is wanted outside one */
  get<T>(token: symbol): T;
}

/**
 * Something that is made once and shared. `root`: once per registry, and it may not use anything of a run. `run`: once per run scope.
 * A service of a run that has a method `dispose` is disposed of with its scope. Services are made at once: a promise is refused.
 */
export type Service =
  | { readonly token: symbol; readonly scope: 'root' | 'run'; readonly useClass: Class }
  | { readonly token: symbol; readonly scope: 'root' | 'run'; create(scope: Scope): unknown };

/** Services that replace earlier ones of the same token; of two for one token the later wins. For tests and users. */
export type Overrides = readonly Service[];
