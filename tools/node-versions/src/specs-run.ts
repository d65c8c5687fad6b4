import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { spawned } from './spawned.js';
import { supported } from './supported.js';

/** How the specs of a package ended. */
export interface SpecsRun { readonly passed: number; readonly failed: boolean; readonly output: string }

const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');

/**
 * Runs the specs of a package, as its target `test` does, without those that `supported` excepts.
 *
 * @param all also those that are run only on demand
 * @param cache a folder that no other version writes: they would read each other's maps of the files
 * @param workers at a time
 */
export async function specsRun(binary: string, name: string, root: string, { all, cache, workers }: { all: boolean; cache: string; workers: number }): Promise<SpecsRun> {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning --max-semi-space-size=64', FORCE_COLOR: '0' };
  const left = ['/node_modules/', supported.except, ...(all ? [] : [supported.onDemand])].map((path) => `--testPathIgnorePatterns=${path}`);
  const { status, stdout, stderr } = await spawned(binary, [jest, '--ci', `--cacheDirectory=${cache}`, `--maxWorkers=${workers}`, ...left], join(root, 'packages', name), env);
  const passed = Number(/^Tests:.*?(\d+) passed/m.exec(stderr)?.[1] ?? 0);
  return { passed, failed: status !== 0 || passed === 0, output: `${stdout}${stderr}` };
}
