import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderTaken } from './errors.ts';

/**
 * Writes files to a folder that is empty or not there.
 *
 * @param name of the folder, as messages say it
 * @throws Refusal when something is in it, or it is no folder
 */
export function writePackage(folder: string, name: string, files: Readonly<Record<string, string>>): void {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) throw folderTaken(name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
