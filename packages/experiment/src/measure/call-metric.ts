import { parseOptions } from '@knotwork/network';
import { callPlugin, type MetricDefinition, type Samples } from '@knotwork/plugin';

/**
 * Asks a metric, with its default options, of copies of both tables: what it does to them, such as sorting, nobody else sees.
 *
 * @throws KnotworkError `plugin` where it throws or returns what is no number
 */
export function callMetric(definition: MetricDefinition, predictions: Samples, targets: Samples): number {
  const copy = (of: Samples): Samples => ({ ...of, values: of.values.slice() });
  return callPlugin(definition, 'evaluate', () => definition.evaluate(copy(predictions), copy(targets), parseOptions(definition, { kind: definition.name })));
}
