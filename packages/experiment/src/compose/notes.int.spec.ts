import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from './composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const table = `a,b,fix,y\n${Array.from({ length: 50 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},7,${Math.sin(i) + Math.cos(3 * i) ** 2}\n`).join('')}`;
const composer = new Composer(standard, [given(tokens.files, memoryFiles({ 'table.csv': table }))]);
const TABLE = 'knotwork: 1\nname: notes\ndataset: { kind: csv, path: table.csv, target: y }\nnetwork: { widths: [3, 1] }\nstages: [{ kind: fit, starts: { count: 1, steps: 2 }, steps: 2 }]\n';
const FORMULA = `knotwork: 1
name: notes
dataset: { kind: expression, expression: sin(3 * x1) + x2^2, samples: { train: 200, validation: 50, test: 50 } }
network: { widths: [2, 1], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, starts: { count: 1, steps: 2 }, steps: 5 }, { kind: extend-grid, levels: [6, 12], fit: { steps: 2 }, stop: none }]
`;
const request = (text: string, overrides: readonly string[]) => ({ text, fileName: 'notes.yaml', folder: '', overrides, again: false });
const notesOf = async (text: string, overrides: readonly string[] = []): Promise<readonly string[]> => (await composer.compose(request(text, overrides))).notes;

/** What is noted while it runs, and the bytes of its result. */
async function run(overrides: readonly string[]): Promise<{ notes: readonly (string | undefined)[]; changes: readonly (number | null)[]; result: string }> {
  const place = new MemoryPlace();
  const events: RunEvent[] = [];
  const composition = await composer.compose(request(FORMULA, overrides), [given(tokens.place, place), given(tokens.observer, { observe: (event) => { events.push(event); } })]);
  await composition.run();
  return {
    notes: events.flatMap((event) => (event.event === 'note' ? [event.text] : [])), result: place.folder.text('result.json')!,
    changes: events.flatMap((event) => (event.event === 'rung' ? [event.rung.functionChange] : [])),
  };
}

test('inputs that are the same in all training rows are noted with their value, others not', async () => {
  expect(await notesOf(TABLE)).toEqual(['"fix" (7) is the same in all 40 training rows: nothing is learned from it. Leave it out of the inputs']);
  expect(await notesOf(TABLE, ['dataset.inputs=[a,b]', 'network.widths=[2,1]'])).toEqual([]);
});

test('a column that says the same as another is noted, be it in another unit', async () => {
  const files = memoryFiles({ 'table.csv': table.split('\n').map((line, row) => (line === '' ? line : `${row === 0 ? 'twice' : (32 + 1.8 * Number(line.split(',')[0])).toFixed(4)},${line}`)).join('\n') });
  const { notes } = await new Composer(standard, [given(tokens.files, files)]).compose(request(TABLE, ['dataset.inputs=[a,b,twice]']));
  expect(notes).toEqual(['"twice" says the same as "a" in all 40 training rows, up to unit, offset and rounding: what the target owes to which of them cannot be told. Leave one of them out of the inputs']);
});

test('more unknowns than training rows are noted with both numbers, and with what decides then', async () => {
  const overrides = ['dataset.inputs=[a,b]', 'network.widths=[2,2,1]'];
  const [plain, smoothed, penalized] = await Promise.all(['0', '1e-3', '0'].map((smoothing, i) => notesOf(TABLE, [...overrides, `stages.0.smoothing=${smoothing}`, ...(i < 2 ? [] : ['stages.0.regularizers=[sparsity]'])])));
  const { unknowns } = /trains (?<unknowns>\d+) numbers/.exec(plain![0]!)!.groups!;
  expect(Number(unknowns)).toBeGreaterThan(30);
  expect(plain).toEqual([`stages.0 trains ${unknowns} numbers on 30 training rows: they leave open what the network is between them. Use smaller network.widths or a lower resolution, or give the stage smoothing: auto`]);
  // As that of whoever asks for a base function, or for an optimizer that cannot.
  expect((await notesOf(TABLE, [...overrides, 'stages.0.smoothing=0', 'network.edge=residual']))[0]).toMatch(/or give the stage smoothing: auto and network\.edge plain$/);
  const several = TABLE.replace('dataset:', 'datasets:\n  first:').replace('path: table.csv, target: y }', 'path: table.csv, target: y, inputs: [a, b] }\n  second: { kind: csv, path: table.csv, target: y, inputs: [a, b] }').replace('{ kind: fit,', '{ kind: fit, data: first,');
  expect((await notesOf(several, ['network.widths=[2,2,1]', 'stages.0.smoothing=0']))[0]).toMatch(/Use smaller network\.widths or a lower resolution$/);
  expect((await notesOf(TABLE, [...overrides, 'stages.0.optimizer=l-bfgs']))[0]).toMatch(/or give the stage a regularizer, such as sparsity$/);
  expect(smoothed).toEqual([`stages.0 trains ${unknowns} numbers on 30 training rows: what they leave open, penalties decide`]);
  expect(penalized).toEqual(smoothed);
  // As many as there are rows is not more; each target of a row counts.
  expect(await notesOf(TABLE, ['dataset.inputs=[a]', 'dataset.target=[y,b]', `network.widths=[1,2]`, 'network.basis.intervals=20'])).toEqual([]);
  expect((await notesOf(TABLE, ['dataset.inputs=[a]', 'dataset.target=[y,b]', `network.widths=[1,2]`, 'network.basis.intervals=40']))[0]).toMatch(/^stages\.0 trains \d+ numbers on 40 training rows of 2 targets: /);
});

test('of networks that are compared that with most unknowns is noted for all that have more than rows', async () => {
  const compared = (hidden: string): Promise<readonly string[]> => notesOf(TABLE, ['dataset.inputs=[a,b]', 'stages.0.smoothing=1e-3', `network.widths={ hidden: ${hidden}, folds: 2 }`]);
  const largest = await compared('[[], [4], [3]]');
  const of = async (widths: string): Promise<number> => Number(/trains (?<unknowns>\d+) numbers/.exec((await notesOf(TABLE, ['dataset.inputs=[a,b]', 'stages.0.smoothing=1e-3', `network.widths=${widths}`]))[0]!)!.groups!['unknowns']);
  expect(largest).toEqual([`[2, 4, 1], the largest of 2 networks with more unknowns than targets: stages.0 trains ${await of('[2,4,1]')} numbers on 30 training rows: what they leave open, penalties decide`]);
  expect(await compared('[[], [2]]')).toEqual([`[2, 2, 1]: stages.0 trains ${await of('[2,2,1]')} numbers on 30 training rows: what they leave open, penalties decide`]);
});

test('of a ladder the first level with more unknowns than training rows is noted', async () => {
  expect(await notesOf(FORMULA, ['dataset.samples.train=40', 'stages.1.levels=[6,12,24,48]'])).toEqual([expect.stringMatching(/^stages\.1\.levels\.2 trains \d+ numbers on 40 training rows: /)]);
});

test('an extension that changes the function by more than a thousandth of its spread is noted at its rung, an exact one is not', async () => {
  const exact = await run([]);
  expect([exact.notes, exact.changes.slice(1).every((change) => change! < 1e-12)]).toEqual([[], true]);
  const inexact = await run(['stages.1.levels=[4,12]']);
  const [, change] = inexact.changes;
  expect(change).toBeGreaterThan(1e-3);
  expect(inexact.notes).toEqual([`level 4: the extension changed the function by ${change!.toPrecision(2)} of its spread, before it was trained on: the finer grid cannot hold the old curves exactly, which levels such as 6, 9, 12 would`]);
  expect(inexact.result).not.toContain('the extension changed');
});

test('that products at the end cannot make up for a mean that was taken away is noted, and of sums and means it is not', async () => {
  const product = (more: readonly string[]): Promise<readonly string[]> => notesOf(FORMULA, ['network.layer=multiplicative', 'stages=[{ kind: fit, starts: { count: 1, steps: 2 }, steps: 2 }]', ...more]);
  expect(await product([])).toEqual([expect.stringMatching(/^nodes of the last layer multiply, .* Set standardizeTargets: false, or put a layer behind the products$/)]);
  expect(await product(['standardizeTargets=false'])).toEqual([]);
  // Of what is a function of one sum it is another thing, and another cure.
  const perceptrons = (last: string): Promise<readonly string[]> => product(['network.widths=[2, 4, 1]', 'network.layer={ kind: mlp, activation: tanh }', 'stages.0.grid=fixed', ...(last === '' ? [] : [`network.layers={ 1: { layer: ${last} } }`])]);
  expect(await perceptrons('')).toEqual([expect.stringMatching(/^nodes of the last layer are functions of their sums, .* Let the nodes of the last layer only add: say its layer under network\.layers$/)]);
  expect(await perceptrons('{ kind: mlp, activation: identity }')).toEqual([]);
  expect(await product(['network.layer={ kind: kan, node: mean }'])).toEqual([]);
  expect(await product(['network.widths=[2, 2, 1]', 'network.layer=kan', 'network.layers={ 0: { layer: multiplicative } }'])).toEqual([]);
});
