import { afterAll, expect, test } from '@jest/globals';
import { type RunEvent, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { small, workplace } from './fixtures/workplace.js';

const csv = small.replace(/dataset:\n[^]*(?=network:)/, 'dataset: { kind: csv, path: data.csv, target: y }\n').replace('[2, 1]', '[1, 1]');
const rows = Array.from({ length: 40 }, (_, i) => `${i},${i * i}`);
const table = csv.replace('data.csv', 'table.csv').replace('[1, 1]', '[2, 1]');
const { folder, remove } = workplace({ 'small.yaml': small, 'csv.yaml': csv, 'table.yaml': table, 'data.csv': `x,y\n${rows.join('\n')}\n` });
afterAll(remove);
const standard = await standardPackages();

/** Composes a run that is told apart by its folder, and collects what it observes. */
async function prepare(overrides: readonly string[], out: string, file = 'small.yaml'): Promise<{ id: string; run(): Promise<{ result: string; losses: readonly number[] }> }> {
  const losses: number[] = [];
  const observer = { observe: (event: RunEvent): void => { if (event.event === 'step') losses.push(event.loss ?? NaN); } };
  const composition = await composeFromFile({ file, overrides, out, again: false, cwd: folder }, standard, [given(tokens.observer, observer)]);
  return {
    id: composition.id,
    run: async () => {
      await composition.run();
      return { result: readFileSync(join(folder, out, 'result.json'), 'utf8'), losses };
    },
  };
}

test('runs of one process: the same seed gives the same, another seed draws data and networks anew, and nothing leaks', async () => {
  const alone = await (await prepare([], 'alone')).run();
  const [other, beside, ofData, ofInit] = await Promise.all([
    prepare(['seed=4'], 'other'), prepare([], 'beside'), prepare(['streams.data=4'], 'data'), prepare(['streams.init=4'], 'init'),
  ]).then((all) => Promise.all(all.map(({ run }) => run())));
  expect(alone.losses.length).toBeGreaterThan(10);
  // Beside other runs, whose steps come between its own, it draws what it drew alone.
  expect(beside).toEqual(alone);
  const firsts = [alone, other, ofData, ofInit].map((r) => r!.losses[0]);
  expect(new Set(firsts).size).toBe(firsts.length);
});

test('the identity of a run: its content and that of its data, not its name and place', async () => {
  const id = async (overrides: readonly string[], out: string, file = 'small.yaml'): Promise<string> => (await prepare(overrides, out, file)).id;
  const first = await id([], 'one');
  expect(await id(['name=renamed'], 'two')).toBe(first);
  expect(await id(['seed=3', 'network.basis.degree=3'], 'three')).toBe(first);
  expect(await id(['seed=4'], 'four')).not.toBe(first);
  expect(await id(['stages.1.fit.smoothing=1e-6'], 'five')).not.toBe(first);

  const ofData = await id([], 'six', 'csv.yaml');
  writeFileSync(join(folder, 'data.csv'), `x,y\n${rows.toReversed().join('\n')}\n`);
  expect(await id([], 'seven', 'csv.yaml')).not.toBe(ofData);
});

test('nothing is trained, scaled or chosen on test rows: with others the same network comes out', async () => {
  const networkOf = async (rows: number): Promise<{ network: Buffer; test: unknown }> => {
    const out = `test-${rows}`;
    await (await prepare([`dataset.samples.test=${rows}`], out)).run();
    const { metrics } = JSON.parse(readFileSync(join(folder, out, 'result.json'), 'utf8')) as { metrics: { test: unknown } };
    return { network: readFileSync(join(folder, out, 'network.safetensors')), test: metrics.test };
  };
  const [few, many] = [await networkOf(5), await networkOf(50)];
  expect(few.network.equals(many.network)).toBe(true);
  expect(few.test).not.toEqual(many.test);
});

test('nor is a table: other numbers in its test rows, however large, give the same network', async () => {
  const rowsOf = (change: (a: number) => number): string => `a,b,y\n${Array.from({ length: 60 }, (_, n) => {
    const [a, b] = [n / 7, 100 + 7 * Math.cos(3 * n)];
    return [a, b, Math.sin(a) + b].map((v) => v * change(a)).join(',');
  }).join('\n')}\n`;
  const request = { file: 'table.yaml', overrides: [], again: false, cwd: folder };
  writeFileSync(join(folder, 'table.csv'), rowsOf(() => 1));
  const plain = await composeFromFile({ ...request, out: 'table' }, standard);
  const { values, width } = plain.data.test.inputs;
  const judged = new Set(values.filter((_, k) => k % width === 0));
  await plain.run();
  writeFileSync(join(folder, 'table.csv'), rowsOf((a) => (judged.has(a) ? 1e6 : 1)));
  const changed = await composeFromFile({ ...request, out: 'changed' }, standard);
  await changed.run();
  expect(judged.size).toBe(12);
  expect(changed.data.test.inputs.values).toEqual(values.map((v) => v * 1e6));
  for (const file of ['network.safetensors', 'network.json']) expect([file, readFileSync(join(folder, 'changed', file)).equals(readFileSync(join(folder, 'table', file)))]).toEqual([file, true]);
});

test('an engine that does not compute its usual way says so before the run', async () => {
  const notes = async (overrides: readonly string[]): Promise<readonly string[]> => (await composeFromFile({ file: 'small.yaml', overrides, out: 'notes', again: false, cwd: folder }, standard)).notes;
  expect(await notes([])).toEqual([]);
  expect(await notes(['engine.kernels=off'])).toEqual(['engine native: path reference, because engine.kernels is off']);
});
