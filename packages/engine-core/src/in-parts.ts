import type { Pause } from '@knotwork/plugin/engine';
import type { Awaitable } from './backend.js';

/** Multiply-adds between two moments at which work may pause: some hundredths of a second. */
export const PART = 3e7;

/**
 * Does work that says by `yield` where it may pause. Pauses change nothing about what is computed, nor in which order.
 *
 * @param pause called at every such place; left out, or where there is no such place, all is done at once
 * @throws what a pause rejects with; the work is left there, its `finally` blocks are run
 */
export function inParts<T>(work: Generator<void, T>, pause: Pause | undefined): Awaitable<T> {
  let part = work.next();
  while (part.done !== true) {
    if (pause !== undefined) return withPauses(work, pause);
    part = work.next();
  }
  return part.value;
}

/** @param work that has come to a place where it may pause */
async function withPauses<T>(work: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    try {
      await pause();
    } catch (error) {
      // Throws it where the work stands, and so from here.
      work.throw(error);
    }
    const part = work.next();
    if (part.done === true) return part.value;
  }
}
