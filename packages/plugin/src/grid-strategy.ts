import { define, type Definition, type OptionsOf, type OptionsSchema } from './definition.js';

/** What a grid strategy may look at: one input node of a layer. Samples and edge functions are made only when read. */
export interface GridSituation {
  readonly layer: number;
  /** Index of the input node within the layer. */
  readonly input: number;
  readonly domain: readonly [number, number];
  readonly intervals: number | null;
  /** Activations of this node over the training rows. */
  readonly samples: Float64Array;
  /** Whether an input node of the network itself; its domain is given by the data. */
  readonly isNetworkInput: boolean;
  /** Functions of the outgoing edges, or their derivatives: `[edges][points]`. */
  edges(points: Float64Array, order: 0 | 1 | 2 | 3): readonly Float64Array[];
}

/** A new place for the grid. */
export interface Placement {
  readonly domain: readonly [number, number];
  /** Positions of the interior and boundary knots where they are not even, ascending, `intervals + 1` of them. */
  readonly knots?: Float64Array;
  /** Whether the move answers samples outside the domain; such moves are kept, all others are trials. */
  readonly isForced: boolean;
}

/** When and where knots move, at a fixed count. */
export interface GridStrategyDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'grid', S> {
  readonly capabilities: {
    /** `even`: the interval moves and the knots stay even. `own`: every input has knots of its own. `none`: nothing moves. */
    readonly knots: 'even' | 'own' | 'none';
  };
  /** Whether to look before step number `step` (from 0) of a stage of `steps`. */
  isDue(step: number, steps: number, options: OptionsOf<S>): boolean;
  /** Where the grid of one input node should be, or null to leave it. */
  place(situation: GridSituation, options: OptionsOf<S>): Placement | null;
}

/** Declares a grid strategy. */
export function defineGridStrategy<S extends OptionsSchema>(grid: Omit<GridStrategyDefinition<S>, 'kind'>): GridStrategyDefinition<S> {
  return define({ kind: 'grid', ...grid });
}
