import {
  type AllNumbers, type Awaitable, type BackendData, type BlockForm, changedUnknowns, inParts, keepPositive, type Numbers, penaltyValue, type StepOrder, type Weighting,
} from '@knotwork/engine-core';
import { fold } from '@knotwork/network';
import type { Samples, Vec } from '@knotwork/plugin';
import type { Moments, Slots, StepReport, Value } from '@knotwork/plugin/engine';
import type { Tensor } from '../tfjs-module.js';
import type { TensorBackend } from './tensor-backend.js';
import type { TensorData, TensorSet } from './tensor-data.js';
import type { PointValues } from './tensor-evaluation.js';
import { NormalSum } from './normal-sum.js';
import { type Fixed, Place } from './place.js';
import { hostEvaluation } from './host-evaluation.js';
import { disposeAll, type UnknownVector } from './unknown-vector.js';
import { type Memory, type StepTaken, takeStep } from './update-step.js';

/** Steps between two turns for signals and timers, and two looks at whether all is finite. */
const TURN = 64;
/** Milliseconds that steps between two turns take, if one does not take longer. */
const TURN_TIME = 200;

/** A network's numbers on the device. */
export class TensorNumbers implements Numbers {
  /** The same numbers here, where nothing has changed since they were read. */
  private here: AllNumbers | null;
  private isGone = false;
  private last: UnknownVector | null = null;

  private constructor(
    private readonly backend: TensorBackend, private readonly parameters: Vec, private fixed: Fixed, private unknowns: UnknownVector, private memory: Memory, here: AllNumbers | null,
  ) {
    this.here = here;
    backend.owned(this);
  }

  static begin(backend: TensorBackend, numbers: AllNumbers, slots: Slots): TensorNumbers {
    const { device, network, network: { vectors }, task: { options: { update }, layout } } = backend;
    const parameters = numbers.parameters.slice();
    return device.run(() => {
      const memory = Object.fromEntries((update?.slots ?? []).map((name) => [name, vectors.toSlot(slots[name] ?? new Float64Array(layout.unknowns))]));
      return new TensorNumbers(backend, parameters, network.fixed(parameters), vectors.toDevice(unknownsOf(backend, numbers)), memory, null);
    });
  }

  private get place(): Place { return new Place(this.backend.device, this.unknowns, this.fixed); }

  fork(): TensorNumbers { return this.backend.device.run(() => this.copy(this.backend.network.vectors.again(this.unknowns), this.here)); }

  /** The same slots and grids with numbers of this or of another place. To be called within `run`. */
  private copy(unknowns: UnknownVector, here: AllNumbers | null): TensorNumbers { return new TensorNumbers(this.backend, this.parameters.slice(), this.fixed.share(), unknowns, this.memoryAgain(), here); }

  private memoryAgain(): Memory { return mapMemory(this.memory, (slot) => this.backend.network.vectors.again(slot)); }

  copyFrom(other: Numbers): void {
    const { backend: { device, network: { vectors } } } = this;
    const from = other as TensorNumbers;
    const fixed = from.fixed.share();
    this.fixed.release();
    this.fixed = fixed;
    this.parameters.set(from.parameters);
    device.run(() => { this.replace(vectors.again(from.unknowns), from.memoryAgain()); });
    this.here = from.here;
  }

  /** Takes over tensors that stay, and gives back what was there. */
  private replace(unknowns: UnknownVector, memory: Memory): void {
    const before = [this.unknowns, ...Object.values(this.memory)];
    this.unknowns = unknowns;
    this.memory = memory;
    this.here = null;
    before.forEach(disposeAll);
  }

  read(): AllNumbers {
    const { parameters, scalars } = (this.here ??= this.download());
    return { parameters: parameters.slice(), scalars: scalars.slice() };
  }

  private download(): AllNumbers {
    const { backend: { task: { layout }, trained, network: { vectors } } } = this;
    const parameters = this.parameters.slice();
    const unknowns = vectors.toHost(this.unknowns);
    layout.parameterOf.forEach((at, k) => { parameters[at] = unknowns[k]!; });
    return { parameters, scalars: unknowns.slice(trained) };
  }

  slots(): Record<string, Vec> { return mapMemory(this.memory, (slot) => this.backend.network.vectors.toHost(slot)); }

  write(numbers: AllNumbers): void {
    const { backend, backend: { device, network, network: { vectors }, task: { structure, layout } } } = this;
    const changed = changedUnknowns(structure, layout, this.read(), numbers);
    const slots = this.slots();
    for (const slot of Object.values(slots)) for (const k of changed) slot[k] = 0;
    this.fixed.release();
    this.parameters.set(numbers.parameters);
    device.run(() => {
      this.fixed = network.fixed(this.parameters);
      this.replace(vectors.toDevice(unknownsOf(backend, numbers)), mapMemory(slots, (slot) => vectors.toSlot(slot)));
    });
  }

  writeSlots(slots: Slots): void {
    const { backend: { device, network: { vectors } } } = this;
    device.run(() => {
      this.memory = Object.fromEntries(Object.entries(this.memory).map(([name, slot]) => {
        if (slots[name] === undefined) return [name, slot];
        disposeAll(slot);
        return [name, vectors.toSlot(slots[name])];
      }));
    });
  }

  moved(direction: Vec, t: number): TensorNumbers {
    const { backend, backend: { device, network: { vectors }, task: { layout: { parameterOf } }, positivePlaces } } = this;
    const before = this.read();
    const there = this.read();
    parameterOf.forEach((at, k) => { there.parameters[at]! += t * direction[k]!; });
    there.scalars.forEach((_, k) => { there.scalars[k]! += t * direction[parameterOf.length + k]!; });
    keepPositive(positivePlaces.parameters, there.parameters, before.parameters);
    keepPositive(positivePlaces.scalars, there.scalars, before.scalars);
    return device.run(() => this.copy(vectors.toDevice(unknownsOf(backend, there)), null));
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
      this.remember(backend.network.vectors.again(gradient));
      return this.sumsHere(values);
    });
    return { value: this.valueOf(sums, own, how), gradient: this.lastGradient() };
  }

  /** Makes a gradient that stays the last one. */
  private remember(gradient: UnknownVector | null): void {
    disposeAll(this.last);
    this.last = gradient;
  }

  /** The last gradient once more, for whoever may need it back. */
  private lastAgain(): UnknownVector | null { return this.last === null ? null : this.backend.network.vectors.again(this.last); }

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
    const gradientBefore = device.run(() => this.lastAgain());
    try {
      let [done, isFinite, turn] = [0, true, 1];
      let report: StepReport = { done: 0, last: { status: 'ok', value: NaN, data: NaN, penalty: NaN, blocks: [] } };
      while (done < count && order.signal?.aborted !== true && isFinite) {
        const now = Math.min(turn, count - done);
        const began = performance.now();
        const { sum, last } = this.someSteps(now, order.first + done, data, order, how);
        done += now;
        turn = Math.min(TURN, Math.max(1, Math.floor((TURN_TIME * now) / (performance.now() - began))));
        isFinite = Number.isFinite(sum);
        report = { done, last };
        if (done < count) await new Promise((resolve) => { setTimeout(resolve); });
      }
      if (isFinite) return report;
      // Some step went wrong: once more from the beginning, with a look at each.
      this.copyFrom(before);
      device.run(() => { this.remember(gradientBefore === null ? null : this.backend.network.vectors.again(gradientBefore)); });
      return this.carefulSteps(done, data, order, how);
    } finally {
      before.dispose();
      disposeAll(gradientBefore);
    }
  }

  /** Steps without a look at any but the last. @returns a sum that is finite where all values are, and the last value */
  private someSteps(count: number, first: number, data: TensorData, order: StepOrder, how: Weighting): { readonly sum: number; readonly last: Value } {
    const { backend: { device, device: { tf } } } = this;
    let all: Tensor | null = null;
    for (let k = 0; k < count - 1; k++) {
      const { total, blocks, penalty } = device.run(() => this.step(first + k, data, order, how));
      const before: Tensor | null = all;
      all = before === null ? total : device.make(() => tf.add(before, total));
      for (const tensor of [before, penalty, ...blocks.map(({ values }) => values), ...(all === total ? [] : [total])]) tensor?.dispose();
    }
    return device.run(() => {
      const { total, blocks, penalty } = this.step(first + count - 1, data, order, how);
      const read = [...blocks.map(({ values }) => values), ...(penalty === null ? [] : [penalty]), all === null ? total : tf.add(all, total)];
      const numbers = tf.concat(read.map((t) => tf.reshape(t, [1]))).dataSync();
      for (const tensor of [total, penalty, all, ...blocks.map(({ values }) => values)]) tensor?.dispose();
      const sums = new Map<number, number>();
      blocks.forEach(({ block }, b) => { sums.set(block, (sums.get(block) ?? 0) + numbers[b]!); });
      const sets = data.sets.map((set, s) => ({ ...set, meanOver: order.batch?.sizes[s] ?? set.meanOver }));
      return { sum: numbers.at(-1)!, last: this.assembled(this.means(sums, sets), penalty === null ? 0 : numbers[blocks.length]!, how.weights, null) };
    });
  }

  /** One step in place. To be called within `run`. */
  private step(step: number, data: TensorData, order: StepOrder, how: Weighting): Pick<StepTaken, 'total' | 'blocks' | 'penalty'> {
    const { unknowns, memory, gradient, ...seen } = takeStep(this.backend, this.place, this.memory, step, data, order, how);
    this.replace(unknowns, memory);
    this.remember(gradient);
    return seen;
  }

  /** Steps until one whose value is not finite, which is not taken. */
  private carefulSteps(count: number, data: TensorData, order: StepOrder, how: Weighting): StepReport {
    const { backend: { device } } = this;
    for (let done = 0; done < count; done++) {
      const before = this.fork();
      const gradientBefore = device.run(() => this.lastAgain());
      const { last } = this.someSteps(1, order.first + done, data, order, how);
      if (last.status === 'ok') disposeAll(gradientBefore);
      else {
        this.copyFrom(before);
        this.remember(gradientBefore);
      }
      before.dispose();
      if (last.status === 'ok') continue;
      const place = this.placeOfTrouble(data);
      return { done, last: { ...last, ...(place === null ? {} : { place }) } };
    }
    throw new RangeError('a step that was not finite is finite now');
  }

  lastGradient(): Vec { return this.last === null ? new Float64Array(this.backend.task.layout.unknowns) : this.backend.network.vectors.toHost(this.last); }

  normal(data: BackendData, how: Weighting): ReturnType<Numbers['normal']> { return inParts(this.equations(data as TensorData, how), this.backend.task.options.pause); }

  private *equations(data: TensorData, how: Weighting): Generator<void, Awaited<ReturnType<Numbers['normal']>>> {
    const { backend: { device, evaluation, network: { vectors: { order } }, algebra, task: { blocks } } } = this;
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
      return { value: this.value(data, how), ...sum.read() };
    } finally { products.dispose(); }
  }

  rows(data: BackendData, { index, rows: perPoint }: BlockForm, from: number, to: number): Vec {
    const { backend: { device, evaluation, network: { vectors: { order } }, task: { layout: { unknowns } } } } = this;
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
    [this.unknowns, this.last, ...Object.values(this.memory)].forEach(disposeAll);
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

function mapMemory<A, B>(memory: Readonly<Record<string, A>>, change: (slot: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(memory).map(([name, slot]) => [name, change(slot)]));
}
