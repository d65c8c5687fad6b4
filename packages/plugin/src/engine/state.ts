import type { RandomStream } from '@knotwork/numerics';
import type { Network } from '../model/network-spec.js';
import type { Samples, Vec } from '../model/samples.js';
import type { Moments } from './moments.js';
import type { Read } from './objective.js';
import type { FrozenPenalty } from './penalty.js';
import type { BoundData } from './program.js';
import type { VectorRef, VectorSpace } from './vectors.js';

/** State of an optimizer by slot name, one number per unknown. */
export type Slots = Readonly<Record<string, Vec>>;

/** Scalars of an objective by name. */
export type Scalars = Readonly<Record<string, number>>;

/** What an evaluation takes besides points. */
export interface Query {
  readonly penalty?: FrozenPenalty;
  /** Weights of blocks by name, in place of their own. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** An objective's value. A number that is not finite is a status with its place, not a throw. */
export interface Value {
  readonly status: 'ok' | 'not-finite';
  /** Data objective plus penalty. */
  readonly value: number;
  /** The weighted sum of the blocks. */
  readonly data: number;
  readonly penalty: number;
  /** Each block that was evaluated, without its weight, in the order of `BoundData.blocks`. */
  readonly blocks: readonly number[];
  /** Edge at which the first number that is not finite came up, from an input to a sum; left out where all outputs are finite and a formula or a penalty is not. */
  readonly place?: { readonly layer: number; readonly from: number; readonly to: number };
}

/**
 * Normal equations of the blocks at one state, in double precision whatever the engine's: J'WJ without any penalty, W with the weights and the 1 / count of
 * means; of a loss J'HJ (`ObjectiveBlock.form`). Plain data, copies; a step may be tried with it until the state changes.
 */
export interface Normal {
  /** With the penalty that the query had. */
  readonly value: Value;
  readonly unknowns: number;
  /** Lower triangle, row by row: `[unknowns][unknowns]`; what stands above the diagonal means nothing. */
  readonly hessian: Vec;
  /** Gradient of the blocks without any penalty: `[unknowns]`. */
  readonly gradient: Vec;
}

export interface Damping { readonly shape: 'marquardt' | 'identity'; readonly mu: number }

/** A damped step that was solved and evaluated but not taken. */
export interface Trial {
  /** `singular`: the damped system was not positive definite; try more damping. */
  readonly status: 'ok' | 'not-finite' | 'singular';
  readonly value: Value;
  /** Reduction of the objective that the quadratic model predicts; positive. */
  readonly predicted: number;
}

/** Rows of a mini-batch of one set of points. */
export interface BatchPlan {
  /** Points per step, at most as many as there are. */
  readonly size: number;
  /** What the order of every epoch is drawn from: the permutation of `stream.fork('epoch.E')`, E from 0 at step 1. */
  readonly stream: RandomStream;
}

export interface StepPlan {
  /** Number of the first of these steps, from 1. */
  readonly first: number;
  /** Number of steps of the whole stage, for schedules. */
  readonly total: number;
  readonly signal?: AbortSignal;
  /**
   * Sets of points that are seen in batches, by name; of the others, every step sees all. An epoch of a set is ceil(count / size) steps and goes through
   * all its points in an order of its own. So batches follow from stream and step alone. The last batch of an epoch may be short; what blocks over
   * this set say and their gradient count by its share, rows / size, so that every point of an epoch weighs the same. A penalty and other blocks count
   * fully in every step.
   */
  readonly batch?: Readonly<Record<string, BatchPlan>>;
  /**
   * Largest Euclidean norm of the gradient (of the batch, penalty included) over all unknowns: a longer one is shortened to it before the
   * update; left out for none.
   */
  readonly clip?: number;
}

/**
 * What steps came to. A step whose value is not finite is not taken; an engine may notice it at the end of the call only, and then none of
 * them were.
 */
export interface StepReport {
  /** Steps that stand. */
  readonly done: number;
  /** Value before the last step, of its batch; of the step that was not taken, where one was not finite. */
  readonly last: Value;
}

/** Everything that changes while training. Owned by the engine; arrays that go in or out are copies. */
export interface State {
  fork(): Promise<State>;
  copyFrom(other: State): Promise<void>;
  read(): Promise<{ readonly network: Network; readonly scalars: Scalars; readonly slots: Slots; readonly step: number }>;
  /** Replaces what is given; slots of unknowns whose value or grid changed start from zero unless given. */
  write(change: { readonly parameters?: Vec; readonly scalars?: Scalars; readonly slots?: Slots }): Promise<void>;
  value(data: BoundData, query?: Query): Promise<Value>;
  /** @returns the gradient per unknown: `[unknowns]` */
  gradient(data: BoundData, query?: Query): Promise<Value & { readonly gradient: Vec }>;
  steps(count: number, data: BoundData, plan: StepPlan, query?: Query): Promise<StepReport>;
  /**
   * Refused where `can.normalEquations` is false, and unless unknowns are effective.
   *
   * @param spent normal equations of this state that nobody needs any more: what they hold may be written over, and they are refused from then on
   */
  normal(data: BoundData, query?: Query, spent?: Normal): Promise<Normal>;
  /** Solves the damped normal equations, the query's penalty included, and looks at the objective there. @param normal of the state as it is */
  tryStep(normal: Normal, damping: Damping, data: BoundData, query?: Query): Promise<Trial>;
  accept(trial: Trial): Promise<void>;
  /**
   * Blocks on the diagonal of H^-1, H the normal equations with the query's penalty; H is scaled by its diagonal and has {@link INVERSE_RIDGE} added to it then.
   *
   * @param ranges unknowns `from` to `to` (exclusive) of each block
   * @returns one block for each, `[to - from][to - from]`, symmetric
   * @throws KnotworkError `input` where H is not positive definite
   */
  inverseBlocks(normal: Normal, query: Query, ranges: readonly (readonly [number, number])[]): Promise<Vec[]>;
  /** Solves H x = rhs with the same H. @param rhs `[unknowns]`, of any number of right sides one after another @returns x, laid out alike */
  solve(normal: Normal, query: Query, rhs: Vec): Promise<Vec>;
  /**
   * Value and slope at unknowns + t * direction; the state stays where it is. Where a constraint keeps an unknown back, both are those
   * of the place that `move` would go to.
   */
  alongLine(direction: VectorRef, t: number, data: BoundData, query?: Query): Promise<Value & { readonly slope: number }>;
  /** unknowns += t * direction; then constraints are kept, as after every step */
  move(direction: VectorRef, t: number): Promise<void>;
  vectors(count: number): Promise<VectorSpace>;
  /**
   * What blocks may read of the network, at every point of all sets: `[count][reads]`, in network (standardized) units.
   *
   * @param reads outputs and derivatives; left out for all outputs
   */
  outputs(data: BoundData, reads?: readonly Extract<Read, { of: 'output' | 'derivative' }>[]): Promise<Samples>;
  /**
   * Rows `from` to `to` (exclusive) of the Jacobian of one block in all unknowns: of all residuals, `[points * residuals][unknowns]`; where the block is
   * a loss, of what it reads of the network and of the scalars, in the order of its reads: `[points * those reads][unknowns]`. Weights have no part in it.
   */
  rows(data: BoundData, block: string, from: number, to: number): Promise<Vec>;
  /** Inputs of a layer over all points of all sets: `[count][inputs]`. */
  preActivations(data: BoundData, layer: number): Promise<Samples>;
  /** Moments of the features of every term of a layer, over the layer's inputs at all points of all sets; refused where `can.moments` is false. */
  moments(data: BoundData, layer: number): Promise<Moments>;
  dispose(): Promise<void>;
}
