import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { workersDie, workersDoNotStart } from '../errors.js';
import type { WorkEvent } from './work.js';

/** How a process is begun that works on a study and tells of it as {@link WorkEvent}s. */
export interface WorkerProgram {
  readonly module: string;
  readonly args: readonly string[];
  /** Options of Node; left out, those of this process. */
  readonly execArgv?: readonly string[];
}

/** Deaths at one trial in a row, after which it is the trial that ends workers. */
const MOST_DEATHS = 20;
/** Milliseconds that workers have to see for themselves that all is done, and then to end in before they are killed: one that was stopped hears nothing else. */
export interface Patience { readonly others: number; readonly grace: number }

const PATIENCE: Patience = { others: 3000, grace: 10_000 };
/** Ends of its own accord before anything was said, as of a program that does not start. */
const MOST_SILENT = 3;

/**
 * Processes that work on a study, started again when they die. Each works on one trial after the other until all are done, which ends the others.
 *
 * @param place of a trial, for messages
 * @param tell what any of them tells; one that failed ends all
 * @throws KnotworkError `environment` when workers die again and again at one place
 */
export async function runWorkers(program: WorkerProgram, count: number, signal: AbortSignal, tell: (event: WorkEvent) => void, place: (trial: string) => string, { others, grace }: Patience = PATIENCE): Promise<void> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  let isOver: NodeJS.Timeout | undefined;
  const settled = await Promise.allSettled(Array.from({ length: count }, async () => {
    try {
      await keepRunning(program, both, tell, place, grace);
      // What one says is done is done for all of them.
      isOver ??= setTimeout(() => { stop.abort(); }, others);
    } catch (error) {
      stop.abort();
      throw error;
    }
  }));
  clearTimeout(isOver);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

/** One worker and those that come after its death. */
async function keepRunning(program: WorkerProgram, signal: AbortSignal, tell: (event: WorkEvent) => void, place: (trial: string) => string, grace: number): Promise<void> {
  let [deaths, silent, at] = [0, 0, ''];
  while (!signal.aborted) {
    const life = await lifeOf(program, signal, tell, grace);
    if (life.isOver || signal.aborted) return;
    silent = life.last === null ? silent + 1 : 0;
    if (silent === (life.isKilled ? MOST_DEATHS : MOST_SILENT)) throw workersDoNotStart(life.how);
    if (life.last === null) continue;
    deaths = life.last === at ? deaths + 1 : 1;
    at = life.last;
    if (deaths === MOST_DEATHS) throw workersDie(place(at), deaths, life.how);
  }
}

/** How a worker ended. */
interface Life {
  /** Whether it did all that it was to do, or told what it could not. */
  readonly isOver: boolean;
  /** The trial that it began last; null for one that never told anything. */
  readonly last: string | null;
  /** Whether a signal ended it. */
  readonly isKilled: boolean;
  readonly how: string;
}

function lifeOf({ module, args, execArgv }: WorkerProgram, signal: AbortSignal, tell: (event: WorkEvent) => void, grace: number): Promise<Life> {
  return new Promise((resolve, reject) => {
    const options: ForkOptions = { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }) };
    const child: ChildProcess = fork(module, [...args], options);
    let [isOver, last]: [boolean, string | null] = [false, null];
    let refused: { readonly error: unknown } | null = null;
    let kill: NodeJS.Timeout | undefined;
    const end = (): void => {
      child.kill('SIGTERM');
      kill ??= setTimeout(() => { child.kill('SIGKILL'); }, grace);
    };
    signal.addEventListener('abort', end, { once: true });
    child.on('message', (message) => {
      const event = message as WorkEvent;
      if (event.event === 'began') last = event.trial;
      if (event.event === 'idle' || event.event === 'failed') isOver = true;
      try { tell(event); } catch (error) { refused ??= { error }; end(); }
    });
    child.on('error', reject);
    child.on('close', (code, by) => {
      signal.removeEventListener('abort', end);
      clearTimeout(kill);
      if (refused !== null) reject(refused.error); else resolve({ isOver, last, isKilled: by !== null, how: by ?? `exit status ${code ?? 'unknown'}` });
    });
  });
}
