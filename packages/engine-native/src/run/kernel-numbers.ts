import type { FrozenPenalty, Moments, Samples, Slots, Value } from '@knotwork/plugin';
import { addPenaltyHessian, type BackendData, changedUnknowns, clipFactor, keptPositive, type NormalEquations, type Numbers, penaltyValue, unfold, wrongUse, zeroGradient } from '@knotwork/engine-core';
import { fold } from '@knotwork/network';
import { BLOCK } from '../memory/block.js';
import type { NumbersAt } from '../memory/block-run.js';
import { ClockRuns } from './clock-runs.js';
import { findOverflow } from './find-overflow.js';
import type { KernelData } from './kernel-data.js';
import { kernelMoments } from './moments-of-features.js';
import type { KernelBackend } from './kernel-backend.js';

/** One network's numbers in the memory of its path. */
export class KernelNumbers implements Numbers {
  private readonly memory: { readonly at: NumbersAt; readonly slotsAt: readonly number[] };
  private clocks: ClockRuns | null;
  private last: Float64Array | null = null;
  private isDisposed = false;

  /** @param own numbers that are not in the memory: grids, masked edges; and what the memory was written from */
  private constructor(private readonly path: KernelBackend, private own: Float64Array) {
    const { arena, v, layout, layers, update } = path;
    const numbers = (): number => arena.allocate(layout.length * v.size);
    this.memory = {
      at: {
        trained: numbers(),
        grids: layers.map((layer) => layer.terms.map(({ block, layout: { inputOf } }) => arena.allocate(Math.max(1, inputOf.length * block.length) * v.size))),
      },
      slotsAt: (update?.plan.slots ?? []).map(numbers),
    };
    this.clocks = update === null ? null : new ClockRuns(update.plan.clocks.length, layout.length / v.count, v.count);
  }

  /** Addresses, refused where the memory may be another's by now. */
  private get at(): NumbersAt { this.requireMemory(); return this.memory.at; }

  /** Addresses of the slots, in the order of the plan. */
  private get slotsAt(): readonly number[] { this.requireMemory(); return this.memory.slotsAt; }

  private requireMemory(): void {
    this.path.requireMemory();
    if (this.isDisposed) throw wrongUse('a state was used after it was disposed of');
  }

  /** Rows that these numbers can be evaluated on. */
  private rowsIn(data: BackendData): KernelData {
    this.requireMemory();
    return this.path.requireOwn(data);
  }

  static start(path: KernelBackend, parameters: Float64Array, slots: Slots = {}): KernelNumbers {
    const started = new KernelNumbers(path, parameters.slice());
    started.put(parameters);
    started.writeSlots(slots);
    return started;
  }

  /** Writes all numbers into the memory. */
  private put(parameters: Float64Array): void {
    const { arena, v, layout, task } = this.path;
    const numbers = arena.numbers(v.precision);
    const trained = this.at.trained / v.size;
    const { placeOf } = layout;
    for (let k = 0; k < placeOf.length; k++) if (placeOf[k]! >= 0) numbers[trained + placeOf[k]!] = parameters[k]!;
    this.own.set(parameters);
    this.path.writeGrids(task.structure, parameters, this.at);
  }

  private bytes(): number { return this.path.layout.length * this.path.v.size; }

  fork(): Numbers {
    this.requireMemory();
    const copy = new KernelNumbers(this.path, this.own.slice());
    copy.copyFrom(this);
    return copy;
  }

  copyFrom(other: Numbers): void {
    const { at, slotsAt, clocks, own, path } = other as KernelNumbers;
    const { u8 } = path.arena;
    const copy = (from: number, to: number): void => { u8.copyWithin(to, from, from + this.bytes()); };
    copy(at.trained, this.at.trained);
    slotsAt.forEach((from, k) => copy(from, this.slotsAt[k]!));
    if (clocks !== null) this.clocks!.copyFrom(clocks);
    this.own.set(own);
    path.writeGrids(path.task.structure, this.parameters(), this.at);
  }

  parameters(): Float64Array {
    const { arena, v, layout } = this.path;
    const numbers = arena.numbers(v.precision);
    const trained = this.at.trained / v.size;
    const all = this.own.slice();
    const { placeOf } = layout;
    for (let k = 0; k < all.length; k++) if (placeOf[k]! >= 0) all[k] = numbers[trained + placeOf[k]!]!;
    return all;
  }

  slots(): Record<string, Float64Array> {
    const { slotsAt, path: { arena, v, update, placeOfUnknown } } = this;
    if (update === null) return {};
    const numbers = arena.numbers(v.precision);
    const clocks = this.clocks!.expanded();
    return Object.fromEntries([
      ...update.plan.slots.map((name, k) => [name, gather(numbers, slotsAt[k]! / v.size, placeOfUnknown)] as const),
      ...update.plan.clocks.map((name, k) => [name, gather(clocks[k]!, 0, placeOfUnknown)] as const),
    ]);
  }

  write(parameters: Float64Array): void {
    const { v, layout, task } = this.path;
    // As the memory will hold them: what rounding alone changes has not changed.
    const next = v.precision === 'float64' ? parameters : parameters.map((value, k) => (layout.placeOf[k]! < 0 ? value : Math.fround(value)));
    const changed = changedUnknowns(task.structure, task.layout, this.parameters(), next);
    if (changed.length > 0) this.setSlots(() => changed.map((u) => [u, 0]));
    this.put(next);
  }

  writeSlots(slots: Slots): void {
    this.setSlots((name) => (slots[name] === undefined ? [] : Array.from(slots[name], (value, u) => [u, value] as const)));
  }

  /** Sets slots of single unknowns. */
  private setSlots(entries: (name: string) => readonly (readonly [number, number])[]): void {
    const { slotsAt, path: { arena, v, update, placeOfUnknown, layout } } = this;
    if (update === null) return;
    const numbers = arena.numbers(v.precision);
    update.plan.slots.forEach((name, k) => { for (const [u, value] of entries(name)) numbers[slotsAt[k]! / v.size + placeOfUnknown[u]!] = value; });
    const given = update.plan.clocks.map(entries);
    if (given.every((list) => list.length === 0)) return;
    const clocks = this.clocks!.expanded();
    given.forEach((list, k) => { for (const [u, value] of list) clocks[k]![placeOfUnknown[u]!] = value; });
    const isUsed = new Uint8Array(layout.length);
    for (const place of placeOfUnknown) isUsed[place] = 1;
    this.clocks!.compress(clocks, isUsed);
  }

  moved(direction: Float64Array, t: number): Numbers {
    const there = this.fork() as KernelNumbers;
    const { path: { arena, v, placeOfUnknown, positive, layout, task } } = this;
    const numbers = arena.numbers(v.precision);
    const trained = there.at.trained / v.size;
    for (let u = 0; u < placeOfUnknown.length; u++) numbers[trained + placeOfUnknown[u]!]! += t * direction[u]!;
    for (const at of positive) {
      const place = layout.placeOf[at]!;
      numbers[trained + place] = keptPositive(numbers[trained + place]!, numbers[this.at.trained / v.size + place]!);
    }
    there.path.writeGrids(task.structure, there.parameters(), there.at);
    return there;
  }

  value(data: BackendData, penalty: FrozenPenalty | undefined): Value {
    const rows = this.rowsIn(data);
    return this.judged(rows, penalty, this.path.value(rows, this.at, penalty, false));
  }

  gradient(data: BackendData, penalty: FrozenPenalty | undefined): { readonly value: Value; readonly gradient: Float64Array } {
    const value = this.differentiate(data, penalty);
    return { value, gradient: this.lastGradient() };
  }

  private differentiate(data: BackendData, penalty: FrozenPenalty | undefined): Value {
    const rows = this.rowsIn(data);
    this.path.claimGradient(this);
    return this.judged(rows, penalty, this.path.value(rows, this.at, penalty, true));
  }

  lastGradient(): Float64Array {
    this.requireMemory();
    if (this.path.hasGradient(this)) return this.path.unknownGradient();
    return this.last?.slice() ?? new Float64Array(this.path.task.layout.unknowns);
  }

  /** Saves the gradient that is in place, before another takes it. */
  keepGradient(): void { this.last = this.path.unknownGradient(); }

  /**
   * A value with its status; where it is not finite, the reference path looks for the place. Where it finds nothing
   * amiss, in double precision, it is a number that single precision alone cannot hold.
   */
  private judged(data: KernelData, penalty: FrozenPenalty | undefined, { value, data: fit, penalty: extra }: Pick<Value, 'value' | 'data' | 'penalty'>): Value {
    if (Number.isFinite(value)) return { status: 'ok', value, data: fit, penalty: extra };
    const parameters = this.parameters();
    const reference = this.path.reference();
    const there = reference.start(parameters).value(reference.bind(data.points, this.rowsOf(data)), penalty);
    const place = there.status === 'ok' ? findOverflow(this.path, data, this.at, parameters) : there.place;
    return { status: 'not-finite', value, data: fit, penalty: extra, ...(place === undefined ? {} : { place }) };
  }

  private rowsOf(data: KernelData): { readonly inputs: Samples; readonly targets: Samples } {
    const { layers } = this.path.task.structure;
    return { inputs: this.samples(data, data.inputs, layers[0]!.inputs), targets: this.samples(data, data.targets, data.targetWidth) };
  }

  private samples(data: KernelData, planes: number, width: number): Samples {
    const { arena, v } = this.path;
    const numbers = arena.numbers(v.precision);
    const values = Float64Array.from({ length: data.count * width }, (_, k) => {
      const n = Math.floor(k / width);
      return numbers[planes / v.size + (Math.floor(n / BLOCK) * width + (k % width)) * BLOCK + (n % BLOCK)]!;
    });
    return { count: data.count, width, values };
  }

  update(data: BackendData, penalty: FrozenPenalty | undefined, step: number, steps: number, clip = Infinity): Value {
    // Kept in any case, since only the value tells whether it will be missed: copying costs far less than computing.
    const had = this.path.saveGradient(this);
    const value = this.differentiate(data, penalty);
    if (value.status !== 'ok') {
      this.path.restoreGradient(had);
      return value;
    }
    if (clip < Infinity) this.path.scaleGradient(clipFactor(this.path.gatheredGradient(), clip));
    this.path.update!.run(this.at.trained, this.slotsAt, this.clocks!, step, steps);
    if (this.path.trainsShared) this.path.writeGrids(this.path.task.structure, this.parameters(), this.at);
    return value;
  }

  normal(data: BackendData, penalty: FrozenPenalty | undefined): NormalEquations {
    const { value, gradient: ofPass } = this.gradient(data, penalty);
    const { hessian, gradient: ofRows } = this.path.jacobian.normal(this.rowsIn(data), this.at);
    addPenaltyHessian(penalty, this.path.task.layout, hessian);
    const gradient = ofRows === null ? ofPass : this.withPenalty(ofRows, penalty);
    return { value, unknowns: gradient.length, hessian, gradient };
  }

  /** Adds the gradient of the penalties, in double precision like the other. */
  private withPenalty(gradient: Float64Array, penalty: FrozenPenalty | undefined): Float64Array {
    const { structure, layout } = this.path.task;
    const parameters = this.parameters();
    const into = zeroGradient(structure);
    penaltyValue(penalty, fold(structure, parameters), structure, into);
    unfold(structure, layout, parameters, into).forEach((slope, u) => { gradient[u]! += slope; });
    return gradient;
  }

  rows(data: BackendData, from: number, to: number): Float64Array {
    const rows = this.rowsIn(data);
    return this.path.jacobian.rows(rows, this.at, from, to);
  }

  activations(data: BackendData, layer: number): Samples {
    const { arena, v, layers, task: { structure } } = this.path;
    const rows = this.rowsIn(data);
    const width = layer < layers.length ? structure.layers[layer]!.inputs : structure.layers.at(-1)!.outputs;
    if (layer === 0) return this.samples(rows, rows.inputs, width);
    const values = new Float64Array(data.count * width);
    this.path.forEachBlock(rows, this.at, false, (block) => {
      const numbers = arena.numbers(v.precision);
      const from = layers[layer - 1]!.y / v.size;
      const count = rows.rowsOf(block);
      for (let n = 0; n < count; n++) for (let i = 0; i < width; i++) values[(block * BLOCK + n) * width + i] = numbers[from + i * BLOCK + n]!;
    }, layer);
    return { count: data.count, width, values };
  }

  moments(data: BackendData, layer: number): Moments { return kernelMoments(this.path, this.rowsIn(data), this.at, layer); }

  dispose(): void {
    const { path, memory: { at, slotsAt } } = this;
    if (this.isDisposed || path.isDisposed) return;
    if (path.hasGradient(this)) path.claimGradient(null);
    this.isDisposed = true;
    for (const stretch of [at.trained, ...at.grids.flat(), ...slotsAt]) path.arena.release(stretch);
  }
}

/** Numbers at places. Loops over typed arrays: their own `from` and `map` are many times slower. */
function gather(numbers: Float32Array | Float64Array, from: number, places: Int32Array): Float64Array {
  const gathered = new Float64Array(places.length);
  for (let k = 0; k < places.length; k++) gathered[k] = numbers[from + places[k]!]!;
  return gathered;
}
