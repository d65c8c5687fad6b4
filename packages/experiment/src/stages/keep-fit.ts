import type { FitSnapshot, Keeping } from '@knotwork/training';
import type { StageContext } from './stage.js';

/** Seconds of work that may be lost. */
export const MOST_LOST = 2;
/** Numbers up to which a fit is kept: the text of more is longer than texts can be. */
export const MOST_NUMBERS = 2 ** 25;
/** Keeping takes at most this share of the time. */
const SHARE = 0.05;

/**
 * Keeps a fit in the progress of its stage every few seconds, and less often where that takes long.
 *
 * @param from what was kept last; null to begin
 * @param progressOf what the stage keeps with it
 * @param place what follows the step in "after step 40" or "after step 4 of start 2/3", such as " of level 12"
 */
export function keepFit(context: StageContext, from: FitSnapshot | null, progressOf: (fit: FitSnapshot) => unknown, place = ''): Keeping {
  let kept = context.elapsed();
  let pause = MOST_LOST;
  return {
    from,
    isDue: () => context.elapsed() - kept >= pause,
    keep: async (snapshot, { step, start, starts }) => {
      if (numbersIn(snapshot) > MOST_NUMBERS) {
        pause = Infinity;
        context.note('the network is too large to be kept inside of a fit: a run that is killed begins its stage anew');
        return;
      }
      const began = context.elapsed();
      await context.save(progressOf(snapshot), `step ${step}${start === undefined ? '' : ` of start ${start + 1}/${starts!}`}${place}`);
      kept = context.elapsed();
      pause = Math.max(MOST_LOST, (kept - began) / SHARE);
    },
  };
}

/** Numbers in arrays of a plain value. */
function numbersIn(value: unknown): number {
  if (value instanceof Float64Array) return value.length;
  return typeof value !== 'object' || value === null ? 0 : Object.values(value).reduce((sum: number, part) => sum + numbersIn(part), 0);
}
