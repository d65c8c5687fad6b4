import { expect, test } from '@jest/globals';
import { plainCatalog, referencePlugins } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { reference } from '@knotwork/engine-reference';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Network, type Rows } from '@knotwork/plugin';
import type { SegmentRole, Structure } from '@knotwork/plugin/engine';
import { exactLeastSquares, type LeastSquaresProblem } from './exact-least-squares.js';
import { DATA, supervised } from './objective.js';

const catalog = plainCatalog(referencePlugins);
const engine = await native.create({ precision: 'float64' });
const TRAINABLE: readonly SegmentRole[] = ['coefficients', 'shape', 'bias'];

/** Two inputs, a hidden node and an output, a wavelet on each edge. */
function wavelets(seed: number, widths: readonly number[] = [2, 1, 1]): { readonly structure: Structure; readonly network: Network } {
  const variables = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));
  return createNetwork({
    widths, initializers: widths.slice(1).map(() => ({ kind: 'reference-random' })), inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!), domains: Array.from({ length: widths[0]! }, () => [-1, 1] as const),
    layers: widths.slice(1).map(() => ({ layer: { kind: 'reference-layer' }, edge: { kind: 'reference-plain' }, basis: { kind: 'reference-wavelet' }, inputMap: 'interval', outside: 'free' })),
  }, randomStream(seed, 'init'), catalog);
}

const places = (count: number, width: number): Float64Array => { const stream = randomStream(1, 'rows'); return Float64Array.from({ length: count * width }, () => stream.uniform(-1, 1)); };

/** Rows of what a network says. */
async function rowsOf({ structure, network }: ReturnType<typeof wavelets>, count: number): Promise<Rows> {
  const [inputs, outputs] = [structure.spec.inputs.length, structure.spec.outputs.length];
  const program = await engine.compile(structure, supervised(catalog.get('loss', 'reference-squares'), {}, outputs), { trainable: ['bias'], parameters: 'trainable' });
  const rows = { inputs: { count, width: inputs, values: places(count, inputs) }, targets: { count, width: outputs, values: new Float64Array(count * outputs) } };
  const data = await program.bind({ [DATA]: rows });
  const state = await program.start(network);
  return { ...rows, targets: await state.outputs(data) };
}

const problemOf = (structure: Structure, rows: Rows, change: Partial<LeastSquaresProblem> = {}): LeastSquaresProblem =>
  ({ engine, structure, objective: supervised(catalog.get('loss', 'reference-squares'), {}, rows.targets.width), trainable: TRAINABLE, train: { [DATA]: rows }, ...change });

/** The numbers of a network a little off. */
const disturbed = ({ spec, parameters }: Network, by: number, structure: Structure): Network => {
  const stream = randomStream(7, 'off');
  const trained = new Set(structure.segments.filter(({ role }) => role !== 'domain').flatMap(({ offset, length }) => Array.from({ length }, (_, k) => offset + k)));
  return { spec, parameters: parameters.map((v, k) => (trained.has(k) ? v * (1 + by * stream.normal()) : v)) };
};

test.each(['native', 'reference'])('a network whose numbers are a little off is found again to the last digits by the engine %s', async (name) => {
  const made = wavelets(1);
  const rows = await rowsOf(made, 300);
  const own = name === 'native' ? engine : await reference.create({});
  const { network, loss, ending, steps } = await exactLeastSquares(problemOf(made.structure, rows, { engine: own }), disturbed(made.network, 0.02, made.structure), { steps: 60 });
  // The root mean square: rounding of numbers near 1.
  expect(Math.sqrt(2 * loss)).toBeLessThan(1e-14);
  expect([ending, steps < 40]).toEqual(['converged', true]);
  expect(network.spec).toBe(made.network.spec);
});

test('the loss is that of the objective, weights of rows included, and of several outputs', async () => {
  const made = wavelets(2, [1, 2]);
  const exact = await rowsOf(made, 40);
  const rows = { ...exact, targets: { ...exact.targets, values: exact.targets.values.map((v, k) => v + (k === 6 ? 100 : k % 3)) }, weights: Float64Array.from({ length: 40 }, (_, n) => (n === 3 ? 0 : n % 4)) };
  const outcome = await exactLeastSquares(problemOf(made.structure, rows), made.network, { steps: 30 });
  const program = await engine.compile(made.structure, problemOf(made.structure, rows).objective, { trainable: TRAINABLE, parameters: 'effective' });
  const data = await program.bind({ [DATA]: rows });
  const state = await program.start(outcome.network);
  const { value, gradient } = await state.gradient(data);
  expect(outcome.loss / value).toBeCloseTo(1, 12);
  // A minimum of the engine's objective, the row of weight 0 left out: it is far off.
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-5 * value);
  expect(value).toBeLessThan(5);
});

test('numbers that are held stay, and what must be positive does', async () => {
  const made = wavelets(3, [1, 1]);
  const rows = await rowsOf(made, 50);
  const { shape, coefficients } = made.structure.layers[0]!.terms[0]!.segments;
  const begun = disturbed(made.network, 0.1, made.structure);
  const held = await exactLeastSquares(problemOf(made.structure, rows, { isHeld: (k) => k === coefficients.offset }), begun, { steps: 20 });
  expect(held.network.parameters[coefficients.offset]).toBe(begun.parameters[coefficients.offset]);
  expect(held.network.parameters[shape['shift']!.offset]).not.toBe(begun.parameters[shape['shift']!.offset]);
  // Peaks of any width fit an impulse the better, the narrower they are.
  const impulse = { ...rows, targets: { ...rows.targets, values: rows.inputs.values.map((x) => (Math.abs(x) < 0.02 ? 1 : 0)) } };
  const narrow = await exactLeastSquares(problemOf(made.structure, impulse), made.network, { steps: 60 });
  expect(narrow.network.parameters[shape['scale']!.offset]).toBeGreaterThan(0);
  const none = await exactLeastSquares(problemOf(made.structure, rows, { isHeld: () => true }), begun, { steps: 20 });
  expect([none.ending, none.steps, none.network.parameters]).toEqual(['converged', 0, begun.parameters]);
});

test('fewer rows than unknowns are no obstacle, and what is not finite is told', async () => {
  const made = wavelets(4);
  const rows = await rowsOf(made, 3);
  const few = await exactLeastSquares(problemOf(made.structure, rows), disturbed(made.network, 0.05, made.structure), { steps: 40 });
  expect(Math.sqrt(2 * few.loss)).toBeLessThan(1e-12);
  const broken = { spec: made.network.spec, parameters: made.network.parameters.slice() };
  broken.parameters[made.structure.layers[0]!.bias.offset] = NaN;
  const none = await exactLeastSquares(problemOf(made.structure, rows), broken, { steps: 40 });
  expect([none.ending, none.steps]).toEqual(['not-finite', 0]);
});

test('more damping at least moves less what the rows hardly see', async () => {
  const made = wavelets(5);
  const rows = await rowsOf(made, 200);
  const begun = disturbed(made.network, 0.05, made.structure);
  const moved = async (leastMu: number): Promise<number> => {
    const { network } = await exactLeastSquares(problemOf(made.structure, rows), begun, { steps: 3, mu: 1, leastMu });
    return Math.hypot(...network.parameters.map((v, k) => v - begun.parameters[k]!));
  };
  expect(await moved(1)).toBeLessThan(await moved(1e-6));
});

test('a loss that is no residual is refused, and a signal ends it', async () => {
  const made = wavelets(6, [1, 2]);
  const rows = await rowsOf(made, 10);
  const loss = supervised(catalog.get('loss', 'reference-softmax'), {}, 2);
  await expect(exactLeastSquares(problemOf(made.structure, rows, { objective: loss }), made.network, { steps: 1 })).rejects.toThrow('Least squares needs residuals, and the loss "reference-softmax" is none. Use the optimizer levenberg-marquardt.');
  await expect(exactLeastSquares(problemOf(made.structure, rows), disturbed(made.network, 0.1, made.structure), { steps: 5, signal: AbortSignal.abort(new Error('over')) })).rejects.toThrow('over');
});

test('residuals of the network alone are part of the objective, asked for again before every step', async () => {
  const made = wavelets(3, [2, 1]);
  const rows = await rowsOf(made, 60);
  const { offset, length } = made.structure.segments.find(({ role }) => role === 'coefficients')!;
  const asked: number[] = [];
  const strength = 1e4;
  const penalty = (network: Network) => {
    asked.push(network.parameters[offset]!);
    return Promise.resolve([{ at: offset, factors: Float64Array.from({ length }, (_, k) => (k === 0 ? strength : k === 1 ? -strength : 0)) }]);
  };
  const begun = disturbed(made.network, 0.02, made.structure);
  const [free, drawn] = [await exactLeastSquares(problemOf(made.structure, rows), begun, { steps: 40 }), await exactLeastSquares(problemOf(made.structure, rows, { penalty }), begun, { steps: 40 })];
  const apart = ({ network: { parameters } }: typeof free): number => Math.abs(parameters[offset]! - parameters[offset + 1]!);
  expect(apart(free)).toBeGreaterThan(1e-2);
  expect(apart(drawn)).toBeLessThan(1e-6);
  expect(asked[0]).toBe(begun.parameters[offset]);
  expect(asked.length).toBeGreaterThanOrEqual(drawn.steps);
  // With what is left of the penalty in it.
  expect(drawn.loss).toBeGreaterThan(free.loss);
});
