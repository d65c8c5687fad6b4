import { freemem } from 'node:os';
import { availableMemory } from 'node:process';
import type { Memory } from '@knotwork/experiment';

/** What the system has free, or the limit of this process leaves it. */
export const systemMemory: Memory = {
  // Not in every version of Node that is supported.
  free: () => (availableMemory as typeof availableMemory | undefined)?.() ?? freemem(),
};
