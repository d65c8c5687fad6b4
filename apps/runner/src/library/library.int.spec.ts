import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { RunEvent } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { workplace } from '../fixtures/workplace.js';
import { fit as fitAnywhere, load as loadAnywhere } from './browser.js';
import { fit, type FitOptions, load, study, type StudyOptions } from './index.js';

const { folder, remove } = workplace({ 'rows.csv': 'a,b,y\n1,2,3\n2,1,3\n3,5,8\n4,4,8\n5,1,6\n6,2,8\n7,9,16\n8,1,9\n' });
afterAll(remove);
async function refusal(options: unknown): Promise<string> {
  try { await fit(options as FitOptions); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

const hello: FitOptions = {
  name: 'hello', seed: 2, dataset: { kind: 'expression', expression: 'exp(sin(pi * x1) + x2^2)', samples: { train: 80, validation: 40, test: 40 } },
  network: { widths: [2, 1, 1], basis: { kind: 'b-spline', intervals: 4 } }, stages: [{ kind: 'fit', steps: 5, starts: { count: 2, steps: 3 } }],
};
const quick: FitOptions['stages'] = [{ kind: 'fit', steps: 4, starts: { count: 1, steps: 2 } }];
const inputs = Array.from({ length: 60 }, (_, n) => [n / 60, (n * 7 % 60) / 60]);
const targets = inputs.map(([a, b]) => a! ** 2 + b!);

describe('fit', () => {
  test('of options comes to the same bytes as the file that says the same, anywhere', async () => {
    const text = JSON.stringify({ knotwork: 1, ...hello });
    const models = await Promise.all([fit(hello), fit({ text }), fitAnywhere(hello), fit({ ...hello, out: join(folder, 'out') })]);
    const [first, ...others] = models.map((model) => model.files());
    expect(Object.keys(first!).sort()).toEqual(['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json']);
    for (const other of others) for (const name of ['network.safetensors', 'network.json', 'result.json', 'evaluation.npz']) expect([name, Buffer.from(other[name]!)]).toEqual([name, Buffer.from(first![name]!)]);
  }, 60_000);

  test('of rows takes them as lists, typed arrays, columns and objects alike', async () => {
    const options = { stages: quick, seed: 1, dataset: { split: { test: 0.2 } } };
    const network = { widths: [2, 5, 1] };
    const columns = { x1: Float64Array.from(inputs, ([a]) => a!), x2: inputs.map(([, b]) => b!), y: targets };
    const objects = inputs.map(([x1, x2], n) => ({ x1: x1!, x2: x2!, y: targets[n]! }));
    const models = await Promise.all([
      fit({ ...options, inputs, targets }), fit({ ...options, inputs: inputs.map((row) => Float64Array.from(row)), targets: Float64Array.from(targets) }),
      fit({ ...options, data: columns, target: 'y' }), fit({ ...options, data: objects, target: 'y', network }),
    ]);
    const predicted = await Promise.all(models.map(async (model) => [...(await model.predict([[0.1, 0.2], [0.9, 0.9]])).values]));
    expect(new Set(predicted.map(String)).size).toBe(1);
    const [model] = models;
    expect([...(await model!.predict({ x2: [0.2, 0.9], x1: [0.1, 0.9] })).values]).toEqual(predicted[0]);
    const { metrics } = await model!.evaluate(objects);
    expect((await model!.evaluate(inputs, targets)).metrics).toEqual(metrics);
    expect(metrics['rmse']).toBeLessThan(0.1);
    expect(model!.metrics!.test!['rmse']).toBeGreaterThan(0);
  }, 60_000);

  test('of a target that is missing leaves its row out where that is declared', async () => {
    const options = { stages: quick, seed: 1, dataset: { missing: 'drop', split: { test: 0 } } };
    const [gap, without] = await Promise.all([fit({ ...options, inputs, targets: [null, ...targets.slice(1)] }), fit({ ...options, inputs: inputs.slice(1), targets: targets.slice(1) })]);
    const at = [[0.1, 0.2], [0.9, 0.9]];
    expect(await gap.predict(at)).toEqual(await without.predict(at));
  }, 60_000);

  test('of classes knows their names', async () => {
    const model = await fit({ inputs, targets: inputs.map(([a]) => (a! > 0.5 ? 'late' : 'early')), dataset: { task: 'classification', split: { test: 0.2 } }, stages: quick });
    expect([model.task, model.classes]).toEqual(['classification', ['early', 'late']]);
    const { values } = await model.predictProbability([[0.05, 0.5], [0.95, 0.5]]);
    expect([values[0]! > 0.9, values[3]! > 0.9]).toEqual([true, true]);
    expect((await model.evaluate([[0.1, 0.5], [0.9, 0.5]], ['early', 'late'])).metrics).toMatchObject({ accuracy: 1 });
  }, 60_000);

  test('tells of its progress, and is ended by a signal with its reason', async () => {
    const events: RunEvent[] = [];
    const abort = new AbortController();
    const reason = new Error('enough');
    await expect(fit({ ...hello, stages: [{ kind: 'fit', steps: 1e6, stop: 'none', optimizer: 'adam' }], signal: abort.signal, onProgress: (event) => {
      events.push(event);
      if (event.event === 'step' && events.length > 5) abort.abort(reason);
    } })).rejects.toBe(reason);
    expect(events[0]).toMatchObject({ event: 'stage-started', kind: 'fit' });
    await expect(fit({ ...hello, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  }, 60_000);

  test('is ended by what an asynchronous callback is rejected with, also after its last event', async () => {
    const reason = new Error('no more');
    let told = 0;
    await expect(fit({ ...hello, stages: [{ kind: 'fit', steps: 1e6, stop: 'none', optimizer: 'adam' }], onProgress: async () => {
      told += 1;
      await Promise.resolve();
      if (told === 3) throw reason;
    } })).rejects.toBe(reason);
    const late = async (event: RunEvent): Promise<void> => {
      await new Promise((resolve) => { setTimeout(resolve, 20); });
      if (event.event === 'stage-finished') throw reason;
    };
    await expect(fit({ inputs, targets, stages: quick, onProgress: late })).rejects.toBe(reason);
  }, 60_000);

  test('that diverges is rejected', async () => {
    expect(await refusal({ inputs, targets, stages: [{ kind: 'fit', steps: 3, grid: 'fixed', optimizer: { kind: 'adam', rate: 1e300 } }] })).toMatch(/^numerical: the fit diverged: training met a number that is not finite/);
  }, 60_000);

  test.each<[string, unknown, string]>([
    ['nothing', {}, 'input: fit has nothing to learn from. Give "data" and "target", "inputs" and "targets", or "dataset".'],
    ['targets alone', { targets }, 'input: fit has "targets" and no rows. Give "data", or "inputs".'],
    ['inputs alone', { inputs }, 'input: fit must know the targets of "inputs". Give "targets", one for every row.'],
    ['too few targets', { inputs, targets: [1] }, 'input: fit must have a target for every row; got 60 rows of inputs and 1 targets.'],
    ['no rows', { inputs: [], targets: [] }, 'input: fit has no rows: "inputs" is empty.'],
    ['uneven rows', { inputs: [[1, 2], [3]], targets: [1, 2] }, 'input: fit must have rows of one length; row 2 has 1 inputs and 1 targets, the first 2 and 1.'],
    ['a table without a target', { data: { a: [1], y: [2] } }, 'input: fit must know which column of "data" is to be predicted. Give "target".'],
    ['rows twice', { data: { a: [1], y: [2] }, inputs, target: 'y' }, 'input: fit takes rows as "data" or as "inputs", not as both. Leave one out.'],
    ['a text and more', { text: '{}', seed: 3 }, 'input: fit takes "text" or the options that it holds, not both; got "seed" besides. Leave one out.'],
    ['an option that is not known', { inputs, targets, netwrok: {} }, 'input: fit has no option "netwrok". Options: data, target, inputs, targets, '],
    ['a word of another library', { inputs, targets, epochs: 5 }, 'input: fit has no option "epochs". Options: '],
    ['a word of another library for an option', { inputs, targets, network: { widths: [2, 1], basis: { kind: 'b-spline', grid_size: 5 } } }, 'input: Unknown key "grid_size" in network.basis. Allowed: kind, degree, intervals. "grid_size" is called "intervals" here: write intervals: 5'],
    ['a text and what is no option', { text: '{}', epochs: 3 }, 'input: fit takes "text" or the options that it holds, not both; got "epochs" besides. Leave one out.'],
    ['a column that is not there', { data: { a: [1, 2], y: [2, 3] }, target: 'z' }, 'input: dataset.target must name columns'],
    ['nothing at all', undefined, 'input: fit takes an object of options, such as { inputs, targets }.'],
    ['a name that is not known', { inputs, targets, network: { widths: [2, 3, 1], basis: 'b-spine' } }, 'input: Unknown basis "b-spine" (network.basis). Installed: '],
    ['a file that is not there', { ...hello, dataset: { kind: 'table', path: 'missing.csv', target: 'y' } }, 'input: '],
    ['a table with gaps', { data: { a: [1, null, 3], y: [1, 2, 3] }, target: 'y' }, "input: dataset.inputs: Every value that is used must be a number; got nothing (a missing value) in row 2 of the table, column \"a\". Correct or remove the row, leave the column out with dataset: { inputs: [...] }, or set dataset: { missing: 'drop' } or dataset: { missing: 'mean' }."],
    ['a target that is not there', { inputs, targets: [...targets.slice(1), null] }, "input: dataset.target: Every value that is used must be a number; got nothing (a missing value) in row 60 of the table, column \"y\". Correct or remove the row, or set dataset: { missing: 'drop' }"],
    ['a target that is not there, the first of several', { inputs, targets: [null, ...targets.slice(1).map((y) => [y, y])] }, 'input: dataset.target: Every value that is used must be a number; got nothing (a missing value) in row 1 of the table, column "y1".'],
    ['a row that is not there', { inputs: [...inputs.slice(1), null], targets }, 'input: fit must have a list of numbers for every row of "inputs"; got null in row 60. Write the numbers of the row as a list, or leave the row out with its target.'],
    ['numbers instead of rows', { inputs: [1, 2, 3], targets: [1, 2, 3] }, 'input: fit must have a list of numbers for every row of "inputs"; got 1 in row 1. '],
    ['inputs that are none', { inputs: null, targets }, 'input: fit must have as "inputs" a list, one entry for every row; got null. Write inputs: [[0, 1], [1, 2]], targets: [3, 4].'],
    ['targets that are none', { inputs, targets: null }, 'input: fit must have as "targets" a list, one entry for every row; got null.'],
    ['a table that is none', { data: null, target: 'y' }, "input: fit must have as \"data\" a table: columns by name, rows that are objects, or lists of cells below a list of names; got null. Write { data: { a: [1, 2], y: [3, 4] }, target: 'y' }, or leave it out."],
    ['a table that is a text', { data: 'a,y\n1,2\n'.repeat(50), target: 'y' }, `input: fit must have as "data" a table: columns by name, rows that are objects, or lists of cells below a list of names; got ${JSON.stringify('a,y\n1,2\n'.repeat(50)).slice(0, 80)}.... Write `],
    ['a function by a name that is not known', { inputs, targets, onprogress: () => {} }, 'input: fit has no option "onprogress". Options: data, target, inputs, targets, '],
    ['a function where there is a number', { inputs, targets, seed: () => 3 }, 'input: seed: must be a whole number'],
    ['a function within an option', { inputs, targets, network: { widths: [2, 1], foo: () => 3 } }, 'input: Unknown key "foo" in network.'],
    ['classes as if they were numbers', { inputs, targets: targets.map((y) => (y > 1 ? 'high' : 'low')) }, "input: dataset.target: Every value that is used must be a number; got \"low\" in row 1 of the table, column \"y\". Correct or remove the row, or set dataset: { task: 'classification' } if its values are classes."],
    ['more unknowns than can be solved for', { inputs, targets, network: { widths: [2, 300, 1] } }, "capability: network.widths must make fewer unknowns: \"levenberg-marquardt\" solves for all of them at once; got 7200 or more, and stages[0].maxUnknowns allows 2000. Set network: { widths: [2,74,1] }, use optimizer: 'l-bfgs' or 'adam'"],
    ['a stage too early', { inputs, targets, stages: [{ kind: 'extend-grid', levels: [9] }] }, "input: stages[0] must fit a network before anything else; got \"extend-grid\". Begin stages with { kind: 'fit' }."],
    ['what is no function', { inputs, targets, onProgress: true }, 'input: fit must have as "onProgress" a function; got true. Write onProgress: '],
    ['a signal that is none', { inputs, targets, signal: {} }, 'input: fit must have as "signal" an AbortSignal; got {}. Write signal: '],
    ['packages that are none', { inputs, targets, packages: 'x' }, "input: fit must have as \"packages\" a list of plugin packages at hand; got \"x\". Write packages: [{ name: 'mine', version: '1.0.0', definition }], "],
    ['a package that is empty', { inputs, targets, packages: [{}] }, 'input: fit must have as "packages" a list of plugin packages at hand; packages[0] has no "name". Write '],
    ['a definition instead of its package', { inputs, targets, packages: [{ name: 'mine', version: '1.0.0', plugins: [] }] }, 'input: fit must have as "packages" a list of plugin packages at hand; packages[0] has no "definition". Write '],
    ['a package without a version', { inputs, targets, packages: [{ name: 'mine' }] }, 'input: fit must have as "packages" a list of plugin packages at hand; packages[0] has no "version". Write '],
    ['a package that is nothing', { inputs, targets, packages: [null] }, 'input: fit must have as "packages" a list of plugin packages at hand; packages[0] is null. Write '],
    ['a folder that is none', { inputs, targets, out: 3 }, 'input: fit must have as "out" the path of a folder, such as runs/mine.'],
  ])('refuses %s', async (_, options, message) => {
    const said = await refusal(options);
    expect(said.slice(0, message.length)).toBe(message);
    expect(said).not.toMatch(/\bline\b/);
  });

  test('refuses a function by a wrong name with the right one', async () => {
    expect(await refusal({ inputs, targets, onprogress: () => {} })).toMatch(/ Did you mean "onProgress"\?$/);
  });
});

describe('a model', () => {
  const plain = { network: { widths: [2, 2, 1], edge: 'plain' }, seed: 3, dataset: { split: { test: 0.2 } } } as const;
  const more = (from: FitOptions['from']): FitOptions => ({ inputs, targets, from: from!, seed: 3, dataset: plain.dataset, stages: [{ kind: 'fit', smoothing: 0, steps: 6 }] });
  const loss = (model: { readonly metrics: { readonly train: Readonly<Record<string, number>> } | null }): number => model.metrics!.train['loss']!;

  test('is gone on from: as it is, loaded, by its folder and where there are no files, to the same bytes', async () => {
    const coarse = await fit({ ...plain, inputs, targets, stages: [{ kind: 'fit', smoothing: 0, steps: 2, starts: { count: 1 } }], out: join(folder, 'coarse') });
    const two = Object.fromEntries(Object.entries(coarse.files()).filter(([name]) => /^network\.(json|safetensors)$/.test(name)));
    const finer = await Promise.all([
      fit(more(coarse)), fit(more(await load(join(folder, 'coarse')))), fit(more(join(folder, 'coarse'))), fitAnywhere(more(await loadAnywhere(two))), fit({ ...more(coarse), out: join(folder, 'finer') }),
    ]);
    const [first, ...others] = finer.map((model) => model.files());
    for (const other of others) for (const name of ['network.safetensors', 'network.json', 'result.json', 'start/network.json', 'start/network.safetensors']) expect([name, Buffer.from(other[name]!)]).toEqual([name, Buffer.from(first![name]!)]);
    expect(Buffer.from(first!['start/network.safetensors']!)).toEqual(Buffer.from(coarse.files()['network.safetensors']!));
    // The last is known by the source tree, too.
    expect(new Set(finer.slice(0, 4).map(({ run: { id } }) => id)).size).toBe(1);
    expect(loss(finer[0]!)).toBeLessThan(loss(coarse));
    // What was saved with its beginning is loaded, and gone on from, as any other.
    const again = await fit(more(finer[0]));
    expect(Buffer.from(again.files()['start/network.json']!)).toEqual(Buffer.from(first!['network.json']!));
  }, 60_000);

  test.each<[string, unknown, string]>([
    ['what is none', { inputs, targets, from: 3 }, 'input: fit must have as "from" a model, such as another fit or "load" gives, or the folder of a run.'],
    ['one twice', { inputs, targets, from: 'a', network: { from: 'b' } }, 'input: fit takes what it goes on from as "from" or as "network.from", not as both. Leave one out.'],
    ['one beside a text', { text: '{}', from: 'a' }, 'input: fit takes "text" or the options that it holds, not both; got "from" besides. Leave one out.'],
    ['one beside widths', { inputs, targets, from: 'a', network: { widths: [2, 1] } }, 'input: network.widths cannot be set beside network.from'],
    ['a folder that is not there', { inputs, targets, from: join(folder, 'nowhere') }, 'input: network.from: there is no saved network in "'],
  ])('is refused: %s', async (_, options, message) => {
    expect((await refusal(options)).slice(0, message.length)).toBe(message);
  });
});

test('what is no package or function is refused wherever it is taken', async () => {
  for (const [loading, what] of [[load(join(folder, 'nowhere'), { packages: [{}] as never }), 'load'], [loadAnywhere({}, { packages: [{}] as never }), 'load']] as const) await expect(loading).rejects.toThrow(`${what} must have as "packages" a list of plugin packages at hand; packages[0] has no "name".`);
  const keys = { name: 'it', base: 'it.yaml', factors: { seed: [1, 2] }, seeds: '1..2', metric: 'rmse' } as unknown as StudyOptions;
  for (const option of ['onStart', 'onProgress']) await expect(study({ ...keys, [option]: true } as StudyOptions)).rejects.toThrow(`study must have as "${option}" a function; got true.`);
  await expect(study({ ...keys, signal: 3 } as never)).rejects.toThrow('study must have as "signal" an AbortSignal; got 3.');
});

describe('models', () => {
  test('are saved and loaded, from a folder and from their files', async () => {
    const model = await fit({ inputs, targets, stages: quick });
    const place = join(folder, 'saved');
    await model.save(place);
    const at = [[0.3, 0.4]];
    const expected = await model.predict(at);
    expect(await (await load(place)).predict(at)).toEqual(expected);
    expect(await (await loadAnywhere(model.files())).predict(at)).toEqual(expected);
    await expect(model.save(place)).rejects.toThrow('a model is saved in an empty folder');
    await expect((await loadAnywhere(model.files())).save(place)).rejects.toThrow('there are no folders here to save a model in');
    const copy = `${place}-of-files`;
    await (await load(model.files())).save(copy);
    expect(readdirSync(copy).sort()).toEqual(readdirSync(place).sort());
    // What is no folder is named, also where it is above the folder.
    const file = join(copy, 'network.json');
    for (const inTheWay of [file, join(file, 'below')]) expect(await model.save(inTheWay).catch((error: unknown) => isKnotworkError(error) && error.message)).toMatch(/^a model is saved in an empty folder; ".*network\.json" is a file\. Choose another\.$/);
    await expect(load(join(folder, 'nowhere'))).rejects.toThrow('has no network.json');
    for (const got of [undefined, null, 3]) await expect(load(got as unknown as string)).rejects.toThrow(`load takes files of a run by their names, or a folder such as "runs/NAME/ID"; got ${String(got)}.`);
  }, 60_000);

  test('tell about themselves: in a line, in lines and as a page', async () => {
    const model = await fit({ inputs, targets, stages: quick, name: 'told', dataset: { split: { test: 0.2 } } });
    const line = /^Model told: regression, x1, x2 -> y, widths \[2, 5, 1\]; test: loss \S+, mae \S+, maxError \S+, r2 \S+, rmse (\S+)$/;
    expect([inspect(model), `${model}`]).toEqual([expect.stringMatching(line), inspect(model)]);
    expect(Number(line.exec(`${model}`)![1])).toBeCloseTo(model.metrics!.test!['rmse']!, 3);
    const summary = await model.summary();
    expect(summary.split('\n')[0]).toMatch(/^told: completed, regression of y from 2 inputs, widths \[2, 5, 1\], b-spline/);
    expect(summary).toMatch(/\nx1 +\S+ +█+\n/);
    expect(summary).not.toContain('Results in');
    expect(await model.report()).toMatch(/^<!doctype html>\n[^]*<title>told[^]*<\/html>\n$/);
    // Of its files alone it is the same.
    expect(await (await loadAnywhere(model.files())).summary()).toBe(summary);
    // One with another function on an edge says so, and is held against the same constant.
    const changed = await model.withFunction({ layer: 0, from: 0, to: 0 }, 'exp');
    const constant = (text: string): string => /^a constant +(\S+) +100 %$/m.exec(text)![1]!;
    for (const one of [changed, await loadAnywhere(changed.files())]) {
      const told = await one.summary();
      expect([constant(told), told.includes(`run ${model.run.id}, finished`), summary.includes(`run ${model.run.id}, finished`)]).toEqual([constant(summary), false, true]);
      const note = `Made from run ${model.run.id}: exp on the edge of layer 0 from 0 to 0.`;
      expect(told).toContain(note);
      expect(told).not.toMatch(/^stage 1\/1|^Loss /m);
      const page = await one.report();
      for (const part of [note, '1 symbolify</th><td>exp on the edge of layer 0 from 0 to 0<', 'The file of the run that this network was made from with every default filled in']) expect(page).toContain(part);
    }
    const third = await (await changed.withFunction({ layer: 0, from: 1, to: 0 }, 'square')).withFunction({ layer: 0, from: 0, to: 1 }, 'exp');
    expect((await (await third.withFunction({ layer: 0, from: 1, to: 1 }, 'square')).summary()).replaceAll('\n', ' ')).toContain(`Made from run ${model.run.id}: 1 other change, then square on the edge of layer 0 from 1 to 0, then exp on the edge of layer 0 from 0 to 1, then square on the edge of layer 0 from 1 to 1. All numbers are`);
  }, 60_000);

  test('learn a file of the disk', async () => {
    const model = await fit({ dataset: { kind: 'table', path: join(folder, 'rows.csv'), target: 'y', split: { test: 0.2 } }, network: { widths: [2, 1] }, stages: quick });
    expect(model.inputs).toEqual(['a', 'b']);
  }, 60_000);
});

describe('study', () => {
  const keys: StudyOptions = { name: 'a-study', base: hello, factors: { 'network.basis': ['b-spline', 'chebyshev'] }, seeds: '1..2', metric: 'rmse' };
  const refused = async (options: unknown): Promise<string> => study(options as StudyOptions).then(() => 'nothing was thrown', (error: unknown) => (isKnotworkError(error) ? `${error.code}: ${error.message}` : String(error)));
  const out = join(folder, 'no-study');

  test('refuses what the command refuses, and writes nothing', async () => {
    expect(await refused({ ...keys, out, workers: 0 })).toBe('input: workers must be a whole number from 1 to 256; got "0".');
    expect(await refused({ ...keys, out, worker: 2 })).toMatch(/^input: .*worker.*unknown|^input: .*"?worker"? /);
    expect(await refused({ ...keys, out, metric: 'rsme' })).toMatch(/^input: metric must be a metric: .*; got "rsme"\. Did you mean "rmse"\?/);
    expect(await refused({ ...keys, out, base: { ...hello, network: { widths: [3, 1] } } })).toMatch(/^input: .*network\.widths must start with 2/);
    expect(await refused({ ...keys, out, base: 'nowhere.yaml' })).toMatch(/^input: base of the study: the file "nowhere\.yaml" cannot be read: ENOENT.* Check the path\.$/);
    expect(await refused({ file: 'nowhere.yaml', out })).toMatch(/^input: The file "nowhere\.yaml" cannot be read: ENOENT/);
    expect(await refused({ ...keys, out, reuse: folder })).toMatch(/^input: ".*" is not the folder of a study/);
    expect(existsSync(out)).toBe(false);
  });

  test('whose signal was given before begins nothing, and one that is ended says so and leaves what it has', async () => {
    await expect(study({ ...keys, out, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(existsSync(out)).toBe(false);
    const stop = new AbortController();
    const says: string[] = [];
    await expect(study({ ...keys, out, signal: stop.signal, onStart: (lines) => { says.push(...lines); stop.abort(new Error('seen enough')); } })).rejects.toThrow('seen enough');
    expect(says[0]).toMatch(/^a-study: 2 arms x 2 seeds = 4 trials, 0 of them done; plan [0-9a-f]{12}$/);
    expect(readdirSync(out).sort()).toEqual(['claims', 'study.json', 'trials']);
  });

  test('takes what makes a comparison fair, as a file does', async () => {
    const says: string[] = [];
    const stop = new AbortController();
    const fair: StudyOptions = { ...keys, out: join(folder, 'fair-study'), parametersPerEdge: 8, equal: { what: 'parameters', to: 'chebyshev' }, tuning: { 'stages.0.steps': [2, 3] }, signal: stop.signal, onStart: (lines) => { says.push(...lines); stop.abort(new Error('seen enough')); } };
    await expect(study(fair)).rejects.toThrow('seen enough');
    expect(says[0]).toMatch(/^a-study: 2 arms x 2 combinations to choose from x 2 seeds = 8 trials/);
    expect(says.filter((line) => line.startsWith('size of '))).toEqual([expect.stringMatching(/^size of b-spline: 8 per edge of 8 asked; parameters /), expect.stringMatching(/^size of chebyshev: 8 per edge of 8 asked; parameters as asked/)]);
  });
});
