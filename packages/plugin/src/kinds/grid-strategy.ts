import * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { OptimizerDefinition } from './optimizer.js';

/** Where an optimization stands when a grid strategy is asked whether to look at the grids. */
export interface GridMoment {
  /** Number of the coming step, from 0, and of all steps at most. */
  readonly step: number;
  readonly steps: number;
  /** How steps are taken: those of `update` are many and short, of the others few and long. */
  readonly method: OptimizerDefinition['method'];
  /** Steps in which every training row is seen once: 1 where every step sees all of them. */
  readonly epoch: number;
  /** Whether no step helps any more: training ends unless grids move now. First-order optimizers never know. */
  readonly hasConverged: boolean;
  /** Steps taken since a grid was last moved in this optimization; Infinity before the first move. */
  readonly sinceMove: number;
  /**
   * Share by which the training objective fell over the last `count` steps: 0 for none, negative where it rose;
   * Infinity where so many have not been taken since the grids last moved.
   */
  fall(count: number): number;
}

/** Whether to look at the grids. `forced`: no more than what samples outside of the domain make necessary. */
export type GridLook = boolean | 'forced';

/** What a grid strategy may look at: one input node of a layer. Samples and edge functions are made only when read. */
export interface GridSituation {
  readonly layer: number;
  /** Index of the input node within the layer. */
  readonly input: number;
  readonly domain: readonly [number, number];
  /** Number of intervals, or null for a basis without any. */
  readonly intervals: number | null;
  /** Knots as they are, from one end of the domain to the other: `[intervals + 1]`, ascending; null for a basis without intervals. */
  readonly knots: Float64Array | null;
  /** Activations of this node over the training rows, or, where steps see batches, over a share of them; may hold numbers that are not finite. */
  readonly samples: Float64Array;
  /** How training steps are taken, as of the moment. */
  readonly method: OptimizerDefinition['method'];
  /** Whether an input node of the network itself; its domain is given by the data. */
  readonly isNetworkInput: boolean;
  /** Functions of the outgoing edges, or their derivatives: `[edges][points]`. */
  edges(points: Float64Array, order: 0 | 1 | 2 | 3): readonly Float64Array[];
}

/**
 * Where an edge should stay as it is when it is re-expressed by least squares. `uniform`: everywhere in the new domain alike.
 * `data`: 0.9 of the weight where samples lie, 0.1 everywhere.
 */
export type RefitNorm = 'uniform' | 'data';

/** A new place for the grid. */
export interface Placement {
  readonly domain: readonly [number, number];
  /**
   * Wanted positions of all knots, `[intervals + 1]`, in any order: the framework sorts them, puts the outer two on the ends of
   * the domain and keeps them apart. Left out: knots keep their places relative to the domain; even ones stay even.
   */
  readonly knots?: Float64Array;
  /** Whether the move answers samples outside the domain; such moves are kept, all others are trials. */
  readonly isForced: boolean;
  /** Norm in which edges are re-expressed; left out for `uniform`. */
  readonly norm?: RefitNorm;
  /**
   * Steps that training gets before a move that is not forced is judged; left out for 0, judged at once. Knots in better places
   * span other functions: what the old ones held best they hold worse, until training has used them.
   */
  readonly probation?: number;
}

/** When and where knots move, at a fixed count. */
export interface GridStrategyDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'grid', S> {
  readonly capabilities: {
    /** `even`: the interval moves and the knots stay even. `own`: every input has knots of its own. `none`: nothing moves. */
    readonly knots: 'even' | 'own' | 'none';
  };
  /** Whether to look at the grids before the coming step. Cheap: nothing of the network is read. */
  isDue(moment: GridMoment, options: OptionsOf<S>): GridLook;
  /**
   * Where the grid of one input node should be, or null to leave it. Asked twice where it reads samples, the first time with none: one that answers null without
   * reading them costs no pass over the rows.
   */
  place(situation: GridSituation, options: OptionsOf<S>): Placement | null;
}

const PARTS: Parts<GridStrategyDefinition> = {
  capabilities: z.strictObject({ knots: z.enum(['even', 'own', 'none']) }), isDue: called, place: called,
};

/** Declares a grid strategy. */
export function defineGridStrategy<S extends OptionsSchema>(grid: Omit<GridStrategyDefinition<S>, 'kind'>): GridStrategyDefinition<S> {
  return define({ kind: 'grid', ...grid }, PARTS);
}
