import type { PluginUse } from '../definition/use.js';
import type { InputVariable, Variable } from './variable-map.js';

export const INPUT_MAPS = ['interval', 'tanh', 'sigmoid', 'raw'] as const;
/**
 * How x reaches the domain: `interval` by a domain [a, b] of its own that grid strategies move; the others by one that is the same for all
 * inputs and never moves: `tanh` to [-1, 1], `sigmoid` to [0, 1], `raw` x itself on [-1, 1].
 */
export type InputMap = (typeof INPUT_MAPS)[number];

export const OUTSIDES = ['linear', 'constant', 'free', 'periodic'] as const;
/** What a basis does outside its domain [a, b]. `linear`: B(c) + (x - c) B'(c) with c = x clamped. */
export type Outside = (typeof OUTSIDES)[number];

/** An edge of a layer, from an input to a sum. */
export type EdgePair = readonly [from: number, to: number];

/** Some edges of a layer: these, or all but these. Pairs ascend. */
export type EdgeChoice = { readonly only: readonly EdgePair[] } | { readonly except: readonly EdgePair[] };

/** One term of a layer: a basis on edges. */
export interface TermSpec {
  readonly basis: PluginUse;
  readonly edge: PluginUse;
  readonly inputMap: InputMap;
  readonly outside: Outside;
  /** `own`: every input has knots of its own, which may lie anywhere; left out for even ones. */
  readonly knots?: 'own';
  /** Which edges of the layer belong to the term; left out for all. */
  readonly edges?: EdgeChoice;
}

export interface LayerSpec {
  readonly layer: PluginUse;
  readonly inputs: number;
  /** Nodes. How many sums they are made of is the layer core's business. */
  readonly outputs: number;
  readonly terms: readonly TermSpec[];
}

/** A network without its numbers: plain JSON. */
export interface NetworkSpec {
  readonly inputs: readonly InputVariable[];
  readonly outputs: readonly Variable[];
  readonly layers: readonly LayerSpec[];
}

/** A network is a value: a specification and one flat vector of numbers, laid out as `Structure.segments` says. */
export interface Network {
  readonly spec: NetworkSpec;
  readonly parameters: Float64Array;
}
