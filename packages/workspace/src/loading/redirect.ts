import { register } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sharedCopies } from './shared-copies.js';

const redirected = new Set<string>();

/** From now on, modules of this folder that import what plugins share with the runner get the runner's copies. */
export function redirectImportsOf(folder: string): void {
  const url = pathToFileURL(`${folder}/`).href;
  if (redirected.has(url)) return;
  redirected.add(url);
  // The hook lies beside this file, bundled, compiled or, in development, as source.
  register(`./redirect-hook${extname(import.meta.url)}`, import.meta.url, { data: { folder: url, bundled: sharedCopies().modules } });
}
