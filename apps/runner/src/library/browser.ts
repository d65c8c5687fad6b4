import type { Model } from '@knotwork/model';
import { loadFiles, type LoadOptions, type RunFiles } from './load-files.js';

export { fit } from './fit.js';
export type { ExperimentOptions, FitOptions, NetworkParts, Use } from './fit-options.js';
export type { LoadOptions, RunFiles } from './load-files.js';
export * from './shared.js';

/**
 * Loads a model from the files of a run.
 *
 * @throws KnotworkError `input` where there is no network, or a file is damaged
 */
export function load(files: RunFiles, options: LoadOptions = {}): Promise<Model> { return loadFiles(files, options, {}); }
