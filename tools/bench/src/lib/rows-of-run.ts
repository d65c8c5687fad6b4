import type { Catalog, Data } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import type { RunOfFile } from './child-run.js';

/**
 * The rows a run of the file with this seed trains, chooses and is judged on, those of all its data sets together, in the user's units. Nothing is run or written.
 *
 * @throws KnotworkError `input` or `plugin`, as the command would
 */
export async function rowsOfRun({ file, overrides }: RunOfFile, seed: number): Promise<{ data: Data; catalog: Catalog }> {
  const request = { file, overrides: [...overrides, `seed=${seed}`], again: true, cwd: process.cwd() };
  const { data, catalog } = await composeFromFile(request, await standardPackages());
  return { data, catalog };
}
