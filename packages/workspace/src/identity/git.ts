import { execFile } from 'node:child_process';

/** What git answers about a folder. @throws when it refuses, or is not there */
export type Git = (folder: string, ...args: readonly string[]) => Promise<string>;

export const git: Git = onceMoreIfKilled((folder, ...args) => new Promise((resolve, reject) => {
  // A repository may name a program that watches its files: whoever asks what state it is in does not want to run it.
  execFile('git', ['-c', 'core.fsmonitor=false', '-C', folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 }, (error, answer) => {
    if (error === null) resolve(answer.trim());
    else reject(error);
  });
}));

/** Whoever ended it, for want of memory or by mistake, said nothing of the folder. */
export function onceMoreIfKilled(ask: Git): Git {
  return (...call) => ask(...call).catch((error: unknown) => {
    if ((error as { readonly signal?: unknown }).signal) return ask(...call);
    throw error;
  });
}
