import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { experimentForRun, noSuchFolder, packedTrial, runsWithin } from '../errors.js';
import { archivesOf, STUDY } from '../study/is-study-folder.js';

/**
 * The full path of the folder of a run.
 *
 * @param folder as it was typed, from `cwd`
 * @throws KnotworkError `input` where there is no folder, or one that holds others in which runs are, or a trial that may be packed
 */
export function folderOfRun(folder: string, cwd: string): string {
  const full = resolve(cwd, folder);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) requireUnpacked(full, folder, cwd);
  if (stats?.isFile() === true && /\.ya?ml$/i.test(folder)) throw experimentForRun(folder);
  if (stats?.isDirectory() !== true) throw noSuchFolder(folder, stats === undefined || !isRun(dirname(full)) ? null : relative(cwd, dirname(full)) || '.');
  if (isRun(full)) return full;
  const within = readdirSync(full).filter((name) => isRun(join(full, name)));
  if (within.length > 0) throw runsWithin(folder, within.map((name) => join(folder, name)));
  return full;
}

const isRun = (folder: string): boolean => [FILES.run, FILES.network].some((name) => existsSync(join(folder, name)));

/** @throws KnotworkError `input` where it would be the folder of a trial, and trials of that study are packed */
function requireUnpacked(full: string, folder: string, cwd: string): void {
  const [trials, study] = [dirname(full), dirname(dirname(full))];
  if (basename(trials) !== 'trials' || !existsSync(join(study, STUDY)) || archivesOf(study).length === 0) return;
  throw packedTrial(folder, relative(cwd, study) || '.', archivesOf(study));
}
