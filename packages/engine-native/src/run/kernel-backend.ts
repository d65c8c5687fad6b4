import type { FrozenPenalty, Rows, Slots, Structure, Value } from '@knotwork/plugin';
import { gridOf } from '@knotwork/network';
import { type Backend, type BackendData, type Numbers, positiveParameters, type Profile, type SolvePositive, type Task, wrongUse } from '@knotwork/engine-core';
import { ReferenceBackend } from '@knotwork/engine-reference';
import { type Arena, borrowArena, giveBackArena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, NumbersAt } from '../memory/block-run.js';
import { type Lanes, lanes } from '../code/emitter.js';
import { kernelCholesky } from './solve-positive.js';
import { KernelData } from './kernel-data.js';
import { KernelJacobian } from './kernel-jacobian.js';
import { KernelLayer } from './kernel-layer.js';
import { KernelNumbers } from './kernel-numbers.js';
import { KernelPenalty } from './kernel-penalty.js';
import { LossKernel } from './loss-kernel.js';
import { memoryLayout, type MemoryLayout } from '../memory/memory-layout.js';
import { planeSet } from '../emit/plane-kernels.js';
import { once } from '../memory/once.js';
import { UpdateKernel } from './update-kernel.js';

/**
 * A network compiled to kernels, and the memory they work in. One evaluation at a time: blocks of samples run through all layers and
 * back, so that what is in between fits into the cache and does not grow with the number of samples.
 */
export class KernelBackend implements Backend {
  readonly v: Lanes;
  readonly layout: MemoryLayout;
  readonly layers: readonly KernelLayer[];
  readonly update: UpdateKernel | null;
  /** Place of every unknown. */
  readonly placeOfUnknown: Int32Array;
  /** The same in memory, and room for a number of each. */
  private readonly unknownPlaces: number;
  private readonly gathered: number;
  /** Parameters that must stay positive. */
  readonly positive: Uint32Array;
  /** Whether features read numbers that train. */
  readonly trainsShared: boolean;
  /** Gradients of what trains, in the same places. */
  readonly gradient: number;
  /** One for each block of the objective. */
  readonly losses: readonly LossKernel[];
  private readonly penalties: KernelPenalty;
  /** A double that losses and penalties add to, and the factor of the losses. */
  private readonly sum: number;
  private readonly factor: number;
  private readonly cleared: readonly (readonly [number, number])[];
  private ownJacobian: KernelJacobian | null = null;
  /** Whose gradients are in place. */
  private owner: KernelNumbers | null = null;
  isDisposed = false;
  readonly solve: SolvePositive;
  readonly profile: Profile = { start: () => { this.arena.startProfile(); }, stop: () => this.arena.stopProfile() };

  constructor(readonly task: Task, readonly arena: Arena = borrowArena()) {
    const { structure, objective, options, layout } = task;
    this.v = lanes(options.precision);
    this.layout = memoryLayout(structure, options);
    this.layers = this.layout.layers.map((layer, l) => new KernelLayer(arena, layer, l, options));
    this.placeOfUnknown = new Int32Array(layout.unknowns);
    layout.parameterOf.forEach((at, u) => { this.placeOfUnknown[u] = this.layout.placeOf[at]!; });
    this.unknownPlaces = arena.integers(this.placeOfUnknown);
    this.gathered = arena.allocate(layout.unknowns * 8);
    this.positive = positiveParameters(structure, layout);
    this.trainsShared = layout.terms.some((terms, l) => terms.some(({ shape }, t) => Object.entries(shape)
      .some(([, unknowns]) => this.layers[l]!.terms[t]!.layout.kind !== 'edges' && unknowns.some((u) => u >= 0))));
    this.gradient = arena.allocate(this.layout.length * this.v.size);
    [this.sum, this.factor] = [arena.allocate(16), arena.allocate(16)];
    this.losses = objective.blocks.map((block) => new LossKernel(arena, this.v, block, structure.layers.at(-1)!.outputs));
    const solve = kernelCholesky(arena);
    this.solve = (a, n, b) => { this.requireMemory(); return solve(a, n, b); };
    this.penalties = new KernelPenalty(this);
    this.update = options.update === undefined ? null : new UpdateKernel(this, options.update);
    this.cleared = this.layout.layers.flatMap(({ bias, arrangement, terms }, l) => [
      [bias, bias + arrangement.length] as const, ...terms.filter((_, t) => this.layers[l]!.terms[t]!.addsToGradient).map(({ range }) => range),
    ]);
  }

  bind(points: string, rows: Rows): BackendData {
    this.requireMemory();
    return KernelData.copyOf(points, rows, this);
  }

  batch(data: BackendData, rows: Uint32Array, size: number): BackendData {
    this.requireMemory();
    return this.requireOwn(data).batch(rows, size);
  }

  start(parameters: Float64Array, slots?: Slots): Numbers {
    this.requireMemory();
    return KernelNumbers.start(this, parameters, slots);
  }

  /** @throws KnotworkError once the memory may be another program's */
  requireMemory(): void { if (this.isDisposed) throw wrongUse('a program was used after it was disposed of'); }

  /** @returns rows that are in the memory of this path; others are refused */
  requireOwn(data: BackendData): KernelData {
    if (!(data instanceof KernelData) || data.path !== this) throw wrongUse('rows were used that belong to another program');
    if (data.isDisposed) throw wrongUse('rows were used after they were disposed of');
    return data;
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    giveBackArena(this.arena);
  }

  /** The objective block that is evaluated on the given rows, and the factor that makes its sum a weighted mean. */
  lossOf(data: KernelData): { readonly loss: LossKernel; readonly factor: number } {
    const loss = this.losses.find(({ block }) => block.points === data.points)!;
    return { loss, factor: loss.block.weight / (data.meanOver * loss.terms) };
  }

  private blockRun(data: KernelData, block: number, withSlopes: boolean): BlockRun {
    const samples = Math.ceil(data.rowsOf(block) / this.v.count) * this.v.count;
    return { samples, bytes: samples * this.v.size, withSlopes };
  }

  /** Address of column 0 of a block of rows. */
  planesOf(planes: number, block: number, width: number): number { return planes + block * width * BLOCK * this.v.size; }

  /** Inputs of layer l for a block. */
  inputsOf(data: KernelData, block: number, l: number): number {
    return l === 0 ? this.planesOf(data.inputs, block, this.task.structure.layers[0]!.inputs) : this.layers[l - 1]!.y;
  }

  get jacobian(): KernelJacobian { return (this.ownJacobian ??= new KernelJacobian(this)); }

  /** Runs every block through the first `count` layers. */
  forEachBlock(data: KernelData, at: NumbersAt, withSlopes: boolean, visit: (block: number, run: BlockRun) => void, count = this.layers.length): void {
    for (const layer of this.layers) layer.fold(at.trained);
    for (let block = 0; block < data.blocks; block++) {
      const run = this.blockRun(data, block, withSlopes);
      for (let l = 0; l < count; l++) this.layers[l]!.forward(run, this.inputsOf(data, block, l), at);
      visit(block, run);
    }
  }

  /** Before gradients are computed: whoever has some in place saves them. @param next whose gradients come; null for nobody's */
  claimGradient(next: KernelNumbers | null): void {
    if (this.owner !== next) this.owner?.keepGradient();
    this.owner = next;
  }

  /** Whether the gradients in place are those of the numbers. */
  hasGradient(of: KernelNumbers): boolean { return this.owner === of; }

  /** Keeps the gradients in place for `restoreGradient`. @returns whether they are those of the numbers */
  saveGradient(of: KernelNumbers): boolean {
    if (this.owner !== of) return false;
    this.copyGradient(this.gradient, this.saved());
    return true;
  }

  /** As it was before the gradients of a step that failed. @param had what `saveGradient` returned */
  restoreGradient(had: boolean): void {
    if (had) this.copyGradient(this.saved(), this.gradient);
    else this.owner = null;
  }

  private copyGradient(from: number, to: number): void { this.arena.u8.copyWithin(to, from, from + this.layout.length * this.v.size); }

  /** Looks for places of what is not finite. One for all values: some trials of a run are not finite again and again. It goes with this path. */
  readonly reference = once(() => new ReferenceBackend(this.task));

  private readonly saved = once(() => this.arena.allocate(this.layout.length * this.v.size));

  /** From the gradients in the outputs, which are in place, to those of all layers. */
  backward(run: BlockRun): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      if (l > 0) this.layers[l - 1]!.clearGradients();
      this.layers[l]!.backward(run, this.gradient, l > 0 ? this.layers[l - 1]!.gy : 0);
    }
  }

  /** The objective at some numbers; with `gradient`, the gradients of what trains are left in place. */
  value(data: KernelData, at: NumbersAt, penalty: FrozenPenalty | undefined, withGradient: boolean): Pick<Value, 'value' | 'data' | 'penalty'> {
    const { arena, layers, v, sum } = this;
    const { loss, factor } = this.lossOf(data);
    const outputs = layers.at(-1)!;
    arena.numbers(v.precision)[this.factor / v.size] = factor;
    arena.f64[sum / 8] = 0;
    // Whatever needs memory gets it now: a pass that broke off half-way would leave gradients for the next to add to.
    if (penalty !== undefined) this.penalties.ready(penalty);
    if (withGradient) for (const [from, to] of this.cleared) arena.u8.fill(0, this.gradient + from * v.size, this.gradient + to * v.size);
    this.forEachBlock(data, at, withGradient, (block, run) => {
      const targets = this.planesOf(data.targets, block, data.targetWidth);
      if (!withGradient) { loss.value(outputs.y, targets, data.liveOf(block), this.factor, sum, run.bytes); return; }
      loss.gradient(outputs.y, targets, data.liveOf(block), this.factor, outputs.gy, sum, run.bytes);
      this.backward(run);
    });
    const fit = loss.scale * factor * arena.f64[sum / 8]!;
    const extra = penalty === undefined ? 0 : this.penalties.add(penalty, at, withGradient);
    if (withGradient) for (const layer of layers) layer.unfold(at.trained, this.gradient);
    return { value: fit + extra, data: fit, penalty: extra };
  }

  /** The gradients in place, per unknown. */
  unknownGradient(): Float64Array { return this.gatheredGradient().slice(); }

  /** The same where it stands in memory: valid until the next call, and until memory grows. */
  gatheredGradient(): Float64Array {
    const { arena, v, gathered, task: { layout: { unknowns } } } = this;
    planeSet(arena, v)['gather']!(this.gradient, this.unknownPlaces, gathered, unknowns);
    return arena.f64.subarray(gathered / 8, gathered / 8 + unknowns);
  }

  /** Multiplies the gradients in place. */
  scaleGradient(factor: number): void {
    if (factor === 1) return;
    const { arena, v, gradient, layout: { length } } = this;
    const numbers = arena.numbers(v.precision);
    for (let k = gradient / v.size; k < gradient / v.size + length; k++) numbers[k]! *= factor;
  }

  /** Writes what features read of a network into the memory of one. */
  writeGrids(structure: Structure, parameters: Float64Array, at: NumbersAt): void {
    const numbers = this.arena.numbers(this.v.precision);
    for (const [l, layer] of structure.layers.entries()) {
      for (const [t, term] of layer.terms.entries()) {
        const { block, layout: { kind, inputOf, edgeOf } } = this.layers[l]!.terms[t]!;
        inputOf.forEach((input, group) => {
          const { domain, knots } = gridOf(term, parameters, input);
          const entry = { edge: edgeOf?.[group] ?? 0, input, layer: 0 };
          const shapes = kind === 'edges' ? [] : Object.entries(term.segments.shape).map(([name, { offset }]) => parameters[offset + entry[term.shape[name]!.scope]]!);
          block.write(numbers, at.grids[l]![t]! / this.v.size + group * block.length, { parameters: [...domain, ...shapes], knots });
        });
      }
    }
  }
}
