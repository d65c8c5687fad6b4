import { FLOOR, type Loss } from '@knotwork/statistics';
import type { LossOfMetric } from '../plan/measured-loss.js';

/**
 * The loss of a seed: of several folds their geometric mean, and a failure where one of them failed. Of a metric of which more is better, such as a share of right answers, it is the mean: a fold without an error must not decide.
 *
 * @param scale loss of predicting the mean of the targets
 */
export function overFolds(losses: readonly Loss[], { isMore }: Pick<LossOfMetric, 'isMore'>, scale: number): Loss {
  if (losses.length === 1) return losses[0]!;
  if (losses.some((loss) => loss === null)) return null;
  if (isMore) return losses.reduce<number>((sum, loss) => sum + loss!, 0) / losses.length;
  const floor = FLOOR * scale;
  return Math.exp(losses.reduce<number>((sum, loss) => sum + Math.log(Math.max(loss!, floor)), 0) / losses.length);
}
