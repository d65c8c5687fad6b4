import { describe, expect, test } from '@jest/globals';
import { type LinePoint, lineSearch } from './line-search.js';

type Function = (t: number) => Omit<LinePoint, 't'>;
const rule = { decrease: 1e-4, curvature: 0.9, tries: 20 };

const search = (f: Function, first: number, r = rule): ReturnType<typeof lineSearch> => lineSearch((t) => Promise.resolve(f(t)), f(0), first, r);

function expectWolfe(f: Function, point: LinePoint | null, { decrease, curvature }: typeof rule): void {
  expect(point).not.toBeNull();
  const [start, { value, slope }] = [f(0), f(point!.t)];
  expect(point).toEqual({ t: point!.t, value, slope });
  expect(value).toBeLessThanOrEqual(start.value + decrease * point!.t * start.slope);
  expect(Math.abs(slope)).toBeLessThanOrEqual(-curvature * start.slope);
}

// Functions 1 to 6 of Moré and Thuente, section 5, with the constants they are tried with there: a function that falls nearly to
// its end, one with a deep minimum beside a cliff, one full of waves, and three flat ones with a sharp bend at either end.
const root = (x: number, b: number): [number, number] => [Math.sqrt(x * x + b * b), x / Math.sqrt(x * x + b * b)];
const gamma = (b: number): number => Math.sqrt(1 + b * b) - b;
const bends = (b1: number, b2: number): Function => (t) => {
  const [[u, du], [v, dv]] = [root(1 - t, b2), root(t, b1)];
  return { value: gamma(b1) * u + gamma(b2) * v, slope: -gamma(b1) * du + gamma(b2) * dv };
};
const waves: Function = (t) => {
  const [b, l] = [0.01, 39];
  const [value, slope] = t <= 1 - b ? [1 - t, -1] : t >= 1 + b ? [t - 1, 1] : [(t - 1) ** 2 / (2 * b) + b / 2, (t - 1) / b];
  return { value: value + 2 * (1 - b) / (l * Math.PI) * Math.sin(l * Math.PI / 2 * t), slope: slope + (1 - b) * Math.cos(l * Math.PI / 2 * t) };
};
const hard: Readonly<Record<string, [Function, number, number]>> = {
  'falls nearly to its end': [(t) => ({ value: -t / (t * t + 2), slope: (t * t - 2) / (t * t + 2) ** 2 }), 1e-3, 0.1],
  'has a minimum beside a cliff': [(t) => { const x = t + 0.004; return { value: x ** 5 - 2 * x ** 4, slope: 5 * x ** 4 - 8 * x ** 3 }; }, 0.1, 0.1],
  'is full of waves': [waves, 0.1, 0.1],
  'bends sharply at both ends': [bends(0.001, 0.001), 0.001, 0.001],
  'bends sharply at its far end': [bends(0.01, 0.001), 0.001, 0.001],
  'bends sharply at its near end': [bends(0.001, 0.01), 0.001, 0.001],
};

describe.each(Object.entries(hard))('a function that %s', (_, [f, decrease, curvature]) => {
  test.each([1e-3, 0.1, 10, 1e3])('is searched from %d', async (first) => {
    const r = { decrease, curvature, tries: 40 };
    const { point, isLast, evaluations } = await search(f, first, r);
    expectWolfe(f, point, r);
    expect(isLast).toBe(true);
    // Their own search needs up to 30 for the worst of these.
    expect(evaluations).toBeLessThanOrEqual(30);
  });
});

test('a full step that is good enough is taken at once', async () => {
  const f: Function = (t) => ({ value: (t - 1.2) ** 2, slope: 2 * (t - 1.2) });
  expect(await search(f, 1)).toMatchObject({ point: { t: 1 }, evaluations: 1, isLast: true });
});

test('a parabola is hit by its cubic: one look to bracket it, one for the minimum', async () => {
  const f: Function = (t) => ({ value: (t - 3) ** 2, slope: 2 * (t - 3) });
  const { point, evaluations } = await search(f, 8, { ...rule, curvature: 0.1 });
  expect(point!.t).toBeCloseTo(3, 12);
  expect(evaluations).toBe(2);
});

describe.each([NaN, Infinity, -Infinity])('where the function is %d beyond 1', (beyond) => {
  const f: Function = (t) => (t < 1 ? { value: -Math.log(1 - t) - 3 * t, slope: 1 / (1 - t) - 3 } : { value: beyond, slope: beyond });
  test.each([0.5, 1.5, 40, 1e9])('a search from %d comes back', async (first) => {
    const { point } = await search(f, first);
    expectWolfe(f, point, rule);
  });
});

test('a slope that is not finite is as bad as a value', async () => {
  const f: Function = (t) => (t <= 1 ? { value: t * (t - 1), slope: 2 * t - 1 } : { value: -10, slope: NaN });
  expectWolfe(f, (await search(f, 2)).point, rule);
});

test('a function that falls without end gives the furthest point after all tries', async () => {
  const { point, isLast, evaluations } = await search((t) => ({ value: -t, slope: -1 }), 1, { ...rule, tries: 6 });
  expect([point!.t, isLast, evaluations]).toEqual([1 + 4 + 16 + 64 + 256 + 1024, true, 6]);
});

test('a point that only falls enough is returned when tries run out, and told apart from the last', async () => {
  // A bend where the slope jumps: the second condition holds nowhere.
  const f: Function = (t) => ({ value: -t + 1e3 * Math.max(0, t - 1), slope: t > 1 ? 999 : -1 });
  for (const tries of [2, 3, 4, 5]) {
    const looked: number[] = [];
    const { point, isLast, evaluations } = await search((t) => { looked.push(t); return f(t); }, 0.5, { ...rule, tries });
    expect(evaluations).toBe(tries);
    // The furthest of those before the valley.
    expect(point!.t).toBe(Math.max(...looked.filter((t) => t < 1)));
    expect(isLast).toBe(point!.t === looked.at(-1));
  }
});

test('nothing is found where the function only rises', async () => {
  // The slope at 0 is wrong, as rounding makes it close to a minimum.
  const f: Function = (t) => ({ value: 1 + t, slope: t === 0 ? -1e-9 : 1 });
  expect((await search(f, 1)).point).toBeNull();
});
