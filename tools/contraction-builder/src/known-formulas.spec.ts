import { describe, expect, test } from '@jest/globals';
import { type Contraction, FEATURE_BYTES, featureJob, loadContraction, MAP_BYTES, mapJob } from '@knotwork/contraction';
import { START } from '@knotwork/engine-native/known-shapes';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtFile } from './built-file.js';
import { byHand, type Numbers, numbersOf } from './fixtures/by-steps.js';
import { knownFeatures, knownUpdates } from './known-formulas.js';
import { printFormulas } from './print-formulas.js';
import { formulasFile } from './sources.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BLOCK = 64;
const [updates, features] = [knownUpdates(), knownFeatures()];

test('what is compiled are the formulas of plugins as they are now', () => {
  // If not: npm run -s contraction -- --formulas, and npm run -s contraction.
  expect(readFileSync(formulasFile(ROOT), 'utf8')).toBe(printFormulas(updates, features));
});

test('updates with rates that stay and that change, and splines forwards and with slopes, in both precisions', () => {
  expect(updates.map(({ of, size }) => [of.join('; '), size])).toEqual([
    ['adam', 0], ['adam, decay: cosine', 0], ['adamw', 0], ['adamw, decay: cosine', 0], ['sgd', 0], ['sgd, decay: cosine', 0],
  ]);
  // A base function and four splines; with slopes twice as many.
  expect(features.map(({ of, size, shape: { outputs } }) => [of.join('; '), size, outputs.length, outputs.at(-1)!.to])).toEqual([
    ['b-spline, float32', 4, 6, START], ['b-spline, float32', 4, 11, START], ['b-spline, float64', 8, 6, START], ['b-spline, float64', 8, 11, START],
  ]);
});

test('an operation that there is no C for is refused, and more than a job has room for', () => {
  const [adam] = updates;
  const changed = (change: object) => () => printFormulas([{ ...adam!, shape: { ...adam!.shape, ...change } }], []);
  expect(changed({ steps: [{ op: 'locate', args: ['x0'], value: 0, name: '' }] })).toThrow('there is no C for "locate"');
  expect(changed({ arrays: 9 })).toThrow('more arrays or cuts than a job has room for');
  expect(changed({ uniform: 5 })).toThrow('more arrays or cuts than a job has room for');
});

const file = builtFile(ROOT);
const variants: readonly Contraction[] = file === undefined ? [] : ['avx512', 'avx2', 'neon'].map((variant) => loadContraction(file, variant)).flatMap((found) => ('contraction' in found ? [found.contraction] : []));
if (variants.length === 0 && process.env['KNOTWORK_CONTRACTION'] === '1') throw new Error('No native code was compiled: npm run contraction.');
const whereBuilt = variants.length > 0 ? describe : describe.skip;

/** Numbers of all sizes, and those that are none. */
function anything(stream: RandomStream, { round }: Numbers): number {
  const k = stream.integer(30);
  const special = [0, -0, NaN, Infinity, -Infinity, 1e-310, 1e-40, -1, 1e30][k];
  return special === undefined ? round(stream.normal() * 10 ** (stream.integer(9) - 4)) : round(special);
}

/** A memory of random numbers with places in it that do not touch. */
function memory(stream: RandomStream, of: Numbers): { readonly buffer: ArrayBuffer; readonly numbers: Float32Array | Float64Array; readonly take: (bytes: number) => number } {
  const buffer = new ArrayBuffer(2 ** 16);
  const numbers = of.size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
  for (let k = 0; k < numbers.length; k++) numbers[k] = anything(stream, of);
  let end = 64;
  return { buffer, numbers, take: (bytes) => { const at = end; end += 16 * Math.ceil(bytes / 16) + 16; return at; } };
}

/** Where two memories differ; numbers that are none are alike. */
function firstDifference(a: Float32Array | Float64Array, b: Float32Array | Float64Array): string | null {
  for (let k = 0; k < a.length; k++) if (!Object.is(a[k], b[k])) return `number ${k} is ${a[k]!} in place of ${b[k]!}`;
  return null;
}

whereBuilt('every variant', () => {
  test.each(updates.flatMap((known, k) => ([4, 8] as const).map((size) => [known.of.join('; '), size, k] as const)))('has the bits of the steps of %s, numbers of %i bytes, and writes nothing else', (_, size, formula) => {
    const { shape } = updates[formula]!;
    const of = numbersOf(size);
    for (let seed = 1; seed <= 40; seed++) {
      for (const { variant, run, maps } of variants) {
        const stream = randomStream(seed, 'map');
        const { buffer, numbers, take } = memory(stream, of);
        const bytes = 16 * stream.integer(30);
        const job = take(MAP_BYTES);
        const constants = take(8 * shape.constants.length);
        const arrays = Array.from({ length: shape.arrays }, () => take(bytes));
        const cuts = Array.from({ length: shape.uniform }, () => take(16));
        new Float64Array(buffer, constants, shape.constants.length).set(shape.constants);
        new Int32Array(buffer).set(mapJob({ size, formula: maps.indexOf(shape.key), bytes, constants, arrays, cuts }), job / 4);
        const expected = numbers.slice();
        for (let n = 0; n < bytes / size; n++) {
          const values = byHand(shape, of, arrays.map((at) => numbers[at / size + n]!), cuts.map((at) => numbers[at / size + (n % (16 / size))]!));
          for (const [to, value] of values) expected[arrays[Number(to)]! / size + n] = value;
        }
        run(new Uint8Array(buffer), job);
        expect([variant, seed, firstDifference(numbers, expected)]).toEqual([variant, seed, null]);
      }
    }
  });

  test.each(features.map((known, k) => [known.of.join('; '), known.shape.outputs.length, k] as const))('has the bits of the steps of %s, %i outputs, and writes nothing else', (_, __, formula) => {
    const { shape, size } = features[formula]!;
    const of = numbersOf(size as 4 | 8);
    const planes = shape.outputs.length - 1;
    for (let seed = 1; seed <= 20; seed++) {
      for (const { variant, run, features: names } of variants) {
        const stream = randomStream(seed, 'features');
        const { buffer, numbers, take } = memory(stream, of);
        const [groups, lastStart, bytes] = [1 + stream.integer(4), stream.integer(12), 16 * (1 + stream.integer((BLOCK * of.size) / 16))];
        const list = Array.from({ length: groups }, (__, k) => k).filter(() => stream.next() < 0.7);
        const [job, constants, x, parameters, starts, listAt] = [FEATURE_BYTES, 8 * shape.constants.length, groups * BLOCK * of.size, groups * 32, groups * BLOCK * 4, 64].map(take) as [number, number, number, number, number, number];
        const out = take(groups * planes * BLOCK * of.size);
        new Float64Array(buffer, constants, shape.constants.length).set(shape.constants);
        new Int32Array(buffer).set(list, listAt / 4);
        // Ends of the domain, and samples in it, around it, and anything.
        for (let i = 0; i < groups; i++) numbers.set([-1 - stream.next(), 1 + stream.next()].map(of.round), (parameters + 32 * i) / of.size);
        for (let n = 0; n < groups * BLOCK; n++) if (stream.next() < 0.8) numbers[x / of.size + n] = of.round(5 * stream.next() - 2.5);
        new Int32Array(buffer).set(featureJob({ size: of.size, formula: names.indexOf(shape.key), bytes, constants, x, parameters, stride: 32, out, starts, lastStart, list: listAt, count: list.length, groups }), job / 4);
        const expected = numbers.slice();
        for (const i of list) {
          for (let n = 0; n < bytes / of.size; n++) {
            const values = byHand(shape, of, [numbers[x / of.size + i * BLOCK + n]!], [0, 1].map((k) => numbers[(parameters + 32 * i) / of.size + k]!));
            for (const [to, value] of values) {
              if (to === START) new Int32Array(expected.buffer)[starts / 4 + i * BLOCK + n] = Math.min(Math.max(Math.trunc(Number.isNaN(value) ? 0 : value), 0), lastStart);
              else expected[out / of.size + (i * planes + Number(to)) * BLOCK + n] = value;
            }
          }
        }
        run(new Uint8Array(buffer), job);
        expect([variant, seed, firstDifference(numbers, expected)]).toEqual([variant, seed, null]);
      }
    }
  });
});
