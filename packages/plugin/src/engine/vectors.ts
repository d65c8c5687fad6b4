import type { Vec } from '../model/samples.js';

/** Which vector of a vector space is meant. */
export interface VectorRef { readonly space: VectorSpace; readonly index: number }

/** Vectors that live inside the engine, one number per unknown, for methods with a memory such as L-BFGS. */
export interface VectorSpace {
  readonly count: number;
  /** Copies the state's unknowns, or the gradient that it computed last, into vector `index`; after `alongLine` that is the gradient there. */
  load(index: number, from: 'unknowns' | 'gradient'): Promise<void>;
  copy(from: number, to: number): Promise<void>;
  /** to += factor * from */
  addScaled(factor: number, from: number, to: number): Promise<void>;
  scale(factor: number, index: number): Promise<void>;
  dot(a: number, b: number): Promise<number>;
  /** A copy of a vector, `[unknowns]`, so that a method can be saved: what `write` takes back unchanged. */
  read(index: number): Promise<Vec>;
  /** @param values `[unknowns]` */
  write(index: number, values: Vec): Promise<void>;
}
