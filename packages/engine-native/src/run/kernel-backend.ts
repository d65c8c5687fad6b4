import type { FrozenPenalty, Precision, Slots, Structure, Value } from '@knotwork/plugin/engine';
import { type Channels, channelsOf, gridOf } from '@knotwork/network';
import { type AllNumbers, type Backend, positiveParameters, positiveScalars, type PositiveSolver, type Profile, readsDerivatives, type SetOfPoints, type Task, updateFor, type Weighting } from '@knotwork/engine-core';
import { ReferenceBackend } from '@knotwork/engine-reference';
import { type Arena, borrowArena, giveBackArena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, ChannelsAt, NumbersAt } from '../memory/block-run.js';
import { type Lanes, lanes } from '../code/emitter.js';
import type { WideRows } from './contractions/rows-contraction.js';
import { kernelSolver } from './kernel-solver.js';
import { KernelData, type KernelSet } from './kernel-data.js';
import { KernelJacobian } from './kernel-jacobian.js';
import { KernelLayer } from './kernel-layer.js';
import { KernelNumbers } from './kernel-numbers.js';
import { KernelPenalty } from './kernel-penalty.js';
import { ObjectiveKernel } from './objective-kernel.js';
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
  /** Derivatives in inputs that blocks read, and what these are made of. */
  readonly channels: Channels;
  private readonly inputs: number;
  private readonly inputChannels: number;
  readonly update: UpdateKernel | null;
  /** Place of every unknown. */
  readonly placeOfUnknown: Int32Array;
  /** The same in memory, and room for a number of each. */
  private readonly unknownPlaces: number;
  private readonly gathered: number;
  /** Parameters and scalars that must stay positive. */
  readonly positive: { readonly parameters: Uint32Array; readonly scalars: Uint32Array };
  /** Whether features read numbers that train. */
  readonly trainsShared: boolean;
  /** Gradients of what trains, in the same places. */
  readonly gradient: number;
  /** One for each block of the objective. */
  readonly objectives: readonly ObjectiveKernel[];
  private readonly penalties: KernelPenalty;
  /** Doubles that an objective block adds to, its value and the gradients in scalars; its factor; the scalars that formulas read. */
  private readonly sum: number;
  private readonly factor: number;
  readonly scalars: number;
  /** Gradients in the scalars, in double precision. */
  readonly scalarGradient: Float64Array;
  private readonly cleared: readonly (readonly [number, number])[];
  private ownJacobian: KernelJacobian | null = null;
  /** Whose gradients are in place. */
  private owner: KernelNumbers | null = null;
  readonly solver: PositiveSolver;
  readonly profile: Profile = { start: () => { this.arena.startProfile(); }, stop: () => this.arena.stopProfile() };

  constructor(readonly task: Task, precision: Precision, readonly arena: Arena = borrowArena(), wide: WideRows | null = null) {
    const { structure, objective, blocks, options, layout } = task;
    this.v = lanes(precision);
    const channels = this.channels = channelsOf(blocks.flatMap(({ reads }) => reads));
    const hasChannels = channels.list.length > 1;
    this.layout = memoryLayout(structure, { precision, parameters: options.parameters, hasChannels, wideFrom: wide?.from ?? Infinity });
    this.inputs = structure.layers[0]!.inputs;
    const plane = BLOCK * this.v.size;
    const layers: KernelLayer[] = [];
    for (const [l, layer] of this.layout.layers.entries()) layers.push(new KernelLayer(arena, layer, l, this.v, options, channels, layers.at(-1)?.stride ?? this.inputs * plane, wide));
    this.layers = layers;
    this.inputChannels = hasChannels ? this.derivativesOfInputs(channels) : 0;
    this.placeOfUnknown = new Int32Array(layout.parameterOf.length);
    layout.parameterOf.forEach((at, u) => { this.placeOfUnknown[u] = this.layout.placeOf[at]!; });
    this.unknownPlaces = arena.integers(this.placeOfUnknown);
    this.gathered = arena.allocate(layout.parameterOf.length * 8);
    this.positive = { parameters: positiveParameters(structure, layout), scalars: positiveScalars(objective) };
    this.trainsShared = layout.terms.some((terms, l) => terms.some(({ shape }, t) => Object.entries(shape)
      .some(([, unknowns]) => this.layers[l]!.terms[t]!.layout.kind !== 'edges' && unknowns.some((u) => u >= 0))));
    this.gradient = arena.allocate(this.layout.length * this.v.size);
    this.scalarGradient = new Float64Array(layout.scalars.length);
    this.scalarPlaces = Uint32Array.from(layout.scalars, (_, k) => k);
    this.savedScalars = new Float64Array(layout.scalars.length);
    [this.sum, this.factor, this.scalars] = [arena.allocate(8 * (1 + layout.scalars.length)), arena.allocate(16), arena.allocate(16 + 8 * layout.scalars.length)];
    this.means = new Float64Array(blocks.length);
    const { outputs } = structure.layers.at(-1)!;
    const planeOf = (output: number, of: readonly number[]): number => this.outputPlane(output, of);
    this.objectives = blocks.map((form) => {
      // Gradients that go back from one set of points are those of all its blocks.
      const reads = blocks.some((other) => other.block.points === form.block.points && readsDerivatives(other));
      return new ObjectiveKernel(arena, this.v, form, { count: reads ? planeOf(outputs, channels.list.at(-1)!) : outputs, plane: planeOf }, layout.scalars);
    });
    this.solver = kernelSolver(arena);
    this.penalties = new KernelPenalty(this);
    this.update = options.update === undefined ? null : new UpdateKernel(this, updateFor(options.update, 'network'), options.update);
    this.cleared = this.layout.layers.flatMap(({ bias, arrangement, terms }, l) => [
      [bias, bias + arrangement.length] as const, ...terms.filter((_, t) => this.layers[l]!.terms[t]!.addsToGradient).map(({ range }) => range),
    ]);
  }

  bind(sets: readonly SetOfPoints[]): KernelData { return KernelData.copyOf(sets, this); }

  start(numbers: AllNumbers, slots: Slots): KernelNumbers { return KernelNumbers.start(this, numbers, slots); }

  dispose(): void { giveBackArena(this.arena); }

  /** The factor that makes the sum of a block a mean. */
  static meanOf({ form: { terms } }: ObjectiveKernel, { meanOver }: KernelSet): number { return 1 / (meanOver * terms); }

  /** Planes of the outputs of a block. */
  get outputs(): number { return this.layers.at(-1)!.y; }

  /** Number of the plane of an output or of a derivative of one; -1 for a derivative that does not go through. */
  outputPlane(output: number, inputs: readonly number[]): number {
    const channel = this.channels.numberOf(inputs);
    return channel < 0 ? -1 : channel * (this.layers.at(-1)!.stride / (BLOCK * this.v.size)) + output;
  }

  /** Writes scalars to where formulas read them. */
  putScalars(scalars: Float64Array): void {
    if (scalars.length === 0) return;
    const { arena, v } = this;
    const numbers = arena.numbers(v.precision);
    for (let k = 0; k < scalars.length; k++) numbers[this.scalars / v.size + k] = scalars[k]!;
  }

  private blockRun(set: KernelSet, block: number, withSlopes: boolean): BlockRun {
    const samples = Math.ceil(set.rowsOf(block) / this.v.count) * this.v.count;
    return { samples, bytes: samples * this.v.size, withSlopes, channels: set.readsDerivatives ? this.channels.list.length : 1 };
  }

  /** Channels of the network's inputs: the derivative of each in itself is 1. @returns where they would begin with the values, which are elsewhere */
  private derivativesOfInputs({ list }: Channels): number {
    const { arena, v, inputs } = this;
    const plane = BLOCK * v.size;
    const at = arena.allocate(list.length * inputs * plane);
    list.forEach((channel, k) => {
      const from = at / v.size + (k * inputs + (channel[0] ?? 0)) * BLOCK;
      if (channel.length === 1) arena.numbers(v.precision).fill(1, from, from + BLOCK);
    });
    return at;
  }

  /** Channels of the inputs of layer l. */
  private channelsOf(l: number): ChannelsAt {
    return l === 0 ? { at: this.inputChannels, stride: this.inputs * BLOCK * this.v.size } : { at: this.layers[l - 1]!.y, stride: this.layers[l - 1]!.stride };
  }

  private readonly channelsAt = once(() => this.layers.map((_, l) => this.channelsOf(l)));

  /** Inputs of layer l for a block. */
  inputsOf(set: KernelSet, block: number, l: number): number { return l === 0 ? set.pointsAt(block).inputs : this.layers[l - 1]!.y; }

  get jacobian(): KernelJacobian { return (this.ownJacobian ??= new KernelJacobian(this)); }

  /** Runs every block of points of a set through the first `count` layers. */
  forEachBlock(set: KernelSet, at: NumbersAt, withSlopes: boolean, visit: (block: number, run: BlockRun) => void, count = this.layers.length, [from, to]: readonly [number, number] = [0, set.blocks]): void {
    this.fold(at);
    for (let block = from; block < to; block++) visit(block, this.forward(set, block, at, withSlopes, count));
  }

  private fold({ trained }: NumbersAt): void { for (const layer of this.layers) layer.fold(trained); }

  /** Runs a block of points through the first `count` layers, whose numbers are folded. */
  private forward(set: KernelSet, block: number, at: NumbersAt, withSlopes: boolean, count: number): BlockRun {
    const run = this.blockRun(set, block, withSlopes);
    const channels = this.channelsAt();
    for (let l = 0; l < count; l++) this.layers[l]!.forward(run, this.inputsOf(set, block, l), channels[l]!, at);
    return run;
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
    if (this.savedScalars.length > 0) this.savedScalars.set(this.scalarGradient);
    return true;
  }

  /** As it was before the gradients of a step that failed. @param had what `saveGradient` returned */
  restoreGradient(had: boolean): void {
    if (had) {
      this.copyGradient(this.saved(), this.gradient);
      this.scalarGradient.set(this.savedScalars);
    } else this.owner = null;
  }

  private copyGradient(from: number, to: number): void { this.arena.u8.copyWithin(to, from, from + this.layout.length * this.v.size); }

  /** Looks for places of what is not finite. One for all values: some trials of a run are not finite again and again. It goes with this back end. */
  readonly reference = once(() => new ReferenceBackend(this.task));

  /** Every scalar. */
  readonly scalarPlaces: Uint32Array;

  private readonly savedScalars: Float64Array;

  /** Sums, then means of the blocks of the objective that were evaluated last. */
  private readonly means: Float64Array;

  private readonly saved = once(() => this.arena.allocate(this.layout.length * this.v.size));

  /** From the gradients in the outputs, which are in place, to those of all layers. */
  backward(run: BlockRun): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      if (l > 0) this.layers[l - 1]!.clearGradients(run);
      this.layers[l]!.backward(run, this.gradient, l > 0 ? this.layers[l - 1]!.gy : 0);
    }
  }

  /**
   * The objective at some numbers; with `withGradient`, the gradients of what trains are left in place. Scalars were put where formulas read them.
   * Weights of blocks count in what is left, not in the values of blocks. Whether all is finite is for the caller to look at.
   */
  value(data: KernelData, at: NumbersAt, { penalty, weights }: Weighting, withGradient: boolean): Value {
    // Of a small network a step takes microseconds: nothing is made here that a step can do without.
    const { arena, layers, v, sum, factor, objectives, means, scalarGradient: { length: scalars }, scalarGradient } = this;
    const { gy } = layers[layers.length - 1]!;
    // Whatever needs memory gets it now: a pass that broke off half-way would leave gradients for the next to add to.
    if (penalty !== undefined) this.penalties.ready(penalty);
    if (withGradient) {
      for (const [from, to] of this.cleared) arena.u8.fill(0, this.gradient + from * v.size, this.gradient + to * v.size);
      if (scalars > 0) scalarGradient.fill(0);
    }
    for (const set of data.sets) {
      const { blocksOf, blocks } = set;
      for (const b of blocksOf) means[b] = 0;
      this.fold(at);
      for (let block = 0; block < blocks; block++) {
        const run = this.forward(set, block, at, withGradient, layers.length);
        const points = set.pointsAt(block);
        for (let k = 0; k < blocksOf.length; k++) {
          const b = blocksOf[k]!;
          const objective = objectives[b]!;
          arena.f64[sum / 8] = means[b]!;
          if (withGradient) {
            for (let s = 0; s < scalars; s++) arena.f64[sum / 8 + 1 + s] = scalarGradient[s]!;
            arena.numbers(v.precision)[factor / v.size] = weights[b]! * KernelBackend.meanOf(objective, set);
            objective.gradient(points, factor, gy, sum, run.bytes, k > 0);
            for (let s = 0; s < scalars; s++) scalarGradient[s] = arena.f64[sum / 8 + 1 + s]!;
          } else objective.value(points, factor, sum, run.bytes);
          means[b] = arena.f64[sum / 8]!;
        }
        if (withGradient) this.backward(run);
      }
      for (const b of blocksOf) means[b] = objectives[b]!.form.scale * KernelBackend.meanOf(objectives[b]!, set) * means[b]!;
    }
    let fit = 0;
    const blocks: number[] = [];
    for (const b of data.blocks) {
      fit += weights[b]! * means[b]!;
      blocks.push(means[b]!);
    }
    const extra = penalty === undefined ? 0 : this.penalties.add(penalty, at, withGradient);
    if (withGradient) for (const layer of layers) layer.unfold(at.trained, this.gradient);
    return { status: 'ok', value: fit + extra, data: fit, penalty: extra, blocks };
  }

  /** Value of a penalty alone, at the coefficients that were folded last. */
  penaltyOf(penalty: FrozenPenalty | undefined, at: NumbersAt): number { return penalty === undefined ? 0 : this.penalties.add(penalty, at, false); }

  /** The gradients in place, per unknown: those in scalars are the last. */
  unknownGradient(): Float64Array {
    const gathered = this.gatheredGradient();
    const all = new Float64Array(gathered.length + this.scalarGradient.length);
    all.set(gathered);
    all.set(this.scalarGradient, gathered.length);
    return all;
  }

  /** Those in numbers of the network where they stand in memory: valid until the next call, and until memory grows. */
  private gatheredGradient(): Float64Array {
    const { arena, v, gathered, unknownPlaces, placeOfUnknown: { length } } = this;
    planeSet(arena, v)['gather']!(this.gradient, unknownPlaces, gathered, length);
    return arena.f64.subarray(gathered / 8, gathered / 8 + length);
  }

  /** Multiplies the gradients in place. */
  scaleGradient(factor: number): void {
    if (factor === 1) return;
    const { arena, v, gradient, layout: { length } } = this;
    const numbers = arena.numbers(v.precision);
    for (let k = gradient / v.size; k < gradient / v.size + length; k++) numbers[k]! *= factor;
    for (let s = 0; s < this.scalarGradient.length; s++) this.scalarGradient[s]! *= factor;
  }

  /** Writes what features read of a network into the memory of one. */
  writeGrids(structure: Structure, parameters: Float64Array, at: NumbersAt): void {
    const numbers = this.arena.numbers(this.v.precision);
    for (const [l, layer] of structure.layers.entries()) {
      for (const [t, term] of layer.terms.entries()) {
        const { block, layout: { kind, inputOf, edgeOf } } = this.layers[l]!.terms[t]!;
        inputOf.forEach((input, group) => {
          const live = term.edges.inputAt[input]!;
          if (live < 0) return;
          const { domain, knots } = gridOf(term, parameters, input);
          const entry = { edge: edgeOf?.[group] ?? 0, input: live, layer: 0 };
          const shapes = kind === 'edges' ? [] : Object.entries(term.segments.shape).map(([name, { offset }]) => parameters[offset + entry[term.shape[name]!.scope]]!);
          block.write(numbers, at.grids[l]![t]! / this.v.size + group * block.length, { parameters: [...domain, ...shapes], knots });
        });
      }
    }
  }
}
