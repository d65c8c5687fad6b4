import type { BoundData, Objective } from '@knotwork/plugin/engine';

/**
 * The loss as people are told it: the mean squared error where the objective is made of residuals, of which it has half; else the objective.
 *
 * @param data value of the data objective, without penalties
 */
export function reportedLoss({ blocks }: Objective, data: number): number {
  return blocks.every(({ form }) => form === 'residuals') ? 2 * data : data;
}

/**
 * The same block by block, without weights: mean squares of residuals, means of losses.
 *
 * @param data whose blocks were evaluated, @param values of them
 */
export function reportedBlocks({ blocks }: Objective, data: Pick<BoundData, 'blocks'>, values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(data.blocks.map((name, k) => [name, (blocks.find((b) => b.name === name)!.form === 'residuals' ? 2 : 1) * values[k]!]));
}
