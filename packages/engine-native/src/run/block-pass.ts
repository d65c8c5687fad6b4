import type { Channels } from '@knotwork/network';
import { readsDerivatives, type Task } from '@knotwork/engine-core';
import { type BlockRun, type ChannelsAt, type Ends, FOLDED, type NumbersAt } from '../memory/block-run.js';
import { BLOCK } from '../memory/block.js';
import type { Memory } from '../memory/arena.js';
import type { Lanes } from '../code/emitter.js';
import type { MemoryLayout } from '../memory/memory-layout.js';
import type { WideRows } from './contractions/rows-contraction.js';
import type { KernelSet } from './kernel-data.js';
import type { KernelKinds } from './kernel-kinds.js';
import { KernelLayer } from './kernel-layer.js';
import { ObjectiveKernel } from './objective-kernel.js';

/** Blocks of points of a set that a pass goes through, of so many: the first and the one behind the last. */
export type Share = (blocks: number) => readonly [number, number];

/** Part k of n. */
export const shareOf = (k: number, n: number): Share => (blocks) => [Math.floor((k * blocks) / n), Math.floor(((k + 1) * blocks) / n)];

/** Passes: whole ones; those whose gradients a penalty is added to; the first lane, whose folded numbers others read, and one of these. */
export const [WHOLE_PASS, PENALIZED_PASS, FIRST_LANE, OTHER_LANE] = ([[true, true, false], [true, false, true], [true, true, true], [false, true, true]] as const)
  .map(([folds, unfolds, keeps]): Ends => ({ folds, unfolds, keeps })) as [Ends, Ends, Ends, Ends];

/**
 * Where a pass adds up: gradients of what trains, in the places of that, of which it writes all that belong to unknowns anew, and which are all zero at first; and doubles of every
 * block of the objective, its value and the gradients in scalars.
 */
export interface Sums { readonly gradient: number; readonly at: number }

/**
 * What blocks of samples go through, there and back: the layers with their memory for one block, the blocks of the objective, and where gradients are added up.
 * Where several threads work each has one.
 */
export class BlockPass {
  readonly layers: readonly KernelLayer[];
  /** One for each block of the objective. */
  readonly objectives: readonly ObjectiveKernel[];
  /** Where it adds up; may be set to another place. */
  sums: Sums;
  private readonly inputs: number;
  private readonly scalars: number;
  private readonly inputChannels: number;
  private readonly channelsAt: readonly ChannelsAt[];
  /** Factor of the gradients of every block of the objective. */
  private readonly factors: number;
  private readonly cleared: readonly (readonly [number, number])[];
  /** Whether the last block of the pass unfolded what can be unfolded on the way. */
  private unfolded = false;

  constructor(private readonly arena: Memory, private readonly v: Lanes, layout: MemoryLayout, private readonly channels: Channels, { structure, blocks, options, layout: { scalars } }: Task, kinds: KernelKinds, wide: WideRows | null) {
    const plane = BLOCK * v.size;
    this.inputs = structure.layers[0]!.inputs;
    const layers: KernelLayer[] = [];
    for (const [l, layer] of layout.layers.entries()) layers.push(new KernelLayer(arena, layer, l, v, options, channels, layers.at(-1)?.stride ?? this.inputs * plane, kinds, wide));
    this.layers = layers;
    this.inputChannels = channels.list.length > 1 ? this.derivativesOfInputs() : 0;
    this.channelsAt = layers.map((_, l) => (l === 0 ? { at: this.inputChannels, stride: this.inputs * plane } : { at: layers[l - 1]!.y, stride: layers[l - 1]!.stride }));
    this.scalars = scalars.length;
    this.sums = { gradient: arena.allocate(layout.length * v.size), at: arena.allocate(8 * blocks.length * (1 + scalars.length)) };
    this.factors = arena.allocate(16 * blocks.length);
    const { outputs } = structure.layers.at(-1)!;
    const planeOf = (output: number, of: readonly number[]): number => this.outputPlane(output, of);
    this.objectives = blocks.map((form) => {
      // Gradients that go back from one set of points are those of all its blocks.
      const reads = blocks.some((other) => other.block.points === form.block.points && readsDerivatives(other));
      return new ObjectiveKernel(arena, v, form, { at: this.outputs, count: reads ? planeOf(outputs, channels.list.at(-1)!) : outputs, plane: planeOf }, scalars);
    });
    this.cleared = layout.layers.flatMap(({ bias, arrangement, terms }, l) => [
      [bias, bias + arrangement.length] as const, ...terms.filter((_, t) => layers[l]!.terms[t]!.addsToGradient).map(({ range }) => range),
    ]);
  }

  /** Planes of the outputs of a block. */
  get outputs(): number { return this.layers.at(-1)!.y; }

  /** Number of the plane of an output or of a derivative of one; -1 for a derivative that does not go through. */
  outputPlane(output: number, inputs: readonly number[]): number {
    const channel = this.channels.numberOf(inputs);
    return channel < 0 ? -1 : channel * (this.layers.at(-1)!.stride / (BLOCK * this.v.size)) + output;
  }

  /** Channels of the network's inputs: the derivative of each in itself is 1. @returns where they would begin with the values, which are elsewhere */
  private derivativesOfInputs(): number {
    const { arena, v, inputs, channels: { list } } = this;
    const plane = BLOCK * v.size;
    const at = arena.allocate(list.length * inputs * plane);
    list.forEach((channel, k) => {
      const from = at / v.size + (k * inputs + (channel[0] ?? 0)) * BLOCK;
      if (channel.length === 1) arena.numbers(v.precision).fill(1, from, from + BLOCK);
    });
    return at;
  }

  private blockRun(set: KernelSet, block: number, withSlopes: boolean, { folds, unfolds, keeps }: Ends): BlockRun {
    const samples = Math.ceil(set.rowsOf(block) / this.v.count) * this.v.count;
    return { samples, bytes: samples * this.v.size, withSlopes, channels: set.readsDerivatives ? this.channels.list.length : 1, folds, unfolds, keeps };
  }

  /** Inputs of layer l for a block. */
  inputsOf(set: KernelSet, block: number, l: number): number { return l === 0 ? set.pointsAt(block).inputs : this.layers[l - 1]!.y; }

  /** @param onTheWay whether the first block folds what can be folded on the way */
  fold({ trained }: NumbersAt, onTheWay = false): void { for (const layer of this.layers) layer.fold(trained, onTheWay); }

  /** From gradients in what features are contracted with to those in what trains, as far as the last block did not do that. */
  unfold({ trained }: NumbersAt): void { for (const layer of this.layers) layer.unfold(trained, this.sums.gradient, this.unfolded); }

  /** Runs a block of points through the first `count` layers, whose numbers are folded but for what this block folds. */
  forward(set: KernelSet, block: number, at: NumbersAt, withSlopes: boolean, count: number, ends = FOLDED): BlockRun {
    const run = this.blockRun(set, block, withSlopes, ends);
    for (let l = 0; l < count; l++) this.layers[l]!.forward(run, this.inputsOf(set, block, l), this.channelsAt[l]!, at);
    return run;
  }

  /** From the gradients in the outputs, which are in place, to those of all layers. */
  backward(run: BlockRun): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      if (l > 0) this.layers[l - 1]!.clearGradients(run);
      this.layers[l]!.backward(run, this.sums.gradient, l > 0 ? this.layers[l - 1]!.gy : 0);
    }
  }

  /** Before a pass: by what the gradients of a block of the objective are multiplied. */
  weigh(b: number, factor: number): void { this.arena.numbers(this.v.precision)[(this.factors + 16 * b) / this.v.size] = factor; }

  /** Adds up elsewhere meanwhile. */
  into(sums: Sums, work: () => void): void {
    const before = this.sums;
    this.sums = sums;
    try { work(); } finally { this.sums = before; }
  }

  /**
   * Sums the objective over blocks of points, and with `withGradient` its gradients, which are still to be unfolded.
   *
   * @param ends what is to be done besides with the first block and the last: it `folds` where that was not done, `unfolds` where nothing else is added to gradients before, and
   * `keeps` what was folded where somebody reads it behind the pass
   */
  run(sets: readonly KernelSet[], share: Share, at: NumbersAt, withGradient: boolean, { folds, unfolds, keeps }: Ends): void {
    // Of a small network a step takes microseconds: nothing is made here that a step can do without.
    const { arena, layers, objectives, v, sums: { gradient, at: sums }, factors, scalars } = this;
    const { gy } = layers[layers.length - 1]!;
    if (withGradient) for (const [from, to] of this.cleared) arena.zero(gradient + from * v.size, (to - from) * v.size);
    arena.zero(sums, 8 * objectives.length * (1 + scalars));
    let left = 0;
    for (const { blocks } of sets) {
      const [from, to] = share(blocks);
      left += to - from;
    }
    this.unfolded = withGradient && unfolds && left > 0;
    const all = left;
    if (folds) this.fold(at, all > 0);
    for (const set of sets) {
      const { blocksOf } = set;
      const [from, to] = share(set.blocks);
      for (let block = from; block < to; block++) {
        const isFirst = left === all;
        const isLast = --left === 0;
        const run = this.forward(set, block, at, withGradient, layers.length, { folds: folds && isFirst, unfolds: this.unfolded && isLast, keeps: keeps || !isFirst || !isLast });
        const points = set.pointsAt(block);
        for (let k = 0; k < blocksOf.length; k++) {
          const b = blocksOf[k]!;
          if (withGradient) objectives[b]!.gradient(points, factors + 16 * b, gy, this.sumOf(b), run.bytes, k > 0);
          else objectives[b]!.value(points, factors + 16 * b, this.sumOf(b), run.bytes);
        }
        if (withGradient) this.backward(run);
      }
    }
  }

  /** What the pass summed: address of doubles, of a block of the objective and then of its gradient in every scalar. */
  sumOf(b: number): number { return this.sums.at + 8 * b * (1 + this.scalars); }
}
