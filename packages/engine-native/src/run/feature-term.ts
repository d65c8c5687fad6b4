import { type Channels, channelsOf } from '@knotwork/network';
import type { ShapeParameter } from '@knotwork/plugin';
import type { CompileOptions, LayerStructure } from '@knotwork/plugin/engine';
import type { Memory } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, ChannelsAt } from '../memory/block-run.js';
import { ColumnsContraction } from './contractions/columns-contraction.js';
import type { Lanes } from '../code/emitter.js';
import { featureKernel, featureParameters, type FeatureSpec } from '../emit/feature-kernel.js';
import { type FeaturePlanes, featurePlanes, featuresKey } from './feature-planes.js';
import type { EdgeFeatures, GroupFeatures, KernelTerm } from './kernel-term.js';
import type { ParameterBlock } from '../code/parameter-block.js';
import type { ColumnsLayout, RowsLayout } from '../memory/memory-layout.js';
import { once } from '../memory/once.js';
import { planeSet } from '../emit/plane-kernels.js';
import type { NativeFeatures, NativeMaps } from './contractions/native-maps.js';
import type { MakeRows } from './contractions/rows-contraction.js';
import type { CoefficientEntry, CoefficientsAt, TermContraction, TermRun } from './contractions/term-contraction.js';
import type { Kernels } from '../code/web-assembly.js';

/** What writes features: native code that knows their formulas, where there is some, and kernels. */
interface Features { readonly native: NativeFeatures | null; readonly kernels: () => Kernels }

/** Bytes of samples of all inputs from which features are written natively: of fewer a call takes longer than what it saves. Both ways give the same bits. */
const NATIVE_BYTES = 512;

/** A trained shape parameter that features read. Addresses in bytes. */
interface SharedShape {
  readonly name: string;
  /** Place of its numbers. */
  readonly at: number;
  readonly scope: ShapeParameter['scope'];
  /** `[group][BLOCK]`, then `[group]`: derivatives in it, and what they come to. */
  readonly planes: number;
}

/**
 * A term whose features are made once for all edges that share them, and contracted with coefficients: features, starts, effective coefficients and
 * their gradients.
 */
export class FeatureTerm implements KernelTerm {
  /** What the features read of an input, and how it is laid out. */
  readonly block: ParameterBlock;
  private readonly plane: number;
  /** Rows of features, the base function among them. */
  readonly rows: number;
  private readonly live: number;
  private readonly liveCount: number;
  private readonly values: number;
  private readonly starts: number;
  /** Inputs once more for each edge that has features of its own, channel by channel; 0 where groups are inputs. */
  private readonly x: number;
  /** Planes and the kernels that write them, forwards and whole: of values alone, and where there are any of all channels. */
  private readonly kinds: readonly (() => { readonly planes: FeaturePlanes; readonly forward: () => Features; readonly whole: () => Features })[];
  /** What the block at hand was evaluated with. */
  private own: FeaturePlanes;
  private channels = 1;
  /** Channels of what the features are of, group by group. */
  private xs: ChannelsAt = { at: 0, stride: 0 };
  /** Trained shape parameters. */
  private readonly shapes: readonly SharedShape[];
  private readonly contraction: TermContraction;
  private readonly run: TermRun;
  /** The same where channels go through. */
  private readonly columns: ColumnsContraction | null;

  /** @param strides bytes from one channel to the next, of inputs and of sums */
  constructor(
    private readonly arena: Memory, readonly layout: RowsLayout | ColumnsLayout, private readonly layer: LayerStructure, arrangement: Int32Array, private readonly v: Lanes,
    options: CompileOptions, channels: Channels, private readonly strides: { readonly inputs: number; readonly sums: number }, rows: MakeRows, native: NativeMaps | null,
  ) {
    this.plane = BLOCK * this.v.size;
    this.rows = layout.fixed + layout.window;
    this.live = arena.integers(layout.live);
    this.liveCount = layout.live.length;
    const { term } = layout;
    const trained = layout.live.length > 0 && options.trainable.includes('shape') ? Object.entries(layout.shapes).filter(([name]) => term.shape[name]!.trainable) : [];
    // A plane per input, and room for their sums.
    this.shapes = trained.map(([name, at]) => ({ name, at, scope: term.shape[name]!.scope, planes: arena.allocate(layout.inputOf.length * (this.plane + this.v.size)) }));
    const shapes = trained.map(([name]) => name);
    const most = this.own = featurePlanes(term, channels, shapes);
    this.columns = layout.kind === 'columns' ? new ColumnsContraction(arena, layout, v, channels) : null;
    this.contraction = layout.kind === 'rows' ? rows(arena, layout, v, layer, arrangement) : this.columns!;
    this.block = featureParameters(most.whole);
    const hasFeatures = this.liveCount > 0;
    const stored = layout.inputOf.length;
    this.values = hasFeatures ? arena.allocate(stored * most.whole.planes.length * this.plane) : 0;
    this.starts = hasFeatures && layout.window > 0 ? arena.allocate(stored * BLOCK * 4) : 0;
    this.x = layout.edgeOf === null ? 0 : arena.allocate(channels.list.length * stored * this.plane);
    this.run = { samples: 0, bytes: 0, x: 0, grid: 0, trained: 0, starts: this.starts, planes: 0, folds: false, unfolds: false, keeps: true };
    const features = (s: FeatureSpec): (() => Features) => once(() => ({
      native: native?.features(s, {
        stride: this.block.length * v.size, out: this.values, starts: this.starts, lastStart: Math.max(0, layout.cells - 1), list: this.live, count: this.liveCount, groups: stored,
      }) ?? null,
      kernels: once(() => arena.kernels(`features ${v.precision} ${JSON.stringify(this.block.knots)} ${featuresKey(s)}`, () => [featureKernel('features', this.v, { ...s, block: this.block })])),
    }));
    const kind = (planes: FeaturePlanes): ReturnType<FeatureTerm['kinds'][number]> => ({ planes, forward: features(planes.forward), whole: features(planes.whole) });
    this.kinds = channels.list.length === 1 ? [once(() => kind(most))] : [once(() => kind(featurePlanes(term, channelsOf([]), shapes))), once(() => kind(most))];
  }

  /** Effective coefficients from what trains. */
  fold(trained: number, onTheWay: boolean): void { if (!onTheWay || !this.contraction.foldsOnTheWay) this.contraction.fold(trained); }

  get addsToGradient(): boolean { return (this.layout.kind === 'rows' && !this.layout.hasWeight) || this.shapes.length > 0; }

  get isRecordable(): boolean { return this.shapes.length === 0; }

  evaluate({ samples, bytes, withSlopes, channels, folds, unfolds, keeps }: BlockRun, x: number, xs: ChannelsAt, grid: number, trained: number): void {
    const { run } = this;
    // Nobody asks for gradients in the network's inputs.
    const hasSlopes = withSlopes && (this.layer.index > 0 || this.shapes.length > 0);
    const { planes, forward, whole } = this.kinds[channels > 1 ? 1 : 0]!();
    this.own = planes;
    this.channels = channels;
    run.samples = samples;
    run.bytes = bytes;
    run.x = x;
    run.grid = grid;
    run.trained = trained;
    run.folds = folds;
    run.unfolds = unfolds;
    run.keeps = hasSlopes || keeps;
    run.planes = (hasSlopes ? planes.whole : planes.forward).planes.length * this.plane;
    if (this.values === 0) return;
    const features = (hasSlopes ? whole : forward)();
    const stored = this.layout.inputOf.length * this.plane;
    if (this.x !== 0) {
      const { arena, layout: { inputOf }, plane } = this;
      for (let channel = 0; channel < channels; channel++) {
        const from = channel === 0 ? x : xs.at + channel * xs.stride;
        for (let g = 0; g < inputOf.length; g++) arena.copy(from + inputOf[g]! * plane, this.x + channel * stored + g * plane, bytes);
      }
    }
    const own = this.x === 0 ? x : this.x;
    this.xs = this.x === 0 ? xs : { at: this.x, stride: stored };
    if (features.native !== null && this.liveCount * bytes >= NATIVE_BYTES) {
      features.native(bytes, own, grid);
      return;
    }
    const stride = this.block.length * this.v.size;
    const { features: write } = features.kernels();
    if (channels === 1) write!(own, grid, stride, this.values, this.starts, this.live, this.liveCount, bytes);
    else write!(own, grid, stride, this.values, this.starts, this.live, this.liveCount, bytes, this.xs.at, this.xs.stride);
  }

  /** Address of planes of the first group. */
  private at(plane: number): number { return this.values + plane * this.plane; }

  forward(rows: number, z: number): void {
    if (this.channels === 1) this.contraction.forward(this.values, this.run, rows, z);
    else this.columns!.forwardChannels(this.values, this.run, z, this.strides.sums);
  }

  backward(rows: number, gz: number, gradient: number, gx: number): void {
    this.propagate(rows, gz, gx);
    if (this.channels === 1) this.contraction.toCoefficients(this.values, this.run, rows, gz, gradient);
    else this.columns!.toCoefficientsOfChannels(this.values, this.run, gz, this.strides.sums);
    for (let k = 0; k < this.shapes.length; k++) this.shapeToGradient(k, gradient);
  }

  /** The sums of the derivatives in a shape parameter over edges and samples. */
  private shapeToGradient(k: number, gradient: number): void {
    const { arena, v, layout: { inputOf } } = this;
    const { at, scope, planes } = this.shapes[k]!;
    const sums = planes + inputOf.length * this.plane;
    arena.zero(sums, inputOf.length * v.size);
    planeSet(arena, v)['addPlanes']!(planes, sums, inputOf.length, this.run.bytes);
    const numbers = arena.numbers(v.precision);
    for (let g = 0; g < inputOf.length; g++) numbers[gradient / v.size + at + this.entryOf(scope, g)]! += numbers[sums / v.size + g]!;
  }

  /** Which of the numbers of a shape parameter a group reads. */
  private entryOf(scope: SharedShape['scope'], group: number): number { return scope === 'layer' ? 0 : scope === 'input' ? this.layout.term.edges.inputAt[this.layout.inputOf[group]!]! : group; }

  propagate(rows: number, gz: number, gx: number): void {
    const { arena, contraction, layout: { inputOf }, plane, own, run, channels, strides } = this;
    if (gx !== 0) {
      if (channels === 1) contraction.toInputs(this.at(own.orders[1]!), run, rows, gz, gx);
      else this.columns!.toInputsOfChannels(this.values, run, gz, strides.sums, gx, strides.inputs, this.xs);
    }
    // d/d theta of a group's features for each group and sample, not yet summed: the gradient in the input with other derivatives.
    this.shapes.forEach(({ planes }, k) => {
      arena.zero(planes, inputOf.length * plane);
      for (let channel = 0; channel < channels; channel++) contraction.toInputs(this.at(own.shapes[k]![channel]!), run, rows, gz + channel * strides.sums, planes, true);
    });
  }

  shapeSlopes(name: string, entry: number): readonly { readonly plane: number; readonly sum: number | null }[] {
    const { planes, scope } = this.shapes.find((s) => s.name === name)!;
    return [...this.layout.live].filter((g) => this.entryOf(scope, g) === entry).map((g) => ({ plane: planes + g * this.plane, sum: null }));
  }

  featuresOf(edge: number, channel: number): EdgeFeatures {
    const { base, edgeOf, term: { edges } } = this.layout;
    // Where edges have features of their own, groups are edges.
    const group = edgeOf === null ? edges.from[edge]! : edge;
    const at = this.at(this.own.channels[channel]!) + group * this.run.planes;
    return { values: at + base * this.plane, stride: BLOCK, starts: this.starts === 0 ? 0 : this.starts + group * 4 * BLOCK, base: at };
  }

  groupFeatures(run: BlockRun, x: number, grid: number, trained: number): GroupFeatures {
    this.evaluate({ ...run, channels: 1 }, x, this.xs, grid, trained);
    return { values: this.values, starts: this.starts, planes: this.run.planes };
  }

  get stored(): Int32Array { return this.layout.live; }

  get groupOf(): Int32Array {
    const { edgeOf, inputOf, live, term: { edges } } = this.layout;
    return edgeOf === null ? live.map((group) => edges.inputAt[inputOf[group]!]!) : live;
  }

  unfold(trained: number, gradient: number, onTheWay: boolean): void { if (!onTheWay || !this.contraction.foldsOnTheWay) this.contraction.unfold(trained, gradient); }

  entries(): readonly CoefficientEntry[] { return this.contraction.entries(); }

  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void {
    this.contraction.withCoefficients(group, entry, trained, gradient, visit);
  }
}
