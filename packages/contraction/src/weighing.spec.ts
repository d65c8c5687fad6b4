import { describe, expect, test } from '@jest/globals';
import { builtVariants } from './fixtures/built.js';
import { type Drawn, randomJob } from './fixtures/random-job.js';
import { FOLD_BYTES, foldJob } from './fold-job.js';

const variants = builtVariants();
const whereBuilt = variants.length > 0 ? describe : describe.skip;
const bytesOf = ({ buffer }: Drawn): Uint8Array => new Uint8Array(buffer);

/** Where a job has the numbers that only one that weighs has: in its own numbers, and in those of its first tile. */
const [WEIGHS, BASE, TILE] = [13, 14, 16];
const OF_TILE = { list: 0, count: 1, coefficients: 2, gradients: 3, width: 6, entry: 7, step: 8, from: 9, weights: 10, gradient: 11, weightGradient: 12 };

/** The first job from a seed on that weighs, and whose first tile reads something. */
function drawn(seed: number, size: 4 | 8): Drawn {
  for (let k = seed; ; k += 1000) {
    const c = randomJob(k, size, undefined, true);
    if (c.tiles[0]!.list.length > 0) return c;
  }
}

/** The same done one after the other: weights of all entries, and the contraction without any, or the other way round. Effective numbers are behind all else. */
function apart(c: Drawn, kind: 'forward' | 'toCoefficients', run: (memory: Uint8Array, job: number) => void): Uint8Array {
  const { size, fixed, window, cells, base } = c.fields;
  const rows = fixed + (window === 0 ? 0 : cells - 1 + window);
  const lengths = c.tiles.map(({ list, lanes }) => 8 * Math.ceil((list.length * rows * lanes * size) / 8));
  const first = 8 * Math.ceil((c.buffer.byteLength + FOLD_BYTES) / 8);
  const effective = c.tiles.map((_, k) => first + lengths.slice(0, k).reduce((a, b) => a + b, 0));
  const memory = new Uint8Array(first + lengths.reduce((a, b) => a + b, 0));
  memory.set(bytesOf(c));
  const integers = new Int32Array(memory.buffer);
  const at = 8 * Math.ceil(c.buffer.byteLength / 8);
  const fold = (what: 'fold' | 'unfold'): void => c.tiles.forEach(({ list, lanes, from, weights, gradient, weightGradient }, k) => {
    integers.set(foldJob(what, { size, from, weights, effective: effective[k]!, gradient, weightGradient, entries: list.length, rows, base, width: lanes * size }), at / 4);
    run(memory, at);
  });
  c.job.set(integers, { weighs: 0 });
  c.tiles.forEach(({ lanes, step, gradients }, k) => {
    const entry = rows * lanes * size;
    // What is there already is added to, but where entries are in one place, which is zero then.
    if (kind === 'toCoefficients' && step > 0) memory.copyWithin(effective[k]!, gradients, gradients + lengths[k]!);
    c.job.setTile(integers, k, { coefficients: effective[k]!, gradients: effective[k]!, step: entry });
  });
  if (kind === 'forward') fold('fold');
  run(memory, c.job.at);
  if (kind === 'toCoefficients') fold('unfold');
  return memory;
}

whereBuilt('jobs that weigh', () => {
  for (const size of [4, 8] as const) {
    test(`give the bits of weights and contraction one after the other in numbers of ${size} bytes, and write nothing else`, () => {
      for (let seed = 1; seed <= 200; seed++) {
        for (const { variant, run } of variants) {
          for (const kind of ['forward', 'toCoefficients'] as const) {
            const c = randomJob(seed, size, undefined, true);
            c.job.choose(new Int32Array(c.buffer), kind);
            const expected = apart(c, kind, run).subarray(0, c.buffer.byteLength);
            // But for what says so, and for what is effective.
            expected.set(bytesOf(c).subarray(c.job.at, c.job.at + 4 * (TILE + 13 * c.tiles.length)), c.job.at);
            run(bytesOf(c), c.job.at);
            const { fixed, window, cells } = c.fields;
            for (const { list, lanes, coefficients, gradients, step } of c.tiles) {
              const entry = (fixed + (window === 0 ? 0 : cells - 1 + window)) * lanes * size;
              const [at, bytes] = [kind === 'forward' ? coefficients : gradients, step === 0 && list.length > 0 ? entry : list.length * entry];
              if (kind === 'toCoefficients' && bytesOf(c).subarray(at, at + bytes).some((byte) => byte !== 0)) throw new Error(`${variant}, seed ${seed}: gradients are left for the next job`);
              expected.set(bytesOf(c).subarray(at, at + bytes), at);
            }
            if (Buffer.compare(expected, bytesOf(c)) !== 0) throw new Error(`${variant}, ${kind}, seed ${seed}: other bits from byte ${expected.findIndex((byte, k) => byte !== bytesOf(c)[k])} on`);
          }
        }
      }
    });
  }

  test.each<[string, 'forward' | 'toInputs' | 'toCoefficients', (tile: (name: keyof typeof OF_TILE, value?: number) => number, c: Drawn, view: Int32Array, first: number) => void, string]>([
    ['what is neither yes nor no', 'forward', (_, __, view, first) => { view[first + WEIGHS] = 2; }, 'there is nothing to weigh'],
    ['gradients in the inputs', 'toInputs', () => undefined, 'there is nothing to weigh'],
    ['more rows without weights than there are', 'forward', (tile, _, view, first) => { view[first + BASE] = tile('entry') / tile('width') + 1; }, 'there are too many rows'],
    ['entries that lie elsewhere', 'forward', (tile) => { tile('step', tile('entry') + tile('width')); }, 'entries follow each other, or are in one place'],
    ['an address that is not aligned', 'forward', (tile) => { tile('from', tile('from') + 1); }, 'an address is not aligned'],
    ['numbers that end behind the memory', 'forward', (tile, c) => { tile('from', c.buffer.byteLength - tile('entry') * tile('count') + 8); }, 'the weights are not in the memory'],
    ['weights that end behind the memory', 'toCoefficients', (tile, c) => { tile('weights', c.buffer.byteLength - tile('width') * tile('count') + 8); }, 'the weights are not in the memory'],
    ['a gradient that ends behind the memory', 'toCoefficients', (tile, c) => { tile('gradient', c.buffer.byteLength - tile('entry') * tile('count') + 8); }, 'the gradients are not in the memory'],
    ['gradients in weights that end behind the memory', 'toCoefficients', (tile, c) => { tile('weightGradient', c.buffer.byteLength - tile('width') * tile('count') + 8); }, 'the gradients are not in the memory'],
    ['coefficients over the job', 'forward', (tile, c) => { tile('coefficients', c.job.at); }, 'what is written lies over what says where to'],
    ['a gradient over the job', 'toCoefficients', (tile, c) => { tile('gradient', c.job.at); }, 'what is written lies over what says where to'],
    ['gradients in weights over the job', 'toCoefficients', (tile, c) => { tile('weightGradient', c.job.at); }, 'what is written lies over what says where to'],
    ['a gradient over the list', 'toCoefficients', (tile) => { tile('gradient', 8 * Math.floor(tile('list') / 8)); }, 'what is written lies over what says where to'],
    ['coefficients over the list', 'forward', (tile) => { tile('coefficients', 8 * Math.floor(tile('list') / 8)); }, 'what is written lies over what says where to'],
  ])('are refused with %s', (_, kind, change, message) => {
    for (let seed = 1; seed <= 20; seed++) {
      const c = drawn(seed, 8);
      const view = new Int32Array(c.buffer);
      const first = c.job.at / 4;
      c.job.choose(view, kind === 'toInputs' ? 'forward' : kind);
      for (const { run } of variants) expect(() => { run(bytesOf(c).slice(), c.job.at); }).not.toThrow();
      c.job.choose(view, kind);
      change((name, value) => { if (value !== undefined) view[first + TILE + OF_TILE[name]] = value; return view[first + TILE + OF_TILE[name]]!; }, c, view, first);
      const before = bytesOf(c).slice();
      for (const { run } of variants) expect(() => { run(bytesOf(c), c.job.at); }).toThrow(message);
      expect(Buffer.compare(before, bytesOf(c))).toBe(0);
    }
  });
});
