import { type Code, type FunctionBuilder, i32, type Lanes, type Variable } from './emitter.js';
import type { KnotLayout } from './parameter-block.js';

/** Emits `locate` and `knotAt` for the knots of one input. */
export class KnotReader {
  /** The first two rounds of a search compare with the same numbers for all samples. */
  private readonly pivots: Variable[];
  /** First and last two knots. */
  private ends: readonly [Variable, Variable, Variable, Variable] | undefined;

  /** @param block address of the parameter block */
  constructor(private readonly f: FunctionBuilder, private readonly v: Lanes, private readonly block: Code, private readonly layout: KnotLayout) {
    this.pivots = f.locals('v128', layout.rounds > 1 ? 3 : layout.rounds);
  }

  /** Emits what is the same for all samples of an input. @param needsEnds whether `at` will be used */
  begin(needsEnds: boolean): void {
    const { f, v, layout: { rounds, search, origin, intervals } } = this;
    const splat = (index: number): Code => v.loadSplat(this.block, index * v.size);
    const indices = [2 ** (rounds - 1), 2 ** (rounds - 2), 2 ** (rounds - 1) + 2 ** (rounds - 2)];
    this.pivots.forEach((pivot, k) => f.set(pivot, splat(search + indices[k]! - 1)));
    if (!needsEnds) return;
    const ends = f.locals('v128', 4) as [Variable, Variable, Variable, Variable];
    [0, 1, intervals - 1, intervals].forEach((index, k) => f.set(ends[k]!, splat(origin + index)));
    this.ends = ends;
  }

  /**
   * Finds the interval of a position: the number of inner knots not above it.
   *
   *     index = 0;  for step = 2^(rounds - 1), ..., 2, 1:  if table[index + step - 1] <= position then index += step
   *
   * All lanes go through all rounds, without branches: the first two rounds together, as there are only three numbers to compare
   * with, the others lane by lane, as every lane reads a number of its own. The index is kept in bytes and with the block's address
   * added, ready to be read at.
   */
  locate(position: Variable): Location {
    const { f, v, pivots, layout: { rounds, search, nowhere, origin } } = this;
    const bytes = (index: number): Code => v.bits(BigInt(index * v.size));
    const atMost = (knots: Code): Code => v.lessOrEqual(knots, position.get);
    const index = f.local('v128');
    f.set(index, v.bits(0n));
    if (rounds > 0) {
      const upper = f.local('v128');
      f.set(upper, atMost(pivots[0]!.get));
      f.set(index, v.and(upper.get, bytes(2 ** (rounds - 1))));
      if (rounds > 1) {
        const step = v.and(atMost(v.select(upper.get, pivots[2]!.get, pivots[1]!.get)), bytes(2 ** (rounds - 2)));
        f.set(index, v.or(index.get, step));
      }
    }
    // No number is at most NaN: all rounds leave what is put here.
    f.set(index, v.or(index.get, v.and(v.notEqual(position.get, position.get), bytes(nowhere))));
    const addresses = f.locals('i32', v.count);
    addresses.forEach((address, lane) => f.set(address, i32.add(this.block, v.bitsLane(index.get, lane))));
    for (let round = rounds - 3; round >= 0; round--) {
      const step = 2 ** round;
      addresses.forEach((address, lane) => {
        const found = v.loadAtMost(address.get, (search + step - 1) * v.size, position.get, lane);
        f.increase(address, i32.shiftLeft(found, i32.constant(Math.log2(step * v.size))));
      });
    }
    return { position, addresses, origin };
  }

  /** The index as a number; NaN where the position is. */
  number({ position, addresses }: Location): Code {
    const { v } = this;
    const integers = v.integers(addresses.map((address) => i32.sub(address.get, this.block)));
    const number = v.mul(v.fromIntegers(integers), v.constant(1 / v.size));
    return v.or(number, v.notEqual(position.get, position.get));
  }

  /**
   * Knots at offsets from a location. Neighbours are read together: as many vectors as there are lanes, each holding the knots of
   * one sample, are transposed.
   */
  near(location: Location, offsets: readonly number[]): Map<number, Variable> {
    const { f, v } = this;
    const found = new Map<number, Variable>();
    let rest = [...offsets].sort((a, b) => a - b);
    while (rest.length > 0) {
      const first = rest[0]!;
      const rows = location.addresses.map((address) => {
        const row = f.local('v128');
        f.set(row, v.load(address.get, (location.origin + first) * v.size));
        return row.get;
      });
      for (const offset of rest.filter((o) => o < first + v.count)) {
        const knots = f.local('v128');
        f.set(knots, column(v, rows, offset - first));
        found.set(offset, knots);
      }
      rest = rest.filter((o) => o >= first + v.count);
    }
    return found;
  }

  /**
   * The knot of any number: with k_0, ..., k_n the knots,
   *
   *     below 0: k_0 + i (k_1 - k_0);  above n: k_n + (i - n) (k_n - k_(n-1));  a whole number: k_i;  else NaN.
   *
   * What is read is clamped as an integer, so that no number is an address outside the block.
   */
  at(i: Variable): Code {
    const { f, v, layout: { intervals, origin } } = this;
    const [first, second, beforeLast, last] = this.ends!;
    const integers = f.local('v128');
    f.set(integers, v.clampIntegers(v.toIntegers(i.get), 0, intervals));
    const inside = f.local('v128');
    for (let lane = 0; lane < v.count; lane++) {
      const address = i32.add(this.block, i32.shiftLeft(v.integerLane(integers.get, lane), i32.constant(Math.log2(v.size))));
      f.set(inside, lane === 0 ? v.loadFirst(address, origin * v.size) : v.loadLane(address, inside.get, lane, origin * v.size));
    }
    const n = v.constant(intervals);
    const below = v.add(first.get, v.mul(i.get, v.sub(second.get, first.get)));
    const above = v.add(last.get, v.mul(v.sub(i.get, n), v.sub(last.get, beforeLast.get)));
    const exact = v.select(v.equal(v.floor(i.get), i.get), inside.get, v.constant(NaN));
    return v.select(v.less(i.get, v.constant(0)), below, v.select(v.less(n, i.get), above, exact));
  }
}

/** Where a search ended. */
export interface Location {
  readonly position: Variable;
  /** For every lane, the address of the block plus the index. */
  readonly addresses: readonly Variable[];
  /** Number of the block that belongs to knot 0. */
  readonly origin: number;
}

/** Element k of every row, as one vector. */
function column(v: Lanes, rows: readonly Code[], k: number): Code {
  if (v.count === 2) return v.shuffle(rows[0]!, rows[1]!, [k, k + 2]);
  // First the halves of pairs of rows, interlaced, then the halves of those: patterns that are one instruction.
  const half = k < 2 ? [0, 4, 1, 5] : [2, 6, 3, 7];
  return v.shuffle(v.shuffle(rows[0]!, rows[1]!, half), v.shuffle(rows[2]!, rows[3]!, half), k % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
}
