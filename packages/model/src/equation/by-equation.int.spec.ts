import { afterAll, expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { load, ran } from '../fixtures/ran.js';

/** Noise alone makes the equation differ from its network. */
const noisy = `knotwork: 1
name: noisy
seed: 3
dataset: { kind: expression, expression: 2.5 * sqrt(x1) - 0.7 * x2 + 1, domain: [[0, 2], [-1, 1]], noise: 0.1, samples: { train: 80, validation: 40, test: 20 } }
network: { widths: [2, 1], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 20 }, { kind: symbolify, functions: [sqrt, identity] }]
`;
const classes = `knotwork: 1
name: sides
dataset: { kind: table, path: sides.csv, target: side, task: classification }
network: { widths: [1, 2], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 20 }, { kind: symbolify }]
`;
const sides = `x,side\n${Array.from({ length: 60 }, (_, n) => `${n / 30 - 1},${(n * 7) % 60 < n ? 'right' : 'left'}`).join('\n')}\n`;
const { model, result, read } = await ran(noisy);
const [output] = (result['formula'] as { outputs: { text: string; difference: { largest: number }; error: Record<string, number> }[] }).outputs;
afterAll(() => model.dispose());
async function refusal(work: () => Promise<unknown>): Promise<string> {
  try { await work(); } catch (error) { if (isKnotworkError(error)) return error.message; throw error; }
  return 'nothing was thrown';
}

test('predictions by the equation have the numbers that are printed', async () => {
  const numbers = /^([\d.]+) \* sqrt\(x1\) - ([\d.]+) \* x2 \+ ([\d.]+)$/.exec(output!.text)!.slice(1).map(Number);
  expect(output!.difference.largest).toBeGreaterThan(0.01);
  const rows = model.rows('test')!;
  const { values, ...shape } = await model.predict(rows.inputs, { by: 'equation' });
  expect(shape).toEqual({ count: 20, width: 1 });
  const [p, q, r] = numbers as [number, number, number];
  values.forEach((v, n) => { expect(v).toBeCloseTo(p * Math.sqrt(rows.inputs.values[2 * n]!) - q * rows.inputs.values[2 * n + 1]! + r, 12); });
  // The error that is told is that of these predictions.
  const { rows: count, metrics } = await model.evaluate(rows.inputs, rows.targets, undefined, { by: 'equation' });
  expect([count, metrics['rmse']]).toEqual([20, expect.closeTo(output!.error['test']!, 12)]);
  // Options are the last argument, whatever stands before them.
  const table = { x1: [...rows.inputs.values].filter((_, k) => k % 2 === 0), x2: [...rows.inputs.values].filter((_, k) => k % 2 === 1), y: [...rows.targets.values] };
  for (const same of [await model.evaluate(rows.inputs, rows.targets, { by: 'equation' }), await model.evaluate(table, { by: 'equation' }), await model.evaluate(table, undefined, { by: 'equation' })]) expect(same.metrics['rmse']).toBe(metrics['rmse']);
  expect(await refusal(() => model.evaluate(rows.inputs, rows.targets, { bye: 'equation' } as never))).toBe('"evaluate" has no option "bye"; it has "by". Did you mean "by"?');
  for (const [asked, what] of [[() => model.predict(rows.inputs, 'equation' as never), 'predict'], [() => model.evaluate(rows.inputs, rows.targets, undefined, 'equation' as never), 'evaluate']] as const) {
    expect(await refusal(asked)).toBe(`the options of "${what}" must be an object; got "equation". Write { by: 'equation' }, or leave them out.`);
  }
  // Left out, and by name, it is the network.
  const network = await model.predict(rows.inputs);
  expect((await model.predict(rows.inputs, { by: 'network' })).values).toEqual(network.values);
  expect((await model.evaluate(rows.inputs, rows.targets)).metrics['rmse']).toBeCloseTo(model.metrics!.test!['rmse']!, 9);
  expect(network.values).not.toEqual(values);
});

test('what is evaluated is the text of the run, not what would be printed now', async () => {
  const kept = JSON.parse(new TextDecoder().decode(read('result.json')!)) as { formula: { outputs: { text: string }[] } };
  kept.formula.outputs[0]!.text = '10 * x1 + x2';
  const told = await load((name) => (name === 'result.json' ? new TextEncoder().encode(JSON.stringify(kept)) : read(name)));
  expect([...(await told.predict([[1, 2]], { by: 'equation' })).values]).toEqual([12]);
  // What is infinite is no value.
  expect([...(await told.predict([[1e308, 2]], { by: 'equation' })).values]).toEqual([NaN]);
  await told.dispose();
  // Two files of a network say nothing, and its equation is what it is.
  const bare = await load((name) => (name.startsWith('network.') && !name.endsWith('.svg') || name === 'parameters.safetensors' ? read(name) : null));
  const [y] = (await bare.predict([[1, 0.5]], { by: 'equation' })).values;
  expect(y).toBeCloseTo((await bare.predict([[1, 0.5]])).values[0]!, 4);
  await bare.dispose();
});

test('rows without a value are not measured, and the part that has none is told', async () => {
  const rows = [[1, 0], [-0.5, 0], [-1, 0.5], [0.5, 1]];
  expect([...(await model.predict(rows, { by: 'equation' })).values].map(Number.isFinite)).toEqual([true, false, false, true]);
  expect(await model.withoutValue(rows)).toEqual({ rows: 2, parts: [{ part: 'sqrt(x1)', rows: 2, first: 1 }] });
  expect(await model.withoutValue([[1, 1]])).toEqual({ rows: 0, parts: [] });
  const [one, , , two] = await Promise.all(rows.map(async (row) => (await model.predict([row], { by: 'equation' })).values[0]!));
  const { rows: count, metrics } = await model.evaluate(rows, [one! + 1, 7, 8, two! - 2], Float64Array.of(3, 5, 9, 1), { by: 'equation' });
  expect([count, metrics['mae']]).toEqual([2, expect.closeTo(1.5, 9)]);
  // Weights go with their rows: the loss is of squares, in units of the spread.
  const { metrics: even } = await model.evaluate(rows, [one! + 1, 7, 8, two! - 2], undefined, { by: 'equation' });
  expect(metrics['loss']! / even['loss']!).toBeCloseTo((3 * 1 + 1 * 4) / 4 / 2.5, 9);
  expect(await refusal(() => model.evaluate([[-1, 0]], [1], undefined, { by: 'equation' }))).toBe('the run: the equation has no value at any of the 1 rows. Ask of its network, or give rows like those that it was found from.');
});

test('derivatives are those of the equation', async () => {
  const [p, q] = /^([\d.]+) \* sqrt\(x1\) - ([\d.]+) \* x2/.exec(output!.text)!.slice(1).map(Number) as [number, number];
  const { names, width, values } = await model.derivatives([[0.25, 0], [1, 3]], 'x1,x1x1,x2', { by: 'equation' });
  expect([names, width]).toEqual([['y_x1', 'y_x1x1', 'y_x2'], 3]);
  [p, -2 * p, -q, p / 2, -p / 4, -q].forEach((v, k) => { expect(values[k]).toBeCloseTo(v, 9); });
  expect(await refusal(() => model.derivatives([[1, 1]], 'c', { by: 'equation' }))).toContain('"c"');
});

test('of a classification the equations are scores before softmax', async () => {
  const { model: sided } = await ran(classes, { 'sides.csv': sides });
  const scores = await sided.predict([[0.4], [-0.9]], { by: 'equation' });
  expect([scores.count, scores.width]).toEqual([2, 2]);
  const { values } = await sided.predictProbability([[0.4], [-0.9]], { by: 'equation' });
  expect(values[0]).toBeCloseTo(1 / (1 + Math.exp(scores.values[1]! - scores.values[0]!)), 12);
  expect(values[0]! + values[1]!).toBeCloseTo(1, 12);
  expect((await sided.evaluate([[0.4], [-0.9]], [sided.classes[values[0]! > 0.5 ? 0 : 1]!, sided.classes[values[2]! > 0.5 ? 0 : 1]!], undefined, { by: 'equation' })).metrics['accuracy']).toBe(1);
  await sided.dispose();
});

test('what cannot be is refused with the way out', async () => {
  const { model: curves } = await ran(noisy.replace(', { kind: symbolify, functions: [sqrt, identity] }', ''));
  expect(await refusal(() => curves.predict([[1, 1]], { by: 'equation' }))).toBe('the run: the network is no equation: 2 of its edges are curves still. Prune it, and make functions of its edges: add { kind: prune, eliminate: true } and { kind: symbolify } to the stages.');
  expect(await refusal(() => curves.evaluate([[1, 1]], [1], undefined, { by: 'equation' }))).toContain('is no equation: 2 of its edges are curves still.');
  expect(await refusal(() => model.predict([[1, 1]], { by: 'formula' as 'equation' }))).toBe('"by" must be "network" or "equation"; got "formula".');
  expect(await refusal(() => model.predict([[1, 1]], { be: 'equation' } as object))).toBe('"predict" has no option "be"; it has "by". Did you mean "by"?');
  await curves.dispose();
});
