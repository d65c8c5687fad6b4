import type { Formula } from '@knotwork/algebra';
import type { RandomStream } from '@knotwork/numerics';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { Network } from '../model/network-spec.js';
import type { FrozenPenalty } from './penalty.js';
import type { Objective } from '../model/objective.js';
import type { Rows, Samples } from '../model/samples.js';
import type { SegmentRole, Structure } from '../model/structure.js';

export type Precision = 'float64' | 'float32';
export type Vec = Float64Array;

/** What an engine can do. A stage states what it needs; a mismatch is refused before the first step. */
export interface EngineCapabilities {
  readonly precisions: readonly Precision[];
  readonly terms: readonly ('window' | 'global' | 'edge-shape')[];
  readonly nodeFormulas: boolean;
  readonly knots: readonly ('even' | 'own')[];
  readonly blocks: readonly ('residuals' | 'loss')[];
  readonly normalEquations: boolean;
  readonly jets: boolean;
  readonly moments: boolean;
  readonly threads: boolean;
}

/** An elementwise update: inputs `parameter`, `gradient`, `step`, `steps` and the slots; outputs `parameter` and the slots. */
export interface UpdateFormula {
  readonly formula: Formula;
  readonly slots: readonly string[];
}

export interface CompileOptions {
  readonly precision: Precision;
  /** Roles that are trained; `bias` is trained only where `Segment.trainable` says so too. */
  readonly trainable: readonly SegmentRole[];
  /** Needed by `steps`. */
  readonly update?: UpdateFormula;
  /**
   * `trainable`: unknowns are base weights, basis weights, coefficients and biases as the paper has them.
   * `effective`: the basis weight is folded into the coefficients and set to 1, so that unknowns are not redundant.
   */
  readonly parameters: 'trainable' | 'effective';
}

/** Compiles networks to programs. */
export interface Engine {
  readonly name: string;
  /** Number format of parameters and sums. */
  readonly precision: Precision;
  readonly can: EngineCapabilities;
  /**
   * What a run's record says about how this engine computes, such as `{ path: 'reference' }`. A run's identity depends on it. Where it
   * says `because`, users are told when a run begins: that is why this engine does not compute its usual way.
   */
  readonly notes?: Readonly<Record<string, string>>;
  /** @throws KnotworkError `capability` naming what this engine lacks and the way out */
  compile(structure: Structure, objective: Objective, options: CompileOptions): Promise<Program>;
}

/** One unknown of a program: which numbers of the parameter vector are trained, in order. */
export interface Layout {
  readonly unknowns: number;
  /** Index into the network's parameter vector of every unknown. */
  readonly parameterOf: Uint32Array;
}

/** Rows inside an engine. Opaque. */
export interface BoundData { readonly points: string; readonly count: number; dispose(): Promise<void> }

/** State of an optimizer by slot name, one number per unknown. */
export type Slots = Readonly<Record<string, Vec>>;

export interface Query { readonly penalty?: FrozenPenalty }

/** An objective's value. A number that is not finite is a status with its place, not a throw. */
export interface Value {
  readonly status: 'ok' | 'not-finite';
  /** Data objective plus penalty. */
  readonly value: number;
  readonly data: number;
  readonly penalty: number;
  /** Where the first number that is not finite came up; left out where all outputs are finite and the loss or a penalty is not. */
  readonly place?: { readonly layer: number; readonly from: number; readonly to: number };
}

/** Normal equations J'WJ + penalty, J'r at one state, or J'HJ and the gradient for a loss (`ObjectiveBlock.form`). Opaque; valid until the state changes. */
export interface Normal { readonly value: Value; readonly unknowns: number }

export interface Damping { readonly shape: 'marquardt' | 'identity'; readonly mu: number }

/** A damped step that was solved and evaluated but not taken. */
export interface Trial {
  /** `singular`: the damped system was not positive definite; try more damping. */
  readonly status: 'ok' | 'not-finite' | 'singular';
  readonly value: Value;
  /** Reduction of the objective that the quadratic model predicts; positive. */
  readonly predicted: number;
}

export interface StepPlan {
  /** Number of the first of these steps, from 1. */
  readonly first: number;
  /** Number of steps of the whole stage, for schedules. */
  readonly total: number;
  readonly signal?: AbortSignal;
  /**
   * Rows per step; left out for all. An epoch is ceil(count / size) steps and goes through all rows in an order of its own, the permutation
   * drawn from `stream.fork('epoch.E')`, E from 0 at step 1. So batches follow from stream and step alone. The last batch of an
   * epoch may be short; its data objective and gradient count by their share, rows / size, so that every row of an epoch weighs the same. A
   * penalty counts fully in every step. `size` is at most the number of rows.
   */
  readonly batch?: { readonly size: number; readonly stream: RandomStream };
  /**
   * Largest Euclidean norm of the gradient (of the batch, penalty included) over all unknowns: a longer one is shortened to it before the
   * update; left out for none.
   */
  readonly clip?: number;
}

export interface StepReport {
  readonly done: number;
  /** Value before the last step, of its batch. */
  readonly last: Value;
}

/** A derivative of the outputs in the network's inputs. */
export interface JetRequest {
  /** Inputs to differentiate in, in order: `[0, 0]` is the second derivative in input 0. */
  readonly inputs: readonly number[];
}

/** Which vector of a state or of a vector space is meant. */
export type VectorRef = { readonly space: VectorSpace; readonly index: number };

/** Vectors that live inside the engine, for methods with a memory such as L-BFGS. */
export interface VectorSpace {
  readonly count: number;
  /** Copies the state's unknowns, or the gradient that it computed last, into vector `index`; after `alongLine` that is the gradient there. */
  load(index: number, from: 'unknowns' | 'gradient'): Promise<void>;
  copy(from: number, to: number): Promise<void>;
  /** to += factor * from */
  addScaled(factor: number, from: number, to: number): Promise<void>;
  scale(factor: number, index: number): Promise<void>;
  dot(a: number, b: number): Promise<number>;
}

/** Means and banded second moments of the features of one term over rows; weights all equal. */
export interface TermMoments {
  /** Inputs, or edges `[inputs][outputs]` for a term whose edges have shape parameters of their own. All zero where every edge concerned is masked. */
  readonly groups: number;
  readonly size: number;
  /** Entries per row of `second`: the window of a window term, the size of a global one. */
  readonly band: number;
  /** Mean of every feature: `[groups][size]`. */
  readonly mean: Vec;
  /** Mean of feature k times feature k + d: `[groups][size][band]`; zero beyond the last feature. */
  readonly second: Vec;
  /** Mean of the base function, `[groups]`, of its square, `[groups]`, and of its product with every feature, `[groups][size]`; null without one. */
  readonly base: { readonly mean: Vec; readonly square: Vec; readonly product: Vec } | null;
}

/** Moments of all terms of a layer over `count` rows. */
export interface Moments { readonly count: number; readonly terms: readonly TermMoments[] }

/** A compiled network with an objective. Many states per program. */
export interface Program {
  readonly layout: Layout;
  readonly structure: Structure;
  /** Rows stay inside; the engine copies them. */
  bind(points: string, rows: Rows): Promise<BoundData>;
  start(network: Network, slots?: Slots): Promise<State>;
  dispose(): Promise<void>;
}

/** Everything that changes while training. Owned by the engine; arrays that go in or out are copies. */
export interface State {
  fork(): Promise<State>;
  copyFrom(other: State): Promise<void>;
  read(): Promise<{ network: Network; slots: Slots; step: number }>;
  /** Replaces the parameters; slots of unknowns whose value changed start from zero unless given. */
  write(change: { readonly parameters?: Vec; readonly slots?: Slots }): Promise<void>;
  /**
   * Begins a penalty round: penalties as they are at this state, statistics of what flows through edges taken over these rows. The value and,
   * within the layer of each edge, the gradient are those of the penalties here; what flows into edges and shape parameters count as fixed. Where
   * a penalty is concave in the squares of its statistics, what is frozen lies nowhere below it. Edges below 1e-4 of the largest may be taken to have
   * so much. Statistics over rows need `can.moments`.
   */
  freeze(data: BoundData): Promise<FrozenPenalty>;
  value(data: BoundData, query?: Query): Promise<Value>;
  gradient(data: BoundData, query?: Query): Promise<Value & { readonly gradient: Vec }>;
  steps(count: number, data: BoundData, plan: StepPlan, query?: Query): Promise<StepReport>;
  normal(data: BoundData, query?: Query): Promise<Normal>;
  tryStep(normal: Normal, damping: Damping, data: BoundData, query?: Query): Promise<Trial>;
  accept(trial: Trial): Promise<void>;
  /**
   * Value and slope at unknowns + t * direction; the state stays where it is. Where a constraint keeps an unknown back, both are those
   * of the place that `move` would go to.
   */
  alongLine(direction: VectorRef, t: number, data: BoundData, query?: Query): Promise<Value & { readonly slope: number }>;
  /** unknowns += t * direction; then constraints of shape parameters are kept, as after every step */
  move(direction: VectorRef, t: number): Promise<void>;
  vectors(count: number): Promise<VectorSpace>;
  /**
   * Outputs of the network, `[count][outputs]`, in network (standardized) units; with jets, `[count][outputs * (1 + jets)]`:
   * the outputs, then each derivative of all of them.
   */
  outputs(data: BoundData, jets?: readonly JetRequest[]): Promise<Samples>;
  /**
   * Rows `from` to `to` (exclusive) of the Jacobian of all residuals: `[samples * residuals][unknowns]`; where the block is a loss, of the
   * Jacobian of the outputs: `[samples * outputs][unknowns]`.
   */
  rows(data: BoundData, from: number, to: number): Promise<Vec>;
  /** Inputs of a layer over the data: `[count][inputs]`. */
  preActivations(data: BoundData, layer: number): Promise<Samples>;
  /** Edge functions of a layer, or their derivatives, at the same points for every edge: `[inputs][outputs][points]`. */
  edges(layer: number, points: Vec, order: 0 | 1 | 2 | 3): Promise<Vec>;
  /** Moments of the features of every term of a layer, over the layer's inputs; refused where `can.moments` is false. */
  moments(data: BoundData, layer: number): Promise<Moments>;
  dispose(): Promise<void>;
}

/** A compute engine. @experimental */
export interface EngineDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'engine', S> {
  create(options: OptionsOf<S>): Promise<Engine>;
}

const PARTS: Parts<EngineDefinition> = { create: called };

/** Declares a compute engine. @experimental */
export function defineEngine<S extends OptionsSchema>(engine: Omit<EngineDefinition<S>, 'kind'>): EngineDefinition<S> {
  return define({ kind: 'engine', ...engine }, PARTS);
}
