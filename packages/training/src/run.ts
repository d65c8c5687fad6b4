import type { TrainingEvent } from '@knotwork/plugin';
import type { Normal, Query, State, Value } from '@knotwork/plugin/engine';
import { BestNetwork, type BestNetworkSnapshot } from './best-network.js';
import { GridKeeper, type GridKeeperSnapshot } from './grids/grid-keeper.js';
import { type Counts, type Ending, noCounts, type Outcome } from './outcome.js';
import { PenaltyRounds, type PenaltyRoundsSnapshot } from './penalties/penalty-rounds.js';
import type { Plan } from './plan.js';
import { reportedBlocks, reportedLoss } from './reported-loss.js';
import type { Session } from './session.js';
import { AutoSmoothing } from './smoothing/auto-smoothing.js';
import type { SmoothingSnapshot } from './smoothing/smoothing-report.js';

/** What a run remembers besides its state, as plain data. */
export interface RunSnapshot {
  readonly counts: Counts;
  readonly grids: GridKeeperSnapshot;
  readonly rounds: PenaltyRoundsSnapshot;
  /** Null where nothing is held out, or nobody looks at it. */
  readonly best: BestNetworkSnapshot | null;
  /** Null where no smoothing chooses itself. */
  readonly smoothing: SmoothingSnapshot | null;
  /** Where a number that is not finite came up. */
  readonly place: NonNullable<Outcome['place']> | null;
}

/**
 * What a method works with, and everything around its steps that is the same for every method: grid moves, penalty rounds, validation, budget and
 * abort. It calls `before` and `after` around every step.
 */
export class Run {
  private constructor(
    readonly session: Session, readonly state: State, readonly plan: Plan, readonly counts: Counts,
    private readonly grids: GridKeeper, private readonly rounds: PenaltyRounds, private readonly smoothing: AutoSmoothing | null,
    private readonly best: BestNetwork | null, private place: RunSnapshot['place'],
  ) {}

  /** @param from to go on from, null to begin */
  static async open(session: Session, state: State, plan: Plan, from: RunSnapshot | null): Promise<Run> {
    const counts = from === null ? noCounts() : { ...from.counts };
    const smoothing = await AutoSmoothing.open(session, plan, from?.smoothing ?? null);
    const grids = await GridKeeper.open(session, state, plan, counts, smoothing, from?.grids ?? null);
    const rounds = await PenaltyRounds.open(session, state, plan, counts, from?.rounds ?? null);
    const best = plan.patience === null ? null : await BestNetwork.open(session, plan.patience, from?.best ?? null);
    const run = new Run(session, state, plan, counts, grids, rounds, smoothing, best, from?.place ?? null);
    // The network before the first step counts as seen: whatever training does to it, the result is no worse by validation.
    if (from === null) {
      await smoothing?.prepare(state);
      await run.after(0, await state.value(session.train, run.query));
    }
    return run;
  }

  /** The penalty of the round, and weights of blocks. */
  get query(): Query { return this.smoothing?.over(this.rounds.query) ?? this.rounds.query; }

  /** Whether the method may say that no step helps any more: strengths of smoothing that still move make another objective. */
  get isSettled(): boolean { return this.smoothing?.isSettled ?? true; }

  /** Whether grids are to be looked at or a penalty round begins before a step, or, as far as is known now, before the one `ahead` steps later. */
  isLookDue(step: number, ahead = 0): boolean { return this.grids.isDue(step, ahead) || this.rounds.isDue(step, ahead); }

  /** Moves grids and begins penalty rounds when due. @param hasConverged no step helps any more @returns whether state or penalty changed */
  async before(step: number, hasConverged = false): Promise<boolean> {
    const isMoved = await this.grids.look(step, this.query, hasConverged);
    await this.smoothing?.prepare(this.state);
    if (!isMoved && hasConverged) return this.rounds.beginAfterConvergence(step);
    if (!isMoved && !this.rounds.isDue(step)) return false;
    await this.rounds.begin(step);
    return true;
  }

  /** Strengths of smoothing follow normal equations of the state. @param taken steps so far @returns the objective under the penalty of now */
  async follow(normal: Normal, taken: number): Promise<Value> {
    return await this.smoothing?.update(this.state, normal, taken, this.rounds.query) ?? normal.value;
  }

  /** Reports a step and checks the endings that do not depend on the method. @returns the ending, or null to go on */
  async after(step: number, value: Value): Promise<Ending | null> {
    const { session, plan, state, grids, rounds, best } = this;
    grids.saw(step, value.value);
    if (value.status === 'not-finite') { this.place = value.place ?? null; return 'not-finite'; }
    const seen = await best?.look(state, rounds.change ? rounds.query : rounds.weights);
    plan.observe({
      event: 'step', step, steps: plan.steps, loss: reportedLoss(session.problem.objective, value.data), ...this.blocksOf(value),
      ...(seen === undefined ? {} : { validation: seen.validation }), ...(plan.start === undefined ? {} : { start: plan.start }),
    });
    await session.turns.give();
    if (plan.signal?.aborted === true) return 'aborted';
    if (plan.isOver()) return 'budget';
    return seen?.isOver === true ? 'validation' : null;
  }

  private blocksOf({ blocks }: Value): Pick<TrainingEvent, 'blocks'> {
    const { problem: { objective }, train } = this.session;
    return blocks.length > 1 ? { blocks: reportedBlocks(objective, train, blocks) } : {};
  }

  /**
   * Ends the run: moves on probation are judged, and the state becomes the best network seen on validation rows, where one is kept.
   *
   * @param steps that were taken
   */
  async finish(steps: number, ending: Ending): Promise<Outcome> {
    const { session, state, counts, grids, rounds, smoothing, best, place } = this;
    if (ending !== 'not-finite') await grids.settle(steps, this.query);
    const validation = best === null ? null : await best.restore(state);
    // Where every look was at numbers that are not finite, nothing is known of the network, whatever it makes of training rows.
    const isKnown = validation === null || Number.isFinite(validation);
    await smoothing?.prepare(state);
    await smoothing?.restore(state);
    const { data, blocks, status } = await state.value(session.train, rounds.weights);
    const { objective } = session.problem;
    return {
      ending: isKnown ? ending : 'not-finite', steps, loss: reportedLoss(objective, data), blocks: reportedBlocks(objective, session.train, blocks), validation, counts, grid: grids.report(),
      ...(place === null ? {} : { place }),
      ...(smoothing === null || status !== 'ok' ? {} : { smoothing: await smoothing.report(state, rounds.query) }),
    };
  }

  async snapshot(): Promise<RunSnapshot> {
    const { counts, grids, rounds, smoothing, best, place } = this;
    return {
      counts: { ...counts }, grids: await grids.snapshot(), rounds: rounds.snapshot(), smoothing: await smoothing?.snapshot() ?? null, best: await best?.snapshot() ?? null, place,
    };
  }
}
