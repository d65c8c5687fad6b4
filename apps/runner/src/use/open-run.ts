import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { installed } from '@knotwork/experiment';
import { loadModel, type Model, pluginsNamed } from '@knotwork/model';
import { isKnotworkError } from '@knotwork/plugin';
import { readContents, type ReportRequest, type RunContents } from '@knotwork/report';
import { standardPackages } from '@knotwork/standard';
import { DiskPluginLoader, readRunFile } from '@knotwork/workspace';
import { noSuchFolder } from '../errors.js';

/**
 * Opens the folder of a run to be looked at: as much of it as there is, without a model where a plugin is missing or no network was saved.
 *
 * @param folder as it was typed, from `cwd`
 * @param plugins packages that the network needs, in place of those that the run named
 * @throws KnotworkError `input` where there is no run
 */
export async function openRun(folder: string, plugins: readonly string[], cwd: string): Promise<ReportRequest> {
  const { contents, read } = readRun(folder, cwd);
  const [standard, notes]: [Awaited<ReturnType<typeof standardPackages>>, string[]] = [await standardPackages(), []];
  let catalog = installed(standard).catalog;
  let [model, effects]: [Model | null, ReportRequest['effects']] = [null, null];
  if (contents.network !== null) {
    try {
      const named = plugins.length > 0 ? plugins : pluginsNamed(read, contents.place);
      if (named.length > 0) catalog = installed(standard, await new DiskPluginLoader().load(named, cwd)).catalog;
      model = await loadModel({ read, place: contents.place, catalog });
      notes.push(...model.notes);
      if (model.rows('train') !== null) effects = await model.importances();
    } catch (error) {
      if (!isKnotworkError(error) || error.code === 'internal') throw error;
      notes.push(`The network cannot be opened, and what needs it is left out: ${error.message}${plugins.length === 0 && error.code !== 'input' ? ' Where a package has moved, give --plugin PATH.' : ''}`);
    }
  }
  const basis = contents.record?.experiment?.network.basis.kind ?? contents.network?.bases[0];
  const known = basis === undefined || !catalog.list('basis').some(({ definition }) => definition.name === basis) ? undefined : catalog.get('basis', basis).capabilities.refine?.option;
  return { contents, model, effects, notes, resolutionName: known ?? 'resolution' };
}

/** What the folder of a run says, without any plugin. @throws KnotworkError `input` where there is no run */
export function readRun(folder: string, cwd: string): { readonly contents: RunContents; readonly read: (name: string) => Uint8Array | null; readonly full: string } {
  const full = resolve(cwd, folder);
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory() !== true) throw noSuchFolder(folder);
  const read = (name: string): Uint8Array | null => readRunFile(full, name);
  return { contents: readContents(read, relative(cwd, full) || '.'), read, full };
}
