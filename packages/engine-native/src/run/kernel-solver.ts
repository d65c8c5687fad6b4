import { type Awaitable, inParts, PART, type PositiveSolver, wrongUse } from '@knotwork/engine-core';
import type { Vec } from '@knotwork/plugin';
import type { Pause } from '@knotwork/plugin/engine';
import { choleskyKernels, columnsKernel, MOST_COLUMNS, ROWS } from '../emit/cholesky-kernels.js';
import type { Arena } from '../memory/arena.js';
import type { NativeAlgebra, Spread } from './contractions/native-algebra.js';

/** Solves positive definite systems in the memory of a program. @param native does it by native code, and spreads that; null for kernels alone */
export function kernelSolver(arena: Arena, native: NativeSolver | null = null): PositiveSolver { return new KernelSolver(arena, native); }

/** What systems are solved by in place of kernels. */
export interface NativeSolver {
  readonly algebra: NativeAlgebra;
  /** How so many multiply-adds are done: on threads, where they are many. */
  spreadOver(work: number): Spread;
}

class KernelSolver implements PositiveSolver {
  private matrix = 0;
  private right = 0;
  private room = 0;
  /** Columns of the inverse of a factor, and bytes that there are. */
  private columns = 0;
  private columnBytes = 0;
  private readonly status: number;
  private isAtWork = false;

  constructor(private readonly arena: Arena, private readonly native: NativeSolver | null) { this.status = arena.allocate(4); }

  solve(a: Vec, n: number, b: Vec, pause?: Pause, added?: Vec): Awaitable<boolean> { return inParts(this.alone(this.solution(a, n, b, added)), pause); }

  /** Of each block only its columns of L^-1 are made: (A^-1)_ij = sum_k (L^-1)_ki (L^-1)_kj. As many multiply-adds as a factorization for all columns. */
  inverseBlocks(a: Vec, n: number, ranges: readonly (readonly [number, number])[], pause?: Pause): Awaitable<Vec[] | null> {
    return inParts(this.alone(this.blocks(a, n, ranges)), pause);
  }

  /** There is one place for a matrix: who pauses keeps it. */
  private *alone<T>(work: Generator<void, T>): Generator<void, T> {
    if (this.isAtWork) throw wrongUse('a system was to be solved while another one was');
    this.isAtWork = true;
    try { return yield* work; } finally { this.isAtWork = false; }
  }

  private *solution(a: Vec, n: number, b: Vec, added?: Vec): Generator<void, boolean> {
    const { arena } = this;
    if (!(yield* this.factor(a, n, added))) return false;
    const size = sizeOf(n);
    for (let from = 0; from < b.length; from += n) {
      arena.f64.fill(0, this.right / 8, this.right / 8 + size);
      arena.f64.set(b.subarray(from, from + n), this.right / 8);
      this.kernels['solve']!(this.matrix, size, 8 * size, this.right);
      b.set(arena.f64.subarray(this.right / 8, this.right / 8 + n), from);
    }
    return true;
  }

  private *blocks(a: Vec, n: number, ranges: readonly (readonly [number, number])[]): Generator<void, Vec[] | null> {
    if (!(yield* this.factor(a, n))) return null;
    const { native } = this;
    const isNative = native !== null && ranges.every(([from, to]) => to - from <= native.algebra.mostWidth);
    const blocks: Vec[] = [];
    for (let first = 0, next = 0; first < ranges.length; first = next) {
      if (first > 0) yield;
      let work = 0;
      for (; next < ranges.length && work < PART; next++) {
        const [from, to] = ranges[next]!;
        work += 0.5 * (to - from) * (n - from) ** 2;
      }
      const part = ranges.slice(first, next);
      blocks.push(...(isNative ? this.nativeBlocks(native, n, part, work) : part.map(([from, to]) => this.inverseBlock(n, from, to))));
    }
    return blocks;
  }

  private get kernels(): ReturnType<Arena['kernels']> { return this.arena.kernels('cholesky', choleskyKernels); }

  /** Factors a matrix in place of the last. @param added to its diagonal @returns whether it is positive definite */
  private *factor(a: Vec, n: number, added?: Vec): Generator<void, boolean> {
    const { arena } = this;
    const size = sizeOf(n);
    const stride = 8 * size;
    if (size > this.room) {
      for (const stretch of [this.matrix, this.right]) arena.release(stretch);
      // Nothing is held until both are there: the memory may be full.
      [this.matrix, this.right, this.room] = [0, 0, 0];
      this.matrix = arena.allocate(size * stride);
      this.right = arena.allocate(stride);
      this.room = size;
    }
    const { matrix } = this;
    const { f64 } = arena;
    // Rows are short: with what lies between them it is one copy.
    if (size === n) f64.set(a.subarray(0, n * n), matrix / 8); else for (let i = 0; i < n; i++) f64.set(a.subarray(i * n, i * n + i + 1), (matrix + i * stride) / 8);
    if (added !== undefined) for (let i = 0; i < n; i++) f64[matrix / 8 + i * (size + 1)]! += added[i]!;
    for (let i = n; i < size; i++) {
      const row = (matrix + i * stride) / 8;
      f64.fill(0, row, row + i);
      f64[row + i] = 1;
    }
    for (let from = 0; from < size;) {
      if (from > 0) yield;
      const to = endOfPart(from, size);
      if (this.native === null) this.kernels['cholesky']!(matrix, from, to, stride, this.status);
      else this.native.algebra.factor({ matrix, status: this.status, from, to, stride });
      if (arena.i32[this.status / 4] !== 1) return false;
      from = to;
    }
    return true;
  }

  private inverseBlock(n: number, from: number, to: number): Vec {
    const { arena, matrix } = this;
    const count = to - from;
    const padded = Math.ceil(count / 2) * 2;
    const width = 8 * padded;
    this.makeRoom((n - from) * width);
    const first = this.columns / 8;
    arena.f64.fill(0, first, first + (n - from) * padded);
    for (let i = 0; i < count; i++) arena.f64[first + i * padded + i] = 1;
    for (let c = 0; c < padded; c += MOST_COLUMNS) {
      const some = Math.min(MOST_COLUMNS, padded - c);
      arena.kernels(`columns ${some}`, () => [columnsKernel(some)])['columns']!(matrix, 8 * sizeOf(n), this.columns + 8 * c, width, from, n);
    }
    const block = new Float64Array(count * count);
    const { f64 } = arena;
    for (let k = 0; k < n - from; k++) {
      const row = first + k * padded;
      const last = Math.min(k + 1, count);
      for (let i = 0; i < last; i++) {
        const v = f64[row + i]!;
        for (let j = 0; j <= i; j++) block[i * count + j]! += v * f64[row + j]!;
      }
    }
    for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) block[j * count + i] = block[i * count + j]!;
    return block;
  }

  /** Blocks by native code, all of them at once: each has room of its own. @param work multiply-adds that they are */
  private nativeBlocks({ algebra, spreadOver }: NativeSolver, n: number, ranges: readonly (readonly [number, number])[], work: number): Vec[] {
    const { arena, matrix } = this;
    const widthOf = ([from, to]: readonly [number, number]): number => 8 * Math.ceil((to - from) / 8);
    let room = 0;
    const places = ranges.map((range) => {
      const [from, to] = range;
      const at = room;
      room += 8 * widthOf(range) * (n - from + to - from);
      return at;
    });
    this.makeRoom(room);
    const jobs = ranges.map(([from, to], k) => ({ matrix, columns: this.columns + places[k]!, block: this.columns + places[k]! + 8 * widthOf(ranges[k]!) * (n - from), from, to, n, stride: 8 * sizeOf(n) }));
    algebra.inverses(jobs, spreadOver(work));
    return jobs.map(({ block: at, from, to }, k) => {
      const [count, width] = [to - from, widthOf(ranges[k]!)];
      const block = new Float64Array(count * count);
      for (let i = 0; i < count; i++) block.set(arena.f64.subarray(at / 8 + i * width, at / 8 + i * width + count), i * count);
      return block;
    });
  }

  private makeRoom(bytes: number): void {
    if (bytes <= this.columnBytes) return;
    this.arena.release(this.columns);
    [this.columns, this.columnBytes] = [0, 0];
    this.columns = this.arena.allocate(bytes);
    this.columnBytes = bytes;
  }
}

/** Rows of a factor that are made together from row `from` on: row i takes i^2 / 2 multiply-adds. */
function endOfPart(from: number, size: number): number {
  let to = from;
  for (let work = 0; to < size && work < PART; to += ROWS) work += 0.5 * ROWS * to ** 2;
  return to;
}

/** Rows of a matrix in memory. */
const sizeOf = (n: number): number => Math.ceil(n / ROWS) * ROWS;
