/** c f(a g(x) + b), in units of the points; of a product, c is 1. Of one function of another, c f(a h(a' g(x) + b') + b). */
export interface FunctionPart {
  readonly f: string;
  /** g is so high a power of x; 0 is the logarithm, as on Tukey's ladder. Where x begins at 0, any positive number. */
  readonly power: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** The function h that f is of; left out where f is of the power. */
  readonly inside?: { readonly f: string; readonly a: number; readonly b: number };
}

/** A target of one input: a polynomial, a function, or one function of another, and a constant, a sum of two functions and a constant, or a scale times the product of two and a constant. */
export interface FoundFunctions {
  readonly way: 'sum' | 'product';
  /** One or two; none of a polynomial. */
  readonly parts: readonly FunctionPart[];
  /** Of a polynomial; 1 of a line. */
  readonly degree?: number;
  readonly scale: number;
  readonly constant: number;
  /** How many numbers were fitted. */
  readonly size: number;
  /** Root mean square of the noise of the targets at most, as what is left of them says. */
  readonly noise: number;
  /** Nats that describe the rows by it, up to a constant that is the same for all of these rows; left out of a pair. */
  readonly length?: number;
}
