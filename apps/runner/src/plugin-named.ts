import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** How an experiment file in the working folder would name a plugin package: what is there by that name is meant, else a package. */
export function pluginNamed(word: string, cwd: string): string {
  const isPath = /^\.{1,2}($|[/\\])/.test(word) || resolve(word) === word;
  return !isPath && (existsSync(resolve(cwd, word)) || /\.[cm]?[jt]s$/.test(word)) ? `./${word}` : word;
}
