import { input } from '@knotwork/algebra';
import { channelName, type Channels, type ChainTerm } from '@knotwork/engine-core';
import type { ShapeParameter } from '@knotwork/plugin';
import type { CompileOptions, LayerStructure } from '@knotwork/plugin/engine';
import type { Arena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, ChannelsAt } from '../memory/block-run.js';
import { ColumnsContraction } from './contractions/columns-contraction.js';
import type { Lanes } from '../code/emitter.js';
import { featureKernel, featureParameters } from '../emit/feature-kernel.js';
import { mapKernel } from '../emit/map-kernel.js';
import { type FeaturePlanes, featurePlanes, times } from './feature-planes.js';
import type { EdgeFeatures, GroupFeatures, KernelTerm } from './kernel-term.js';
import type { ParameterBlock } from '../code/parameter-block.js';
import { formulaKey } from '../code/formula-key.js';
import type { ColumnsLayout, RowsLayout } from '../memory/memory-layout.js';
import { once } from '../memory/once.js';
import { planeSet } from '../emit/plane-kernels.js';
import { RowsContraction } from './contractions/rows-contraction.js';
import type { CoefficientEntry, CoefficientsAt, TermContraction, TermRun } from './contractions/term-contraction.js';
import type { Kernels } from '../code/web-assembly.js';

/** A trained shape parameter that features read. Addresses in bytes. */
interface SharedShape {
  readonly name: string;
  /** Place of its numbers. */
  readonly at: number;
  readonly scope: ShapeParameter['scope'];
  /** `[group][BLOCK]`, then `[group]`: derivatives in it, and what they come to. */
  readonly planes: number;
}

/** Derivatives of one order, and the channels of inputs that they go back to: by themselves, or multiplied by channels of the inputs. */
interface WayBack { readonly order: number; readonly to: number | null; readonly kernel: () => Kernels }

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
  /** Kernels with what they write: with values alone and with channels, each without and with what goes back. */
  private readonly kinds: readonly (readonly { readonly planes: FeaturePlanes; readonly kernels: () => Kernels }[])[];
  /** What the block at hand was evaluated with. */
  private own: FeaturePlanes;
  private channels = 1;
  private xs: ChannelsAt = { at: 0, stride: 0 };
  /** Trained shape parameters. */
  private readonly shapes: readonly SharedShape[];
  private readonly contraction: TermContraction;
  private readonly run: TermRun;
  /** Of every channel of the sums: how it goes back to those of the inputs. */
  private readonly waysBack: readonly (readonly WayBack[])[];
  /** Room for a gradient in all inputs. */
  private readonly scratch: number;

  /** @param stride bytes from one channel of the inputs to the next */
  constructor(
    private readonly arena: Arena, readonly layout: RowsLayout | ColumnsLayout, private readonly layer: LayerStructure, arrangement: Int32Array, private readonly v: Lanes,
    options: CompileOptions, channels: Channels, private readonly stride: number,
  ) {
    this.plane = BLOCK * this.v.size;
    this.rows = layout.fixed + layout.window;
    this.live = arena.integers(layout.live);
    this.liveCount = layout.live.length;
    const { term } = layout;
    const trained = layout.live.length > 0 && options.trainable.includes('shape') ? Object.entries(layout.shapes).filter(([name]) => term.shape[name]!.trainable) : [];
    // A plane per input, and room for their sums.
    this.shapes = trained.map(([name, at]) => ({ name, at, scope: term.shape[name]!.scope, planes: arena.allocate(layout.inputOf.length * (this.plane + this.v.size)) }));
    const hasChannels = channels.list.length > 1;
    const shapes = trained.map(([name]) => name);
    const planes = (hasChannels ? [null, channels] : [null]).map((of) => [false, true].map((slopes) => featurePlanes(term, { channels: of, slopes, shapes })));
    const most = planes.at(-1)!.at(-1)!;
    this.contraction = layout.kind === 'rows' ? new RowsContraction(arena, layout, v, layer, arrangement) : new ColumnsContraction(arena, layout, v);
    this.block = featureParameters(most.spec);
    const hasFeatures = this.liveCount > 0;
    const stored = layout.inputOf.length;
    this.values = hasFeatures ? arena.allocate(stored * most.count * this.plane) : 0;
    this.starts = hasFeatures && layout.window > 0 ? arena.allocate(stored * BLOCK * 4) : 0;
    this.x = layout.edgeOf === null ? 0 : arena.allocate(channels.list.length * stored * this.plane);
    this.run = { samples: 0, bytes: 0, x: 0, grid: 0, trained: 0, starts: this.starts, planes: 0 };
    const kernels = ({ spec: s }: FeaturePlanes): (() => Kernels) => once(() => arena.kernels(
      `features ${v.precision} ${s.start === null ? 'global' : s.lastStart} ${JSON.stringify(this.block.knots)} ${formulaKey(['x', ...s.channels ?? [], ...s.parameters], s.start === null ? s.planes : [...s.planes, s.start])}`,
      () => [featureKernel('features', this.v, { ...s, block: this.block })],
    ));
    this.kinds = planes.map((both) => both.map((own) => ({ planes: own, kernels: kernels(own) })));
    this.own = planes[0]![0]!;
    this.scratch = hasChannels ? arena.allocate(layer.inputs * this.plane) : 0;
    this.waysBack = channels.slopes.map((slopes) => this.wayBack(slopes));
  }

  /** How one channel of the sums goes back. @param slopes its derivatives in the channels of the inputs */
  private wayBack(slopes: readonly (readonly ChainTerm[])[]): readonly WayBack[] {
    const uses = slopes.flatMap((terms, of) => terms.map((term) => ({ of, term })));
    const orders = [...new Set(uses.map(({ term }) => term.order))];
    return orders.map((order) => {
      const own = uses.filter(({ term }) => term.order === order);
      const isPlain = own.length === 1 && own[0]!.term.factor === 1 && own[0]!.term.of.length === 0;
      return { order, to: isPlain ? own[0]!.of : null, kernel: once(() => this.combination(own)) };
    });
  }

  /** combine(g, x, gx, bytes): adds g, multiplied by channels of inputs, to gradients in channels of inputs. */
  private combination(uses: readonly { readonly of: number; readonly term: ChainTerm }[]): Kernels {
    const { arena, v, stride } = this;
    const read = [...new Set(uses.flatMap(({ term }) => term.of))];
    const inputs = { g: { pointer: 0, offset: 0, each: 'lane' as const }, ...Object.fromEntries(read.map((channel) => [channelName('x', channel), { pointer: 1, offset: channel * stride, each: 'lane' as const }])) };
    const by = [...new Set(uses.map(({ of }) => of))].map((of) => ({
      of, expr: uses.filter((use) => use.of === of).map(({ term }) => times(term.factor, term.of, input('g'))).reduce((a, b) => a.add(b)),
    }));
    const key = `combine ${v.precision} ${stride} ${by.map(({ of }) => of).join()} ${formulaKey(Object.keys(inputs), by.map(({ expr }) => expr))}`;
    return arena.kernels(key, () => [mapKernel('combine', v, { pointers: 3, inputs, outputs: by.map(({ of, expr }) => ({ expr, pointer: 2, offset: of * stride, add: true })) })]);
  }

  /** Effective coefficients from what trains. */
  fold(trained: number): void { this.contraction.fold(trained); }

  get addsToGradient(): boolean { return (this.layout.kind === 'rows' && !this.layout.hasWeight) || this.shapes.length > 0; }

  evaluate({ samples, bytes, withSlopes, channels }: BlockRun, x: number, xs: ChannelsAt, grid: number, trained: number): void {
    const { run } = this;
    // Nobody asks for gradients in the network's inputs.
    const hasSlopes = withSlopes && (this.layer.index > 0 || this.shapes.length > 0);
    const { planes, kernels } = this.kinds[channels > 1 ? 1 : 0]![hasSlopes ? 1 : 0]!;
    this.own = planes;
    this.channels = channels;
    this.xs = xs;
    run.samples = samples;
    run.bytes = bytes;
    run.x = x;
    run.grid = grid;
    run.trained = trained;
    run.planes = planes.count * this.plane;
    if (this.values === 0) return;
    const { features } = kernels();
    const stored = this.layout.inputOf.length * this.plane;
    if (this.x !== 0) {
      const { arena: { u8 }, layout: { inputOf }, plane } = this;
      for (let channel = 0; channel < channels; channel++) {
        const from = channel === 0 ? x : xs.at + channel * xs.stride;
        for (let g = 0; g < inputOf.length; g++) u8.copyWithin(this.x + channel * stored + g * plane, from + inputOf[g]! * plane, from + inputOf[g]! * plane + bytes);
      }
    }
    const own = this.x === 0 ? x : this.x;
    if (channels === 1) features!(own, grid, this.block.length * this.v.size, this.values, this.starts, this.live, this.liveCount, bytes);
    else features!(own, grid, this.block.length * this.v.size, this.values, this.starts, this.live, this.liveCount, bytes, this.x === 0 ? xs.at : this.x, this.x === 0 ? xs.stride : stored);
  }

  /** Address of planes of the first group. */
  private at(plane: number): number { return this.values + plane * this.plane; }

  forward(rows: number, z: number, channel: number): void { this.contraction.forward(this.at(this.own.channels[channel]!), this.run, rows, z); }

  backward(rows: number, gz: number, gradient: number, gx: number, channel: number): void {
    this.propagate(rows, gz, gx, channel);
    this.contraction.toCoefficients(this.at(this.own.channels[channel]!), this.run, rows, gz, gradient);
    if (channel === this.channels - 1) for (let k = 0; k < this.shapes.length; k++) this.shapeToGradient(k, gradient);
  }

  /** Adds what one channel of the sums gives to the gradients in all channels of the inputs. */
  private toInputs(rows: number, gz: number, gx: number, channel: number): void {
    const { arena, contraction, own, run, scratch, layer: { inputs }, plane, stride, xs } = this;
    if (this.channels === 1) { contraction.toInputs(this.at(own.orders[1]!), run, rows, gz, gx); return; }
    for (const { order, to, kernel } of this.waysBack[channel]!) {
      if (to !== null) { contraction.toInputs(this.at(own.orders[order]!), run, rows, gz, gx + to * stride); continue; }
      arena.u8.fill(0, scratch, scratch + inputs * plane);
      contraction.toInputs(this.at(own.orders[order]!), run, rows, gz, scratch);
      const { combine } = kernel();
      if (run.bytes === plane) combine!(scratch, xs.at, gx, inputs * plane);
      else for (let i = 0; i < inputs; i++) combine!(scratch + i * plane, xs.at + i * plane, gx + i * plane, run.bytes);
    }
  }

  /** The sums of the derivatives in a shape parameter over edges and samples. */
  private shapeToGradient(k: number, gradient: number): void {
    const { arena, v, layout: { inputOf } } = this;
    const { at, scope, planes } = this.shapes[k]!;
    const sums = planes + inputOf.length * this.plane;
    arena.u8.fill(0, sums, sums + inputOf.length * v.size);
    planeSet(arena, v)['addPlanes']!(planes, sums, inputOf.length, this.run.bytes);
    const numbers = arena.numbers(v.precision);
    for (let g = 0; g < inputOf.length; g++) numbers[gradient / v.size + at + this.entryOf(scope, g)]! += numbers[sums / v.size + g]!;
  }

  /** Which of the numbers of a shape parameter a group reads. */
  private entryOf(scope: SharedShape['scope'], group: number): number { return scope === 'layer' ? 0 : scope === 'input' ? this.layout.term.edges.inputAt[this.layout.inputOf[group]!]! : group; }

  propagate(rows: number, gz: number, gx: number, channel: number): void {
    if (gx !== 0) this.toInputs(rows, gz, gx, channel);
    const { arena, layout: { inputOf }, plane } = this;
    // d/d theta of a group's features for each group and sample, not yet summed: the gradient in the input with other derivatives.
    this.shapes.forEach(({ planes }, k) => {
      if (channel === 0) arena.u8.fill(0, planes, planes + inputOf.length * plane);
      this.contraction.toInputs(this.at(this.own.shapes[k]![channel]!), this.run, rows, gz, planes, true);
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

  unfold(trained: number, gradient: number): void { this.contraction.unfold(trained, gradient); }

  entries(): readonly CoefficientEntry[] { return this.contraction.entries(); }

  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void {
    this.contraction.withCoefficients(group, entry, trained, gradient, visit);
  }
}
