import { expect, test } from '@jest/globals';
import { type DataSetDefinition, defineDataSet, definePackage, isKnotworkError, z } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { given, made, type Overrides } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from './composer.js';
import type { ExperimentRequest } from './experiment-request.js';
import { memoryFiles } from '../host/files.js';
import type { Provenance } from '../host/provenance.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const hello = `knotwork: 1
name: hello-kan
seed: 1
dataset:
  kind: expression
  expression: exp(sin(pi * x1) + x2^2)
  samples: { train: 200, validation: 100, test: 100 }
network:
  widths: [2, 1, 1]
  basis: { kind: b-spline, degree: 3, intervals: 5 }
stages:
  - kind: fit
    starts: { count: 3, steps: 5 }
    steps: 20
  - kind: extend-grid
    levels: [8, 12]
    fit: { steps: 10 }
`;
const request = (change: Partial<ExperimentRequest> = {}): ExperimentRequest => ({ text: hello, fileName: 'hello.yaml', folder: '', overrides: [], again: false, ...change });
const bytes = (place: MemoryPlace): unknown => ['result.json', 'network.json', 'network.safetensors'].map((name) => place.folder.read(name));

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try { await work(); } catch (error) {
    if (isKnotworkError(error)) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

test('hello is composed and run from its text, with no file read or written', async () => {
  const place = new MemoryPlace();
  const events: RunEvent[] = [];
  const composition = await new Composer(standard).compose(request(), [given(tokens.place, place), given(tokens.observer, { observe: (event) => { events.push(event); } })]);
  expect(composition).toMatchObject({ bases: ['b-spline'], location: 'memory', done: null, notes: [] });
  expect(place.folder.names()).toEqual([]);

  const { status, result } = await composition.run();
  expect([status, (result['metrics'] as { test: { rmse: number } }).test.rmse]).toEqual(['completed', expect.any(Number)]);
  expect((result['metrics'] as { test: { rmse: number } }).test.rmse).toBeLessThan(0.05);
  expect([...place.folder.names()].sort()).toEqual(['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json']);
  expect(JSON.parse(place.folder.text('result.json')!)).toEqual(JSON.parse(JSON.stringify(result)));
  expect(JSON.parse(place.folder.text('run.json')!)).toMatchObject({ id: composition.id, git: null, knotwork: { version: '0.1.0' } });
  expect(place.folder.text('metrics.jsonl')!.trim().split('\n')).toHaveLength(events.length);
});

test('data come from files that were handed over, and decide the id', async () => {
  const table = (last: string): string => `x,y\n${Array.from({ length: 30 }, (_, i) => `${i / 30},${(i / 30) ** 2}`).join('\n')}\n1,${last}\n`;
  const overrides = ['dataset={ kind: csv, path: table.csv, target: y }', 'network.widths=[1,1]', 'stages=[{ kind: fit, steps: 3, starts: { count: 1 } }]'];
  const composed = (text: string, ...more: Overrides) => new Composer(standard, [given(tokens.files, memoryFiles({ 'table.csv': text })), ...more]).compose(request({ overrides }));
  const first = await composed(table('1'));
  expect(first.data.train.inputs.count + first.data.validation.inputs.count + first.data.test.inputs.count).toBe(31);
  expect((await composed(table('1'))).id).toBe(first.id);
  expect((await composed(table('1.5'))).id).not.toBe(first.id);
  expect((await first.run()).status).toBe('completed');
  expect(await refusal(() => new Composer(standard).compose(request({ overrides, folder: '/somewhere' }))))
    .toBe('dataset (from the override "dataset={ kind: csv, path: table.csv, target: y }"): The file "table.csv" does not exist or cannot be read. Paths start at the experiment file\'s folder, /somewhere.');
});

test('one composer makes many runs, and asks once for what belongs to the process', async () => {
  const asked = { source: 0, files: 0 };
  const provenance: Provenance = {
    host: { record: { where: 'a test' }, deciding: {} }, code: () => Promise.resolve('test'), stateOf: () => Promise.resolve(null),
    source: () => { asked.source++; return Promise.resolve(null); },
  };
  const composer = new Composer(standard, [made(tokens.provenance, 'process', [], () => { asked.files++; return provenance; })]);
  const quick = ['stages=[{ kind: fit, steps: 2, starts: { count: 1 } }]', 'dataset.samples={ train: 20, validation: 10, test: 10 }'];
  const places = [new MemoryPlace(), new MemoryPlace(), new MemoryPlace()];
  const runs = await Promise.all(places.map((place, k) => composer.compose(request({ overrides: [...quick, `seed=${k % 2}`] }), [given(tokens.place, place)])));
  await Promise.all(runs.map((run) => run.run()));
  expect(asked).toEqual({ source: 3, files: 1 });
  // Beside each other, runs of one seed come to the same, and others do not.
  expect(bytes(places[0]!)).toEqual(bytes(places[2]!));
  expect(bytes(places[1]!)).not.toEqual(bytes(places[0]!));
  expect(JSON.parse(places[0]!.folder.text('run.json')!)).toMatchObject({ where: 'a test' });
});

test('a run that was interrupted goes on in the same place and comes to the same bytes', async () => {
  const undisturbed = new MemoryPlace();
  await (await new Composer(standard).compose(request(), [given(tokens.place, undisturbed)])).run();

  const place = new MemoryPlace();
  const abort = new AbortController();
  const stop = given(tokens.observer, { observe: ({ event }: RunEvent) => { if (event === 'rung') abort.abort(); } });
  const first = await (await new Composer(standard, [stop]).compose(request(), [given(tokens.place, place)])).run(abort.signal);
  expect(first).toMatchObject({ status: 'interrupted', goesOn: 'after level 5 of stage 2/2 extend-grid' });
  const told: string[] = [];
  const observer = given(tokens.observer, { observe: (event: RunEvent) => { if (event.event === 'resumed') told.push(event.text); } });
  const second = await (await new Composer(standard, [observer]).compose(request(), [given(tokens.place, place)])).run();
  expect([second.status, told]).toEqual(['completed', ['after level 5 of stage 2/2 extend-grid']]);
  expect(bytes(place)).toEqual(bytes(undisturbed));
});

test('seconds of work add up over interruptions, and what was begun as another run is not gone on with', async () => {
  const place = new MemoryPlace();
  let seconds = 0;
  const told: string[] = [];
  /** Runs until an event, each of which takes a second. */
  const runUntil = async (last: string, overrides: readonly string[]): Promise<number> => {
    const abort = new AbortController();
    const watch = given(tokens.observer, { observe: ({ event }: RunEvent) => { if (event !== 'step') seconds++; told.push(event); if (event === last) abort.abort(); } });
    const clock = given(tokens.clock, { now: () => 1000 * seconds, date: () => new Date(0) });
    return (await (await new Composer(standard, [watch, clock]).compose(request({ overrides }), [given(tokens.place, place)])).run(abort.signal)).seconds;
  };
  const before = await runUntil('rung', []);
  seconds = 1e6;
  told.length = 0;
  const after = await runUntil('', []);
  // What was told since, a second each; the last one before came after the checkpoint and is lost. What lies between the two starts is no work.
  expect(after).toBe(before - 1 + told.filter((event) => event !== 'step').length);
  expect(told[0]).toBe('resumed');

  await runUntil('rung', ['seed=2']);
  told.length = 0;
  await runUntil('', ['seed=3']);
  expect(told[0]).toBe('stage-started');
});

test('any step of composing can be replaced', async () => {
  const compiled: string[] = [];
  const overrides: Overrides = [
    made(tokens.engine, 'run', [tokens.experiment, tokens.catalog], async ({ engine: { kind, ...options } }, catalog): Promise<Engine> => {
      const engine = await catalog.get('engine', kind).create(options);
      return { ...engine, name: 'counted', compile: (...asked) => { compiled.push(asked[2].parameters); return engine.compile(...asked); } };
    }),
    made(tokens.identity, 'run', [tokens.structure], ({ length }) => ({ id: `of-${length}`, isReusable: true })),
    given(tokens.checked, { notes: [{ text: 'nobody looked' }] }),
    given(tokens.clock, { now: () => 0, date: () => new Date(0) }),
  ];
  const place = new MemoryPlace();
  const composition = await new Composer(standard, overrides).compose(request({ overrides: ['stages=[{ kind: fit, steps: 2, starts: { count: 1 } }]'] }), [given(tokens.place, place)]);
  expect(composition).toMatchObject({ id: expect.stringMatching(/^of-\d+$/), notes: ['nobody looked'] });
  expect(compiled).toEqual([]);
  const outcome = await composition.run();
  expect(outcome).toMatchObject({ status: 'completed', seconds: 0 });
  expect(compiled.length).toBeGreaterThan(0);
  expect(JSON.parse(place.folder.text('timing.json')!)).toMatchObject({ finished: '1970-01-01T00:00:00.000Z', seconds: 0 });
  expect(JSON.parse(place.folder.text('run.json')!)).toMatchObject({ engine: { name: 'counted' } });
});

test('plugins are handed over where none can be loaded', async () => {
  expect(await refusal(() => new Composer(standard).compose(request({ text: `plugins: [./mine.mjs]\n${hello}` }))))
    .toBe('plugins must be left out here; got "./mine.mjs". Packages are not loaded by name where there are no files: hand them over with the standard ones.');
  const constant: DataSetDefinition = defineDataSet({
    name: 'constant', summary: 'Nothing but zeros', options: z.strictObject({}),
    load: () => {
      const samples = { count: 4, width: 1, values: new Float64Array(4) };
      const rows = { inputs: samples, targets: samples };
      return Promise.resolve({ task: 'regression', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }], standardizeInputs: false, train: rows, validation: rows, test: rows });
    },
  });
  const mine = { name: 'mine', version: '1.0.0', definition: definePackage({ api: 2, plugins: [constant] }) };
  const { data } = await new Composer([...standard, mine]).compose(request({ overrides: ['dataset=constant', 'network.widths=[1,1]'] }));
  expect(data.train.inputs.count).toBe(4);
});

test('a composer that opens one file after the other tells them apart, by text and by name', async () => {
  const composer = new Composer(standard);
  const seed = async (change: Partial<ExperimentRequest>): Promise<number> => (await composer.open(request(change))).experiment.seed;
  expect([await seed({}), await seed({ text: hello.replace('seed: 1', 'seed: 5') }), await seed({}), await seed({ overrides: ['seed=7'] }), await seed({})]).toEqual([1, 5, 1, 7, 1]);
  await composer.open(request({ fileName: 'other.yaml' }));
  const damaged = (fileName: string): Promise<string> => refusal(() => composer.open(request({ text: '- 1', fileName })));
  expect([await damaged('a.yaml'), await damaged('b.yaml')]).toEqual(['a.yaml', 'b.yaml'].map((name) => `${name} must be a block of keys such as "name: my-run"; it is a list. Begin with "knotwork: 1".`));
});

test('what is wrong with the experiment is told with its place', async () => {
  expect(await refusal(() => new Composer(standard).compose(request({ overrides: ['network.widths=[3,1]'] }))))
    .toMatch(/^network\.widths \(from the override "network\.widths=\[3,1\]"\) must start with 2/);
  expect(await refusal(() => new Composer(standard).open(request({ text: 'knotwork: 2' })))).toBe('knotwork (line 1): must be 1; got 2.');
});
