import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { rowsOfRun } from './rows-of-run.js';

const file = fileURLToPath(new URL('../../../../examples/csv-regression.yaml', import.meta.url));

test('the seed draws the split, overrides count, and the file is found from anywhere', async () => {
  const [a, b, c] = await Promise.all([
    rowsOfRun({ file, overrides: [] }, 0), rowsOfRun({ file, overrides: [] }, 0), rowsOfRun({ file, overrides: ['dataset.split.test=0.3'] }, 1),
  ]);
  expect(a.data.train.inputs.values).toEqual(b.data.train.inputs.values);
  expect(a.data.test.targets.count).toBe(206);
  expect(c.data.test.targets.count).toBe(309);
  expect(c.data.test.targets.values.subarray(0, 20)).not.toEqual(a.data.test.targets.values.subarray(0, 20));
});

test('several data sets are one', async () => {
  const { data } = await rowsOfRun({ file: fileURLToPath(new URL('../../../../examples/continual.yaml', import.meta.url)), overrides: [] }, 0);
  expect([data.train.inputs.count, data.validation.inputs.count, data.test.targets.count]).toEqual([500, 500, 1000]);
});

test('what the command would refuse is refused here', async () => {
  const request = { file, overrides: ['dataset.path=nowhere.yaml.csv', 'network.widhts=3'], again: false, cwd: process.cwd() };
  const refusal = await composeFromFile(request, await standardPackages()).then(() => null, (error: Error) => error.message);
  await expect(rowsOfRun(request, 0)).rejects.toThrow(refusal!);
});
