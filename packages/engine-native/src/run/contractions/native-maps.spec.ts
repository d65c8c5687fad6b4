import { expect, test } from '@jest/globals';
import { input } from '@knotwork/algebra';
import { type Contraction, FEATURE_BYTES, MAP_BYTES } from '@knotwork/contraction';
import { type ArrayFormulas, formulaShape } from '../../code/formula-shape.js';
import type { FeatureSpec } from '../../emit/feature-kernel.js';
import type { Memory } from '../../memory/arena.js';
import { NativeMaps } from './native-maps.js';

const step: ArrayFormulas = { arrays: ['p', 'g'], uniform: ['u'], outputs: [{ to: '0', expr: input('p').sub(input('g').mul(0.25)).mul(input('u')) }] };
const line: FeatureSpec = { planes: [input('x').mul(2).add(input('u'))], start: null, lastStart: 0, parameters: ['u'], intervals: null };
const other: ArrayFormulas = { ...step, outputs: [{ to: '0', expr: input('p').mul(input('g')) }] };

/** A memory that writes down what is put into it and which jobs are done, and native code that knows one formula of each sort, behind another. */
function setting(): { readonly maps: NativeMaps; readonly memory: Memory; readonly rooms: number[]; readonly done: number[][] } {
  const rooms: number[] = [];
  const stored = new Map<number, Int32Array>();
  const done: number[][] = [];
  const memory = {
    allocate: (bytes: number) => 1000 * (rooms.push(bytes) + 1),
    integers: (values: Int32Array) => { stored.set(500, values.slice()); return 500; },
    put: (at: number, values: Int32Array) => { stored.set(at, values.slice()); },
    contract: (_: Contraction, job: number) => { done.push([job, ...stored.get(job)!]); },
  } as unknown as Memory;
  const [key, features] = [step, { arrays: ['x'], uniform: ['u'], outputs: [{ to: '0', expr: line.planes[0]! }] }].map((formulas) => formulaShape(formulas, 'float32').key);
  const contraction = { maps: ['another', key], features: ['another', 'a third', features] } as unknown as Contraction;
  const maps = new NativeMaps(memory, 'float32', contraction);
  return { maps, memory, rooms, done };
}

test('a formula over arrays that is known goes by its number, each part of the work with a job of its own', () => {
  const { maps, memory, rooms, done } = setting();
  const run = maps.map(step)!;
  for (const part of [0, 2, 2]) run(memory, part, { bytes: 64, arrays: [16, 32], cuts: [48] });
  expect(rooms).toEqual([MAP_BYTES, MAP_BYTES, MAP_BYTES]);
  expect(done.map(([job, ...words]) => [job, words.slice(0, 7)])).toEqual([2000, 4000, 4000].map((job) => [job, [8, 4, 1, 64, 500, 16, 32]]));
});

test('features that are known go by theirs, where they were said to be, of what comes', () => {
  const { maps, rooms, done } = setting();
  const run = maps.features(line, { stride: 1, out: 2, starts: 3, lastStart: 4, list: 5, count: 6, groups: 7 })!;
  run(16, 8, 9);
  run(32, 10, 11);
  expect(rooms).toEqual([FEATURE_BYTES]);
  expect(done).toEqual([[2000, 9, 4, 2, 16, 500, 8, 9, 1, 2, 3, 4, 5, 6, 7], [2000, 9, 4, 2, 32, 500, 10, 11, 1, 2, 3, 4, 5, 6, 7]]);
});

test('what is not known is left to kernels, and needs no memory', () => {
  const { maps, rooms } = setting();
  expect([maps.map(other), maps.features({ ...line, planes: [input('x')] }, { stride: 1, out: 2, starts: 3, lastStart: 4, list: 5, count: 6, groups: 7 }), maps.features({ ...line, channels: ['x.1'] }, { stride: 1, out: 2, starts: 3, lastStart: 4, list: 5, count: 6, groups: 7 })]).toEqual([null, null, null]);
  expect(rooms).toEqual([]);
});
