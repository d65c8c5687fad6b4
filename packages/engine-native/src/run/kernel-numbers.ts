import type { Samples, Vec } from '@knotwork/plugin';
import type { Moments, Slots, StepReport, Value } from '@knotwork/plugin/engine';
import {
  type AllNumbers, type Awaitable, type BackendData, type BlockForm, changedUnknowns, clipFactor, keepPositive, keptPositive, type Numbers, type OutputRead, plusPenalty, type SetOfPoints, stepByStep, type StepOrder,
  type Weighting,
} from '@knotwork/engine-core';
import { BLOCK } from '../memory/block.js';
import type { NumbersAt } from '../memory/block-run.js';
import type { ClockRuns } from './clock-runs.js';
import { findOverflow } from './find-overflow.js';
import type { KernelData } from './kernel-data.js';
import type { KernelBackend } from './kernel-backend.js';
import type { KernelTerm } from './kernel-term.js';

/** One network's numbers in the memory of its backend. */
export class KernelNumbers implements Numbers {
  private readonly memory: { readonly at: NumbersAt; readonly slotsAt: readonly number[] };
  private clocks: ClockRuns | null;
  private last: Float64Array | null = null;
  private readonly scalarSlots: Readonly<Record<string, Float64Array>>;

  /**
   * @param own numbers that are not in the memory: grids; and what the memory was written from
   * @param scalars in double precision, with their slots: the memory gets a copy for every evaluation
   */
  private constructor(private readonly backend: KernelBackend, private own: Float64Array, private readonly scalars: Float64Array) {
    const { arena, v, layout, layers, update } = backend;
    const numbers = (): number => arena.allocate(layout.length * v.size);
    this.memory = {
      at: {
        trained: numbers(),
        grids: layers.map((layer) => layer.terms.map((term) => arena.allocate(gridBytes(term, v.size)))),
      },
      slotsAt: (update?.plan.slots ?? []).map(numbers),
    };
    this.clocks = update === null ? null : update.clockRuns();
    this.scalarSlots = Object.fromEntries((backend.task.options.update?.slots ?? []).map((name) => [name, new Float64Array(scalars.length)]));
  }

  private get at(): NumbersAt { return this.memory.at; }

  /** Addresses of the slots, in the order of the plan. */
  private get slotsAt(): readonly number[] { return this.memory.slotsAt; }

  static start(backend: KernelBackend, { parameters, scalars }: AllNumbers, slots: Slots): KernelNumbers {
    const started = new KernelNumbers(backend, parameters.slice(), scalars.slice());
    started.put(parameters);
    started.writeSlots(slots);
    return started;
  }

  /** Writes all numbers into the memory. */
  private put(parameters: Float64Array): void {
    const { arena, v, layout, task } = this.backend;
    const numbers = arena.numbers(v.precision);
    const trained = this.at.trained / v.size;
    const { placeOf } = layout;
    for (let k = 0; k < placeOf.length; k++) if (placeOf[k]! >= 0) numbers[trained + placeOf[k]!] = parameters[k]!;
    this.own.set(parameters);
    this.backend.writeGrids(task.structure, parameters, this.at);
  }

  private bytes(): number { return this.backend.layout.length * this.backend.v.size; }

  fork(): KernelNumbers {
    const copy = new KernelNumbers(this.backend, this.own.slice(), this.scalars.slice());
    copy.copyFrom(this);
    return copy;
  }

  copyFrom(other: Numbers): void {
    const { at, slotsAt, clocks, own, scalars, scalarSlots, backend } = other as KernelNumbers;
    const copy = (from: number, to: number, bytes = this.bytes()): void => { backend.arena.copy(from, to, bytes); };
    const copyGrid = (from: number, to: number, l: number, t: number): void => { copy(from, to, gridBytes(backend.layers[l]!.terms[t]!, backend.v.size)); };
    copy(at.trained, this.at.trained);
    slotsAt.forEach((from, k) => copy(from, this.slotsAt[k]!));
    if (clocks !== null) this.clocks!.copyFrom(clocks);
    this.own.set(own);
    this.scalars.set(scalars);
    for (const [name, values] of Object.entries(scalarSlots)) this.scalarSlots[name]!.set(values);
    this.at.grids.forEach((terms, l) => { terms.forEach((to, t) => { copyGrid(at.grids[l]![t]!, to, l, t); }); });
  }

  read(): AllNumbers { return { parameters: this.parameters(), scalars: this.scalars.slice() }; }

  /** In the order of the network's parameter vector. */
  private parameters(): Float64Array {
    const { arena, v, layout } = this.backend;
    const numbers = arena.numbers(v.precision);
    const trained = this.at.trained / v.size;
    const all = this.own.slice();
    const { placeOf } = layout;
    for (let k = 0; k < all.length; k++) if (placeOf[k]! >= 0) all[k] = numbers[trained + placeOf[k]!]!;
    return all;
  }

  slots(): Record<string, Float64Array> {
    const { slotsAt, scalarSlots, backend: { arena, v, update, placeOfUnknown } } = this;
    if (update === null) return {};
    const numbers = arena.numbers(v.precision);
    const clocks = this.clocks!.expanded();
    const withScalars = (name: string, network: Float64Array): [string, Float64Array] => {
      const all = new Float64Array(network.length + this.scalars.length);
      all.set(network);
      all.set(scalarSlots[name]!, network.length);
      return [name, all];
    };
    return Object.fromEntries([
      ...update.plan.slots.map((name, k) => withScalars(name, gather(numbers, slotsAt[k]! / v.size, placeOfUnknown))),
      ...update.plan.clocks.map((name, k) => withScalars(name, gather(clocks[k]!, 0, placeOfUnknown))),
    ]);
  }

  write({ parameters, scalars }: AllNumbers): void {
    const { v, layout, task } = this.backend;
    // As the memory will hold them: what rounding alone changes has not changed.
    const next = v.precision === 'float64' ? parameters : parameters.map((value, k) => (layout.placeOf[k]! < 0 ? value : Math.fround(value)));
    const changed = changedUnknowns(task.structure, task.layout, this.read(), { parameters: next, scalars });
    if (changed.length > 0) this.setSlots(() => changed.map((u) => [u, 0]));
    this.put(next);
    this.scalars.set(scalars);
  }

  writeSlots(slots: Slots): void {
    this.setSlots((name) => (slots[name] === undefined ? [] : Array.from(slots[name], (value, u) => [u, value] as const)));
  }

  /** Sets slots of single unknowns. */
  private setSlots(entries: (name: string) => readonly (readonly [number, number])[]): void {
    const { slotsAt, scalarSlots, backend: { arena, v, update, placeOfUnknown, layout } } = this;
    if (update === null) return;
    const numbers = arena.numbers(v.precision);
    const network = placeOfUnknown.length;
    for (const [name, own] of Object.entries(scalarSlots)) for (const [u, value] of entries(name)) if (u >= network) own[u - network] = value;
    update.plan.slots.forEach((name, k) => { for (const [u, value] of entries(name)) if (u < network) numbers[slotsAt[k]! / v.size + placeOfUnknown[u]!] = value; });
    const given = update.plan.clocks.map((name) => entries(name).filter(([u]) => u < network));
    if (given.every((list) => list.length === 0)) return;
    const clocks = this.clocks!.expanded();
    given.forEach((list, k) => { for (const [u, value] of list) clocks[k]![placeOfUnknown[u]!] = value; });
    const isUsed = new Uint8Array(layout.length);
    for (const place of placeOfUnknown) isUsed[place] = 1;
    this.clocks!.compress(clocks, isUsed);
  }

  moved(direction: Float64Array, t: number): KernelNumbers {
    const there = this.fork();
    const { backend: { arena, v, placeOfUnknown, positive, layout, task, trainsShared } } = this;
    const numbers = arena.numbers(v.precision);
    const trained = there.at.trained / v.size;
    for (let u = 0; u < placeOfUnknown.length; u++) numbers[trained + placeOfUnknown[u]!]! += t * direction[u]!;
    for (const at of positive.parameters) {
      const place = layout.placeOf[at]!;
      numbers[trained + place] = keptPositive(numbers[trained + place]!, numbers[this.at.trained / v.size + place]!);
    }
    for (let s = 0; s < this.scalars.length; s++) there.scalars[s]! += t * direction[placeOfUnknown.length + s]!;
    keepPositive(positive.scalars, there.scalars, this.scalars);
    // Grids do not move with a step, but for shapes that train.
    if (trainsShared) there.backend.writeGrids(task.structure, there.parameters(), there.at);
    return there;
  }

  value(data: BackendData, how: Weighting): Awaitable<Value> {
    this.backend.putScalars(this.scalars);
    return this.placed(data as KernelData, how, judged(this.backend.value(data as KernelData, this.at, how, false)));
  }

  gradient(data: BackendData, how: Weighting): Awaitable<{ readonly value: Value; readonly gradient: Float64Array }> {
    const value = this.differentiate(data as KernelData, how);
    const gradient = this.lastGradient();
    return mapped(this.placed(data as KernelData, how, value), (whole) => ({ value: whole, gradient }));
  }

  private differentiate(data: KernelData, how: Weighting): Value {
    this.backend.claimGradient(this);
    this.backend.putScalars(this.scalars);
    return judged(this.backend.value(data, this.at, how, true));
  }

  lastGradient(): Float64Array {
    if (this.backend.hasGradient(this)) return this.backend.unknownGradient();
    return this.last?.slice() ?? new Float64Array(this.backend.task.layout.unknowns);
  }

  /** Saves the gradient that is in place, before another takes it. */
  keepGradient(): void { this.last = this.backend.unknownGradient(); }

  /**
   * A value with the place where it is not finite, if it is not: the reference back end looks for it. Where it finds nothing amiss, in double
   * precision, it is a number that single precision alone cannot hold.
   */
  private placed(data: KernelData, how: Weighting, value: Value): Awaitable<Value> {
    if (value.status === 'ok') return value;
    // All that is in the memory is read now: when the reference back end has come, others may have computed there.
    const { sets, numbers } = this.copies(data);
    const overflow = findOverflow(this.backend, data, this.at, numbers.parameters);
    return this.backend.reference().then((reference) => {
      const there = reference.start(numbers, {}).value(reference.bind(sets), how);
      const place = there.status === 'ok' ? overflow : there.place;
      return { ...value, ...(place === undefined ? {} : { place }) };
    });
  }

  /** Points and numbers, for another back end. */
  private copies(data: KernelData): { readonly sets: readonly SetOfPoints[]; readonly numbers: AllNumbers } {
    const { backend: { task: { blocks } }, scalars } = this;
    return {
      sets: data.sets.map((set, s) => ({ points: String(s), rows: set.rows(), blocks: set.blocksOf.map((b) => blocks[b]!) })),
      numbers: { parameters: this.parameters(), scalars: scalars.slice() },
    };
  }

  steps(count: number, data: BackendData, order: StepOrder, how: Weighting): Awaitable<StepReport> {
    let last: Awaitable<Value> | null = null;
    const report = stepByStep(count, order, (step, batch) => {
      const own = batch === null ? data as KernelData : (data as KernelData).batch(batch.rows(step), batch.sizes);
      const value = this.update(own, step, order, how);
      if (value.status !== 'ok') last = this.placed(own, how, value);
      return value;
    });
    return mapped(report, (taken) => (last === null ? taken : mapped(last, (value) => ({ ...taken, last: value }))));
  }

  private update(data: KernelData, step: number, { total, clip }: StepOrder, how: Weighting): Value {
    const { backend, backend: { positive, scalarGradient } } = this;
    // Kept in any case, since only the value tells whether it will be missed: copying costs far less than computing.
    const had = backend.saveGradient(this);
    const value = this.differentiate(data, how);
    if (value.status !== 'ok') {
      backend.restoreGradient(had);
      return value;
    }
    if (clip < Infinity) backend.scaleGradient(clipFactor(backend.unknownGradient(), clip));
    backend.update!.run(this.at.trained, this.slotsAt, this.clocks!, step, total);
    if (this.scalars.length > 0) {
      const before = this.scalars.slice();
      backend.update!.scalars.run(this.scalars, backend.scalarPlaces, this.scalarSlots, scalarGradient, 0, step, total);
      keepPositive(positive.scalars, this.scalars, before);
    }
    if (backend.trainsShared) backend.writeGrids(backend.task.structure, this.parameters(), this.at);
    return value;
  }

  normal(data: BackendData, how: Weighting, into?: Vec): ReturnType<Numbers['normal']> {
    const { backend, at } = this;
    const own = data as KernelData;
    backend.putScalars(this.scalars);
    const penalty = backend.penaltyOf(how.penalty, at);
    return mapped(backend.jacobian.normal(own, at, how.weights, into), ({ hessian, gradient: ofRows, sums }) => {
      const ofData = { ...how, penalty: undefined };
      if (ofRows === null) return mapped(this.gradient(own, ofData), ({ value, gradient }) => ({ value: plusPenalty(value, penalty), hessian, gradient }));
      backend.claimGradient(null);
      this.last = ofRows;
      const value = judged(backend.valueOf(own, how.weights, sums));
      return mapped(this.placed(own, ofData, value), (whole) => ({ value: plusPenalty(whole, penalty), hessian, gradient: ofRows.slice() }));
    });
  }

  rows(data: BackendData, block: BlockForm, from: number, to: number): Float64Array {
    this.backend.putScalars(this.scalars);
    return this.backend.jacobian.rows(data as KernelData, this.at, block.index, from, to);
  }

  activations(data: BackendData, layer: number): Samples {
    const { backend, backend: { arena, v, layers, task: { structure } } } = this;
    const width = layer < layers.length ? structure.layers[layer]!.inputs : structure.layers.at(-1)!.outputs;
    const { sets, count } = data as KernelData;
    const values = new Float64Array(count * width);
    let first = 0;
    for (const set of sets) {
      if (layer === 0) values.set(set.rows().inputs.values, first * width);
      else {
        backend.forEachBlock(set, this.at, false, (block) => {
          const numbers = arena.numbers(v.precision);
          const from = layers[layer - 1]!.y / v.size;
          const live = set.rowsOf(block);
          for (let n = 0; n < live; n++) for (let i = 0; i < width; i++) values[(first + block * BLOCK + n) * width + i] = numbers[from + i * BLOCK + n]!;
        }, layer);
      }
      first += set.count;
    }
    return { count, width, values };
  }

  /** Those that the program's own channels have by kernels, others by the reference back end. */
  outputs(data: BackendData, reads: readonly OutputRead[]): Awaitable<Samples> {
    const { backend } = this;
    const own = data as KernelData;
    const planes = reads.map((read) => (read.of === 'output' ? backend.outputPlane(read.index, []) : backend.outputPlane(read.output, read.inputs)));
    if (planes.every((plane) => plane >= 0) && own.sets.every(({ readsDerivatives }) => readsDerivatives)) return this.planes(own, planes);
    const { sets, numbers } = this.copies(own);
    return backend.reference().then((reference) => reference.start(numbers, {}).outputs(reference.bind(sets), reads));
  }

  /** Planes of the outputs at all points: `[count][planes]`. */
  private planes({ sets, count }: KernelData, planes: readonly number[]): Samples {
    const { backend, backend: { arena, v, outputs } } = this;
    const width = planes.length;
    const values = new Float64Array(count * width);
    let first = 0;
    for (const set of sets) {
      backend.forEachBlock(set, this.at, false, (block) => {
        const numbers = arena.numbers(v.precision);
        const live = set.rowsOf(block);
        planes.forEach((plane, k) => { for (let n = 0; n < live; n++) values[(first + block * BLOCK + n) * width + k] = numbers[outputs / v.size + plane * BLOCK + n]!; });
      });
      first += set.count;
    }
    return { count, width, values };
  }

  /** Penalties ask for them, once a round: loaded with the first. */
  async moments(data: BackendData, layer: number): Promise<Moments> { return (await import('./moments-of-features.js')).kernelMoments(this.backend, data as KernelData, this.at, layer); }

  dispose(): void {
    const { backend, memory: { at, slotsAt } } = this;
    if (backend.hasGradient(this)) backend.claimGradient(null);
    for (const stretch of [at.trained, ...at.grids.flat(), ...slotsAt]) backend.arena.release(stretch);
  }
}

/** A value with its status. */
const judged = (all: Value): Value => (Number.isFinite(all.value) ? all : { ...all, status: 'not-finite' });

/** What is made of an answer: at once where it came at once, since a promise costs a small network a good part of a step. */
function mapped<A, B>(answer: Awaitable<A>, make: (value: A) => Awaitable<B>): Awaitable<B> { return answer instanceof Promise ? answer.then(make) : make(answer); }

/** Bytes of what features of a term read. */
function gridBytes({ block, layout: { inputOf } }: KernelTerm, size: number): number { return Math.max(1, inputOf.length * block.length) * size; }

/** Numbers at places. Loops over typed arrays: their own `from` and `map` are many times slower. */
function gather(numbers: Float32Array | Float64Array, from: number, places: Int32Array): Float64Array {
  const gathered = new Float64Array(places.length);
  for (let k = 0; k < places.length; k++) gathered[k] = numbers[from + places[k]!]!;
  return gathered;
}
