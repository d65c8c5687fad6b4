import type { BoundData, CompileOptions, FrozenPenalty, Moments, Objective, Rows, Samples, Slots, Structure, Value } from '@knotwork/plugin';
import type { ProgramLayout } from './layout.js';
import type { NormalEquations, SolvePositive } from './damped-step.js';

/** What a path is made for. */
export interface Task {
  readonly structure: Structure;
  readonly objective: Objective;
  readonly options: CompileOptions;
  readonly layout: ProgramLayout;
}

/** What rows of a Jacobian are for. They differ for losses: the outputs' own rows, or rows F J with F'F the loss's curvature, whose squares are J'HJ. */
export type RowsOf = 'rows' | 'normal equations';

/** Rows inside a path. */
export interface BackendData extends BoundData { readonly points: string; readonly count: number }

/**
 * One network's numbers and its optimizer's memory, and everything that can be computed with them.
 *
 * Arrays that come in or go out are copies. Whoever made one disposes of it: a path may hold memory that no garbage collector frees.
 */
export interface Numbers {
  /** The same numbers and slots, independent from now on; no gradient has been computed with them. */
  fork(): Numbers;
  /** Takes over numbers and slots; the last gradient stays. @param other of the same path */
  copyFrom(other: Numbers): void;
  /** In the order of the network's parameter vector: `[structure.length]`. */
  parameters(): Float64Array;
  /** Slots by name: `[unknowns]` each. */
  slots(): Record<string, Float64Array>;
  /** Replaces all numbers as they are given; slots of unknowns whose value or grid changed start from zero. @param parameters `[structure.length]` */
  write(parameters: Float64Array): void;
  /** Replaces the slots that are given: `[unknowns]` each. */
  writeSlots(slots: Slots): void;
  /** New numbers at unknowns + t * direction, constraints of shape parameters kept, with the same slots. @param direction `[unknowns]` */
  moved(direction: Float64Array, t: number): Numbers;
  value(data: BackendData, penalty: FrozenPenalty | undefined): Value;
  /** @returns the gradient per unknown, also where the value is not finite */
  gradient(data: BackendData, penalty: FrozenPenalty | undefined): { readonly value: Value; readonly gradient: Float64Array };
  /**
   * One step of the task's update formula, in place; then constraints of shape parameters are kept.
   *
   * @param step number of this step, from 1, @param steps of the whole stage
   * @param clip largest norm of the gradient: a longer one is shortened to it; Infinity for none
   * @returns the value before it; when that is not finite, everything is left as it was
   */
  update(data: BackendData, penalty: FrozenPenalty | undefined, step: number, steps: number, clip?: number): Value;
  /** The gradient that the last `gradient` or `update` computed, per unknown, shortened where that clipped it; zero before the first. */
  lastGradient(): Float64Array;
  normal(data: BackendData, penalty: FrozenPenalty | undefined): NormalEquations;
  /** Rows `from` to `to` (exclusive) of the Jacobian of all residuals, or of the outputs where the block is a loss: `[samples * residuals][unknowns]`. */
  rows(data: BackendData, from: number, to: number): Float64Array;
  /** Inputs of layer `layer`, or outputs of the network for the number of layers: `[count][width]`. */
  activations(data: BackendData, layer: number): Samples;
  /** Moments of the features of layer `layer`. */
  moments(data: BackendData, layer: number): Moments;
  dispose(): void;
}

/** A way of computing, made ready for one structure, objective and options. */
export interface Backend {
  /** Copies rows into the path. They have been checked. */
  bind(points: string, rows: Rows): BackendData;
  /**
   * Some rows of bound data as data of their own, in the place of the batch before: there is one for each data. Means over a batch are
   * over `size` rows, however few there are.
   *
   * @param rows their indices, `[size]` at most
   */
  batch(data: BackendData, rows: Uint32Array, size: number): BackendData;
  /** @param parameters `[structure.length]`, with basis weights folded in where unknowns are effective; @param slots left out for zeros */
  start(parameters: Float64Array, slots?: Slots): Numbers;
  dispose(): void;
  /** A way to solve normal equations that is faster than plain loops, where the path has one. */
  readonly solve?: SolvePositive;
  /** Where time goes, for paths that can tell. */
  readonly profile?: Profile;
}

/** Times the parts of a path; that costs time itself. */
export interface Profile {
  start(): void;
  /** @returns milliseconds by part since `start` */
  stop(): Readonly<Record<string, number>>;
}
