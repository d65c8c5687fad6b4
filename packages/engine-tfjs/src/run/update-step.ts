import { LEAST_SHARE, type StepOrder, type Weighting } from '@knotwork/engine-core';
import { LEAST_POSITIVE } from '@knotwork/plugin/engine';
import type { Quantity } from '../formulas/tensor-operations.js';
import type { Tensor } from '../tfjs-module.js';
import type { Place } from './place.js';
import type { TensorBackend } from './tensor-backend.js';
import type { TensorData } from './tensor-data.js';
import type { FirstFeatures, PointValues } from './tensor-evaluation.js';
import type { SlotVector, UnknownVector } from './unknown-vector.js';

/** Slots by name. */
export type Memory = Readonly<Record<string, SlotVector>>;

/** What a step made; its tensors stay until they are disposed of. */
export interface StepTaken {
  readonly unknowns: UnknownVector;
  readonly memory: Memory;
  /** Shortened where it was too long. */
  readonly gradient: UnknownVector;
  /** Before the step: the sum over points of each block, the penalty, and all of these added up, which is finite where the objective is. */
  readonly total: Tensor;
  readonly blocks: readonly PointValues[];
  readonly penalty: Tensor | null;
}

/** One step of the task's update formula, without a look at what it gives. To be called within `Device.run`. */
export function takeStep(backend: TensorBackend, at: Place, memory: Memory, step: number, data: TensorData, order: StepOrder, how: Weighting): StepTaken {
  const { device: { tf }, device, evaluation, network: { vectors }, task: { options: { update } } } = backend;
  const sets = backend.batchOf(data, order.batch, step);
  const first: FirstFeatures = order.batch === null ? backend.firstFeatures(data, at) : () => null;
  const { gradient: found, values, penalty } = evaluation.gradient(sets, at, first, how.weights, backend.penaltyOf(how.penalty), true);
  const sums = values.map(({ block, values: each }): PointValues => ({ block, values: tf.keep(tf.sum(each)) }));
  const total = [...sums.map(({ values: sum }) => sum), ...(penalty === null ? [] : [penalty])].reduce((a, b) => tf.add(a, b));
  const gradient = order.clip < Infinity ? clipped(backend, found, order.clip) : found;
  const results = vectors.parts.map((_, p) => updated(backend, p, { parameter: at.unknowns[p]!, gradient: gradient[p]!, ...ofPart(memory, p), step, steps: order.total }));
  const slot = (name: string, k: number): [string, SlotVector] => [name, vectors.again(results.map((r) => r[k + 1]!))];
  return {
    unknowns: vectors.kept(positive(backend, at.unknowns, results.map(([parameter]) => parameter!))), memory: Object.fromEntries(update!.slots.map(slot)),
    gradient: vectors.again(gradient), total: device.again(total), blocks: sums, penalty: penalty === null ? null : device.again(penalty),
  };
}

function ofPart(memory: Memory, part: number): Record<string, Quantity> { return Object.fromEntries(Object.entries(memory).map(([name, slot]) => [name, slot[part]!])); }

/** Unknowns of a part and its slots after a step: those of the network, on which weight decay acts, or scalars, which it leaves alone. */
function updated({ updates, trained, network: { vectors }, task: { options: { update } } }: TensorBackend, part: number, inputs: Readonly<Record<string, Quantity>>): Quantity[] {
  const own = vectors.parts[part]![0]! < trained ? updates!.network : updates!.scalars;
  return own.run(inputs, ['parameter', ...update!.slots].map((name) => own.formula.outputs.indexOf(name)));
}

/** A gradient whose norm is at most `limit`. One that is no number is left: what the step makes of it shows in the next value. */
function clipped({ device: { tf } }: TensorBackend, gradient: UnknownVector, limit: number): UnknownVector {
  const largest = tf.maximum(gradient.map((g) => tf.max(tf.abs(g))).reduce((a, b) => tf.maximum(a, b)), 1e-30);
  const norm = tf.mul(largest, tf.sqrt(gradient.map((g) => tf.sum(tf.square(tf.div(g, largest)))).reduce((a, b) => tf.add(a, b))));
  const factor = tf.where(tf.greater(norm, limit), tf.div(limit, norm), 1);
  return gradient.map((g) => tf.mul(g, factor));
}

/** Constraints after a step, as `keptPositive` has them. */
function positive({ positive: masks, device: { tf } }: TensorBackend, before: UnknownVector, after: readonly Quantity[]): Quantity[] {
  return after.map((q, p) => {
    const mask = masks[p]!;
    if (mask === null) return q;
    const least = tf.maximum(tf.mul(before[p]!, LEAST_SHARE), LEAST_POSITIVE);
    return tf.where(mask, tf.maximum(q, least), q);
  });
}
