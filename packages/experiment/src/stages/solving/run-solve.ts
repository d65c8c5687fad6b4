import { countParameters, extendGrid, resolutionOf, resolve } from '@knotwork/network';
import type { Equations, Network } from '@knotwork/plugin';
import type { Scalars } from '@knotwork/plugin/engine';
import { addCounts, type Counts, fit as fitNetwork, type FitSnapshot, noCounts, noGrids } from '@knotwork/training';
import { errorsOfEstimates } from '../../measure/errors-of-estimates.js';
import { numbersOf } from '../../measure/judged-numbers.js';
import { knownScalars } from '../../measure/known-scalars.js';
import { noValueAt } from '../../measure/no-value.js';
import { sizesOfTerms } from '../../measure/sizes-of-terms.js';
import { solutionOf, type SolutionReport } from '../../measure/solution.js';
import { uncertaintyOf } from '../../measure/uncertainty.js';
import { perLayer } from '../check-ladder.js';
import { verdict } from '../fit.js';
import { functionChange } from '../function-change.js';
import { keepFit } from '../keep-fit.js';
import type { SolveOptions } from '../solve.js';
import { levelText, type Model, type Rung, type StageContext, type StageResult, type StageStatus } from '../stage.js';
import { derivativeChange } from './derivative-change.js';
import { solutionReport } from './judge-solution.js';
import { type RoundModel, type RoundPlace, RoundPoints } from './round-points.js';
import { equationsOf, problemOf } from './solve-problem.js';

/** Residuals that are so many times larger there are told. */
const MUCH_LARGER = 3;
/** Share by which an objective must fall to be better: an extension alone moves it by rounding. */
const BETTER = 1e-6;

/** Solves from the start, or from where it was saved. */
export async function runSolve(context: StageContext, options: SolveOptions): Promise<StageResult> {
  return new Solve(context, options).run();
}

/** A network with the scalars of its equations, and the weights that it was trained with last. */
type Candidate = Pick<RoundModel, 'network' | 'scalars' | 'balance'>;

/** A level, with what the network makes of the equations there, and whether its objective fell below that of the level before. */
type SolvedRung = Rung & SolutionReport & { readonly isBetter?: boolean };

/** How far the stage has come: plain values. */
interface Progress {
  /** Starts that are through, by the objective at the points of the data set; Infinity where it is not finite. */
  readonly starts: readonly number[];
  readonly best: Candidate | null;
  /** What is being trained, and how many steps its phase took: a start, or a level; null at the beginning of a start. */
  readonly current: Candidate | null;
  readonly taken: number;
  /** Fits so far. */
  readonly rounds: number;
  readonly rungs: readonly SolvedRung[];
  /** What the extension to the level did that is being trained; left out before the first one. */
  readonly change?: Pick<Rung, 'functionChange' | 'derivativeChange'>;
  readonly counts: Counts;
  readonly steps: number;
  /** The fit that is under way. */
  readonly fit?: FitSnapshot;
  readonly ending: string | null;
  readonly status: StageStatus;
  readonly reason?: string;
}

/** The stage while it runs: rounds of steps over points that stay or are drawn anew, in starts and on levels. */
class Solve {
  private readonly equations: Equations;
  private readonly points: RoundPoints;

  constructor(private readonly context: StageContext, private readonly options: SolveOptions) {
    this.equations = equationsOf(context, options);
    this.points = new RoundPoints(context, this.equations, options);
  }

  async run(): Promise<StageResult> {
    const { context, options: { levels } } = this;
    let at = context.progress as Progress | null ?? this.beginning();
    while (at.status === 'completed' && at.rungs.length <= levels.length) {
      const next = await this.round(at);
      if (next === null) return { ...this.modelOf(at.current?.network ?? context.fresh(0)), status: 'interrupted', report: {} };
      at = next;
    }
    const reached = at.current ?? at.best ?? { network: context.fresh(0), scalars: this.initial };
    const model = this.modelOf(reached.network);
    const { status, reason, ending, starts, steps, counts, rungs } = at;
    const report = { kind: 'solve', ending, steps };
    const after = { starts, counts, rungs };
    if (status !== 'completed') return { ...model, status, ...await this.why(status, reason), report: { ...report, ...after, metrics: await context.measure(model, this.options.data) } };
    // The last level is the result, and was judged.
    const { objective, residuals, elsewhere, estimates, relativeL2, drift, noDrift, metrics } = rungs.at(-1)!;
    const weights = reached.balance?.blocks ?? {};
    const solution = { objective, residuals, ...(elsewhere === undefined ? {} : { elsewhere }), ...(estimates === undefined ? {} : { estimates }), ...(relativeL2 === undefined ? {} : { relativeL2 }), ...(drift === undefined ? {} : { drift }), ...(noDrift === undefined ? {} : { noDrift }) };
    for (const name of holdsAtPointsAlone(solution)) context.note(`${name} holds at its points and not between them: the residual is ${residuals[name]!.toPrecision(2)} at the points, and ${elsewhere![name]!.toPrecision(2)} at others. Give it more points, ten for every parameter, or draw them anew (draw: { every: 20 })`);
    const found = await errorsOfEstimates(context.engine, { ...model, scalars: reached.scalars }, this.equations);
    const { doubts = [], ...errors } = found ?? {};
    const sizes = await sizesOfTerms(context.engine, { ...model, scalars: reached.scalars }, this.equations);
    for (const doubt of doubts) context.note(doubt);
    return { ...model, status, report: { ...report, criterion: objective, ...solution, sizes, ...errors, uncertainty: uncertaintyOf(this.equations, residuals, found?.edf), ...(Object.keys(weights).length === 0 ? {} : { weights }), ...after, metrics } };
  }

  /** Why it diverged: at the very beginning by an equation, or what training says. */
  private async why(status: StageStatus, reason: string | undefined): Promise<Pick<StageResult, 'reason'>> {
    const { context, equations } = this;
    const begun = this.beginning().current ?? { network: context.fresh(0), scalars: this.initial };
    const noValue = status === 'diverged' ? await noValueAt(context.engine, { ...this.modelOf(begun.network), scalars: begun.scalars }, equations) : null;
    const why = noValue ?? reason;
    return why === undefined ? {} : { reason: why };
  }

  private beginning(): Progress {
    const { trained } = this.context;
    return {
      starts: [], best: null, current: trained === null ? null : { network: trained, scalars: knownScalars(this.equations.objective, this.context.reports) }, taken: 0, rounds: 0, rungs: [], counts: noCounts(), steps: 0, ending: null, status: 'completed',
    };
  }

  /** Where numbers of the equations begin. */
  private get initial(): Scalars { return knownScalars(this.equations.objective); }

  private get hasStarts(): boolean { return this.context.trained === null && this.options.starts.count > 1; }

  private isStarting({ starts }: Progress): boolean { return this.hasStarts && starts.length < this.options.starts.count; }

  private placeOf(at: Progress): RoundPlace {
    const { taken, rounds: round, rungs: { length: level } } = at;
    const isStarting = this.isStarting(at);
    return { isStarting, isFresh: this.context.trained === null && taken === 0 && (this.hasStarts ? isStarting : level === 0), level, taken, round };
  }

  /** Takes the steps of a round; null where it was interrupted. */
  private async round(at: Progress): Promise<Progress | null> {
    const { context, options: { starts } } = this;
    const place = this.placeOf(at);
    const { isStarting } = place;
    const most = isStarting ? starts.steps : this.points.stepsOf(place.level);
    const from = at.current ?? { network: context.fresh(at.starts.length), scalars: this.initial };
    const count = Math.min(this.points.stepsUntilOthers(place), most - at.taken);
    const { points, objective, model: { structure, network: begin }, ...weights } = await this.points.posed(place, { ...from, ...this.modelOf(from.network) });
    const result = await fitNetwork({ ...problemOf(context, structure, this.options, points), objective }, () => begin, {
      steps: count, starts: null, scalars: from.scalars, phase: at.taken === 0 && at.rungs.length === 0 && this.context.trained === null ? 'start' : 'restart', patience: null,
      observe: (event) => { context.observe({ ...event, step: at.taken + event.step, steps: most, ...(isStarting ? { start: at.starts.length } : {}) }, structure); },
      isOver: () => false, signal: context.signal,
    }, keepFit(context, at.fit ?? null, (fit): Progress => ({ ...at, current: from, fit }), isStarting ? ` of start ${at.starts.length + 1}` : this.options.levels.length === 0 ? '' : ` of level ${levelText(resolutionOf(structure))}`));
    const { status, reason } = { reason: undefined, ...await verdict(result, context, this.options, null) };
    if (status === 'interrupted') return null;
    const { fit: _, ...before } = at;
    // In the time of the equations again.
    const network = begin === from.network ? result.network : { ...result.network, spec: from.network.spec };
    const next: Progress = {
      ...before, current: { network, scalars: result.scalars, ...weights }, taken: at.taken + count, rounds: at.rounds + 1, counts: addCounts(at.counts, result.counts), steps: at.steps + result.steps, ending: result.ending,
    };
    const isThrough = next.taken >= most || status === 'diverged';
    if (!isThrough) return this.saved(next, `${next.taken} steps`);
    if (isStarting) return this.saved(await this.endStart(next, status, reason), `start ${at.starts.length + 1}`);
    if (status === 'diverged') return { ...next, status, ...(reason === undefined ? {} : { reason }) };
    return this.endLevel(next, result.ending);
  }

  /** Keeps the best start, and goes on with it after the last one. */
  private async endStart(at: Progress, status: StageStatus, reason: string | undefined): Promise<Progress> {
    const { options: { starts: { count } } } = this;
    const reached = { ...at.current!, ...this.modelOf(at.current!.network) };
    const score = status === 'diverged' ? Infinity : await this.left(this.placeOf(at), reached);
    const isBest = Number.isFinite(score) && score < Math.min(...at.starts);
    const starts = [...at.starts, Number.isFinite(score) ? score : Infinity];
    const best = isBest ? at.current : at.best;
    const isLast = starts.length === count;
    const lost = isLast && best === null ? { status: 'diverged' as const, ...(reason === undefined ? {} : { reason }) } : {};
    return { ...at, starts, best, current: isLast ? best : null, taken: 0, ...lost };
  }

  /** What is left of the equations at points of the data set. */
  private async left(place: RoundPlace, from: RoundModel): Promise<number> {
    const { model, ...posed } = await this.points.comparing(place, from);
    return (await solutionOf(this.context.engine, model, { ...this.equations, ...posed })).objective;
  }

  /** Reports the level, and extends to the next one. */
  private async endLevel(at: Progress, ending: string): Promise<Progress> {
    const { context, options: { levels, data } } = this;
    const { network, ...known } = at.current!;
    const model = this.modelOf(network);
    const k = at.rungs.length;
    const { trainable, effective, grid } = countParameters(model.structure);
    const solution = await solutionReport(context, this.options, model, known.scalars);
    const rung: SolvedRung = {
      level: resolutionOf(model.structure), metrics: { ...await context.measure(model, data), stage: numbersOf(solution) }, parameters: { trainable, effective, grid }, ...(at.change ?? { functionChange: null }), counts: at.counts, grids: noGrids(), ending,
      ...solution, ...(k === 0 ? {} : { isBetter: solution.objective < (1 - BETTER) * at.rungs[k - 1]!.objective }),
    };
    const rungs = [...at.rungs, rung];
    const extended = k < levels.length ? extendGrid(model.structure, network, perLayer(context, model.structure, levels[k]!, k), context.catalog).network : network;
    const change = k < levels.length ? { change: await this.changeTo(model, this.modelOf(extended)) } : {};
    const next = await this.saved({ ...at, rungs, ...change, current: { network: extended, ...known }, taken: 0 }, `level ${levelText(rung.level)}`);
    context.rung(rung, k === 0);
    return next;
  }

  /** What an extension moved, which is meant to move nothing. */
  private async changeTo(before: Model, after: Model): Promise<NonNullable<Progress['change']>> {
    const { context, equations, options: { data } } = this;
    const derivatives = await derivativeChange(context.engine, equations, before, after);
    return { functionChange: await functionChange(context, data, before, after), ...(derivatives === null ? {} : { derivativeChange: derivatives }) };
  }

  private async saved(at: Progress, done: string): Promise<Progress> {
    await this.context.save(at, done);
    return at;
  }

  private modelOf(network: Network): Model { return { structure: resolve(network.spec, this.context.catalog), network }; }
}

/** Blocks whose residuals are much larger elsewhere. */
function holdsAtPointsAlone({ residuals, elsewhere = {} }: SolutionReport): readonly string[] { return Object.keys(elsewhere).filter((name) => elsewhere[name]! > MUCH_LARGER * residuals[name]!); }
