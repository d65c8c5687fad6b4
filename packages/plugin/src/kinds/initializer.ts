import type { RandomStream } from '@knotwork/numerics';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { PluginUse } from '../definition/use.js';
import type { OptimizerDefinition } from './optimizer.js';

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
  /** Whether edges have a basis weight, a trained factor of all their coefficients. */
  readonly isWeighted: boolean;
  /** Index of the layer; what the edges of layer 0 see are inputs of the network. */
  readonly layer: number;
  /**
   * Moments of what the coefficients multiply. Cost: some hundred evaluations of the features, once per call.
   *
   * @param spread where activations are normal around the middle of the domain, cut off at its ends: their standard deviation, as a share of half
   * the domain's width; spread evenly over the domain where it is left out
   */
  moments(spread?: number): FeatureMoments;
}

/** Mean squares where what the features see is spread evenly over the domain, with shape parameters at their initial values. */
export interface FeatureMoments {
  /** Of every basis function: `[size]`. */
  readonly value: Float64Array;
  /** Its mean, not squared: `[size]`. What is left of `value` without its square is by how much the function varies. */
  readonly mean: Float64Array;
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

/** What an initializer that leaves the choice to a rule is told. */
export interface InitializerSetting {
  /** Nodes per layer, inputs first. */
  readonly widths: readonly number[];
  /** Method of the optimizer that trains first; null where nothing trains. */
  readonly method: OptimizerDefinition['method'] | null;
}

/** Fills a network before training. @experimental */
export interface InitializerDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'initializer', S> {
  initialize(shape: TermShape, stream: RandomStream, options: OptionsOf<S>): TermValues;
  /**
   * Names the initializer that an experiment uses in place of this one; left out, this one is used. Asked when the file is resolved, so that the resolved
   * file and the id of the run have what was chosen. `initialize` is then for networks that are made in code.
   *
   * @returns another initializer, with the options that are not its defaults; one that chooses nothing itself
   */
  choose?(setting: InitializerSetting, options: OptionsOf<S>): PluginUse;
}

const PARTS: Parts<InitializerDefinition> = { initialize: called, choose: called.optional() };

/** Declares an initializer. @experimental */
export function defineInitializer<S extends OptionsSchema>(i: Omit<InitializerDefinition<S>, 'kind'>): InitializerDefinition<S> {
  return define({ kind: 'initializer', ...i }, PARTS);
}
