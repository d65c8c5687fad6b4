import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { pluginsNamed } from '@knotwork/model';
import { findPlugin, readRun, readRunFile } from '@knotwork/workspace';
import { outIsSource } from '../errors.js';
import { STANDARD_OUTPUT } from '../out-file.js';
import { pluginNamed } from '../plugin-named.js';
import { folderOfRun } from './folder-of-run.js';

/** What a record says of the files that its run was made of, besides plugins. */
interface Sources {
  readonly experiment?: { readonly network?: { readonly from?: { readonly path?: string } } };
  readonly data?: Readonly<Record<string, string>>;
}

/** Files of a run that nothing else in its folder could replace. */
const KEPT = [FILES.run, FILES.network, FILES.parameters, FILES.result, FILES.evaluation, FILES.metrics, FILES.timing, FILES.checkpoint, FILES.imported];

/**
 * Refuses to write onto what a run was made of, whether or not it may be replaced otherwise: its plugins, its tables, its experiment file, the network that it went on from, and its own files.
 *
 * @param out as it was typed, @param folder of the run, as it was typed, @param plugins that were given in place of those of the run, @param tables files that are read besides
 * @throws KnotworkError `input`, with another name to type
 */
export function refuseSource(out: string, folder: string, plugins: readonly string[], cwd: string, tables: readonly string[] = []): void {
  if (out === STANDARD_OUTPUT) return;
  const there = realOf(resolve(cwd, out));
  if (there === null) return;
  const full = folderOfRun(folder, cwd);
  const record = recordIn(full);
  const what = KEPT.some((name) => realOf(join(full, name)) === there) ? 'a file of the run itself'
    : pluginsOf(full, plugins, cwd).some((place) => holds(place, there, cwd)) ? 'a plugin of the run'
      : [...Object.keys(record.data ?? {}), ...tables].some((path) => realOf(resolve(cwd, path)) === there) ? 'a table that is read'
        : startOf(record).some((path) => realOf(resolve(cwd, path)) === there) ? 'the network that the run went on from'
          : isExperiment(there) ? 'an experiment file' : null;
  if (what !== null) throw outIsSource(out, what);
}

/** Where a file is, links followed; null where there is none. */
function realOf(path: string): string | null {
  try { return realpathSync(path); } catch { return null; }
}

/** Whoever opens the run says what is wrong with its record. */
function recordIn(full: string): Sources {
  try { return readRun(full) ?? {}; } catch { return {}; }
}

/** Modules of plugins, and folders of those that are folders. */
function pluginsOf(full: string, given: readonly string[], cwd: string): readonly string[] {
  return [...namedIn(full), ...given.map((word) => pluginNamed(word, cwd))].flatMap((name) => {
    try {
      const { location: { file, root } } = findPlugin(join(cwd, 'experiment.yaml'), { name, index: null });
      return [file, root];
    } catch { return []; }
  });
}

function namedIn(full: string): readonly string[] {
  try { return pluginsNamed((name) => readRunFile(full, name), full); } catch { return []; }
}

/** Whether a file is there, or in a folder of that name; what is written where one works is not part of a package that happens to be the working folder. */
function holds(place: string, file: string, cwd: string): boolean {
  const real = realOf(place);
  if (real === null) return false;
  return real === file || (isWithin(file, real) && realOf(cwd) !== real && !isWithin(realOf(cwd) ?? cwd, real));
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function startOf({ experiment }: Sources): readonly string[] {
  const path = experiment?.network?.from?.path;
  return path === undefined ? [] : [path, join(path, FILES.network), join(path, FILES.parameters)];
}

/** A record does not say what its experiment file was called: any is refused. */
function isExperiment(path: string): boolean {
  return /\.ya?ml$/i.test(path) && statSync(path).isFile() && /^knotwork:/m.test(readFileSync(path, 'utf8'));
}
