import type { RandomStream } from '@knotwork/numerics';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';

/** The part of a layer that is filled: one term. */
export interface TermShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Sums of edges that the layer has, as many as outputs where each node is one. */
  readonly sums: number;
  /** Edges of the term. */
  readonly edges: number;
  /** Coefficients per edge. */
  readonly size: number;
  /** Moments of what the coefficients multiply. Cost: some hundred evaluations of the features, once per call. */
  moments(): FeatureMoments;
}

/** Mean squares where what the features see is spread evenly over the domain, with shape parameters at their initial values. */
export interface FeatureMoments {
  /** Of every basis function: `[size]`. */
  readonly value: Float64Array;
  /** Of its derivative in what the features see: `[size]`. */
  readonly slope: Float64Array;
  /** Of the base function and its derivative; null without one. */
  readonly base: { readonly value: number; readonly slope: number } | null;
}

/** Initial values of one term. */
export interface TermValues {
  /** `[edges][size]` */
  readonly coefficients: Float64Array;
  /** `[edges]`; used where the edge has a base function. */
  readonly baseWeight: Float64Array;
  /** `[edges]`; used where the edge has a basis weight. */
  readonly basisWeight: Float64Array;
}

/** Fills a network before training. @experimental */
export interface InitializerDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'initializer', S> {
  initialize(shape: TermShape, stream: RandomStream, options: OptionsOf<S>): TermValues;
}

const PARTS: Parts<InitializerDefinition> = { initialize: called };

/** Declares an initializer. @experimental */
export function defineInitializer<S extends OptionsSchema>(i: Omit<InitializerDefinition<S>, 'kind'>): InitializerDefinition<S> {
  return define({ kind: 'initializer', ...i }, PARTS);
}
