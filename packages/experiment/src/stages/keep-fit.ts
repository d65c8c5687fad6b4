import type { FitSnapshot, Keeping } from '@knotwork/training';
import type { StageContext } from './stage.js';

/** Seconds of work that may be lost. */
export const MOST_LOST = 2;
/** Keeping takes at most this share of the time. */
const SHARE = 0.05;

/**
 * Keeps a fit in the progress of its stage every few seconds, and less often where that takes long.
 *
 * @param from what was kept last; null to begin
 * @param progressOf what the stage keeps with it
 * @param place what follows the number of the step in "after step 40", such as " of level 12"
 */
export function keepFit(context: StageContext, from: FitSnapshot | null, progressOf: (fit: FitSnapshot) => unknown, place = ''): Keeping {
  let kept = context.elapsed();
  let pause = MOST_LOST;
  return {
    from,
    isDue: () => context.elapsed() - kept >= pause,
    keep: async (snapshot, steps) => {
      const began = context.elapsed();
      await context.save(progressOf(snapshot), `step ${steps}${place}`);
      kept = context.elapsed();
      pause = Math.max(MOST_LOST, (kept - began) / SHARE);
    },
  };
}
