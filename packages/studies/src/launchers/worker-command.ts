import type { WorkerProgram } from '../run/workers.js';

/** What a shell is told to run a worker. @param before words before its own, such as that of a container @param node Node.js where it will run */
export function workerCommand({ module, args, execArgv }: WorkerProgram, node: string, before: readonly string[] = []): string {
  return [...before, node, ...execArgv ?? [], module, ...args].map(quoted).join(' ');
}

/** As one word of a shell. */
export const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
