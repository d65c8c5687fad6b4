import { expect, test } from '@jest/globals';
import type { GridSituation, Placement } from '@knotwork/plugin';
import fc from 'fast-check';
import { curvature } from './curvature.js';
import { anyDomain, anySamples, looks, situation } from './fixtures/situation.js';
import { moving } from './moving.js';
import { quantile } from './quantile.js';

// Activations reach to the ends of the domain here and may: room is what the specs of moving are about.
const defaults = curvature.options.parse({ room: 0 });
const pure = { ...defaults, uniformBlend: 0 };

/** An edge by its value and first three derivatives. */
type Edge = readonly ((x: number) => number)[];
const edges = (...all: Edge[]): GridSituation['edges'] => (points, order) => all.map((edge) => points.map(edge[order]!));

/** A step of width 1 / s at p: bends only there. */
const step = (p: number, s: number): Edge => {
  const y = (x: number): number => Math.tanh(s * (x - p));
  return [y, (x) => s * (1 - y(x) ** 2), (x) => -2 * s ** 2 * y(x) * (1 - y(x) ** 2), (x) => -2 * s ** 3 * (1 - y(x) ** 2) * (1 - 3 * y(x) ** 2)];
};
const parabola: Edge = [(x) => x * x, (x) => 2 * x, () => 2, () => 0];
const cubic: Edge = [(x) => x ** 3, (x) => 3 * x * x, (x) => 6 * x, () => 6];
const line: Edge = [(x) => 3 * x + 1, () => 3, () => 0, () => 0];
/** Two straight pieces: its own second derivative is zero on both. */
const kink = (p: number): Edge => [(x) => Math.abs(x - p), (x) => Math.sign(x - p), () => 0, () => 0];

const spread = Array.from({ length: 2001 }, (_, i) => i / 1000 - 1);
const place = (all: Edge[], options = defaults, rest: Partial<GridSituation> = {}): Placement | null =>
  curvature.place(situation([-1, 1], spread, { intervals: 10, edges: edges(...all), ...rest }), options);
const near = (knots: Float64Array, p: number, distance: number): number => knots.filter((t) => Math.abs(t - p) < distance).length;

test('knots gather where an edge bends, and further where it bends more sharply', () => {
  for (const p of [-0.5, 0.4]) {
    const { knots } = place([step(p, 10)])!;
    expect(near(knots!, p, 0.25)).toBeGreaterThanOrEqual(7);
  }
  expect(near(place([step(0, 20)])!.knots!, 0, 0.2)).toBeGreaterThan(near(place([step(0, 5)])!.knots!, 0, 0.2));
});

test('knots lie as densely as the square root of the curvature: those of a cubic at two thirds of a power', () => {
  const { knots } = place([cubic], pure)!; // density |x|^(1/2), so |t|^(3/2) grows evenly
  knots!.forEach((t, j) => expect(Math.abs(t - Math.sign(j - 5) * Math.abs(j / 5 - 1) ** (2 / 3))).toBeLessThan(0.02));
});

test('a power of 0 gives quantiles, and a larger one gathers more', () => {
  const skewed = spread.map((x) => x * Math.abs(x));
  const at = (power: number): Float64Array => place([step(0.5, 8)], { ...pure, power }, { samples: Float64Array.from(skewed) })!.knots!;
  const plain = quantile.place(situation([-1, 1], skewed, { intervals: 10 }), { ...quantile.options.parse({ room: 0 }), uniformBlend: 0 })!.knots!;
  expect([...at(0)]).toEqual([...plain]);
  expect(near(at(1), 0.5, 0.15)).toBeGreaterThan(near(at(0.5), 0.5, 0.15));
  expect(near(at(0.5), 0.5, 0.15)).toBeGreaterThan(near(at(0), 0.5, 0.15));
});

test('where an edge bends alike everywhere knots are quantiles', () => {
  expect(place([parabola])).toBeNull();
});

test('the edges of a node count by their sum or by their largest', () => {
  const many = [parabola, parabola, parabola, parabola, step(0.5, 4)];
  const [sum, max] = (['sum', 'max'] as const).map((aggregate) => place(many, { ...pure, aggregate })!.knots!);
  expect(near(max!, 0.5, 0.4)).toBeGreaterThan(near(sum!, 0.5, 0.4));
});

test('kinks count although the second derivative of both pieces is zero; order 1 and 2 are all that is read', () => {
  const { knots } = place([kink(0.3)])!;
  expect(near(knots!, 0.3, 0.15)).toBeGreaterThanOrEqual(8);
  const orders: number[] = [];
  const watched: GridSituation['edges'] = (points, order) => { orders.push(order); return edges(cubic)(points, order); };
  for (const derivative of [2, 3] as const) place([], { ...defaults, derivative }, { edges: watched });
  expect(orders).toEqual([1, 2]);
});

test('the third derivative of a cubic is the same everywhere', () => {
  expect(place([cubic], { ...defaults, derivative: 3 })).toBeNull();
});

test('straight edges, none, and such as are not finite move nothing but the domain', () => {
  const rounding: Edge = [(x) => x, (x) => 1 + 1e-14 * Math.sin(1e6 * x), () => 0, () => 0];
  const broken: Edge = [() => NaN, (x) => (x > 0 ? NaN : 1), () => NaN, () => NaN];
  const infinite: Edge = [(x) => x, (x) => (x > 0 ? Infinity : 1), () => 0, () => 0];
  for (const all of [[], [line], [rounding], [parabola, broken], [parabola, infinite]]) {
    expect(place(all)).toBeNull();
    const outside = situation([-1, 1], [0, 3], { edges: edges(...all) });
    expect(curvature.place(outside, defaults)).toEqual({ ...moving.place(outside, moving.options.parse({}))!, norm: 'data', probation: 3 });
  }
});

test('activations outside the current domain weigh as much as the others on average', () => {
  const bent: Edge = [...step(0, 10)].map((f) => (x: number) => (Math.abs(x) <= 1 ? f(x) : 0)); // of unknown course outside
  const { knots, domain } = place([bent], defaults, { samples: Float64Array.from(spread, (x) => 2 * x + 1) })!;
  expect(domain[1]).toBeGreaterThan(3);
  expect(knots!.filter((t) => t > 1 && t < domain[1]).length).toBeGreaterThanOrEqual(3);
  expect(near(knots!, 0, 0.3)).toBeGreaterThanOrEqual(3);
});

test('whatever the activations and edges are, knots are finite, of the right number, ascending, and a fixed point in their domain', () => {
  let placements = 0;
  const anyEdge = fc.oneof(
    fc.constantFrom(parabola, cubic, line, kink(0.1)),
    fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.1, max: 1e3, noNaN: true })).map(([p, s]) => step(p, s)),
    fc.constantFrom(1e-200, 1e12, 1e200, 1e308).map((size): Edge => cubic.map((f) => (x: number) => size * f(x))),
  );
  const options = fc.record({
    uniformBlend: fc.constantFrom(0, 0.1, 1), power: fc.constantFrom(0, 0.5, 2),
    derivative: fc.constantFrom(2 as const, 3 as const), aggregate: fc.constantFrom('sum' as const, 'max' as const),
  });
  fc.assert(fc.property(
    anyDomain, anySamples, fc.array(anyEdge, { maxLength: 3 }), fc.integer({ min: 1, max: 30 }), fc.boolean(), options,
    (domain, samples, all, intervals, isNetworkInput, some) => {
      const chosen = { ...defaults, ...some };
      const look = (at: readonly [number, number], knots?: Float64Array) =>
        curvature.place(situation(at, samples, { intervals, isNetworkInput, edges: edges(...all), ...(knots === undefined ? {} : { knots }) }), chosen);
      const placed = look(domain);
      if (placed === null) return;
      const { domain: [a, b], knots } = placed;
      expect(Number.isFinite(b - a) && a < b).toBe(true);
      if (knots === undefined) return; // straight edges
      placements++;
      expect(knots).toHaveLength(intervals + 1);
      expect(knots.every((t, j) => Number.isFinite(t) && (j === 0 || t > knots[j - 1]!))).toBe(true);
      expect(knots[0] === a && knots[intervals] === b).toBe(true); // -0 is 0
      // What was outside is known after the domain has moved; from then on nothing changes.
      const known = look([a, b], knots);
      if (a === domain[0] && b === domain[1]) expect(known).toBeNull();
      if (known !== null) expect(look(known.domain, known.knots)).toBeNull();
    },
  ), { numRuns: 3000, seed: 6 });
  expect(placements).toBeGreaterThan(500);
});

test('looks come as for quantiles', () => {
  expect(looks((at) => curvature.isDue(at, defaults), 60)).toEqual([0, 5, 10, 15, 20, 25, 30]);
  expect(looks((at) => curvature.isDue(at, { ...defaults, trigger: 'plateau' }), 60)).toEqual([0]);
});

test('options are those of quantiles with more blend, and how curvature counts', () => {
  expect(curvature.options.parse({})).toEqual({ ...quantile.options.parse({}), uniformBlend: 0.1, derivative: 2, power: 0.5, aggregate: 'sum' });
  for (const bad of [{ derivative: 1 }, { derivative: 4 }, { power: -1 }, { aggregate: 'mean' }]) {
    expect(curvature.options.safeParse(bad).success).toBe(false);
  }
});
