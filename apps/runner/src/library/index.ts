import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Composer, type ExperimentRequest, type Files, installed, memoryFiles, tokens } from '@knotwork/experiment';
import { loadModel, type Model, type ModelFiles } from '@knotwork/model';
import { KnotworkError } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { diskFiles, DiskPluginLoader, FileComposer, makeFolder, readRunFile, writeAtomically } from '@knotwork/workspace';
import { storedPlugins, withoutLeft } from '../use/stored-plugins.js';
import { experimentText } from './experiment-text.js';
import { FILE_NAME, fitInMemory, inOptions, runTo, textOf } from './fit.js';
import type { FitOptions as FitAnywhere } from './fit-options.js';
import { loadFiles, type LoadOptions as LoadAnywhere, type RunFiles } from './load-files.js';
import { requirePackagesOf } from './require-options.js';
import { views } from './views.js';

export type { ExperimentOptions, NetworkParts, Use } from './fit-options.js';
export { study } from './study.js';
export type { Levels, Study, StudyHow, StudyKeys, StudyOptions } from './study.js';
export type { RunFiles } from './load-files.js';
export * from './shared.js';

/** What to learn, how, and where it is kept. */
export interface FitOptions extends FitAnywhere {
  /** Folder of the run, which must be empty or hold this run; left out, nothing is written. */
  readonly out?: string;
  /** With `out`: runs again although the run is there, finished. */
  readonly again?: boolean;
}

/** How to load. */
export interface LoadOptions extends LoadAnywhere {
  /** Names or paths of plugin packages, in place of those that the run named. */
  readonly plugins?: readonly string[];
}

/**
 * Fits a network to rows, or runs an experiment. Files that are named are read from the disk, paths starting at the working directory.
 *
 * @returns the model; its `run.result` is what `result.json` holds
 * @throws KnotworkError `input` for options that are wrong, `numerical` where training diverged; the reason of the signal where that ended it
 *
 * @example
 * const model = await fit({ inputs: [[0, 1], [0.5, 2], [1, 0]], targets: [1, 4, 0] });
 * const { values } = await model.predict([[0.2, 1.5]]);
 */
export async function fit(options: FitOptions): Promise<Model> {
  if (options?.out !== undefined && typeof options.out !== 'string') throw new KnotworkError('input', 'fit must have as "out" the path of a folder, such as runs/mine.');
  return inOptions(options ?? {}, () => fitOnDisk(options));
}

async function fitOnDisk(options: FitOptions): Promise<Model> {
  const experiment = experimentText(options);
  await requirePackagesOf('fit', options);
  const cwd = process.cwd();
  const packages = [...await standardPackages(), ...options.packages ?? []];
  const files = given(tokens.files, overlay(experiment.files));
  if (options.out === undefined) {
    const composer = new Composer(packages, [files, given(tokens.loader, new DiskPluginLoader())]);
    const request = (text: ExperimentRequest['text']) => ({ text, fileName: FILE_NAME, folder: cwd, overrides: [], again: true });
    const text = await textOf(experiment, (draft) => composer.data(request(draft)));
    return fitInMemory((ofThisRun) => composer.compose(request(text), ofThisRun), options, { save });
  }
  const composer = new FileComposer(packages, [files]);
  const request = (text: ExperimentRequest['text']) => ({ file: FILE_NAME, text, overrides: [], out: options.out!, again: options.again === true, cwd });
  const text = await textOf(experiment, (draft) => composer.data(request(draft)));
  const { catalog, location } = await runTo((ofThisRun) => composer.compose(request(text), ofThisRun), options, []);
  return loadModel({ ...folderOf(location), catalog });
}

/**
 * Loads a model from the folder of a run, or from its files.
 *
 * @param from path of a folder, or files by name
 * @throws KnotworkError `input` where there is no network or a file is damaged, `plugin` for a package that cannot be loaded
 */
export async function load(from: string | RunFiles, options: LoadOptions = {}): Promise<Model> {
  if (typeof from !== 'string') return loadFiles(from, options, { save });
  const cwd = process.cwd();
  await requirePackagesOf('load', options);
  const folder = folderOf(resolve(cwd, from));
  const { packages = [], plugins = packages.length > 0 ? [] : undefined } = options;
  const { packages: loaded, left } = await storedPlugins(folder.read, from, plugins, 'plugins: [PATH]', cwd);
  const { catalog } = installed([...await standardPackages(), ...packages, ...loaded]);
  return withoutLeft(left, (notes) => loadModel({ ...folder, place: from, catalog, notes }));
}

function folderOf(folder: string) {
  const names = (): readonly string[] => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')) : []);
  return { place: folder, read: (name: string) => readRunFile(folder, name), names, save, views };
}

/** Files at hand before those of the disk. */
function overlay(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const memory = memoryFiles(contents);
  const from = (path: string): Files => (Object.hasOwn(contents, path) ? memory : diskFiles);
  return { read: (path, folder) => from(path).read(path, folder), readBytes: (path, folder) => from(path).readBytes(path, folder) };
}

/** Writes the files of a model into a folder that is not there or empty. */
async function save(folder: string, files: ModelFiles): Promise<void> {
  const full = resolve(folder);
  const inTheWay = obstacleOf(full);
  if (inTheWay !== null) throw new KnotworkError('input', `a model is saved in an empty folder; "${relative(process.cwd(), inTheWay)}" is a file. Choose another.`);
  if (existsSync(full) && readdirSync(full).length > 0) throw new KnotworkError('input', `a model is saved in an empty folder; "${folder}" holds something. Choose another, or empty it.`);
  for (const [name, content] of Object.entries(files)) {
    makeFolder(dirname(join(full, name)));
    writeAtomically(join(full, name), content);
  }
}

/** What stands in the place of a folder, or of one that it is in, and is none; null where nothing does. */
function obstacleOf(folder: string): string | null {
  if (existsSync(folder)) return statSync(folder).isDirectory() ? null : folder;
  return dirname(folder) === folder ? null : obstacleOf(dirname(folder));
}
