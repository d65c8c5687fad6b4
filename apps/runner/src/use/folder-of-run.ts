import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { noSuchFolder, runsWithin } from '../errors.js';

/**
 * The full path of the folder of a run.
 *
 * @param folder as it was typed, from `cwd`
 * @throws KnotworkError `input` where there is no folder, or one that holds others in which runs are
 */
export function folderOfRun(folder: string, cwd: string): string {
  const full = resolve(cwd, folder);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) throw noSuchFolder(folder, stats === undefined || !isRun(dirname(full)) ? null : relative(cwd, dirname(full)) || '.');
  if (isRun(full)) return full;
  const within = readdirSync(full).filter((name) => isRun(join(full, name)));
  if (within.length > 0) throw runsWithin(folder, within.map((name) => join(folder, name)));
  return full;
}

const isRun = (folder: string): boolean => [FILES.run, FILES.network].some((name) => existsSync(join(folder, name)));
