import { carryOver, countParameters, edgeSpreads, extendGrid, type LayerSpread, outputShares, resolutionFor, resolve } from '@knotwork/network';
import { prune as pruneEdges } from '@knotwork/network/replaced';
import type { Network, Rows } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { addCounts, type Counts, fit as fitNetwork, type FitPlan, type FitSnapshot, noCounts, type SmoothingReport, type Strengths, strengthsAmong, strengthsOf } from '@knotwork/training';
import { rowsNamed } from '../data/prepare-data.js';
import { lossOf } from '../measure/standard-loss.js';
import { lossesOfRows } from '../measure/loss-of-outputs.js';
import type { EliminationOptions } from './elimination-options.js';
import { keepFit, MOST_LOST } from './keep-fit.js';
import { type FittingOptions, problemOf, stepsOf } from './problem.js';
import { keepWhere } from './keep-masks.js';
import { type Reduced, reductions, type Removal } from './removals.js';
import { edgesSmoothed } from './smoothing-summary.js';
import type { Model, StageContext } from './stage.js';

/** An error that is this share of the targets' variance is none: edges that bring less were switched off by their share already. */
const NEGLIGIBLE = 1e-8;
/** Where noise alone decides, errors that differ by no more than this share are equal. */
const EQUAL = 1e-3;
/** A network whose error is so many times that of the larger one on the same grids is not refined: finer ones do not bring back what is missing. */
const HOPELESS = 100;
/** Rows that a parameter of a refined network has at least. */
const ROWS_PER_PARAMETER = 10;
/** Share of the rows that counts as free of a network that has more degrees of freedom than that. */
const LEAST_FREE = 0.01;

/** How good a network is on every row, so that two can be compared row by row: the loss there, with what the rows know of it already made up for. */
interface Judged { readonly error: number; readonly rows: Float64Array }

/** What a fit came to, as plain data. */
interface Fitted { readonly network: Network; readonly counts: Counts; readonly isFinite: boolean; readonly freedom: number; readonly strengths: Strengths | null }

/** One removal that was tried, for result.json. */
export interface Tried {
  readonly removed: Removal['what'] | 'all';
  readonly share: number;
  /** Edges that were left then. */
  readonly left: number;
  /** Losses at equal numbers of parameters, and the most that would have been accepted. */
  readonly error: number;
  readonly before: number;
  readonly most: number;
  readonly isAccepted: boolean;
}

/** A network that no removal was found for yet, as plain data. */
interface Round {
  /** Of the structure that the stage began with, as it is without what went. */
  readonly network: Network;
  /** Its error on the grids that it has. */
  readonly base: number;
  /** The best that was accepted so far: smaller ones must be as good. */
  readonly best: Judged;
  readonly edges: readonly (readonly [number, number, number])[];
  readonly nodes: readonly (readonly [number, number])[];
  readonly tried: readonly Tried[];
  readonly counts: Counts;
  /** Fresh networks drawn so far. */
  readonly drawn: number;
  /** Whether it is the network that came. */
  readonly isGiven: boolean;
}

/** What is kept of an elimination that is not finished: the round reached, fits of the next that are done, and the one under way. */
export interface EliminationProgress { readonly round: Round | null; readonly done: readonly Fitted[]; readonly fit: FitSnapshot | null }

/** What an elimination came to. */
export interface Eliminated { readonly model: Model; readonly edges: Round['edges']; readonly nodes: Round['nodes']; readonly counts: Counts; readonly report: Readonly<Record<string, unknown>> }

/**
 * Backward elimination: takes away the node or edge that passes on the least, fits what is left, and keeps it where it is as good; again until nothing more
 * can go.
 *
 * Networks are compared with equal numbers of parameters: what a smaller one saves on edges it spends on finer grids. At equal grids the larger network
 * always wins, because its spare edges repair what single curves are too coarse for.
 */
export class Elimination {
  private readonly budget: number;
  private readonly rows: Rows;
  private readonly judgedBy: 'criterion' | 'validation' | 'training';
  private done: Fitted[];
  private under: FitSnapshot | null;
  private taken = 0;
  private kept: number;
  /** The round that fits are for; null before the first. */
  private round: Round | null = null;

  constructor(private readonly context: StageContext, private readonly dense: Model, private readonly numbers: EliminationOptions, private readonly options: FittingOptions & { readonly refreshEvery: number }) {
    const { train, validation } = rowsNamed(context.data, options.data);
    this.judgedBy = options.smoothing === 'auto' ? 'criterion' : validation.inputs.count > 0 ? 'validation' : 'training';
    this.rows = this.judgedBy === 'validation' ? validation : train;
    const { effective } = countParameters(dense.structure);
    this.budget = Math.max(effective, Math.min(numbers.parameters, train.targets.count * train.targets.width / ROWS_PER_PARAMETER));
    const { done, fit } = context.progress as EliminationProgress | null ?? { done: [], fit: null };
    [this.done, this.under, this.kept] = [[...done], fit, context.elapsed()];
  }

  /** @returns null where it was interrupted */
  async run(): Promise<Eliminated | null> {
    try {
      let round = (this.context.progress as EliminationProgress | null)?.round ?? await this.begin();
      for (;;) {
        const { next, tried, counts, drawn } = await this.next(round);
        if (next === null) return this.ended({ ...round, tried, counts, drawn });
        round = next;
        await this.reach(round);
      }
    } catch (error) {
      if (error instanceof Interrupted) return null;
      throw error;
    }
  }

  private ended({ network, edges, nodes, tried, counts, best, isGiven }: Round): Eliminated {
    const { judgedBy, budget, dense, context: { catalog } } = this;
    // What nothing was taken from is what came, to the bit: as it was judged, hidden nodes have units of their own.
    const model = isGiven ? dense : { structure: resolve(network.spec, catalog), network };
    return { model, edges, nodes, counts, report: { judgedBy, parameters: budget, error: best.error, edges, nodes, tried } };
  }

  private async begin(): Promise<Round> {
    const { dense: { structure }, numbers } = this;
    const first = await this.firstRound();
    let round = await this.withoutAll(first);
    // A network that learned nothing says little of what others would: fresh ones have to fail, too.
    if (round.edges.length > 0 && numbers.starts.count > 0) {
      const fitted = await this.fitFresh(structure, 0);
      const fresh = await this.roundOf(structure, fitted, await this.judge({ structure, network: fitted.network }, fitted), numbers.starts.count);
      const again = fresh.best.error < first.best.error ? await this.withoutAll(fresh) : round;
      round = { ...again, counts: addCounts(first.counts, again.counts) };
    }
    await this.reach(round);
    return round;
  }

  /**
   * What all else is compared with: the network that came, or the same fitted on, as other networks are, where that is better. A fit begins with strengths of smoothing that it knows
   * nothing of, and may end elsewhere: a network that is worse than what came would let too much be taken away.
   */
  private async firstRound(): Promise<Round> {
    const { dense: { structure, network }, numbers: { steps }, context: { reports } } = this;
    const known = this.judgedBy === 'criterion' ? edgesSmoothed(reports) : null;
    const given = await this.fit(structure, () => network, { steps: 0, starts: null, phase: 'restart' }, known === null ? null : strengthsAmong(known, structure));
    const fitted = await this.fit(structure, () => network, { steps, starts: null, phase: 'restart' }, null);
    const [asGiven, asFitted] = [await this.judge({ structure, network }, given), await this.judge({ structure, network: fitted.network }, fitted)];
    const isGiven = !(asFitted.error < asGiven.error);
    const round = isGiven ? await this.roundOf(structure, { ...given, network }, asGiven, 0) : await this.roundOf(structure, fitted, asFitted, 0);
    return { ...round, counts: addCounts(isGiven ? fitted.counts : given.counts, round.counts), isGiven };
  }

  private async roundOf(structure: Structure, fitted: Fitted, base: Judged, drawn: number): Promise<Round> {
    const { judged, counts } = await this.judgedAtBudget(structure, fitted, base);
    return { network: fitted.network, base: base.error, best: judged, edges: [], nodes: [], tried: [], counts: addCounts(fitted.counts, counts), drawn, isGiven: false };
  }

  /** Whether a constant is as good, where nothing can be learned: all edges go at once. What is fitted to noise has no shares to go by. */
  private async withoutAll(round: Round): Promise<Round> {
    const model: Model = { structure: resolve(round.network.spec, this.context.catalog), network: round.network };
    const spreads = await this.spreads(model);
    const { structure, network, report: { edges, nodes } } = pruneEdges(model.structure, model.network, keepWhere(model.structure, () => false), spreads.map(({ mean }) => mean), this.context.catalog);
    const fitted = await this.fit(structure, () => network, { steps: this.numbers.steps, starts: null, phase: 'restart' }, null);
    const judged = await this.judge({ structure, network: fitted.network }, fitted);
    const { isAsGood, most } = this.compare(judged, round.best);
    const tried: Tried[] = [{ removed: 'all', share: 1, left: 0, error: judged.error, before: round.best.error, most, isAccepted: isAsGood }];
    const counts = addCounts(round.counts, fitted.counts);
    return isAsGood ? { ...round, network: fitted.network, best: judged, edges, nodes, tried, counts, isGiven: false } : { ...round, tried, counts };
  }

  private async reach(round: Round): Promise<void> {
    [this.done, this.taken] = [[], 0];
    if (this.isDue) await this.keep(round, `${round.edges.length} edges were eliminated`);
  }

  private async keep(round: Round | null, done: string): Promise<void> {
    await this.context.save({ round, done: this.done, fit: null } satisfies EliminationProgress, done);
    this.kept = this.context.elapsed();
  }

  /** Writing to a disk takes longer than many a fit. */
  private get isDue(): boolean { return this.context.elapsed() - this.kept >= MOST_LOST; }


  /** Tries what might go. @returns the round without the first that can, or null, and what is known besides */
  private async next(round: Round): Promise<{ readonly next: Round | null } & Pick<Round, 'tried' | 'counts' | 'drawn'>> {
    const { context: { catalog }, numbers } = this;
    this.round = round;
    const model: Model = { structure: resolve(round.network.spec, catalog), network: round.network };
    const spreads = await this.spreads(model);
    let { tried, counts, drawn } = round;
    for (const { removal, reduced } of reductions(model, outputShares(model.structure, spreads), spreads.map(({ mean }) => mean), numbers.tries, catalog)) {
      const found = await this.without(reduced, round, drawn);
      drawn += found.drawn;
      counts = addCounts(counts, found.counts);
      const { verdict, judged, fitted } = found;
      tried = [...tried, {
        removed: removal.what, share: removal.share, left: countParameters(reduced.structure).external.edges, error: judged.error, before: round.best.error, most: verdict.most, isAccepted: verdict.isAsGood,
      }];
      if (verdict.isAsGood) {
        const { edges, nodes } = reduced.report;
        return { next: { network: fitted.network, base: found.base, best: judged.error < round.best.error ? judged : round.best, edges: [...round.edges, ...edges], nodes: [...round.nodes, ...nodes], tried, counts, drawn, isGiven: false }, tried, counts, drawn };
      }
    }
    return { next: null, tried, counts, drawn };
  }

  /** The best that was found without something: fitted on from what is left, and where that is not as good, from fresh networks. */
  private async without(reduced: Reduced, round: Round, drawn: number): Promise<Attempt & { readonly drawn: number }> {
    const { numbers } = this;
    const warm = await this.fit(reduced.structure, () => reduced.network, { steps: numbers.steps, starts: null, phase: 'restart' }, null);
    const first = await this.attempt(reduced.structure, warm, round);
    if (first.verdict.isAsGood || numbers.starts.count === 0) return { ...first, drawn: 0 };
    const fresh = await this.fitFresh(reduced.structure, drawn);
    const second = await this.attempt(reduced.structure, fresh, round);
    return { ...(second.judged.error < first.judged.error ? second : first), counts: addCounts(first.counts, second.counts), drawn: numbers.starts.count };
  }

  /** Judges a fit beside the best so far. */
  private async attempt(structure: Structure, fitted: Fitted, round: Round): Promise<Attempt> {
    const base = await this.judge({ structure, network: fitted.network }, fitted);
    const isHopeless = !(base.error <= HOPELESS * Math.max(round.base, round.best.error));
    const { judged, counts } = isHopeless ? { judged: base, counts: noCounts() } : await this.judgedAtBudget(structure, fitted, base);
    return { fitted, base: base.error, judged, verdict: this.compare(judged, round.best), counts: addCounts(fitted.counts, counts) };
  }

  private fitFresh(structure: Structure, drawn: number): Promise<Fitted> {
    const { numbers: { starts: { count, steps } } } = this;
    return this.fit(structure, (start) => this.fresh(structure, drawn + start), { steps: count > 1 ? 0 : steps, starts: count > 1 ? { count, steps, keep: 1 } : null, phase: 'start' }, null);
  }

  /** A fresh network of the stage's structure without what went. @param number no fit before it began with the same */
  private fresh(structure: Structure, number: number): Network {
    const { context } = this;
    const whole = context.structure;
    const isOn = (l: number, t: number, from: number, to: number): boolean => structure.layers[l]!.terms[t]!.edges.edgeAt[from * structure.layers[l]!.sums + to]! >= 0;
    const keep = whole.layers.map(({ index: l, terms }) => terms.map(({ edges }, t) => Uint8Array.from(edges.from, (from, e) => (isOn(l, t, from, edges.to[e]!) ? 1 : 0))));
    const none = whole.layers.map(({ terms }) => terms.map(({ edges }) => new Float64Array(edges.count)));
    // Start 0 is what the first network began with.
    const { network, structure: own } = pruneEdges(whole, context.fresh(number + 1), keep, none, context.catalog);
    return carryOver(network, own, structure);
  }

  /** How good a network is as it is and on finer grids, up to the parameters that every one may have: at its best. */
  private async judgedAtBudget(structure: Structure, fitted: Fitted, base: Judged): Promise<{ readonly judged: Judged; readonly counts: Counts }> {
    const { context: { catalog }, numbers: { refineSteps: steps } } = this;
    let model: Model = { structure, network: fitted.network };
    let { strengths } = fitted;
    let judged = base;
    let counts = noCounts();
    for (const levels of this.ladder(structure)) {
      if (!Number.isFinite(judged.error)) break;
      const finer = extendGrid(model.structure, model.network, levels, catalog);
      if (countParameters(finer.structure).effective > this.options.maxUnknowns) break;
      const refined = await this.fit(finer.structure, () => finer.network, { steps, starts: null, phase: 'restart' }, strengths);
      model = { structure: finer.structure, network: refined.network };
      ({ strengths } = refined);
      counts = addCounts(counts, refined.counts);
      const next = await this.judge(model, refined);
      if (next.error < judged.error) judged = next;
    }
    return { judged, counts };
  }

  /** Resolutions by doubling, so that grids nest, the last of which has as many parameters as may be; none where no basis has a resolution. */
  private ladder(structure: Structure): number[][][] {
    const { context: { catalog }, budget } = this;
    const { layers } = structure;
    const levelsOf = layers.map(({ terms }) => terms.map(({ claims: { refine } }) => refine?.level ?? null));
    if (countParameters(structure).external.edges === 0 || levelsOf.flat().every((level) => level === null)) return [];
    const target = resolutionFor(structure, budget / countParameters(structure).external.edges, catalog);
    const rungs: number[][][] = [];
    let now = levelsOf.map((of) => of.map((level) => level ?? 0));
    for (;;) {
      const next = now.map((of, l) => of.map((level, t) => (levelsOf[l]![t] === null ? level : Math.max(level, Math.min(2 * level, target[l]![t]!)))));
      if (next.flat().every((level, k) => level === now.flat()[k])) return rungs;
      rungs.push(next);
      now = next;
    }
  }

  private async judge(model: Model, { isFinite, freedom }: Fitted): Promise<Judged> {
    const { rows, context, judgedBy, options } = this;
    if (!isFinite) return { error: Infinity, rows: new Float64Array(0) };
    const [outputs] = await context.outputs(model, [rows]);
    const { objective } = problemOf(context, model.structure, options);
    const weights = rows.weights;
    const losses = lossesOfRows(objective, outputs!, rows).map((loss, n) => loss * (weights?.[n] ?? 1));
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    const fair = judgedBy === 'validation' ? mean : this.charged(mean, freedom, losses.length);
    return { error: fair, rows: losses.map((loss) => loss + fair - mean) };
  }

  /**
   * The loss of rows that were fitted, with what it owes to degrees of freedom: generalized cross-validation, where each of them is charged as much as by the
   * Bayesian information criterion, log n / 2 for 1. Structures are searched for among many, and what a search finds by chance is more than what a fit does.
   */
  private charged(mean: number, freedom: number, rows: number): number {
    const { context: { data, catalog }, options } = this;
    const observations = rows * (data.original.task === 'classification' ? 1 : data.outputs.length);
    const share = (Math.max(1, Math.log(observations) / 2) * freedom) / observations;
    const isLikelihood = lossOf(catalog, options.loss, data.original.task).definition.form === 'loss' && data.original.task === 'classification';
    return isLikelihood ? mean + share : mean / Math.max(1 - share, LEAST_FREE) ** 2;
  }

  /** Whether a network is as good as another, row by row. */
  private compare(judged: Judged, best: Judged): Verdict {
    const { numbers: { tolerance, deviations }, judgedBy } = this;
    if (!Number.isFinite(judged.error)) return { isAsGood: false, most: best.error };
    const count = judged.rows.length;
    const mean = judged.error - best.error;
    let square = 0;
    for (let n = 0; n < count; n++) square += (judged.rows[n]! - best.rows[n]! - mean) ** 2;
    const noise = deviations * Math.sqrt(square / (count * Math.max(count - 1, 1)));
    const most = Math.max(NEGLIGIBLE * this.variance, best.error + (judgedBy === 'criterion' ? Math.max(noise, EQUAL * best.error) : Math.min(noise, ((1 + tolerance) ** 2 - 1) * best.error)));
    return { isAsGood: judged.error <= most, most };
  }

  private get variance(): number {
    const { count, values } = this.rows.targets;
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return count === 0 ? 0 : values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  }

  private async spreads(model: Model): Promise<LayerSpread[]> {
    const { context, options } = this;
    const inputs = await context.activations(model, rowsNamed(context.data, options.data).train);
    return edgeSpreads(model.structure, model.network.parameters, (layer) => inputs[layer]!);
  }

  /** A fit, or what came of it before the run was cut off. */
  private async fit(structure: Structure, network: (start: number) => Network, plan: Pick<FitPlan, 'steps' | 'starts' | 'phase'>, strengths: Strengths | null): Promise<Fitted> {
    const { context, options, judgedBy } = this;
    const known = this.done[this.taken];
    this.taken++;
    if (known !== undefined) return known;
    const from = this.under;
    this.under = null;
    const result = await fitNetwork(problemOf(context, structure, options), network, {
      ...plan, ...stepsOf(options, context.batches.fork(`fits.${this.round?.edges.length ?? 'first'}.${this.taken}`)), refreshEvery: options.refreshEvery,
      ...(strengths === null ? {} : { strengths }), patience: judgedBy === 'validation' ? Infinity : null, observe: () => undefined, isOver: () => false, signal: context.signal,
    }, keepFit(context, from, (fit): EliminationProgress => ({ round: this.round, done: this.done, fit }), ' of an elimination'));
    if (result.ending === 'aborted') throw new Interrupted();
    const { smoothing } = result;
    const fitted: Fitted = {
      network: result.network, counts: result.counts, isFinite: result.ending !== 'not-finite' && Number.isFinite(result.loss),
      freedom: smoothing === undefined ? countParameters(structure).effective : freedomOf(smoothing), strengths: smoothing === undefined ? null : strengthsOf(smoothing),
    };
    this.done.push(fitted);
    if (this.isDue) await this.keep(this.round, `fit ${this.taken} of an elimination`);
    return fitted;
  }
}

/** Degrees of freedom of smoothing that chose itself: where outputs were drawn to their means, only so much of them. */
function freedomOf({ edf, kept }: SmoothingReport): number {
  const share = kept.reduce((a, b) => a + b, 0) / kept.length;
  return kept.length + share * Math.max(0, edf - kept.length);
}

/** A network without something, on the grids that it has and at its best. */
interface Attempt { readonly fitted: Fitted; readonly base: number; readonly judged: Judged; readonly verdict: Verdict; readonly counts: Counts }

interface Verdict { readonly isAsGood: boolean; readonly most: number }

class Interrupted extends Error {}
