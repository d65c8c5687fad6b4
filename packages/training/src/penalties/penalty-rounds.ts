import type { Vec } from '@knotwork/plugin';
import type { Query, State } from '@knotwork/plugin/engine';
import type { Counts } from '../outcome.js';
import type { Plan } from '../plan.js';
import { restoreState } from '../saved-state.js';
import type { Session } from '../session.js';
import { freeze } from './freeze.js';

/** Another round after no step helps is worth its steps when the last one lowered the objective by more than this share of itself. */
const PROGRESS = 1e-4;
/** A penalty frozen anew whose value is the old one's to so many digits is the same. */
const SAME = 1e-12;

/** How long rounds are, and what weighs how much in them. */
type RoundsPlan = Pick<Plan, 'refreshEvery' | 'weights'>;

/** What penalty rounds remember, as plain data. */
export interface PenaltyRoundsSnapshot {
  /**
   * Parameters of the network that the penalty was frozen at: it is made anew from them. A frozen penalty is plain data too, but larger, and its
   * forms share arrays, by whose identity engines tell what belongs together; a copy in which nothing is shared adds up in another order.
   */
  readonly frozenAt: Vec;
  readonly began: number;
  readonly value: number;
}

/**
 * The penalty rounds of one optimization. Within a round penalties are the quadratic form that they were frozen as, so that acceptance, line
 * searches and gain ratios agree; a new round begins every so many steps, after moves of grids, and when no step helps any more.
 */
export class PenaltyRounds {
  /** Weights of blocks, where they are not their own. */
  readonly weights: Pick<Query, 'weights'>;
  /** Whether there are penalties that change from round to round; all others are frozen for the sake of grids alone. */
  readonly change: boolean;
  private readonly every: number;
  private frozen: Query = {};
  private frozenAt: Vec = new Float64Array(0);
  /** Step at which the round began, and the objective then. */
  private began = 0;
  private value = Infinity;

  private constructor(private readonly session: Session, private readonly state: State, { refreshEvery = Infinity, weights }: RoundsPlan, private readonly counts: Counts) {
    this.change = session.problem.penalties.some((p) => p.kind === 'statistic');
    this.every = refreshEvery;
    this.weights = weights === undefined ? {} : { weights };
  }

  /** Begins the first round. @param from to go on from, null to begin */
  static async open(session: Session, state: State, plan: RoundsPlan, counts: Counts, from: PenaltyRoundsSnapshot | null): Promise<PenaltyRounds> {
    const rounds = new PenaltyRounds(session, state, plan, counts);
    if (from === null) await rounds.begin(0);
    else await rounds.resume(from);
    return rounds;
  }

  /** The penalty as it is frozen now. */
  get query(): Query { return this.frozen; }

  /** Whether a round is over before the step `ahead` of this one. */
  isDue(step: number, ahead = 0): boolean { return this.change && step + ahead - this.began >= this.every; }

  /** Begins a round at the state as it is. */
  async begin(step: number): Promise<void> {
    const { network: { parameters } } = await this.state.read();
    await this.freeze(this.state, parameters);
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

  snapshot(): PenaltyRoundsSnapshot {
    const { frozenAt, began, value } = this;
    return { frozenAt, began, value };
  }

  private async resume({ frozenAt, began, value }: PenaltyRoundsSnapshot): Promise<void> {
    const then = await restoreState(this.session.program, { parameters: frozenAt, scalars: {}, slots: {}, step: 0 });
    await this.freeze(then, frozenAt);
    await then.dispose();
    [this.began, this.value] = [began, value];
  }

  private async freeze(state: State, parameters: Vec): Promise<void> {
    this.frozen = { ...this.weights, penalty: await freeze(this.session, state, parameters) };
    this.frozenAt = parameters;
  }

  private async objective(): Promise<number> {
    this.counts.functions++;
    return (await this.state.value(this.session.train, this.frozen)).value;
  }
}
