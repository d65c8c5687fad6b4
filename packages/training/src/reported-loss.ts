import type { Objective } from '@knotwork/plugin';

/**
 * The loss as people are told it: the mean squared error where the objective is made of residuals, of which it has half; else the objective.
 *
 * @param data value of the data objective, without penalties
 */
export function reportedLoss({ blocks }: Objective, data: number): number {
  return blocks.every(({ form }) => form === 'residuals') ? 2 * data : data;
}
