import type { PointRows, Samples, Vec } from '@knotwork/plugin';
import { type BackendData, readsDerivatives, type SetOfPoints } from '@knotwork/engine-core';
import { BLOCK } from '../memory/block.js';
import type { KernelBackend } from './kernel-backend.js';
import type { PointsAt } from './objective-kernel.js';

/** Points in the memory of a program, set by set. */
export class KernelData implements BackendData {
  /** Numbers of the blocks of the objective that are evaluated, in order. */
  readonly blocks: readonly number[];

  private constructor(readonly sets: readonly KernelSet[], blocks?: readonly number[]) {
    this.blocks = blocks ?? sets.flatMap(({ blocksOf }) => blocksOf).sort((a, b) => a - b);
  }

  static copyOf(sets: readonly SetOfPoints[], backend: KernelBackend): KernelData {
    return new KernelData(sets.map(({ rows, blocks }) => KernelSet.copyOf(rows, blocks.map(({ index }) => index), backend)));
  }

  get count(): number { return this.sets.reduce((sum, { count }) => sum + count, 0); }

  reweigh(set: number, weights: Vec): void { this.sets[set]!.reweigh(weights); }

  /** Some points of each set by their indices, null for all, in the place of the batch before; means over them are over `sizes`. */
  batch(rows: readonly (Uint32Array | null)[], sizes: readonly (number | null)[]): KernelData {
    return new KernelData(this.sets.map((set, s) => { const some = rows[s] ?? null; return some === null ? set : set.batch(some, sizes[s]!); }), this.blocks);
  }

  dispose(): void { for (const set of this.sets) set.dispose(); }
}

/** Points of one set, block by block as planes: `[block][column][BLOCK]`. Pads repeat the last point. */
export class KernelSet {
  readonly inputs: number;
  readonly targets: number;
  /** `[block][BLOCK]`, what pads hold is not looked at; 0 where all weigh 1. */
  private weights = 0;
  /** 1 for points, 0 for pads: of a full block, and of the last. */
  private readonly live: number;
  private readonly lastLive: number;
  /** Whether a block that is evaluated here reads derivatives in inputs. */
  readonly readsDerivatives: boolean;
  private points = 0;
  /** Of points; the last may be partly empty. */
  blocks = 0;
  /** What formulas read of each block, where it was asked for. */
  private places: PointsAt[] = [];
  /** The batch that was asked for last, and which is overwritten by the next: of one size. */
  private lastBatch: KernelSet | null = null;

  /** Room for points. @param meanOver how many there is room for, and how many a mean over them is over, @param blocksOf numbers of the blocks of the objective */
  private constructor(
    readonly meanOver: number, private readonly inputWidth: number, private readonly targetWidth: number, readonly blocksOf: readonly number[], private readonly backend: KernelBackend,
  ) {
    this.readsDerivatives = blocksOf.some((b) => readsDerivatives(backend.task.blocks[b]!));
    [this.inputs, this.targets] = [this.room(inputWidth), this.room(targetWidth)];
    this.live = backend.arena.allocate(2 * BLOCK * backend.v.size);
    this.lastLive = this.live + BLOCK * backend.v.size;
  }

  private room(width: number): number { return this.backend.arena.allocate(Math.ceil(this.meanOver / BLOCK) * width * BLOCK * this.backend.v.size); }

  static copyOf({ inputs, targets = { count: inputs.count, width: 0, values: new Float64Array(0) }, weights }: PointRows, blocksOf: readonly number[], backend: KernelBackend): KernelSet {
    const set = new KernelSet(inputs.count, inputs.width, targets.width, blocksOf, backend);
    set.holds(inputs.count);
    set.copy(inputs, set.inputs);
    set.copy(targets, set.targets);
    if (weights !== undefined) set.reweigh(weights);
    return set;
  }

  /** Replaces the weights. @param weights `[count]` */
  reweigh(weights: Vec): void {
    this.hasWeights();
    this.copy({ count: this.points, width: 1, values: weights }, this.weights);
  }

  /** Some points by their indices, in the place of the batch before; means over them are over `size`. */
  batch(rows: Uint32Array, size: number): KernelSet {
    const { inputWidth, targetWidth, blocksOf, backend } = this;
    if (this.lastBatch?.meanOver !== size) {
      this.lastBatch?.release();
      this.lastBatch = null;
      this.lastBatch = new KernelSet(size, inputWidth, targetWidth, blocksOf, backend);
    }
    const { lastBatch } = this;
    lastBatch.holds(rows.length);
    lastBatch.gather(rows, this.inputs, lastBatch.inputs, inputWidth);
    lastBatch.gather(rows, this.targets, lastBatch.targets, targetWidth);
    if (this.weights !== 0) {
      lastBatch.hasWeights();
      lastBatch.gather(rows, this.weights, lastBatch.weights, 1);
    }
    return lastBatch;
  }

  /** Says how many points there are now. */
  private holds(count: number): void {
    const { backend: { arena, v }, live } = this;
    if (count === this.points) return;
    this.points = count;
    this.blocks = Math.ceil(count / BLOCK);
    this.places = [];
    const numbers = arena.numbers(v.precision);
    const last = BLOCK + this.rowsOf(this.blocks - 1);
    numbers.fill(1, live / v.size, live / v.size + last);
    numbers.fill(0, live / v.size + last, live / v.size + 2 * BLOCK);
  }

  private hasWeights(): void {
    if (this.weights !== 0) return;
    this.weights = this.room(1);
    this.places = [];
  }

  /** Writes rows into planes. */
  private copy({ width, values }: Samples, planes: number): void {
    const { points, backend: { arena, v } } = this;
    const numbers = arena.numbers(v.precision);
    for (let b = 0; b < this.blocks; b++) {
      const count = Math.min(BLOCK, points - b * BLOCK);
      for (let j = 0; j < width; j++) {
        const to = planes / v.size + (b * width + j) * BLOCK;
        for (let n = 0, from = b * BLOCK * width + j; n < count; n++, from += width) numbers[to + n] = values[from]!;
        // The last point once more in what is left of its block.
        if (count < BLOCK) numbers.fill(values[(points - 1) * width + j]!, to + count, to + BLOCK);
      }
    }
  }

  /** Writes rows from other planes, by their indices there. A step waits for it: plain loops, nothing made on the way. */
  private gather(indices: Uint32Array, from: number, planes: number, width: number): void {
    const { backend: { arena, v } } = this;
    const numbers = arena.numbers(v.precision);
    const count = indices.length;
    const [source, target] = [from / v.size, planes / v.size];
    const padded = this.blocks * BLOCK;
    for (let n = 0; n < padded; n++) {
      const row = indices[n < count ? n : count - 1]!;
      const [lane, place] = [row % BLOCK, n % BLOCK];
      const read = source + (row - lane) * width + lane;
      const write = target + (n - place) * width + place;
      for (let j = 0; j < width; j++) numbers[write + j * BLOCK] = numbers[read + j * BLOCK]!;
    }
  }

  get count(): number { return this.points; }

  /** Points of a block. */
  rowsOf(block: number): number { return Math.min(BLOCK, this.points - block * BLOCK); }

  /** What formulas read of a block: the same object every time, until there are other points. */
  pointsAt(block: number): PointsAt { return (this.places[block] ??= this.placesOf(block)); }

  private placesOf(block: number): PointsAt {
    const { backend: { v, scalars } } = this;
    const first = block * BLOCK * v.size;
    return {
      scalars, inputs: this.inputs + first * this.inputWidth, targets: this.targets + first * this.targetWidth,
      live: block === this.blocks - 1 ? this.lastLive : this.live, weights: this.weights === 0 ? 0 : this.weights + first,
    };
  }

  dispose(): void {
    this.lastBatch?.release();
    this.release();
  }

  private release(): void {
    for (const at of [this.inputs, this.targets, this.live, this.weights]) if (at !== 0) this.backend.arena.release(at);
  }

  /** The points as they were bound, rounded to the numbers of the program. */
  rows(): PointRows {
    const { backend: { arena, v }, points, inputs, targets, inputWidth, targetWidth, weights } = this;
    const samples = (planes: number, width: number): Samples => {
      const numbers = arena.numbers(v.precision);
      const values = new Float64Array(points * width);
      for (let n = 0; n < points; n++) {
        const from = planes / v.size + Math.floor(n / BLOCK) * width * BLOCK + (n % BLOCK);
        for (let j = 0; j < width; j++) values[n * width + j] = numbers[from + j * BLOCK]!;
      }
      return { count: points, width, values };
    };
    return { inputs: samples(inputs, inputWidth), targets: samples(targets, targetWidth), ...(weights === 0 ? {} : { weights: samples(weights, 1).values }) };
  }
}
