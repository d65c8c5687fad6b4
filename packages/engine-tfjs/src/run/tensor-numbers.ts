import {
  type AllNumbers, type Awaitable, type BackendData, type BlockForm, changedUnknowns, inParts, keepPositive, type Numbers, penaltyValue, plusPenalty, type StepOrder, type Weighting,
} from '@knotwork/engine-core';
import { fold } from '@knotwork/network';
import type { Samples, Vec } from '@knotwork/plugin';
import type { Moments, Slots, StepReport, Value } from '@knotwork/plugin/engine';
import { asTensor } from '../formulas/tensor-operations.js';
import type { Tensor } from '../tfjs-module.js';
import type { TensorBackend } from './tensor-backend.js';
import type { TensorData, TensorSet } from './tensor-data.js';
import type { FirstFeatures, PointValues } from './tensor-evaluation.js';
import { NormalSum } from './normal-sum.js';
import { type Fixed, Place } from './place.js';
import { hostEvaluation } from './host-evaluation.js';

/** Steps between two turns for signals and timers, and two looks at whether all is finite. */
const TURN = 64;
const LEAST_POSITIVE = 1e-6;
const LEAST_SHARE = 0.1;

/** A network's numbers on the device: unknowns, slots and the last gradient are one tensor each. */
export class TensorNumbers implements Numbers {
  /** The same numbers here, where nothing has changed since they were read. */
  private here: AllNumbers | null;
  private isGone = false;

  private constructor(
    private readonly backend: TensorBackend, private readonly parameters: Vec, private fixed: Fixed, private unknowns: Tensor, private memory: Readonly<Record<string, Tensor>>,
    private last: Tensor | null, here: AllNumbers | null,
  ) {
    this.here = here;
    backend.owned(this);
  }

  static begin(backend: TensorBackend, numbers: AllNumbers, slots: Slots): TensorNumbers {
    const { device, network, task: { options: { update }, layout } } = backend;
    const parameters = numbers.parameters.slice();
    return device.run(() => {
      const names = update?.slots ?? [];
      const memory = Object.fromEntries(names.map((name) => [name, toDevice(backend, slots[name] ?? new Float64Array(layout.unknowns))]));
      return new TensorNumbers(backend, parameters, network.fixed(parameters), toDevice(backend, unknownsOf(backend, numbers)), memory, null, null);
    });
  }

  private get place(): Place { return new Place(this.backend.device, this.unknowns, this.fixed); }

  fork(): TensorNumbers { return this.copy(this.unknowns, this.here); }

  /** @param unknowns of this or of another place */
  private copy(unknowns: Tensor, here: AllNumbers | null): TensorNumbers {
    const { backend, backend: { device: { tf }, device } } = this;
    // Tensors do not change: a copy shares what it holds.
    return device.run(() => new TensorNumbers(
      backend, this.parameters.slice(), this.fixed.share(), tf.keep(tf.clone(unknowns)), Object.fromEntries(Object.entries(this.memory).map(([name, slot]) => [name, tf.keep(tf.clone(slot))])), null, here,
    ));
  }

  copyFrom(other: Numbers): void {
    const { backend: { device, device: { tf } } } = this;
    const from = other as TensorNumbers;
    const fixed = from.fixed.share();
    this.fixed.release();
    this.fixed = fixed;
    this.parameters.set(from.parameters);
    device.run(() => {
      this.replace(tf.keep(tf.clone(from.unknowns)), Object.fromEntries(Object.entries(from.memory).map(([name, slot]) => [name, tf.keep(tf.clone(slot))])));
    });
    this.here = from.here;
  }

  /** Takes over tensors that stay, and gives back what was there. */
  private replace(unknowns: Tensor, memory: Readonly<Record<string, Tensor>>): void {
    const before = [this.unknowns, ...Object.values(this.memory)];
    this.unknowns = unknowns;
    this.memory = memory;
    this.here = null;
    for (const tensor of before) tensor.dispose();
  }

  read(): AllNumbers {
    const { parameters, scalars } = (this.here ??= this.download());
    return { parameters: parameters.slice(), scalars: scalars.slice() };
  }

  private download(): AllNumbers {
    const { backend: { task: { layout }, trained } } = this;
    const parameters = this.parameters.slice();
    const unknowns = fromDevice(this.backend, this.unknowns);
    layout.parameterOf.forEach((at, k) => { parameters[at] = unknowns[k]!; });
    return { parameters, scalars: unknowns.slice(trained) };
  }

  slots(): Record<string, Vec> { return Object.fromEntries(Object.entries(this.memory).map(([name, slot]) => [name, fromDevice(this.backend, slot)])); }

  write(numbers: AllNumbers): void {
    const { backend, backend: { device, network, task: { structure, layout } } } = this;
    const changed = changedUnknowns(structure, layout, this.read(), numbers);
    const slots = this.slots();
    for (const slot of Object.values(slots)) for (const k of changed) slot[k] = 0;
    this.fixed.release();
    this.parameters.set(numbers.parameters);
    device.run(() => {
      this.fixed = network.fixed(this.parameters);
      this.replace(toDevice(backend, unknownsOf(backend, numbers)), Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, toDevice(backend, slot)])));
    });
  }

  writeSlots(slots: Slots): void {
    const { backend, backend: { device } } = this;
    device.run(() => {
      this.memory = Object.fromEntries(Object.entries(this.memory).map(([name, slot]) => {
        if (slots[name] === undefined) return [name, slot];
        slot.dispose();
        return [name, toDevice(backend, slots[name])];
      }));
    });
  }

  moved(direction: Vec, t: number): TensorNumbers {
    const { backend, backend: { device, task: { layout: { parameterOf } }, positivePlaces } } = this;
    const before = this.read();
    const there = this.read();
    parameterOf.forEach((at, k) => { there.parameters[at]! += t * direction[k]!; });
    there.scalars.forEach((_, k) => { there.scalars[k]! += t * direction[parameterOf.length + k]!; });
    keepPositive(positivePlaces.parameters, there.parameters, before.parameters);
    keepPositive(positivePlaces.scalars, there.scalars, before.scalars);
    return device.run(() => {
      const unknowns = toDevice(backend, unknownsOf(backend, there));
      const moved = this.copy(unknowns, null);
      unknowns.dispose();
      return moved;
    });
  }

  value(data: BackendData, how: Weighting): Value {
    const { backend, backend: { device, evaluation } } = this;
    const own = data as TensorData;
    const sums = device.run(() => this.sumsHere(evaluation.pointValues(own.sets, this.place, backend.firstFeatures(own, this.place))));
    return this.valueOf(sums, own, how);
  }

  gradient(data: BackendData, how: Weighting): { readonly value: Value; readonly gradient: Vec } {
    const { backend, backend: { device } } = this;
    const own = data as TensorData;
    const penalty = backend.penaltyOf(how.penalty);
    const sums = device.run(() => {
      const { gradient, values } = backend.evaluation.gradient(own.sets, this.place, backend.firstFeatures(own, this.place), how.weights, penalty, false);
      this.remember(gradient);
      return this.sumsHere(values);
    });
    return { value: this.valueOf(sums, own, how), gradient: this.lastGradient() };
  }

  /** Makes a gradient the last one. */
  private remember(gradient: Tensor): void {
    const { tf } = this.backend.device;
    this.last?.dispose();
    this.last = tf.keep(tf.clone(gradient));
  }

  /** The last gradient once more, for whoever may need it back. */
  private lastKept(): Tensor | null {
    const { device, device: { tf } } = this.backend;
    return this.last === null ? null : device.run(() => tf.keep(tf.clone(this.last!)));
  }

  /** Sums over points in double precision, by number of the block. */
  private sumsHere(values: readonly PointValues[]): Map<number, number> {
    const sums = new Map<number, number>();
    for (const { block, values: each } of values) {
      let sum = sums.get(block) ?? 0;
      for (const v of each.dataSync()) sum += v;
      sums.set(block, sum);
    }
    return sums;
  }

  private valueOf(sums: ReadonlyMap<number, number>, data: TensorData, { penalty, weights }: Weighting): Value {
    const { backend: { task: { structure } } } = this;
    return this.assembled(this.means(sums, data.sets), penalty === undefined ? 0 : penaltyValue(penalty, fold(structure, this.read().parameters)), weights, data);
  }

  /** Each block without its weight, by number. */
  private means(sums: ReadonlyMap<number, number>, sets: readonly TensorSet[]): Map<number, number> {
    const { backend: { task: { blocks } } } = this;
    const over = new Map(sets.flatMap(({ blocks: own, meanOver }) => own.map((b) => [b, meanOver] as const)));
    return new Map([...sums].sort(([a], [b]) => a - b).map(([b, sum]) => [b, (blocks[b]!.scale * sum) / (over.get(b)! * blocks[b]!.terms)]));
  }

  private assembled(means: ReadonlyMap<number, number>, penalty: number, weights: readonly number[], data: TensorData | null): Value {
    let fit = 0;
    for (const [b, mean] of means) fit += weights[b]! * mean;
    const all = { value: fit + penalty, data: fit, penalty, blocks: [...means.values()] };
    if (Number.isFinite(all.value)) return { status: 'ok', ...all };
    const place = data === null ? null : this.placeOfTrouble(data);
    return { status: 'not-finite', ...all, ...(place === null ? {} : { place }) };
  }

  private placeOfTrouble(data: TensorData): NonNullable<Value['place']> | null {
    return hostEvaluation(this.backend.task).trouble(this.read(), data.inHost());
  }

  steps(count: number, data: BackendData, order: StepOrder, how: Weighting): Awaitable<StepReport> { return this.manySteps(count, data as TensorData, order, how); }

  private async manySteps(count: number, data: TensorData, order: StepOrder, how: Weighting): Promise<StepReport> {
    const { backend: { device } } = this;
    const before = this.fork();
    const gradientBefore = this.lastKept();
    try {
      let [done, isFinite] = [0, true];
      let report: StepReport | null = null;
      while (done < count && order.signal?.aborted !== true && isFinite) {
        const now = Math.min(TURN, count - done);
        const { values, last } = this.someSteps(now, order.first + done, data, order, how);
        done += now;
        isFinite = Number.isFinite(values);
        report = { done, last };
        if (done < count) await new Promise((resolve) => { setTimeout(resolve); });
      }
      if (isFinite) return report ?? { done: 0, last: { status: 'ok', value: NaN, data: NaN, penalty: NaN, blocks: [] } };
      // Some step went wrong: once more from the beginning, with a look at each.
      this.copyFrom(before);
      this.last?.dispose();
      this.last = device.run(() => (gradientBefore === null ? null : device.tf.keep(device.tf.clone(gradientBefore))));
      return this.carefulSteps(done, data, order, how);
    } finally {
      before.dispose();
      gradientBefore?.dispose();
    }
  }

  /** Steps without a look at any but the last. @returns the sum of all values, and the last */
  private someSteps(count: number, first: number, data: TensorData, order: StepOrder, how: Weighting): { readonly values: number; readonly last: Value } {
    const { device, device: { tf } } = this.backend;
    let total: Tensor | null = null;
    for (let k = 0; k < count; k++) {
      const isLast = k === count - 1;
      const made: { value: Tensor; blocks: readonly PointValues[]; penalty: Tensor | null } = device.make(() => this.update(first + k, data, order, how));
      if (isLast) {
        return device.run(() => {
          const sums = new Map<number, number>();
          const flat = tf.concat([...made.blocks.map(({ values }) => tf.reshape(values, [1])), tf.reshape(made.penalty ?? tf.scalar(0), [1]), tf.reshape(total === null ? made.value : tf.add(total, made.value), [1])]).dataSync();
          made.blocks.forEach(({ block }, b) => { sums.set(block, (sums.get(block) ?? 0) + flat[b]!); });
          for (const tensor of [made.value, made.penalty, total, ...made.blocks.map(({ values }) => values)]) tensor?.dispose();
          const sizes = order.batch?.sizes;
          const sets = data.sets.map((set, s) => ({ ...set, meanOver: sizes?.[s] ?? set.meanOver }));
          return { values: flat[flat.length - 1]!, last: this.assembled(this.means(sums, sets), flat[flat.length - 2]!, how.weights, null) };
        });
      }
      const before: Tensor | null = total;
      total = before === null ? made.value : device.make(() => tf.add(before, made.value));
      for (const tensor of [before, made.penalty, ...made.blocks.map(({ values }) => values), ...(total === made.value ? [] : [made.value])]) tensor?.dispose();
    }
    throw new RangeError('no steps were asked for');
  }

  /** Steps until one whose value is not finite, which is not taken. */
  private carefulSteps(count: number, data: TensorData, order: StepOrder, how: Weighting): StepReport {
    for (let done = 0; done < count; done++) {
      const before = this.fork();
      try {
        const gradientBefore = this.lastKept();
        const { last } = this.someSteps(1, order.first + done, data, order, how);
        if (last.status !== 'ok') {
          this.copyFrom(before);
          this.last?.dispose();
          this.last = gradientBefore;
          const place = this.placeOfTrouble(data);
          return { done, last: { ...last, ...(place === null ? {} : { place }) } };
        }
        gradientBefore?.dispose();
      } finally { before.dispose(); }
    }
    throw new RangeError('a step that was not finite is finite now');
  }

  /** One step in place. @returns the value before it, sums by block, and the penalty */
  private update(step: number, data: TensorData, order: StepOrder, how: Weighting): { value: Tensor; blocks: readonly PointValues[]; penalty: Tensor | null } {
    const { backend, backend: { device, device: { tf }, task: { blocks, options } } } = this;
    const sets = backend.batchOf(data, order.batch, step);
    const first: FirstFeatures = order.batch === null ? backend.firstFeatures(data, this.place) : () => null;
    const { gradient, values, penalty } = backend.evaluation.gradient(sets, this.place, first, how.weights, backend.penaltyOf(how.penalty), true);
    const sums = values.map(({ block, values: each }): PointValues => ({ block, values: tf.sum(each) }));
    const over = new Map(sets.flatMap(({ blocks: own, meanOver }) => own.map((b) => [b, meanOver] as const)));
    const terms = sums.map(({ block, values: sum }) => tf.mul(sum, (how.weights[block]! * blocks[block]!.scale) / (over.get(block)! * blocks[block]!.terms)));
    const value = [...terms, ...(penalty === null ? [] : [penalty])].reduce((a, b) => tf.add(a, b));
    const clipped = order.clip < Infinity ? this.clipped(gradient, order.clip) : gradient;
    const results = this.updated(clipped, step, order.total);
    this.remember(clipped);
    // Two outputs of a formula may be one tensor, or one that came in.
    const [unknowns, ...slots] = results.map((t) => tf.keep(tf.clone(t)));
    this.replace(this.kept(unknowns!), Object.fromEntries(options.update!.slots.map((name, k) => [name, slots[k]!])));
    return { value, blocks: sums, penalty };
  }

  /** A gradient whose norm is at most `limit`. One that is no number is left: what the step makes of it shows in the next value. */
  private clipped(gradient: Tensor, limit: number): Tensor {
    const { device: { tf } } = this.backend;
    const largest = tf.maximum(tf.max(tf.abs(gradient)), 1e-30);
    const norm = tf.mul(largest, tf.sqrt(tf.sum(tf.square(tf.div(gradient, largest)))));
    return tf.mul(gradient, tf.where(tf.greater(norm, limit), tf.div(limit, norm), 1));
  }

  /** Unknowns and slots after a step: those of the network, on which weight decay acts, and scalars, which it leaves alone. */
  private updated(gradient: Tensor, step: number, steps: number): Tensor[] {
    const { backend: { device, device: { tf }, updates, trained, task: { layout, options } } } = this;
    const names = ['parameter', ...options.update!.slots];
    const all: Readonly<Record<string, Tensor>> = { parameter: this.unknowns, gradient, ...this.memory };
    const part = (own: NonNullable<TensorBackend['updates']>['network'], from: number, count: number): Tensor[] => {
      const isWhole = count === layout.unknowns;
      const inputs = Object.fromEntries(Object.entries(all).map(([name, t]) => [name, isWhole ? t : tf.slice(t, [from], [count])]));
      const results = own.run({ ...inputs, step, steps }, names.map((name) => own.formula.outputs.indexOf(name)));
      return results.map((q) => {
        const t = asTensor(device, q);
        return t.shape[0] === count ? t : tf.broadcastTo(t, [count]);
      });
    };
    const scalars = layout.unknowns - trained;
    if (scalars === 0) return part(updates!.network, 0, trained);
    const others = part(updates!.scalars, trained, scalars);
    return trained === 0 ? others : part(updates!.network, 0, trained).map((t, k) => tf.concat([t, others[k]!]));
  }

  /** Constraints after a step. */
  private kept(unknowns: Tensor): Tensor {
    const { backend: { positive, device: { tf } } } = this;
    if (positive === null) return unknowns;
    const least = tf.maximum(tf.mul(this.unknowns, LEAST_SHARE), LEAST_POSITIVE);
    const kept = tf.keep(tf.where(positive, tf.maximum(unknowns, least), unknowns));
    unknowns.dispose();
    return kept;
  }

  lastGradient(): Vec { return this.last === null ? new Float64Array(this.backend.task.layout.unknowns) : fromDevice(this.backend, this.last); }

  normal(data: BackendData, how: Weighting): ReturnType<Numbers['normal']> { return inParts(this.equations(data as TensorData, how), this.backend.task.options.pause); }

  private *equations(data: TensorData, how: Weighting): Generator<void, Awaited<ReturnType<Numbers['normal']>>> {
    const { backend: { device, evaluation, network: { order }, algebra, task: { structure, blocks } } } = this;
    const sums = device.run(() => this.sumsHere(evaluation.pointValues(data.sets, this.place, this.backend.firstFeatures(data, this.place))));
    const products = algebra.products(order.length + 1);
    try {
      const sum = new NormalSum(products, order);
      for (const set of data.sets) {
        for (const b of set.blocks) {
          const factor = how.weights[b]! / (set.meanOver * blocks[b]!.terms);
          for (const chunk of evaluation.chunks(set)) {
            device.run(() => { evaluation.jacobian('normal equations', b, chunk, this.place, (rows, weights) => { sum.add(rows.dataSync(), factor, weights?.dataSync() ?? null); }); });
            if (blocks[b]!.isLoss) device.run(() => { evaluation.jacobian('slope', b, chunk, this.place, (rows, weights) => { sum.addSlopes(rows.dataSync(), factor, weights?.dataSync() ?? null); }); });
            yield;
          }
        }
      }
      const value = this.assembled(this.means(sums, data.sets), 0, how.weights, data);
      const penalty = how.penalty === undefined ? 0 : penaltyValue(how.penalty, fold(structure, this.read().parameters));
      return { value: plusPenalty(value, penalty), ...sum.read() };
    } finally { products.dispose(); }
  }

  rows(data: BackendData, { index, rows: perPoint }: BlockForm, from: number, to: number): Vec {
    const { backend: { device, evaluation, network: { order }, task: { layout: { unknowns } } } } = this;
    const all = new Float64Array((to - from) * unknowns);
    const set = (data as TensorData).sets.find(({ blocks }) => blocks.includes(index))!;
    for (const chunk of evaluation.chunks(set, Math.floor(from / perPoint), Math.ceil(to / perPoint))) {
      device.run(() => {
        evaluation.jacobian('rows', index, chunk, this.place, (rows, _, k) => {
          const values = rows.dataSync();
          for (let n = 0; n < chunk.count; n++) {
            const row = (chunk.start + n) * perPoint + k;
            if (row < from || row >= to) continue;
            order.forEach((unknown, d) => { all[(row - from) * unknowns + unknown] = values[n * unknowns + d]!; });
          }
        });
      });
    }
    return all;
  }

  activations(data: BackendData, layer: number): Samples {
    const { backend: { device, evaluation, task: { structure: { layers } } } } = this;
    const own = data as TensorData;
    const width = layer === 0 ? layers[0]!.inputs : layers[layer - 1]!.outputs;
    const values = new Float64Array(own.count * width);
    let at = 0;
    device.run(() => {
      evaluation.activations(own.sets, this.place, layer, (rows) => {
        values.set(rows.dataSync(), at);
        at += rows.size;
      });
    });
    return { count: own.count, width, values };
  }

  moments(data: BackendData, layer: number): Moments {
    return hostEvaluation(this.backend.task).moments(this.read(), this.activations(data, layer), layer);
  }

  dispose(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.backend.forget(this);
    this.fixed.release();
    for (const tensor of [this.unknowns, this.last, ...Object.values(this.memory)]) tensor?.dispose();
  }
}


/** Unknowns in the layout's order. */
function unknownsOf({ task: { layout } }: TensorBackend, { parameters, scalars }: AllNumbers): Vec {
  const all = new Float64Array(layout.unknowns);
  layout.parameterOf.forEach((at, k) => { all[k] = parameters[at]!; });
  all.set(scalars, layout.parameterOf.length);
  return all;
}

/** A vector by unknown, as a tensor that stays. */
function toDevice({ device, network: { order } }: TensorBackend, byUnknown: Vec): Tensor { return device.vector(Float32Array.from(order, (k) => byUnknown[k]!)); }

function fromDevice({ device, network: { order } }: TensorBackend, tensor: Tensor): Vec {
  const values = device.run(() => tensor.dataSync());
  const byUnknown = new Float64Array(order.length);
  order.forEach((k, d) => { byUnknown[k] = values[d]!; });
  return byUnknown;
}
