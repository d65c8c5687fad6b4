import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { knotworkCommand } from '../../lib/knotwork-command.js';
import { limitedRun, type LimitedRun, type RunLimit } from '../../lib/limited-run.js';
import { UsageError } from '../../lib/program.js';

/** What a method is given: the same for all. */
export interface Task {
  /** A table with a header; the column `y` is the target. */
  readonly table: string;
  readonly functions: readonly string[];
  /** Of the search, on one thread. */
  readonly seconds: number;
  /** What these seconds are. */
  readonly time: TimeKind;
  readonly seed: number;
}

/** Seconds by the clock, or of processor time, of the method's process and what it starts. */
export const TIME_KINDS = ['clock', 'processor'] as const;
export type TimeKind = (typeof TIME_KINDS)[number];

/** What came of it. */
export interface Found {
  /** Mathematical text; null where there is none. */
  readonly formula: string | null;
  /** Of the search, by the method's own clock, or of the whole process where it has none. */
  readonly seconds: number;
  /** Of processor time, of the same; null where it cannot be known. */
  readonly processorSeconds: number | null;
  /** Why there is no formula. */
  readonly failure: string | null;
}

export const METHODS = ['knotwork', 'gplearn', 'pyoperon'] as const;
export type Method = (typeof METHODS)[number];

/** A process may take so much longer than its search: it starts, loads libraries, and ends. It is stopped then. */
const GRACE = 60;
/** Where processor time is limited, a method may take so many times its seconds by the clock. */
const GUARD = 10;
const TARGET = 'y';
const PEERS = fileURLToPath(new URL('../../../peers/', import.meta.url));
/** One thread, whatever library a peer computes with. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/**
 * Runs a method on one table, in a process of its own.
 *
 * @param python that has what `peers/requirements-equations.txt` names; for methods that are not ours
 * @throws UsageError when the method cannot be run at all
 */
export function findFormula(method: Method, task: Task, python: string | undefined): Promise<Found> {
  if (method === 'knotwork') return findByKnotwork(task);
  if (python === undefined) throw new UsageError(`--method ${method} needs --python PATH, a Python with the packages of ${PEERS}requirements-equations.txt.`);
  return findByPeer(method, task, python);
}

/** Our command, in a folder of its own, which it leaves files in. */
async function findByKnotwork({ table, seconds, time, seed }: Task): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    const run = await limitedRun(process.execPath, [knotworkCommand, 'equation', resolve(table), '--target', TARGET, '--seed', String(seed), '--json'], limitOf(seconds, time), ONE_THREAD, folder);
    return read(run, seconds, time, (answer) => {
      const { equation, reason } = answer as { equation: { text: string; inputs: readonly Column[] } | null; reason?: string };
      return { formula: equation === null ? null : inNamesOfColumns(equation.text, equation.inputs), ...secondsOf(run), failure: equation === null ? reason ?? 'no equation' : null };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A column, and what it is called in a formula, where not all names are fit. */
interface Column { readonly name: string; readonly symbol: string }

/** A formula that says what columns are called in the table. */
export function inNamesOfColumns(text: string, columns: readonly Column[]): string {
  const names = new Map(columns.map(({ name, symbol }) => [symbol, name]));
  return text.replace(/(?<![\w.])[A-Za-z_]\w*/g, (word) => names.get(word) ?? word);
}

async function findByPeer(method: Method, { table, functions, seconds, time, seed }: Task, python: string): Promise<Found> {
  const words = [`${PEERS}equation_peers.py`, method, table, '--target', TARGET, '--functions', functions.join(','), '--seconds', String(seconds), '--time', time, '--seed', String(seed)];
  const run = await limitedRun(python, words, limitOf(seconds + GRACE, time), ONE_THREAD).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new UsageError(`--python ${python} cannot be started. It must be a Python with the packages of ${PEERS}requirements-equations.txt.`) : error;
  });
  if (run.stderr.includes('ModuleNotFoundError')) throw new UsageError(`--python ${python} lacks a package: ${lastLine(run.stderr)}. It must have those of ${PEERS}requirements-equations.txt.`);
  return read(run, seconds + GRACE, time, (answer) => {
    const { formula, seconds: searched, processorSeconds } = answer as { formula: string | null; seconds: number; processorSeconds: number };
    return { formula, seconds: searched, processorSeconds, failure: formula === null ? 'no formula' : null };
  });
}

const limitOf = (seconds: number, time: TimeKind): RunLimit => (time === 'clock' ? { clock: seconds } : { clock: GUARD * seconds, processor: seconds });

const secondsOf = ({ seconds, processorSeconds }: LimitedRun): Pick<Found, 'seconds' | 'processorSeconds'> => ({ seconds, processorSeconds });

function read(run: LimitedRun, limit: number, time: TimeKind, understood: (answer: unknown) => Found): Found {
  if (run.status === null) {
    const isByClock = time === 'clock' || (run.processorSeconds ?? 0) <= limit;
    return { formula: null, ...secondsOf(run), failure: `stopped after ${isByClock ? `${limitOf(limit, time).clock} s` : `${limit} s of processor time`}` };
  }
  if (run.status !== 0) return { formula: null, ...secondsOf(run), failure: `ended with status ${run.status}: ${lastLine(run.stderr)}` };
  return understood(JSON.parse(lastLine(run.stdout)));
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
