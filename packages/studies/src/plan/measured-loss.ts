import { callMetric } from '@knotwork/experiment';
import { type Catalog, didYouMean, isKnotworkError, type MetricDefinition, type Samples } from '@knotwork/plugin';
import { metricMeant } from './other-metrics.js';

/** How a metric becomes a loss: at least 0, smaller is better. */
export interface LossOfMetric {
  /** As results call it. */
  readonly key: string;
  /** What it says of right predictions. */
  readonly best: number;
  /** Whether more of it is better. */
  readonly isMore: boolean;
  /** Whether it may be wrong on either side of the best; left out where it may not. */
  readonly isDistance?: true;
}

/** A metric's name as results have it. */
export const keyOfMetric = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());

/** Metrics by the names that results have, sorted. */
export function metricKeys(catalog: Catalog): string[] { return catalog.list('metric').map(({ definition }) => keyOfMetric(definition.name)); }

/** What to say of a metric that is not there; undefined where it is. */
export function metricTrouble(catalog: Catalog, name: string): string | undefined {
  const known = metricKeys(catalog);
  if (known.includes(keyOfMetric(name))) return undefined;
  const meant = metricMeant(name, known);
  return `must be a metric: ${known.join(', ')}; got "${name}".${meant === undefined ? didYouMean(name, known) : ` ${meant}`}`;
}

/** Finds out how a metric is to be read, by what it says of predictions that are right and of some that are wrong; null where it says the same of both, or refuses. @throws KnotworkError `plugin` where it fails */
export function lossOfMetric(catalog: Catalog, name: string): LossOfMetric | null {
  const definition = definitionOf(catalog, name);
  const isOfClasses = definition.task === 'classification';
  const [right, wrong] = isOfClasses ? [[1, 0, 0, 1, 1, 0, 0, 1], [0, 1, 1, 0, 0, 1, 1, 0]] : [[0, 1, 2, 4], [3, -2, 5, 0]];
  const width = isOfClasses ? 2 : 1;
  const samples = (values: readonly number[]): Samples => ({ count: values.length / width, width, values: Float64Array.from(values) });
  try {
    const [good, bad] = [right, wrong].map((values) => callMetric(definition, samples(values), samples(right))) as [number, number];
    return good === bad || !Number.isFinite(good) ? null : { key: keyOfMetric(name), best: good, isMore: good > bad };
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'input') return null;
    throw error;
  }
}

export function definitionOf(catalog: Catalog, name: string): MetricDefinition {
  return catalog.list('metric').find(({ definition }) => keyOfMetric(definition.name) === keyOfMetric(name))!.definition as MetricDefinition;
}

/** What losses are called: by their metric, where it is one. @param minus how it is written */
export function lossName({ key, best, isMore, isDistance }: LossOfMetric, minus = '-'): string { return isDistance ? `distance of ${key} from ${best}` : isMore ? `${best} ${minus} ${key}` : best === 0 ? key : `${key} ${minus} ${best}`; }

/** The loss that a value of the metric is: how far it is from the best. */
export function lossOf({ best, isMore, isDistance }: LossOfMetric, value: number): number { return isDistance ? Math.abs(value - best) : Math.max(0, isMore ? best - value : value - best); }

/**
 * The loss of predicting the mean of every target, which losses are compared with to tell rounding from error: for `rmse` the standard deviation of the target.
 *
 * @returns undefined where the metric says nothing of it, or 0
 */
export function scaleOf(catalog: Catalog, loss: LossOfMetric, { count, width, values }: Samples): number | undefined {
  const definition = definitionOf(catalog, loss.key);
  const means = Float64Array.from({ length: width }, (_, k) => { let sum = 0; for (let row = 0; row < count; row++) sum += values[row * width + k]! / count; return sum; });
  const scale = lossOf(loss, callMetric(definition, { count, width, values: Float64Array.from(values, (_, k) => means[k % width]!) }, { count, width, values }));
  return Number.isFinite(scale) && scale > 0 ? scale : undefined;
}

/**
 * The least loss that is more than none, where a metric counts rows: that of one row that is just wrong, while just right it would cost nothing.
 *
 * @returns 0 for other metrics, whose losses may be as small as one likes
 */
export function lossOfOneRow(catalog: Catalog, loss: LossOfMetric, { count, width, values }: Samples): number {
  const definition = definitionOf(catalog, loss.key);
  const [right, wrong] = [JUST, -JUST].map((sign) => {
    const predictions = values.slice();
    for (let k = 0; k < width; k++) predictions[k] = sign * values[k]!;
    return lossOf(loss, callMetric(definition, { count, width, values: predictions }, { count, width, values: values.slice() }));
  });
  return right === 0 && wrong! > 0 && Number.isFinite(wrong) ? wrong! : 0;
}

/** Of the outputs of a row, what decides as little as can be. */
const JUST = 1e-9;
