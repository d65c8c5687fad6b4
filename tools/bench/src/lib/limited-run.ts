import { spawn } from 'node:child_process';
import { Interrupted } from './program.js';

/** How a program ended that may not take longer than it was given. */
export interface LimitedRun {
  /** Null where its time was over. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of the process, by the wall clock. */
  readonly seconds: number;
}

/**
 * Runs a program to its end, or stops it.
 *
 * @param limit seconds it may take
 * @param environment what its environment has besides ours
 * @param folder that it works in; left out, this program's
 * @throws Interrupted when this program was told to stop, Error when it cannot be started
 */
export function limitedRun(program: string, args: readonly string[], limit: number, environment: Readonly<Record<string, string>> = {}, folder?: string): Promise<LimitedRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment }, ...(folder === undefined ? {} : { cwd: folder }) });
    let [stdout, stderr, isOver, isInterrupted] = ['', '', false, false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    const timer = setTimeout(() => { isOver = true; child.kill('SIGKILL'); }, limit * 1000);
    // Without this a stopped measurement would leave its runs at work.
    const stop = (): void => { isInterrupted = true; child.kill('SIGTERM'); };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const ended = (): void => { clearTimeout(timer); process.off('SIGINT', stop).off('SIGTERM', stop); };
    child.on('error', (error) => { ended(); reject(error); }).on('close', (status) => {
      ended();
      if (isInterrupted) reject(new Interrupted());
      else resolve({ status: isOver ? null : status ?? 1, stdout, stderr, seconds: (performance.now() - start) / 1000 });
    });
  });
}
