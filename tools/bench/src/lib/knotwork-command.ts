import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Interrupted } from './program.js';

const require = createRequire(import.meta.url);
/** Path of the knotwork command, as it was built. */
export const knotworkCommand = join(dirname(require.resolve('knotwork/package.json')), 'bin', 'knotwork.js');

/** How a child process ended, and all that it said. */
export interface Ended { readonly status: number; readonly stdout: string; readonly stderr: string }

/** Runs the knotwork command in a process of its own. @throws Interrupted when it, or this program, was told to stop */
export function runKnotwork(args: readonly string[]): Promise<Ended> {
  return runProgram(process.execPath, [knotworkCommand, ...args]);
}

/** Runs a program to its end. @throws Interrupted when it, or this program, was told to stop, Error when it cannot be started */
export function runProgram(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    // Without this a stopped measurement would leave its runs at work, and their folders behind.
    const stop = (): void => { child.kill('SIGTERM'); };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.on('error', reject).on('close', (status) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (status === 130 || status === 143 || status === null) reject(new Interrupted());
      else resolve({ status, stdout, stderr });
    });
  });
}
