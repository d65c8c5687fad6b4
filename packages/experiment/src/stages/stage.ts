import type { RandomStream } from '@knotwork/numerics';
import type { Network, OptionsOf, OptionsSchema, PluginUse, Rows, Samples } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import { called, type Catalog, defineKind, type Definition, named, type TrainingEvent } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Counts, GridSummary, Posterior } from '@knotwork/training';
import type { Budget } from '../budget/index.js';
import type { Situation, SituationDefaults } from '../config/index.js';
import type { JudgedNumber } from '../measure/judged-numbers.js';
import type { MetricsBySplit } from '../measure/measurement.js';
import type { PreparedData } from '../data/prepare-data.js';

/** A network with its structure. */
export interface Model { readonly structure: Structure; readonly network: Network }

/** One rung of an extension ladder, as it is reported while the ladder is climbed. */
export interface Rung {
  /** Resolution of each layer. */
  readonly level: readonly (number | null)[];
  readonly metrics: MetricsBySplit;
  readonly parameters: { readonly trainable: number; readonly effective: number; readonly grid: number };
  /** Largest change of an output on the training inputs by the extension itself, relative to their spread; null for the first rung. */
  readonly functionChange: number | null;
  /** Where equations read derivatives: the largest change of one of these at the points of the equations, likewise; left out elsewhere. */
  readonly derivativeChange?: number | null;
  readonly counts: Counts;
  /** Moves of grids on this rung. */
  readonly grids: GridSummary;
  /** Why the fit ended; null for the first rung. */
  readonly ending: string | null;
  /** Where smoothing chose itself: degrees of freedom, and what rungs are compared by. */
  readonly smoothing?: { readonly edf: number; readonly criterion: number };
}

/** A resolution in words: one number where all layers have the same. */
export function levelText(level: Rung['level']): string {
  return new Set(level).size === 1 ? String(level[0] ?? '-') : level.map((n) => n ?? '-').join(',');
}

/** What a stage gets to work with. */
export interface StageContext {
  /** What a run may take. */
  readonly budget: Budget;
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly data: PreparedData;
  /** The network so far, or null before the first fit. */
  readonly trained: Network | null;
  /** Structure of the network so far, or of the one to be made. */
  readonly structure: Structure;
  /** A fresh network for start number `start`. */
  fresh(start: number): Network;
  /** What the batches of this stage are drawn from. */
  readonly batches: RandomStream;
  /** Metrics of a network on all three splits, over all data sets or over one. Test numbers are for reports only. */
  measure(model: Model, dataSet?: string): Promise<MetricsBySplit>;
  /** Outputs of a network on each of some sets of rows, in network units. */
  outputs(model: Model, sets: readonly Rows[]): Promise<Samples[]>;
  /** Inputs of every layer of a network over some rows. */
  activations(model: Model, rows: Rows): Promise<Samples[]>;
  /** What the stages before said in `result.json`, in order. */
  readonly reports: readonly Readonly<Record<string, unknown>>[];
  /** The same of the run whose network is gone on from; none of a fresh network, or where nobody knows. */
  readonly earlier: readonly Readonly<Record<string, unknown>>[];
  /** What the stage before leaves open about the network; null where it does not know. Whoever asks disposes of it. */
  posterior(): Promise<KnownPosterior | null>;
  /** @param structure that is being trained, where it is not the one the stage began with */
  observe(event: TrainingEvent, structure?: Structure): void;
  rung(rung: Rung, isFirst: boolean): void;
  /** @param unknowns of a note on a network with more of them than targets: where networks are compared, that with most is told for all */
  note(text: string, unknowns?: number): void;
  /** What the stage saved before its run was interrupted, as it was then; null when it begins. */
  readonly progress: unknown;
  /**
   * Keeps the progress of an unfinished stage: a run that is killed afterwards goes on with it as `progress`. Save what is finished
   * only, and before it is reported: from the same progress the stage must come to the same result.
   *
   * @param progress plain values: those of JSON, numbers that are not finite, and Float64Arrays. A structure is not one: it is made again from `network.spec`
   * @param done what is finished, in words that follow "after", such as "level 12"
   */
  save(progress: unknown, done: string): Promise<void>;
  /** Seconds of work in the stage. */
  elapsed(): number;
  readonly signal: AbortSignal;
  /** Place of the stage in the file, such as `stages.0`. */
  readonly path: string;
  /** Whether no stage comes behind it. */
  readonly isLast: boolean;
  /** Whether the file or an override says something at this path. */
  isWritten(path: string): boolean;
}

/** What it takes to judge a network as a stage judged its own: what the stage had, and the reports of all so far. */
export type JudgingContext = Pick<StageContext, 'engine' | 'data' | 'batches' | 'path' | 'reports'>;

/** What it takes to pose the problem of a stage again. */
export type PosteriorContext = Pick<StageContext, 'catalog' | 'engine' | 'data'>;

/** What training rows leave open, and what of the noise goes with it. */
export interface KnownPosterior {
  readonly posterior: Posterior;
  /** Standard deviations of each output in network units: of single observations, and by which spreads are multiplied for bands. */
  readonly noise: readonly number[];
  readonly bandNoise: readonly number[];
  /** Observations that the stage saw; rows that are asked may be a sample of theirs. */
  readonly observations: number;
  /** The weight of the row whose noise that is; left out where rows are not weighed. A row of four times the weight has half of the noise. */
  readonly meanWeight?: number;
}

export type StageStatus = 'completed' | 'stopped' | 'diverged' | 'interrupted';

export interface StageResult extends Model {
  readonly status: StageStatus;
  /**
   * Goes into `result.json`: no times, nothing that differs between repetitions. A number `criterion` in it says how good the network is where the stage
   * knows better than a loss: lower is better, in units of a squared error. By it the members of a run are compared.
   */
  readonly report: Readonly<Record<string, unknown>>;
  /** Why it diverged, for people. */
  readonly reason?: string;
}

/**
 * A step of an experiment's recipe. What is thrown while it runs may come from anything that it set to work, engine and training included, so that
 * it is not told as the stage's own failure; a stage that refuses something throws a KnotworkError. @experimental
 */
export interface StageDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'stage', S> {
  /** What it learns from; targets when left out. Of a data set of equations, stages after one that solved them learn from its solution. */
  readonly learnsFrom?: 'targets' | 'equations';
  /** Whether it goes on from a trained network; such a stage cannot be the first. */
  readonly needsTrained: boolean;
  /**
   * Defaults that depend on what the file says elsewhere: they stand where file and preset say nothing, before the stage's own.
   *
   * @param written what they say of the stage; not checked yet
   */
  defaults?(written: Readonly<Record<string, unknown>>, situation: Situation): SituationDefaults;
  /** Whether it chooses by validation rows; left out by a stage that does not look at them. */
  choosesByValidation?(options: OptionsOf<S>): boolean;
  /** What it minimizes; left out by a stage that trains nothing. Reports speak of the loss of the stage that came last. */
  loss?(options: OptionsOf<S>): PluginUse;
  /**
   * Most steps of training that it takes in all, for whoever waits; left out by a stage that takes none or cannot know.
   *
   * @param isTrained whether there is a trained network to go on from
   */
  mostSteps?(options: OptionsOf<S>, isTrained: boolean): number;
  /**
   * Numbers by which it judges its own result, besides metrics of rows, and what they are at best: what comparisons may be made by. It says them as part `stage` of the `metrics` of its report, and of
   * those of its rungs. Left out by a stage that has none.
   *
   * @param data as it is before the first stage
   */
  judges?(options: OptionsOf<S>, data: PreparedData): Readonly<Record<string, JudgedNumber>>;
  /**
   * The same numbers of a network that a later stage made, so that what stands as the result is about the network that there is in the end. Left out by a stage that knows them of its own alone:
   * then nothing is said of others.
   */
  judge?(context: JudgingContext, options: OptionsOf<S>, model: Model): Promise<Readonly<Record<string, number>>>;
  /** What takes its steps; left out by a stage that trains nothing. Initializers may be chosen by that of the first stage that has one. */
  optimizer?(options: OptionsOf<S>): PluginUse;
  /** The strategy by which grids move while it trains curves; null where it trains none with these options. Left out by a stage that leaves grids alone. */
  grid?(options: OptionsOf<S>): PluginUse | null;
  /**
   * What the training rows leave open about the network that the stage came to; left out by a stage that does not know, null where it does not with these
   * options. Whoever asks disposes of it.
   *
   * @param context rows of which the stage saw all, or a sample, @param report of the stage in `result.json`
   */
  posterior?(context: PosteriorContext, options: OptionsOf<S>, model: Model, report: Readonly<Record<string, unknown>>): Promise<KnownPosterior> | null;
  /**
   * Unknowns that its optimizer may have at most where it has a number for every two, and the option that says so; null where it trains no coefficients.
   * Left out by a stage that has no such bound.
   */
  mostUnknowns?(options: OptionsOf<S>): { readonly option: string; readonly count: number } | null;
  /** Refuses what cannot work, before anything is written. @returns the structure after the stage */
  check(context: StageContext, options: OptionsOf<S>): Promise<Structure>;
  run(context: StageContext, options: OptionsOf<S>): Promise<StageResult>;
}

declare module '@knotwork/plugin' {
  interface DefinitionOf { stage: StageDefinition }
}

/** The kind of stages. */
export const stageKind = defineKind<StageDefinition>({
  name: 'stage',
  about: 'Stages are the recipe of an experiment, one after the other: `stages`. Experimental: plugin packages should not count on this kind.',
  parts: {
    needsTrained: z.boolean(), learnsFrom: z.enum(['targets', 'equations']).optional(), defaults: called.optional(), choosesByValidation: called.optional(), loss: called.optional(), optimizer: called.optional(), grid: called.optional(), mostSteps: called.optional(), judges: called.optional(), judge: called.optional(),
    posterior: called.optional(), mostUnknowns: called.optional(), check: called, run: called,
  },
  returns: { loss: named.optional(), optimizer: named, grid: named.nullable(), mostSteps: z.number().min(0), judges: z.record(z.string(), z.strictObject({ best: z.number().nullable(), rounding: z.number().positive() })) },
});

/** Declares a stage. @experimental */
export function defineStage<S extends OptionsSchema>(stage: Omit<StageDefinition<S>, 'kind'>): StageDefinition<S> {
  return stageKind.define<StageDefinition<S>>(stage);
}

/** Looks up a plugin named in resolved options. */
export function chosen<K extends 'optimizer' | 'grid' | 'loss' | 'regularizer'>(catalog: Catalog, kind: K, use: PluginUse): { definition: ReturnType<typeof catalog.get<K>>; options: Readonly<Record<string, unknown>> } {
  const { kind: name, ...options } = use;
  return { definition: catalog.get(kind, name), options };
}
