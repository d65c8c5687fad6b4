import type { LineSearchRule } from '@knotwork/plugin';
import type { State } from '@knotwork/plugin/engine';
import type { CurvatureMemory, CurvatureSnapshot } from './curvature-memory.js';
import type { FullSnapshot } from './full-memory.js';
import { LimitedMemory, type LimitedSnapshot } from './limited-memory.js';

/** The memory that a rule asks for. @param from to go on from, of a memory of the same rule; null to begin */
export async function openMemory(state: State, memory: LineSearchRule['memory'], from: CurvatureSnapshot | null): Promise<CurvatureMemory> {
  if (typeof memory === 'number') return LimitedMemory.of(state, memory, from as LimitedSnapshot | null);
  // A page that needs no matrix does not load it.
  const { FullMemory } = await import('./full-memory.js');
  return FullMemory.of(state, memory, from as FullSnapshot | null);
}
