import type { StepReport, Value } from '@knotwork/plugin/engine';
import type { BatchOfStep, StepOrder } from './backend.js';

/** Steps between two turns for signals and timers; one step of a small network is far below a millisecond. */
const TURN = 64;

/** Value before any step. */
const NOTHING: Value = { status: 'ok', value: NaN, data: NaN, penalty: NaN, blocks: [] };

/**
 * Steps one by one, for back ends that answer at once: in one call, so that nobody waits between two of them.
 *
 * @param update takes one step and returns the value before it; of a step whose value is not finite everything stays as it was
 */
export async function stepByStep(count: number, { first, signal, batch }: StepOrder, update: (step: number, batch: BatchOfStep | null) => Value): Promise<StepReport> {
  let last = NOTHING;
  for (let k = 0; k < count; k++) {
    if (signal?.aborted === true) return { done: k, last };
    last = update(first + k, batch);
    if (last.status !== 'ok') return { done: k, last };
    if (k % TURN === TURN - 1) await new Promise((resolve) => { setTimeout(resolve); });
  }
  return { done: count, last };
}
