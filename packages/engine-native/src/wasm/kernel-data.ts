import type { Rows, Samples } from '@knotwork/plugin';
import type { PathData } from '../path.js';
import { BLOCK } from './block.js';
import type { KernelPath } from './kernel-path.js';

/** Rows in the memory of a program, block by block as planes: `[block][column][BLOCK]`. Pads repeat the last row. */
export class KernelData implements PathData {
  readonly inputs: number;
  readonly targets: number;
  /** 1 for rows, 0 for pads: of a full block, and of the last. */
  readonly live: number;
  private readonly lastLive: number;
  private rows = 0;
  /** The batch that was asked for last, and which is overwritten by the next: of one size. */
  private lastBatch: KernelData | null = null;
  isDisposed = false;

  /** Room for rows. @param meanOver how many rows there is room for, and how many a mean over them is over */
  private constructor(readonly points: string, readonly meanOver: number, readonly inputWidth: number, readonly targetWidth: number, readonly path: KernelPath) {
    const { arena, v } = path;
    const room = (width: number): number => arena.allocate(Math.ceil(meanOver / BLOCK) * width * BLOCK * v.size);
    [this.inputs, this.targets] = [room(inputWidth), room(targetWidth)];
    this.live = arena.allocate(2 * BLOCK * v.size);
    this.lastLive = this.live + BLOCK * v.size;
  }

  static copyOf(points: string, { inputs, targets }: Rows, path: KernelPath): KernelData {
    const data = new KernelData(points, inputs.count, inputs.width, targets.width, path);
    const valueOf = ({ width, values }: Samples) => (row: number, j: number): number => values[row * width + j]!;
    data.fill(inputs.count, (n) => n, valueOf(inputs), valueOf(targets));
    return data;
  }

  /** Some rows by their indices, in the place of the batch before; means over them are over `size`. */
  batch(rows: Uint32Array, size: number): KernelData {
    const { points, inputWidth, targetWidth, path } = this;
    if (this.lastBatch?.meanOver !== size) {
      this.lastBatch?.release();
      this.lastBatch = null;
      this.lastBatch = new KernelData(points, size, inputWidth, targetWidth, path);
    }
    const numbers = path.arena.numbers(path.v.precision);
    const valueAt = (planes: number, width: number) => (row: number, j: number): number => {
      const n = row % BLOCK;
      return numbers[planes / path.v.size + ((row - n) / BLOCK * width + j) * BLOCK + n]!;
    };
    this.lastBatch.fill(rows.length, (n) => rows[n]!, valueAt(this.inputs, inputWidth), valueAt(this.targets, targetWidth));
    return this.lastBatch;
  }

  /** Writes `count` rows. @param rowOf index of a row in its source, @param input and @param target read a column of one there */
  private fill(count: number, rowOf: (n: number) => number, input: (row: number, j: number) => number, target: (row: number, j: number) => number): void {
    const { path: { arena, v }, live } = this;
    const numbers = arena.numbers(v.precision);
    this.rows = count;
    for (let b = 0; b < this.blocks; b++) {
      for (let n = 0; n < BLOCK; n++) {
        const row = rowOf(Math.min(b * BLOCK + n, count - 1));
        for (let j = 0; j < this.inputWidth; j++) numbers[this.inputs / v.size + (b * this.inputWidth + j) * BLOCK + n] = input(row, j);
        for (let j = 0; j < this.targetWidth; j++) numbers[this.targets / v.size + (b * this.targetWidth + j) * BLOCK + n] = target(row, j);
      }
    }
    const last = BLOCK + this.rowsOf(this.blocks - 1);
    numbers.fill(1, live / v.size, live / v.size + last);
    numbers.fill(0, live / v.size + last, live / v.size + 2 * BLOCK);
  }

  get count(): number { return this.rows; }

  get blocks(): number { return Math.ceil(this.rows / BLOCK); }

  /** Rows of a block. */
  rowsOf(block: number): number { return Math.min(BLOCK, this.rows - block * BLOCK); }

  liveOf(block: number): number { return block === this.blocks - 1 ? this.lastLive : this.live; }

  async dispose(): Promise<void> {
    // What was given back before, or with the program, may be another's by now.
    if (this.isDisposed || this.path.isDisposed) return;
    this.lastBatch?.release();
    this.release();
  }

  private release(): void {
    this.isDisposed = true;
    for (const at of [this.inputs, this.targets, this.live]) this.path.arena.release(at);
  }
}
