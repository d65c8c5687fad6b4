import { describe, expect, test } from '@jest/globals';
import { builtVariants } from './fixtures/built.js';
import { guarded, PAGE } from './fixtures/guarded.js';
import { headerNames } from './fixtures/header-names.js';
import { uniform } from './fixtures/random-job.js';
import { FOLD_BYTES, foldJob } from './fold-job.js';
import { WIDE_BYTES } from './host.js';

/** More: KNOTWORK_FUZZ=100000 NODE_OPTIONS=--experimental-vm-modules npx jest -c packages/contraction/jest.config.cjs fold-job */
const HOSTILE = Number(process.env['KNOTWORK_FUZZ'] ?? 4000);
const KINDS = ['fold', 'unfold'] as const;
const variants = builtVariants();
// Where nothing was compiled there is nothing to look at; with KNOTWORK_CONTRACTION=1 that is an error.
const whereBuilt = variants.length > 0 ? describe : describe.skip;

const NOISE = ((next) => Float64Array.from({ length: PAGE / 4 }, () => 2 * next() - 1))(uniform(7));

type Fields = Parameters<typeof foldJob>[1];

/** Random coefficients of one tile with room between all that belongs to a job. */
function draw(seed: number, size: 4 | 8, memory: ArrayBuffer): { readonly fields: Fields; readonly at: number; readonly numbers: Float32Array | Float64Array } {
  const next = uniform(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const numbers = size === 4 ? new Float32Array(memory) : new Float64Array(memory);
  numbers.set(NOISE.subarray(0, numbers.length));
  const [entries, rows, width] = [below(4), 1 + below(9), WIDE_BYTES * (1 + below(5))];
  let end = 8 * (1 + below(5));
  const take = (bytes: number): number => { const at = end; end += bytes + 8 * below(5); return at; };
  const [at, from, weights, effective, gradient, weightGradient] = [take(8 * Math.ceil(FOLD_BYTES / 8)), ...[rows, 1, rows, rows, 1].map((r) => take(entries * r * width))] as [number, number, number, number, number, number];
  return { at, numbers, fields: { size, from, weights, effective, gradient, weightGradient, entries, rows, base: below(Math.min(3, rows + 1)), width } };
}

/** What a job should leave, by its definition: every product and every sum rounded to the numbers' precision. */
function byHand(kind: (typeof KINDS)[number], { size, from, weights, effective, gradient, weightGradient, entries, rows, base, width }: Fields, numbers: Float32Array | Float64Array): Float32Array | Float64Array {
  const all = numbers.slice();
  const round = size === 4 ? Math.fround : (x: number): number => x;
  const lanes = width / size;
  for (let e = 0; e < entries; e++) {
    for (let k = 0; k < lanes; k++) {
      const [weight, sumAt] = [weights / size + e * lanes + k, weightGradient / size + e * lanes + k];
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        const place = (e * rows + r) * lanes + k;
        const [c, w, g] = [numbers[from / size + place]!, numbers[weight]!, numbers[effective / size + place]!];
        if (kind === 'fold') all[effective / size + place] = r < base ? c : round(w * c);
        else {
          all[effective / size + place] = 0;
          all[gradient / size + place] = r < base ? g : round(w * g);
          if (r >= base) sum = round(sum + round(g * c));
        }
      }
      if (kind === 'unfold') all[sumAt] = sum;
    }
  }
  return all;
}

test('numbers stand where the header has them', () => {
  const names = headerNames('fold.h', 'Fold');
  const fields = Object.fromEntries(names.slice(1).map((name, k) => [name, 100 + k])) as unknown as Fields;
  expect([...foldJob('unfold', fields)]).toEqual([7, ...names.slice(1).map((_, k) => 100 + k)]);
  expect(foldJob('fold', fields)[0]).toBe(6);
  expect(FOLD_BYTES).toBe(4 * names.length);
});

whereBuilt('every variant', () => {
  test.each([4, 8] as const)('gives the bits of the definition in numbers of %i bytes, and writes nothing else', (size) => {
    for (let seed = 1; seed <= 100; seed++) {
      for (const { variant, run } of variants) {
        for (const kind of KINDS) {
          const memory = guarded();
          const { fields, at, numbers } = draw(seed, size, memory);
          new Int32Array(memory).set(foldJob(kind, fields), at / 4);
          const want = byHand(kind, fields, numbers);
          run(new Uint8Array(memory), at);
          if (Buffer.compare(new Uint8Array(memory), new Uint8Array(want.buffer)) !== 0) throw new Error(`${variant}, ${kind}, seed ${seed}: other bits`);
        }
      }
    }
  });

  test(`refuses what would leave the memory or lie over the job, of ${HOSTILE} jobs of anything`, () => {
    const next = uniform(5);
    const memory = guarded();
    const bytes = new Uint8Array(memory);
    let refused = 0;
    for (let k = 0; k < HOSTILE; k++) {
      const { fields, at } = draw(k % 500, k % 2 === 0 ? 4 : 8, memory);
      const words = new Uint32Array(memory, at, FOLD_BYTES / 4);
      words.set(foldJob(KINDS[k % 2]!, fields));
      for (let change = 0; change < 1 + (k % 2); change++) {
        const place = 1 + Math.floor(next() * (words.length - 1));
        words[place] = [Math.floor(next() * 64), Math.floor(next() * 2 ** 32), PAGE - Math.floor(next() * 64), words[place]! + 64 * Math.floor(next() * 9 - 4), at][Math.floor(next() * 5)]!;
      }
      const [own, before] = [words.slice(), bytes.slice()];
      try {
        variants[k % variants.length]!.run(bytes, at);
        expect(words).toEqual(own);
      } catch (error) {
        if ((error as Error).name !== 'RangeError') throw error;
        expect(Buffer.compare(bytes, before)).toBe(0);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(HOSTILE / 4);
    expect(refused).toBeLessThan(HOSTILE);
  });

  const AT = 64;
  const alright: Fields = { size: 4, from: 1024, weights: 2048, effective: 3072, gradient: 4096, weightGradient: 5120, entries: 2, rows: 3, base: 1, width: WIDE_BYTES };
  test.each<[string, Partial<Fields>, string]>([
    ['numbers of two bytes', { size: 2 }, 'numbers have 4 or 8 bytes'],
    ['rows of half a wide vector', { width: WIDE_BYTES / 2 }, 'rows are not whole wide vectors'],
    ['more base functions than rows', { base: 4 }, 'there are too many rows'],
    ['an address between numbers', { weights: 2050 }, 'an address is not aligned'],
    ['coefficients that end behind the memory', { from: PAGE - 6 * WIDE_BYTES + 4 }, 'the rows are not in the memory'],
    ['weights that do', { weights: PAGE - 2 * WIDE_BYTES + 4 }, 'the rows are not in the memory'],
    ['gradients that do', { gradient: PAGE - 6 * WIDE_BYTES + 4 }, 'the rows are not in the memory'],
    ['gradients of weights that do', { weightGradient: PAGE - 2 * WIDE_BYTES + 4 }, 'the rows are not in the memory'],
    ['gradients over the job', { gradient: AT + FOLD_BYTES - 4 }, 'what is written lies over what says where to'],
    ['gradients of weights over it', { weightGradient: AT + FOLD_BYTES - 4 }, 'what is written lies over what says where to'],
    ['effective coefficients over it', { effective: AT + FOLD_BYTES - 4 }, 'what is written lies over what says where to'],
  ])('refuses %s', (_, wrong, message) => {
    for (const { run } of variants) {
      const memory = guarded();
      const put = (fields: Fields): void => { new Int32Array(memory).set(foldJob('unfold', fields), AT / 4); };
      put(alright);
      expect(() => run(new Uint8Array(memory), AT)).not.toThrow();
      put({ ...alright, ...wrong });
      const before = new Uint8Array(memory).slice();
      expect(() => run(new Uint8Array(memory), AT)).toThrow(message);
      expect(Buffer.compare(new Uint8Array(memory), before)).toBe(0);
    }
    if (wrong.gradient === undefined && wrong.weightGradient === undefined) return;
    // To fold, nobody looks at gradients.
    const memory = guarded();
    new Int32Array(memory).set(foldJob('fold', { ...alright, ...wrong, gradient: PAGE - 4, weightGradient: PAGE - 4 }), AT / 4);
    expect(() => variants[0]!.run(new Uint8Array(memory), AT)).not.toThrow();
  });
});
