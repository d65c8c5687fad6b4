import type { FunctionClaims } from '@knotwork/plugin';
import { anywhere, asItIs, between, beyond, type Coordinates, location, locationBeyond, rate } from './coordinates.js';

/** Where a search begins: numbers of some coordinates. */
export interface Start {
  readonly coordinates: Coordinates;
  readonly at: readonly number[];
  /** Which line and column of the grid, so that two starts can be told to be neighbours. */
  readonly cell: readonly [number, number];
}

/** What is searched for one function. */
export interface SearchSpace {
  readonly starts: readonly Start[];
  /** Shifts t that b is looked up among, where f(x + t) is made of f and f'; null where b is searched like a. */
  readonly shifts: readonly number[] | null;
}

/** Numbers from one to another, by steps. */
const range = (from: number, to: number, step: number): number[] => Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, k) => from + k * step);
const geometric = (from: number, to: number, ratio: number): number[] => range(Math.log(from), Math.log(to), Math.log(ratio)).map(Math.exp);
const bothSigns = (values: readonly number[]): number[] => [...values.toReversed().map((v) => -v), ...values];

/** Distances from an end of the domain, in half windows: down to what rounding leaves. */
const DISTANCES = [-30, ...range(-9, 3, 0.6)];
/** Shares of a domain with two ends. */
const SHARES = [1e-12, 1e-6, 1e-3, 0.01, 0.03, 0.07, 0.13, 0.2, 0.28, 0.36, 0.44, 0.52, 0.6, 0.68, 0.76, 0.84, 0.9, 0.95];
/** Speeds at which something changes once, in half windows. */
const SPEEDS = geometric(0.3, 40, 1.45);
const RATES = geometric(0.05, 30, 1.4);
/** Speeds of what comes again and again, in radians per half window. */
const FREQUENCIES = [...range(0.15, 1, 0.15), ...range(1.4, 60, 0.4)];
const CENTERS = [...bothSigns(geometric(2, 16, 1.5)), ...range(-1.5, 1.5, 0.1)].sort((a, b) => a - b);

/** What claims leave to be searched. @param extrema says how often f turns within [-20, 20], where that matters */
export function searchSpace({ domain = [-Infinity, Infinity], scaling, shift, mirror, period }: FunctionClaims, extrema: () => number): SearchSpace {
  // Turning round is a change of sign of c, or of nothing.
  const turns = mirror === undefined ? [1, -1] as const : [1] as const;
  const [from, to] = domain;
  const ends = Number(from > -Infinity) + Number(to < Infinity);
  const free = (starts: readonly Start[]): SearchSpace => ({ starts, shifts: null });

  if (ends === 2) return free(turns.flatMap((turn) => grid(between(from, to, turn), SHARES.map(Math.log), SHARES.map(Math.log)).filter(({ at }) => Math.exp(at[0]!) + Math.exp(at[1]!) < 0.97)));
  if (ends === 1) {
    // With a mirror the domain's other half is there as well, and with it the other turn.
    const side = from > -Infinity ? 1 : -1;
    const end = side === 1 ? from : to;
    return free(([1, -1] as const).flatMap((turn) => (scaling
      ? line(locationBeyond(end, side, turn), DISTANCES)
      : grid(beyond(end, side, turn), SPEEDS.map(Math.log), DISTANCES.filter((_, k) => k % 2 === 0)))));
  }
  if (shift === 'itself') return free(scaling ? [{ coordinates: asItIs, at: [], cell: [0, 0] }] : line(rate, mirror === undefined ? bothSigns(RATES) : RATES));
  if (shift === 'slope') {
    const speeds = scaling ? [1] : period === undefined ? RATES : FREQUENCIES.map((w) => (w * period) / (2 * Math.PI));
    const shifts = period === undefined ? bothSigns([0, ...geometric(0.02, 64, 1.15)]) : range(0, period, period / 64);
    return { starts: speeds.flatMap((a, k) => turns.map((turn) => ({ coordinates: scaling ? location(turn) : anywhere, at: scaling ? [0] : [turn * a, 0], cell: [turn * k, 0] as const }))), shifts };
  }
  if (scaling) return free(turns.flatMap((turn) => line(location(turn), CENTERS.map((c) => -turn * c))));
  const isWave = extrema() > 6;
  return free(turns.flatMap((turn) => (isWave ? waves(turn) : bends(turn))));
}

const line = (coordinates: Coordinates, values: readonly number[]): Start[] => values.map((v, k) => ({ coordinates, at: [v], cell: [k, 0] }));

const grid = (coordinates: Coordinates, first: readonly number[], second: readonly number[]): Start[] =>
  first.flatMap((a, i) => second.map((b, j) => ({ coordinates, at: [a, b], cell: [i, j] as const })));

/** Of what changes once, such as tanh: its middle in the window or near, the nearer the faster it is. */
function bends(turn: 1 | -1): Start[] {
  return SPEEDS.flatMap((a, i) => range(-2.4, 2.4, 0.2).flatMap((center, j) => (
    a * Math.abs(center) > 4 + a ? [] : [{ coordinates: anywhere, at: [turn * a, -turn * a * center], cell: [turn * i, j] as const }])));
}

/** Of what comes again and again without a period, such as Bessel functions. */
function waves(turn: 1 | -1): Start[] {
  return range(0.4, 24, 0.6).flatMap((a, i) => range(-a - 6, a + 6, 0.8).map((b, j) => ({ coordinates: anywhere, at: [turn * a, turn * b], cell: [turn * i, j] as const })));
}
