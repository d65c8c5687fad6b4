import type { ChoiceReport } from './choice-report.js';
import type { BesideSimple } from '../measure/beside-simple.js';

/** What a result says of its network beside simple models. */
export interface LearnedOrNot {
  readonly choice?: Pick<ChoiceReport, 'worth'>;
  readonly simple?: Pick<BesideSimple, 'network' | 'loss'> | null;
}

/** Error, or loss of classes, as a share of a constant's, below which rows that nothing was fitted to say that something was learned, whatever the comparison said. */
const LESS = 0.9;

/** Whether nothing that was compared was better than a constant, and test rows say no more of the network: its equation is one of chance. False where nothing was compared. */
export function nothingLearned({ choice, simple }: LearnedOrNot): boolean {
  if (choice?.worth !== 'nothing') return false;
  const share = simple?.loss === undefined ? simple?.network ?? null : simple.loss.network / simple.loss.shares;
  return share === null || !(share < LESS);
}

/** The same in a sentence. */
export const NO_EQUATION = 'No equation was found: nothing that was looked for says more of the target than a constant does.';
