import { spawn } from 'node:child_process';

/** How a process ended and what it said. */
export interface Spawned { readonly status: number; readonly stdout: string; readonly stderr: string }

/** Runs a program to its end. A program that cannot be started has status -1 and says why. */
export function spawned(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<Spawned> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.on('error', (error) => { resolve({ status: -1, stdout, stderr: error.message }); });
    child.on('close', (status) => { resolve({ status: status ?? -1, stdout, stderr }); });
  });
}
