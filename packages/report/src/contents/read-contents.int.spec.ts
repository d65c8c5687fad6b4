import { beforeAll, expect, test } from '@jest/globals';
import { readContents } from './read-contents.js';
import { changed, ranFiles, type ReadFile } from '../fixtures/reported.js';

let read: ReadFile;
beforeAll(async () => {
  read = await ranFiles(`knotwork: 1
name: read
dataset: { kind: expression, expression: x1 + x2, samples: { train: 20, validation: 10, test: 10 } }
network: { widths: [2, 1] }
stages: [{ kind: fit, steps: 2, starts: { count: 1, steps: 1 } }]
`);
}, 60_000);
const readWith = (files: Readonly<Record<string, string | null>>): ReturnType<typeof readContents> => readContents(changed(read, files), 'runs/it');

test('a whole run is read without a word', () => {
  const { record, result, timing, events, network, evaluation, picture, notes } = readWith({});
  expect([record?.experiment?.name, result?.status, typeof timing?.seconds, notes]).toEqual(['read', 'completed', 'number', []]);
  expect(network).toEqual({ task: 'regression', inputs: ['x1', 'x2'], outputs: ['y'], classes: [], bases: ['b-spline'], widths: [2, 1] });
  expect([events[0]?.event, evaluation?.['test.count']?.values[0], picture?.slice(0, 4)]).toEqual(['stage-started', 10, '<svg']);
});

test('what a run is known by must be whole', () => {
  for (const file of ['run.json', 'result.json', 'network.json']) {
    expect(() => readWith({ [file]: '{' })).toThrow(`${file} of runs/it is damaged: it is no JSON. Make the run again with --again.`);
    expect(() => readWith({ [file]: '[]' })).toThrow(`${file} of runs/it is damaged: it is no object.`);
  }
  expect(() => readWith({ 'result.json': '{ "status": "completed", "metrics": { "train": 3 } }' })).toThrow('result.json of runs/it is damaged: it has at "metrics.train" what no run writes. Make the run again with --again.');
  expect(() => readWith({ 'run.json': '{ "experiment": {} }' })).toThrow('run.json of runs/it is damaged: it has at "experiment.name" what no run writes.');
  expect(() => readWith({ 'network.json': '{ "layers": 3 }' })).toThrow('network.json of runs/it is damaged: it does not describe a network.');
});

test('what is there besides is left out where it is damaged, and told', () => {
  const { events, evaluation, timing, notes } = readWith({ 'metrics.jsonl': '{"event":\n', 'evaluation.npz': 'PK', 'timing.json': '?' });
  expect([events, evaluation, timing]).toEqual([[], null, null]);
  expect(notes).toEqual([
    'timing.json is damaged and left out: it is not what was written', 'metrics.jsonl is damaged and left out: it is not what was written',
    expect.stringMatching(/^evaluation\.npz is damaged and left out: it is no whole archive/),
  ]);
});

test('a last event that a crash cut off is none', () => {
  expect(readWith({ 'metrics.jsonl': '{"event":"note","text":"one"}\n{"event":"no' }).events).toEqual([{ event: 'note', text: 'one' }]);
});

test('a folder without a run is refused with what to type', () => {
  expect(() => readContents(() => null, 'docs')).toThrow('docs is no folder of a run: it has neither run.json nor network.json. Give one such as runs/NAME/ID; "knotwork list" shows those there are.');
});
