import type { StepReport, Value } from '@knotwork/plugin/engine';
import type { Awaitable, BatchOfStep, StepOrder } from './backend.js';

/** Steps between two turns for signals and timers; one step of a small network is far below a millisecond. */
const TURN = 64;

/** Value before any step. */
const NOTHING: Value = { status: 'ok', value: NaN, data: NaN, penalty: NaN, blocks: [] };

/**
 * Steps one by one, for back ends that answer at once: in one call, so that nobody waits between two of them.
 *
 * @param update takes one step and returns the value before it; of a step whose value is not finite everything stays as it was
 * @returns a report at once where no turn of others comes between, since a promise costs a small network a good part of a step
 */
export function stepByStep(count: number, { first, signal, batch }: StepOrder, update: (step: number, batch: BatchOfStep | null) => Value): Awaitable<StepReport> {
  let [done, last] = [0, NOTHING];
  /** @returns what the steps ended with; null where a turn of others is due */
  const untilTurn = (): StepReport | null => {
    while (done < count) {
      if (signal?.aborted === true) break;
      last = update(first + done, batch);
      if (last.status !== 'ok') break;
      done++;
      if (done % TURN === 0) return null;
    }
    return { done, last };
  };
  const later = async (): Promise<StepReport> => {
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve); });
      const report = untilTurn();
      if (report !== null) return report;
    }
  };
  return untilTurn() ?? later();
}
