import { columnOf, countParameters, exactLevels, extendedSpec, extendGrid, resolutionOf, resolve } from '@knotwork/network';
import type { Catalog, Equations, Network } from '@knotwork/plugin';
import type { Objective, Scalars, SegmentRole, Structure } from '@knotwork/plugin/engine';
import { addCounts, type Counts, examineProblem, fit as fitNetwork, type FitSnapshot, noCounts, noGrids, type Problem, requireCurvature } from '@knotwork/training';
import { solverOf } from '../budget/index.js';
import { interiorOf } from '../data/interior.js';
import { rowsNamed } from '../data/prepare-data.js';
import { atLevel, attentionOfDrawn, basisTooRough, functionTooRough, inexactLevel, noCoordinate, nothingToBalance, nothingToDraw, nothingToSolve, oneBlock, startsOfStored } from '../errors.js';
import { errorsOfEstimates } from '../measure/errors-of-estimates.js';
import { numbersOf } from '../measure/judged-numbers.js';
import { knownScalars } from '../measure/known-scalars.js';
import { solutionOf, type SolutionReport } from '../measure/solution.js';
import { perLayer } from './check-ladder.js';
import { verdict } from './fit.js';
import { POTENTIALS } from './attention.js';
import { type Balance, balanced } from './balance.js';
import { causalWeights } from './causal-weights.js';
import { derivativeChange } from './derivative-change.js';
import { drawnBy } from './drawn-by.js';
import { functionChange } from './function-change.js';
import { keepFit } from './keep-fit.js';
import { refuseUntrainable, requireRoomToSolve, trainableRoles } from './problem.js';
import { pressed, type Reach, reachedPoints } from './reached-points.js';
import { requireLevel } from './require-level.js';
import { residualsAt } from './residuals-at.js';
import { roughPart } from './rough-part.js';
import { marchSteps, type SolveOptions } from './solve.js';
import { chosen, levelText, type Model, type Rung, type StageContext, type StageResult, type StageStatus } from './stage.js';

/** Points among which those are chosen that are drawn by residual, as a multiple of them. */
const CANDIDATES = 5;

/** Points beside those of the equations at which these are looked at. */
const MOST_OTHERS = 2000;
/** Residuals that are so many times larger there are told. */
const MUCH_LARGER = 3;

/** Refuses what cannot be solved, level by level. @returns the structure at its end */
export async function checkSolve(context: StageContext, options: SolveOptions): Promise<Structure> {
  if (context.trained !== null && options.starts.count > 1) throw startsOfStored(`${context.path}.starts.count`, options.starts.count);
  const { objective, draw } = equationsOf(context, options);
  if (options.draw !== 'once' && Object.keys(draw).length === 0) throw nothingToDraw(`${context.path}.draw`);
  if (options.balance !== 'none') refuseIdleBalance(`${context.path}.balance`, options.balance, objective, options.draw);
  const coordinates = context.data.inputs.map(({ name }) => name);
  for (const key of ['causal', 'march'] as const) {
    const chosen = options[key];
    if (chosen !== 'none' && !coordinates.includes(chosen.along)) throw noCoordinate(`${context.path}.${key}.along`, chosen.along, coordinates);
  }
  refuseUntrainable(context, context.structure, options, `${context.path}.trainable`);
  const solver = solverOf({ kind: 'solve', ...options }, context.path, context.catalog);
  let { structure } = context;
  requireSmooth(structure, objective, context);
  const examine = (): void => {
    const problem = problemOf(context, structure, options, equationsOf(context, options).points);
    requireCurvature(problem);
    requireRoomToSolve(context, problem, examineProblem(problem), `${context.path}.maxUnknowns`);
  };
  examine();
  for (const [k, written] of options.levels.entries()) {
    const path = `${context.path}.levels.${k}`;
    try {
      const levels = perLayer(context, structure, written, k);
      requireLevel(context, structure, { level: written, levels, path }, solver);
      const { spec, isExact } = extendedSpec(structure, levels, context.catalog);
      if (!isExact) throw inexactLevel(path, written, levelsThatHold(structure, context.catalog));
      structure = resolve(spec, context.catalog);
      examine();
    } catch (error) {
      throw atLevel(error, path);
    }
  }
  return structure;
}

/** Solves from the start, or from where it was saved. */
export async function runSolve(context: StageContext, options: SolveOptions): Promise<StageResult> {
  return new Solve(context, options).run();
}

/** Refuses weights that nothing would have, or that say nothing. */
function refuseIdleBalance(path: string, { points, blocks }: Exclude<SolveOptions['balance'], 'none'>, objective: Objective, draw: SolveOptions['draw']): void {
  if (points === undefined && blocks === undefined) throw nothingToBalance(path, POTENTIALS);
  if (points !== undefined && draw !== 'once') throw attentionOfDrawn(`${path}.points`);
  if (blocks !== undefined && objective.blocks.length === 1) throw oneBlock(`${path}.blocks`, objective.blocks[0]!.name);
}

/** A network with the scalars of its equations, and the weights that it was trained with last. */
interface Candidate { readonly network: Network; readonly scalars: Scalars; readonly balance?: Balance }

/** A level, with what the network makes of the equations there. */
type SolvedRung = Rung & SolutionReport;

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

  constructor(private readonly context: StageContext, private readonly options: SolveOptions) {
    this.equations = equationsOf(context, options);
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
    if (status !== 'completed') return { ...model, status, ...(reason === undefined ? {} : { reason }), report: { ...report, ...after, metrics: await context.measure(model, this.options.data) } };
    // The last level is the result, and was judged.
    const { objective, residuals, elsewhere, estimates, relativeL2, drift, metrics } = rungs.at(-1)!;
    const weights = reached.balance?.blocks ?? {};
    const solution = { objective, residuals, ...(elsewhere === undefined ? {} : { elsewhere }), ...(estimates === undefined ? {} : { estimates }), ...(relativeL2 === undefined ? {} : { relativeL2 }), ...(drift === undefined ? {} : { drift }) };
    for (const name of holdsAtPointsAlone(solution)) context.note(`${name} holds at its points and not between them: the residual is ${residuals[name]!.toPrecision(2)} at the points, and ${elsewhere![name]!.toPrecision(2)} at others. Give it more points, ten for every parameter, or draw them anew (draw: { every: 20 })`);
    const errors = await errorsOfEstimates(context.engine, { ...model, scalars: reached.scalars }, this.equations);
    return { ...model, status, report: { ...report, criterion: objective, ...solution, ...errors, ...(Object.keys(weights).length === 0 ? {} : { weights }), ...after, metrics } };
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

  /** Whether the network of a round was never trained. */
  private isFresh(at: Progress): boolean { return this.context.trained === null && at.taken === 0 && (this.hasStarts ? this.isStarting(at) : at.rungs.length === 0); }

  private isStarting({ starts }: Progress): boolean { return this.hasStarts && starts.length < this.options.starts.count; }

  /** Takes the steps of a round; null where it was interrupted. */
  private async round(at: Progress): Promise<Progress | null> {
    const { context, options: { starts } } = this;
    const isStarting = this.isStarting(at);
    const most = isStarting ? starts.steps : this.stepsOf(at);
    const from = at.current ?? { network: context.fresh(at.starts.length), scalars: this.initial };
    const { structure } = this.modelOf(from.network);
    const count = Math.min(this.every, most - at.taken, this.untilNextWindow(at));
    const { points, objective, ...weights } = await this.posed(at, from);
    const result = await fitNetwork({ ...problemOf(context, structure, this.options, points), objective }, () => from.network, {
      steps: count, starts: null, scalars: from.scalars, phase: at.taken === 0 && at.rungs.length === 0 && this.context.trained === null ? 'start' : 'restart', patience: null,
      observe: (event) => { context.observe({ ...event, step: at.taken + event.step, steps: most, ...(isStarting ? { start: at.starts.length } : {}) }, structure); },
      isOver: () => false, signal: context.signal,
    }, keepFit(context, at.fit ?? null, (fit): Progress => ({ ...at, current: from, fit }), isStarting ? ` of start ${at.starts.length + 1}` : ` of level ${levelText(resolutionOf(structure))}`));
    const { status, reason } = { reason: undefined, ...verdict(result) };
    if (status === 'interrupted') return null;
    const { fit: _, ...before } = at;
    const next: Progress = {
      ...before, current: { network: result.network, scalars: result.scalars, ...weights }, taken: at.taken + count, rounds: at.rounds + 1, counts: addCounts(at.counts, result.counts), steps: at.steps + result.steps, ending: result.ending,
    };
    const isThrough = next.taken >= most || status === 'diverged';
    if (!isThrough) return this.saved(next, `${next.taken} steps`);
    if (isStarting) return this.saved(await this.endStart(next, status, reason), `start ${at.starts.length + 1}`);
    if (status === 'diverged') return { ...next, status, ...(reason === undefined ? {} : { reason }) };
    return this.endLevel(next, result.ending);
  }

  /** Keeps the best start, and goes on with it after the last one. */
  private async endStart(at: Progress, status: StageStatus, reason: string | undefined): Promise<Progress> {
    const { equations, context: { engine }, options: { starts: { count } } } = this;
    const { network, scalars } = at.current!;
    const score = status === 'diverged' ? Infinity : (await solutionOf(engine, { ...this.modelOf(network), scalars }, { ...equations, points: await this.weighed(this.reached(at), at, at.current!) })).objective;
    const isBest = Number.isFinite(score) && score < Math.min(...at.starts);
    const starts = [...at.starts, Number.isFinite(score) ? score : Infinity];
    const best = isBest ? at.current : at.best;
    const isLast = starts.length === count;
    const lost = isLast && best === null ? { status: 'diverged' as const, ...(reason === undefined ? {} : { reason }) } : {};
    return { ...at, starts, best, current: isLast ? best : null, taken: 0, ...lost };
  }

  /** Reports the level, and extends to the next one. */
  private async endLevel(at: Progress, ending: string): Promise<Progress> {
    const { context, options: { levels, data } } = this;
    const { network, ...known } = at.current!;
    const model = this.modelOf(network);
    const k = at.rungs.length;
    const { trainable, effective, grid } = countParameters(model.structure);
    const solution = await this.solution(model, known.scalars);
    const rung: SolvedRung = {
      level: resolutionOf(model.structure), metrics: { ...await context.measure(model, data), stage: numbersOf(solution) }, parameters: { trainable, effective, grid }, ...(at.change ?? { functionChange: null }), counts: at.counts, grids: noGrids(), ending,
      ...solution,
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

  /** Points and weights of a round. */
  private async posed(at: Progress, from: Candidate): Promise<Pick<Equations, 'objective' | 'points'> & Pick<Candidate, 'balance'>> {
    const { equations: { objective }, options: { balance: options, trainable }, context: { engine } } = this;
    const points = await this.pointsOf(at, from);
    return options === 'none' ? { objective, points } : balanced(engine, { ...this.modelOf(from.network), scalars: from.scalars }, { objective, points }, { options, trainable: rolesOf(trainable), before: from.balance });
  }

  /** The points of a round. */
  private async pointsOf(at: Progress, { network, scalars }: Candidate): Promise<Equations['points']> {
    const { context, equations: { draw: sets }, options: { draw } } = this;
    const points = this.reached(at);
    if (draw === 'once') return this.weighed(points, at, { network, scalars });
    const drawn = { ...points };
    const time = this.timeOf(at);
    for (const [name, among] of Object.entries(sets)) {
      const { count = points[name]!.inputs.count } = draw;
      const stream = context.batches.fork(`points.${name}.${at.rounds}`);
      const isUniform = draw.by === 'uniform' || this.isFresh(at);
      const candidates = pressed(among(isUniform ? count : CANDIDATES * count, stream), time);
      drawn[name] = { inputs: isUniform ? candidates : drawnBy(await residualsAt(context.engine, { ...this.modelOf(network), scalars }, this.equations.objective, name, candidates), candidates, count, stream.uniform(0, 1)) };
    }
    return this.weighed(drawn, at, { network, scalars });
  }

  /** Steps of a round at most: after them points or weights are others. */
  private get every(): number {
    const { draw, causal, balance } = this.options;
    if (draw !== 'once') return draw.every;
    return Math.min(causal === 'none' ? Infinity : causal.every, balance === 'none' ? Infinity : balance.every);
  }

  /** The points of the data set, as far as time has come. */
  private reached(at: Progress): Equations['points'] { return reachedPoints(this.equations, this.timeOf(at)); }

  /** How far time has come. */
  private timeOf(at: Progress): Reach | null {
    const { context: { data: { inputs, domains } }, options: { march } } = this;
    if (march === 'none' || at.rungs.length > 0) return null;
    const share = this.isStarting(at) ? 1 / march.windows : Math.min(1, (Math.floor(at.taken / march.steps) + 1) / march.windows);
    const column = inputs.findIndex(({ name }) => name === march.along);
    return share === 1 ? null : { column, interval: domains[column]!, share };
  }

  /** Steps of a level, with those on the way to the whole of the time. */
  private stepsOf({ rungs }: Progress): number { return this.options.steps + (rungs.length === 0 ? marchSteps(this.options.march) : 0); }

  /** Steps before the next part of the time counts. */
  private untilNextWindow(at: Progress): number {
    const { march } = this.options;
    return march === 'none' || this.isStarting(at) || at.rungs.length > 0 || at.taken >= marchSteps(march) ? Infinity : march.steps - (at.taken % march.steps);
  }

  /** Points with the weights that they have in time. */
  private async weighed(points: Equations['points'], at: Progress, { network, scalars }: Candidate): Promise<Equations['points']> {
    const { context: { engine, data: { inputs } }, equations, options: { causal, steps, levels } } = this;
    // Coarse grids hold the beginning, if anything. In the second half of the last level all times count alike.
    const left = at.rungs.length < levels.length || this.isStarting(at) ? 1 : Math.min(1, Math.max(0, 2 * (this.stepsOf(at) - at.taken) / steps - 1));
    if (causal === 'none' || left === 0) return points;
    const column = inputs.findIndex(({ name }) => name === causal.along);
    const weighed = { ...points };
    for (const name of interiorOf(equations)) {
      const residuals = await residualsAt(engine, { ...this.modelOf(network), scalars }, equations.objective, name, points[name]!.inputs);
      weighed[name] = { ...points[name]!, weights: causalWeights(residuals, columnOf(points[name]!.inputs, column), causal.strength * left) };
    }
    return weighed;
  }

  /** What the network makes of the equations, at other points and beside the reference, too. */
  private solution(model: Model, scalars: Scalars): Promise<SolutionReport> {
    const { equations, context: { engine, data: { outputs: unknowns }, batches } } = this;
    const { test: rows } = rowsNamed(this.context.data, this.options.data);
    const others = Object.fromEntries(Object.entries(equations.draw).map(([name, among]) => [name, { inputs: among(Math.min(equations.points[name]!.inputs.count, MOST_OTHERS), batches.fork(`others.${name}`)) }]));
    return solutionOf(engine, { ...model, scalars }, equations, { test: { rows, unknowns }, others });
  }

  private modelOf(network: Network): Model { return { structure: resolve(network.spec, this.context.catalog), network }; }
}

/** Blocks whose residuals are much larger elsewhere. */
function holdsAtPointsAlone({ residuals, elsewhere = {} }: SolutionReport): readonly string[] { return Object.keys(elsewhere).filter((name) => elsewhere[name]! > MUCH_LARGER * residuals[name]!); }

/** Levels that keep functions of all terms that have a resolution. */
function levelsThatHold({ layers }: Structure, catalog: Catalog): readonly number[] {
  const [first = [], ...others] = layers.flatMap(({ terms }) => terms).filter(({ claims: { refine } }) => refine !== null).map((term) => exactLevels(term, catalog));
  return first.filter((level) => others.every((of) => of.includes(level)));
}

function equationsOf({ data, path }: StageContext, { data: name }: SolveOptions): Equations {
  const { equations } = rowsNamed(data, name);
  if (equations === undefined) throw nothingToSolve(`${path}.data`, name);
  return equations;
}

function problemOf(context: StageContext, structure: Structure, options: SolveOptions, train: Equations['points']): Problem {
  const { optimizer, trainable, maxUnknowns } = options;
  const { objective } = equationsOf(context, options);
  const { catalog, engine } = context;
  return {
    engine, structure, objective, penalties: [], optimizer: chosen(catalog, 'optimizer', optimizer), grid: { definition: catalog.get('grid', 'fixed'), options: {} },
    trainable: rolesOf(trainable), train, validation: null, maxUnknowns,
  };
}

const rolesOf = (trainable: SolveOptions['trainable']): readonly SegmentRole[] => (trainable === 'all' ? trainableRoles : trainable);

/** Derivatives that equations read must be continuous. */
function requireSmooth(structure: Structure, { blocks }: Objective, { path }: StageContext): void {
  const reads = blocks.flatMap((block) => Object.values(block.reads));
  const order = Math.max(0, ...reads.map((read) => (read.of === 'derivative' ? read.inputs.length : 0)));
  const rough = roughPart(structure, order);
  if (rough !== null) throw rough.what === 'basis' ? basisTooRough(path, order, rough.name, rough.smoothness) : functionTooRough(path, order, rough.what, rough.layer);
}
