import { ensembleOutputs, toNetworkUnits, toUserUnits, usedInputs } from '@knotwork/network';
import type { Catalog, Rows, Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import { type BesideSimple, besideSimple, sharesOfClasses } from './beside-simple.js';
import { byTarget } from './by-target.js';
import { callMetric } from './call-metric.js';
import type { Evaluator } from './evaluator.js';
import type { FailedMetrics } from './failed-metrics.js';
import { farRows, type FarRows } from './far-rows.js';
import type { FilledRows } from './filled-rows.js';
import { generalization, type Generalization } from './generalization.js';
import { lossesOfRows, lossOfOutputs } from './loss-of-outputs.js';
import { LossesTrained } from './losses-trained.js';
import { type OutsideTraining, outsideTraining } from './outside-training.js';
import type { ResolvedExperiment } from '../config/index.js';
import { hasTargets, type PreparedData, rowsNamed, SPLITS } from '../data/prepare-data.js';
import type { Model } from '../stages/stage.js';
import { tokens } from '../tokens.js';

/** Metrics by name, in the user's units, and `loss`: that which the stage trained, without penalties and in standardized units. */
export type Metrics = Readonly<Record<string, number>>;
/** Null for a part without rows. Of training rows that have no targets, but equations, nothing is said. */
export interface MetricsBySplit {
  readonly train: Metrics;
  readonly validation: Metrics | null;
  readonly test: Metrics | null;
  /** Numbers by which a stage judges its own result besides, by the names that it gives them (`StageDefinition.judges`); of stages after it, and of a run, the same of their own networks, by the last stage that does. Left out where none does, where it cannot judge other networks than its own (`StageDefinition.judge`), and of several members. */
  readonly stage?: Metrics;
}

/** All that is told of a network at the end, but for its data sets one by one. */
export interface Measured {
  readonly metrics: MetricsBySplit;
  /** The same but for the loss, of each target by its name and in its own unit; left out of one target, of classes, and where there are none to train on. */
  readonly targets?: Readonly<Record<string, MetricsBySplit>>;
  /** Metrics that failed on a part, of all targets or of one, and are NaN there; left out where none did. */
  readonly failed?: FailedMetrics;
  /** Which test rows lie outside of the training domain, over all data sets together; null where there are none. */
  readonly outside: OutsideTraining | null;
  /** Beside a constant and a line, on test rows or, without any, on validation rows; null where there are neither, or no targets to train on. */
  readonly simple: BesideSimple | null;
  /** Rows of regression whose targets lie far from what the network says, by output; null where there are none to train on. */
  readonly far: Readonly<Record<string, FarRows>> | null;
  /** Of regression: rows with filled cells beside those without any, of those that were not trained on; null where there are too few of either, or no targets to train on. */
  readonly filled: FilledRows | null;
  /** Of regression: errors on training rows beside those on others; null where there are no others, or no targets to train on. */
  readonly generalization: Generalization | null;
  /** Rows with targets. */
  readonly rows: Readonly<Record<Split, number>>;
}

type Split = (typeof SPLITS)[number];
/** Targets and predictions in the user's units, of the splits that have any. */
type JudgedSplits = ReadonlyMap<Split, { readonly targets: Samples; readonly predictions: Samples; readonly loss: number }>;

/** Says how good networks are. */
export class Measurement {
  private readonly losses: LossesTrained;

  constructor(
    @inject(tokens.experiment) experiment: Pick<ResolvedExperiment, 'stages'>,
    @inject(tokens.catalog) private readonly catalog: Catalog,
    @inject(tokens.data) private readonly data: PreparedData,
    @inject(tokens.evaluator) private readonly evaluator: Evaluator,
  ) {
    this.losses = new LossesTrained(experiment.stages, catalog, data);
  }

  /** What networks are judged by after a stage: its loss, or that of the last one before that had one. */
  objective(stage: number): Objective { return this.losses.after(stage); }

  /**
   * Evaluates the loss and every installed metric of the task on all three splits.
   *
   * @param stage index of the stage that made the network
   * @param model a network, or several whose mean is meant
   * @param dataSet whose rows; left out, the rows of all data sets together
   */
  async measure(stage: number, model: Model | readonly Model[], dataSet?: string): Promise<MetricsBySplit> {
    return this.metricsOf(await this.judgedSplits(stage, model, dataSet));
  }

  /** All that is told of a network at the end, over the rows of all data sets together, each evaluated once. @param model a network, or several whose mean is meant */
  async measureAll(stage: number, model: Model | readonly Model[]): Promise<Measured> {
    const judged = await this.judgedSplits(stage, model);
    return { ...this.withTargets(judged), outside: outsideTraining(this.data, this.uses(model)), simple: this.besideSimple(stage, judged), far: this.far(judged), ...await this.onOthers(judged, model), rows: rowsOf(judged) };
  }

  /** What {@link measure} says, and of several targets of regression each by itself. */
  async measureTargets(stage: number, model: Model | readonly Model[]): Promise<Pick<Measured, 'metrics' | 'targets' | 'failed'>> { return this.withTargets(await this.judgedSplits(stage, model)); }

  /** Whether there are rows that choose. */
  get hasValidation(): boolean { return this.data.validation.inputs.count > 0; }

  /** For a report: the metrics of every data set on its own, or nothing where there is only one. */
  async measureEach(stage: number, model: Model | readonly Model[]): Promise<{ readonly dataSets?: Readonly<Record<string, MetricsBySplit>> }> {
    if (this.data.sets.size === 1) return {};
    const dataSets: Record<string, MetricsBySplit> = {};
    for (const name of this.data.sets.keys()) dataSets[name] = await this.measure(stage, model, name);
    return { dataSets };
  }

  /** Of each input, whether what is judged depends on it. */
  private uses(model: Model | readonly Model[]): boolean[] {
    const used = (isSeveral(model) ? model : [model]).map(({ structure }) => usedInputs(structure));
    return this.data.inputs.map((_, i) => used.some((of) => of[i]!));
  }

  /** How regression does on rows that were not trained on. Most data has no filled cells, and does not load what tells them apart. */
  private async onOthers(judged: JudgedSplits, model: Model | readonly Model[]): Promise<Pick<Measured, 'filled' | 'generalization'>> {
    const { data, data: { original } } = this;
    if (original.task !== 'regression' || !judged.has('train')) return { filled: null, generalization: null };
    const [train, ...others] = [...judged].map(([split, { predictions }]) => ({ ...data[split], filled: original[split].filled, predictions: toNetworkUnits(predictions, data.outputs) }));
    if ([train!, ...others].some(({ filled }) => filled)) return (await import('./filled-rows.js')).filledApart(train!, others, this.uses(model), generalization);
    return { filled: null, generalization: generalization(train!, others) };
  }

  /** Asks every metric once, of targets as if they were predictions: one that fails on all rows says so before training. @throws KnotworkError `plugin` */
  tryMetrics(): void {
    const { test, train } = this.data.original;
    const { targets } = test.targets.count > 0 ? test : train;
    this.evaluated(targets, targets);
  }

  /** The splits that have rows with targets: engines bind no empty table, and a mean over no rows says nothing. */
  private async judgedSplits(stage: number, model: Model | readonly Model[], dataSet?: string): Promise<JudgedSplits> {
    const rows = dataSet === undefined ? this.data : rowsNamed(this.data, dataSet);
    const filled = SPLITS.filter((split) => rows[split].inputs.count > 0 && hasTargets(rows, split));
    const judged = await this.judged(stage, model, filled.map((split) => rows[split]));
    return new Map(filled.map((split, k) => [split, { ...judged[k]!, targets: rows.original[split].targets }]));
  }

  private metricsOf(judged: JudgedSplits, failed: FailedMetrics = {}): MetricsBySplit {
    return bySplit((split) => {
      const at = judged.get(split);
      return at === undefined ? null : { loss: at.loss, ...this.evaluated(at.predictions, at.targets, failed, split) };
    });
  }

  private withTargets(judged: JudgedSplits): Pick<Measured, 'metrics' | 'targets' | 'failed'> {
    const failed: FailedMetrics = {};
    const metrics = this.metricsOf(judged, failed);
    const of = new Map(judged.has('train') ? [...judged].map(([split, { predictions, targets }]) => [split, this.evaluatedByTarget(predictions, targets, failed, split)]) : []);
    const names = Object.keys(of.get('train') ?? {});
    const all = { metrics, ...(Object.keys(failed).length === 0 ? {} : { failed }) };
    return names.length === 0 ? all : { ...all, targets: Object.fromEntries(names.map((name) => [name, bySplit((split) => of.get(split)?.[name] ?? null)])) };
  }

  private besideSimple(stage: number, judged: JudgedSplits): BesideSimple | null {
    const { data, data: { train, original: { task } } } = this;
    const on = (['test', 'validation'] as const).find((split) => judged.has(split));
    if (on === undefined || !judged.has('train')) return null;
    const outputs = toNetworkUnits(judged.get(on)!.predictions, data.outputs);
    const shares = task === 'classification' ? sharesOfClasses(train, outputs.count) : null;
    const lossesOf = (of: Samples): Float64Array => lossesOfRows(this.objective(stage), of, data[on]);
    return besideSimple({ task, train, on, ...data[on], outputs, ...(shares === null ? {} : { losses: { network: lossesOf(outputs), shares: lossesOf(shares) } }) });
  }

  private far(judged: JudgedSplits): Readonly<Record<string, FarRows>> | null {
    const { inputs, outputs, original } = this.data;
    const names = (of: readonly { readonly name: string }[]): string[] => of.map(({ name }) => name);
    return original.task === 'regression' && judged.has('train') ? farRows(names(outputs), names(inputs), [...judged].map(([split, part]) => ({ ...this.data[split], ...part, inputs: original[split].inputs }))) : null;
  }

  /** Predictions in the user's units and the loss over each of some sets of rows. */
  private async judged(stage: number, model: Model | readonly Model[], sets: readonly Rows[]): Promise<{ readonly predictions: Samples; readonly loss: number }[]> {
    const { evaluator, data: { outputs: variables } } = this;
    const objective = this.objective(stage);
    if (!isSeveral(model)) return (await evaluator.judge(model, objective, sets)).map(({ outputs, loss }) => ({ predictions: toUserUnits(outputs, variables), loss }));
    const means = await ensembleOutputs({ members: model.map(({ network }) => network) }, (_, k) => evaluator.outputs(model[k]!, objective, sets));
    return means.map((predictions, k) => ({ predictions, loss: lossOfOutputs(objective, toNetworkUnits(predictions, variables), sets[k]!) }));
  }

  /**
   * Every installed metric of the task, of predictions that anybody made.
   *
   * @param predictions in the user's units, as `targets` are
   * @param failed gets why metrics failed, which are NaN then: nobody should lose a trained network by one; left out, what they throw is thrown, @param part what it calls these rows
   */
  evaluated(predictions: Samples, targets: Samples, failed?: FailedMetrics, part: Split = 'train'): Record<string, number> {
    const definitions = this.catalog.list('metric').map(({ definition }) => definition).filter(({ task }) => task === undefined || task === this.data.original.task);
    return Object.fromEntries(definitions.map((definition) => {
      const metric = camelCase(definition.name);
      try { return [metric, callMetric(definition, predictions, targets)]; } catch (error) {
        if (failed === undefined) throw error;
        (failed[part] ??= {})[metric] ??= (error as Error).message.replace(/\.$/, '');
        return [metric, NaN];
      }
    }));
  }

  /** The same of each of several targets of regression by itself, by its name; null of one, whose metrics these are, and of classes. @param failed as for {@link evaluated} */
  evaluatedByTarget(predictions: Samples, targets: Samples, failed: FailedMetrics, part?: Split): Readonly<Record<string, Metrics>> | null {
    const { original: { task }, outputs } = this.data;
    return task !== 'regression' || outputs.length < 2 ? null : byTarget(outputs.map(({ name }) => name), predictions, targets, (some, known) => this.evaluated(some, known, failed, part));
  }
}

const rowsOf = (judged: JudgedSplits): Record<Split, number> => {
  const of = (split: Split): number => judged.get(split)?.targets.count ?? 0;
  return { train: of('train'), validation: of('validation'), test: of('test') };
};

const bySplit = (of: (split: Split) => Metrics | null): MetricsBySplit => ({ train: of('train') ?? {}, validation: of('validation'), test: of('test') });

const isSeveral = (model: Model | readonly Model[]): model is readonly Model[] => Array.isArray(model);

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
