import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TrialFiles } from './trial-files.js';

/**
 * Writes what a trial left into another folder, which is made.
 *
 * @throws KnotworkError `environment` for what cannot be read, what the operating system says of what cannot be written
 */
export function copyFiles(from: TrialFiles, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of from.names()) {
    const content = from.read(name);
    // Somebody removes it at this moment.
    if (content === null) continue;
    if (name.includes('/')) mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content, { flag: 'wx' });
  }
}
