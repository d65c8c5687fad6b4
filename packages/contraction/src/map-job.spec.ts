import { describe, expect, test } from '@jest/globals';
import { builtVariants } from './fixtures/built.js';
import { guarded, PAGE } from './fixtures/guarded.js';
import { headerNames } from './fixtures/header-names.js';
import { uniform } from './fixtures/random-job.js';
import { FEATURE_BYTES, type FeatureFields, featureJob, MAP_BYTES, mapJob, type MapFields, MOST_ARRAYS, MOST_CUTS, tellFeatures } from './map-job.js';

/** More: KNOTWORK_FUZZ=100000 NODE_OPTIONS=--experimental-vm-modules npx jest -c packages/contraction/jest.config.cjs map-job */
const HOSTILE = Number(process.env['KNOTWORK_FUZZ'] ?? 4000);
const BLOCK = 64;
const variants = builtVariants();
// Where nothing was compiled there is nothing to look at; with KNOTWORK_CONTRACTION=1 that is an error.
const whereBuilt = variants.length > 0 ? describe : describe.skip;

test('numbers stand where the header has them', () => {
  const number = (names: readonly string[], name: string): number => 100 + names.indexOf(name);
  const names = headerNames('map.h', 'Map');
  const range = (prefix: string, count: number): number[] => Array.from({ length: count }, (_, k) => number(names, `${prefix}${k}`));
  const fields = Object.fromEntries(['size', 'formula', 'bytes', 'constants'].map((name) => [name, number(names, name)])) as unknown as MapFields;
  expect([...mapJob({ ...fields, arrays: range('arrays', MOST_ARRAYS), cuts: range('cuts', MOST_CUTS) })]).toEqual([8, ...names.slice(1).map((name) => number(names, name))]);
  expect(MAP_BYTES).toBe(4 * names.length);

  const own = headerNames('map.h', 'Features');
  const job = featureJob(Object.fromEntries(own.map((name) => [name, number(own, name)])) as unknown as FeatureFields);
  expect([...job]).toEqual([9, ...own.slice(1).map((name) => number(own, name))]);
  expect(FEATURE_BYTES).toBe(4 * own.length);
  tellFeatures(job, 1, 2, 3);
  expect(own.map((name, k) => [name, job[k]!]).filter(([name, value]) => value !== number(own, String(name)))).toEqual([['what', 9], ['bytes', 1], ['x', 2], ['parameters', 3]]);
});

whereBuilt('every variant', () => {
  const { maps, features } = variants[0] ?? { maps: [], features: [] };
  /** Of Adam: four arrays, two cuts; and of a window with starts. */
  const AT = 64;
  const map: MapFields = { size: 4, formula: maps.findIndex((key) => key.startsWith('4 2 ')), bytes: 208, constants: 512, arrays: [1024, 2048, 3072, 4096], cuts: [5120, 5136] };
  const window: FeatureFields = { size: 8, formula: features.findLastIndex((key) => key.includes('start=')), bytes: 16 * 7, constants: 512, x: 4096, parameters: 8192, stride: 16, out: 10240, starts: 40960, lastStart: 4, list: 45056, count: 3, groups: 3 };

  /** A memory with such a job in it, and the inputs 0, 2, 1 in the list. */
  function memoryOf(job: Int32Array): ArrayBuffer {
    const memory = guarded();
    const next = uniform(3);
    new Float64Array(memory).forEach((_, k, all) => { all[k] = next(); });
    new Int32Array(memory).set(job, AT / 4);
    new Int32Array(memory).set([0, 2, 1], window.list / 4);
    return memory;
  }

  test.each<[string, Partial<MapFields>, string]>([
    ['numbers of two bytes', { size: 2 }, 'numbers have 4 or 8 bytes'],
    ['a formula behind the last', { formula: 1000 }, 'there is no such formula'],
    ['half of sixteen bytes', { bytes: 200 }, 'arrays are not of 16 bytes and more'],
    ['an array that ends behind the memory', { arrays: [1024, PAGE - 204, 3072, 4096] }, 'an array is not in the memory'],
    ['an array between numbers', { arrays: [1024, 2048, 3073, 4096] }, 'an address is not aligned'],
    ['constants behind the memory', { constants: PAGE - 8 }, 'the constants are not in the memory'],
    ['constants between numbers', { constants: 516 }, 'an address is not aligned'],
    ['cuts behind the memory', { cuts: [5120, PAGE - 12] }, 'what is the same for all is not in the memory'],
    ['an array that is written over the job', { arrays: [AT + MAP_BYTES - 4, 2048, 3072, 4096] }, 'what is written lies over what says where to'],
  ])('refuses of formulas over arrays %s', (_, wrong, message) => {
    for (const { run } of variants) {
      expect(() => run(new Uint8Array(memoryOf(mapJob(map))), AT)).not.toThrow();
      const bytes = new Uint8Array(memoryOf(mapJob({ ...map, ...wrong })));
      const before = bytes.slice();
      expect(() => run(bytes, AT)).toThrow(message);
      expect(Buffer.compare(bytes, before)).toBe(0);
    }
  });

  test('reads an array that lies over the job, as long as nothing is written to it', () => {
    for (const { run } of variants) expect(() => run(new Uint8Array(memoryOf(mapJob({ ...map, arrays: [1024, AT, 3072, 4096] }))), AT)).not.toThrow();
  });

  test.each<[string, Partial<FeatureFields>, string]>([
    ['numbers of two bytes', { size: 2 }, 'numbers have 4 or 8 bytes'],
    ['a formula behind the last', { formula: 1000 }, 'there is no such formula'],
    ['a formula of the other precision', { formula: 0 }, 'there is no such formula'],
    ['half of sixteen bytes', { bytes: 8 }, 'a block has 1 to 64 samples'],
    ['more samples than a block has', { bytes: 8 * BLOCK + 16 }, 'a block has 1 to 64 samples'],
    ['more inputs than there can be', { groups: 2 ** 20 + 1 }, 'there are too many inputs'],
    ['samples between numbers', { x: 4100 }, 'an address is not aligned'],
    ['parameters that do not fit', { stride: 8 }, 'an input has no room for its parameters'],
    ['constants behind the memory', { constants: PAGE - 8 }, 'the constants are not in the memory'],
    ['samples behind the memory', { x: PAGE - 3 * 8 * BLOCK + 8 }, 'the inputs are not in the memory'],
    ['parameters behind the memory', { parameters: PAGE - 3 * 16 + 8 }, 'the inputs are not in the memory'],
    ['a list behind the memory', { list: PAGE - 8 }, 'the list is not in the memory'],
    ['features behind the memory', { out: PAGE - 3 * 8 * BLOCK }, 'the features are not in the memory'],
    ['starts behind the memory', { starts: PAGE - 3 * 4 * BLOCK + 4 }, 'the features are not in the memory'],
    ['features over the job', { out: AT }, 'what is written lies over what says where to'],
    ['features over the list', { out: window.list - 1024 }, 'what is written lies over what says where to'],
    ['starts over the list', { starts: window.list - 4 }, 'what is written lies over what says where to'],
    ['an input that is not there', { groups: 2 }, 'a list names an input that is not there'],
  ])('refuses of features %s', (_, wrong, message) => {
    for (const { run } of variants) {
      expect(() => run(new Uint8Array(memoryOf(featureJob(window))), AT)).not.toThrow();
      const bytes = new Uint8Array(memoryOf(featureJob({ ...window, ...wrong })));
      const before = bytes.slice();
      expect(() => run(bytes, AT)).toThrow(message);
      expect(Buffer.compare(bytes, before)).toBe(0);
    }
  });

  test(`refuses what would leave the memory or lie over the job, of ${HOSTILE} jobs of anything`, () => {
    const next = uniform(5);
    let refused = 0;
    for (let k = 0; k < HOSTILE; k++) {
      const job = k % 2 === 0 ? mapJob(map) : featureJob(window);
      for (let change = 0; change < 1 + (k % 3); change++) {
        const place = 1 + Math.floor(next() * (job.length - 1));
        job[place] = [Math.floor(next() * 64), Math.floor(next() * 2 ** 32), PAGE - Math.floor(next() * 64), job[place]! + 8 * Math.floor(next() * 9 - 4), AT][Math.floor(next() * 5)]!;
      }
      const memory = memoryOf(job);
      const bytes = new Uint8Array(memory);
      const before = bytes.slice();
      try {
        variants[k % variants.length]!.run(bytes, AT);
        expect([...new Int32Array(memory, AT, job.length)]).toEqual([...job]);
      } catch (error) {
        if ((error as Error).name !== 'RangeError') throw error;
        expect(Buffer.compare(bytes, before)).toBe(0);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(HOSTILE / 4);
    expect(refused).toBeLessThan(HOSTILE);
  });
});
