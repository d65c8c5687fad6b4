import { installed } from '@knotwork/experiment';
import { loadModel, type Model, type ModelFiles } from '@knotwork/model';
import { type InstalledPackage, KnotworkError } from '@knotwork/plugin';
import { packagesAtHand } from '@knotwork/standard/at-hand';
import { requirePackagesOf } from './require-options.js';
import { views } from './views.js';

/** The files of a run, or the two of a network, by their names. */
export type RunFiles = Readonly<Record<string, Uint8Array | string>>;

/** How to load. */
export interface LoadOptions {
  /** Plugin packages that the network needs, at hand. */
  readonly packages?: readonly InstalledPackage[];
}

/** A model from the files of a run. @param host what writes files into folders, where there are some */
export async function loadFiles(files: RunFiles, options: LoadOptions, host: { readonly save?: (folder: string, files: ModelFiles) => Promise<void> }): Promise<Model> {
  const { packages = [] } = options;
  if (typeof files !== 'object' || files === null) throw new KnotworkError('input', `load takes files of a run by their names, or a folder such as "runs/NAME/ID"; got ${String(files)}.`);
  await requirePackagesOf('load', options);
  const bytes = (content: Uint8Array | string): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return loadModel({
    read: (name) => (Object.hasOwn(files, name) ? bytes(files[name]!) : null), names: () => Object.keys(files),
    catalog: installed([...packagesAtHand, ...packages]).catalog, place: 'the run', views, ...host,
  });
}
