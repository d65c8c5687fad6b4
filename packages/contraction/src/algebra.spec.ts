import { describe, expect, test } from '@jest/globals';
import { ALGEBRA_BYTES, factorJob, inverseJob, MOST_WIDTH, productsJob } from './algebra-jobs.js';
import { builtVariants } from './fixtures/built.js';
import { uniform } from './fixtures/random-job.js';

/** More: KNOTWORK_FUZZ=100000 NODE_OPTIONS=--experimental-vm-modules npx jest -c packages/contraction/jest.config.cjs algebra */
const HOSTILE = Number(process.env['KNOTWORK_FUZZ'] ?? 4000);
const variants = builtVariants();
// Where nothing was compiled there is nothing to look at; with KNOTWORK_CONTRACTION=1 that is an error.
const whereBuilt = variants.length > 0 ? describe : describe.skip;

/** A job in a memory of its own: what it does by plain loops, and the stretch that it may write to. */
interface Drawn {
  readonly bytes: Uint8Array;
  readonly job: number;
  readonly expected: Float64Array;
  /** Address of what is compared with that, and which of it counts. */
  readonly at: number;
  readonly counts: (k: number) => boolean;
  readonly written: readonly (readonly [number, number])[];
}

const NOISE = ((next) => Float64Array.from({ length: 2 ** 17 }, () => 2 * next() - 1))(uniform(7));

/** Hands out stretches of a memory of random numbers, with room between them. */
function memory(seed: number): { readonly bytes: Uint8Array; readonly f64: Float64Array; readonly u32: Uint32Array; readonly below: (n: number) => number; readonly take: (count: number) => number } {
  const next = uniform(seed);
  const f64 = NOISE.slice();
  const bytes = new Uint8Array(f64.buffer);
  let end = 64;
  return { bytes, f64, u32: new Uint32Array(bytes.buffer), below: (n) => Math.floor(next() * n), take: (count) => { const at = end; end += 8 * (Math.ceil(count) + 3); return at; } };
}

function products(seed: number, parts = 1, part = 0): Drawn {
  const { bytes, f64, u32, below, take } = memory(seed);
  const [samples, singles, windows] = [1 + below(20), 4 * below(4), below(9)];
  const width = windows === 0 ? 0 : 2 * (1 + below(5));
  const size = width + below(6);
  const rows = singles + windows * size + width;
  const stride = 8 * (rows + below(3));
  const line = singles + windows * width;
  const [job, values, starts, factor, hessian] = [take(ALGEBRA_BYTES / 8 + 1), take(samples * line), take(samples * windows), take(1), take((rows * stride) / 8)];
  for (let n = 0; n < samples; n++) for (let w = 0; w < windows; w++) u32[starts / 4 + n * windows + w] = singles + w * size + below(size - width + 1);
  bytes.set(new Uint8Array(productsJob({ values, starts, hessian, factor, samples, singles, windows, width, rows, stride, part, parts }).buffer), job);
  const expected = f64.slice(hessian / 8, hessian / 8 + (rows * stride) / 8);
  for (let n = 0; n < samples; n++) {
    const row = values / 8 + n * line;
    const places = Array.from({ length: line }, (_, k) => (k < singles ? k : u32[starts / 4 + n * windows + Math.floor((k - singles) / width)]! + ((k - singles) % width)));
    places.forEach((i, a) => { places.forEach((j, b) => { if (j <= i) expected[i * (stride / 8) + j]! += f64[factor / 8]! * f64[row + a]! * f64[row + b]!; }); });
  }
  return { bytes, job, expected, at: hessian, counts: (k) => k % (stride / 8) <= Math.floor(k / (stride / 8)), written: [[hessian, hessian + rows * stride]] };
}

/** A positive definite matrix in rows. */
function positive(f64: Float64Array, matrix: number, n: number, stride: number): void {
  const b = f64.slice(0, n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? n : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
      f64[matrix / 8 + i * stride + j] = sum;
    }
  }
}

/** Plain loops over rows as they lie. */
function factored(a: Float64Array, n: number, stride: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let left = a[i * stride + j]!;
      for (let k = 0; k < j; k++) left -= a[i * stride + k]! * a[j * stride + k]!;
      a[i * stride + j] = i === j ? Math.sqrt(left) : left / a[j * stride + j]!;
    }
  }
}

function factor(seed: number): Drawn {
  const { bytes, f64, below, take } = memory(seed);
  const n = 4 * (1 + below(24));
  const stride = n + below(3);
  const [job, status, matrix] = [take(ALGEBRA_BYTES / 8 + 1), take(1), take(n * stride)];
  positive(f64, matrix, n, stride);
  // Rows before are done already.
  const from = 4 * below(n / 4);
  const expected = f64.slice(matrix / 8, matrix / 8 + n * stride);
  factored(expected, n, stride);
  for (let i = 0; i < from; i++) f64.set(expected.subarray(i * stride, i * stride + i + 1), matrix / 8 + i * stride);
  bytes.set(new Uint8Array(factorJob({ matrix, status, from, to: n, stride: 8 * stride }).buffer), job);
  return { bytes, job, expected, at: matrix, counts: (k) => k % stride <= Math.floor(k / stride), written: [[matrix, matrix + 8 * n * stride], [status, status + 4]] };
}

/** a + b without an error: the sum, and what rounding took of it. */
function sumOf(a: number, b: number): readonly [number, number] {
  const s = a + b;
  const rest = s - a;
  return [s, (a - (s - rest)) + (b - rest)];
}

/** The same of a product. */
function productOf(a: number, b: number): readonly [number, number] {
  const halves = (x: number): readonly [number, number] => { const far = x * (2 ** 27 + 1); const high = far - (far - x); return [high, x - high]; };
  const [[ah, al], [bh, bl]] = [halves(a), halves(b)];
  const p = a * b;
  return [p, al * bl - (((p - ah * bh) - al * bh) - ah * bl)];
}

/** a b + c, rounded once (Boldo and Melquiond 2008): of two errors the sum is made odd where it is not exact, so that it decides nothing that is none of its business. */
function fused(a: number, b: number, c: number): number {
  const [high, low] = productOf(a, b);
  const [th, tl] = sumOf(c, low);
  const [vh, vl] = sumOf(high, th);
  const [sum, error] = sumOf(tl, vl);
  const bits = new BigInt64Array(Float64Array.of(sum).buffer);
  // Rounded towards zero or away from it: of both neighbors the odd one.
  if (error !== 0 && bits[0]! % 2n === 0n) bits[0]! += (error > 0) === (sum > 0) ? 1n : -1n;
  return vh + new Float64Array(bits.buffer)[0]!;
}

/** As every variant has to do it: eight chains of fused products for each sum over the columns before a tile of four, one tree that adds them up, and the columns of the tile one by one. */
function factoredInChains(a: Float64Array, n: number, stride: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const tile = j - (j % 4);
      const s = new Float64Array(8);
      for (let k = 0; k < tile; k++) s[k % 8] = fused(a[i * stride + k]!, a[j * stride + k]!, s[k % 8]!);
      const [p, q, r, t] = [s[0]! + s[4]!, s[1]! + s[5]!, s[2]! + s[6]!, s[3]! + s[7]!];
      let left = a[i * stride + j]! - ((p + r) + (q + t));
      for (let k = tile; k < j; k++) left = fused(-a[i * stride + k]!, a[j * stride + k]!, left);
      a[i * stride + j] = i === j ? Math.sqrt(left) : left / a[j * stride + j]!;
    }
  }
}

function inverse(seed: number): Drawn {
  const { bytes, f64, below, take } = memory(seed);
  const n = 1 + below(70);
  const stride = n + below(3);
  const from = below(n);
  const to = from + 1 + below(Math.min(MOST_WIDTH, n - from));
  const [count, width] = [to - from, 8 * Math.ceil((to - from) / 8)];
  const [job, matrix, columns, block] = [take(ALGEBRA_BYTES / 8 + 1), take(n * stride), take((n - from) * width), take(count * width)];
  positive(f64, matrix, n, stride);
  const l = f64.slice(matrix / 8, matrix / 8 + n * stride);
  factored(l, n, stride);
  f64.set(l, matrix / 8);
  bytes.set(new Uint8Array(inverseJob({ matrix, columns, block, from, to, n, stride: 8 * stride }).buffer), job);
  const expected = new Float64Array(count * width);
  const column = (c: number): Float64Array => {
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let left = i === c ? 1 : 0;
      for (let k = 0; k < i; k++) left -= l[i * stride + k]! * y[k]!;
      y[i] = left / l[i * stride + i]!;
    }
    return y;
  };
  const all = Array.from({ length: count }, (_, c) => column(from + c));
  all.forEach((a, r) => { all.forEach((b, c) => { expected[r * width + c] = a.reduce((sum, v, k) => sum + v * b[k]!, 0); }); });
  return { bytes, job, expected, at: block, counts: (k) => k % width < count, written: [[columns, columns + 8 * (n - from) * width], [block, block + 8 * count * width]] };
}

const kinds: readonly (readonly [string, (seed: number) => Drawn])[] = [['products of rows', products], ['factors', factor], ['blocks of inverses', inverse]];

whereBuilt('every variant', () => {
  test.each(kinds)('gives of %s what plain loops give, to the same bits, and writes nothing else', (_, draw) => {
    for (let seed = 1; seed <= 200; seed++) {
      const results = variants.map(({ variant, run }) => {
        const { bytes, job, expected, at, counts, written } = draw(seed);
        const before = bytes.slice();
        run(bytes, job);
        const numbers = new Float64Array(bytes.buffer);
        expected.forEach((want, k) => {
          if (counts(k) && !(Math.abs(numbers[at / 8 + k]! - want) <= 1e-12 * (1 + Math.abs(want)))) throw new Error(`${variant}, seed ${seed}: number ${k} is ${numbers[at / 8 + k]!} in place of ${want}`);
        });
        for (const [from, to] of written) before.set(bytes.subarray(from, to), from);
        expect(Buffer.compare(before, bytes)).toBe(0);
        return bytes;
      });
      for (const other of results.slice(1)) expect(Buffer.compare(other, results[0]!)).toBe(0);
    }
  });

  test('makes factors of chains and trees that are fixed, however many rows are finished together', () => {
    for (const n of [4, 12, 16, 36, 40, 56, 60, 96]) {
      for (const from of [0, 4, n - 4]) {
        const { bytes, f64, take } = memory(n);
        const [job, status, matrix] = [take(ALGEBRA_BYTES / 8 + 1), take(1), take(n * n)];
        positive(f64, matrix, n, n);
        const expected = f64.slice(matrix / 8, matrix / 8 + n * n);
        factoredInChains(expected, n, n);
        for (let i = 0; i < from; i++) f64.set(expected.subarray(i * n, i * n + i + 1), matrix / 8 + i * n);
        bytes.set(new Uint8Array(factorJob({ matrix, status, from, to: n, stride: 8 * n }).buffer), job);
        for (const { variant, run } of variants) {
          const own = bytes.slice();
          run(own, job);
          const numbers = new Float64Array(own.buffer, matrix, n * n);
          const k = numbers.findIndex((value, at) => at % n <= Math.floor(at / n) && value !== expected[at]);
          expect([variant, n, from, k]).toEqual([variant, n, from, -1]);
        }
      }
    }
  });

  test('makes products part by part with the same bits', () => {
    for (let seed = 1; seed <= 60; seed++) {
      for (const { run } of variants) {
        const whole = products(seed);
        run(whole.bytes, whole.job);
        const parts = [2, 0, 1].map((part) => products(seed, 3, part));
        for (const { bytes, job } of parts) {
          parts[0]!.bytes.set(bytes.subarray(job, job + ALGEBRA_BYTES), job);
          run(parts[0]!.bytes, job);
        }
        const [from, to] = whole.written[0]!;
        expect(Buffer.compare(parts[0]!.bytes.subarray(from, to), whole.bytes.subarray(from, to))).toBe(0);
      }
    }
  });

  test('says of a matrix that is not positive definite that it is not', () => {
    for (const spoiled of [-1, 0, NaN, Infinity]) {
      for (const { run } of variants) {
        const { bytes, job, at } = factor(5);
        const [matrix, status, , to, stride] = new Uint32Array(bytes.buffer).slice(job / 4 + 1, job / 4 + 6);
        run(bytes, job);
        expect(new Int32Array(bytes.buffer)[status! / 4]).toBe(1);
        new Float64Array(bytes.buffer)[matrix! / 8 + (to! - 1) * (stride! / 8 + 1)] = spoiled;
        run(bytes, job);
        expect(at).toBe(matrix);
        expect(new Int32Array(bytes.buffer)[status! / 4]).toBe(0);
      }
    }
  });

  test(`refuses what would leave the memory or lie over itself, of ${HOSTILE} jobs of anything`, () => {
    const next = uniform(99);
    let done = 0;
    for (let k = 0; k < HOSTILE; k++) {
      const drawn = kinds[k % kinds.length]![1](k);
      const words = new Uint32Array(drawn.bytes.buffer, drawn.job, ALGEBRA_BYTES / 4);
      // One or two numbers become something else: small, large, near the end, or a little off.
      for (let change = 0; change < 1 + (k % 2); change++) {
        const at = 1 + Math.floor(next() * (words.length - 1));
        words[at] = [Math.floor(next() * 64), Math.floor(next() * 2 ** 32), 2 ** 20 - Math.floor(next() * 64), words[at]! + 8 * Math.floor(next() * 9 - 4), drawn.job][Math.floor(next() * 5)]!;
      }
      // As many numbers as its kind has: what lies behind is no part of it.
      const own = words.subarray(0, [13, 6, 8][k % kinds.length]!);
      const before = own.slice();
      try {
        variants[k % variants.length]!.run(drawn.bytes, drawn.job);
        done++;
        expect(own).toEqual(before);
      } catch (error) {
        if ((error as Error).name !== 'RangeError') throw error;
      }
    }
    expect(done).toBeGreaterThan(HOSTILE / 20);
    expect(done).toBeLessThan(HOSTILE);
  });

  const change = (name: number, value: number | ((words: Uint32Array) => number)) => (words: Uint32Array): void => { words[name] = typeof value === 'number' ? value : value(words); };
  test.each<readonly [string, (seed: number) => Drawn, (words: Uint32Array) => void, string]>([
    ['a start behind the unknowns', products, (words) => { new Uint32Array(words.buffer)[words[2]! / 4] = 2 ** 31; }, 'a start leads out of the products'],
    ['an odd window', products, change(8, 3), 'rows are not of whole vectors'],
    ['a window that is too wide', products, change(8, MOST_WIDTH + 2), 'rows are not of whole vectors'],
    ['no samples', products, change(5, 0), 'there are no samples, or too many'],
    ['a part that is not there', products, change(11, 1), 'there is no such part'],
    ['products behind the end', products, change(3, 2 ** 20 - 64), 'the products are not in the memory'],
    ['products over the starts', products, change(3, (words) => words[2]! & ~7), 'what is written lies over what says where to'],
    ['more singles than rows', products, change(9, 1), 'singles lead out of the products'],
    ['rows that are not in fours', factor, change(4, 7), 'rows are not in fours'],
    ['a short row', factor, change(5, 8), 'the rows of the matrix are shorter than it has columns'],
    ['a status in the matrix', factor, change(2, (words) => words[1]!), 'what is written lies over what says where to'],
    ['an empty block', inverse, change(5, (words) => words[4]!), 'there is no such block'],
    ['columns over the matrix', inverse, change(2, (words) => words[1]!), 'what is written lies over what says where to'],
    ['a block behind the end', inverse, change(3, 2 ** 20 - 8), 'the matrix is not in the memory'],
  ])('refuses %s', (_, draw, spoil, message) => {
    // One with windows and singles, and more than a row.
    const seed = [...Array(200).keys()].find((k) => { const d = draw(k); const w = new Uint32Array(d.bytes.buffer, d.job, ALGEBRA_BYTES / 4); return draw !== products || (w[6]! > 4 && w[7]! > 1); })!;
    for (const { run } of variants) {
      const { bytes, job } = draw(seed);
      spoil(new Uint32Array(bytes.buffer, job, ALGEBRA_BYTES / 4));
      const before = bytes.slice();
      expect(() => run(bytes, job)).toThrow(message);
      expect(Buffer.compare(before, bytes)).toBe(0);
    }
  });
});
