import type { Formula } from '@knotwork/algebra';
import type { Network } from '../model/network-spec.js';
import type { PointRows, Vec } from '../model/samples.js';
import type { SegmentRole, Structure } from '../model/structure.js';
import type { Slots, State } from './state.js';

/**
 * An elementwise update of unknowns. Inputs: `parameter`, `gradient`, `step`, `steps`, `decays` (1 for numbers of the network, 0 for scalars of
 * the objective) and the slots; outputs: `parameter` and the slots.
 */
export interface UpdateFormula {
  readonly formula: Formula;
  readonly slots: readonly string[];
}

export interface CompileOptions {
  /** Roles that are trained; `bias` is trained only where `Segment.trainable` says so too. Scalars of the objective always are. */
  readonly trainable: readonly SegmentRole[];
  /** Needed by `steps`. */
  readonly update?: UpdateFormula;
  /**
   * `trainable`: unknowns are base weights, basis weights, coefficients and biases as the paper has them.
   * `effective`: the basis weight is folded into the coefficients and set to 1, so that unknowns are not redundant.
   */
  readonly parameters: 'trainable' | 'effective';
  /**
   * For engines that compute in the process of who asks: called in the middle of work that takes long, such as a factorization, several times a second
   * where the engine can. What it rejects with ends the work, and the state is as it was. Results do not depend on it. Left out for no pauses.
   */
  readonly pause?: Pause;
}

/** Gives others a turn. */
export type Pause = () => Promise<void>;

/** How large a program is. */
export interface Extent {
  readonly unknowns: number;
  /** Memory of the program, its rows and one state, as a power of ten is right: what engines use for trials and normal equations comes on top. */
  readonly bytes: number;
}

/** Which numbers are trained, in order: those of the network, then the scalars of the objective. */
export interface Layout {
  readonly unknowns: number;
  /** Index into the network's parameter vector of every unknown of the network: `[unknowns - scalars]`. */
  readonly parameterOf: Uint32Array;
  /** Names of the scalars, which are the last unknowns. */
  readonly scalars: readonly string[];
}

/** A set of points inside an engine. */
export interface BoundSet { readonly points: string; readonly count: number }

/** Points inside an engine. Opaque but for how many there are, and of what. */
export interface BoundData {
  /** Sets of points in the order of the objective's blocks, each once. What a state returns by point goes through them in this order. */
  readonly sets: readonly BoundSet[];
  /** Points of all sets together. */
  readonly count: number;
  /** Names of the blocks that are evaluated, in the objective's order. */
  readonly blocks: readonly string[];
  /** Replaces the weights of one set of points. @param weights `[count]`, finite and at least 0 */
  reweigh(points: string, weights: Vec): Promise<void>;
  dispose(): Promise<void>;
}

export interface BindOptions {
  /** Blocks that are evaluated, by name; left out for all. The others need no points. */
  readonly blocks?: readonly string[];
}

/** Where a state begins, besides its network. */
export interface Beginning {
  /** State of an optimizer; what is left out starts from zero. */
  readonly slots?: Slots;
  /** Steps that were taken before. */
  readonly step?: number;
  /** Scalars of the objective; those left out are initial. */
  readonly scalars?: Readonly<Record<string, number>>;
}

/** A compiled network with an objective. Many states per program. */
export interface Program {
  readonly layout: Layout;
  readonly structure: Structure;
  /**
   * Takes points in; the engine copies them. Targets are needed where a block reads them, weights multiply a point's contribution; means divide by the
   * number of points.
   *
   * @param rows every set of points that the blocks asked for read, and no other
   * @throws KnotworkError `internal` naming block and read for a set that is missing or a column that the rows do not have
   */
  bind(rows: Readonly<Record<string, PointRows>>, options?: BindOptions): Promise<BoundData>;
  start(network: Network, beginning?: Beginning): Promise<State>;
  dispose(): Promise<void>;
}
