import { writeFileSync } from 'node:fs';
import { inParallel } from './in-parallel.js';
import { progress } from './progress.js';

/**
 * Runs all that is wanted, some at a time, with a bar; what came of every run so far is in the file after each, in the order in which they ended.
 *
 * @param json path of the file; undefined for none
 * @returns what came of them, in the order of `wanted`
 */
export function reportedRuns<W, R>(wanted: readonly W[], jobs: number, json: string | undefined, runOf: (one: W) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const tick = progress(wanted.length);
  return inParallel(wanted, jobs, async (one) => {
    const run = await runOf(one);
    done.push(run);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(done, null, 1)}\n`);
    tick();
    return run;
  });
}
