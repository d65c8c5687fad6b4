import { toUserUnits } from '@knotwork/network';
import { callPlugin, type Catalog, type Engine, type Samples } from '@knotwork/plugin';
import { type PreparedData, rowsNamed } from './prepare-data.js';
import type { Model } from './stages/stage.js';

/** Metrics by name, in the user's units, and `loss`: the mean squared error in standardized units. */
export type Metrics = Readonly<Record<string, number>>;
export interface MetricsBySplit { readonly train: Metrics; readonly validation: Metrics; readonly test: Metrics }

/** Evaluates every installed metric on all three splits. @param dataSet whose rows; left out, the rows of all data sets together */
export async function measure(catalog: Catalog, engine: Engine, data: PreparedData, model: Model, dataSet?: string): Promise<MetricsBySplit> {
  const splits = ['train', 'validation', 'test'] as const;
  const rows = dataSet === undefined ? data : rowsNamed(data, dataSet);
  const outputs = await data.outputsOf(engine, model, splits.map((split) => rows[split]));
  const metrics = splits.map((split, k): Metrics => {
    const predictions = toUserUnits(outputs[k]!, data.outputs);
    const values = catalog.list('metric').map(({ definition }): [string, number] => [
      camelCase(definition.name),
      callPlugin(definition, 'evaluate', () => definition.evaluate(predictions, rows.original[split].targets, definition.options.parse({}))),
    ]);
    return { loss: meanSquare(outputs[k]!, rows[split].targets), ...Object.fromEntries(values) };
  });
  return { train: metrics[0]!, validation: metrics[1]!, test: metrics[2]! };
}

/** For a report: the metrics of every data set on its own, or nothing where there is only one. */
export async function measureEach(catalog: Catalog, engine: Engine, data: PreparedData, model: Model): Promise<{ readonly dataSets?: Readonly<Record<string, MetricsBySplit>> }> {
  if (data.sets.size === 1) return {};
  const dataSets: Record<string, MetricsBySplit> = {};
  for (const name of data.sets.keys()) dataSets[name] = await measure(catalog, engine, data, model, name);
  return { dataSets };
}

function meanSquare(a: Samples, b: Samples): number {
  return a.values.reduce((sum, v, i) => sum + (v - b.values[i]!) ** 2, 0) / a.values.length;
}

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
