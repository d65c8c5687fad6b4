import type { Token } from './token.js';

/** A decorator of constructor parameters. A parameter of another type than the service has is a type error at its place. */
type Injection<T> = <C extends abstract new (...parameters: never[]) => unknown, I extends number>(
  target: C, key: undefined, index: T extends ConstructorParameters<C>[I] ? I : never,
) => void;

const needs = new WeakMap<object, Token<unknown>[]>();

/** Says which service a constructor parameter is given. */
export function inject<T>(token: Token<T>): Injection<T> {
  return (target, _, index) => {
    const own = needs.get(target) ?? [];
    // Decorators of parameters run from the last to the first.
    own[index] = token;
    needs.set(target, own);
  };
}

/** The services that a class is given, in the order of its parameters. */
export function needsOf(constructor: object): readonly Token<unknown>[] {
  return needs.get(constructor) ?? [];
}
