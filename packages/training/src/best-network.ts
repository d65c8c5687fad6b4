import type { Query, State } from '@knotwork/plugin/engine';
import { reportedLoss } from './reported-loss.js';
import { restoreState, type SavedState, saveState } from './saved-state.js';
import type { Session } from './session.js';

/** What a best network remembers, as plain data. */
export interface BestNetworkSnapshot {
  readonly best: SavedState | null;
  readonly value: number;
  readonly data: number;
  readonly sinceBest: number;
}

/** Watches validation loss, keeps the best network seen and says when patience is over. */
export class BestNetwork {
  private best: State | null = null;
  /** What is compared, penalty included, and its data objective. */
  private value = Infinity;
  private data = Infinity;
  /** Looks since the best network. */
  private sinceBest = 0;

  private constructor(private readonly session: Session, private readonly patience: number) {}

  /**
   * @param patience looks without improvement after which patience is over
   * @param from to go on from, null to begin
   * @returns null where nothing is held out
   */
  static async open(session: Session, patience: number, from: BestNetworkSnapshot | null): Promise<BestNetwork | null> {
    if (session.validation === null) return null;
    const opened = new BestNetwork(session, patience);
    if (from !== null) {
      opened.best = from.best === null ? null : await restoreState(session.program, from.best);
      ({ value: opened.value, data: opened.data, sinceBest: opened.sinceBest } = from);
    }
    return opened;
  }

  /** Looks at the state as it is now. @param query penalty that counts @returns validation loss as it is reported, and whether patience is over */
  async look(state: State, query: Query): Promise<{ validation: number; isOver: boolean }> {
    const value = await state.value(this.session.validation!, query);
    // An objective that is not finite is worse than any other; the first network is kept whatever it is.
    if (value.value < this.value || this.best === null) {
      if (this.best === null) this.best = await state.fork(); else await this.best.copyFrom(state);
      [this.value, this.data] = value.status === 'ok' ? [value.value, value.data] : [Infinity, Infinity];
      this.sinceBest = 0;
    } else this.sinceBest++;
    return { validation: reportedLoss(this.session.problem.objective, value.data), isOver: this.sinceBest >= this.patience };
  }

  /** Puts the best network seen into the state. @returns its validation loss */
  async restore(state: State): Promise<number> {
    if (this.best !== null) { await state.copyFrom(this.best); await this.best.dispose(); this.best = null; }
    return reportedLoss(this.session.problem.objective, this.data);
  }

  async snapshot(): Promise<BestNetworkSnapshot> {
    const { best, value, data, sinceBest } = this;
    return { best: best === null ? null : await saveState(best), value, data, sinceBest };
  }
}
