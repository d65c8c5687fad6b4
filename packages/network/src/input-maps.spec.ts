import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type InputMap, type Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { adaptGrid } from './edits/adapt-grid.js';
import { createNetwork, type LayerRequest } from './create/create-network.js';
import { edgeFunctions } from './features/edge-functions.js';
import { extendGrid } from './edits/extend-grid.js';
import { featureMoments } from './features/feature-moments.js';
import { catalog } from './fixtures/hats.js';
import { roughnessForm } from './penalties/edge-forms.js';
import { gridOf } from './grid/input-grid.js';

const ROUNDING = 1e-13;
/** Central differences of step 1e-3 err by 1e-6 of the derivative two orders higher, which is of order 100 here. */
const DIFFERENCES = 1e-3;

function make(inputMap: InputMap, part: Partial<LayerRequest> = {}): { network: Network; structure: Structure } {
  const variable = { name: 'v', map: AS_GIVEN };
  return createNetwork({
    widths: [1, 1], layers: [{ layer: { kind: 'sum' }, edge: { kind: 'bare' }, basis: { kind: 'spline', degree: 3, intervals: 4 }, inputMap, outside: 'linear', ...part }],
    initializers: [{ kind: 'noise' }], inputs: [variable], outputs: [variable], domains: [[-3, 5]],
  }, randomStream(4, 'init'), catalog);
}

const curve = ({ network, structure }: { network: Network; structure: Structure }, x: readonly number[], order = 0): number[] =>
  [...edgeFunctions(structure.layers[0]!, network.parameters, () => Float64Array.from(x), order)];

const maps: readonly (readonly [InputMap, (x: number) => number])[] = [
  ['tanh', Math.tanh], ['sigmoid', (x) => 1 / (1 + Math.exp(-x))], ['raw', (x) => x],
];
const xs = [-7, -1.3, -0.4, 0, 0.31, 0.77, 2.2, 40];

for (const [name, map] of maps) {
  test(`${name}: the basis sees the mapped input, on a domain that is the same for all`, () => {
    const mapped = make(name);
    const [a, b] = mapped.structure.layers[0]!.terms[0]!.fixedDomain!;
    const plain = make('interval');
    const parameters = mapped.network.parameters.slice();
    expect(gridOf(mapped.structure.layers[0]!.terms[0]!, parameters, 0).domain).toEqual([a, b]);
    // The same numbers without a map, on that domain, at the mapped places.
    const expected = curve({ structure: plain.structure, network: { ...plain.network, parameters } }, xs.map(map));
    curve(mapped, xs).forEach((v, i) => expect(Math.abs(v - expected[i]!)).toBeLessThan(ROUNDING * Math.max(1, Math.abs(expected[i]!))));
  });

  test(`${name}: derivatives to third order are those of the function`, () => {
    const mapped = make(name, { basis: { kind: 'spline', degree: 5, intervals: 2 } });
    const h = 1e-3;
    for (const x of [-0.83, -0.21, 0.12, 0.48]) {
      for (const order of [1, 2, 3]) {
        const [up, down] = curve(mapped, [x + h, x - h], order - 1) as [number, number];
        const [exact] = curve(mapped, [x], order) as [number];
        expect(Math.abs((up - down) / (2 * h) - exact)).toBeLessThan(DIFFERENCES * Math.max(1, Math.abs(exact)));
      }
    }
  });

  test(`${name}: no domain moves, and an extension to nested knots keeps the function everywhere`, () => {
    const mapped = make(name);
    const moved = adaptGrid(mapped.structure, mapped.network.parameters, [{ layer: 0, input: 0, domain: [-9, 9] }]);
    expect(moved.report.skipped).toBe(1);
    expect([...moved.parameters]).toEqual([...mapped.network.parameters]);
    for (const samples of [null, () => Float64Array.from({ length: 50 }, (_, n) => -2 + n / 12)]) {
      const extended = extendGrid(mapped.structure, mapped.network, [8], catalog, samples);
      const before = curve(mapped, xs);
      curve(extended, xs).forEach((v, i) => expect(Math.abs(v - before[i]!)).toBeLessThan(1e-11 * Math.max(1, Math.abs(before[i]!))));
    }
  });

  test(`${name}: roughness and moments are those of the function of the mapped input`, () => {
    const [mapped, plain] = [make(name).structure.layers[0]!.terms[0]!, make('interval').structure.layers[0]!.terms[0]!];
    const place = { domain: mapped.fixedDomain!, knots: null };
    expect(roughnessForm(mapped, place, 2)).toEqual(roughnessForm(plain, place, 2));
    const domain = Float64Array.from(mapped.fixedDomain!);
    const at = new Float64Array(mapped.segments.domain.offset + 2);
    at.set(domain, mapped.segments.domain.offset);
    expect(featureMoments(mapped, at)).toEqual(featureMoments(plain, at));
  });
}

test('the mean squares of hats and of their slopes are those of the integrals', () => {
  const { structure, network } = make('interval', { basis: { kind: 'hat', intervals: 4 }, edge: { kind: 'full' } });
  const { value, slope, base } = featureMoments(structure.layers[0]!.terms[0]!, network.parameters);
  // On [-3, 5] with intervals of length 2: the square of half a hat has the integral 2/3, its squared slope 1/2. The base function is x^2.
  const near = (actual: number, expected: number): void => expect(Math.abs(actual / expected - 1)).toBeLessThan(2e-2);
  [1, 2, 2, 2, 1].forEach((halves, k) => { near(value[k]!, (halves * 2) / 3 / 8); near(slope[k]!, (halves * 0.5) / 8); });
  near(base!.value, (5 ** 5 + 3 ** 5) / 5 / 8);
  near(base!.slope, (4 * (5 ** 3 + 3 ** 3)) / 3 / 8);
});

test('means are those of the integrals; where activations are normal, all moments are those around the middle', () => {
  const { structure, network } = make('interval', { basis: { kind: 'hat', intervals: 4 }, edge: { kind: 'full' } });
  const near = (actual: number, expected: number): void => expect(Math.abs(actual / expected - 1)).toBeLessThan(2e-2);
  const term = structure.layers[0]!.terms[0]!;
  // Half a hat of width 2 has the integral 1, of a domain of 8.
  const even = featureMoments(term, network.parameters);
  [1, 2, 2, 2, 1].forEach((halves, k) => { near(even.mean[k]!, halves / 8); });
  // A standard deviation of 0.4 around 1, where the middle hat 1 - |x - 1| / 2 stands, and E|z| = sqrt(2 / pi); the base function is x^2, its slope 2 x.
  const { mean, value, slope, base } = featureMoments(term, network.parameters, 0.1);
  near(mean[2]!, 1 - (0.4 * Math.sqrt(2 / Math.PI)) / 2);
  near(value[2]!, 1 - 0.4 * Math.sqrt(2 / Math.PI) + 0.16 / 4);
  near(slope[2]!, 1 / 4);
  near(base!.value, 1 + 6 * 0.16 + 3 * 0.16 ** 2);
  near(base!.slope, 4 * (1 + 0.16));
});

test('moments of a layer are the means over its inputs, however many of them have the same domain', () => {
  const variable = { name: 'v', map: AS_GIVEN };
  const momentsOf = (...domains: (readonly [number, number])[]): number[] => {
    const { structure, network } = createNetwork({
      widths: [domains.length, 1], layers: [{ layer: { kind: 'sum' }, edge: { kind: 'full' }, basis: { kind: 'hat' }, inputMap: 'interval', outside: 'linear' }],
      initializers: [{ kind: 'noise' }], inputs: domains.map(() => variable), outputs: [variable], domains,
    }, randomStream(4, 'init'), catalog);
    const { value, slope, base } = featureMoments(structure.layers[0]!.terms[0]!, network.parameters);
    return [...value, ...slope, base!.value, base!.slope];
  };
  const [narrow, wide] = [momentsOf([-1, 1]), momentsOf([-3, 5])];
  const expected = narrow.map((v, k) => (2 * v + wide[k]!) / 3);
  momentsOf([-1, 1], [-3, 5], [-1, 1]).forEach((v, k) => expect(v / expected[k]!).toBeCloseTo(1, 12));
});

test('shape parameters that begin in an interval differ from edge to edge and stay in it', () => {
  const variable = { name: 'v', map: AS_GIVEN };
  const layer = { layer: { kind: 'sum' }, edge: { kind: 'bare' }, basis: { kind: 'scattered' }, inputMap: 'interval', outside: 'linear' } as const;
  const drawn = (seed: number): Float64Array => {
    const { network, structure } = createNetwork({
      widths: [4, 5], layers: [layer], initializers: [{ kind: 'noise' }], inputs: Array.from({ length: 4 }, () => variable), outputs: Array.from({ length: 5 }, () => variable),
      domains: Array.from({ length: 4 }, () => [-1, 1] as const),
    }, randomStream(seed, 'init'), catalog);
    const { offset, length } = structure.layers[0]!.terms[0]!.segments.shape['shift']!;
    return network.parameters.slice(offset, offset + length);
  };
  const first = drawn(1);
  expect(first.every((v) => v >= 0.25 && v <= 0.75)).toBe(true);
  expect(new Set(first).size).toBe(20);
  expect([...drawn(1)]).toEqual([...first]);
  expect([...drawn(2)]).not.toEqual([...first]);
});

test('an extension that brings shape parameters keeps the function, those that there were, and begins the new ones within their intervals', () => {
  const before = make('interval', { basis: { kind: 'herd', count: 2 } });
  const after = extendGrid(before.structure, before.network, [5], catalog);
  expect(after.report.isExact).toBe(true);
  curve(after, [-3, -1, 0.3, 2, 4.9]).forEach((v, i) => expect(Math.abs(v - curve(before, [-3, -1, 0.3, 2, 4.9])[i]!)).toBeLessThan(1e-11));
  const shiftOf = ({ structure, network }: { network: Network; structure: Structure }, k: number): number => network.parameters[structure.layers[0]!.terms[0]!.segments.shape[`shift${k}`]!.offset]!;
  for (const k of [0, 1]) expect(shiftOf(after, k)).toBe(shiftOf(before, k));
  for (const k of [2, 3, 4]) {
    expect(shiftOf(after, k)).toBeGreaterThan(k / 5);
    expect(shiftOf(after, k)).toBeLessThan((k + 1) / 5);
  }
});

test('a layer of two bases is extended term by term, and what has no resolution stays', () => {
  const mixed = make('interval', { layer: { kind: 'chequered', other: { kind: 'monomials' } } });
  const extended = extendGrid(mixed.structure, mixed.network, [8], catalog);
  expect(extended.structure.layers[0]!.terms.map((t) => t.size)).toEqual([11, 3]);
  const before = curve(mixed, [-2.5, 0, 4]);
  curve(extended, [-2.5, 0, 4]).forEach((v, i) => expect(v).toBeCloseTo(before[i]!, 10));
  expect(() => extendGrid(make('interval', { basis: { kind: 'monomials' } }).structure, mixed.network, [8], catalog)).toThrow('The basis "monomials" has no resolution');
});
