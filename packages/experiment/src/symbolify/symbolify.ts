import { columnOf, type EdgePlace, meanAndDeviation, unreadEdges } from '@knotwork/network';
import { prune, replaceEdges } from '@knotwork/network/replaced';
import type { Catalog, Rows, Samples, Task } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { DATA, type Problem } from '@knotwork/training';
import { rowsOf } from '../keep/kept-rows.js';
import type { Model } from '../stages/stage.js';
import { askedRows } from './asked-rows.js';
import { type EdgeCandidates, edgeCandidates, type KnownError, MOST_PLACES, type OutputError } from './edge-candidates.js';
import { type EdgeWish, type FunctionLibrary, keyOf } from './function-library.js';
import { type InDomains, intoDomains, JUST_INSIDE, numbersBefore } from './into-domains.js';
import { areKnownBetween } from './known-between.js';
import { Judge, type Judgement, type JudgedRows } from './judging.js';
import { type CurvesSmoothed, numbersOfCurves, Refitter } from './refitting.js';
import { type Reading, replacementOf } from './reading.js';
import { type Choice, Search, type TrialsMade } from './search.js';

/** A network whose edges are to become functions, and all that decides which. */
export interface SymbolifyRequest {
  readonly model: Model;
  readonly catalog: Catalog;
  /** What refits solve. */
  readonly problem: Omit<Problem, 'structure' | 'train' | 'validation'>;
  /** What is known of the smoothing of its curves; left out, and null, where it did not choose itself. */
  readonly smoothed?: CurvesSmoothed | null;
  /** In network units. */
  readonly rows: JudgedRows;
  readonly task: Task;
  /** Of the inputs, in network units. */
  readonly domains: readonly (readonly [number, number])[];
  readonly outputs: (model: Model, sets: readonly Rows[]) => Promise<Samples[]>;
  readonly activations: (model: Model, rows: Rows) => Promise<Samples[]>;
  readonly library: FunctionLibrary;
  /** What single edges were asked to become, or to stay. */
  readonly wishes: readonly EdgeWish[];
  /** Edges that are looked at; all that are no functions yet where it is left out. */
  readonly places?: readonly EdgePlace[];
  readonly trials: number;
  /** Errors of edges that are known better than from those of the outputs. */
  readonly known: (edges: readonly EdgePlace[], activations: readonly Samples[]) => Promise<KnownError>;
  readonly made: TrialsMade;
  readonly save: (made: TrialsMade) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Of numbers in texts of candidates; as many as it takes where it is left out. */
  readonly digits?: number | 'all' | undefined;
}

/** An edge, and what it became. */
export interface EdgeOutcome extends EdgeCandidates {
  /** Null for one that stayed what it is. */
  readonly reading: Reading | null;
  readonly wish: EdgeWish | null;
}

export interface Symbolified {
  readonly model: Model;
  readonly edges: readonly EdgeOutcome[];
  readonly trials: number;
  /** Whether there were no trials left. */
  readonly isOver: boolean;
  /** Whether the network is no worse than before. */
  readonly isNoWorse: boolean;
}

/** Rows that choices are judged on, and that refits see while there is a choice; the last one sees all. */
const MOST_ROWS = 5000;
/** Steps of a refit. Where edges stay curves, a few damped steps: what rows hardly see of them is to stay as well. */
const ALL_READ = { steps: 30, leastMu: 1e-18, slow: 1e-3 };
const SOME_READ = { steps: 8, leastMu: 1e-4, slow: 1e-3 };
const LAST = { steps: 200, slow: 1e-6 };

/** Steps that a refit of functions takes as a rule. */
const STEPS_OF_A_TRIAL = 10;
/** Multiply-adds of all trials together, about half a minute, and trials that there are always. */
const MOST_WORK = 1e10;
const LEAST_TRIALS = 12;
/** How far from the end of its domain an argument is put to begin with, likewise. */
const FAR_INSIDE = 1e-6;

/** Makes functions of the edges of a network, chosen together, and fits all their numbers to the last digit. */
export async function symbolify(request: SymbolifyRequest): Promise<Symbolified> {
  return new Symbolifying(request, { ...request.rows, train: some(request.rows.train), validation: request.rows.validation === null ? null : some(request.rows.validation) }).run();
}

/** What some edges may become, and nothing is done about it. */
export async function candidatesOf(request: SymbolifyRequest, places: readonly EdgePlace[]): Promise<EdgeCandidates[]> {
  return new Symbolifying(request, { ...request.rows, train: some(request.rows.train), validation: request.rows.validation === null ? null : some(request.rows.validation) }).candidates(places);
}

/** All rows, or as many evenly spread over them. */
export function some({ inputs, targets, weights }: Rows, most = MOST_ROWS): Rows {
  const { count } = inputs;
  if (count <= most) return { inputs, targets, ...(weights === undefined ? {} : { weights }) };
  const picked = Uint32Array.from({ length: most }, (_, k) => Math.floor((k * count) / most));
  return { inputs: rowsOf(inputs, picked), targets: rowsOf(targets, picked), ...(weights === undefined ? {} : { weights: Float64Array.from(picked, (row) => weights[row]!) }) };
}

class Symbolifying {
  private readonly judge: Judge;
  private readonly refitter: Refitter;
  /** Asked for once, where curves are left beside functions. */
  private holdsCurves: Promise<boolean> | null = null;
  /** Whether functions have to be known between the rows: not beside some that were there, or asked for, and are not. */
  private asksBetween = true;

  constructor(private readonly request: SymbolifyRequest, private readonly rows: JudgedRows) {
    const { problem, outputs, activations, catalog, signal, smoothed = null } = request;
    this.judge = new Judge(problem.objective, rows, outputs, problem.engine.precision, this.isLikelihood);
    this.refitter = new Refitter({ ...problem, train: {}, validation: null }, catalog, signal, smoothed, activations);
  }

  async run(): Promise<Symbolified> {
    const { model, trials, made, save } = this.request;
    const before = await this.judged(model);
    const edges = await this.candidates(this.request.places ?? unreadEdges(model.structure), before);
    const fixed = this.fixed(edges);
    const wished: Choice = edges.map((_, k) => fixed.get(k) ?? null);
    // What was asked for is no choice: what is chosen besides is compared with the network that it makes.
    const begun = wished.some((r) => r !== null) ? await this.refitted(edges, wished) : model;
    const base = begun === model ? before : await this.judged(begun);
    this.asksBetween = await this.isKnown(begun);
    const tried = async (choice: Choice) => {
      this.request.signal?.throwIfAborted();
      const network = choice.every((r, k) => r === wished[k]) ? null : await this.refitted(edges, choice);
      const judgement = network === null ? base : await this.judged(network);
      return { passes: this.judge.isNoWorse(judgement, base) && (network === null || !this.asksBetween || await this.isKnown(network)), length: this.judge.length(judgement) + nats(edges, choice), isExact: this.judge.isExact(judgement) };
    };
    const found = await new Search(edges, { trials: Math.min(trials, this.affordable(edges)), fixed, try: tried, made, save }).run();
    const after = await this.finished(edges, found.choice, base);
    return {
      model: this.withoutDeadNodes(after), trials: found.trials, isOver: found.isOver, isNoWorse: this.judge.isNoWorse(await this.judged(after), before),
      edges: edges.map((edge, k) => ({ ...edge, reading: edge.readings[found.choice[k] ?? -1] ?? null, wish: this.wishOf(edge) })),
    };
  }

  /** Whether the loss says how large the noise is: that of classes does, others leave it open. */
  private get isLikelihood(): boolean { return this.request.task === 'classification' && this.request.problem.objective.blocks.some(({ form }) => form === 'loss'); }

  async candidates(places: readonly EdgePlace[], before?: Judgement): Promise<EdgeCandidates[]> {
    const { model, activations, library, known, digits } = this.request;
    const seen = some(this.rows.train, MOST_PLACES);
    const inputs = await activations(model, seen);
    const error = this.outputError(before ?? await this.judged(model));
    return edgeCandidates(places, model, { activations: inputs, weights: seen.weights, error, known: await known(places, inputs), library, signal: this.request.signal, digits });
  }

  private wishOf(edge: EdgePlace): EdgeWish | null { return this.request.wishes.find((wish) => keyOf(wish) === keyOf(edge)) ?? null; }

  /** Readings of the edges that are not open. */
  private fixed(edges: readonly EdgeCandidates[]): ReadonlyMap<number, number | null> {
    return new Map(edges.flatMap((edge, k): (readonly [number, number | null])[] => {
      const wish = this.wishOf(edge);
      if (wish === null) return [];
      const asked = this.request.library.nameFor(edge, wish.f.kind);
      const reading = edge.readings.findIndex(({ name }) => name === asked);
      return [[k, reading < 0 ? null : reading]];
    }));
  }

  /** Trials that take no longer than somebody waits: those of large networks take long each. */
  private affordable(edges: readonly EdgeCandidates[]): number {
    const { inputs: { count }, targets: { width } } = this.rows.train;
    const all = this.replaced(edges, edges.map(({ readings }) => (readings.length === 0 ? null : 0)));
    const each = Math.max(this.refitter.work(this.request.model.structure, count * width, SOME_READ.steps), this.refitter.work(all.structure, count * width, STEPS_OF_A_TRIAL));
    return Math.max(LEAST_TRIALS, Math.floor(MOST_WORK / each));
  }

  /** Whether its functions are known between the rows. */
  private async isKnown(model: Model): Promise<boolean> { return areKnownBetween(model, await this.request.activations(model, some(this.rows.train, MOST_PLACES))); }

  private judged(model: Model): Promise<Judgement> { return this.judge.judge(model, this.refitter.numbers(model.structure)); }

  private replaced(edges: readonly EdgeCandidates[], choice: Choice): Model {
    const { model: { structure, network }, catalog } = this.request;
    return replaceEdges(structure, network, edges.flatMap((edge, k) => (choice[k] === null ? [] : [replacementOf(edge, edge.readings[choice[k]!]!)])), catalog);
  }

  /** The network of a choice, its numbers fitted to some of the rows. */
  private async refitted(edges: readonly EdgeCandidates[], choice: Choice): Promise<Model> {
    const begun = await this.inDomains(this.replaced(edges, choice), FAR_INSIDE);
    return this.fitted(begun, this.refitOf(begun.structure), this.rows.train);
  }

  /** A refit, after which the network still has a value wherever it should have one. */
  private async fitted(model: Model, refit: typeof ALL_READ, train: Rows): Promise<Model> {
    const curves = numbersOfCurves(model.structure);
    const held = curves.size > 0 && await (this.holdsCurves ??= this.loseByRefits()) ? curves : new Set<number>();
    const fit = { ...refit, train: { [DATA]: train } };
    const inside = await this.inDomains(await this.refitter.refit(model, { ...fit, ...(held.size === 0 ? {} : { held }) }), JUST_INSIDE);
    if (inside.shifted === null) return inside;
    // What follows from the shifted functions makes up for that; their arguments stay inside.
    return this.refitter.refit(inside, { ...fit, held: new Set([...held, ...numbersBefore(inside, inside.shifted, this.request.catalog)]) });
  }

  /** Whether the network's curves lose what smoothing had made of them when they are fitted to the rows alone: then they stay as they are beside functions, which would be blamed for it. */
  private async loseByRefits(): Promise<boolean> {
    const { model } = this.request;
    if (!this.refitter.canHold) return false;
    const refitted = await this.refitter.refit(model, { ...SOME_READ, train: { [DATA]: this.rows.train } });
    return !this.judge.isNoWorse(await this.judged(refitted), await this.judged(model));
  }

  private inDomains(model: Model, margin: number): Promise<InDomains> {
    const { activations, catalog, domains } = this.request;
    return intoDomains(model, (of) => activations(of, askedRows(of, this.rows, domains)), margin, catalog);
  }

  private refitOf(structure: Structure): typeof ALL_READ { return unreadEdges(structure).length === 0 ? ALL_READ : SOME_READ; }

  /** The network that was chosen, its numbers fitted to all rows and to the last digit. */
  private async finished(edges: readonly EdgeCandidates[], choice: Choice, base: Judgement): Promise<Model> {
    const { model, rows: { train } } = this.request;
    const chosen = choice.every((r) => r === null) && edges.length > 0 ? model : await this.refitted(edges, choice);
    const refit = this.refitOf(chosen.structure);
    // A network of curves alone is what training made of it.
    if (refit === SOME_READ && chosen === model) return model;
    const last = await this.fitted(chosen, { ...refit, ...(refit === ALL_READ ? LAST : {}) }, train);
    return (this.judge.isNoWorse(await this.judged(last), base) && (!this.asksBetween || await this.isKnown(last))) || !this.judge.isNoWorse(await this.judged(chosen), base) ? last : chosen;
  }

  /** Nodes that nothing enters any more are constants, and what nothing leaves is nothing. */
  private withoutDeadNodes({ structure, network }: Model): Model {
    const each = (value: number): Uint8Array[][] => structure.layers.map(({ terms }) => terms.map(({ edges }) => new Uint8Array(edges.count).fill(value)));
    const pruned = prune(structure, network, each(1), each(0), this.request.catalog);
    return pruned.report.edges.length === 0 ? { structure, network } : pruned;
  }

  /** What the outputs are wrong by. */
  private outputError({ train, validation, numbers }: Judgement): OutputError {
    const { rows: { train: { targets, inputs } } } = this.request;
    const learned = Math.min(1, numbers / inputs.count);
    if (this.isLikelihood) return { most: 2 * LOGIT_NOISE * Math.sqrt(learned), least: (LOGIT_NOISE * Math.sqrt(learned)) / 2 };
    const spreads = Array.from({ length: targets.width }, (_, o) => meanAndDeviation(columnOf(targets, o))[1]);
    const shares = train.means.flatMap((mean, k) => {
      const spread = spreads[train.means.length === spreads.length ? k : 0]!;
      return spread > 0 ? [Math.max(mean, validation?.means[k] ?? 0) / spread ** 2] : [];
    });
    // Of targets that are all the same, whatever varies is an error.
    const most = shares.length === 0 ? Infinity : Math.sqrt(shares.reduce((sum, v) => sum + v, 0) / shares.length);
    return { most, least: most * Math.sqrt(learned) };
  }
}

/** A class says so much less of its logit than a number would: one over the root of p (1 - p), at one half, as a share of logits of spread 1. */
const LOGIT_NOISE = 2;

const nats = (edges: readonly EdgeCandidates[], choice: Choice): number => choice.reduce<number>((sum, r, k) => sum + (r === null ? 0 : edges[k]!.readings[r]!.nats), 0);
