import { spawn } from 'node:child_process';

/** A command that ended with another status than 0, with what it said. */
export class CommandFailed extends Error {}

/**
 * Runs a program and waits for it.
 *
 * @param patience milliseconds after which it is ended
 * @returns what it wrote to standard output
 * @throws CommandFailed
 */
export function command(program: string, args: readonly string[], { cwd, env = {}, patience = 300_000 }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly patience?: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => { out += String(text); });
    child.stderr.on('data', (text) => { err += String(text); });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve(out);
      else reject(new CommandFailed(`${program} ${args.join(' ')}: ${signal ?? `status ${status}`}\n${out}${err}`));
    });
  });
}
