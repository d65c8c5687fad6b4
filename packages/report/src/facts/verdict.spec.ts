import { expect, test } from '@jest/globals';
import { importancesOf } from './importances.js';
import { stateOf, statusNote } from './status.js';
import { besideOf, verdict } from './verdict.js';
import type { EventOfRun, ResultOfRun, RunContents } from '../contents/run-contents.js';

const list = (...values: number[]): { shape: number[]; values: Float64Array } => ({ shape: [values.length], values: Float64Array.from(values) });
const contentsOf = (result: ResultOfRun | null, more: Partial<RunContents> = {}): RunContents => ({
  place: 'it', record: {}, imported: null, result, timing: null, events: [], evaluation: { 'test.count': list(40) }, picture: null, solution: null, notes: [],
  network: { task: 'regression', inputs: ['a', 'b'], outputs: ['price [EUR]'], classes: [], bases: [], widths: [2, 1] }, ...more,
});
const words = (contents: RunContents): readonly string[] => verdict(contents, (value) => String(Number(value.toPrecision(3))));
const metrics = { train: { loss: 0.1, rmse: 2 }, validation: { loss: 0.2, rmse: 3 }, test: { loss: 0.3, rmse: 4 } };

test('numbers are judged by test rows, beside a constant and a line', () => {
  const result = { status: 'completed', metrics, simple: { on: 'test', network: 0.25, line: 0.5 } } as const;
  expect(words(contentsOf(result))).toEqual(['RMSE 4 of price [EUR] on the 40 test rows.', 'That is 25 % of the error of a constant; a line has 50 %.']);
  expect(besideOf(contentsOf(result))!.models).toEqual([{ name: 'the network', share: 0.25, value: 4 }, { name: 'a line', share: 0.5, value: 8 }, { name: 'a constant', share: 1, value: 16 }]);
});

test('where rows are weighed it is said, and errors that count rows alike are not taken for those', () => {
  const result = { status: 'completed', metrics, simple: { on: 'test', isWeighed: true, network: 0.25, line: 0.5 } } as const;
  expect(words(contentsOf(result))[1]).toBe('With rows weighed, the error is 25 % of that of a constant; a line has 50 %.');
  expect(besideOf(contentsOf(result))).toMatchObject({ error: 'error with rows weighed', models: [{ share: 0.25, value: 4 }, { share: 0.5, value: null }, { share: 1, value: null }] });
  const network = { task: 'regression', inputs: ['a'], outputs: ['dp', 'Nu'], classes: [], bases: [], widths: [1, 2] };
  expect(words(contentsOf(result, { network }))[1]).toBe('With rows weighed, and each in units of its spread, the error is 25 % of that of a constant; a line has 50 %.');
});

test('of several targets it is said that a figure is over all of them, and in what units they are held against a constant', () => {
  const network = { task: 'regression', inputs: ['a'], outputs: ['dp', 'Nu', 'cost'], classes: [], bases: [], widths: [1, 3] };
  const result = { status: 'completed', metrics, simple: { on: 'test', network: 0.25, line: 0.5 } } as const;
  expect(words(contentsOf(result, { network }))).toEqual(['RMSE 4 over dp, Nu, cost together on the 40 test rows.', 'Each in units of its spread, the error is 25 % of that of a constant; a line has 50 %.']);
  expect(words(contentsOf(result, { network: { ...network, outputs: ['a', 'b', 'c', 'd'] } }))[0]).toBe('RMSE 4 over all 4 targets together on the 40 test rows.');
  expect(besideOf(contentsOf(result, { network }))!.error).toBe('standardized error');
});

test('without test rows those for validation judge, and without these it is said that nobody knows', () => {
  expect(words(contentsOf({ metrics: { ...metrics, test: null } }))).toEqual(['RMSE 3 of price [EUR] on the validation rows.']);
  expect(words(contentsOf({ metrics: { ...metrics, test: null, validation: null } }))).toEqual([
    'RMSE 2 of price [EUR] on the training rows.', 'No row was kept aside: what the network does on new ones is not known.',
  ]);
});

test('of classes it is how many are right, and how many the most common one has', () => {
  const result = { metrics: { train: { accuracy: 1 }, validation: null, test: { accuracy: 0.9 } }, simple: { on: 'test', mostCommon: 0.6, network: 0.25, line: null } } as const;
  expect(words(contentsOf(result))).toEqual(['90 % of the 40 test rows are classified right.', 'The most common class alone: 60 %.']);
  expect(words(contentsOf({ ...result, simple: { ...result.simple, loss: { network: 0.25, shares: 0.5, standardError: null } } })).at(-1)).toBe('The loss is 0.25, that of the shares of the classes 0.5.');
});

test('intervals that were tried are told', () => {
  const smoothing = { edf: 3, observations: 100, noise: [1], effects: [0.3, 0.7], coverage: { level: 0.9, test: 0.875 }, edges: [] };
  expect(words(contentsOf({ metrics, stages: [{ kind: 'fit', smoothing }] })).at(-1)).toBe('Intervals for 90 % hold 87.5 % of the test rows.');
  expect(importancesOf(contentsOf({ stages: [{ kind: 'fit', smoothing }] }), { a: 5, b: 4 })!.inputs).toEqual([{ name: 'b', value: 0.7 }, { name: 'a', value: 0.3 }]);
});

test('of several networks, and where smoothing did not choose itself, the model says what matters', () => {
  const smoothing = { edf: 3, observations: 100, noise: [1], effects: [0.3, 0.7], coverage: null, edges: [] };
  const of = (result: ResultOfRun | null): unknown => importancesOf(contentsOf(result), { a: 5, b: 4 })!.inputs;
  const expected = [{ name: 'a', value: 5 }, { name: 'b', value: 4 }];
  expect([of(null), of({ members: [], stages: [{ kind: 'fit', smoothing }] })]).toEqual([expected, expected]);
});

test('without a model and such smoothing, scores of the edges of an input are added up', () => {
  const evaluation = { 'edges.layer': list(0, 0, 0, 1), 'edges.from': list(0, 1, 1, 0), 'edges.score': list(0.5, 0.25, 0.5, 9) };
  expect(importancesOf(contentsOf(null, { evaluation }), null)!.inputs).toEqual([{ name: 'b', value: 0.75 }, { name: 'a', value: 0.5 }]);
  expect(importancesOf(contentsOf(null, { evaluation: null }), null)).toBeNull();
});

test('a run is what its files say', () => {
  expect(['completed', 'stopped', 'diverged', 'interrupted', 'failed'].map((status) => stateOf(contentsOf({ status })))).toEqual(['completed', 'stopped', 'diverged', 'unfinished', 'unfinished']);
  expect([stateOf(contentsOf(null)), stateOf(contentsOf(null, { record: null }))]).toEqual(['unfinished', 'network']);
  expect(statusNote(contentsOf({ status: 'completed' }))).toBeNull();
  expect(statusNote(contentsOf({ status: 'diverged', reason: 'a number ran away.' }))).toBe('The run diverged: a number ran away.');
  expect(statusNote(contentsOf(null))).toContain('last seen before its first stage; no stage was finished');
  expect(statusNote(contentsOf(null, { events: [{ event: 'step', stage: 0, stages: 2, kind: 'fit', step: 7, member: 3 }] }))).toContain('last seen in stage 1 of 2 (fit), step 7, member 3;');
});

test('what choosing widths says of stages is not told of the run, until they are chosen', () => {
  const fit = (fit: number): EventOfRun => ({ event: 'cross-validated', fit, fits: 12, stage: 0, stages: 4, kind: 'sparsify' });
  const note: EventOfRun = { event: 'note', stage: 2, stages: 4, kind: 'extend-grid' };
  expect(statusNote(contentsOf(null, { events: [note, fit(1), fit(4), note] }))).toContain('last seen in the choice of widths, 4 of 12 fits done; no stage was finished.');
  expect(statusNote(contentsOf(null, { events: [fit(12), { event: 'widths-chosen' }, { event: 'stage-started', stage: 0, stages: 1, kind: 'fit' }] }))).toContain('last seen in stage 1 of 1 (fit);');
});
