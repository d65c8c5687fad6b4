import type { RandomStream } from '@knotwork/numerics';
import type { BatchPlan } from '@knotwork/plugin/engine';
import { wrongUse } from './errors.js';

/** Which rows of some data each step of a stream of batches sees. The order of one epoch is kept, so that calls of few steps do not draw it again. */
export class BatchOrder {
  private stream: RandomStream | null = null;
  private epoch = -1;
  private order: Uint32Array = new Uint32Array(0);

  /** @param count rows that there are */
  constructor(private readonly count: number) {}

  /**
   * @param step number of the step, from 1
   * @returns indices of its rows, `[size]`, fewer in the last batch of an epoch
   */
  rowsOf(step: number, { size, stream }: BatchPlan): Uint32Array {
    if (!Number.isInteger(size) || size < 1 || size > this.count) throw wrongUse(`a batch needs a whole number of rows from 1 to ${this.count}, got ${size}`);
    const perEpoch = Math.ceil(this.count / size);
    const epoch = Math.floor((step - 1) / perEpoch);
    // A stream's forks follow from what it is, not from what was drawn from it: the same object means the same order.
    if (epoch !== this.epoch || stream !== this.stream) {
      this.order = stream.fork(`epoch.${epoch}`).permutation(this.count);
      [this.epoch, this.stream] = [epoch, stream];
    }
    const from = (step - 1 - epoch * perEpoch) * size;
    return this.order.subarray(from, Math.min(from + size, this.count));
  }
}
