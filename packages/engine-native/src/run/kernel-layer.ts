import { constant, derivative, type Expr, input } from '@knotwork/algebra';
import { channelExpressions, channelName, type Channels, channelsOf, sumInput } from '@knotwork/network';
import type { CompileOptions, NodeGroup } from '@knotwork/plugin/engine';
import type { Memory } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, ChannelsAt, NumbersAt } from '../memory/block-run.js';
import type { Lanes } from '../code/emitter.js';
import { formulaKey } from '../code/formula-key.js';
import type { WideRows } from './contractions/rows-contraction.js';
import type { KernelKinds } from './kernel-kinds.js';
import { type KernelTerm, kernelTerm } from './kernel-term.js';
import { mapKernel } from '../emit/map-kernel.js';
import { type LayerLayout, rowStride } from '../memory/memory-layout.js';
import { once } from '../memory/once.js';
import { planeSet } from '../emit/plane-kernels.js';
import type { Kernels } from '../code/web-assembly.js';

/** Nodes that are made alike, with their kernels: for values alone, then for all channels. */
interface KernelNodes {
  readonly group: NodeGroup;
  readonly kernels: readonly (() => Kernels)[];
  /** Derivatives of the outputs in their sums, `[node][slope][BLOCK]`, and how many a node has. */
  readonly slopes: number;
  readonly slopesOfNode: readonly number[];
}

/**
 * The kernels of a layer and its memory for one block: sums z, outputs y of the nodes, and gradients gz and gy in both, all of them channel by channel.
 * Where every output is a sum, y is z and gz is gy: the same memory.
 *
 * Terms in rows add into rows, `[sample][lane]`; the others into the planes, `[sum][BLOCK]`.
 */
export class KernelLayer {
  readonly terms: readonly KernelTerm[];
  /** Outputs: `[output][BLOCK]` for each channel. */
  readonly y: number;
  /** Gradients in the outputs. */
  readonly gy: number;
  /** Gradients in the sums, and behind those of each channel a plane of zeros that pads of rows read. */
  readonly gz: number;
  /** Bytes from one channel to the next, of sums and of outputs. */
  readonly sumStride: number;
  readonly stride: number;
  private readonly kernels: Kernels;
  private readonly plane: number;
  private readonly z: number;
  private readonly rows: number;
  private readonly rowBytes: number;
  private readonly rowStride: number;
  private readonly lanes: number;
  private readonly sums: number;
  private readonly outputs: number;
  /** None where outputs are sums. */
  private readonly nodes: readonly KernelNodes[];
  private readonly trainsBias: boolean;

  /** @param inputStride bytes from one channel of its inputs to the next, @param wide contracts rows of whole wide vectors */
  constructor(
    private readonly arena: Memory, private readonly layout: LayerLayout, private readonly index: number, private readonly v: Lanes, options: CompileOptions,
    private readonly channels: Channels, inputStride: number, { rows, edges }: KernelKinds, wide: WideRows | null,
  ) {
    const { layer, arrangement, hasRows } = layout;
    this.plane = BLOCK * v.size;
    this.kernels = planeSet(arena, v);
    [this.sums, this.outputs] = [layer.sums, layer.outputs];
    this.trainsBias = options.trainable.includes('bias') && layer.trainsBias.includes(1);
    const count = channels.list.length;
    this.sumStride = (layer.sums + 1) * this.plane;
    this.terms = layout.terms.map((term) => kernelTerm(arena, term, layer, arrangement, v, options, channels, { inputs: inputStride, sums: this.sumStride }, { edges, rows: layout.isWide ? wide!.make : (...of) => new rows!(...of) }, wide?.maps(arena, v.precision) ?? null));
    this.stride = layer.isSum ? this.sumStride : layer.outputs * this.plane;
    [this.z, this.gz] = [arena.allocate(count * this.sumStride), arena.allocate(count * this.sumStride)];
    [this.y, this.gy] = layer.isSum ? [this.z, this.gz] : [arena.allocate(count * this.stride), arena.allocate(count * this.stride)];
    this.nodes = layer.isSum ? [] : layer.nodes.map((group) => this.nodesOf(group));
    [this.rowBytes, this.rowStride] = [arrangement.length * v.size, rowStride(arrangement.length * v.size)];
    this.rows = hasRows ? arena.allocate(BLOCK * this.rowStride) : 0;
    this.lanes = hasRows ? arena.integers(Int32Array.from(arrangement, (o) => (o < 0 ? layer.sums : o) * this.plane)) : 0;
  }

  fold(trained: number, onTheWay: boolean): void { for (const term of this.terms) term.fold(trained, onTheWay); }

  unfold(trained: number, gradient: number, onTheWay: boolean): void { for (const term of this.terms) term.unfold(trained, gradient, onTheWay); }

  /** Runs a block forwards. @param x inputs `[input][BLOCK]`, @param xs their channels */
  forward(run: BlockRun, x: number, xs: ChannelsAt, at: NumbersAt): void {
    const { arena, kernels, v, layout, rows, rowBytes, rowStride, terms, z, sumStride } = this;
    const grids = at.grids[this.index]!;
    for (let t = 0; t < terms.length; t++) terms[t]!.evaluate(run, x, xs, grids[t]!, at.trained);
    const bias = at.trained + layout.bias * v.size;
    if (layout.hasRows) {
      kernels['fillRows']!(rows, bias, run.samples, rowBytes, rowStride);
      for (let t = 0; t < terms.length; t++) if (terms[t]!.layout.kind === 'rows') terms[t]!.forward(rows, z);
      // Rows become planes before the other terms add theirs: this replaces what is in the planes. It brings the biases along.
      kernels['rowsToPlanes']!(rows, z, this.lanes, run.samples, rowBytes, rowStride);
    } else kernels['fillPlanes']!(z, bias, this.sums, run.bytes);
    // Biases have no derivatives.
    for (let channel = 1; channel < run.channels; channel++) arena.zero(z + channel * sumStride, this.sums * this.plane);
    for (let t = 0; t < terms.length; t++) if (terms[t]!.layout.kind !== 'rows') terms[t]!.forward(rows, z);
    for (const nodes of this.nodes) {
      const { node } = nodes.kernels[run.channels > 1 ? 1 : 0]!();
      this.forEachRun(nodes, run, (sum, output, slopes, bytes) => node!(this.z + sum, this.y + output, slopes, bytes));
    }
  }

  /** Formulas of single sums run over the planes of all nodes at once where blocks are full; else node by node. Offsets are those of the first sum, and of the output. */
  private forEachRun({ group: { first, firstSum, count, arity }, slopes, slopesOfNode }: KernelNodes, { bytes, channels }: BlockRun, visit: (sum: number, output: number, slopes: number, bytes: number) => void): void {
    const { plane } = this;
    if (bytes === plane && arity === 1 && channels === 1) visit(firstSum * plane, first * plane, slopes, count * plane);
    else for (let node = 0; node < count; node++) visit((firstSum + node * arity) * plane, (first + node) * plane, slopes + node * slopesOfNode[channels > 1 ? 1 : 0]! * plane, bytes);
  }

  /** Runs the block that ran forwards last backwards, from the gradients in `gy`. @param gx gradients in the inputs, added to; 0 where nobody wants them */
  backward(run: BlockRun, gradient: number, gx: number): void {
    const { kernels, v, layout, rows, rowBytes, rowStride, gz } = this;
    this.toSums(run);
    if (this.trainsBias) {
      const bias = gradient + layout.bias * v.size;
      if (layout.hasRows) kernels['addRows']!(rows, bias, run.samples, rowBytes, rowStride);
      else kernels['addPlanes']!(gz, bias, this.sums, run.bytes);
    }
    for (let t = 0; t < this.terms.length; t++) this.terms[t]!.backward(rows, gz, gradient, gx);
  }

  /** From gradients in the outputs to those in the sums, as planes and as rows. */
  private toSums(run: BlockRun): void {
    for (const nodes of this.nodes) {
      const { chain } = nodes.kernels[run.channels > 1 ? 1 : 0]!();
      this.forEachRun(nodes, run, (sum, output, slopes, bytes) => chain!(this.gy + output, slopes, this.gz + sum, bytes));
    }
    if (this.layout.hasRows) this.kernels['planesToRows']!(this.rows, this.gz, this.lanes, run.samples, this.rowBytes, this.rowStride);
  }

  /** Like `backward`, but for the gradients in nodes and in shared shape parameters, sample by sample: those of coefficients are left alone. */
  propagate(run: BlockRun, gx: number): void {
    this.toSums(run);
    for (const term of this.terms) term.propagate(this.rows, this.gz, gx);
  }

  /** Sets the gradients in the outputs to zero, for terms of the next layer to add to. */
  clearGradients({ channels }: BlockRun): void {
    for (let channel = 0; channel < channels; channel++) this.arena.zero(this.gy + channel * this.stride, this.outputs * this.plane);
  }

  /** Kernels for values alone, and for all channels. */
  private nodesOf(group: NodeGroup): KernelNodes {
    const { arena, v, plane, sumStride, stride, channels } = this;
    const both = [channelsOf([]), ...(channels.list.length > 1 ? [channels] : [])].map((of) => nodeFormulas(group, of));
    const at = { sum: sumStride / plane, output: stride / plane };
    return {
      group, slopes: arena.allocate(group.count * Math.max(...both.map(({ slopes }) => slopes.length)) * plane),
      slopesOfNode: both.map(({ slopes }) => slopes.length), kernels: both.map((formulas) => once(() => nodeKernels(arena, v, formulas, at))),
    };
  }
}

/** What a group of nodes computes: every channel of its output, and the derivatives of each in channels of its sums. */
interface NodeFormulas {
  readonly names: readonly string[];
  readonly channels: Channels;
  readonly outputs: readonly Expr[];
  readonly slopes: readonly { readonly channel: number; readonly sum: number; readonly of: number; readonly e: Expr }[];
}

function nodeFormulas({ arity, formula }: NodeGroup, channels: Channels): NodeFormulas {
  const names = Array.from({ length: arity }, (_, k) => sumInput(k));
  // Nodes that are sums, in a layer where others are not, are copied.
  const outputs = channelExpressions(formula?.roots[0] ?? input(sumInput(0)), names, channels);
  const isZero = ({ op, value }: Expr): boolean => op === 'constant' && value === 0;
  // Of values alone every slope is there, in the order of the sums: a node for several samples runs like several nodes.
  const slopes = outputs.flatMap((e, channel) => channels.list.flatMap((_, of) => names.map((name, sum) => ({ channel, sum, of, e: derivative(e, channelName(name, of)) }))));
  return { names, channels, outputs, slopes: channels.list.length === 1 ? slopes : slopes.filter(({ e }) => !isZero(e)) };
}

/**
 * node(z, y, slopes, bytes): y = N(z0, z1, ...) and its derivatives; chain(gy, slopes, gz, bytes): gz_k = gy dN/dz_k; both for all channels. Sums of a node,
 * and slopes, are a plane apart.
 *
 * @param at planes from one channel to the next
 */
function nodeKernels(arena: Memory, v: Lanes, { names, channels, outputs, slopes }: NodeFormulas, at: { readonly sum: number; readonly output: number }): Kernels {
  const lane = (pointer: number, k = 0): { pointer: number; offset: number; each: 'lane' } => ({ pointer, offset: k * BLOCK * v.size, each: 'lane' });
  const inputs = Object.fromEntries(channels.list.flatMap((_, channel) => names.map((name, k) => [channelName(name, channel), lane(0, channel * at.sum + k)])));
  const strides = channels.list.length === 1 ? '' : `${at.sum} ${at.output} ${slopes.map(({ channel, sum, of }) => `${channel}.${sum}.${of}`).join()} `;
  return arena.kernels(`node ${v.precision} ${strides}${formulaKey(Object.keys(inputs), [...outputs, ...slopes.map(({ e }) => e)])}`, () => {
    const back = channels.list.flatMap((_, of) => names.map((__, sum) => ({ of, sum, uses: slopes.map((slope, k) => ({ ...slope, k })).filter((slope) => slope.of === of && slope.sum === sum) })));
    return [
      mapKernel('node', v, {
        pointers: 3, inputs,
        outputs: [...outputs.map((expr, channel) => ({ expr, pointer: 1, offset: channel * at.output * BLOCK * v.size })), ...slopes.map(({ e }, k) => ({ expr: e, pointer: 2, offset: k * BLOCK * v.size }))],
      }),
      mapKernel('chain', v, {
        pointers: 3,
        inputs: { ...Object.fromEntries(outputs.map((_, channel) => [channelName('gy', channel), lane(0, channel * at.output)])), ...Object.fromEntries(slopes.map((_, k) => [`slope.${k}`, lane(1, k)])) },
        outputs: back.map(({ of, sum, uses }) => ({
          expr: uses.length === 0 ? constant(0) : uses.map(({ channel, k }) => input(channelName('gy', channel)).mul(input(`slope.${k}`))).reduce((a, b) => a.add(b)), pointer: 2, offset: (of * at.sum + sum) * BLOCK * v.size,
        })),
      }),
    ];
  });
}
