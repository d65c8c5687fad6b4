import type { BoundData, Objective, Query, State } from '@knotwork/plugin';
import { reportedLoss } from './reported-loss.js';

/** Watches validation loss, keeps the best network seen and says when patience is over. */
export class BestNetwork {
  private best: State | null = null;
  /** What is compared, penalty included, and its data objective. */
  private bestValue = Infinity;
  private bestData = Infinity;
  private sinceBest = 0;

  constructor(private readonly objective: Objective, private readonly data: BoundData, private readonly patience: number) {}

  /** Looks at the state as it is now. @param query penalty that counts @returns validation loss as it is reported, and whether patience is over */
  async look(state: State, query: Query): Promise<{ validation: number; isOver: boolean }> {
    const value = await state.value(this.data, query);
    // An objective that is not finite is worse than any other; the first network is kept whatever it is.
    if (value.value < this.bestValue || this.best === null) {
      if (this.best === null) this.best = await state.fork(); else await this.best.copyFrom(state);
      [this.bestValue, this.bestData] = value.status === 'ok' ? [value.value, value.data] : [Infinity, Infinity];
      this.sinceBest = 0;
    } else this.sinceBest++;
    return { validation: reportedLoss(this.objective, value.data), isOver: this.sinceBest >= this.patience };
  }

  /** Puts the best network seen into the state. @returns its validation loss */
  async restore(state: State): Promise<number> {
    if (this.best !== null) { await state.copyFrom(this.best); await this.best.dispose(); this.best = null; }
    return reportedLoss(this.objective, this.bestData);
  }
}
