import { expect, test } from '@jest/globals';
import { catalogOf, type DataAccess, defineDataSet, KnotworkError, optionError, z } from '@knotwork/plugin';
import { loadData } from './load-data.js';
import { type ResolvedExperiment } from '../config/index.js';
import { plainDigest } from '../host/digest.js';
import { memoryFiles } from '../host/files.js';
import { RunStreams } from '../run/run-streams.js';

/** Loads one data set that does nothing but fail, alone in its file or among several. */
async function refusal(load: (access: DataAccess) => never | Promise<never>, place: 'dataset' | 'datasets' = 'dataset'): Promise<unknown> {
  const failing = defineDataSet({ name: 'failing', summary: 'Fails', options: z.strictObject({}), load: (_, access) => Promise.resolve().then(() => load(access)) });
  const use = { kind: 'failing' };
  const experiment = { ...(place === 'dataset' ? { dataset: use } : { datasets: { first: use } }), standardizeTargets: true } as unknown as ResolvedExperiment;
  const catalog = catalogOf([{ definition: failing, package: 'theirs', version: '1.0.0' }]);
  return loadData(experiment, catalog, new RunStreams(1, {}), memoryFiles({}), plainDigest, { folder: '/data' }).then(() => null, (error: unknown) => error);
}

test('a data set complains of an option, and what is said has the whole path in it, wherever the data set stands', async () => {
  const complain = (): never => { throw optionError('rows', (at) => `${at('rows')} must be even; got 3. Set ${at('rows')}=4.`, { line: 7 }); };
  expect(await refusal(complain)).toMatchObject({ code: 'input', message: 'dataset.rows must be even; got 3. Set dataset.rows=4.', place: { path: 'dataset.rows', line: 7 } });
  expect(await refusal(complain, 'datasets')).toMatchObject({ message: 'datasets.first.rows must be even; got 3. Set datasets.first.rows=4.', place: { path: 'datasets.first.rows' } });
});

test('one that only names the option in the place, or nothing at all, is placed too', async () => {
  const named = (): never => { throw new KnotworkError('input', 'Rows come in pairs; got 3.', { option: 'rows' }); };
  expect(await refusal(named, 'datasets')).toMatchObject({ message: 'Rows come in pairs; got 3.', place: { path: 'datasets.first.rows' } });
  const unnamed = (): never => { throw new KnotworkError('input', 'There is nothing to learn.'); };
  expect(await refusal(unnamed, 'datasets')).toMatchObject({ message: 'There is nothing to learn.', place: { path: 'datasets.first' } });
  expect(await refusal(({ read }) => read('nowhere.csv') as Promise<never>, 'datasets'))
    .toMatchObject({ message: 'The file "nowhere.csv" does not exist or cannot be read. Paths start at the experiment file\'s folder, /data.', place: { path: 'datasets.first' } });
});

test('what knows its place in the file keeps it, and a failure of the plugin stays one', async () => {
  expect(await refusal(() => { throw new KnotworkError('input', 'elsewhere', { path: 'seed' }); }, 'datasets')).toMatchObject({ message: 'elsewhere', place: { path: 'seed' } });
  const failed = await refusal(() => { throw new TypeError('x is undefined'); }, 'datasets') as KnotworkError;
  expect([failed.code, failed.message, failed.place.path]).toEqual(['plugin', '"load" of the dataset "failing" failed: x is undefined. Report it to the plugin\'s author, or use another dataset.', undefined]);
});
