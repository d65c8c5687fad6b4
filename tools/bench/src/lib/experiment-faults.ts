import { isKnotworkError } from '@knotwork/plugin';
import { MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import type { RunOfFile } from './child-run.js';

/** Checks experiments from end to end, and runs none. @returns a message for each that is refused */
export async function experimentFaults(runs: readonly RunOfFile[]): Promise<readonly string[]> {
  if (runs.length === 0) return [];
  const composer = new FileComposer(await standardPackages(), [given(tokens.place, new MemoryPlace())]);
  const faults: string[] = [];
  for (const { file, overrides } of runs) {
    try {
      await composer.compose({ file, overrides, again: false, cwd: process.cwd() });
    } catch (error) {
      if (!isKnotworkError(error) || error.code === 'internal') throw error;
      faults.push(error.message);
    }
  }
  return faults;
}
