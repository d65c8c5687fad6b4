import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knotworkCommand } from './knotwork-command.js';
import { type LimitedRun, limitedRun } from './limited-run.js';
import type { CsvRows } from './table-experiment.js';

/** What `knotwork equation` said of a table. */
export interface EquationOfTable {
  /** Of the first output, as printed; null where there is none. */
  readonly text: string | null;
  /** Of all outputs, with the numbers, names and operators of each; empty where there is none. */
  readonly outputs: readonly { readonly name: string; readonly text: string; readonly complexity: number }[];
  /** The sentence in place of an equation. */
  readonly reason: string | null;
  /** By the clock, of the whole command. */
  readonly seconds: number;
  /** Why the command failed; null where it did not. */
  readonly failure: string | null;
}

/** Where the command ran, for whoever asks more of what it left. */
export interface EquationPlace {
  readonly folder: string;
  /** The experiment file and the run, below `folder`. */
  readonly file: string;
  readonly run: string;
  /** All that the command said on standard error. */
  readonly said: string;
  /** Another command in the same folder. */
  command(words: readonly string[]): Promise<LimitedRun>;
}

/** Seconds that one command may take, and one thread. */
const LIMIT = 1200;
const ONE_THREAD = { OMP_NUM_THREADS: '1' };

/**
 * Runs `knotwork equation` on rows, in a process and a folder of its own that is deleted afterwards.
 *
 * @param look is called where the command ended well, before the folder is deleted
 */
export async function equationOfTable(rows: CsvRows, target: string, seed: number, look: (place: EquationPlace) => Promise<void> = () => Promise.resolve()): Promise<EquationOfTable> {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  const command = (words: readonly string[]): Promise<LimitedRun> => limitedRun(process.execPath, [knotworkCommand, ...words], LIMIT, ONE_THREAD, folder);
  try {
    writeFileSync(join(folder, 'rows.csv'), [rows.header, ...rows.rows].map((cells) => `${cells.join(',')}\n`).join(''));
    const { status, stdout, stderr, seconds } = await command(['equation', 'rows.csv', '--target', target, '--seed', String(seed), '--json']);
    if (status !== 0) return { text: null, outputs: [], reason: null, seconds, failure: status === null ? `stopped after ${LIMIT} s` : stderr.trim().split('\n').at(-1) ?? `status ${status}` };
    const { equation, reason, file, folder: run } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { equation: Pick<EquationOfTable, 'outputs'> | null; reason?: string; file: string; folder: string };
    await look({ folder, file, run, said: stderr, command });
    const outputs = equation?.outputs ?? [];
    return { text: outputs[0]?.text ?? null, outputs, reason: reason ?? null, seconds, failure: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
