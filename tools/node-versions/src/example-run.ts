import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawned } from './spawned.js';

/** What an example gave: its metrics, or why there are none. */
export type ExampleRun = { readonly metrics: unknown } | { readonly failure: string };

/** Runs an example with the built command; a warning of Node is a failure. @param root of the workspace */
export async function exampleRun(binary: string, example: string, root: string): Promise<ExampleRun> {
  const temporary = mkdtempSync(join(tmpdir(), 'knotwork-node-versions-'));
  try {
    const out = join(temporary, 'run');
    const { status, stderr } = await spawned(binary, ['apps/runner/bin/knotwork.js', 'run', example, '--out', out, '--json', '--quiet'], root);
    if (status !== 0 || stderr !== '') return { failure: `status ${status}: ${stderr.trim()}` };
    return { metrics: (JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as { metrics: unknown }).metrics };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
