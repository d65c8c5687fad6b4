import type { Rows, Samples } from '@knotwork/plugin';
import type { BackendData } from '@knotwork/engine-core';
import { BLOCK } from '../memory/block.js';
import type { KernelBackend } from './kernel-backend.js';

/** Rows in the memory of a program, block by block as planes: `[block][column][BLOCK]`. Pads repeat the last row. */
export class KernelData implements BackendData {
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
  private constructor(readonly points: string, readonly meanOver: number, readonly inputWidth: number, readonly targetWidth: number, readonly path: KernelBackend) {
    const { arena, v } = path;
    const room = (width: number): number => arena.allocate(Math.ceil(meanOver / BLOCK) * width * BLOCK * v.size);
    [this.inputs, this.targets] = [room(inputWidth), room(targetWidth)];
    this.live = arena.allocate(2 * BLOCK * v.size);
    this.lastLive = this.live + BLOCK * v.size;
  }

  static copyOf(points: string, { inputs, targets }: Rows, path: KernelBackend): KernelData {
    const data = new KernelData(points, inputs.count, inputs.width, targets.width, path);
    data.holds(inputs.count);
    data.copy(inputs, data.inputs);
    data.copy(targets, data.targets);
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
    const { lastBatch } = this;
    lastBatch.holds(rows.length);
    lastBatch.gather(rows, this.inputs, lastBatch.inputs, inputWidth);
    lastBatch.gather(rows, this.targets, lastBatch.targets, targetWidth);
    return lastBatch;
  }

  /** Says how many rows there are now. */
  private holds(count: number): void {
    const { path: { arena, v }, live } = this;
    this.rows = count;
    const numbers = arena.numbers(v.precision);
    const last = BLOCK + this.rowsOf(this.blocks - 1);
    numbers.fill(1, live / v.size, live / v.size + last);
    numbers.fill(0, live / v.size + last, live / v.size + 2 * BLOCK);
  }

  /** Writes rows into planes. */
  private copy({ width, values }: Samples, planes: number): void {
    const { rows, path: { arena, v } } = this;
    const numbers = arena.numbers(v.precision);
    for (let b = 0; b < this.blocks; b++) {
      for (let j = 0; j < width; j++) {
        const to = planes / v.size + (b * width + j) * BLOCK;
        for (let n = 0; n < BLOCK; n++) numbers[to + n] = values[Math.min(b * BLOCK + n, rows - 1) * width + j]!;
      }
    }
  }

  /** Writes rows from other planes, by their indices there. A step waits for it: plain loops, nothing made on the way. */
  private gather(indices: Uint32Array, from: number, planes: number, width: number): void {
    const { path: { arena, v } } = this;
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
