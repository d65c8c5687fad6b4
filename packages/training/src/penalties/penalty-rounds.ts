import type { Query, State } from '@knotwork/plugin';
import type { Counts } from '../outcome.js';
import type { Session } from '../session.js';
import { freeze } from './freeze.js';

/** Another round after no step helps is worth its steps when the last one lowered the objective by more than this share of itself. */
const PROGRESS = 1e-4;
/** A penalty frozen anew whose value is the old one's to so many digits is the same. */
const SAME = 1e-12;

/**
 * The penalty rounds of one optimization. Within a round penalties are the quadratic form that they were frozen as, so that acceptance, line
 * searches and gain ratios agree; a new round begins every so many steps, after moves of grids, and when no step helps any more.
 */
export class PenaltyRounds {
  private frozen: Query = {};
  /** Step at which the round began, and the objective then. */
  private began = 0;
  private value = Infinity;
  /** Whether there are penalties that change from round to round; all others are frozen for the sake of grids alone. */
  readonly change: boolean;

  private constructor(private readonly session: Session, private readonly state: State, private readonly every: number, private readonly counts: Counts, private readonly weights: Pick<Query, 'weights'>) {
    this.change = session.problem.penalties.some((p) => p.kind === 'statistic');
  }

  /** @param every steps of a round; Infinity for one that lasts until a grid moves or no step helps, @param weights of blocks, where they are not their own */
  static async open(session: Session, state: State, every: number, counts: Counts, weights: Pick<Query, 'weights'> = {}): Promise<PenaltyRounds> {
    const rounds = new PenaltyRounds(session, state, every, counts, weights);
    await rounds.begin(0);
    return rounds;
  }

  /** The penalty as it is frozen now. */
  get query(): Query { return this.frozen; }

  /** Whether a round is over before the step `ahead` of this one. */
  isDue(step: number, ahead = 0): boolean { return this.change && step + ahead - this.began >= this.every; }

  /** Begins a round at the state as it is. */
  async begin(step: number): Promise<void> {
    this.frozen = { ...this.weights, penalty: await freeze(this.session, this.state) };
    this.began = step;
    if (this.change) this.value = await this.objective();
  }

  /**
   * Begins a round when no step helps in this one. It may not: the round has no step yet, its penalties are what they were, or the last round
   * lowered the objective by next to nothing. So an optimization has converged when a whole round has.
   *
   * @returns whether to go on
   */
  async beginAfterConvergence(step: number): Promise<boolean> {
    if (!this.change || step === this.began) return false;
    const [before, last] = [this.value, await this.objective()];
    await this.begin(step);
    return Math.abs(last - this.value) > SAME * Math.abs(last) && before - this.value > PROGRESS * Math.abs(before);
  }

  private async objective(): Promise<number> {
    this.counts.functions++;
    return (await this.state.value(this.session.train, this.frozen)).value;
  }
}
