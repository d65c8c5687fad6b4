import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';

/** How an experiment file in the working folder would name a plugin package: what is there by that name is meant, else a package. */
export function pluginNamed(word: string, cwd: string): string {
  const isPath = /^\.{1,2}($|[/\\])/.test(word) || resolve(word) === word;
  return !isPath && (existsSync(resolve(cwd, word)) || /\.[cm]?[jt]s$/.test(word)) ? `./${word}` : word;
}

/** The same in a file elsewhere. @param file that names the package, from `cwd`, @param name as a file in the working folder names it */
export function pluginInFile(name: string, file: string, cwd: string): string {
  if (!/^\.{1,2}($|[/\\])/.test(name)) return name;
  const path = relative(dirname(resolve(cwd, file)), resolve(cwd, name)).replaceAll('\\', '/');
  return path === '' ? '.' : /^\.{1,2}($|\/)/.test(path) || isAbsolute(path) ? path : `./${path}`;
}
