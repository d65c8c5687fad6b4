import { describe, expect, test } from '@jest/globals';
import { native } from '@knotwork/engine-native';
import { columnOf, createNetwork, edgesFrom, edgeSmoothness } from '@knotwork/network';
import { choleskyFactor, choleskySolve, mean, randomStream, relativeError, standardDeviation } from '@knotwork/numerics';
import type { Network, Rows, Samples } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { fit } from '../fit.js';
import { catalog, planOf, variables } from '../fixtures/setting.js';
import { DATA, supervised } from '../objective.js';
import { openSession, type Problem } from '../session.js';
import { Posterior } from './posterior.js';
import type { SmoothingReport } from './smoothing-report.js';

const engine = await native.create({ precision: 'float64' });
const layer = {
  layer: { kind: 'reference-layer' }, edge: { kind: 'reference-plain' }, basis: { kind: 'reference-spline', intervals: 3 },
  inputMap: 'interval' as const, outside: 'linear' as const,
};
/**
 * Rows by central differences are right to ten digits. Constants move freely from edge to edge, and only the ridge of 1e-9 holds them: what is added up to an
 * error has parts of 1e9 that cancel.
 */
const DIGITS = 1e-5;

interface Fitted { readonly problem: Problem; readonly structure: Structure; readonly network: Network; readonly report: SmoothingReport }

/** Fits rows of f on [-1, 1]^d with normal noise. */
async function fitted(widths: readonly number[], count: number, f: (x: Float64Array) => readonly number[], noise: number): Promise<Fitted> {
  const [d, outputs] = [widths[0]!, widths.at(-1)!];
  const stream = randomStream(1, 'rows');
  const inputs: Samples = { count, width: d, values: Float64Array.from({ length: count * d }, () => stream.uniform(-1, 1)) };
  const truths = Array.from({ length: count }, (_, n) => [...f(inputs.values.subarray(n * d, (n + 1) * d))]).flat();
  const targets = Float64Array.from(truths, (v) => v + noise * stream.normal());
  const train: Rows = { inputs, targets: { count, width: outputs, values: targets } };
  const { structure, network: fresh } = createNetwork({
    widths, layers: widths.slice(1).map(() => layer), initializers: widths.slice(1).map(() => ({ kind: 'reference-random' })),
    inputs: variables(d), outputs: variables(outputs), domains: Array.from({ length: d }, () => [-1, 1] as const),
  }, randomStream(2, 'init'), catalog);
  const problem: Problem = {
    engine, structure, objective: supervised(catalog.get('loss', 'reference-squares'), {}, outputs), penalties: [],
    smoothing: { noise: 'variance', perPoint: outputs }, optimizer: { definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {} },
    grid: { definition: catalog.get('grid', 'reference-moving'), options: { every: 3 } },
    trainable: ['coefficients', 'bias'], train: { [DATA]: train }, validation: null, maxUnknowns: 2000,
  };
  const { network, smoothing } = await fit(problem, () => fresh, planOf({ patience: null, steps: 40 }));
  return { problem, structure, network, report: smoothing! };
}

const inputsOf = (count: number, width: number): Samples => {
  const stream = randomStream(7, 'points');
  return { count, width, values: Float64Array.from({ length: count * width }, () => stream.uniform(-0.9, 0.9)) };
};

/** Rows of the Jacobian of all outputs by central differences, `[count * outputs][unknowns]`. */
async function rowsOf({ problem: { structure, objective, trainable }, network }: Fitted, inputs: Samples): Promise<Float64Array[]> {
  const program = await engine.compile(structure, objective, { trainable, parameters: 'effective' });
  const state = await program.start(network);
  const outputs = structure.layers.at(-1)!.outputs;
  const data = await program.bind({ [DATA]: { inputs, targets: { count: inputs.count, width: outputs, values: new Float64Array(inputs.count * outputs) } } });
  const h = 1e-4;
  const rows = Array.from({ length: inputs.count * outputs }, () => new Float64Array(program.layout.unknowns));
  for (const [unknown, parameter] of program.layout.parameterOf.entries()) {
    const at = async (change: number): Promise<Float64Array> => {
      const parameters = network.parameters.slice();
      parameters[parameter]! += change;
      await state.write({ parameters });
      return (await state.outputs(data)).values;
    };
    const [above, below] = [await at(h), await at(-h)];
    rows.forEach((row, k) => { row[unknown] = (above[k]! - below[k]!) / (2 * h); });
  }
  await program.dispose();
  return rows;
}

/**
 * H^-1, `[unknowns][unknowns]`: rows of training points, smoothing by its report, and what the engine adds to the diagonal. Strengths are over the variance of
 * the sum at the edge's end: that of the targets, and 1 of hidden nodes.
 */
async function inverseOf(model: Fitted): Promise<{ inverse: Float64Array[]; firstOf(layer: number, edge: number): number }> {
  const { problem, structure, network: { parameters }, report } = model;
  const rows = await rowsOf(model, problem.train[DATA]!.inputs);
  const p = rows[0]!.length;
  const full = new Float64Array(p * p);
  for (const row of rows) for (let i = 0; i < p; i++) for (let j = 0; j <= i; j++) full[i * p + j]! += (row[i]! * row[j]!) / rows.length;
  const session = await openSession(problem);
  const { parameterOf } = session.program.layout;
  await session.dispose();
  const firstOf = (l: number, edge: number): number => {
    const { segments, size } = structure.layers[l]!.terms[0]!;
    return [...parameterOf].indexOf(segments.coefficients.offset + edge * size);
  };
  for (const { index, terms: [term] } of structure.layers) {
    const forms = edgeSmoothness(term!, parameters);
    report.edges.filter((edge) => edge.layer === index).forEach((edge, e) => {
      const v = index === structure.layers.length - 1 ? standardDeviation(columnOf(problem.train[DATA]!.targets!, edge.to)) ** 2 : 1;
      for (const which of ['slope', 'curvature'] as const) {
        const { size, half, band } = forms[e]![which]!;
        const first = firstOf(index, e);
        for (let i = 0; i < size; i++) {
          for (let j = Math.max(0, i - half); j <= i; j++) full[(first + i) * p + first + j]! += (edge[which] / v) * band[i * (half + 1) + half + j - i]!;
        }
      }
    });
  }
  for (let i = 0; i < p; i++) full[i * p + i]! *= 1 + 1e-9;
  expect(choleskyFactor(full, p)).toBe(true);
  const inverse = Array.from({ length: p }, (_, k) => {
    const column = new Float64Array(p);
    column[k] = 1;
    choleskySolve(full, p, column);
    return column;
  });
  return { inverse, firstOf };
}

const quadratic = (row: ArrayLike<number>, matrix: readonly ArrayLike<number>[]): number => {
  let sum = 0;
  for (let i = 0; i < row.length; i++) for (let j = 0; j < row.length; j++) sum += row[i]! * matrix[i]![j]! * row[j]!;
  return sum;
};

const additive = await fitted([2, 1], 120, ([x, y]) => [Math.sin(3 * x!) + 0.5 * y!], 0.3);
const deep = await fitted([2, 2, 1], 150, ([x, y]) => [Math.exp(Math.sin(3 * x!) + y! ** 2) / 2], 0.1);
const two = await fitted([2, 2], 100, ([x, y]) => [Math.sin(3 * x!), y! + x! ** 2], 0.2);

describe.each([['one layer', additive], ['two layers', deep], ['two outputs', two]] as const)('of %s', (_, model) => {
  const { problem, structure, report } = model;
  const observations = report.observations;

  test('spreads are J H^-1 J\' over the number of observations, at more points than are solved for at a time', async () => {
    const inputs = inputsOf(300, 2);
    const { inverse } = await inverseOf(model);
    const posterior = await Posterior.open(problem, model.network, report);
    const spread = await posterior.spread(inputs);
    await posterior.dispose();
    const byHand = (await rowsOf(model, inputs)).map((row) => quadratic(row, inverse) / observations);
    expect(spread).toHaveLength(300 * structure.layers.at(-1)!.outputs);
    expect(relativeError(spread, byHand)).toBeLessThan(DIGITS);
  });

  test('spreads at training rows, what each has of its own fit, add up to the degrees of freedom', async () => {
    const posterior = await Posterior.open(problem, model.network, report);
    const spread = await posterior.spread(problem.train[DATA]!.inputs);
    await posterior.dispose();
    expect(spread.reduce((a, b) => a + b) / report.edf).toBeCloseTo(1, 4);
    for (const own of spread) expect(own).toBeGreaterThan(0);
    for (const own of spread) expect(own).toBeLessThan(1);
  });
});

describe('errors of edge functions', () => {
  test.each([['one layer', 0, 0, additive], ['one layer', 0, 1, additive], ['two layers', 0, 2, deep], ['two layers', 1, 1, deep]] as const)(
    'of %s, layer %i, edge %i, are those of the block of the inverse, centred over rows', async (_, l, edge, model) => {
      const { problem, structure, network: { parameters }, report } = model;
      const [term, sigma2] = [structure.layers[l]!.terms[0]!, 0.07];
      const points = Float64Array.of(-0.8, -0.3, 0.1, 0.85);
      const over = Float64Array.of(-0.9, -0.5, 0.2, 0.4, 0.7);
      const { inverse, firstOf } = await inverseOf(model);
      const first = firstOf(l, edge);
      const block = inverse.slice(first, first + term.size).map((row) => row.subarray(first, first + term.size));
      // Column k: the edge with coefficient k alone.
      const columns = Array.from({ length: term.size }, (__, k) => {
        const alone = parameters.slice();
        const { offset } = term.segments.coefficients;
        for (let i = 0; i < term.size; i++) alone[offset + edge * term.size + i] = i === k ? 1 : 0;
        const found = (at: Float64Array): Float64Array => edgesFrom(structure.layers[l]!, alone, term.edges.inputAt[term.edges.from[edge]!]!, at, 0)
          .subarray(term.edges.to[edge]! * at.length, (term.edges.to[edge]! + 1) * at.length);
        const middle = mean(found(over));
        return found(points).map((v) => v - middle);
      });
      const posterior = await Posterior.open(problem, model.network, report);
      const errors = await posterior.edgeErrors(l, term, edge, sigma2, points, over);
      await posterior.dispose();
      const byHand = points.map((__, n) => Math.sqrt((quadratic(columns.map((column) => column[n]!), block) * sigma2) / report.observations));
      expect(relativeError(errors, byHand)).toBeLessThan(DIGITS);
    },
  );

  test('of an only edge and the error of the mean, which is independent of it, make the error of the output', async () => {
    const one = await fitted([1, 1], 80, ([x]) => [Math.sin(3 * x!)], 0.2);
    const { problem, structure, report } = one;
    const over = columnOf(problem.train[DATA]!.inputs, 0);
    const posterior = await Posterior.open(problem, one.network, report);
    const errors = await posterior.edgeErrors(0, structure.layers[0]!.terms[0]!, 0, 1, over, over);
    const spread = await posterior.spread(problem.train[DATA]!.inputs);
    await posterior.dispose();
    spread.forEach((v, n) => { expect(Math.sqrt(errors[n]! ** 2 + 1 / over.length) / Math.sqrt(v)).toBeCloseTo(1, 4); });
  });

  test('of an edge that is not there are refused', async () => {
    const posterior = await Posterior.open(additive.problem, additive.network, additive.report);
    const [term, zero] = [additive.structure.layers[0]!.terms[0]!, Float64Array.of(0)];
    await expect(posterior.edgeErrors(0, term, 2, 1, zero, zero)).rejects.toThrow('the smoothing of edge 2 of layer 0 is not chosen');
    await posterior.dispose();
  });
});

test('a session that is open is used as it is, and stays open', async () => {
  const { problem, network, report } = deep;
  const inputs = inputsOf(5, 2);
  const posterior = await Posterior.open(problem, network, report);
  const expected = await posterior.spread(inputs);
  await posterior.dispose();
  const session = await openSession(problem);
  const state = await session.program.start(network);
  const borrowed = await Posterior.at(session, state, report);
  expect(await borrowed.spread(inputs)).toEqual(expected);
  expect((await state.outputs(session.train)).count).toBe(150);
  await session.dispose();
});
