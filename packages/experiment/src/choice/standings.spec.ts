import { describe, expect, test } from '@jest/globals';
import type { JudgedNetwork } from './choice-report.js';
import { type NextFit, Standings } from './standings.js';

const [ROWS, PARTS] = [90, 3];
const UNKNOWNS = [10, 30, 90];

/** Networks whose losses are around `mean` in every part, `wobble` up and down; a mean of 0 is exact, and without one part some diverge. */
function race(networks: readonly { readonly mean: number; readonly wobble?: number; readonly noise?: number; readonly divergesWithout?: number }[], isRace = true): { readonly fits: readonly (readonly [number, number])[]; readonly out: readonly number[] } {
  const parts = networks.map(() => 0);
  const judged = (k: number): JudgedNetwork | null => {
    if (parts[k] === 0) return null;
    const { mean, wobble = 0, divergesWithout } = networks[k]!;
    const losses = Float64Array.from({ length: ROWS }, (_, n) => (n % PARTS >= parts[k]! ? NaN : n % PARTS === divergesWithout ? Infinity : mean + wobble * ((n + k) % 2 === 0 ? 1 : -1)));
    const isAll = parts[k] === PARTS;
    return { widths: [2, k, 1], unknowns: UNKNOWNS[k]!, losses, figure: 1, ...(isAll ? {} : { isPart: true, parts: parts[k]! }) };
  };
  const standings = new Standings({ unknowns: UNKNOWNS.slice(0, networks.length), parts: PARTS, race: isRace, isExact: ({ losses }) => losses.every((loss) => Number.isNaN(loss) || loss === 0), isEnough: (k) => networks[k]!.mean <= (networks[k]!.noise ?? 0), weights: undefined });
  const fits: (readonly [number, number])[] = [];
  for (let next: NextFit | null = standings.next(judged); next !== null; next = standings.next(judged)) {
    fits.push([next.candidate, next.fold]);
    parts[next.candidate]!++;
  }
  return { fits, out: [...standings.out(judged).keys()] };
}

describe('a race', () => {
  test('goes part by part, and what is clearly worse is not fitted again', () => {
    expect(race([{ mean: 9, wobble: 1 }, { mean: 1, wobble: 1 }, { mean: 1.1, wobble: 1 }])).toEqual({ fits: [[0, 0], [1, 0], [2, 0], [1, 1], [2, 1], [1, 2], [2, 2]], out: [0] });
  });

  test('ends where one network alone is left', () => {
    expect(race([{ mean: 9, wobble: 1 }, { mean: 1, wobble: 0.1 }, { mean: 4, wobble: 1 }])).toEqual({ fits: [[0, 0], [1, 0], [2, 0]], out: [0, 2] });
  });

  test('goes on with one that is alone left until it has predicted thirty rows', () => {
    const few = (rows: number): NextFit | null => {
      const of = (loss: number): JudgedNetwork => ({ widths: [], unknowns: 3, losses: Float64Array.from({ length: ROWS }, (_, n) => (n < rows ? loss + 0.1 * (n % 2) : NaN)), figure: 1, isPart: true, parts: 1 });
      return new Standings({ unknowns: [3, 9], parts: PARTS, race: true, isExact: () => false, weights: undefined }).next((k) => (k === 0 ? of(1) : of(50)));
    };
    expect([few(29), few(30)]).toEqual([{ candidate: 0, fold: 1 }, null]);
  });

  test('goes on to the end where networks are as good as one another', () => {
    expect(race([{ mean: 1, wobble: 1 }, { mean: 1.01, wobble: 1 }]).fits).toHaveLength(2 * PARTS);
  });

  test('one that diverges is out, and where all do none is', () => {
    expect(race([{ mean: Infinity }, { mean: 1, wobble: 1 }])).toEqual({ fits: [[0, 0], [1, 0]], out: [0] });
    expect(race([{ mean: Infinity }, { mean: Infinity }])).toMatchObject({ out: [] });
    // Those that it was better than before are fitted on.
    expect(race([{ mean: 1, wobble: 0.1, divergesWithout: 1 }, { mean: 1.02, wobble: 0.7 }, { mean: 1.6, wobble: 0.5 }])).toEqual({ fits: [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1], [1, 2], [2, 2]], out: [0] });
  });
});

test('nothing larger is begun beside one that leaves no more than noise, and all is where one leaves more', () => {
  expect(race([{ mean: 1, wobble: 1, noise: 1.1 }, { mean: 0.9, wobble: 1 }])).toEqual({ fits: [[0, 0]], out: [] });
  expect(race([{ mean: 1.2, wobble: 1, noise: 1.1 }, { mean: 1, wobble: 1 }]).fits).toHaveLength(2 * PARTS);
  // What is smaller may be as good, and is fitted where it comes later, as a proposal does.
  const all: JudgedNetwork = { widths: [], unknowns: 30, losses: new Float64Array(ROWS).fill(1), figure: 1 };
  const next = (unknowns: readonly number[]): NextFit | null => new Standings({ unknowns, parts: PARTS, race: true, isExact: () => false, isEnough: () => true, weights: undefined }).next((k) => (k === 0 ? all : null));
  expect([next([30, 10]), next([30, 90])]).toEqual([{ candidate: 1, fold: 0 }, null]);
});

test('of networks that say the same, and of those that are exact, the one with the fewest unknowns goes on', () => {
  const same = race([{ mean: 1, wobble: 0.5 }, { mean: 1 + 1e-9, wobble: -0.5 }]);
  expect(same).toEqual({ fits: [[0, 0], [1, 0]], out: [1] });
  const parts = (losses: number): JudgedNetwork => ({ widths: [], unknowns: 0, losses: new Float64Array(ROWS).fill(losses), figure: 1 });
  const both = [{ ...parts(1e-29), unknowns: 10 }, { ...parts(1e-31), unknowns: 30 }];
  const standings = new Standings({ unknowns: [10, 30], parts: PARTS, race: true, isExact: ({ losses }) => losses[0]! < 1e-20, weights: undefined });
  expect([...standings.out((k) => both[k]!)]).toEqual([[1, 'same']]);
  // The same as one that is as small is no reason, and what is worse is out for that.
  const three = [{ ...parts(1), unknowns: 10 }, { ...parts(1), unknowns: 10 }, { ...parts(9), unknowns: 30 }, { ...parts(9), unknowns: 90 }];
  expect([...new Standings({ unknowns: [10, 10, 30, 90], parts: PARTS, race: true, isExact: () => false, weights: undefined }).out((k) => three[k]!)]).toEqual([[2, 'worse'], [3, 'same']]);
});

test('what is exact makes larger networks needless that were not begun, in a race and without', () => {
  expect(race([{ mean: 1 }, { mean: 0 }, { mean: 0 }]).fits).toEqual([[0, 0], [1, 0]]);
  expect(race([{ mean: 1 }, { mean: 0 }, { mean: 0 }], false).fits).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
});

test('where few rows have most of the loss, one that is a hundred times another one is behind sooner', () => {
  const heavy = (mean: number, size: number): JudgedNetwork => ({ widths: [], unknowns: size, figure: 1, losses: Float64Array.from({ length: ROWS }, (_, n) => (n % 10 === 0 ? 10 * mean : 0)) });
  const out = (mean: number): number[] => {
    const both = [heavy(mean, 10), { ...heavy(1, 30), losses: new Float64Array(ROWS).fill(1) }];
    return [...new Standings({ unknowns: [10, 30], parts: PARTS, race: true, isExact: () => false, weights: undefined }).out((k) => both[k]!).keys()];
  };
  expect([out(8), out(150)]).toEqual([[], [0]]);
});

test('without a race every network is fitted without every part, one after the other', () => {
  expect(race([{ mean: 9 }, { mean: 1 }], false)).toEqual({ fits: [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]], out: [] });
});
