import type { GridMoment, Query, State, TrainingEvent, Value } from '@knotwork/plugin';
import { BestNetwork } from './best-network.js';
import { dampedGaussNewton } from './damped-gauss-newton.js';
import { firstOrder } from './first-order.js';
import { GridWatch } from './grid-watch.js';
import { moveGrid } from './move-grid.js';
import { type Counts, type Ending, noCounts, type Outcome } from './outcome.js';
import type { Session } from './session.js';

const PAUSE_EVERY_MS = 50;

/** How long to optimize, and who is told. */
export interface Plan {
  readonly steps: number;
  /** `start`: a fresh network. `restart`: one that was optimized before. */
  readonly phase: 'start' | 'restart';
  /** Looks without improvement of validation loss after which to stop (one per step of a second-order method, at least one per 10 of a first-order one); null to ignore validation and keep the last network. */
  readonly patience: number | null;
  readonly observe: (event: TrainingEvent) => void;
  /** Whether the time budget is spent. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal | undefined;
  /** Index of this start among several. */
  readonly start?: number;
}

/** What a method gets to work with; it calls `before` and `after` around every step. */
export interface Run {
  readonly session: Session;
  readonly state: State;
  readonly plan: Plan;
  /** The penalty is frozen anew after every move of a grid. */
  query: Query;
  readonly counts: Counts;
  /** What a grid strategy is told of the coming step, or of the one `ahead` steps later. */
  moment(step: number, ahead?: number): GridMoment;
  /** Moves grids when due. @returns whether the state changed */
  before(step: number): Promise<boolean>;
  /** Reports a step and checks the endings that do not depend on the method. @returns the ending, or null to go on */
  after(step: number, value: Value): Promise<Ending | null>;
}

/**
 * Optimizes a state with the problem's optimizer: grid moves, validation, budget and abort are the same for every method.
 * With `patience`, the state ends as the best network seen on validation rows, else as the last.
 */
export async function optimize(session: Session, state: State, plan: Plan): Promise<Outcome> {
  const { optimizer, grid } = session.problem;
  const counts = noCounts();
  const watch = new GridWatch(plan.steps);
  const best = session.validation !== null && plan.patience !== null ? new BestNetwork(session.validation, plan.patience) : null;
  let place: Outcome['place'];
  let validation: number | null = null;
  let lastPause = performance.now();

  const run: Run = {
    session, state, plan, query: { penalty: await state.freeze(session.train) }, counts,
    moment: (step, ahead = 0) => watch.moment(step, ahead),
    before: async (step) => {
      if (!grid.definition.isDue(watch.moment(step), grid.options)) return false;
      const { moved, undone, change, functions } = await moveGrid(session, state, run.query, step === 0 && plan.phase === 'start');
      counts.functions += functions;
      const text = [moved > 0 ? `${moved} moved` : '', undone > 0 ? `${undone} undone` : ''].filter(Boolean).join(', ');
      if (text !== '') plan.observe({ event: 'grid', step, steps: plan.steps, text: `grids: ${text}`, moved, undone, change, ...(plan.start === undefined ? {} : { start: plan.start }) });
      if (moved === 0) return false;
      watch.moved(step, change);
      run.query = { penalty: await state.freeze(session.train) };
      return true;
    },
    after: async (step, value) => {
      watch.saw(step, value.value);
      if (value.status === 'not-finite') { place = value.place; return 'not-finite'; }
      const seen = best === null ? null : await best.look(state);
      if (seen !== null) validation = seen.validation;
      plan.observe({
        event: 'step', step, steps: plan.steps, loss: 2 * value.data,
        ...(seen === null ? {} : { validation: seen.validation }), ...(plan.start === undefined ? {} : { start: plan.start }),
      });
      // An engine in this process answers at once; without a pause no signal, timer or drawing would ever get a turn.
      if (performance.now() - lastPause > PAUSE_EVERY_MS) {
        await new Promise((resolve) => { setTimeout(resolve); });
        lastPause = performance.now();
      }
      if (plan.signal?.aborted === true) return 'aborted';
      if (plan.isOver()) return 'budget';
      return seen?.isOver === true ? 'validation' : null;
    },
  };

  // The network before the first step counts as seen: whatever training does to it, the result is no worse by validation.
  await best?.look(state);
  const method = optimizer.definition.method === 'normal-equations' ? dampedGaussNewton : firstOrder;
  const { ending, steps } = await method(run);
  if (best !== null) validation = await best.restore(state);
  const final = await state.value(session.train);
  return { ending, steps, loss: 2 * final.data, validation, counts, grid: watch.report(), ...(place === undefined ? {} : { place }) };
}
