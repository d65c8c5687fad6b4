import type { StageOutlook } from '@knotwork/experiment';
import { digits } from './table.js';

/** How a loss is told to people, also while it is trained. */
export interface LossFigure {
  readonly name: 'RMSE' | 'loss';
  told(loss: number | null | undefined): string;
}

/** The root mean square error in the units of the targets where it follows from the loss, else the loss itself. */
export function lossFigure({ rmseOfLoss }: Pick<StageOutlook, 'rmseOfLoss'>): LossFigure {
  if (rmseOfLoss === null) return { name: 'loss', told: digits };
  return { name: 'RMSE', told: (loss) => digits(loss === null || loss === undefined ? loss : Math.sqrt(loss) * rmseOfLoss) };
}
