import { needsOf } from './inject.js';
import type { Token } from './token.js';

/** `process`: made once, for all runs, and of nothing that belongs to one. `run`: made once per run. */
export type Lifetime = 'process' | 'run';

/** A class whose constructor parameters are marked with `@inject`. */
export type Class<T> = new (...parameters: never[]) => T;

/** Where a service comes from. */
export type Origin =
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'expected' }
  | { readonly is: 'function'; readonly make: (...needs: never[]) => unknown }
  | { readonly is: 'class'; readonly construct: Class<unknown> };

/**
 * Something that is made when it is first needed, and then shared. One that was made and has a method `dispose` is disposed of with its run.
 * Written by {@link given}, {@link expected}, {@link made} and {@link instance}, which see to the types.
 */
export interface Service {
  readonly token: Token<unknown>;
  readonly lifetime: Lifetime;
  /** What it is made of. */
  readonly needs: readonly Token<unknown>[];
  readonly from: Origin;
}

/** Services that replace earlier ones of the same token; of two for one token the later wins. For tests, studies and other hosts than Node. */
export type Overrides = readonly Service[];

/** The services that some tokens stand for. */
type ServicesOf<N extends readonly Token<unknown>[]> = { -readonly [K in keyof N]: N[K] extends Token<infer T> ? T : never };

/** A value that is there already. */
export function given<T>(token: Token<T>, value: NoInfer<T>): Service {
  return { token, lifetime: 'process', needs: [], from: { is: 'value', value } };
}

/** A value that is given when a run is begun. */
export function expected<T>(token: Token<T>): Service {
  return { token, lifetime: 'run', needs: [], from: { is: 'expected' } };
}

/** What a function makes of other services, at once or as a promise: whoever needs it gets what was promised. */
export function made<T, const N extends readonly Token<unknown>[]>(
  token: Token<T>, lifetime: Lifetime, needs: N, make: (...needs: ServicesOf<N>) => NoInfer<T> | Promise<NoInfer<T>>,
): Service {
  return { token, lifetime, needs, from: { is: 'function', make } };
}

/** An instance of a class. */
export function instance<T>(token: Token<T>, lifetime: Lifetime, construct: Class<NoInfer<T>>): Service {
  return { token, lifetime, needs: needsOf(construct), from: { is: 'class', construct } };
}
