import { createEngine, type ReadFile } from '@knotwork/experiment';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import { Model, type ModelFiles, type ModelViews } from './model.js';
import { readRun } from './stored-run.js';
import { ENGINE, usualEngine } from './usual-engine.js';

/** What a model is made of. */
export interface LoadRequest {
  /** Gives a file of the run by its name, such as `network.json`; null where there is none. */
  readonly read: ReadFile;
  /** Names of the files that there are; left out, the model cannot give its files away. */
  readonly names?: () => readonly string[];
  /** Writes files into a folder, where the host has folders. */
  readonly save?: (folder: string, files: ModelFiles) => Promise<void>;
  /** Writes models for people, where there is somebody who does. */
  readonly views?: ModelViews;
  /** With all plugins that the network needs. */
  readonly catalog: Catalog;
  /** What else users should know of the model. */
  readonly notes?: readonly string[];
  /** What errors call the run, such as the path of its folder. */
  readonly place: string;
  /** What to do about a plugin that is not there, as a sentence; left out, packages are named under "plugins". */
  readonly remedy?: string;
}

/**
 * Makes a model of what a run left: of all of it, or of the two files of a network. It computes with the engine of the run, or with the usual one where that cannot be had, and then says so.
 *
 * @throws KnotworkError `input` where there is no network, a file is damaged, or a plugin is not installed
 */
export async function loadModel(request: LoadRequest): Promise<Model> {
  const { read, catalog, place, remedy } = request;
  const run = readRun(read, catalog, place, remedy);
  if (run.experiment === null) return new Model(run, request, await usualEngine(catalog));
  const { engine: { kind } } = run.experiment;
  try {
    return new Model(run, request, await createEngine(run.experiment, catalog));
  } catch (error) {
    // A network is the same whatever computes it, and may be used where its engine is not.
    if (!isKnotworkError(error) || error.code !== 'capability') throw error;
    const instead = kind === ENGINE.kind ? 'its usual options are taken' : `${ENGINE.kind} does in its place`;
    const notes = [`the engine of the run, ${kind}, cannot compute here as it did, and ${instead}: ${error.message}`, ...run.notes];
    return new Model({ ...run, notes }, request, await usualEngine(catalog));
  }
}
