import { parseOptions, toUserUnits } from '@knotwork/network';
import { callPlugin, type Catalog, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { inject, injectable } from '@knotwork/registry';
import type { Evaluator } from './evaluator.js';
import { LossesTrained } from './losses-trained.js';
import type { ResolvedExperiment } from '../config/index.js';
import { type PreparedData, rowsNamed } from '../data/prepare-data.js';
import type { Model } from '../stages/stage.js';
import { tokens } from '../tokens.js';

/** Metrics by name, in the user's units, and `loss`: that which the stage trained, without penalties and in standardized units. */
export type Metrics = Readonly<Record<string, number>>;
export interface MetricsBySplit { readonly train: Metrics; readonly validation: Metrics; readonly test: Metrics }

/** Says how good networks are. */
@injectable()
export class Measurement {
  private readonly losses: LossesTrained;

  constructor(
    @inject(tokens.experiment) experiment: ResolvedExperiment,
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
   * @param dataSet whose rows; left out, the rows of all data sets together
   */
  async measure(stage: number, model: Model, dataSet?: string): Promise<MetricsBySplit> {
    const { data } = this;
    const splits = ['train', 'validation', 'test'] as const;
    const rows = dataSet === undefined ? data : rowsNamed(data, dataSet);
    const judged = await this.evaluator.judge(model, this.objective(stage), splits.map((split) => rows[split]));
    const metrics = splits.map((split, k): Metrics => {
      const predictions = toUserUnits(judged[k]!.outputs, data.outputs);
      return { loss: judged[k]!.loss, ...this.evaluated(predictions, rows.original[split].targets) };
    });
    return { train: metrics[0]!, validation: metrics[1]!, test: metrics[2]! };
  }

  /** For a report: the metrics of every data set on its own, or nothing where there is only one. */
  async measureEach(stage: number, model: Model): Promise<{ readonly dataSets?: Readonly<Record<string, MetricsBySplit>> }> {
    if (this.data.sets.size === 1) return {};
    const dataSets: Record<string, MetricsBySplit> = {};
    for (const name of this.data.sets.keys()) dataSets[name] = await this.measure(stage, model, name);
    return { dataSets };
  }

  /** Asks every metric once, of targets as if they were predictions: one that fails would otherwise say so when training is over. */
  tryMetrics(): void {
    const { targets } = this.data.original.test;
    this.evaluated(targets, targets);
  }

  /** Every installed metric of the task. */
  private evaluated(predictions: Samples, targets: Samples): Record<string, number> {
    const definitions = this.catalog.list('metric').map(({ definition }) => definition).filter(({ task }) => task === undefined || task === this.data.original.task);
    return Object.fromEntries(definitions.map((definition) => [
      camelCase(definition.name), callPlugin(definition, 'evaluate', () => definition.evaluate(predictions, targets, parseOptions(definition, { kind: definition.name }))),
    ]));
  }
}

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
