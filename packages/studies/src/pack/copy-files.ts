import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAll } from '@knotwork/workspace';
import type { TrialFiles } from './trial-files.js';

/**
 * Writes what a trial left into another folder, which is made.
 *
 * @param lasting whether it is there after a power failure, too, when this returns
 * @throws KnotworkError `environment` for what cannot be read, what the operating system says of what cannot be written
 */
export function copyFiles(from: TrialFiles, folder: string, lasting = false): void {
  mkdirSync(folder, { recursive: true });
  for (const name of from.names()) {
    const content = from.read(name);
    // Somebody removes it at this moment.
    if (content === null) continue;
    const path = join(folder, name);
    if (name.includes('/')) mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(path, 'wx');
    try {
      writeAll(descriptor, content);
      if (lasting) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
