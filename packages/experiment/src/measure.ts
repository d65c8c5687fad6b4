import { toUserUnits } from '@knotwork/network';
import { callPlugin, type Catalog, type Engine, type Samples } from '@knotwork/plugin';
import type { PreparedData } from './prepare-data.js';
import type { Model } from './stages/stage.js';

/** Metrics by name, in the user's units, and `loss`: the mean squared error in standardized units. */
export type Metrics = Readonly<Record<string, number>>;
export interface MetricsBySplit { readonly train: Metrics; readonly validation: Metrics; readonly test: Metrics }

/** Evaluates every installed metric on all three splits. */
export async function measure(catalog: Catalog, engine: Engine, data: PreparedData, model: Model): Promise<MetricsBySplit> {
  const splits = ['train', 'validation', 'test'] as const;
  const outputs = await data.outputsOf(engine, model, splits.map((split) => data[split]));
  const metrics = splits.map((split, k): Metrics => {
    const predictions = toUserUnits(outputs[k]!, data.outputs);
    const values = catalog.list('metric').map(({ definition }): [string, number] => [
      camelCase(definition.name),
      callPlugin(definition, 'evaluate', () => definition.evaluate(predictions, data.original[split].targets, definition.options.parse({}))),
    ]);
    return { loss: meanSquare(outputs[k]!, data[split].targets), ...Object.fromEntries(values) };
  });
  return { train: metrics[0]!, validation: metrics[1]!, test: metrics[2]! };
}

function meanSquare(a: Samples, b: Samples): number {
  return a.values.reduce((sum, v, i) => sum + (v - b.values[i]!) ** 2, 0) / a.values.length;
}

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
