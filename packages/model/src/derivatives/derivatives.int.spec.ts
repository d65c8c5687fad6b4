import { afterAll, describe, expect, test } from '@jest/globals';
import { memoryText } from '@knotwork/datasets';
import { evaluateDerivatives, evaluateModel } from '@knotwork/network/exported';
import { isKnotworkError, type Samples } from '@knotwork/plugin';
import { load, ran } from '../fixtures/ran.js';
import type { Model } from '../index.js';

const head = 'knotwork: 1\nname: it\nseed: 3\n';
const table = { 'cars.json': memoryText(Array.from({ length: 60 }, (_, n) => {
  const [power, weight] = [60 + 140 * Math.sin(n) ** 2, 800 + 1500 * Math.cos(1.7 * n) ** 2];
  return { 'horse power': power, weight, kind: n % 3 === 0 ? 'diesel' : 'petrol', turbo: n % 2 === 0, mpg: 3e4 / weight + (power / 60) ** 3 * Math.exp(weight / 2000), price: Math.sin(power / 40) * weight / 1e2 };
})) };
const cars = (more: string, network = '{ widths: [2, 2, 2], basis: { kind: b-spline, degree: 5, intervals: 4 } }'): string => `${head}
dataset: { kind: table, path: cars.json, inputs: [horse power, weight], target: [mpg, price], split: { test: 0 }, ${more} }
network: ${network}
stages: [{ kind: fit, steps: 6 }]
`;
const several = await ran(`${cars('standardize: true')}members: 2\n`, table);
const robust = await ran(cars('standardize: robust'), table);
const ranks = await ran(cars('standardize: rank'), table);
const cubic = await ran(cars('standardize: true', '{ widths: [2, 2, 2], basis: { kind: b-spline, degree: 3, intervals: 4 } }'), table);
afterAll(async () => { for (const { model } of [several, robust, ranks, cubic]) await model.dispose(); });

/** Well inside of the domains. */
const rows: Samples = { count: 3, width: 2, values: Float64Array.of(80, 1100, 130, 1490, 171, 2000) };

async function refusal(work: () => unknown): Promise<string> {
  try { await work(); } catch (error) { if (isKnotworkError(error)) return `${error.code}: ${error.message}`; throw error; }
  return 'nothing was thrown';
}

/** Differences of what `of` says, one direction after the other, extrapolated twice: exact to about 1e-7 of a derivative of first order. */
async function difference(of: (rows: Samples) => Promise<Float64Array>, input: number, step: number): Promise<Float64Array> {
  const at = async (h: number): Promise<Float64Array> => {
    const moved = (by: number): Samples => ({ ...rows, values: rows.values.map((v, k) => (k % 2 === input ? v + by : v)) });
    const [high, low] = [await of(moved(h)), await of(moved(-h))];
    return high.map((v, k) => (v - low[k]!) / (2 * h));
  };
  const [coarse, fine] = [await at(step), await at(step / 2)];
  return fine.map((v, k) => v + (v - coarse[k]!) / 3);
}

/** Columns of one output, of derivatives that were asked alone. */
const first = async (model: Model, of: string, at: Samples): Promise<Float64Array> => (of === '' ? (await model.predict(at)) : (await model.derivatives(at, [of]))).values;

describe.each([['of the mean of several networks', several.model], ['through robust maps', robust.model]])('derivatives %s', (_, model) => {
  const steps = [0.3, 5];
  test.each([['', 'horse power', 0], ['', 'weight', 1], ['horse power', 'horse power_horse power', 0], ['weight', 'horse power_weight', 0], ['weight_weight', 'weight_weight_horse power', 0], ['weight_weight', 'weight_weight_weight', 1], ['horse power_weight', 'horse power_weight_horse power', 0]])('the slope of "%s" is "%s"', async (of, slope, input) => {
    const [expected, { values, width, count }] = [await difference((at) => first(model, of, at), input, steps[input]!), await model.derivatives(rows, [slope])];
    expect([count, width]).toEqual([3, 2]);
    for (const output of [0, 1]) {
      const largest = Math.max(...[0, 1, 2].map((row) => Math.abs(expected[2 * row + output]!)));
      for (const row of [0, 1, 2]) expect(Math.abs(values[2 * row + output]! - expected[2 * row + output]!) / largest).toBeLessThan(2e-5);
    }
  });

  test('all derivatives of an output stand before those of the next one, and are the same together and alone', async () => {
    const { names, values, width } = await model.derivatives(rows, ['horse power', ['weight', 'weight'], 'weight_horse power']);
    expect([width, names]).toEqual([6, ['mpg_horse power', 'mpg_weight_weight', 'mpg_weight_horse power', 'price_horse power', 'price_weight_weight', 'price_weight_horse power']]);
    const alone = await model.derivatives(rows, ['horse power_weight']);
    for (const row of [0, 1, 2]) for (const output of [0, 1]) expect(values[6 * row + 3 * output + 2]! / alone.values[2 * row + output]!).toBeCloseTo(1, 12);
  });
});

test.each([['of the mean of several networks', several.model], ['through robust maps', robust.model]])('what is exported computes the derivatives %s', async (_, model) => {
  const asked = ['weight', 'weight_weight', ['horse power', 'weight', 'horse power']] as const;
  const { model: { derivatives, ...exported } } = await model.export('c', 'cars', { derivatives: asked });
  const expected = await model.derivatives(rows, asked);
  expect(derivatives!.columns.map(({ name }) => name)).toEqual(expected.names);
  const { values } = evaluateModel({ ...exported, members: derivatives!.members, outputs: derivatives!.columns }, rows);
  values.forEach((v, k) => { expect(v / expected.values[k]!).toBeCloseTo(1, 9); });
  expect((await model.export('c', 'cars')).model).not.toHaveProperty('derivatives');
});

test('where an output has no value it has no derivatives, those of other outputs do, and what is exported says the same', async () => {
  const { model } = await ran(`${head}
dataset: { kind: expression, expression: ["log(2 + x1)", "log(3 - x2)"], samples: { train: 60, validation: 20, test: 5 } }
network: { widths: [2, 2], layers: { 0: { edges: [{ only: [[0, 0], [1, 1]] }] } }, basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 20, smoothing: 0 }, { kind: symbolify, functions: [log] }]
`);
  const at: Samples = { count: 3, width: 2, values: Float64Array.of(0.5, 0.5, -2.5, 0.5, 0.5, 3.5) };
  const asked = ['x1', 'x2_x2'] as const;
  const has = (values: Float64Array): boolean[] => Array.from(values, (v) => !Number.isNaN(v));
  expect(has((await model.predict(at)).values)).toEqual([true, true, false, true, true, false]);
  const expected = [true, true, true, true, false, false, true, true, true, true, false, false];
  const { values } = await model.derivatives(at, asked);
  expect(has(values)).toEqual(expected);
  expect([values[0], values[3]]).toEqual([expect.closeTo(1 / 2.5, 1), expect.closeTo(-1 / 2.5 ** 2, 1)]);
  expect(has((await model.derivatives(at, asked, { by: 'equation' })).values)).toEqual(expected);
  const { model: exported } = await model.export('javascript', 'logs', { derivatives: asked });
  const slopes = evaluateDerivatives(exported.derivatives!, at).values;
  expect(has(slopes)).toEqual(expected);
  slopes.forEach((v, k) => { if (expected[k] === true) expect(v).toBeCloseTo(values[k]!, 9); });
  await model.dispose();
});

test('no rows have no derivatives, and rows may be lists', async () => {
  expect(await several.model.derivatives({ count: 0, width: 2, values: new Float64Array(0) }, ['weight'])).toEqual({ count: 0, width: 2, values: new Float64Array(0), names: ['mpg_weight', 'price_weight'] });
  expect((await several.model.derivatives([[130, 1490]], ['weight'])).values).toEqual((await several.model.derivatives(rows, ['weight'])).values.subarray(2, 4));
});

describe('derivatives are refused', () => {
  test('through maps and of bases that do not have them, with what to do', async () => {
    expect(await refusal(() => ranks.model.derivatives(rows, ['weight']))).toBe('input: there is no derivative in "weight" that is continuous: the input was standardized by ranks, which is a line from knot to knot. Train the network with standardize: true or robust of the data set.');
    expect(await refusal(() => cubic.model.derivatives(rows, ['weight_weight_weight']))).toBe('input: derivatives of order 3 would jump: those of the basis "b-spline" are continuous up to order 2. Train the network on a smoother basis, such as network.basis={ kind: b-spline, degree: 4 }, or ask for a lower order.');
    expect((await cubic.model.derivatives(rows, ['weight_weight'])).count).toBe(3);
    expect(await refusal(() => cubic.model.export('c', 'cars', { derivatives: ['weight_weight_weight'] }))).toContain('derivatives of order 3 would jump');
  });

  test('of functions with corners', async () => {
    const rough = async (network: string): Promise<string> => {
      const { model } = await ran(cars('standardize: true', network), table);
      return refusal(() => model.derivatives(rows, ['weight'])).finally(() => model.dispose());
    };
    expect(await rough('{ widths: [2, 3, 2], layer: { kind: mlp, activation: relu } }')).toBe('input: derivatives of order 1 would jump: those of the activation in layer 0 jump. Train the network with smooth functions, such as silu or tanh.');
    expect(await rough('{ widths: [2, 2, 2], basis: { kind: function, f: abs } }')).toContain('those of the function of edges in layer 0 jump');
    expect(await rough('{ widths: [2, 2, 2], edge: { kind: residual, base: relu } }')).toContain('those of the base function of edges in layer 0 jump');
    expect(await rough('{ widths: [2, 2, 2], basis: { kind: function, f: tanh } }')).toBe('nothing was thrown');
  });

  test('in what is 0 or 1, and of classes', async () => {
    const mixed = await ran(`${head}
dataset: { kind: table, path: cars.json, inputs: [weight, kind, turbo], target: mpg, categories: one-hot, split: { test: 0 } }
network: { widths: [4, 1] }
stages: [{ kind: fit, steps: 3 }]
`, table);
    for (const name of ['kind=diesel', 'turbo']) expect(await refusal(() => mixed.model.derivatives(new Array(1).fill({ weight: 1000, kind: 'diesel', turbo: true }), [name]))).toBe(`input: there is no derivative in "${name}", which is 0 or 1 and nothing between. Leave it out.`);
    expect((await mixed.model.derivatives([{ weight: 1000, kind: 'diesel', turbo: true }], ['weight'])).names).toEqual(['mpg_weight']);
    const classes = await ran(`${head}
dataset: { kind: table, path: cars.json, inputs: [weight], target: kind, task: classification, split: { test: 0 } }
network: { widths: [1, 2] }
stages: [{ kind: fit, steps: 3 }]
`, table);
    expect(await refusal(() => classes.model.derivatives([[1000]], ['weight']))).toBe('input: derivatives are of numbers, and this model tells classes. Ask for predictions, which have the probability of each.');
    for (const { model } of [mixed, classes]) await model.dispose();
  });
});

test('where the engine of the run has none, the usual one has them', async () => {
  const read = (name: string): Uint8Array | null => {
    const bytes = robust.read(name);
    if (name !== 'run.json') return bytes;
    const record = JSON.parse(new TextDecoder().decode(bytes!)) as { experiment: { engine: unknown } };
    return new TextEncoder().encode(JSON.stringify({ ...record, experiment: { ...record.experiment, engine: { kind: 'tfjs', backend: 'cpu' } } }));
  };
  const model = await load(read);
  // What predicts is less exact than what has derivatives.
  expect((await model.predict(rows)).values).not.toEqual((await robust.model.predict(rows)).values);
  expect((await model.derivatives(rows, ['weight'])).values).toEqual((await robust.model.derivatives(rows, ['weight'])).values);
  await model.dispose();
}, 60_000);
