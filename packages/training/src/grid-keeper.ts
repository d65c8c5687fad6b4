import type { Query, State } from '@knotwork/plugin';
import { type GridSummary, GridWatch } from './grid-watch.js';
import { judge, moveGrid, type Probation } from './move-grid.js';
import type { Plan } from './optimize.js';
import type { Counts } from './outcome.js';
import type { Session } from './session.js';

/** Looks after the grids of one optimization: asks the strategy, moves, judges moves on probation, and reports. */
export class GridKeeper {
  private readonly watch: GridWatch;
  private pending: (Probation & { readonly until: number }) | null = null;
  /** After moves that were undone the next look waits, twice as long each time: the strategy would want them again. */
  private rest = 0;
  private notBefore = 0;

  constructor(private readonly session: Session, private readonly state: State, private readonly plan: Plan, private readonly counts: Counts) {
    this.watch = new GridWatch(plan.steps);
  }

  /** Whether there is something to do before the step `ahead` of this one. */
  isDue(step: number, ahead = 0, hasConverged = false): boolean {
    const { definition, options } = this.session.problem.grid;
    if (this.pending !== null) return hasConverged || step + ahead >= this.pending.until;
    return step + ahead >= this.notBefore && definition.isDue(this.watch.moment(step, ahead, hasConverged), options);
  }

  /** Judges and moves what is due before a step. @returns whether the state changed */
  async look(step: number, query: Query, hasConverged: boolean): Promise<boolean> {
    if (!this.isDue(step, 0, hasConverged)) return false;
    if (this.pending !== null && await this.settle(step, query)) return true;
    if (!this.isDue(step, 0, hasConverged)) return false;
    const { moved, undone, change, functions, probation } = await moveGrid(this.session, this.state, query, step === 0 && this.plan.phase === 'start');
    this.counts.functions += functions;
    if (probation !== null) this.pending = { ...probation, until: step + probation.steps };
    this.tell(step, moved, undone, change);
    if (moved > 0) this.watch.moved(step, change);
    return moved > 0;
  }

  /** Judges moves on probation, if there are any. @returns whether they were undone */
  async settle(step: number, query: Query): Promise<boolean> {
    const { pending } = this;
    if (pending === null) return false;
    this.pending = null;
    this.counts.functions++;
    const isUndone = await judge(this.session, this.state, query, pending);
    this.rest = isUndone ? Math.max(2 * this.rest, pending.steps) : 0;
    this.notBefore = step + this.rest;
    if (isUndone) {
      this.watch.undone(step);
      this.tell(step, 0, pending.moves, 0);
    }
    return isUndone;
  }

  /** @param step steps taken so far */
  saw(step: number, value: number): void { this.watch.saw(step, value); }

  report(): GridSummary { return this.watch.report(); }

  private tell(step: number, moved: number, undone: number, change: number): void {
    const { steps, start, observe } = this.plan;
    const text = [moved > 0 ? `${moved} moved` : '', undone > 0 ? `${undone} undone` : ''].filter(Boolean).join(', ');
    if (text !== '') observe({ event: 'grid', step, steps, text: `grids: ${text}`, moved, undone, change, ...(start === undefined ? {} : { start }) });
  }
}
