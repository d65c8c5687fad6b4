import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { headerNames } from './fixtures/header-names.js';
import { BY_CELL, LAYOUT } from './job-kinds.js';
import { Job, type JobFields, type JobTile } from './job.js';

test('the version of the layout is that of the header', () => {
  expect(Number(/#define LAYOUT (\d+)/.exec(readFileSync(new URL('../native/job.h', import.meta.url), 'utf8'))![1])).toBe(LAYOUT);
});

test('so many cells are looked for as in the kernels', () => {
  expect(Number(/#define BY_CELL (\d+)/.exec(readFileSync(new URL('../native/kernels.c', import.meta.url), 'utf8'))![1])).toBe(BY_CELL);
});

test('numbers stand where the header has them', () => {
  const [fields, tile] = [headerNames('job.h', 'Job'), headerNames('job.h', 'Tile')];
  expect(fields.slice(-1)).toEqual(['tiles']);
  const view = new Int32Array(200);
  const job = new Job(40, 2);
  job.choose(view, 'toCoefficients');
  job.set(view, Object.fromEntries(fields.filter((name) => name !== 'what' && name !== 'tiles').map((name, k) => [name, 100 + k])) as unknown as JobFields);
  for (const k of [0, 1]) job.setTile(view, k, Object.fromEntries(tile.map((name, i) => [name, 200 + 20 * k + i])) as unknown as JobTile);
  expect([...view.subarray(10, 10 + Job.bytes(2) / 4)]).toEqual([2, ...fields.slice(1, -1).map((_, k) => 100 + k), 2, ...tile.map((_, i) => 200 + i), ...tile.map((_, i) => 220 + i)]);
  expect(view.subarray(10 + Job.bytes(2) / 4).every((number) => number === 0)).toBe(true);
});

test('a field that is not named stays', () => {
  const view = new Int32Array(40).fill(7);
  new Job(0, 1).set(view, { rows: 9 });
  expect([...view].map((number, k) => (number === 7 ? null : [k, number])).filter((x) => x !== null)).toEqual([[4, 9], [15, 1]]);
});
