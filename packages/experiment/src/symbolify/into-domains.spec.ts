import { expect, test } from '@jest/globals';
import { createNetwork } from '@knotwork/network';
import { replaceEdges } from '@knotwork/network/replaced';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Samples } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../compose/installed.js';
import type { Model } from '../stages/stage.js';
import { askedRows } from './asked-rows.js';
import { intoDomains, numbersBefore } from './into-domains.js';

const { catalog } = installed(await standardPackages());
const column: Samples = { count: 3, width: 1, values: Float64Array.of(-1, 0.5, 2) };

/** One edge c f(a x + b). */
function edgeOf(f: string, a: number, b: number): Model {
  const made = createNetwork({
    widths: [1, 1], initializers: [{ kind: 'small' }], inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'y', map: AS_GIVEN }], domains: [[-1, 2]],
    layers: [{ layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'b-spline' }, inputMap: 'interval', outside: 'linear' }],
  }, randomStream(1, 'init'), catalog);
  return replaceEdges(made.structure, made.network, [{ layer: 0, from: 0, to: 0, terms: [{ basis: { kind: 'function', f: { kind: f } }, coefficients: [1], shape: { a, b } }], constant: 0 }], catalog);
}
const placeOf = ({ structure, network: { parameters } }: Model): number => parameters[structure.layers[0]!.terms[0]!.segments.shape['b']!.offset]!;
const moved = async (f: string, a: number, b: number, margin = 0): Promise<readonly [number, number | null]> => {
  const model = await intoDomains(edgeOf(f, a, b), () => Promise.resolve([column]), margin, catalog);
  return [placeOf(model), model.shifted];
};

test('an argument that leaves the domain is shifted to its end, and no farther; one that stays inside is not', async () => {
  expect(await moved('sqrt', 2, 1)).toEqual([2, 0]);
  expect(await moved('sqrt', 2, 2.5)).toEqual([2.5, null]);
  expect(await moved('sqrt', -1, 0)).toEqual([2, 0]);
  const [log] = await moved('log', 1, 0, 1e-3);
  expect(log - 1).toBeCloseTo(3e-3, 12);
});

test('a domain with two ends is kept within where that goes, and left where it does not', async () => {
  const [b] = await moved('arcsin', 0.5, 0.5);
  expect(b).toBeCloseTo(0, 12);
  expect(await moved('arcsin', 2, 0.5)).toEqual([0.5, null]);
});

test('where a mirror image is used, arguments stay on the side where they are, or go to the side that is nearer', async () => {
  expect(await moved('reciprocal', 1, -3)).toEqual([-3, null]);
  expect(await moved('reciprocal', 1, 3)).toEqual([3, null]);
  expect(await moved('reciprocal', 1, -1.5)).toEqual([-2, 0]);
  expect(await moved('reciprocal', 1, 0.5)).toEqual([1, 0]);
});

test('functions that are used everywhere stay, and what arguments depend on is known', async () => {
  expect(await moved('sine', 5, 9)).toEqual([9, null]);
  const model = edgeOf('log', 1, 2);
  const { shape, coefficients } = model.structure.layers[0]!.terms[0]!.segments;
  const held = numbersBefore(model, 0, catalog);
  expect([held.has(shape['a']!.offset), held.has(shape['b']!.offset), held.has(coefficients.offset)]).toEqual([true, true, false]);
});

test('a function is asked for a value at the end of the box where it has none', async () => {
  const inside: Samples = { count: 2, width: 1, values: Float64Array.of(0, 1) };
  const rows = { train: { inputs: inside, targets: inside }, validation: null };
  for (const [a, end] of [[1, -1], [-1, 2]] as const) {
    const model = edgeOf('sqrt', a, a === 1 ? 0.5 : 1.5);
    const asked = (of: Model): Samples => askedRows(of, rows, [[-1, 2]]).inputs;
    expect([...asked(model).values]).toContain(end);
    const moved = await intoDomains(model, (of) => Promise.resolve([asked(of)]), 0, catalog);
    expect(a * end + placeOf(moved)).toBe(0);
  }
});
