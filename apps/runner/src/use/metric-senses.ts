import { callMetric } from '@knotwork/experiment';
import { type Catalog, isKnotworkError, type Samples, type Task } from '@knotwork/plugin';

/** Whether more of a metric is better. */
export type Sense = 'more' | 'less';

/**
 * Asks every metric of a task what it says of predictions that are right and of some that are wrong: what is right is better. By the names that results have; `loss` is
 * less. One that says the same of both is left out.
 */
export function metricSenses(catalog: Catalog, task: Task): Map<string, Sense> {
  const senses = new Map<string, Sense>([['loss', 'less']]);
  const [right, wrong] = task === 'classification' ? [[1, 0, 0, 1, 1, 0, 0, 1], [0, 1, 1, 0, 0, 1, 1, 0]] : [[0, 1, 2, 4], [3, -2, 5, 0]];
  const width = task === 'classification' ? 2 : 1;
  const samples = (values: readonly number[]): Samples => ({ count: values.length / width, width, values: Float64Array.from(values) });
  for (const { definition } of catalog.list('metric')) {
    if (definition.task !== undefined && definition.task !== task) continue;
    try {
      const [good, bad] = [right, wrong].map((values) => callMetric(definition, samples(values), samples(right))) as [number, number];
      if (good !== bad) senses.set(definition.name.replace(/-(.)/g, (_, c: string) => c.toUpperCase()), good > bad ? 'more' : 'less');
    } catch (error) {
      // A metric that cannot be asked is shown without a mark.
      if (isKnotworkError(error) && error.code === 'internal') throw error;
    }
  }
  return senses;
}
