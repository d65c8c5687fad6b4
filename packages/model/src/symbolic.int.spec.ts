import { expect, test } from '@jest/globals';
import { countParameters } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { isKnotworkError } from '@knotwork/plugin';
import { load, ran } from './fixtures/ran.js';

/** What `result.json` says of a network. */
interface Told {
  readonly metrics: { readonly test: { readonly rmse: number } };
  readonly simple: { readonly network: number; readonly line: number };
  readonly generalization: { readonly others: number };
  readonly network: { readonly parameters: { readonly effective: number }; readonly edges: unknown };
  readonly stages: readonly { readonly edge: unknown; readonly f: unknown; readonly metrics: unknown }[];
  readonly [of: string]: unknown;
}

const hello = `knotwork: 1
name: hello
seed: 3
dataset: { kind: expression, expression: exp(sin(pi * x1) + x2^2), samples: { train: 400, validation: 150, test: 200 } }
network: { widths: [2, 1, 1], basis: { kind: b-spline, intervals: 8 } }
stages: [{ kind: fit, steps: 40 }]
`;
const { model } = await ran(hello);
const several = await ran(`${hello}members: 2\n`);
const edge = (layer: number, from: number) => ({ layer, from, to: 0 });
async function refusal(work: () => Promise<unknown>): Promise<string> {
  try { await work(); } catch (error) { if (isKnotworkError(error)) return error.message; throw error; }
  return 'nothing was thrown';
}

test('functions are suggested for an edge, of those that are asked', async () => {
  const { answer, candidates } = await model.suggest(edge(0, 0));
  expect([answer?.name, candidates.length > 20]).toEqual(['sine', true]);
  const few = await model.suggest(edge(0, 1), { functions: ['sine', { kind: 'cosh' }] });
  expect(few.candidates.map(({ name }) => name).sort()).toEqual(['constant', 'cosh', 'linear', 'polynomial', 'sine']);
});

test('functions are put on edges one after the other, and the last one makes the model exact', async () => {
  const before = model.metrics!.test!['rmse']!;
  const one = await model.withFunction(edge(0, 0), 'sine');
  const two = await one.withFunction(edge(0, 1), { kind: 'square' });
  const three = await two.withFunction(edge(1, 0), 'exp');
  expect(one.metrics!.test!['rmse']!).toBeLessThan(2 * before);
  expect(three.metrics!.test!['rmse']!).toBeLessThan(1e-13);
  const [y] = (await three.predict([[0.3, -0.7]])).values;
  expect(y! / Math.exp(Math.sin(Math.PI * 0.3) + 0.49)).toBeCloseTo(1, 13);
  // The one that was asked is what it was.
  expect([model.metrics!.test!['rmse'], model.network.structure.layers[0]!.terms.map(({ basisName }) => basisName)]).toEqual([before, ['b-spline']]);
  // Files are those of the new model, and curves of its edges are what they are now.
  const files = three.files();
  const again = await load((name) => files[name] ?? null);
  expect((await again.predict([[0.3, -0.7]])).values).toEqual((await three.predict([[0.3, -0.7]])).values);
  const { x, y: curve } = three.edges().find(({ layer, from }) => layer === 0 && from === 1)!;
  const c = (curve[63]! - curve[31]!) / (x[63]! ** 2 - x[31]! ** 2);
  expect((curve[10]! - curve[31]!) / (c * (x[10]! ** 2 - x[31]! ** 2))).toBeCloseTo(1, 9);
  // An edge that is a function already may become another one.
  const other = await three.withFunction(edge(1, 0), 'square');
  expect(other.metrics!.test!['rmse']!).toBeGreaterThan(1e-3);
  for (const made of [one, two, three, again, other]) await made.dispose();
}, 60_000);

test('of a model with a function put on an edge, all that is told of a network is told of the new one, also where it was saved', async () => {
  const before = model.run.result as Told;
  const exp = await model.withFunction(edge(0, 0), 'exp');
  const other = await exp.withFunction(edge(0, 1), 'exp');
  const files = other.files();
  const saved = await load((name) => files[name] ?? null);
  expect([saved.run.result, saved.run.id]).toEqual([other.run.result, null]);
  for (const changed of [exp, other, saved]) {
    const told = changed.run.result as Told;
    // The constant and the line are what they were, since rows are: only the network beside them is another one.
    const unit = (of: Told): number => of.metrics.test.rmse / of.simple.network;
    expect(unit(told) / unit(before)).toBeCloseTo(1, 9);
    expect(told.simple.line / before.simple.line).toBeCloseTo(1, 9);
    expect(told.simple.network).toBeGreaterThan(10 * before.simple.network);
    // Its error on rows that it was not trained on, in spreads of the targets, is that of its predictions.
    const { rows } = await changed.evaluate(changed.rows('test')!.inputs, changed.rows('test')!.targets);
    const { scale } = changed.network.network.spec.outputs[0]!.map;
    const errors = (['validation', 'test'] as const).flatMap((split) => { const { targets, predictions } = changed.rows(split)!; return Array.from(targets.values, (y, n) => (y - predictions.values[n]!) / scale); });
    expect([rows, told.generalization.others / Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)]).toEqual([200, expect.closeTo(1, 9)]);
    const { trainable, effective } = countParameters(changed.network.structure);
    expect([told.network.parameters, told.network.edges]).toEqual([expect.objectContaining({ trainable, effective }), { free: changed === exp ? 2 : 1, symbolic: changed === exp ? 1 : 2, pruned: 0 }]);
    expect(effective).toBeLessThan(before.network.parameters.effective);
    // What was done to it, and from which run: what the stages of that one said is kept apart.
    expect(told.stages.map(({ edge: at, f }) => [at, f])).toEqual([[edge(0, 0), { kind: 'exp' }], [edge(0, 1), { kind: 'exp' }]].slice(0, changed === exp ? 1 : 2));
    expect(told.stages.at(-1)!.metrics).toEqual(told.metrics);
    expect([told.before, told.choice, told.members]).toEqual([{ run: model.run.id, stages: before.stages }, undefined, undefined]);
    expect(await changed.importances()).not.toEqual(await model.importances());
    if (changed !== saved) expect(Object.keys(changed.files()).sort()).toEqual(['evaluation.npz', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json']);
  }
  expect((await exp.export('c', 'it')).files['it.c']).toContain(`Made from run ${model.run.id} of Knotwork.`);
  for (const made of [exp, other, saved]) await made.dispose();
}, 60_000);

test('of members of which one is left out, a function is put on the network of the other one', async () => {
  const text = new TextEncoder();
  const result = JSON.parse(JSON.stringify(several.result)) as { members: { isLeftOut: boolean }[]; member: number };
  result.members[2 - result.member]!.isLeftOut = true;
  const names = ['run.json', 'evaluation.npz', ...['', 'members/1/', 'members/2/'].flatMap((at) => [`${at}network.json`, `${at}network.safetensors`])];
  const one = await load((name) => (name === 'result.json' ? text.encode(JSON.stringify(result)) : names.includes(name) ? several.read(name) : null));
  const changed = await one.withFunction(edge(1, 0), 'sine');
  expect(changed.network.network.spec.layers[1]!.terms.map(({ basis }) => basis.kind)).toEqual(['function']);
  expect((await changed.predict([[0.3, -0.7]])).values).not.toEqual((await one.predict([[0.3, -0.7]])).values);
  expect(changed.rows('test')!.predictions.values[0]).toBeCloseTo((await changed.predict(changed.rows('test')!.inputs)).values[0]!, 12);
  for (const made of [one, changed]) await made.dispose();
}, 60_000);

test('the identity is a line, and an equation is asked for what there is', async () => {
  const line = await model.withFunction(edge(0, 1), 'identity');
  expect((await line.suggest(edge(0, 1))).candidates.find(({ name }) => name === 'linear')?.r2).toBeCloseTo(1, 12);
  expect(await refusal(() => model.equation({ digts: 3 } as object))).toBe('"equation" has no option "digts"; it has "digits", "isSnapped", "mostParts", "work". Did you mean "digits"?');
  expect(await refusal(() => model.suggest(edge(0, 0), { function: ['sine'] } as object))).toBe('"suggest" has no option "function"; it has "functions", "digits". Did you mean "functions"?');
  await line.dispose();
}, 60_000);

test('what cannot be is refused with the way out', async () => {
  expect(await refusal(() => model.suggest(edge(4, 0)))).toBe('The edge of layer 4 from 0 to 0 cannot be a function: it is not there or switched off. "edges()" of the model has all that there are.');
  expect(await refusal(() => model.withFunction(edge(0, 0), 'sin'))).toContain('Unknown function "sin"');
  expect(await refusal(() => model.withFunction(edge(0, 0), 'keep'))).toBe('The edge of layer 0 from 0 to 0 stays as it is without "keep", which is a word for the stage symbolify. Name a function; "suggest" of the model has those that fit.');
  for (const [f, got] of [[null, 'null'], [undefined, 'nothing'], [3, '3'], [{ f: 'sine' }, '{"f":"sine"}']] as const) {
    expect(await refusal(() => model.withFunction(edge(0, 0), f as never))).toBe(`"withFunction" must be told a function, by its name or as { kind: NAME } with options; got ${got}. "suggest" of the model has those that fit.`);
  }
  expect(await refusal(() => model.withFunction(null as never, 'sine'))).toBe('An edge must be named by its layer, its input and the sum at its end, as { layer: 0, from: 0, to: 0 }; got null. "edges()" of the model has all that there are.');
  expect(await refusal(() => several.model.suggest(edge(0, 0)))).toBe('The model is the mean of 2 networks, whose edges are not the same. Take a run of one network, with members: 1.');
});

test('an equation has a value at rows that test the model', async () => {
  // The shift is 0 within its error: only the row that is held back needs it.
  const stream = randomStream(7, 'held back');
  const rows = (xs: readonly number[]): string => `x,y\n${xs.map((x) => `${x},${Math.log(x + 0.05) + 0.1 * stream.normal()}\n`).join('')}`;
  const { model: logarithm } = await ran(`knotwork: 1
name: logarithm
dataset: { kind: csv, path: rows.csv, target: y, split: { validation: 0, test: { path: later.csv } } }
network: { widths: [1, 1] }
stages: [{ kind: fit, steps: 20, starts: { count: 1 } }, { kind: symbolify }]
`, { 'rows.csv': rows(Array.from({ length: 40 }, (_, n) => 1 + n / 5)), 'later.csv': rows([0]) });
  expect((await logarithm.equation()).outputs[0]!.text).toMatch(/^log\(x \+ 0\.0\d+\)$/);
  await logarithm.dispose();
});

test('the equation of a solution is fitted to what the network says, also after a function was put on an edge: its constants have no standard errors', async () => {
  const { model: solved } = await ran(`knotwork: 1
name: solved
seed: 3
dataset: { kind: domain, coordinates: { x: [0, 2] }, equations: u_xx + u = 0, conditions: [{ on: x=0, equation: [u = 0, u_x = 1] }], points: { inside: 60 } }
network: { widths: [1, 1] }
stages: [{ kind: solve, starts: { count: 1 }, steps: 30 }, { kind: symbolify }]
`);
  const other = await solved.withFunction(edge(0, 0), 'cosine');
  // Nobody observed its training rows, and what was solved was not solved with it.
  expect(other.run.result).toMatchObject({ metrics: { train: {} }, simple: null, far: null, generalization: null, rows: { train: 0 } });
  expect([other.metrics!.stage, other.files()['solution.svg']]).toEqual([undefined, undefined]);
  for (const one of [solved, other]) {
    const [output] = (await one.equation()).outputs;
    expect([output!.rows, output!.error, output!.constants.filter(({ error }) => error !== null)]).toEqual([60, { train: null, validation: null, test: null }, []]);
  }
  for (const made of [solved, other]) await made.dispose();
}, 60_000);

test('rows whose cells were filled are told apart of the new network, too', async () => {
  const lines = Array.from({ length: 200 }, (_, k) => { const [x, z] = [Math.sin(3 * k * k), Math.cos(5 * k)]; return `${k % 8 === 3 ? '' : x},${z},${6 * x + z ** 2}`; });
  const { model: before } = await ran('knotwork: 1\nname: gaps\ndataset: { kind: table, path: gaps.csv, target: y, missing: mean, split: { validation: 0.2, test: 0.3 } }\nnetwork: { widths: [3, 1] }\nstages: [{ kind: fit, steps: 10, starts: { count: 1 }, smoothing: 1e-4 }]\n', { 'gaps.csv': `x,z,y\n${lines.join('\n')}\n` });
  const after = await before.withFunction(edge(0, 2), 'sine');
  const toldOf = ({ run }: typeof before) => run.result as unknown as { readonly filled: { readonly rows: number; readonly others: { readonly rmse: number } }; readonly generalization: { readonly others: number; readonly isWhole?: true } };
  const [old, now] = [toldOf(before), toldOf(after)];
  expect(now.filled).toMatchObject({ rows: old.filled.rows, isWorse: true });
  expect([now.filled.rows > 5, now.filled.others.rmse === old.filled.others.rmse]).toEqual([true, false]);
  expect([now.generalization.isWhole, now.generalization.others / now.filled.others.rmse]).toEqual([true, expect.closeTo(1, 9)]);
  for (const made of [before, after]) await made.dispose();
});
