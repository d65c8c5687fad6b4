import { toUserUnits } from '@knotwork/network';
import type { Catalog, Engine, Rows, Samples } from '@knotwork/plugin';
import type { PreparedData } from './prepare-data.js';
import type { Model } from './stages/stage.js';

/** Metrics by name, in the user's units, and `loss`: the mean squared error in standardized units. */
export type Metrics = Readonly<Record<string, number>>;
export interface MetricsBySplit { readonly train: Metrics; readonly validation: Metrics; readonly test: Metrics }

/** Evaluates every installed metric on all three splits. */
export async function measure(catalog: Catalog, engine: Engine, data: PreparedData, model: Model): Promise<MetricsBySplit> {
  const of = async (rows: Rows, original: Rows): Promise<Metrics> => {
    const outputs = await data.outputsOf(engine, model, rows);
    const predictions = toUserUnits(outputs, data.outputs);
    const metrics = catalog.list('metric').map(({ definition }): [string, number] => [
      camelCase(definition.name), definition.evaluate(predictions, original.targets, definition.options.parse({})),
    ]);
    return { loss: meanSquare(outputs, rows.targets), ...Object.fromEntries(metrics) };
  };
  return {
    train: await of(data.train, data.original.train),
    validation: await of(data.validation, data.original.validation),
    test: await of(data.test, data.original.test),
  };
}

function meanSquare(a: Samples, b: Samples): number {
  return a.values.reduce((sum, v, i) => sum + (v - b.values[i]!) ** 2, 0) / a.values.length;
}

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
