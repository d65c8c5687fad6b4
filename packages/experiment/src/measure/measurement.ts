import { ensembleOutputs, parseOptions, toNetworkUnits, toUserUnits } from '@knotwork/network';
import { callPlugin, type Catalog, type Rows, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import { type BesideSimple, besideSimple } from './beside-simple.js';
import type { Evaluator } from './evaluator.js';
import { farRows, type FarRows } from './far-rows.js';
import { lossOfOutputs } from './loss-of-outputs.js';
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
  /** Numbers by which a stage judges its own result besides, by the names that it gives them (`StageDefinition.judges`); of a run those of the last stage that does, on the network that this one came to. Left out where none does, and of several members. */
  readonly stage?: Metrics;
}

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
    const rows = dataSet === undefined ? this.data : rowsNamed(this.data, dataSet);
    // Engines bind no empty table, and a mean over no rows says nothing.
    const filled = SPLITS.filter((split) => rows[split].inputs.count > 0 && hasTargets(rows, split));
    const judged = await this.judged(stage, model, filled.map((split) => rows[split]));
    const metrics = new Map(filled.map((split, k): [string, Metrics] => {
      const { predictions, loss } = judged[k]!;
      return [split, { loss, ...this.evaluated(predictions, rows.original[split].targets) }];
    }));
    return { train: metrics.get('train') ?? {}, validation: metrics.get('validation') ?? null, test: metrics.get('test') ?? null };
  }

  /** Whether there are rows that choose. */
  get hasValidation(): boolean { return this.data.validation.inputs.count > 0; }

  /** For a report: the metrics of every data set on its own, or nothing where there is only one. */
  async measureEach(stage: number, model: Model | readonly Model[]): Promise<{ readonly dataSets?: Readonly<Record<string, MetricsBySplit>> }> {
    if (this.data.sets.size === 1) return {};
    const dataSets: Record<string, MetricsBySplit> = {};
    for (const name of this.data.sets.keys()) dataSets[name] = await this.measure(stage, model, name);
    return { dataSets };
  }

  /** Which test rows lie outside of the training domain, over all data sets together; null where there are none. */
  outside(): OutsideTraining | null { return outsideTraining(this.data); }

  /** A network beside a constant and a line, on test rows or, without any, on validation rows; null where there are neither. */
  async besideSimple(stage: number, model: Model | readonly Model[]): Promise<BesideSimple | null> {
    const { data, data: { train, original: { task } } } = this;
    const on = (['test', 'validation'] as const).find((split) => data[split].inputs.count > 0);
    if (on === undefined || !hasTargets(data, 'train')) return null;
    const [judged] = await this.judged(stage, model, [data[on]]);
    return besideSimple({ task, train, on, inputs: data[on].inputs, targets: data[on].targets, outputs: toNetworkUnits(judged!.predictions, data.outputs) });
  }

  /** Rows of regression whose targets lie far from what a network says, by output; null where rows have no targets to compare with. */
  async far(stage: number, model: Model | readonly Model[]): Promise<Readonly<Record<string, FarRows>> | null> {
    const { data } = this;
    if (data.original.task !== 'regression' || !hasTargets(data, 'train')) return null;
    const filled = SPLITS.filter((split) => data[split].inputs.count > 0);
    const judged = await this.judged(stage, model, filled.map((split) => data[split]));
    return farRows(data.outputs.map(({ name }) => name), filled.map((split, k) => ({ targets: data.original[split].targets, predictions: judged[k]!.predictions })));
  }

  /** Asks every metric once, of targets as if they were predictions: one that fails would otherwise say so when training is over. */
  tryMetrics(): void {
    const { test, train } = this.data.original;
    const { targets } = test.targets.count > 0 ? test : train;
    this.evaluated(targets, targets);
  }

  /** Predictions in the user's units and the loss over each of some sets of rows. */
  private async judged(stage: number, model: Model | readonly Model[], sets: readonly Rows[]): Promise<{ readonly predictions: Samples; readonly loss: number }[]> {
    const { evaluator, data: { outputs: variables } } = this;
    const objective = this.objective(stage);
    if (!isSeveral(model)) return (await evaluator.judge(model, objective, sets)).map(({ outputs, loss }) => ({ predictions: toUserUnits(outputs, variables), loss }));
    const means = await ensembleOutputs({ members: model.map(({ network }) => network) }, (_, k) => evaluator.outputs(model[k]!, objective, sets));
    return means.map((predictions, k) => ({ predictions, loss: lossOfOutputs(objective, toNetworkUnits(predictions, variables), sets[k]!) }));
  }

  /** Every installed metric of the task. */
  private evaluated(predictions: Samples, targets: Samples): Record<string, number> {
    const definitions = this.catalog.list('metric').map(({ definition }) => definition).filter(({ task }) => task === undefined || task === this.data.original.task);
    return Object.fromEntries(definitions.map((definition) => [
      camelCase(definition.name), callPlugin(definition, 'evaluate', () => definition.evaluate(predictions, targets, parseOptions(definition, { kind: definition.name }))),
    ]));
  }
}

const isSeveral = (model: Model | readonly Model[]): model is readonly Model[] => Array.isArray(model);

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
