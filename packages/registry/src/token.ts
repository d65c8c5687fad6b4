declare const type: unique symbol;

/** Name of a service, with its type. Two copies of a package agree on it. */
export type Token<T> = symbol & { readonly [type]?: T };

/** Makes the name of a service: `token<Clock>('clock')`. */
export function token<T>(name: string): Token<T> {
  return Symbol.for(`knotwork/${name}`) as Token<T>;
}
