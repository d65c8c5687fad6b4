import { spawn } from 'node:child_process';
import { processorTime } from './processor-time.js';
import { Interrupted } from './program.js';

/** What a program may take. */
export interface RunLimit {
  /** Seconds by the clock. */
  readonly clock: number;
  /** Seconds of processor time, of the program and what it starts. A machine that has other work besides takes nothing away from them. */
  readonly processor?: number;
}

/** How a program ended that may not take longer than it was given. */
export interface LimitedRun {
  /** Null where its time was over. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of the process, by the clock. */
  readonly seconds: number;
  /** Of processor time, as it was last looked at, up to {@link LOOK} before the end; null where this cannot be known. */
  readonly processorSeconds: number | null;
}

/** Milliseconds between two looks at the processor time. */
const LOOK = 100;

/**
 * Runs a program to its end, or stops it.
 *
 * @param limit what it may take; a number is seconds by the clock
 * @param environment what its environment has besides ours
 * @param folder that it works in; left out, this program's
 * @throws Interrupted when this program was told to stop, Error when it cannot be started
 */
export function limitedRun(program: string, args: readonly string[], limit: number | RunLimit, environment: Readonly<Record<string, string>> = {}, folder?: string): Promise<LimitedRun> {
  const { clock, processor = Infinity } = typeof limit === 'number' ? { clock: limit } : limit;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment }, ...(folder === undefined ? {} : { cwd: folder }) });
    let [stdout, stderr, isOver, isInterrupted] = ['', '', false, false];
    let used: number | null = null;
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    const end = (): void => { isOver = true; child.kill('SIGKILL'); };
    const timer = setTimeout(end, clock * 1000);
    const looks = setInterval(() => {
      used = (child.pid === undefined ? null : processorTime(child.pid)) ?? used;
      if (used !== null && used > processor) end();
    }, LOOK);
    // Without this a stopped measurement would leave its runs at work.
    const stop = (): void => { isInterrupted = true; child.kill('SIGTERM'); };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const ended = (): void => { clearTimeout(timer); clearInterval(looks); process.off('SIGINT', stop).off('SIGTERM', stop); };
    child.on('error', (error) => { ended(); reject(error); }).on('close', (status) => {
      ended();
      if (isInterrupted) reject(new Interrupted());
      else resolve({ status: isOver ? null : status ?? 1, stdout, stderr, seconds: (performance.now() - start) / 1000, processorSeconds: used });
    });
  });
}
