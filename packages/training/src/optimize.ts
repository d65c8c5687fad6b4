import type { OptimizerDefinition, Query, State, StepPlan, TrainingEvent, Value } from '@knotwork/plugin';
import { BestNetwork } from './best-network.js';
import { dampedGaussNewton } from './methods/damped-gauss-newton.js';
import { firstOrder } from './methods/first-order.js';
import { GridKeeper } from './grids/grid-keeper.js';
import { needsFirstOrder } from './errors.js';
import { type Counts, type Ending, noCounts, type Outcome } from './outcome.js';
import { PenaltyRounds } from './penalties/penalty-rounds.js';
import { reportedBlocks, reportedLoss } from './reported-loss.js';
import { quasiNewton } from './methods/quasi-newton.js';
import type { Session } from './session.js';

/** How long to optimize, and who is told. */
export interface Plan {
  readonly steps: number;
  /** `start`: a fresh network. `restart`: one that was optimized before. */
  readonly phase: 'start' | 'restart';
  /** Looks without improvement of validation loss after which to stop (one per step of a second-order method, at least one per 10 of a first-order one); null to ignore validation and keep the last network. */
  readonly patience: number | null;
  /** Steps after which penalties are frozen anew; left out where they are only when grids move and when no step helps. */
  readonly refreshEvery?: number;
  readonly observe: (event: TrainingEvent) => void;
  /** Whether the time budget is spent. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal | undefined;
  /** Index of this start among several. */
  readonly start?: number;
  /** Weights of blocks by name, in place of their own. */
  readonly weights?: Query['weights'];
  /** Sets of points that steps see in batches, and how these are drawn; for first-order optimizers. Left out for all points in every step. */
  readonly batch?: StepPlan['batch'];
  /** Longest gradient of a step, longer ones are shortened; for first-order optimizers. Left out for any. */
  readonly clip?: number;
}

const methods = { 'update': firstOrder, 'normal-equations': dampedGaussNewton, 'quasi-newton': quasiNewton } as const;

/** What a method gets to work with; it calls `before` and `after` around every step. */
export interface Run {
  readonly session: Session;
  readonly state: State;
  readonly plan: Plan;
  /** The penalty of the round. */
  readonly query: Query;
  readonly counts: Counts;
  /** Whether grids are to be looked at or a penalty round begins before a step, or, as far as is known now, before the one `ahead` steps later. */
  isLookDue(step: number, ahead?: number): boolean;
  /** Moves grids and begins penalty rounds when due. @param hasConverged no step helps any more @returns whether state or penalty changed */
  before(step: number, hasConverged?: boolean): Promise<boolean>;
  /** Reports a step and checks the endings that do not depend on the method. @returns the ending, or null to go on */
  after(step: number, value: Value): Promise<Ending | null>;
}

/**
 * Refuses mini-batches and clipping with a method that looks at its objective between steps: it needs the same objective each time, and
 * the lengths of its steps are its own.
 *
 * @throws KnotworkError `capability`
 */
export function requireFirstOrder(optimizer: OptimizerDefinition, { batch, clip }: { readonly batch?: unknown; readonly clip?: unknown }): void {
  if (optimizer.method === 'update') return;
  if (batch !== undefined) throw needsFirstOrder(optimizer, 'batch');
  if (clip !== undefined) throw needsFirstOrder(optimizer, 'clip');
}

/**
 * Optimizes a state with the problem's optimizer: grid moves, validation, budget and abort are the same for every method.
 * With `patience`, the state ends as the best network seen on validation rows, else as the last; regularizers count there as they do in training,
 * or what they bring about, at some cost in loss, would be undone.
 *
 * @throws KnotworkError `capability` when the plan asks for what the optimizer cannot do
 */
export async function optimize(session: Session, state: State, plan: Plan): Promise<Outcome> {
  const { optimizer, objective } = session.problem;
  requireFirstOrder(optimizer.definition, plan);
  const counts = noCounts();
  const grids = new GridKeeper(session, state, plan, counts);
  const weights = plan.weights === undefined ? {} : { weights: plan.weights };
  const rounds = await PenaltyRounds.open(session, state, plan.refreshEvery ?? Infinity, counts, weights);
  const best = session.validation !== null && plan.patience !== null ? new BestNetwork(objective, session.validation, plan.patience) : null;
  let place: Outcome['place'];
  let validation: number | null = null;

  const run: Run = {
    session, state, plan, counts,
    get query() { return rounds.query; },
    isLookDue: (step, ahead = 0) => grids.isDue(step, ahead) || rounds.isDue(step, ahead),
    before: async (step, hasConverged = false) => {
      const isMoved = await grids.look(step, rounds.query, hasConverged);
      if (!isMoved && hasConverged) return rounds.beginAfterConvergence(step);
      if (!isMoved && !rounds.isDue(step)) return false;
      await rounds.begin(step);
      return true;
    },
    after: async (step, value) => {
      grids.saw(step, value.value);
      if (value.status === 'not-finite') { place = value.place; return 'not-finite'; }
      const seen = best === null ? null : await best.look(state, rounds.change ? rounds.query : weights);
      if (seen !== null) validation = seen.validation;
      plan.observe({
        event: 'step', step, steps: plan.steps, loss: reportedLoss(objective, value.data),
        ...(seen === null ? {} : { validation: seen.validation }), ...(plan.start === undefined ? {} : { start: plan.start }),
      });
      await session.turns.give();
      if (plan.signal?.aborted === true) return 'aborted';
      if (plan.isOver()) return 'budget';
      return seen?.isOver === true ? 'validation' : null;
    },
  };

  // The network before the first step counts as seen: whatever training does to it, the result is no worse by validation.
  await run.after(0, await state.value(session.train, run.query));
  const { ending, steps } = await methods[optimizer.definition.method](run);
  if (ending !== 'not-finite') await grids.settle(steps, run.query);
  if (best !== null) validation = await best.restore(state);
  const final = await state.value(session.train, weights);
  return {
    ending, steps, loss: reportedLoss(objective, final.data), blocks: reportedBlocks(objective, session.train, final.blocks), validation, counts, grid: grids.report(),
    ...(place === undefined ? {} : { place }),
  };
}
