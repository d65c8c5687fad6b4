import type { Rows, Samples } from '@knotwork/plugin';
import type { PathData } from '../path.js';
import { BLOCK } from './block.js';
import type { KernelPath } from './kernel-path.js';

/** Rows in the memory of a program, block by block as planes: `[block][column][BLOCK]`. Pads repeat the last row. */
export class KernelData implements PathData {
  readonly count: number;
  readonly blocks: number;
  readonly inputs: number;
  readonly targets: number;
  readonly targetWidth: number;
  /** 1 for rows, 0 for pads: of a full block, and of the last. */
  readonly live: number;
  private readonly lastLive: number;
  isDisposed = false;

  constructor(readonly points: string, rows: Rows, readonly path: KernelPath) {
    const { arena, v } = path;
    this.count = rows.inputs.count;
    this.blocks = Math.ceil(this.count / BLOCK);
    this.inputs = this.planes(rows.inputs);
    this.targets = this.planes(rows.targets);
    this.targetWidth = rows.targets.width;
    this.live = arena.allocate(2 * BLOCK * v.size);
    this.lastLive = this.live + BLOCK * v.size;
    const numbers = arena.numbers(v.precision);
    const last = this.count - (this.blocks - 1) * BLOCK;
    numbers.fill(1, this.live / v.size, this.live / v.size + BLOCK + last);
  }

  private planes({ width, values }: Samples): number {
    const { blocks, count, path: { arena, v } } = this;
    const at = arena.allocate(blocks * width * BLOCK * v.size);
    const numbers = arena.numbers(v.precision);
    for (let b = 0; b < blocks; b++) {
      for (let j = 0; j < width; j++) {
        const to = at / v.size + (b * width + j) * BLOCK;
        for (let n = 0; n < BLOCK; n++) numbers[to + n] = values[Math.min(b * BLOCK + n, count - 1) * width + j]!;
      }
    }
    return at;
  }

  /** Rows of a block. */
  rowsOf(block: number): number { return Math.min(BLOCK, this.count - block * BLOCK); }

  liveOf(block: number): number { return block === this.blocks - 1 ? this.lastLive : this.live; }

  async dispose(): Promise<void> {
    // What was given back before, or with the program, may be another's by now.
    if (this.isDisposed || this.path.isDisposed) return;
    this.isDisposed = true;
    for (const at of [this.inputs, this.targets, this.live]) this.path.arena.release(at);
  }
}
