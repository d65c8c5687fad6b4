import { createEngine, type ReadFile } from '@knotwork/experiment';
import { parseOptions } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import { Model, type ModelFiles, type ModelViews } from './model.js';
import { readRun } from './stored-run.js';

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
  /** What errors call the run, such as the path of its folder. */
  readonly place: string;
}

/** What computes where nobody says. */
export const ENGINE = { kind: 'native' };

/**
 * Makes a model of what a run left: of all of it, or of the two files of a network. It computes with the engine of the run.
 *
 * @throws KnotworkError `input` where there is no network, a file is damaged, or a plugin is not installed
 */
export async function loadModel(request: LoadRequest): Promise<Model> {
  const { read, catalog, place } = request;
  const run = readRun(read, catalog, place);
  const engine = run.experiment?.engine ?? { ...ENGINE, ...parseOptions(catalog.get('engine', ENGINE.kind), ENGINE) };
  return new Model(run, request, await createEngine({ engine }, catalog));
}
