/**
 * How the numbers that are searched give a and b of f(a z + b), z in [-1, 1], so that the argument never leaves the domain of f. Distances from
 * an end of the domain are logarithms: what lies near a pole is as far apart as what lies far from it.
 */
export interface Coordinates {
  /** How many numbers: those of a function besides c and d. */
  readonly size: 0 | 1 | 2;
  /**
   * Writes a and b, and what they change by with each of the numbers.
   *
   * @param to `[2 + 2 size]`: a, b, da/d0, db/d0, da/d1, db/d1
   */
  place(at: readonly number[], to: Float64Array): void;
}

/** Nothing to search. */
export const asItIs: Coordinates = { size: 0, place: (_, to) => { to[0] = 1; to[1] = 0; } };

/** Where: a is given, b is searched. */
export const location = (a: 1 | -1): Coordinates => ({
  size: 1,
  place: ([b], to) => { to[0] = a; to[1] = b!; to[2] = 0; to[3] = 1; },
});

/** How fast: a is searched, b is 0. */
export const rate: Coordinates = {
  size: 1,
  place: ([a], to) => { to[0] = a!; to[1] = 0; to[2] = 1; to[3] = 0; },
};

/** Both, anywhere. */
export const anywhere: Coordinates = {
  size: 2,
  place: ([a, b], to) => { to[0] = a!; to[1] = b!; to[2] = 1; to[3] = 0; to[4] = 0; to[5] = 1; },
};

/** A domain with one end: how far the argument stays from it, with a = `turn`. @param side 1 where the domain lies above its end */
export const locationBeyond = (end: number, side: 1 | -1, turn: 1 | -1): Coordinates => ({
  size: 1,
  place: ([t], to) => {
    const distance = Math.exp(t!);
    to[0] = turn;
    to[1] = end + side * (1 + distance);
    to[2] = 0;
    to[3] = side * distance;
  },
});

/** A domain with one end: how fast, and how far the argument stays from it. Both are logarithms. */
export const beyond = (end: number, side: 1 | -1, turn: 1 | -1): Coordinates => ({
  size: 2,
  place: ([r, t], to) => {
    const [speed, distance] = [Math.exp(r!), Math.exp(t!)];
    to[0] = turn * speed;
    to[1] = end + side * (speed + distance);
    to[2] = turn * speed;
    to[3] = side * speed;
    to[4] = 0;
    to[5] = side * distance;
  },
});

/** A domain with two ends: the logarithms of how far the argument stays from each, as shares of its length. */
export const between = (from: number, to_: number, turn: 1 | -1): Coordinates => ({
  size: 2,
  place: ([s, t], to) => {
    const length = to_ - from;
    const [low, high] = [length * Math.exp(s!), length * Math.exp(t!)];
    // Where nothing is left between them, the argument stands still and the fit is refused.
    to[0] = turn * Math.max(0, (length - low - high) / 2);
    to[1] = (from + to_ + low - high) / 2;
    to[2] = (-turn * low) / 2;
    to[3] = low / 2;
    to[4] = (-turn * high) / 2;
    to[5] = -high / 2;
  },
});
