import { type Budget, MOST_BYTES } from './budget.js';
import type { Memory } from './memory.js';

/** What a run may take in this process: what any run may, or what is free. */
export function budgetHere(memory: Memory): Budget {
  const free = memory.free();
  return free < MOST_BYTES ? { bytes: free, of: 'the memory that is free' } : { bytes: MOST_BYTES, of: 'what a run may take' };
}
