import type { Channels } from '@knotwork/network';
import type { Memory } from '../../memory/arena.js';
import { BLOCK } from '../../memory/block.js';
import type { ChannelsAt } from '../../memory/block-run.js';
import { once } from '../../memory/once.js';
import { channelContractions, channelKey } from '../../emit/channel-kernels.js';
import { columnContractions, paddedWindow } from '../../emit/column-kernels.js';
import type { Lanes } from '../../code/emitter.js';
import { foldSet, gatherColumns } from '../../emit/fold-kernels.js';
import type { ColumnsLayout } from '../../memory/memory-layout.js';
import { chunks, type CoefficientEntry, type CoefficientsAt, type TermContraction, type TermRun } from './term-contraction.js';
import type { Kernels } from '../../code/web-assembly.js';

/** Contraction edge by edge, lanes over samples. */
export class ColumnsContraction implements TermContraction {
  readonly foldsOnTheWay: boolean = false;
  private readonly at: number;
  private readonly weights: number;
  private readonly entry: number;
  /** The table of the kernels, and the same with gradients in inputs kept apart by group. */
  private readonly edges: number;
  private readonly edgesByGroup: number;
  private readonly count: number;
  private readonly effective: number;
  /** Gradients by cell, and their bytes per edge. */
  private readonly sums: number;
  private readonly sumsEntry: number;
  private readonly parts: readonly { readonly kernels: Kernels; readonly plane: number; readonly number: number; readonly sum: number }[];
  /** The parts with kernels for all channels. */
  private readonly ofChannels = once(() => {
    const { arena, channels, layout: { fixed, window }, v: { precision } } = this;
    return chunks(fixed, window).map((chunk, k) => {
      const shape = { precision, fixed: chunk.fixed, window: chunk.window, rows: fixed + window };
      return { ...this.parts[k]!, kernels: arena.kernels(channelKey(channels, shape), () => channelContractions({ ...shape, channels })) };
    });
  });
  private readonly gather: Kernels;
  /** Gradients of one edge's coefficients, side by side, and in its base weight. */
  private readonly scratch: number;

  constructor(private readonly arena: Memory, private readonly layout: ColumnsLayout, private readonly v: Lanes, private readonly channels: Channels) {
    const { term, hasWeight, fixed, window, cells, edges, at, entry, weights, inputOf } = layout;
    const { precision } = v;
    this.at = at * v.size;
    this.weights = weights * v.size;
    this.entry = entry * v.size;
    this.count = edges.length / 2;
    const table = (target: (group: number) => number): number =>
      arena.integers(Int32Array.from({ length: this.count }, (_, k) => k).reduce((all, k) => { all.set([edges[2 * k]!, edges[2 * k + 1]!, target(edges[2 * k]!)], 3 * k); return all; }, new Int32Array(3 * this.count)));
    this.edges = table((group) => inputOf[group]!);
    this.edgesByGroup = layout.edgeOf === null ? this.edges : table((group) => group);
    // A vector of zeros behind the last edge, for penalties to multiply by zero.
    this.effective = hasWeight ? arena.allocate(this.count * this.entry + 16) : 0;
    this.sumsEntry = 16 * fixed + cells * paddedWindow({ precision, window }) * v.size;
    this.sums = arena.allocate(this.count * this.sumsEntry);
    this.scratch = arena.allocate((term.size + 2 * v.count) * v.size);
    this.parts = chunks(fixed, window).map((part) => ({
      kernels: arena.kernels(`columns ${precision} ${part.fixed} ${part.window}`, () => columnContractions({ precision, fixed: part.fixed, window: part.window })),
      plane: part.from * BLOCK * v.size, number: part.from * v.size, sum: part.from * 16,
    }));
    this.gather = arena.kernels(`gather ${precision} ${window} ${hasWeight ? 'weighted' : 'plain'}`, () => [gatherColumns({ precision, window, hasWeight })]);
  }

  fold(trained: number): void {
    if (this.effective === 0 || this.count === 0) return;
    foldSet(this.arena, this.v)['foldColumns']!(trained + this.at, trained + this.weights, this.effective, this.count, this.layout.base, this.entry);
  }

  forward(values: number, { bytes, trained, starts, planes }: TermRun, _rows: number, z: number): void {
    if (this.count === 0) return;
    const c = this.effective === 0 ? trained + this.at : this.effective;
    for (const { kernels, plane, number } of this.parts) kernels['forward']!(values + plane, starts, c + number, z, this.edges, this.count, bytes, planes, this.entry);
  }

  /** The same for all channels. @param stride bytes from one channel of z to the next */
  forwardChannels(values: number, { bytes, trained, starts, planes }: TermRun, z: number, stride: number): void {
    if (this.count === 0) return;
    const c = this.effective === 0 ? trained + this.at : this.effective;
    for (const { kernels, plane, number } of this.ofChannels()) kernels['forwardChannels']!(values + plane, starts, c + number, z, this.edges, this.count, bytes, planes, this.entry, stride);
  }

  /** From gradients in all channels of the sums to those in all channels of the inputs. @param xs channels of what the features are of, group by group */
  toInputsOfChannels(values: number, { bytes, trained, starts, planes }: TermRun, gz: number, stride: number, gx: number, strideOfGx: number, xs: ChannelsAt): void {
    if (this.count === 0) return;
    const c = this.effective === 0 ? trained + this.at : this.effective;
    for (const { kernels, plane, number } of this.ofChannels()) {
      kernels['toInputsOfChannels']!(values + plane, starts, c + number, gz, gx, this.edges, this.count, bytes, planes, this.entry, stride, xs.at, xs.stride, strideOfGx);
    }
  }

  toCoefficientsOfChannels(values: number, { bytes, starts, planes }: TermRun, gz: number, stride: number): void {
    if (this.count === 0) return;
    for (const { kernels, plane, sum } of this.ofChannels()) kernels['toCoefficientsOfChannels']!(values + plane, starts, this.sums + sum, gz, this.edges, this.count, bytes, planes, this.sumsEntry, stride);
  }

  toInputs(values: number, { bytes, trained, starts, planes }: TermRun, _rows: number, gz: number, gx: number, byGroup = false): void {
    if (this.count === 0) return;
    const c = this.effective === 0 ? trained + this.at : this.effective;
    const edges = byGroup ? this.edgesByGroup : this.edges;
    for (const { kernels, plane, number } of this.parts) kernels['toInputs']!(values + plane, starts, c + number, gz, gx, edges, this.count, bytes, planes, this.entry);
  }

  toCoefficients(values: number, { bytes, starts, planes }: TermRun, _rows: number, gz: number): void {
    if (this.count === 0) return;
    for (const { kernels, plane, sum } of this.parts) kernels['toCoefficients']!(values + plane, starts, this.sums + sum, gz, this.edges, this.count, bytes, planes, this.sumsEntry);
  }

  unfold(trained: number, gradient: number): void {
    if (this.count === 0) return;
    const { at, weights, layout: { fixed, base, cells } } = this;
    this.gather['gatherColumns']!(this.sums, trained + at, trained + weights, gradient + at, gradient + weights, this.count, fixed, base, cells, this.entry, this.sumsEntry);
  }

  entries(): CoefficientEntry[] {
    return Array.from({ length: this.count }, (_, edge) => ({ group: 0, entry: edge, edges: [edge, ...Array<number>(this.v.count - 1).fill(-1)] }));
  }

  /** Coefficients of one edge follow each other; lanes of scale zero reach into its neighbours and change nothing there. */
  withCoefficients(_group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void {
    const { arena, v, layout: { base, fixed, window, cells, term: { size } } } = this;
    const baseGradients = this.scratch + (size + v.count) * v.size;
    arena.zero(this.scratch, baseGradients + v.size - this.scratch);
    const first = (this.effective === 0 ? trained + this.at : this.effective) + entry * this.entry;
    visit({ coefficients: first + base * v.size, gradients: this.scratch, width: v.size, base: base === 1 ? first : 0, baseGradients });
    if (gradient === 0) return;
    // `gatherColumns` adds up, for coefficient k, number w of cell k - w for every w. The penalty's part may go to any of these: to w = 0, or
    // for the last coefficients, where no such cell is, to the last cell.
    const numbers = arena.numbers(v.precision);
    const sums = this.sums + entry * this.sumsEntry;
    const width = paddedWindow({ precision: v.precision, window });
    if (base === 1) numbers[sums / v.size]! += numbers[baseGradients / v.size]!;
    for (let k = 0; k < size; k++) {
      const cell = Math.min(k, cells - 1);
      const to = window > 0 ? sums + 16 * fixed + (cell * width + k - cell) * v.size : sums + 16 * (base + k);
      numbers[to / v.size]! += numbers[this.scratch / v.size + k]!;
    }
  }
}
