import type { PointRows, Samples, Vec } from '@knotwork/plugin';
import type { CompileOptions, FrozenPenalty, Moments, Objective, Read, Slots, StepReport, Structure, Value } from '@knotwork/plugin/engine';
import type { BlockForm } from './block-form.js';
import type { ProgramLayout } from './layout.js';
import type { PositiveSolver } from './positive-solver.js';

/** What a back end may answer at once or later. */
export type Awaitable<T> = T | Promise<T>;

/** What a program is made for. */
export interface Task {
  readonly structure: Structure;
  readonly objective: Objective;
  readonly blocks: readonly BlockForm[];
  readonly options: CompileOptions;
  readonly layout: ProgramLayout;
}

/** What rows of a Jacobian are for. They differ for losses: the variables' own rows, or rows F J with F'F the loss's curvature, whose squares are J'HJ. */
export type RowsOf = 'rows' | 'normal equations';

/** Points of one set for a back end, checked. */
export interface SetOfPoints { readonly points: string; readonly rows: PointRows; /** Blocks that are evaluated there. */ readonly blocks: readonly BlockForm[] }

/** Points inside a back end, set by set. Whoever bound them disposes of them. */
export interface BackendData {
  /** @param set number of the set */
  reweigh(set: number, weights: Vec): Awaitable<void>;
  dispose(): Awaitable<void>;
}

/** What may be read of a network. */
export type OutputRead = Extract<Read, { of: 'output' | 'derivative' }>;

/** What an evaluation takes besides points: a penalty, and the weight of every block of the objective. */
export interface Weighting { readonly penalty: FrozenPenalty | undefined; readonly weights: readonly number[] }

/** Some steps of an update formula. */
export interface StepOrder {
  /** Number of the first of these steps, from 1, and of the steps of the stage. */
  readonly first: number;
  readonly total: number;
  readonly signal: AbortSignal | undefined;
  /** Largest norm of a gradient: a longer one is shortened to it; Infinity for none. */
  readonly clip: number;
  /** Which points a step sees; null for all in every step. */
  readonly batch: BatchOfStep | null;
}

/** Points that single steps see, set by set. */
export interface BatchOfStep {
  /** Indices of the points of each set, valid until the next call; null for all. */
  rows(step: number): readonly (Uint32Array | null)[];
  /** How many points a mean over each set is over, however few there are; null where the set is seen whole. */
  readonly sizes: readonly (number | null)[];
}

/** A network's numbers and the scalars of an objective. */
export interface AllNumbers { readonly parameters: Vec; readonly scalars: Vec }

/**
 * One network's numbers and its optimizer's memory, and everything that can be computed with them.
 *
 * Arrays that come in or go out are copies. Whoever made one disposes of it: a back end may hold memory that no garbage collector frees.
 */
export interface Numbers {
  /** The same numbers and slots, independent from now on; no gradient has been computed with them. */
  fork(): Awaitable<Numbers>;
  /** Takes over numbers and slots; the last gradient stays. @param other of the same back end */
  copyFrom(other: Numbers): Awaitable<void>;
  /** Parameters in the order of the network's parameter vector, `[structure.length]`, and scalars in that of the objective. */
  read(): Awaitable<AllNumbers>;
  /** Slots by name: `[unknowns]` each. */
  slots(): Awaitable<Record<string, Vec>>;
  /** Replaces all numbers as they are given; slots of unknowns whose value or grid changed start from zero. */
  write(numbers: AllNumbers): Awaitable<void>;
  /** Replaces the slots that are given: `[unknowns]` each. */
  writeSlots(slots: Slots): Awaitable<void>;
  /** New numbers at unknowns + t * direction, constraints kept, with the same slots. @param direction `[unknowns]` */
  moved(direction: Vec, t: number): Awaitable<Numbers>;
  value(data: BackendData, how: Weighting): Awaitable<Value>;
  /** @returns the gradient per unknown, also where the value is not finite */
  gradient(data: BackendData, how: Weighting): Awaitable<{ readonly value: Value; readonly gradient: Vec }>;
  /**
   * Steps of the task's update formula, in place, in one call; after each, constraints are kept. A step whose value is not finite is not taken, and
   * ends them; a back end may notice it at the end only, and then none of these steps stand. `stepByStep` does it for back ends that answer at once.
   */
  steps(count: number, data: BackendData, order: StepOrder, how: Weighting): Awaitable<StepReport>;
  /** The gradient that the last `gradient` or step computed, per unknown, shortened where that clipped it; zero before the first. */
  lastGradient(): Awaitable<Vec>;
  /**
   * Normal equations without the penalty, and the value with it: lower triangle `[unknowns][unknowns]`, gradient `[unknowns]`.
   *
   * @param into where the triangle may be put, in place of memory of its own: large arrays that come and go with every step keep the host's collector at work
   */
  normal(data: BackendData, how: Weighting, into?: Vec): Awaitable<{ readonly value: Value; readonly hessian: Vec; readonly gradient: Vec }>;
  /** Rows `from` to `to` (exclusive) of the Jacobian of a block: `[points * rows][unknowns]`. */
  rows(data: BackendData, block: BlockForm, from: number, to: number): Awaitable<Vec>;
  /** Inputs of layer `layer`, or outputs of the network for the number of layers, over all sets: `[count][width]`. */
  activations(data: BackendData, layer: number): Awaitable<Samples>;
  /** Outputs and derivatives of them, of orders that the engine has, over all sets: `[count][reads]`. Back ends without derivatives have none. */
  outputs?(data: BackendData, reads: readonly OutputRead[]): Awaitable<Samples>;
  /** Moments of the features of layer `layer`, over all sets. */
  moments(data: BackendData, layer: number): Awaitable<Moments>;
  dispose(): Awaitable<void>;
}

/**
 * A way of computing, made ready for one task. Programs and states are the same for all of them: what may be asked for is checked there, once.
 */
export interface Backend {
  /** Copies points into the back end. */
  bind(sets: readonly SetOfPoints[]): Awaitable<BackendData>;
  /** @param numbers with basis weights folded in where unknowns are effective; @param slots those left out are zero */
  start(numbers: AllNumbers, slots: Slots): Awaitable<Numbers>;
  dispose(): Awaitable<void>;
  /** Dense linear algebra, where the back end has something faster than plain loops. */
  readonly solver?: PositiveSolver;
  /** Where time goes, for back ends that can tell. */
  readonly profile?: Profile;
}

/** Times the parts of a back end; that costs time itself. */
export interface Profile {
  start(): void;
  /** @returns milliseconds by part since `start` */
  stop(): Readonly<Record<string, number>>;
}
