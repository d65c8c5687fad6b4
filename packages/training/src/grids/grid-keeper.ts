import { callPlugin, type GridLook } from '@knotwork/plugin';
import type { BoundData, Query, State } from '@knotwork/plugin/engine';
import { addGrids, type GridSummary, GridWatch, type GridWatchSnapshot, noGrids } from './grid-watch.js';
import { type GridReport, judge, moveGrid, type Probation } from './move-grid.js';
import type { Counts } from '../outcome.js';
import type { Plan } from '../plan.js';
import { restoreState, type SavedState, saveState } from '../saved-state.js';
import type { Session } from '../session.js';
import type { AutoSmoothing } from '../smoothing/auto-smoothing.js';

/** Moves on probation, and all that were made since: they stand or fall together. */
interface Pending<P> {
  readonly probation: P;
  /** Step before which they are judged. */
  readonly until: number;
  readonly since: GridSummary;
}

/** What a grid keeper remembers, as plain data. */
export interface GridKeeperSnapshot {
  readonly watch: GridWatchSnapshot;
  readonly kept: GridSummary;
  readonly pending: Pending<Omit<Probation, 'before'> & { readonly before: SavedState }> | null;
  readonly rest: number;
  readonly notBefore: number;
}

/** Looks after the grids of one optimization: asks the strategy, moves, judges moves on probation, and reports. */
export class GridKeeper {
  /** Moves that stand. */
  private kept = noGrids();
  private pending: Pending<Probation> | null = null;
  /** After moves that were undone the next look waits, twice as long each time: the strategy would want them again. */
  private rest = 0;
  private notBefore = 0;

  /** @param session whose training rows are those that looks see */
  private constructor(
    private readonly session: Session, private readonly state: State, private readonly plan: Plan, private readonly counts: Counts,
    private readonly smoothing: AutoSmoothing | null, private readonly watch: GridWatch,
  ) {}

  /** @param from to go on from, null to begin */
  static async open(session: Session, state: State, plan: Plan, counts: Counts, smoothing: AutoSmoothing | null, from: GridKeeperSnapshot | null): Promise<GridKeeper> {
    const { method } = session.problem.optimizer.definition;
    const watch = new GridWatch({ steps: plan.steps, method, epoch: epochOf(session.train, plan.batch) }, from?.watch ?? null);
    const keeper = new GridKeeper({ ...session, train: session.looks }, state, plan, counts, smoothing, watch);
    if (from === null) return keeper;
    const { kept, pending, rest, notBefore } = from;
    [keeper.kept, keeper.rest, keeper.notBefore] = [kept, rest, notBefore];
    if (pending !== null) {
      const before = await restoreState(session.program, pending.probation.before);
      keeper.pending = { ...pending, probation: { ...pending.probation, before } };
    }
    return keeper;
  }

  /** Whether there is something to do before the step `ahead` of this one. */
  isDue(step: number, ahead = 0, hasConverged = false): boolean {
    return this.isJudgementDue(step + ahead, hasConverged) || this.lookDue(step, ahead, hasConverged) !== false;
  }

  /** Judges and moves what is due before a step. @returns whether the state changed */
  async look(step: number, query: Query, hasConverged: boolean): Promise<boolean> {
    if (this.isJudgementDue(step, hasConverged) && await this.settle(step, query)) return true;
    const due = this.lookDue(step, 0, hasConverged);
    if (due === false) return false;
    const { pending, plan } = this;
    // While moves are on probation, or such were undone a short while ago, only what samples outside make necessary is moved.
    const isFree = pending === null && step >= this.notBefore;
    const report = await moveGrid(this.session, this.state, query, !isFree || due === 'forced' ? 'forced' : step === 0 && plan.phase === 'start' ? 'all' : 'trials', this.smoothing);
    return this.take(step, report);
  }

  /** Judges moves on probation, if there are any. @returns whether they were undone */
  async settle(step: number, query: Query): Promise<boolean> {
    const { pending } = this;
    if (pending === null) return false;
    this.pending = null;
    this.counts.functions++;
    const isUndone = await judge(this.session, this.state, query, pending.probation, this.smoothing);
    this.rest = isUndone ? Math.max(2 * this.rest, pending.probation.steps) : 0;
    this.notBefore = step + this.rest;
    if (!isUndone) {
      this.kept = addGrids(this.kept, pending.since);
      return false;
    }
    this.watch.changed(step);
    this.tell(step, 0, pending.since.moves, 0);
    // What samples outside made necessary went with the rest, and is necessary still.
    this.take(step, await moveGrid(this.session, this.state, query, 'forced', this.smoothing));
    return true;
  }

  /** @param step steps taken so far */
  saw(step: number, value: number): void { this.watch.saw(step, value); }

  report(): GridSummary { return this.kept; }

  async snapshot(): Promise<GridKeeperSnapshot> {
    const { watch, kept, pending, rest, notBefore } = this;
    return {
      watch: watch.snapshot(), kept, rest, notBefore,
      pending: pending === null ? null : { ...pending, probation: { ...pending.probation, before: await saveState(pending.probation.before) } },
    };
  }

  private isJudgementDue(step: number, hasConverged: boolean): boolean {
    return this.pending !== null && (hasConverged || step >= this.pending.until);
  }

  private lookDue(step: number, ahead: number, hasConverged: boolean): GridLook {
    const { definition, options } = this.session.problem.grid;
    return callPlugin(definition, 'isDue', () => definition.isDue(this.watch.moment(step, ahead, hasConverged), options));
  }

  /** Books what a look did. @returns whether the state changed */
  private take(step: number, { moved, undone, change, functions, probation }: GridReport): boolean {
    this.counts.functions += functions;
    this.tell(step, moved, undone, change);
    if (moved === 0) return false;
    this.watch.changed(step);
    if (probation !== null) {
      const since = { moves: probation.moves, change: probation.change };
      this.kept = addGrids(this.kept, { moves: moved - since.moves, change: moved > since.moves ? change : 0 });
      this.pending = { probation, until: step + probation.steps, since };
    } else if (this.pending !== null) this.pending = { ...this.pending, since: addGrids(this.pending.since, { moves: moved, change }) };
    else this.kept = addGrids(this.kept, { moves: moved, change });
    return true;
  }

  private tell(step: number, moved: number, undone: number, change: number): void {
    const { steps, start, observe } = this.plan;
    const text = [moved > 0 ? `${moved} moved` : '', undone > 0 ? `${undone} undone` : ''].filter(Boolean).join(', ');
    if (text !== '') observe({ event: 'grid', step, steps, text: `grids: ${text}`, moved, undone, change, ...(start === undefined ? {} : { start }) });
  }
}

/** Steps in which every training row is seen once. */
function epochOf({ sets }: BoundData, batch: Plan['batch']): number {
  return Math.max(1, ...sets.map(({ points, count }) => Math.ceil(count / (batch?.[points]?.size ?? count))));
}
