import { parseOptions, toUserUnits } from '@knotwork/network';
import { callPlugin, type Samples } from '@knotwork/plugin';
import { lossTrained } from './loss-trained.js';
import { rowsNamed } from '../data/prepare-data.js';
import type { RunSetting } from '../run/prepared-run.js';
import type { Model } from '../stages/stage.js';

/** Metrics by name, in the user's units, and `loss`: that which the stage trained, without penalties and in standardized units. */
export type Metrics = Readonly<Record<string, number>>;
export interface MetricsBySplit { readonly train: Metrics; readonly validation: Metrics; readonly test: Metrics }

/**
 * Evaluates the loss and every installed metric of the task on all three splits.
 *
 * @param stage index of the stage that made the network
 * @param dataSet whose rows; left out, the rows of all data sets together
 */
export async function measure(setting: Pick<RunSetting, 'catalog' | 'engine' | 'data' | 'experiment'>, stage: number, model: Model, dataSet?: string): Promise<MetricsBySplit> {
  const { engine, data } = setting;
  const splits = ['train', 'validation', 'test'] as const;
  const rows = dataSet === undefined ? data : rowsNamed(data, dataSet);
  const judged = await data.judgedOf(engine, model, lossTrained(setting, stage), splits.map((split) => rows[split]));
  const metrics = splits.map((split, k): Metrics => {
    const predictions = toUserUnits(judged[k]!.outputs, data.outputs);
    return { loss: judged[k]!.loss, ...evaluated(setting, predictions, rows.original[split].targets) };
  });
  return { train: metrics[0]!, validation: metrics[1]!, test: metrics[2]! };
}

/** Asks every metric once, of targets as if they were predictions: one that fails would otherwise say so when training is over. */
export function tryMetrics(setting: Pick<RunSetting, 'catalog' | 'data'>): void {
  const { targets } = setting.data.original.test;
  evaluated(setting, targets, targets);
}

/** Every installed metric of the task. */
function evaluated({ catalog, data }: Pick<RunSetting, 'catalog' | 'data'>, predictions: Samples, targets: Samples): Record<string, number> {
  const definitions = catalog.list('metric').map(({ definition }) => definition).filter(({ task }) => task === undefined || task === data.original.task);
  return Object.fromEntries(definitions.map((definition) => [
    camelCase(definition.name), callPlugin(definition, 'evaluate', () => definition.evaluate(predictions, targets, parseOptions(definition, { kind: definition.name }))),
  ]));
}

/** For a report: the metrics of every data set on its own, or nothing where there is only one. */
export async function measureEach(setting: Parameters<typeof measure>[0], stage: number, model: Model): Promise<{ readonly dataSets?: Readonly<Record<string, MetricsBySplit>> }> {
  if (setting.data.sets.size === 1) return {};
  const dataSets: Record<string, MetricsBySplit> = {};
  for (const name of setting.data.sets.keys()) dataSets[name] = await measure(setting, stage, model, name);
  return { dataSets };
}

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
