import { describe, expect, test } from '@jest/globals';
import { plainSolver } from '@knotwork/engine-core';
import { choleskyFactor, choleskySolve, randomStream } from '@knotwork/numerics';
import { Arena } from '../memory/arena.js';
import { needClose } from '../fixtures/numbers.js';
import { GuardedArena } from '../fixtures/guarded-arena.js';
import { builtRows } from '../fixtures/built-rows.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import type { Spread } from '../run/contractions/native-algebra.js';
import { kernelSolver } from '../run/kernel-solver.js';
import { choleskyKernels } from './cholesky-kernels.js';
import type { PositiveSolver } from '@knotwork/engine-core';

/** Both factorizations are backward stable; with a condition of about 10 they agree to a few digits less than a double has. */
const STABLE = 1e-12;

/** A random matrix with eigenvalues of about 1 to 10; the upper triangle holds what nobody may read. */
function positive(n: number, seed: number): Float64Array {
  const stream = randomStream(seed, 'positive');
  const b = Float64Array.from({ length: n * n }, () => stream.normal() / Math.sqrt(n));
  const a = new Float64Array(n * n).fill(NaN);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
      a[i * n + j] = sum;
    }
  }
  return a;
}

const right = (n: number, seed: number): Float64Array => { const stream = randomStream(seed, 'right'); return Float64Array.from({ length: n }, () => stream.normal()); };

/** A memory that has nothing left while it is full. */
class FullArena extends Arena {
  isFull = false;

  override allocate(bytes: number): number {
    if (this.isFull) throw new RangeError('full');
    return super.allocate(bytes);
  }
}

/** In one part, or in three as if by threads. */
const parts = (count: number) => (arena: Arena): Spread => (work) => { for (let k = count - 1; k >= 0; k--) work(arena, k, count); };
const native = builtRows();
const by = (spread: (arena: Arena) => Spread) => (arena: Arena): PositiveSolver => kernelSolver(arena, { algebra: native!.algebra(arena), spreadOver: () => spread(arena) });
const ways: readonly (readonly [string, (arena: Arena) => PositiveSolver])[] = [['kernels', (arena: Arena) => kernelSolver(arena)], ...(native === null ? [] : [['native code', by(parts(1))], ['native code in parts', by(parts(3))]] as const)];

describe.each(ways)('by %s', (_, solverOver) => {
  test('systems of 1 to 70 unknowns have the solution of the plain loops, from small to large and back', async () => {
    // Memory that was given back keeps what was in it: writes outside show only where the largest came first.
    const arena = new GuardedArena();
    const [growing, shrinking] = [solverOver(new Arena()), solverOver(arena)];
    const sizes = Array.from({ length: 70 }, (_, k) => k + 1);
    for (const [solver, order] of [[growing, sizes], [shrinking, sizes.toReversed()]] as const) {
      for (const n of order) {
        const [a, x, expected] = [positive(n, n), right(n, n), right(n, n)];
        const factor = a.slice();
        expect(choleskyFactor(factor, n)).toBe(true);
        choleskySolve(factor, n, expected);
        expect(await solver.solve(a, n, x)).toBe(true);
        needClose(x, expected, STABLE, `${n} unknowns`);
      }
    }
    expect(arena.strayWrites()).toEqual([]);
  });

  test('blocks of the inverse of 1 to 40 unknowns are those of the plain loops, wherever they begin and end', async () => {
    const arena = new GuardedArena();
    const solver = solverOver(arena);
    for (const n of Array.from({ length: 40 }, (_, k) => 40 - k)) {
      const a = positive(n, n);
      const ranges = [[0, n], [0, 1], [n - 1, n], [Math.floor(n / 3), Math.ceil((2 * n) / 3)], [Math.floor(n / 2), n], [0, Math.min(13, n)]] as const;
      const [blocks, expected] = [await solver.inverseBlocks(a.slice(), n, ranges), await plainSolver.inverseBlocks(a.slice(), n, ranges)];
      ranges.forEach(([from, to], b) => {
        needClose(blocks![b]!, expected![b]!, STABLE, `${from} to ${to} of ${n} unknowns`);
        const size = to - from;
        blocks![b]!.forEach((v, k) => { expect(v).toBe(blocks![b]![(k % size) * size + Math.floor(k / size)]); });
      });
      // Column 0 of the whole inverse solves for the first unit vector.
      const unit = new Float64Array(n);
      unit[0] = 1;
      await solver.solve(a, n, unit);
      needClose(unit, blocks![0]!.subarray(0, n), STABLE, `column 0 of ${n} unknowns`);
    }
    const bad = positive(9, 1);
    bad[4 * 9 + 4] = -1;
    expect(await solver.inverseBlocks(bad.slice(), 9, [[0, 1]])).toBeNull();
    expect(await plainSolver.inverseBlocks(bad, 9, [[0, 1]])).toBeNull();
    expect(arena.strayWrites()).toEqual([]);
  });

  test('a matrix that is not positive definite is refused wherever that shows, as the plain loops refuse it', async () => {
    const solver = solverOver(new Arena());
    for (const n of [1, 2, 3, 4, 5, 8, 13]) {
      for (let at = 0; at < n; at++) {
        for (const pivot of [0, -1, NaN, Infinity, -Infinity, 1e-300]) {
          const a = positive(n, n);
          a[at * n + at] = pivot;
          const plain = choleskyFactor(a.slice(), n);
          expect(`${n} ${at} ${pivot}: ${await solver.solve(a, n, right(n, 1))}`).toBe(`${n} ${at} ${pivot}: ${plain}`);
        }
        if (at === 0) continue;
        for (const beside of [NaN, Infinity, 1e200]) {
          const a = positive(n, n);
          a[at * n] = beside;
          expect(`${n} ${at} ${beside}: ${await solver.solve(a, n, right(n, 1))}`).toBe(`${n} ${at} ${beside}: false`);
        }
      }
      // It was none of the memory's fault.
      expect(await solver.solve(positive(n, n), n, right(n, 1))).toBe(true);
    }
  });

  test('what is added to the diagonal is in the system and not in what was given, with the bits of a sum made before', async () => {
    const [solver, other] = [solverOver(new Arena()), solverOver(new Arena())];
    // Matrices of whole fours are copied at once, others row by row.
    for (const n of [1, 3, 4, 7, 8, 20]) {
      const [a, added, x, y] = [positive(n, n), right(n, 2).map(Math.abs), right(n, n), right(n, n)];
      const [before, sum] = [a.slice(), a.slice()];
      added.forEach((value, i) => { sum[i * (n + 1)]! += value; });
      expect(await solver.solve(a, n, x, undefined, added)).toBe(true);
      expect(await other.solve(sum, n, y)).toBe(true);
      expect(x).toEqual(y);
      expect(a).toEqual(before);
      // The next system has nothing of it.
      const [z, w] = [right(n, n), right(n, n)];
      expect(await solver.solve(a.slice(), n, z)).toBe(true);
      expect(await other.solve(a.slice(), n, w)).toBe(true);
      expect(z).toEqual(w);
      const [u, plain, v] = [a.slice(), right(n, n), right(n, n)];
      expect(await plainSolver.solve(u, n, plain, undefined, added)).toBe(true);
      expect(u).toEqual(before);
      added.forEach((value, i) => { u[i * (n + 1)]! += value; });
      expect(await plainSolver.solve(u, n, v)).toBe(true);
      expect(plain).toEqual(v);
    }
  });

  test('a right side that is not a number is solved for as plain loops do', async () => {
    const solver = solverOver(new Arena());
    const x = right(6, 1);
    x[2] = NaN;
    expect(await solver.solve(positive(6, 1), 6, x)).toBe(true);
    expect(x.every((value) => Number.isNaN(value))).toBe(true);
  });

  test('a system that finds no memory leaves none behind that is used without being held', async () => {
    const arena = new FullArena();
    const solver = solverOver(arena);
    expect(await solver.solve(positive(8, 1), 8, right(8, 1))).toBe(true);
    arena.isFull = true;
    expect(() => solver.solve(positive(20, 1), 20, right(20, 1))).toThrow('full');
    expect(() => solver.inverseBlocks(positive(8, 1), 8, [[0, 8]])).toThrow('full');
    arena.isFull = false;
    const others = arena.allocate(4096);
    arena.u8.fill(7, others, others + 4096);
    expect(await solver.solve(positive(8, 1), 8, right(8, 1))).toBe(true);
    expect(arena.u8.subarray(others, others + 4096).every((byte) => byte === 7)).toBe(true);
  });

  describe('a system that is large enough for pauses', () => {
    const n = 802;
    /** Symmetric positive definite because its diagonal outweighs the rest. */
    const large = (): Float64Array => {
      const stream = randomStream(n, 'large');
      return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? n : stream.uniform(-1, 1)));
    };
    const ranges = Array.from({ length: 4 }, (_, k) => [200 * k, 200 * k + 200] as const);

    test('has the same bits with and without', async () => {
      const solver = solverOver(new Arena());
      const [x, y] = [right(n, 1), right(n, 1)];
      let pauses = 0;
      const pause = async (): Promise<void> => { pauses++; };
      expect(solver.solve(large(), n, x)).toBe(true);
      expect(await solver.solve(large(), n, y, pause)).toBe(true);
      expect(y).toEqual(x);
      expect(pauses).toBeGreaterThan(1);
      const [few, blocks] = [pauses, solver.inverseBlocks(large(), n, ranges)];
      expect(await solver.inverseBlocks(large(), n, ranges, pause)).toEqual(blocks);
      // Between blocks, too.
      expect(pauses - few).toBeGreaterThan(few);
    });

    test('is seen not to be positive definite in whichever part', async () => {
      const solver = solverOver(new Arena());
      for (const at of [0, 400, n - 1]) {
        const a = large();
        a[at * (n + 1)] = -1;
        expect(await solver.solve(a, n, right(n, 1), async () => undefined)).toBe(false);
      }
    });

    test('is left where a pause rejects, and nobody else gets in between', async () => {
      const solver = solverOver(new Arena());
      const reason = new Error('enough');
      await expect(solver.solve(large(), n, right(n, 1), () => Promise.reject(reason))).rejects.toBe(reason);
      const meanwhile: unknown[] = [];
      const [x, y] = [right(n, 1), right(n, 1)];
      const intrude = async (): Promise<void> => { try { meanwhile.push(solver.solve(large(), n, right(n, 2))); } catch (error) { meanwhile.push((error as Error).message); } };
      expect(await solver.solve(large(), n, x, intrude)).toBe(true);
      expect(new Set(meanwhile)).toEqual(new Set([expect.stringContaining('a system was to be solved while another one was')]));
      expect(solver.solve(large(), n, y)).toBe(true);
      expect(y).toEqual(x);
    });
  });
});

/** L L' x = b, row by row: forwards two sums that are added up, one of even and one of odd columns, and what is left of an odd count; backwards a column at a time. */
function solvedByRows(l: Float64Array, n: number, stride: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const sums = [0, 0];
    const even = i - (i % 2);
    for (let k = 0; k < even; k++) sums[k % 2] = sums[k % 2]! + l[i * stride + k]! * b[k]!;
    let rest = b[i]! - (sums[0]! + sums[1]!);
    if (even < i) rest -= l[i * stride + even]! * b[even]!;
    b[i] = rest / l[i * stride + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i]! /= l[i * stride + i]!;
    for (let k = 0; k < i; k++) b[k]! -= b[i]! * l[i * stride + k]!;
  }
}

test('rows that are solved together have the bits of rows one by one, and nothing else is written', () => {
  for (const n of [4, 8, 12, 28, 64]) {
    for (const stride of [n, n + 3]) {
      const memory = new GuardedMemory(2);
      const stream = randomStream(n, 'factor');
      const [l, b] = [memory.numbers('float64', n * stride), memory.numbers('float64', n)];
      for (let k = 0; k < l.length; k++) l[k] = stream.normal() / n;
      for (let i = 0; i < n; i++) {
        // Nobody may read what stands above.
        l.fill(NaN, i * stride + i + 1, (i + 1) * stride);
        l[i * (stride + 1)] = stream.uniform(0.5, 2);
        b[i] = stream.normal();
      }
      const [before, expected] = [l.slice(), b.slice()];
      solvedByRows(l, n, stride, expected);
      memory.compile(choleskyKernels())['solve']!(l.byteOffset, n, 8 * stride, b.byteOffset);
      expect(b).toEqual(expected);
      expect(l).toEqual(before);
      expect(memory.isUntouched()).toBe(true);
    }
  }
});
