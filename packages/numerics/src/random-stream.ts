import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { refuseNonInteger } from './errors.js';
import { streamKey } from './stream-key.js';

/**
 * A named source of random numbers: the same seed and name give the same numbers on every platform, and streams of
 * different seeds or names are independent.
 */
export interface RandomStream {
  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  next(): number;
  /** Uniform between finite `min` and `max`; `max` itself only by rounding. */
  uniform(min: number, max: number): number;
  /** Standard normal: mean 0, variance 1. */
  normal(): number;
  /**
   * Uniform over the integers 0 to n - 1, without bias.
   *
   * @throws RangeError unless n is an integer in [1, 2⁵³ - 1].
   */
  integer(n: number): number;
  /**
   * The integers 0 to n - 1 in random order, every order equally likely.
   *
   * @throws RangeError unless n is an integer in [0, 2³² - 1].
   */
  permutation(n: number): Uint32Array;
  /**
   * The stream called `name` below this one. It depends on the identity of this stream only, not on how much was
   * drawn: the same name gives the same numbers each time, and drawing from either does not shift the other.
   */
  fork(name: string): RandomStream;
  /** Everything needed to continue from here with {@link restoreStream}; survives JSON. */
  snapshot(): RandomStreamSnapshot;
}

/** State of a stream, plain data. */
export interface RandomStreamSnapshot {
  /** Identity, `[4]` signed 32-bit integers; what forks derive from. */
  readonly key: readonly number[];
  /** State of the generator, `[4]` signed 32-bit integers. */
  readonly generator: readonly number[];
  /** Normal number already drawn and not yet handed out. */
  readonly spareNormal: number | null;
}

/**
 * Starts the stream called `name` of a seed.
 *
 * The 128-bit hash of seed and name is the initial state of xoroshiro128+.
 *
 * @param seed integer in [0, 2⁵³ - 1].
 * @param name any string, the empty one included.
 * @throws RangeError when the seed is not such an integer.
 *
 * @example
 * const stream = randomStream(7, 'noise');
 * stream.normal();
 *
 * @source D. Blackman and S. Vigna, Scrambled Linear Pseudorandom Number Generators, 2021 (generator);
 * G. Marsaglia and T. A. Bray, A Convenient Method for Generating Normal Variables, 1964 (normal numbers).
 */
export function randomStream(seed: number, name: string): RandomStream {
  refuseNonInteger('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  const words = [seed % 2 ** 32, Math.floor(seed / 2 ** 32)];
  return freshStream(streamKey(words, name));
}

/**
 * Continues a stream where {@link RandomStream.snapshot} was taken.
 *
 * @throws RangeError when the snapshot is not one.
 *
 * @example
 * const stream = randomStream(7, 'batches');
 * const twin = restoreStream(JSON.parse(JSON.stringify(stream.snapshot())));
 * twin.next() === stream.next(); // true
 */
export function restoreStream(snapshot: RandomStreamSnapshot): RandomStream {
  const { key, generator, spareNormal } = snapshot;
  if (!isState(key) || !isState(generator) || !(spareNormal === null || Number.isFinite(spareNormal))) {
    throw new RangeError(`A random stream's snapshot must be what snapshot() returned; got ${JSON.stringify(snapshot)}.`);
  }
  return new XoroshiroStream(key, xoroshiro128plusFromState(generator), spareNormal);
}

function freshStream(key: readonly number[]): RandomStream {
  // All zero is the one state that the generator never leaves.
  const state = isState(key) ? key : [1, 0, 0, 0];
  return new XoroshiroStream(state, xoroshiro128plusFromState(state), null);
}

function isState(words: readonly number[]): boolean {
  return (
    Array.isArray(words) && words.length === 4 && words.every((word) => word === (word | 0)) && words.some((word) => word !== 0)
  );
}

class XoroshiroStream implements RandomStream {
  constructor(
    private readonly key: readonly number[],
    private readonly generator: RandomGenerator,
    private spareNormal: number | null,
  ) {}

  next(): number {
    return this.bits53() * 2 ** -53;
  }

  uniform(min: number, max: number): number {
    return min + (max - min) * this.next();
  }

  /** The polar method gives two numbers at a time; the second waits for the next call. */
  normal(): number {
    const spare = this.spareNormal;
    if (spare !== null) {
      this.spareNormal = null;
      return spare;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        this.spareNormal = y * factor;
        return x * factor;
      }
    }
  }

  integer(n: number): number {
    refuseNonInteger('n', n, 1, Number.MAX_SAFE_INTEGER);
    // n equal buckets of the 53-bit range; what is left over at the top is drawn again. Division, not remainder,
    // because the lowest bit of xoroshiro128+ is the weakest.
    const bucket = Math.floor(2 ** 53 / n);
    for (;;) {
      const value = Math.floor(this.bits53() / bucket);
      if (value < n) return value;
    }
  }

  permutation(n: number): Uint32Array {
    refuseNonInteger('n', n, 0, 2 ** 32 - 1);
    const order = new Uint32Array(n).map((_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const moved = order[i]!;
      order[i] = order[j]!;
      order[j] = moved;
    }
    return order;
  }

  fork(name: string): RandomStream {
    return freshStream(streamKey(this.key, name));
  }

  snapshot(): RandomStreamSnapshot {
    return { key: [...this.key], generator: [...this.generator.getState()], spareNormal: this.spareNormal };
  }

  /** The upper 26 and 27 bits of two 32-bit draws, as an integer below 2⁵³. */
  private bits53(): number {
    const high = this.generator.next() >>> 6;
    const low = this.generator.next() >>> 5;
    return high * 2 ** 27 + low;
  }
}
