import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKnotwork } from './knotwork-command.js';
import { UsageError } from './program.js';

/** One run of an experiment file. */
export interface SeedRun {
  readonly seed: number;
  /** Root mean squared errors in the user's units; infinite where the run failed. */
  readonly test: number;
  /** Null where the run has no validation rows. */
  readonly validation: number | null;
  /** Of each layer of the network kept. */
  readonly resolution: readonly (number | null)[];
  /** Effective parameters of it. */
  readonly parameters: number;
  /** Of the network kept: edges that are left, and edges that were switched off. */
  readonly edges: { readonly free: number; readonly symbolic?: number; readonly pruned: number };
  /** The equations of the network kept, where it is one. */
  readonly formula?: string;
  readonly seconds: number;
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
}

/** What is run: an experiment file with overrides; the seed is added. */
export interface RunOfFile { readonly file: string; readonly overrides: readonly string[] }

/**
 * Runs the knotwork command in a process of its own and deletes the run's folder.
 *
 * @param look sees the folder of a run that succeeded, before it is deleted
 * @throws UsageError when the command refuses the file or an override
 */
export async function runSeed({ file, overrides }: RunOfFile, seed: number, look: (folder: string) => void = () => undefined): Promise<SeedRun> {
  const temporary = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    const out = join(temporary, 'run');
    const { status, stdout, stderr } = await runKnotwork(['run', file, ...overrides, `seed=${seed}`, '--out', out, '--json', '--quiet']);
    if (status === 2) throw new UsageError(stderr.trim().replace(/^knotwork: /, ''));
    if (status !== 0) return failed(seed, stderr.trim().split('\n')[0] || `the command ended with status ${status}`);
    const result = JSON.parse(stdout.trim().split('\n').at(-1)!) as ResultShape;
    const { seconds } = JSON.parse(readFileSync(join(out, 'timing.json'), 'utf8')) as { seconds: number };
    look(out);
    const { test, validation } = result.metrics;
    if (typeof test.rmse !== 'number' || (validation !== null && typeof validation.rmse !== 'number')) return failed(seed, 'the result has no finite RMSE');
    const { network: { resolution, parameters, edges }, formula } = result;
    const text = formula?.outputs.map((output) => `${output.name} = ${output.text}`).join('; ');
    return { seed, test: test.rmse, validation: validation?.rmse ?? null, resolution, parameters: parameters.effective, edges, ...(text === undefined ? {} : { formula: text }), seconds, failure: null };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface ResultShape {
  readonly metrics: { readonly test: Measured; readonly validation: Measured | null };
  readonly network: { readonly resolution: readonly (number | null)[]; readonly parameters: { readonly effective: number }; readonly edges: SeedRun['edges'] };
  readonly formula?: { readonly outputs: readonly { readonly name: string; readonly text: string }[] } | null;
}

interface Measured { readonly rmse?: number | null }

const failed = (seed: number, failure: string): SeedRun => ({ seed, test: Infinity, validation: Infinity, resolution: [], parameters: 0, edges: { free: 0, pruned: 0 }, seconds: 0, failure });
