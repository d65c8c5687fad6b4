import type { FrozenPenalty, Precision, Slots, Structure, Value } from '@knotwork/plugin/engine';
import { type Channels, channelsOf, gridOf } from '@knotwork/network';
import { type AllNumbers, type Backend, positiveParameters, positiveScalars, type PositiveSolver, type Profile, type SetOfPoints, type Task, updateFor, type Weighting } from '@knotwork/engine-core';
import type { ReferenceBackend } from '@knotwork/engine-reference';
import { type Arena, borrowArena, giveBackArena, type Memory } from '../memory/arena.js';
import type { BlockRun, NumbersAt } from '../memory/block-run.js';
import { type Lanes, lanes } from '../code/emitter.js';
import type { WideRows } from './contractions/rows-contraction.js';
import { BlockPass, FIRST_LANE, PENALIZED_PASS, shareOf, type Sums, WHOLE_PASS } from './block-pass.js';
import { kernelSolver, type NativeSolver } from './kernel-solver.js';
import { KernelData, type KernelSet } from './kernel-data.js';
import { KernelJacobian } from './kernel-jacobian.js';
import type { KernelKinds } from './kernel-kinds.js';
import type { KernelLayer } from './kernel-layer.js';
import { KernelNumbers } from './kernel-numbers.js';
import { KernelPenalty } from './kernel-penalty.js';
import type { ObjectiveKernel } from './objective-kernel.js';
import { memoryLayout, type MemoryLayout } from '../memory/memory-layout.js';
import { planeSet } from '../emit/plane-kernels.js';
import { once } from '../memory/once.js';
import type { UpdateKernel } from './update-kernel.js';
import { SPREAD_FROM } from '../threads/lane-count.js';
import type { MakeLanes, PassLanes } from '../threads/pass-lanes.js';

/** The whole of a pass, and no other lanes. */
const [WHOLE, NO_PASSES] = [shareOf(0, 1), [] as readonly BlockPass[]];

/**
 * A network compiled to kernels, and the memory they work in. One evaluation at a time: blocks of samples run through all layers and
 * back, so that what is in between fits into the cache and does not grow with the number of samples.
 */
export class KernelBackend implements Backend {
  readonly v: Lanes;
  readonly layout: MemoryLayout;
  /** Derivatives in inputs that blocks read, and what these are made of. */
  readonly channels: Channels;
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
  private readonly pass: BlockPass;
  /** What work is divided among threads by; null where it is not. */
  readonly lanes: PassLanes | null;
  private readonly penalties: KernelPenalty;
  /** The scalars that formulas read. */
  readonly scalars: number;
  /** Gradients in the scalars, in double precision. */
  readonly scalarGradient: Float64Array;
  private ownJacobian: KernelJacobian | null = null;
  /** Whose gradients are in place. */
  private owner: KernelNumbers | null = null;
  /** Linear algebra by native code; null for kernels alone. */
  readonly native: NativeSolver | null;
  readonly solver: PositiveSolver;
  readonly profile: Profile = { start: () => { this.arena.startProfile(); }, stop: () => this.arena.stopProfile() };

  /**
   * @param memory of {@link KernelBackend.layoutOf}, @param kinds those that this layout needs
   * @param wide contracts rows of whole wide vectors, @param makeLanes divides passes among threads, which share the memory
   */
  constructor(readonly task: Task, memory: MemoryLayout, kinds: KernelKinds, readonly arena: Arena = borrowArena(), wide: WideRows | null = null, makeLanes: MakeLanes | null = null) {
    const { structure, objective, blocks, options, layout } = task;
    const { precision } = this.layout = memory;
    this.v = lanes(precision);
    const channels = this.channels = channelsOf(blocks.flatMap(({ reads }) => reads));
    const passOver = (own: Memory): BlockPass => new BlockPass(own, this.v, memory, channels, task, kinds, wide);
    this.pass = passOver(arena);
    this.placeOfUnknown = new Int32Array(layout.parameterOf.length);
    layout.parameterOf.forEach((at, u) => { this.placeOfUnknown[u] = this.layout.placeOf[at]!; });
    this.unknownPlaces = arena.integers(this.placeOfUnknown);
    this.gathered = arena.allocate(layout.parameterOf.length * 8);
    this.positive = { parameters: positiveParameters(structure, layout), scalars: positiveScalars(objective) };
    this.trainsShared = layout.terms.some((terms, l) => terms.some(({ shape }, t) => Object.entries(shape)
      .some(([, unknowns]) => this.layers[l]!.terms[t]!.layout.kind !== 'edges' && unknowns.some((u) => u >= 0))));
    this.scalarGradient = new Float64Array(layout.scalars.length);
    this.scalarPlaces = Uint32Array.from(layout.scalars, (_, k) => k);
    this.savedScalars = new Float64Array(layout.scalars.length);
    this.scalars = arena.allocate(16 + 8 * layout.scalars.length);
    this.means = new Float64Array(blocks.length);
    this.penalties = new KernelPenalty(this);
    this.update = options.update === undefined ? null : new kinds.update!(this, updateFor(options.update, 'network'), options.update, wide?.maps(arena, precision) ?? null);
    const isRecordable = this.layers.every(({ terms }) => terms.every((term) => term.isRecordable));
    this.lanes = makeLanes?.(arena, isRecordable ? passOver : null, { bytes: this.layout.length * this.v.size, v: this.v, sums: blocks.length * (1 + layout.scalars.length) }) ?? null;
    this.native = wide === null ? null : { algebra: wide.algebra(arena), spreadOver: (size) => (work) => { if (this.lanes === null || size < SPREAD_FROM) work(arena, 0, 1); else this.lanes.spread(work); } };
    this.solver = kernelSolver(arena, this.native);
  }

  /** Where a program has its numbers. @param wide contracts rows of whole wide vectors */
  static layoutOf({ structure, blocks, options: { parameters } }: Task, precision: Precision, wide: WideRows | null): MemoryLayout {
    return memoryLayout(structure, { precision, parameters, hasChannels: channelsOf(blocks.flatMap(({ reads }) => reads)).list.length > 1, ...(wide === null ? {} : { isWide: wide.isWide }) });
  }

  get layers(): readonly KernelLayer[] { return this.pass.layers; }

  /** One for each block of the objective. */
  get objectives(): readonly ObjectiveKernel[] { return this.pass.objectives; }

  /** Gradients of what trains, in the same places. */
  get gradient(): number { return this.pass.sums.gradient; }

  bind(sets: readonly SetOfPoints[]): KernelData { return KernelData.copyOf(sets, this); }

  start(numbers: AllNumbers, slots: Slots): KernelNumbers { return KernelNumbers.start(this, numbers, slots); }

  dispose(): void {
    const left = giveBackArena(this.arena);
    this.lanes?.dispose(left);
  }

  /** The factor that makes the sum of a block a mean. */
  static meanOf({ form: { terms } }: ObjectiveKernel, { meanOver }: KernelSet): number { return 1 / (meanOver * terms); }

  /** Planes of the outputs of a block. */
  get outputs(): number { return this.pass.outputs; }

  /** Number of the plane of an output or of a derivative of one; -1 for a derivative that does not go through. */
  outputPlane(output: number, inputs: readonly number[]): number { return this.pass.outputPlane(output, inputs); }

  /** Writes scalars to where formulas read them. */
  putScalars(scalars: Float64Array): void {
    if (scalars.length === 0) return;
    const { arena, v } = this;
    const numbers = arena.numbers(v.precision);
    for (let k = 0; k < scalars.length; k++) numbers[this.scalars / v.size + k] = scalars[k]!;
  }

  /** Inputs of layer l for a block. */
  inputsOf(set: KernelSet, block: number, l: number): number { return this.pass.inputsOf(set, block, l); }

  get jacobian(): KernelJacobian { return (this.ownJacobian ??= new KernelJacobian(this)); }

  /** Runs every block of points of a set through the first `count` layers. */
  forEachBlock(set: KernelSet, at: NumbersAt, withSlopes: boolean, visit: (block: number, run: BlockRun) => void, count = this.layers.length, [from, to]: readonly [number, number] = [0, set.blocks]): void {
    this.pass.fold(at);
    for (let block = from; block < to; block++) visit(block, this.pass.forward(set, block, at, withSlopes, count));
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
    this.exchangeGradient();
    if (this.savedScalars.length > 0) this.savedScalars.set(this.scalarGradient);
    return true;
  }

  /** As it was before the gradients of a step that failed. @param had what `saveGradient` returned */
  restoreGradient(had: boolean): void {
    if (had) {
      this.exchangeGradient();
      this.scalarGradient.set(this.savedScalars);
    } else this.owner = null;
  }

  /** The next pass writes to the other place: to copy gradients would be a twentieth of a step of wide networks. */
  private exchangeGradient(): void {
    const { pass } = this;
    [pass.sums, this.otherSums] = [this.otherSums ?? { gradient: this.arena.allocate(this.layout.length * this.v.size), at: pass.sums.at }, pass.sums];
  }

  /**
   * Looks for places of what is not finite. One for all values: some trials of a run are not finite again and again. It goes with this back end. Loaded when it is asked for,
   * so that a page has it only then.
   */
  readonly reference = once(async (): Promise<ReferenceBackend> => new (await import('@knotwork/engine-reference')).ReferenceBackend(this.task));

  /** Every scalar. */
  readonly scalarPlaces: Uint32Array;

  private readonly savedScalars: Float64Array;

  /** Sums, then means of the blocks of the objective that were evaluated last. */
  private readonly means: Float64Array;

  /** Where gradients are that were in place before; null before any were. */
  private otherSums: Sums | null = null;

  /**
   * The objective at some numbers; with `withGradient`, the gradients of what trains are left in place. Scalars were put where formulas read them.
   * Weights of blocks count in what is left, not in the values of blocks. Whether all is finite is for the caller to look at.
   */
  value(data: KernelData, at: NumbersAt, { penalty, weights }: Weighting, withGradient: boolean): Value {
    // Of a small network a step takes microseconds: nothing is made here that a step can do without.
    const { arena, pass, lanes, objectives, scalarGradient } = this;
    // Whatever needs memory gets it now: a pass that broke off half-way would leave gradients for the next to add to.
    if (penalty !== undefined) this.penalties.ready(penalty);
    lanes?.ready(data.sets);
    const others = lanes?.passes ?? NO_PASSES;
    for (const set of data.sets) {
      for (const b of set.blocksOf) {
        const factor = weights[b]! * KernelBackend.meanOf(objectives[b]!, set);
        pass.weigh(b, factor);
        for (const other of others) other.weigh(b, factor);
      }
    }
    lanes?.start(at, withGradient);
    const isDivided = lanes !== null && lanes.count > 1;
    pass.run(data.sets, isDivided ? shareOf(0, lanes.count) : WHOLE, at, withGradient, penalty !== undefined ? PENALIZED_PASS : isDivided ? FIRST_LANE : WHOLE_PASS);
    const extra = penalty === undefined ? 0 : this.penalties.add(penalty, at, withGradient);
    if (withGradient) pass.unfold(at);
    lanes?.finish(pass, at, withGradient);
    if (withGradient) {
      scalarGradient.fill(0);
      for (const { blocksOf } of data.sets) for (const b of blocksOf) for (let s = 0; s < scalarGradient.length; s++) scalarGradient[s]! += arena.f64[pass.sumOf(b) / 8 + 1 + s]!;
    }
    return this.valueOf(data, weights, arena.f64, pass.sumOf(0) / 8, 1 + scalarGradient.length, extra);
  }

  /** The objective of what its blocks sum to. @param sums has the sum of block b at `first + b * stride`, @param extra that of a penalty */
  valueOf(data: KernelData, weights: readonly number[], sums: Float64Array, first = 0, stride = 1, extra = 0): Value {
    const { objectives, means } = this;
    let fit = 0;
    const blocks: number[] = [];
    for (const set of data.sets) for (const b of set.blocksOf) means[b] = objectives[b]!.form.scale * KernelBackend.meanOf(objectives[b]!, set) * sums[first + b * stride]!;
    for (const b of data.blocks) {
      fit += weights[b]! * means[b]!;
      blocks.push(means[b]!);
    }
    return { status: 'ok', value: fit + extra, data: fit, penalty: extra, blocks };
  }

  /** Value of a penalty alone. */
  penaltyOf(penalty: FrozenPenalty | undefined, at: NumbersAt): number {
    if (penalty === undefined) return 0;
    this.pass.fold(at);
    return this.penalties.add(penalty, at, false);
  }

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
