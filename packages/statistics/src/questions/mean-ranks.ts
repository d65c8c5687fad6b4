import { mean } from '@knotwork/numerics';
import { logLoss, type Loss, lossFloors } from '../losses.js';
import { doubledMidRanks } from '../signed-rank/mid-ranks.js';

/** Losses of all arms that were computed alike, such as with one seed on one data set. */
export interface Block {
  /** One for each arm, in one order. */
  readonly losses: readonly Loss[];
  /** Standard deviation of the target, above 0. Left out: losses must not be 0. */
  readonly targetDeviation?: number | undefined;
}

/**
 * Mean rank of every arm over blocks: 1 the best of each, equal ones share the mean of theirs, failures are behind all. Losses of two blocks are never compared, so that blocks may be of any scale.
 *
 * @param blocks at least one, of the same arms
 * @returns `[arms]`, from 1 to their number
 * @throws RangeError for losses that are none
 */
export function meanRanks(blocks: readonly Block[]): number[] {
  const ranked = blocks.map(({ losses, targetDeviation }, k) => {
    const [floor] = lossFloors(1, { targetDeviation });
    return doubledMidRanks(losses.map((loss, arm) => logLoss(loss, floor!, `of arm ${arm + 1} in block ${k + 1}`) ?? Infinity));
  });
  return blocks[0]!.losses.map((_, arm) => mean(ranked.map((ranks) => ranks[arm]! / 2)));
}
