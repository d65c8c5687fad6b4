import type { Network } from '@knotwork/plugin';
import type { Scalars, State } from '@knotwork/plugin/engine';
import type { FitPlan } from './fit-plan.js';
import { addGrids, type GridSummary, noGrids } from './grids/grid-watch.js';
import { Optimization, type OptimizationSnapshot } from './optimization.js';
import { addCounts, type Counts, type Ending, noCounts, type Outcome } from './outcome.js';
import type { Plan } from './plan.js';
import { restoreState, type SavedState, saveState } from './saved-state.js';
import { reportedBlocks, reportedLoss } from './reported-loss.js';
import { openSession, type Problem, type Session } from './session.js';
import { shrinkage, shrunk, shrunkReport } from './smoothing/shrinkage.js';
import { type Strengths, strengthsOf } from './smoothing/smoothing-report.js';

/** Of all starts together: steps and counts. Of the optimization that ended in the network kept, its start included: the rest. */
export interface FitResult extends Outcome {
  readonly network: Network;
  /** Scalars of the objective, which are no part of the network. */
  readonly scalars: Scalars;
  /**
   * What the starts were compared by, in order: generalized cross-validation where smoothing chose itself, else validation loss, penalties that change
   * apart, or training loss where nothing is held out.
   */
  readonly starts: readonly number[];
}

/** A network that may be optimized further, with what came of it so far. `S` is how its state is held. */
interface Candidate<S> {
  readonly state: S;
  /** As of `Finished`; Infinity where there is none yet. */
  readonly score: number;
  readonly grid: GridSummary;
  /** Of smoothing that chose itself. */
  readonly strengths?: Strengths;
}

/** A network that was optimized to the end. */
interface Finished<S> {
  readonly state: S;
  /** See `FitResult.starts`; Infinity where it is not finite. */
  readonly score: number;
  readonly outcome: Outcome;
}

/** What is known of all optimizations together. */
interface Totals {
  readonly counts: Counts;
  readonly steps: number;
  /** Scores of the starts that are through, in order. */
  readonly starts: readonly number[];
  /** What cut an optimization short from outside: it decides how the fit ended, whichever network is the best in the end. */
  readonly cut: 'aborted' | 'budget' | null;
}

/** A step as it is observed: its number in its own optimization, and which of how many starts that is, from 0; of none after them. */
export interface ReachedStep { readonly step: number; readonly start?: number; readonly starts?: number }

/** A fit between two steps, as plain data: values of JSON, numbers that are not finite, and Float64Arrays. */
export interface FitSnapshot {
  readonly totals: Totals;
  readonly waiting: readonly Candidate<SavedState>[];
  readonly best: Finished<SavedState> | null;
  /** The optimization that is under way, and what its network had done to its grids before. */
  readonly current: { readonly optimization: OptimizationSnapshot; readonly grid: GridSummary } | null;
}

/**
 * A fit, step by step: `fit` says what it comes to. It can be cut after any step, and a new one goes on from its snapshot with the same bytes,
 * in another process too: on an equal problem with an equal plan, `isOver` and `signal` apart.
 *
 * An ending is final: take a snapshot before the signal of the plan is given, as often as work may be lost, not after.
 *
 * @example
 * const fitting = await Fitting.open(problem, network, plan, saved);
 * for (;;) {
 *   const result = await fitting.step();
 *   if (result !== null) return result;
 *   if (isDue()) await keep(await fitting.snapshot());
 * }
 */
export class Fitting {
  private totals: Totals = { counts: noCounts(), steps: 0, starts: [], cut: null };
  /** Candidates that are still to be optimized, the best first. */
  private waiting: Candidate<State>[] = [];
  private best: Finished<State> | null = null;
  private current: { readonly optimization: Optimization; readonly grid: GridSummary } | null = null;
  private result: FitResult | null = null;
  /** The last step that was taken here. */
  reached: ReachedStep = { step: 0 };
  private isDisposed = false;

  private constructor(private readonly session: Session, private readonly network: (start: number) => Network, private readonly plan: FitPlan) {}

  /**
   * Compiles the problem, and begins or goes on.
   *
   * @param network makes the network of each start, each time the same
   * @param from what `snapshot` gave; null to begin
   * @throws KnotworkError `capability` as `examineProblem` does
   */
  static async open(problem: Problem, network: (start: number) => Network, plan: FitPlan, from: FitSnapshot | null = null): Promise<Fitting> {
    const fitting = new Fitting(await openSession(problem, plan), network, plan);
    try {
      if (from !== null) await fitting.resume(from);
      else if (fitting.starts === 0) fitting.waiting.push({ state: await fitting.fresh(0), score: Infinity, grid: noGrids() });
    } catch (error) {
      await fitting.dispose();
      throw error;
    }
    return fitting;
  }

  /**
   * Takes a step of the optimization that is under way, or of the next one; a first-order method takes all steps up to the next look.
   *
   * @returns what the fit came to; null to go on. The session has ended then
   */
  async step(): Promise<FitResult | null> {
    if (this.result !== null) return this.result;
    this.current ??= await this.next();
    const { optimization, grid } = this.current;
    const isOver = await optimization.step() !== null;
    const { isStarting } = this;
    this.reached = { step: optimization.taken, ...(isStarting ? { start: this.totals.starts.length, starts: this.starts } : {}) };
    if (!isOver) return null;
    const outcome = await optimization.finish();
    this.current = null;
    this.book(outcome);
    if (isStarting) await this.keepStart(optimization.state, outcome);
    else await this.keepBest(optimization.state, { ...outcome, grid: addGrids(grid, outcome.grid) });
    return this.result;
  }

  /** All that is remembered, to go on from. Nothing in it is changed later. */
  async snapshot(): Promise<FitSnapshot> {
    const { totals, best, current } = this;
    const waiting: Candidate<SavedState>[] = [];
    for (const candidate of this.waiting) waiting.push({ ...candidate, state: await saveState(candidate.state) });
    return {
      totals, waiting, best: best === null ? null : { ...best, state: await saveState(best.state) },
      current: current === null ? null : { ...current, optimization: await current.optimization.snapshot() },
    };
  }

  /** Ends the session of a fit that is not gone on with. */
  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    await this.session.dispose();
  }

  /** How many starts there are; 0 where one network is optimized as it is. */
  private get starts(): number {
    const { starts } = this.plan;
    return starts !== null && starts.count > 1 ? starts.count : 0;
  }

  private get isStarting(): boolean { return this.totals.starts.length < this.starts && this.totals.cut === null; }

  /** The plan of the next optimization, or of the one under way. */
  private get stage(): Plan {
    const { plan, totals: { starts: { length: start } } } = this;
    if (!this.isStarting) return { ...plan, phase: this.starts === 0 ? plan.phase : 'restart' };
    return { ...plan, ...batchOf(plan, start), steps: plan.starts!.steps, phase: 'start', patience: plan.patience === null ? null : Infinity, start, observe: (event) => { plan.observe({ ...event, starts: plan.starts!.count }); } };
  }

  private fresh(start: number): Promise<State> {
    const { scalars } = this.plan;
    return this.session.program.start(this.network(start), scalars === undefined ? {} : { scalars });
  }

  private async next(): Promise<NonNullable<Fitting['current']>> {
    const { session, stage } = this;
    if (this.isStarting) return { optimization: await Optimization.begin(session, await this.fresh(this.totals.starts.length), stage), grid: noGrids() };
    const { state, grid, strengths } = this.waiting.shift()!;
    return { optimization: await Optimization.begin(session, state, strengths === undefined ? stage : { ...stage, strengths }), grid };
  }

  private book({ counts, steps, ending }: Outcome): void {
    const { totals } = this;
    this.totals = { ...totals, counts: addCounts(totals.counts, counts), steps: totals.steps + steps, cut: cutBy(ending) ?? totals.cut };
  }

  /** Keeps the network of a start if it is among the best so far. */
  private async keepStart(state: State, outcome: Outcome): Promise<void> {
    this.totals = { ...this.totals, starts: [...this.totals.starts, measured(outcome)] };
    this.waiting = [...this.waiting, { state, score: scoreOf(outcome), grid: outcome.grid, ...(outcome.smoothing === undefined ? {} : { strengths: strengthsOf(outcome.smoothing) }) }].sort((a, b) => a.score - b.score);
    // All starts failed in the same way: say where.
    if (!this.isStarting && this.totals.cut === null && outcome.ending === 'not-finite' && this.waiting[0]!.score === Infinity) {
      await this.end(state, { ...outcome, validation: null });
      return;
    }
    for (const { state: other } of this.waiting.splice(this.plan.starts!.keep)) await other.dispose();
  }

  /** Keeps an optimized network if it is the best so far, and ends the fit after the last. */
  private async keepBest(state: State, outcome: Outcome): Promise<void> {
    const score = scoreOf(outcome);
    const isBest = this.best === null || score < this.best.score;
    await (isBest ? this.best?.state : state)?.dispose();
    if (isBest) this.best = { state, score, outcome };
    if (this.waiting.length > 0) return;
    const { cut } = this.totals;
    const { outcome: last } = this.best!;
    await this.end(this.best!.state, { ...last, ending: cut === 'budget' && last.ending === 'not-finite' ? last.ending : cut ?? last.ending });
  }

  private async end(state: State, outcome: Outcome): Promise<void> {
    const { counts, steps, starts } = this.totals;
    const final = await this.shrink(state, outcome);
    const { network, scalars } = await state.read();
    await this.dispose();
    this.result = { ...final, network, scalars, steps, counts, starts };
  }

  /** The constant is always a candidate of smoothing that chose itself: outputs keep what stands up to cross-validation. */
  private async shrink(state: State, outcome: Outcome): Promise<Outcome> {
    const { session, session: { problem: { structure, smoothing, objective }, train } } = this;
    const { smoothing: report } = outcome;
    if (report === undefined || !Number.isFinite(report.criterion) || smoothing!.noise === 'known' || !structure.layers.at(-1)!.isSum) return outcome;
    const kept = await shrinkage(session, state, report, smoothing!.noise);
    if (kept.factors.every((s) => s === 1)) return outcome;
    await state.write({ parameters: shrunk(session, (await state.read()).network.parameters, kept) });
    const { data, blocks } = await state.value(train);
    return { ...outcome, loss: reportedLoss(objective, data), blocks: reportedBlocks(objective, train, blocks), smoothing: await shrunkReport(session, state, report, kept, smoothing!) };
  }

  private async resume({ totals, waiting, best, current }: FitSnapshot): Promise<void> {
    const { session, session: { program } } = this;
    this.totals = totals;
    for (const candidate of waiting) this.waiting.push({ ...candidate, state: await restoreState(program, candidate.state) });
    if (best !== null) this.best = { ...best, state: await restoreState(program, best.state) };
    if (current !== null) this.current = { ...current, optimization: await Optimization.resume(session, this.stage, current.optimization) };
  }
}

/** Every start draws batches of its own; what goes on from the best draws others again. */
function batchOf({ batch }: FitPlan, start: number): Pick<FitPlan, 'batch'> {
  if (batch === undefined) return {};
  return { batch: Object.fromEntries(Object.entries(batch).map(([points, { size, stream }]) => [points, { size, stream: stream.fork(`starts.${start}`) }])) };
}

/** What networks are compared by. */
const measured = ({ smoothing, validation, loss }: Outcome): number => smoothing?.criterion ?? validation ?? loss;

function scoreOf(outcome: Outcome): number {
  const score = measured(outcome);
  return Number.isFinite(score) ? score : Infinity;
}

const cutBy = (ending: Ending): 'aborted' | 'budget' | null => (ending === 'aborted' || ending === 'budget' ? ending : null);
