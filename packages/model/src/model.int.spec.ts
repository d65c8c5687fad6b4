import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readNpz } from '@knotwork/arrays';
import { memoryText, memoryTable } from '@knotwork/datasets';
import { edgesFrom, toNetworkUnits } from '@knotwork/network';
import { normalQuantile, randomStream } from '@knotwork/numerics';
import { definePackage, isKnotworkError, KnotworkError, type Samples } from '@knotwork/plugin';
import { defineEngine } from '@knotwork/plugin/engine';
import * as z from '@knotwork/plugin/zod';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { load, type Ran, ran } from './fixtures/ran.js';
import { loadModel, neededColumns, rowsFrom, targetsFrom } from './index.js';

const head = 'knotwork: 1\nname: it\nseed: 3\n';
const additive = (samples: string, more = ''): string => `${head}
dataset: { kind: expression, expression: sin(3 * x1) + x2^2, noise: 0.3, samples: ${samples} }
network: { widths: [2, 1], basis: { kind: b-spline, intervals: 6 } }
stages: [{ kind: fit, steps: 20 }]
${more}`;
const validated = additive('{ train: 80, validation: 60, test: 40 }').replace('steps: 20', 'steps: 5, smoothing: 0, starts: { count: 2, steps: 3 }');

const samples = (width: number, values: readonly number[]): Samples => ({ count: values.length / width, width, values: Float64Array.from(values) });
const arraysOf = (read: (name: string) => Uint8Array | null) => readNpz(read('evaluation.npz')!);
const table = (arrays: ReturnType<typeof readNpz>, name: string): Samples => ({ count: arrays[name]!.shape[0]!, width: arrays[name]!.shape[1]!, values: arrays[name]!.values });
async function refusal(work: () => unknown): Promise<string> {
  try { await work(); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}
const metricsOf = (result: Readonly<Record<string, unknown>>) => result['metrics'] as Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Rows of three classes around three points. */
const flowers = (() => {
  const stream = randomStream(7, 'flowers');
  const rows = Array.from({ length: 90 }, (_, n) => ({ width: (n % 3) * 2 + stream.normal(), colour: ['red', 'blue', 'white'][(n + Math.floor(stream.next() * 1.3)) % 3]!, name: ['rose', 'iris', 'lily'][n % 3]! }));
  return { 'flowers.json': memoryText(rows) };
})();
const classified = `${head}
dataset: { kind: table, path: flowers.json, target: name, task: classification, categories: one-hot, split: { test: 0.3 } }
network: { widths: [4, 3], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 8 }]
`;

const auto = await ran(additive('{ train: 120, validation: 0, test: 50 }'));
const split = await ran(validated);
const several = await ran(`${validated}members: 3\n`);
const classes = await ran(classified, flowers);

describe('predictions', () => {
  test.each([['of a regression', auto], ['with validation rows', split], ['of the mean of several networks', several], ['of classes', classes]])('%s are those of the run, to the last digits, and so are metrics', async (_, { model, read, result }) => {
    const arrays = arraysOf(read);
    for (const part of ['train', 'validation', 'test'].filter((name) => `${name}.inputs` in arrays)) {
      const inputs = table(arrays, `${part}.inputs`);
      const { values } = await model.predict(inputs);
      expect(values).toEqual(arrays[`${part}.predictions`]!.values);
      const { metrics } = await model.evaluate(inputs, table(arrays, `${part}.targets`));
      expect(Object.keys(metrics)).toEqual(Object.keys(metricsOf(result)[part]!));
      for (const [name, value] of Object.entries(metricsOf(result)[part]!)) expect(metrics[name]! / value).toBeCloseTo(1, 12);
    }
    await model.dispose();
  });

  test('probabilities of classes are positive, add up to 1 and favour the largest output', async () => {
    const { model, read } = classes;
    const inputs = table(arraysOf(read), 'test.inputs');
    const [{ values: outputs }, { values, width }] = [await model.predict(inputs), await model.predictProbability(inputs)];
    for (let from = 0; from < values.length; from += width) {
      const row = [...values.subarray(from, from + width)];
      const logits = [...outputs.subarray(from, from + width)];
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      // Softmax by its definition.
      row.forEach((p, k) => { expect(p).toBeCloseTo(Math.exp(logits[k]!) / logits.reduce((sum, v) => sum + Math.exp(v), 0), 12); });
    }
    expect(await refusal(() => auto.model.predictProbability(samples(2, [0, 0])))).toBe('input: probabilities are of classes, and this is a regression. Ask for predictions, or for an interval.');
  });

  test('of rows that cannot be are refused', async () => {
    expect(await refusal(() => auto.model.predict(samples(3, [1, 2, 3])))).toBe('input: rows must have 2 columns ("x1", "x2"); got 3.');
    expect(await refusal(() => auto.model.predict([1, 2] as unknown as number[][]))).toBe('input: rows must be lists, one for each row: write [[1, 2]] for a single one.');
    expect(await refusal(() => classes.model.predict([[1, 0]]))).toBe('input: rows of numbers must have the 4 inputs that 2 columns were made into; got 2. Give columns by name instead: [{ "width": ..., "colour": ... }].');
    expect(await refusal(() => auto.model.predict(samples(2, [1, 2, 3, NaN])))).toBe('input: row 2 has no finite number for "x2". Leave the row out.');
    // A gap is no 0, and a text no number.
    for (const gap of [null, undefined, '', '0.3', [0.3]]) expect(await refusal(() => auto.model.predict([[1, 2], [3, gap]] as number[][]))).toBe('input: row 2 has no finite number for "x2". Leave the row out.');
    expect(await refusal(() => auto.model.evaluate([[1, 2], [3, 4]], [1, null] as number[]))).toBe('input: row 2 has no finite number for "y". Leave the row out.');
    for (const nothing of [undefined, null, 3]) expect(await refusal(() => auto.model.predict(nothing as never))).toMatch(/^input: rows must be lists/);
    for (const nothing of [undefined, null, 3]) expect(await refusal(() => auto.model.derivatives([[1, 2]], nothing as never))).toMatch(/^input: a derivative must name the inputs/);
  });
});

describe('weights', () => {
  const { model } = auto;
  const [rows, targets] = [[[0.1, 0.2], [0.5, -0.3]], [0.4, 2]];
  const lossOf = async (...more: unknown[]): Promise<number> => (await model.evaluate(rows, targets, ...more as [])).metrics['loss']!;

  test('say how much rows count in the loss, and metrics count all alike', async () => {
    const [first, second] = await Promise.all([[1, 0], [0, 1]].map((weights) => lossOf(weights)));
    for (const weights of [[1, 3], [2, 6], Float64Array.of(1, 3), Float32Array.of(1, 3)]) expect(await lossOf(weights)).toBeCloseTo((first! + 3 * second!) / 4, 12);
    expect((await model.evaluate(rows, targets, [1, 3])).metrics['rmse']).toBe((await model.evaluate(rows, targets)).metrics['rmse']);
    // A table has targets, and is weighed as well.
    const columns = { x1: [0.1, 0.5], x2: [0.2, -0.3], y: targets };
    expect((await model.evaluate(columns, undefined, [1, 3])).metrics['loss']).toBeCloseTo((first! + 3 * second!) / 4, 12);
  });

  test.each<[unknown, string]>([
    [['1', '2'], 'row 1 has "1"'], [[1], 'got 2 rows and 1 weight'], [[-1, 2], 'row 1 has -1'], [[1, NaN], 'row 2 has NaN'], [[1, Infinity], 'row 2 has Infinity'], [[1, null], 'row 2 has null'], [[0, 0], 'all are 0, so that no row would count'],
    [null, 'got null'], ['12', 'got "12"'], [2, 'got 2'],
  ])('that cannot be, %j, are refused', async (weights, reason) => {
    expect(await refusal(() => lossOf(weights))).toBe(`input: weights must be a list of numbers of 0 or more, one for each row, and not all 0; ${reason}. Write [1, 2], or leave them out.`);
  });
});

test('numbers in quotes are no names of columns', async () => {
  expect(await refusal(() => auto.model.predict([['0', '1']] as never))).toBe('input: rows must be lists of numbers, and row 1 has texts: "0","1". Write [[0, 1]], without quotes.');
  expect([...(await auto.model.predict([['x2', 'x1'], [0.2, 0.1]] as never)).values]).toEqual([...(await auto.model.predict([[0.1, 0.2]])).values]);
});

describe('intervals', () => {
  test('of smoothing that chose itself hold as many test rows as the run says', async () => {
    const { model, read, result } = auto;
    const arrays = arraysOf(read);
    const { lower, upper, by, level } = await model.interval(table(arrays, 'test.inputs'));
    const targets = arrays['test.targets']!.values;
    const held = targets.filter((t, n) => lower.values[n]! <= t && t <= upper.values[n]!).length / targets.length;
    const { smoothing } = (result['stages'] as { smoothing: { coverage: { test: number; isOfExact?: boolean } } }[])[0]!;
    expect([by, level, held]).toEqual(['posterior', 0.9, smoothing.coverage.test]);
    // Targets of these test rows have no noise.
    expect(smoothing.coverage.isOfExact).toBe(true);
  });

  test('of a sample of the training rows are as wide as those of all', async () => {
    const large = await ran(additive('{ train: 5000, validation: 0, test: 5 }'));
    expect(arraysOf(large.read)['train.inputs']!.shape).toEqual([2000, 2]);
    const at = samples(2, [0, 0, 0.5, -0.5, 0.95, 0.95]);
    const { lower, upper } = await large.model.interval(at, 0.6827);
    const { edf, noise, bandNoise } = (large.result['stages'] as { smoothing: { edf: number; bandNoise: number[]; noise: number[] } }[])[0]!.smoothing;
    // Nearly all of the width is noise here, and what smoothing leaves open on top, a few percent.
    lower.values.forEach((low, n) => { expect((upper.values[n]! - low) / 2 / normalQuantile(0.84135) / noise[0]!).toBeCloseTo(1, 1); });
    // The mean square of the other part is sigma2 edf / n; with the n of the sample it would be 2.5 times that.
    const inside = table(arraysOf(large.read), 'train.inputs');
    const wide = await large.model.interval(inside, 0.6827);
    const meanSquare = wide.lower.values.reduce((sum, low, n) => sum + ((wide.upper.values[n]! - low) / 2 / normalQuantile(0.84135)) ** 2 - noise[0]! ** 2, 0) / inside.count;
    expect(meanSquare / ((bandNoise[0]! ** 2 * edf) / 5000)).toBeCloseTo(1, 1);
  }, 60_000);

  test('of validation rows are as wide as the errors with the number ceil((n + 1) level), everywhere', async () => {
    const { model, read } = split;
    const arrays = arraysOf(read);
    const errors = arrays['validation.targets']!.values.map((t, n) => Math.abs(t - arrays['validation.predictions']!.values[n]!)).sort();
    const { lower, upper, by } = await model.interval(samples(2, [0, 0, 0.3, 0.7]), 0.8);
    expect(by).toBe('split-conformal');
    // Of 60 errors ceil(61 * 0.8) = 49.
    upper.values.forEach((high, n) => { expect((high - lower.values[n]!) / 2).toBeCloseTo(errors[48]!, 12); });
  });

  test('of several networks are those of their mixture', async () => {
    const members = await ran(additive('{ train: 60, validation: 0, test: 5 }', 'members: 3\n').replace('[2, 1]', '[2, 2, 1]').replace('steps: 20', 'steps: 6, starts: { count: 2, steps: 4 }'));
    const at = samples(2, [3, -3]);
    const { lower, upper } = await members.model.interval(at);
    // A mixture: the mean of the members' variances, and the variance of their means.
    const numbers = (members.result['members'] as { isLeftOut: boolean }[]).flatMap(({ isLeftOut }, k) => (isLeftOut ? [] : [k + 1]));
    expect(numbers.length).toBeGreaterThan(1);
    const alone = await Promise.all(numbers.map((k) => load((name) => {
      if (name.startsWith('network.')) return members.read(`members/${k}/${name}`);
      if (name !== 'result.json') return members.read(name);
      const { members: all, ...result } = members.result as { members: { stages: unknown }[] };
      return new TextEncoder().encode(JSON.stringify({ ...result, stages: all[k - 1]!.stages }));
    })));
    const means = await Promise.all(alone.map(async (own) => (await own.predict(at)).values[0]!));
    const variances = await Promise.all(alone.map(async (own) => {
      const ends = await own.interval(at);
      return ((ends.upper.values[0]! - ends.lower.values[0]!) / 2 / normalQuantile(0.95)) ** 2;
    }));
    const count = numbers.length;
    const mean = means.reduce((a, b) => a + b) / count;
    const variance = variances.reduce((a, b) => a + b) / count + means.reduce((sum, m) => sum + (m - mean) ** 2, 0) / count;
    expect((upper.values[0]! + lower.values[0]!) / 2).toBeCloseTo(mean, 10);
    expect((upper.values[0]! - lower.values[0]!) / 2 / normalQuantile(0.95) / Math.sqrt(variance)).toBeCloseTo(1, 8);
    expect(means.every((m) => Math.abs(m - mean) > 1e-6)).toBe(true);
  }, 60_000);

  test('of rows that are weighed are as wide as each row weighs, and hold as many test rows as the run says', async () => {
    const stream = randomStream(3, 'weighed');
    const rows = Array.from({ length: 300 }, (_, n) => { const [x, w] = [stream.uniform(-1, 1), n % 3 === 0 ? 25 : 1]; return { x, w, y: Math.sin(2 * x) + stream.normal() / Math.sqrt(w) }; });
    const text = `${head}dataset: { kind: table, path: rows.json, target: y, weight: w, split: { validation: 0, test: 0.3 } }\nnetwork: { widths: [1, 1] }\nstages: [{ kind: fit, steps: 20, starts: { count: 1 } }]\n`;
    const { model, read, result } = await ran(text, { 'rows.json': JSON.stringify(rows) });
    const arrays = arraysOf(read);
    const [inputs, weights, targets] = [table(arrays, 'test.inputs'), arrays['test.weights']!.values, arrays['test.targets']!.values];
    const [{ smoothing: { meanWeight, noise, coverage } }] = result['stages'] as [{ smoothing: { meanWeight: number; noise: number[]; coverage: { test: number; ofMeanWeight: number } } }];
    const held = ({ lower, upper }: { lower: Samples; upper: Samples }): number => targets.filter((t, n) => lower.values[n]! <= t && t <= upper.values[n]!).length / targets.length;
    const ofTable = await model.interval({ x: inputs.values, w: weights });
    expect([held(ofTable), ofTable.notes]).toEqual([coverage.test, []]);
    expect(coverage).not.toHaveProperty('isOfExact');
    expect((await model.interval(inputs, 0.9, weights)).upper).toEqual(ofTable.upper);
    expect(await refusal(() => model.interval(inputs, 0.9, [1]))).toMatch(/^input: weights must be a list of numbers of 0 or more, one for each row/);
    expect(await refusal(() => model.interval([[0], [1]], 0.9, [1, -1]))).toMatch(/row 2 has -1/);
    expect((await model.interval([[0], [1]], 0.9, [NaN, 0])).notes).toEqual([expect.stringContaining('what these weigh is not known')]);
    const ofMean = await model.interval(inputs);
    expect([held(ofMean), ofMean.notes]).toEqual([coverage.ofMeanWeight, [`rows of the run were weighed, and what these weigh is not known: intervals are as wide as for a row of mean weight, ${Number(meanWeight.toPrecision(3))}. With a column "w" each is as wide as its row weighs`]]);
    expect(coverage.test - coverage.ofMeanWeight).toBeGreaterThan(0.1);
    // Nearly all of the width is noise; a row without a weight, or of none, gets the width of the mean.
    const { lower, upper, notes } = await model.interval([{ x: 0, w: 1 }, { x: 0, w: 4 }, { x: 0, w: null }, { x: 0, w: 0 }, { x: 0, w: meanWeight }] as never);
    const [one, four, none, zero, mean] = upper.values.map((high, n) => (high - lower.values[n]!) / 2) as unknown as [number, number, number, number, number];
    expect([one / noise[0]! / Math.sqrt(meanWeight) / normalQuantile(0.95), one / four]).toEqual([expect.closeTo(1, 1), expect.closeTo(2, 0)]);
    expect([none, zero]).toEqual([mean, mean]);
    expect(notes).toEqual([`2 of 5 rows have no weight above 0: their intervals are as wide as for a row of mean weight, ${Number(meanWeight.toPrecision(3))}`]);
  });

  test('of few validation rows that chose the network say that they hold less', async () => {
    const said = async ({ model }: Ran) => { const { by, notes } = await model.interval(samples(2, [0, 0]), 0.5); return [by, ...notes.map((note) => note.slice(0, 85))]; };
    expect(await said(split)).toEqual(['split-conformal', 'intervals are from the errors of 60 validation rows, which chose the network, too: ne']);
    expect(await said(await ran(validated.replace('validation: 60', 'validation: 100')))).toEqual(['split-conformal']);
    // Nothing was chosen by them where smoothing chose itself: too few rows for its own intervals.
    expect(await said(await ran(additive('{ train: 12, validation: 20, test: 5 }')))).toEqual(['split-conformal']);
    expect(await said(auto)).toEqual(['posterior']);
  });

  test('are not denied where files are missing that would tell', async () => {
    const without = ({ read }: Ran, ...missing: readonly string[]) => load((name) => (missing.includes(name) ? null : read(name)));
    const at = samples(2, [0, 0]);
    const none = (files: string, them: string) => `input: no intervals are known: the run has no ${files}, and without ${them} nobody knows the errors on validation rows or the noise that smoothing: auto found. Put ${them} beside the two files of the network: the folder of its run has all files.`;
    expect(await refusal(async () => (await without(split, 'run.json', 'result.json', 'evaluation.npz')).interval(at))).toBe(none('run.json, result.json and evaluation.npz', 'them'));
    for (const file of ['run.json', 'result.json']) expect(await refusal(async () => (await without(auto, file)).interval(at))).toBe(none(file, 'it'));
    // Errors on validation rows are there, and what they are worth is not.
    const whole = await split.model.interval(at);
    const part = await (await without(split, 'run.json', 'result.json')).interval(at);
    expect([part.by, part.lower, part.notes]).toEqual(['split-conformal', whole.lower, [expect.stringContaining('without run.json and result.json nobody knows whether smoothing: auto found the noise')]]);
  });

  test('that there are none of say why', async () => {
    expect(await refusal(() => classes.model.interval(samples(4, [1, 0, 0, 1])))).toContain('its task is classification');
    expect(await refusal(() => split.model.interval(samples(2, [0, 0]), 0.99))).toBe('input: there are no intervals of this run: 60 validation rows are too few for the level 0.99, which takes 99. Ask for a lower one.');
    for (const level of [0, 1, NaN]) expect(await refusal(() => split.model.interval(samples(2, [0, 0]), level))).toBe(`input: the level of an interval must be a number above 0 and below 1, such as 0.9; got ${level}.`);
    for (const [level, words] of [['0.9', '"0.9"'], [null, 'null'], [[0.9], '[0.9]']] as const) expect(await refusal(() => split.model.interval(samples(2, [0, 0]), level as never))).toBe(`input: the level of an interval must be a number above 0 and below 1, such as 0.9; got ${words}.`);
    const neither = await ran(additive('{ train: 40, validation: 0, test: 5 }').replace('steps: 20', 'steps: 3, smoothing: 0'));
    expect(await refusal(() => neither.model.interval(samples(2, [0, 0])))).toBe('input: there are no intervals of this run: it has neither validation rows, whose errors tell, nor a noise that smoothing: auto found, which takes five rows for every degree of freedom. Use smoothing: auto with enough rows, or split: { validation: 0.2 } of the data set. A solution of equations has none.');
  });
});

test('in a line, as text and for console.log, a model says what it is and how good, of equations what is left of them', async () => {
  const { model } = await ran(`${head}
dataset: { kind: domain, coordinates: { t: [0, 1], x: [0, 1] }, equations: [u_t = 0, u_x = 0], conditions: [{ on: t=0, equation: u = 1 }], points: { inside: 20, face: 5 } }
network: { widths: [2, 1] }
stages: [{ kind: solve, starts: { count: 1 }, steps: 2 }]
`);
  expect(String(model)).toMatch(/^Model it: regression, t, x -> u, widths \[2, 1\]; equations: objective [\d.e-]+, residual [\d.e-]+, elsewhere [\d.e-]+$/);
  expect(inspect(model)).toBe(String(model));
  expect(String(auto.model)).toMatch(/^Model it: regression, x1, x2 -> y, widths \[2, 1\]; test: .*rmse [\d.e-]+$/);
  expect(String(several.model)).toMatch(/, mean of 3 networks; test: /);
  await model.dispose();
});

describe('callers without types are told what to write', () => {
  const model = auto.model as unknown as { export(...of: unknown[]): Promise<unknown>; evaluate(...of: unknown[]): Promise<unknown>; save(folder?: unknown): Promise<void>; predict(rows: unknown): Promise<unknown>; derivatives(...of: unknown[]): Promise<unknown> };

  test('of "export": which exporter, that options stand third, and which there are', async () => {
    for (const [got, words] of [[undefined, 'undefined'], [3, '3'], [null, 'null'], [{}, '{}'], [{ kind: 3 }, '{"kind":3}']] as const) {
      expect(await refusal(() => model.export(got))).toBe(`input: "export" must be told an exporter first, such as model.export('c'); there are ${auto.model.exporters().map(({ name }) => `"${name}"`).join(', ')}; got ${words}.`);
    }
    expect(await refusal(() => model.export('c', { derivatives: 'x1' }))).toBe('input: "export" has the name of files and functions as its second argument, a text; got {"derivatives":"x1"}. Options stand third: model.export(\'c\', undefined, {"derivatives":"x1"}).');
    expect(await refusal(() => model.export({ kind: 'c' }, { derivatives: 'x1' }))).toContain("model.export('c', undefined,");
    expect(await refusal(() => model.export('c', null))).toMatch(/got null\. Leave it out for the name of the run\.$/);
    for (const got of ['"xx"', 'null', '["xx"]']) expect(await refusal(() => model.export('c', 'name', JSON.parse(got)))).toBe(`input: "export" has options as its third argument, such as { derivatives: 'x,xx' }; got ${got}.`);
    expect(await refusal(() => model.export('c', 'name', { derivative: 'x1' }))).toBe('input: "export" has no option "derivative"; it has "derivatives". Did you mean "derivatives"?');
    expect(await refusal(() => model.export('c', 'name', { numbers: 'float' }))).toBe(`input: "export" has no option "numbers"; it has "derivatives". Options of an exporter stand with its kind: model.export({ kind: 'c', numbers: 'float' }, 'name').`);
    expect(await refusal(() => model.export({ kind: 'c', helpers: 2 }, 'name', { derivatives: 'x1', bits: 4 }))).toContain("model.export({ kind: 'c', helpers: 2, bits: 4 }, 'name').");
    expect(await refusal(() => model.export('c', undefined, { derivatives: ['y_x1x1'] }))).toContain('Did you mean "x1x1"? It is taken of every output.');
  });

  test('of columns that are there under other names, but for those that are inputs already', async () => {
    expect(await refusal(() => model.predict([{ x1: 1, x3: 2 }]))).toBe('input: the table has no column "x2", which the network needs; it has "x1", "x3". Rename or add it. Did you mean "x3"?');
    expect(await refusal(() => model.predict([{ x1: 1 }]))).toBe('input: the table has no column "x2", which the network needs; it has "x1". Rename or add it.');
  });

  test('of rows, targets and folders', async () => {
    for (const gap of [null, undefined, 3]) expect(await refusal(() => model.predict([[1, 2], gap]))).toBe(`input: row 2 must be a list of numbers, one for each input; got ${String(gap)}. Leave the row out.`);
    for (const [got, words] of [['x', '"x"'], [null, 'null'], [3, '3']] as const) expect(await refusal(() => model.evaluate([[1, 2]], got))).toBe(`input: targets must be a list, one for each row; got ${words}. Write [1, 2] for two rows.`);
    const saved = await loadModel({ read: auto.read, catalog: auto.model.catalog, place: 'here', save: () => Promise.reject(new Error('saved')) });
    expect(await refusal(() => (saved as unknown as typeof model).save(3))).toBe('input: "save" must be told a folder, such as \'runs/mine\'; got 3.');
  });
});

test('all gaps in rows are told at once: how many, and the first few', async () => {
  expect(await refusal(() => auto.model.predict([[NaN, 2], [3, Infinity]]))).toBe('input: 2 numbers are not finite: row 1 for "x1", row 2 for "x2". Leave these rows out.');
  expect(await refusal(() => auto.model.evaluate([[1, 2], [3, 4], [5, 6], [7, 8], [9, 0]], [NaN, 1, NaN, NaN, NaN]))).toBe('input: 4 numbers are not finite: row 1 for "y", row 3 for "y", row 4 for "y" and 1 more. Leave these rows out.');
});

test('the ends of the domain of equations are inside, also as arithmetic has them, wherever it lies and however short it is, and what is beyond by a thousandth is not', async () => {
  for (const [low, high] of [[0, 0.3], [0.1, 0.7], [-1 / 3, 1 / 7], [1000, 1000.001], [1e6, 1e6 + 1], [1e-12, 3e-12]] as const) {
    const { model } = await ran(`${head}
dataset: { kind: domain, coordinates: { t: [0, 1], x: [${low}, ${high}] }, equations: u_t = 0, conditions: [{ on: t=0, equation: u = 1 }], points: { inside: 20, face: 5 } }
network: { widths: [2, 1] }
stages: [{ kind: solve, starts: { count: 1 }, steps: 1 }]
`);
    const beyond = 1e-3 * (high - low);
    expect(model.outside(samples(2, [0, low, 1, high, 0, low - beyond, 1, high + beyond]))).toEqual({ rows: 2, names: [[], [], ['x'], ['x']] });
    // 0.30000000000000004.
    if (high === 0.3) expect(model.outside(samples(2, [0, 0.1 + 0.2]))!.rows).toBe(0);
    await model.dispose();
  }
});

test('rows outside of what was learned are told by input', () => {
  const { rows, names } = auto.model.outside(samples(2, [0, 0, 1.5, 0, -2, 7, 1, -1]))!;
  expect([rows, names]).toEqual([2, [[], ['x1'], ['x1', 'x2'], []]]);
  // A colour that no training row has.
  expect(classes.model.outside([{ width: 1.5, colour: 'blue' }, { width: 1.5, colour: 'green' }])).toEqual({ rows: 1, names: [[], ['colour']] });
});

describe('edges', () => {
  test('are the functions of the network over what training rows gave them, with errors and shares', () => {
    const { model, read } = auto;
    const [first, second] = model.edges();
    const { structure, network: { spec, parameters } } = model.network;
    expect([first, second].map((e) => [e!.layer, e!.from, e!.to])).toEqual([[0, 0, 0], [0, 1, 0]]);
    const inputs = table(arraysOf(read), 'train.inputs');
    for (const [i, edge] of [first!, second!].entries()) {
      const seen = inputs.values.filter((_, k) => k % 2 === i);
      expect([edge.x[0], edge.x.at(-1)]).toEqual([Math.min(...seen), Math.max(...seen)]);
      const x = toNetworkUnits({ count: edge.x.length, width: 2, values: Float64Array.from([...edge.x].flatMap((v) => [v, v])) }, spec.inputs).values.filter((_, k) => k % 2 === i);
      const byHand = edgesFrom(structure.layers[0]!, parameters, i, x, 0).map((v) => v * spec.outputs[0]!.map.scale);
      edge.y.forEach((y, k) => { expect(y).toBeCloseTo(byHand[k]!, 10); });
      expect(edge.density.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      edge.error!.forEach((e) => { expect(e).toBeGreaterThan(0); });
    }
    // sin(3 x) moves more than x^2: standard deviations of 0.67 or so and 0.30.
    expect(first!.score).toBeGreaterThan(second!.score);
    expect(first!.deviation / second!.deviation).toBeGreaterThan(1.5);
  });

  test('have in the words of a picture the scores that they have', () => {
    const [first, second] = auto.model.edges();
    const words = /<desc[^>]*>([^<]*)</.exec(auto.model.toSVG())![1];
    expect(words).toBe(`2 edges in 1 layer. Strongest: x1 → y (score ${Number(first!.score.toPrecision(3))}); x2 → y (score ${Number(second!.score.toPrecision(3))}).`);
    expect(first!.score).toBeLessThan(0.99);
  });

  test('of runs with strengths that were set have no errors, and two files of a network no curves', async () => {
    expect(split.model.edges().every(({ error }) => error === null)).toBe(true);
    const bare = await load((name) => (name.startsWith('network.') ? split.read(name) : null));
    expect(await refusal(() => bare.edges())).toBe('input: the run has no evaluation.npz, which has the curves of its edges. Put it beside the two files of the network: the folder of its run has all files.');
    expect(await refusal(() => bare.toSVG())).toContain('the run has no evaluation.npz');
  });
});

test('importances are shares of the variance that inputs have a part in', async () => {
  const importances = await auto.model.importances();
  // sin(3 x) has the variance (1 - sin(6) / 6) / 2 on [-1, 1], x^2 has 4/45.
  const [wave, bend] = [(1 - Math.sin(6) / 6) / 2, 4 / 45];
  expect(importances['x1']! / (wave / (wave + bend))).toBeCloseTo(1, 0);
  expect(Math.abs(importances['x2']! - bend / (wave + bend))).toBeLessThan(0.08);
  expect(await auto.model.importances()).toEqual(importances);
  const { effects } = (auto.result['stages'] as { smoothing: { effects: number[] } }[])[0]!.smoothing;
  Object.values(importances).forEach((v, i) => { expect(Math.abs(v - effects[i]!)).toBeLessThan(0.15); });
  const bare = await load((name) => (name.startsWith('network.') ? split.read(name) : null));
  expect(await refusal(() => bare.importances())).toBe('input: the run has no evaluation.npz, which has the rows that were kept. Put it beside the two files of the network: the folder of its run has all files.');
  for (const work of [() => bare.structure(), () => bare.suggest({ layer: 0, from: 0, to: 0 })]) expect(await refusal(work)).toContain('the run has no evaluation.npz');
});

test('two files of a network are a model', async () => {
  const bare = await load((name) => (name.startsWith('network.') ? split.read(name) : null));
  const at = samples(2, [0.1, 0.2, -0.5, 0.9]);
  expect((await bare.predict(at)).values).toEqual((await split.model.predict(at)).values);
  expect(bare.outside(at)).toBeNull();
  const { metrics } = await bare.evaluate(at, [0, 1]);
  expect(metrics['rmse']).toBeGreaterThan(0);
});

describe('tables', () => {
  const later = memoryTable([{ colour: 'blue', width: 1.5, name: 'iris' }, { colour: 'green', width: 0, name: 'rose' }], 'later.json');

  test('become inputs as those of the run did', () => {
    const { inputs, notes } = rowsFrom(later, classes.model.inputs, classes.model.run.encoding);
    expect(classes.model.inputs).toEqual(['width', 'colour=blue', 'colour=red', 'colour=white']);
    expect([...inputs.values]).toEqual([1.5, 1, 0, 0, 0, 0, 0, 0]);
    expect(notes).toEqual([expect.stringContaining('1 row of later.json has in column "colour" what no training row has, "green"')]);
  });

  test('need no columns that predictions do not depend on, whatever is in them', async () => {
    const { model } = await ran(classified.replace('basis:', 'layers: { 0: { edges: [{ only: [[0, 0], [0, 1], [0, 2]] }] } }, basis:'), flowers);
    expect(model.uses).toEqual([true, false, false, false]);
    const full = await model.predict([{ width: 1.5, colour: 'blue' }, { width: -0.5, colour: 'red' }]);
    expect((await model.predict([{ width: 1.5 }, { width: -0.5 }])).values).toEqual(full.values);
    expect((await model.predict([{ width: 1.5, colour: 'green' }, { width: -0.5, colour: null }])).values).toEqual(full.values);
    expect(model.outside([{ width: 1.5, colour: 'green' }, { width: 99, colour: 'red' }])).toEqual({ names: [[], ['width']], rows: 1 });
    expect(neededColumns(model.inputs, model.run.encoding, model.uses)).toEqual(['width']);
    expect(await refusal(() => model.predict([{ colour: 'red' }]))).toBe('input: the table has no column "width", which the network needs; it has "colour". Rename or add it.');
    expect([classes.model.uses, neededColumns(classes.model.inputs, classes.model.run.encoding, classes.model.uses)]).toEqual([[true, true, true, true], ['width', 'colour']]);
    // Columns before and behind one that is not needed keep their places.
    const { inputs } = rowsFrom(memoryTable([{ a: 1, c: 3 }], 'the table'), ['a', 'b', 'c'], null, [true, false, true]);
    expect([...inputs.values]).toEqual([1, 0, 3]);
  });

  test('have targets by name', async () => {
    const { outputs, classes: names } = classes.model;
    expect([...targetsFrom(later, outputs, names, { target: 'name' }).targets.values]).toEqual([1, 0, 0, 0, 0, 1].map((v, k) => (names[k % 3] === ['iris', 'rose'][Math.floor(k / 3)] ? 1 : 0 * v)));
    expect(await refusal(() => targetsFrom(later, outputs, names, { target: 'kind' }))).toBe('input: later.json has no column "kind", against which predictions are compared; it has "colour", "width", "name". Rename its column, or use "knotwork predict".');
  });
});

describe('folders', () => {
  test('without a network, or with damage, say so', async () => {
    expect(await refusal(() => load(() => null))).toBe('input: the run has no network.json. Give the folder of a run, such as runs/NAME/ID; "knotwork run FILE" makes one.');
    expect(await refusal(() => load((name) => (name === 'run.json' ? auto.read(name) : null)))).toContain('Its run has not finished yet');
    expect(await refusal(() => load((name) => (name === 'run.json' || name === 'members/1/network.json' ? auto.read(name.replace('members/1/', '')) : null))))
      .toBe('input: the run has no network.json. Its run has not finished yet: let it go on with the command that began it, or give the run/members/1.');
    const cut = (file: string) => load((name) => (name === file ? auto.read(name)!.subarray(0, 60) : auto.read(name)));
    expect(await refusal(() => cut('result.json'))).toBe('input: result.json of the run is damaged: it is no JSON. Make the run again with --again.');
    const changed = (file: string, text: string) => load((name) => (name === file ? new TextEncoder().encode(text) : auto.read(name)));
    expect(await refusal(() => changed('result.json', '{ "members": 3 }'))).toBe('input: result.json of the run is damaged: it has at "members" what no run writes. Make the run again with --again.');
    expect(await refusal(() => changed('run.json', '[]'))).toBe('input: run.json of the run is damaged: it is no object. Make the run again with --again.');
    expect(await refusal(() => cut('evaluation.npz'))).toContain('evaluation.npz of the run is damaged: it is no whole archive');
  });
});

test.each([
  [{ kind: 'nowhere' }, 'nowhere, cannot compute here as it did, and native does in its place: No card is there.'],
  // Of options of the usual engine itself, such as what needs native code that is not installed.
  [{ kind: 'native', kernels: 'off', contraction: 'native' }, 'native, cannot compute here as it did, and its usual options are taken: The engine "native" has no native contractions here: '],
])('where the engine of a run cannot be had, %j, the usual one predicts the same, and the model says so', async (engine, says) => {
  const { read } = split;
  const record = JSON.parse(new TextDecoder().decode(read('run.json')!)) as { experiment: { engine: unknown } };
  record.experiment.engine = engine;
  const elsewhere = (name: string): Uint8Array | null => (name === 'run.json' ? new TextEncoder().encode(JSON.stringify(record)) : read(name));
  const nowhere = defineEngine({ name: 'nowhere', summary: 'Cannot be had.', options: z.strictObject({}), create: async () => { throw new KnotworkError('capability', 'No card is there.'); } });
  const { catalog: more } = installed([...await standardPackages(), { name: 'nowhere', version: '1.0.0', definition: definePackage({ api: 2, plugins: [nowhere] }) }]);
  const model = await loadModel({ read: elsewhere, catalog: more, place: 'the run' });
  expect(model.notes).toHaveLength(1);
  expect(model.notes[0]!.startsWith(`the engine of the run, ${says}`)).toBe(true);
  const arrays = arraysOf(read);
  expect((await model.predict(table(arrays, 'test.inputs'))).values).toEqual(arrays['test.predictions']!.values);
  await model.dispose();
});
