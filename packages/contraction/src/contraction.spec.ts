import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { builtVariants } from './fixtures/built.js';
import { guarded, PAGE } from './fixtures/guarded.js';
import { byHand, type Drawn, MOST_BYTES, randomJob, uniform } from './fixtures/random-job.js';
import { loadContraction } from './find-contraction.js';
import { Job } from './job.js';

const KINDS = ['forward', 'toInputs', 'toCoefficients'] as const;
const BLOCK = 64;
/** More: KNOTWORK_FUZZ=100000 NODE_OPTIONS=--experimental-vm-modules npx jest -c packages/contraction/jest.config.cjs contraction.spec */
const HOSTILE = Number(process.env['KNOTWORK_FUZZ'] ?? 4000);
const variants = builtVariants();
// Where nothing was compiled there is nothing to look at; with KNOTWORK_CONTRACTION=1 that is an error.
const whereBuilt = variants.length > 0 ? describe : describe.skip;

const sizes = [4, 8] as const;
const bytesOf = ({ buffer }: Drawn): Uint8Array => new Uint8Array(buffer);

/** Stretches that a job may write to: from, to. */
function written({ fields: { size, rows, inputs, groups, samples, stride, fixed, window, cells }, tiles }: Drawn, kind: (typeof KINDS)[number]): readonly (readonly [number, number])[] {
  if (kind === 'forward') return [[rows, rows + samples * stride]];
  if (kind === 'toInputs') return [[inputs, inputs + groups * BLOCK * size]];
  const rowsOf = fixed + (window === 0 ? 0 : cells - 1 + window);
  return tiles.map(({ gradients, list, lanes }) => [gradients, gradients + list.length * rowsOf * lanes * size] as const);
}

function changedOutside(before: Uint8Array, after: Uint8Array, allowed: readonly (readonly [number, number])[]): number {
  const rest = after.slice();
  for (const [from, to] of allowed) rest.set(before.subarray(from, to), from);
  return Buffer.compare(rest, before) === 0 ? -1 : rest.findIndex((byte, k) => byte !== before[k]);
}

whereBuilt('every variant', () => {
  for (const size of sizes) {
    test(`gives what plain loops give in numbers of ${size} bytes, and writes nothing else`, () => {
      const most = size === 4 ? 2e-4 : 1e-12;
      for (let seed = 1; seed <= 150; seed++) {
        const expected = byHand(randomJob(seed, size));
        for (const { variant, run } of variants) {
          for (const kind of KINDS) {
            const c = randomJob(seed, size);
            const before = bytesOf(c).slice();
            c.job.choose(new Int32Array(c.buffer), kind);
            before.set(bytesOf(c).subarray(c.job.at, c.job.at + 4), c.job.at);
            run(new Uint8Array(c.buffer), c.job.at);
            const numbers = size === 4 ? new Float32Array(c.buffer) : new Float64Array(c.buffer);
            const close = (at: number, want: Float64Array, counts: (k: number) => boolean = () => true): void => {
              want.forEach((w, k) => {
                if (counts(k) && !(Math.abs(numbers[at / size + k]! - w) <= most * (1 + Math.abs(w)))) throw new Error(`${variant}, ${kind}, seed ${seed}: number ${k} is ${numbers[at / size + k]!} in place of ${w}`);
              });
            };
            const { rows, inputs, samples, groups } = c.fields;
            // Planes have room behind the samples: what stands there means nothing.
            if (kind === 'forward') close(rows, expected.rows);
            else if (kind === 'toInputs') close(inputs, expected.inputs, (k) => k % BLOCK < samples && k < groups * BLOCK);
            else c.tiles.forEach(({ gradients }, k) => close(gradients, expected.gradients[k]!));
            expect(changedOutside(before, bytesOf(c), written(c, kind))).toBe(-1);
          }
        }
      }
    });

    test(`gives the same bits in numbers of ${size} bytes`, () => {
      for (let seed = 151; seed <= 300; seed++) {
        for (const kind of KINDS) {
          const results = variants.map(({ run }) => {
            const c = randomJob(seed, size);
            c.job.choose(new Int32Array(c.buffer), kind);
            run(new Uint8Array(c.buffer), c.job.at);
            return bytesOf(c);
          });
          for (const other of results.slice(1)) expect(Buffer.compare(other, results[0]!)).toBe(0);
        }
      }
    });
  }

  test('does nothing outside for jobs that are random in part, and refuses what leads out', () => {
    const next = uniform(7);
    const memory = guarded(MOST_BYTES / PAGE);
    let refused = 0;
    for (let k = 0; k < HOSTILE; k++) {
      const c = randomJob(1 + (k % 500), sizes[k % 2]!, memory, k % 3 > 0);
      const integers = new Int32Array(c.buffer);
      const kind = KINDS[c.fields.weighs === 1 ? 2 * Math.floor(next() * 2) : Math.floor(next() * 3)]!;
      c.job.choose(integers, kind);
      const fields = Job.bytes(c.tiles.length) / 4;
      const places = [...Array.from({ length: fields }, (_, i) => c.job.at / 4 + i), c.fields.starts / 4 + Math.floor(next() * 64)];
      const changes = 1 + Math.floor(next() * 3);
      for (let i = 0; i < changes; i++) {
        const place = places[Math.floor(next() * places.length)]!;
        const old = integers[place]!;
        integers[place] = [next() * 2 ** 32, old + 4 * Math.floor(next() * 40 - 20), old * 2, -1, 0, c.buffer.byteLength - 4, old + 64][Math.floor(next() * 7)]! | 0;
      }
      const before = bytesOf(c).slice(0, c.end);
      try {
        variants[k % variants.length]!.run(new Uint8Array(c.buffer), c.job.at);
      } catch (error) {
        // Of the realm of Node, not of the test.
        expect((error as Error).name).toBe('RangeError');
        expect(Buffer.compare(before, bytesOf(c).subarray(0, c.end))).toBe(0);
        refused++;
        continue;
      }
      // What was accepted left the job itself, and all that says where to write, as it was.
      expect(Buffer.compare(before.subarray(c.job.at, c.job.at + 4 * fields), bytesOf(c).subarray(c.job.at, c.job.at + 4 * fields))).toBe(0);
    }
    expect(refused).toBeGreaterThan(HOSTILE / 4);
    expect(refused).toBeLessThan(HOSTILE);
  });

  test.each([
    ['a job behind the end', (c: Drawn) => c.buffer.byteLength, 'the job is not in the memory'],
    ['a job whose tiles end behind the end', (c: Drawn) => c.buffer.byteLength - 64, 'the tiles are not in the memory'],
  ])('refuses %s', (_, at, message) => {
    const c = randomJob(1, 8);
    new Int32Array(c.buffer)[(c.buffer.byteLength - 64) / 4 + 15] = 3;
    expect(() => variants[0]!.run(new Uint8Array(c.buffer), at(c))).toThrow(message);
  });

  /** The first job that is wanted, whose first tile reads something. */
  const drawn = (isWanted: (c: Drawn) => boolean): Drawn => {
    for (let seed = 1; ; seed++) { const c = randomJob(seed, 4); if (c.tiles[0]!.list.length > 0 && isWanted(c)) return c; }
  };
  const TILE = 16;

  // One more than the last number that leads nowhere else.
  test.each<[string, (c: Drawn) => boolean, (c: Drawn, view: Int32Array, first: number) => void, string]>([
    ['an input behind the last', () => true, ({ fields: { groups } }, view, first) => { view[view[first + TILE]! / 4] = groups; }, 'a list names an input that is not there'],
    ['starts that end behind the memory', (c: Drawn) => c.fields.window > 0, ({ buffer }, view, first) => { view[first + 3] = buffer.byteLength - 4 * BLOCK + 4; }, 'the starts are not in the memory'],
    ['a 65th sample', () => true, (_, view, first) => { view[first + 7] = BLOCK + 1; }, 'a block has 1 to 64 samples'],
    ['entries that are a row short', () => true, (_, view, first) => { view[first + TILE + 7]! -= view[first + TILE + 6]!; }, 'the entries of a tile have no room for its rows'],
    ['a tile that ends behind the rows', () => true, ({ fields: { stride } }, view, first) => { view[first + TILE + 5] = stride - view[first + TILE + 6]! + 4; }, 'a tile is wider than the rows'],
    ['gradients that begin in the job', () => true, ({ job }, view, first) => { view[first + TILE + 3] = job.at; }, 'what is written lies over what says where to'],
  ])('refuses %s', (_, isWanted, change, message) => {
    const c = drawn(isWanted);
    const view = new Int32Array(c.buffer);
    c.job.choose(view, 'toCoefficients');
    for (const { run } of variants) expect(() => run(new Uint8Array(c.buffer), c.job.at)).not.toThrow();
    change(c, view, c.job.at / 4);
    const before = bytesOf(c).slice();
    for (const { run } of variants) expect(() => run(new Uint8Array(c.buffer), c.job.at)).toThrow(message);
    expect(Buffer.compare(before, bytesOf(c))).toBe(0);
  });

  test('refuses a memory that was given away, and something else', () => {
    const c = randomJob(1, 8);
    const moved = new Uint8Array(c.buffer.slice(0));
    structuredClone(moved.buffer, { transfer: [moved.buffer] });
    expect(() => variants[0]!.run(moved, c.job.at)).toThrow('the job is not in the memory');
    for (const other of [new Int32Array(8), new ArrayBuffer(8), 8]) expect(() => variants[0]!.run(other as unknown as Uint8Array, 0)).toThrow('run(memory: Uint8Array, job: number, variant: number)');
  });

  test('does jobs in a memory that threads share', () => {
    const [c, other] = [drawn(() => true), drawn(() => true)];
    const shared = new Uint8Array(new SharedArrayBuffer(c.buffer.byteLength));
    c.job.choose(new Int32Array(c.buffer), 'forward');
    shared.set(new Uint8Array(c.buffer));
    for (const { run } of variants) {
      run(shared, c.job.at);
      run(new Uint8Array(c.buffer), c.job.at);
      expect(Buffer.compare(new Uint8Array(c.buffer), shared)).toBe(0);
    }
    expect(Buffer.compare(new Uint8Array(other.buffer), shared)).not.toBe(0);
  });

  test.each(variants.map(({ variant, origin }) => [variant, origin] as const))('%s does jobs in two workers at once, which load it anew, and gives what it gives alone', async (_, origin) => {
    const jobs = Array.from({ length: 60 }, (_, k) => {
      const c = randomJob(400 + k, sizes[k % 2]!);
      c.job.choose(new Int32Array(c.buffer), KINDS[k % 3]!);
      const before = bytesOf(c).slice();
      variants[0]!.run(bytesOf(c), c.job.at);
      return { before, at: c.job.at, after: bytesOf(c) };
    });
    // No module of this repository: a worker has none of what translates it.
    const program = `
      const { parentPort, workerData: { file, variant, jobs, rounds } } = require('node:worker_threads');
      const { run } = require(file);
      let wrong = 0, done = 0;
      parentPort.once('message', () => {
        for (let k = 0; k < rounds; k++) for (const { before, at, after } of jobs) {
          const memory = before.slice();
          run(memory, at, variant);
          done++;
          if (Buffer.compare(memory, after) !== 0) wrong++;
        }
        parentPort.postMessage({ wrong, done });
      });
      parentPort.postMessage('ready');`;
    const workers = [0, 1].map(() => new Worker(program, { eval: true, workerData: { ...origin, jobs, rounds: 400 } }));
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      const ends = workers.map((worker) => once(worker, 'message'));
      for (const worker of workers) worker.postMessage('begin');
      expect((await Promise.all(ends)).flat()).toEqual([{ wrong: 0, done: 24000 }, { wrong: 0, done: 24000 }]);
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  });
});

test('a file that is no contraction is told', () => {
  const missing = loadContraction('/nowhere/contraction.node');
  expect('because' in missing && missing.because).toMatch(/^\/nowhere\/contraction\.node does not load: /);
});
