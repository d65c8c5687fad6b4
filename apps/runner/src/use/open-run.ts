import { relative } from 'node:path';
import { installed } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { lookAt, readContents, type ReportRequest, resolutionNameOf, type RunContents } from '@knotwork/report';
import { standardPackages } from '@knotwork/standard';
import { readRunFile } from '@knotwork/workspace';
import { folderOfRun } from './folder-of-run.js';
import { modelOf, OPTION } from './open-model.js';

/**
 * Opens the folder of a run to be looked at: as much of it as there is, without a model where a plugin is missing or no network was saved.
 *
 * @param folder as it was typed, from `cwd`
 * @param plugins packages that the network needs, in place of those that the run named
 * @throws KnotworkError `input` where there is no run
 */
export async function openRun(folder: string, plugins: readonly string[], cwd: string): Promise<ReportRequest> {
  const { contents, read } = readRun(folder, cwd);
  const notes: string[] = [];
  if (contents.network !== null) {
    try {
      return await lookAt(await modelOf(read, contents.place, plugins, cwd), contents);
    } catch (error) {
      if (!isKnotworkError(error) || error.code === 'internal') throw error;
      notes.push(`The network cannot be opened, and what needs it is left out: ${error.message}${plugins.length === 0 && error.code !== 'input' && !error.message.includes(OPTION) ? ` Where a package has moved, give ${OPTION}.` : ''}`);
    }
  }
  return { contents, model: null, effects: null, notes, resolutionName: resolutionNameOf(contents, installed(await standardPackages()).catalog) };
}

/** What the folder of a run says, without any plugin. @throws KnotworkError `input` where there is no run */
export function readRun(folder: string, cwd: string): { readonly contents: RunContents; readonly read: (name: string) => Uint8Array | null; readonly full: string } {
  const full = folderOfRun(folder, cwd);
  const read = (name: string): Uint8Array | null => readRunFile(full, name);
  return { contents: readContents(read, relative(cwd, full) || '.'), read, full };
}
