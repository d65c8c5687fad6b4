import type { State } from '@knotwork/plugin/engine';
import type { Method, MethodSnapshot } from './methods/method.js';
import { openMethod } from './methods/open-method.js';
import type { Ending, Outcome } from './outcome.js';
import { type Plan, requireFirstOrder } from './plan.js';
import { Run, type RunSnapshot } from './run.js';
import { restoreState, type SavedState, saveState } from './saved-state.js';
import type { Session } from './session.js';

/** An optimization between two steps, as plain data. */
export interface OptimizationSnapshot {
  readonly state: SavedState;
  readonly steps: number;
  readonly ending: Ending | null;
  readonly run: RunSnapshot;
  readonly method: MethodSnapshot;
}

/** One optimization of a state, step by step. */
export class Optimization {
  private constructor(private readonly run: Run, private readonly method: Method, private steps: number, private ending: Ending | null) {}

  /**
   * Begins: looks at the network as it is, and counts it as seen.
   *
   * @throws KnotworkError `capability` when the plan asks for what the optimizer cannot do
   */
  static async begin(session: Session, state: State, plan: Plan): Promise<Optimization> {
    requireFirstOrder(session.problem.optimizer.definition, plan);
    const run = await Run.open(session, state, plan, null);
    return new Optimization(run, await openMethod(run, null), 0, null);
  }

  /** Goes on from a snapshot with the same bytes. @param session of an equal problem, @param plan equal to the one that it began with */
  static async resume(session: Session, plan: Plan, { state, steps, ending, ...from }: OptimizationSnapshot): Promise<Optimization> {
    const run = await Run.open(session, await restoreState(session.program, state), plan, from.run);
    return new Optimization(run, await openMethod(run, from.method), steps, ending);
  }

  /** Steps so far. */
  get taken(): number { return this.steps; }

  /** What is optimized. */
  get state(): State { return this.run.state; }

  /** Takes a step; a first-order method takes all up to the next look. @returns why the optimization ended; null to go on */
  async step(): Promise<Ending | null> {
    const { run, method } = this;
    if (this.ending !== null) return this.ending;
    if (this.steps < run.plan.steps) ({ steps: this.steps, ending: this.ending } = await method.step(run, this.steps));
    if (this.steps >= run.plan.steps) this.ending ??= 'steps';
    return this.ending;
  }

  /** What it all came to, after the last step; the network is in the state. Call it once. */
  finish(): Promise<Outcome> { return this.run.finish(this.steps, this.ending ?? 'steps'); }

  async snapshot(): Promise<OptimizationSnapshot> {
    const { run, method, steps, ending } = this;
    return { state: await saveState(run.state), steps, ending, run: await run.snapshot(), method: await method.snapshot() };
  }
}
