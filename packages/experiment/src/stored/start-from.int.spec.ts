import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Contents, compose, refusal, trained, type Trained } from './fixtures/trained.js';

/** Rows of sin(3 a) + b^2 in a stretch of both. */
function rows(count: number, from: number, to: number, header = 'a,b,y'): string {
  const lines = Array.from({ length: count }, (_, n) => {
    const [a, b] = [from + (to - from) * ((n * 0.618034) % 1), from + (to - from) * ((n * 0.754878) % 1)];
    const cells: Record<string, number> = { a, b, y: Math.sin(3 * a) + b * b + 0.05 * Math.sin(91 * n), c: b };
    return header.split(',').map((name) => cells[name]).join(',');
  });
  return `${header}\n${lines.join('\n')}\n`;
}

const FIRST = `knotwork: 1
name: first
seed: 2
dataset: { kind: table, path: first.csv, target: y, split: { validation: 0.2, test: 0.2 } }
network: { widths: [2, 2, 1], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, smoothing: 0, steps: 6, starts: { count: 2, steps: 3 } }]
`;
const second = (stages: string, more = ''): string => `knotwork: 1
name: second
seed: 2
dataset: { kind: table, path: first.csv, target: y, split: { validation: 0.2, test: 0.2 } }
network:
  from: runs/first
stages: ${stages}
${more}`;
const MIXED = /^rows that are kept aside may be among those that the network learned from, /;
const NOTHING = '[{ kind: prune, edgeThreshold: 0, nodeThreshold: 0 }]';
const FIT = '[{ kind: fit, smoothing: 0, steps: 8 }]';

const csv = rows(120, -1, 1);
let first: Trained;
let files: Record<string, string | Uint8Array>;
beforeAll(async () => {
  first = await trained(FIRST, { 'first.csv': csv });
  files = { 'first.csv': csv, ...first.at('runs/first') };
}, 60_000);
const without = (...names: string[]): Contents => Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
const lossOf = ({ outcome }: Trained): number => (outcome.result['metrics'] as { train: { loss: number } }).train.loss;
const specOf = (run: Trained): { inputs: unknown; outputs: unknown } => JSON.parse(run.text('network.json')) as { inputs: unknown; outputs: unknown };

/** Of the first layer: both ends for each input. */
function domainsOf(run: Trained): readonly number[] {
  const bytes = Buffer.from(run.at('')['/network.safetensors']! as Uint8Array);
  const length = Number(bytes.readBigUInt64LE(0));
  const { data_offsets: [from, to] } = (JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, { data_offsets: [number, number] }>)['layers.0.terms.0.domain']!;
  return Array.from({ length: (to - from) / 8 }, (_, k) => bytes.readDoubleLE(8 + length + from + 8 * k));
}

describe('a run from a saved network', () => {
  test('that takes no step has the same network, bit for bit, and the same metrics', async () => {
    const run = await trained(second(NOTHING), files);
    const [before, after] = [first.at('')['/network.safetensors']!, run.at('')['/network.safetensors']!];
    expect(Buffer.from(after)).toEqual(Buffer.from(before));
    expect(run.outcome.result['metrics']).toEqual(first.outcome.result['metrics']);
    expect(run.composition.widths).toEqual([2, 2, 1]);
  }, 60_000);

  test('with rows beyond its grids has these stretched over them, with the curves that it had, and says so', async () => {
    const wide = { ...files, 'first.csv': rows(200, -1, 3) };
    const none = await trained(second('[{ kind: fit, smoothing: 0, steps: 1, optimizer: { kind: sgd, rate: 1e-12 } }]'), wide);
    expect(domainsOf(none)).toEqual(domainsOf(first));
    expect(none.composition.notes).toContainEqual(expect.stringMatching(/^rows to learn from go beyond grids of the network that is gone on from, in "a" \(rows -0\.9\d+ to 2\.9\d+, grid -1 to 0\.9\d+\), "b" \(.*\): grids stay in the first stage, /));
    // What trains nothing moves none, whatever strategy it would train with.
    expect((await trained(second(NOTHING), wide)).composition.notes).toContainEqual(expect.stringContaining(': grids stay in the first stage, '));
    const [still, moved] = await Promise.all(['fixed', 'moving'].map((grid) => trained(second(`[{ kind: fit, smoothing: 0, steps: 30, grid: ${grid} }]`), wide)));
    expect(domainsOf(still!)).toEqual(domainsOf(first));
    const [[low, high], [from, to]] = [domainsOf(first), domainsOf(moved!)].map(([a, b]) => [a!, b!] as const) as [readonly [number, number], readonly [number, number]];
    expect(from).toBe(low);
    expect((to - from) / (high - low)).toBeCloseTo(2, 1);
    expect(moved!.composition.notes).toContainEqual(expect.stringMatching(/ are stretched over the rows, with as many intervals as before\. A stage extend-grid makes them finer$/));
    expect(lossOf(moved!)).toBeLessThan(0.3 * lossOf(still!));
    // It began with the curves that it had: where these are smooth on the grids before, a refit of them is near.
    const losses = moved!.events.flatMap((event) => (event.event === 'step' ? [event.loss!] : []));
    const begun = still!.events.flatMap((event) => (event.event === 'step' ? [event.loss!] : []))[0]!;
    expect(losses[0]! / begun).toBeLessThan(1.5);
  }, 60_000);

  test('with few rows beyond its grids, or rows that are hardly beyond, keeps its grids', async () => {
    const [few, near] = [rows(200, -1, 1) + '2,2,4.3\n', rows(200, -1, 1.08)];
    for (const csv of [few, near]) {
      const run = await trained(second(FIT), { ...files, 'first.csv': csv });
      expect(run.composition.notes.filter((text) => text.startsWith('rows to learn from go beyond'))).toEqual([]);
    }
  }, 60_000);

  test.each(['levenberg-marquardt', 'l-bfgs', 'ssbroyden', '{ kind: adam, rate: 1e-5 }', '{ kind: adamw, rate: 1e-5 }', 'sgd'])('goes on with %s, from the loss that it had', async (optimizer) => {
    const run = await trained(second(`[{ kind: fit, smoothing: 0, steps: 40, optimizer: ${optimizer}, grid: fixed }]`), files);
    const steps = run.events.flatMap((event) => (event.event === 'step' ? [event] : []));
    expect(steps[0]!.step).toBe(0);
    expect(Math.abs(steps[0]!.loss! - lossOf(first))).toBeLessThan(1e-12);
    expect(lossOf(run)).toBeLessThanOrEqual(lossOf(first));
    expect(lossOf(run)).toBeLessThan(optimizer === 'levenberg-marquardt' ? 0.9 * lossOf(first) : lossOf(first));
  }, 60_000);

  test('extends the grid that it has, and says the levels of both', async () => {
    const run = await trained(second('[{ kind: extend-grid, levels: [6], fit: { steps: 4 } }]'), files);
    const [{ rungs }] = run.outcome.result['stages'] as [{ rungs: { level: number[]; functionChange: number | null }[] }];
    expect(rungs.map(({ level }) => level)).toEqual([[3, 3], [6, 6]]);
    expect(rungs[1]!.functionChange).toBeLessThan(1e-12);
    expect(await refusal(second('[{ kind: extend-grid, levels: [2] }]'), files)).toMatch(/^input: stages\.0\.levels\.0 \(line 7\) must not lower the resolution: "intervals" of b-spline is 3 there, got 2\. Begin with a higher level, such as 6, 9, 12, which keep its functions as they are, or /);
  }, 60_000);

  test('leaves edges off that were pruned', async () => {
    const pruned = await trained(second('[{ kind: prune, edgeThreshold: 0.45, nodeThreshold: 0 }]'), files);
    const edges = (run: Trained): { free: number; pruned: number } => (run.outcome.result['network'] as { edges: { free: number; pruned: number } }).edges;
    expect(edges(pruned).pruned).toBeGreaterThan(0);
    expect(edges(pruned).free).toBeGreaterThan(0);
    const run = await trained(second(FIT), { ...files, ...pruned.at('runs/first') });
    expect(edges(run)).toEqual(edges(pruned));
  }, 60_000);

  test('loses edges by elimination, for which fresh networks are drawn as for any other', async () => {
    const run = await trained(second('[{ kind: prune, eliminate: { tries: 1, steps: 4, starts: { count: 1, steps: 2 }, refineSteps: 1, tolerance: 0 } }]'), files);
    const [{ elimination }] = run.outcome.result['stages'] as [{ elimination: { tried: { isAccepted: boolean }[] } }];
    // The first that was not as good had its fresh start, too.
    expect(elimination.tried.some(({ isAccepted }) => !isAccepted)).toBe(true);
  }, 60_000);

  test('is standardized as it was, not by the rows at hand, and says so', async () => {
    const far = rows(100, 0, 3);
    const run = await trained(second(FIT), { ...files, 'first.csv': far });
    expect([specOf(run).inputs, specOf(run).outputs]).toEqual([specOf(first).inputs, specOf(first).outputs]);
    expect(run.composition.notes).toEqual(['the network of "runs/first" is gone on from: its widths and functions, and the standardization of inputs and targets, are as they were there', expect.stringMatching(MIXED), expect.stringMatching(/^rows to learn from go beyond grids /)]);
    const anew = await trained(FIRST, { 'first.csv': far });
    expect(specOf(anew).inputs).not.toEqual(specOf(first).inputs);
  }, 60_000);

  test('says that rows are divided otherwise where the table, the seed or the split is another, and nothing where they are the same', async () => {
    const same = second(NOTHING);
    const notesOf = async (text: string, more: Record<string, string | Uint8Array> = {}): Promise<number> => (await trained(text, { ...files, ...more })).composition.notes.filter((note) => MIXED.test(note)).length;
    expect(await notesOf(same)).toBe(0);
    expect(await notesOf(same.replace('seed: 2', 'seed: 3'))).toBe(1);
    expect(await notesOf(same.replace('seed: 2', 'seed: 3\nstreams: { data: 2 }'))).toBe(0);
    expect(await notesOf(same.replace('test: 0.2', 'test: 0.3'))).toBe(1);
    expect(await notesOf(same, { 'first.csv': rows(100, -1, 1) })).toBe(1);
  }, 60_000);

  test('says by which shares rows are divided as they were, where auto comes to others', async () => {
    const auto = (stages: string): string => second(stages).replace('validation: 0.2', 'validation: auto');
    expect((await trained(auto(FIT), files)).composition.notes.filter((note) => MIXED.test(note))).toEqual([]);
    expect((await trained(auto(NOTHING), files)).composition.notes).toContainEqual('rows that are kept aside may be among those that the network learned from, since its run had 72 training, 24 validation and 24 test rows, and this one has 96 training, 0 validation and 24 test rows: metrics on them say too much. They are kept apart by split: { validation: 0.2 }');
  }, 60_000);

  test('finds columns by their names', async () => {
    const swapped = rows(120, -1, 1, 'b,y,a');
    const run = await trained(second(NOTHING), { ...files, 'first.csv': swapped });
    expect(run.outcome.result['metrics']).toEqual(first.outcome.result['metrics']);
  }, 60_000);

  test('finds targets by their names', async () => {
    const two = (target: string): string => FIRST.replace('target: y', `target: ${target}`);
    const table = { 'first.csv': rows(120, -1, 1, 'a,b,y,c').replace('y,c\n', 'y,z\n') };
    const before = await trained(two('[y, z]').replace('[2, 2, 1]', '[2, 2, 2]'), table);
    const after = await trained(second(NOTHING).replace('target: y', 'target: [z, y]'), { ...table, ...before.at('runs/first') });
    expect(after.composition.data.outputs.map(({ name }) => name)).toEqual(['y', 'z']);
    expect(after.outcome.result['metrics']).toEqual(before.outcome.result['metrics']);
  }, 60_000);

  test('smooths itself where its edges can, and not where they have base functions', async () => {
    const stagesOf = async (contents: Contents): Promise<readonly Readonly<Record<string, unknown>>[]> => (await compose(second('[{ kind: fit, steps: 3 }, { kind: extend-grid, levels: [6] }]'), contents)).experiment.stages;
    const smoothing = ([fit, ladder]: readonly Readonly<Record<string, unknown>>[]): unknown => [fit!['smoothing'], (ladder!['fit'] as { smoothing: unknown }).smoothing, fit!['starts']];
    expect(smoothing(await stagesOf(files))).toEqual([0, 0, { count: 1, steps: 25, keep: 1 }]);
    const plain = await trained(FIRST.replace('intervals: 3 }', 'intervals: 3 }, edge: plain'), { 'first.csv': csv });
    const from = { ...files, ...plain.at('runs/first') };
    expect(smoothing(await stagesOf(from))).toEqual(['auto', 'auto', { count: 1, steps: 15, keep: 1 }]);
    expect((await compose(second('[{ kind: extend-grid, levels: [6] }]'), from)).experiment.stages[0]).toMatchObject({ fit: { smoothing: 'auto' } });
    expect(await refusal(second('[{ kind: fit, smoothing: auto }]'), files))
      .toBe('input: stages.0.smoothing (line 7): auto goes with edges without a base function, and those of layer 0 have one. Set stages.0.smoothing to a number, or leave it out.');
  }, 60_000);

  test('keeps the network that came where a fit whose smoothing chooses itself comes to a worse one, unless it was trained without', async () => {
    const plain = FIRST.replace('intervals: 3 }', 'intervals: 3 }, edge: plain').replace('smoothing: 0, steps: 6', 'smoothing: auto, steps: 60');
    interface Fitted { readonly kind: string; readonly criterion?: number; readonly isAsItCame?: boolean }
    const went = async (before: string, stages: string): Promise<{ first: Fitted; last: Fitted; run: Trained; from: Trained }> => {
      const from = await trained(before, { 'first.csv': csv });
      const run = await trained(second(stages), { 'first.csv': csv, ...from.at('runs/first') });
      const lastOf = ({ outcome }: Trained): Fitted => (outcome.result['stages'] as Fitted[]).at(-1)!;
      return { first: lastOf(from), last: lastOf(run), run, from };
    };
    // One step is not enough for strengths that begin anew.
    const kept = await went(plain, '[{ kind: fit, smoothing: auto, steps: 1 }]');
    expect(kept.last).toMatchObject({ isAsItCame: true, criterion: expect.closeTo(kept.first.criterion!, 9) });
    expect(kept.run.outcome.result['metrics']).toEqual(kept.from.outcome.result['metrics']);
    expect(kept.run.text('metrics.jsonl')).toContain('what fit went on from stays: no network that it came to is better by cross-validation of the training rows');
    // A stage between that trains nothing is none.
    expect((await went(plain, '[{ kind: prune, edgeThreshold: 0, nodeThreshold: 0 }, { kind: fit, smoothing: auto, steps: 1 }]')).last).toMatchObject({ isAsItCame: true });
    // Nor is what a penalty is to bring about undone.
    for (const penalty of ['{ kind: roughness, strength: 10 }', '{ kind: sparsity, strength: 1e-3 }']) expect((await went(plain, `[{ kind: fit, smoothing: auto, steps: 1, regularizers: [${penalty}] }]`)).last).not.toHaveProperty('isAsItCame');
    const trainedOn = await went(plain, '[{ kind: fit, smoothing: 0, steps: 20 }, { kind: fit, smoothing: auto, steps: 1 }]');
    expect(trainedOn.last).not.toHaveProperty('isAsItCame');
    expect((await went(plain.replace('smoothing: auto', 'smoothing: 0'), '[{ kind: fit, smoothing: auto, steps: 1 }]')).last).not.toHaveProperty('isAsItCame');
    const better = await went(plain.replace('steps: 60', 'steps: 3'), '[{ kind: fit, smoothing: auto, steps: 60 }]');
    expect(better.last).not.toHaveProperty('isAsItCame');
    expect(better.last.criterion).toBeLessThan(better.first.criterion!);
  }, 60_000);

  test('goes on after an interruption with the same bytes', async () => {
    const { MemoryPlace } = await import('../index.js');
    const text = second('[{ kind: fit, smoothing: 0, steps: 4 }, { kind: extend-grid, levels: [4, 5], fit: { steps: 4 }, stop: none }]');
    const whole = await trained(text, files);
    const place = new MemoryPlace();
    const abort = new AbortController();
    const events: Parameters<typeof compose>[4] = [];
    events.push = (...more): number => { if (more.some(({ event }) => event === 'rung')) abort.abort(); return 0; };
    expect((await (await compose(text, files, [], place, events)).run(abort.signal)).status).toBe('interrupted');
    // What it began with is there, and another place is gone on from with the same id.
    const copy = Object.fromEntries(['network.json', 'network.safetensors'].map((name) => [`elsewhere/${name}`, place.folder.read(`start/${name}`)!]));
    const goneOn = await compose(text, { 'first.csv': csv, ...copy }, ['network.from=elsewhere'], place);
    expect(goneOn.id).toBe(whole.composition.id);
    expect((await goneOn.run()).status).toBe('completed');
    expect(JSON.parse(place.folder.text('timing.json')!)).toMatchObject({ resumptions: 1 });
    for (const name of ['result.json', 'network.json', 'network.safetensors', 'evaluation.npz']) expect([name, Buffer.from(place.folder.read(name)!)]).toEqual([name, Buffer.from(whole.at('')[`/${name}`]!)]);
  }, 60_000);

  test('has its beginning at every moment, also where it takes the place of another run, or of itself', async () => {
    const { MemoryPlace } = await import('../index.js');
    const place = new MemoryPlace();
    await (await compose(second(NOTHING), files, [], place)).run();
    const { folder } = place;
    const [remove, there]: [typeof folder.remove, boolean[]] = [folder.remove.bind(folder), []];
    folder.remove = (name) => {
      remove(name);
      there.push(folder.read('start/network.json') !== null && folder.read('start/network.safetensors') !== null);
    };
    await (await compose(second(NOTHING), files, [], place)).run();
    await (await compose(second(FIT), files, [], place)).run();
    expect(there.length).toBeGreaterThan(10);
    expect(there).not.toContain(false);
  }, 60_000);

  test('keeps what it began with until another begins there', async () => {
    const { MemoryPlace } = await import('../index.js');
    const place = new MemoryPlace();
    await (await compose(second(NOTHING), files, [], place)).run();
    expect(place.folder.names().filter((name) => name.startsWith('start/')).sort()).toEqual(['start/network.json', 'start/network.safetensors']);
    await (await compose(FIRST, files, ['stages.0.steps=1'], place)).run();
    expect(place.folder.names().filter((name) => name.startsWith('start/'))).toEqual([]);
  }, 60_000);
});

describe('what a run is', () => {
  const idOf = async (text: string, contents: Contents, ...overrides: string[]): Promise<string> => (await compose(text, contents, overrides)).id;

  test('depends on the bytes of what it goes on from, and not on where they lie', async () => {
    const moved = { 'first.csv': csv, ...first.at('deep/er') };
    const id = await idOf(second(FIT), files);
    expect(await idOf(second(FIT), moved, 'network.from=deep/er/')).toBe(id);
    expect(await idOf(second(FIT), moved, 'network.from=deep/er/network.json')).toBe(id);
    expect(await idOf(second(FIT), moved, 'network={from: {path: deep/er/network.safetensors}}')).toBe(id);
    // Numbers that were changed by hand, where no checksum speaks for them.
    const bare = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, name.endsWith('network.json') ? new TextDecoder().decode(content as Uint8Array).replace(/,\s*"checksum": "\w+"/, '') : content]));
    const numbers = (bare['runs/first/network.safetensors'] as Uint8Array).slice();
    numbers[numbers.length - 3]! ^= 1;
    expect([await idOf(second(FIT), bare)]).not.toContain(await idOf(second(FIT), { ...bare, 'runs/first/network.safetensors': numbers }));
    // And what columns are made of.
    const record = JSON.parse(first.text('run.json')) as object;
    const encoded = { ...record, encoding: { train: { missing: 'refuse', columns: [{ column: 'a', as: 'number' }, { column: 'b', as: 'number' }] } } };
    expect(await idOf(second(FIT), { ...files, 'runs/first/run.json': JSON.stringify(encoded) })).not.toBe(id);
    const other = await trained(FIRST, files, ['seed=9', 'streams={data: 2}']);
    expect(await idOf(second(FIT), { ...files, ...other.at('runs/first') })).not.toBe(id);
  }, 60_000);

  test('is said by the resolved file, which runs as the same and refuses another network', async () => {
    const { toYaml } = await import('../config/to-yaml.js');
    const { experiment, id } = await compose(second('[{ kind: fit, steps: 3 }]'), files);
    expect(experiment.network).toEqual({ from: { path: 'runs/first', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    const again = await compose(toYaml(experiment), files);
    expect([again.id, toYaml(again.experiment)]).toEqual([id, toYaml(experiment)]);
    const other = await trained(FIRST, files, ['seed=9']);
    expect(await refusal(toYaml(experiment), { ...files, ...other.at('runs/first') })).toMatch(/^input: network\.from \(line \d+\): "runs\/first" holds another network than the one that sha256 tells: [0-9a-f]{12}\.\.\., not [0-9a-f]{12}\.\.\.\. Remove sha256/);
  }, 60_000);

  test.each(['table', 'staircase', 'continual'])('may come from the preset %s, without what that says of fresh networks', async (preset) => {
    const stages = preset === 'continual' ? ['stages=[fit]'] : [];
    const text = second('').replace(/stages:.*\n/, `preset: ${preset}\n`);
    const { experiment } = await compose(text, files, stages);
    expect(experiment.network).toMatchObject({ from: { path: 'runs/first' } });
    expect(experiment.stages[0]).toMatchObject({ kind: 'fit', starts: { count: 1 } });
    expect(experiment.standardizeTargets).toBe(true);
    const { toYaml } = await import('../config/to-yaml.js');
    expect((await compose(toYaml(experiment), files)).experiment).toMatchObject({ stages: experiment.stages });
  }, 60_000);
});

describe('members', () => {
  test('are gone on from one by one, by default from the best', async () => {
    const several = await trained(FIRST, files, ['members=2']);
    const contents = { 'first.csv': csv, ...several.at('runs/first') };
    const best = several.outcome.result['member'] as number;
    const of = async (...overrides: string[]): Promise<Buffer> => Buffer.from((await trained(second(NOTHING), contents, overrides)).at('')['/network.safetensors']!);
    const member = (k: number): Buffer => Buffer.from(several.at('')[`/members/${k}/network.safetensors`]!);
    expect(await of()).toEqual(member(best));
    expect(await of('network.from={path: runs/first, member: 1}')).toEqual(member(1));
    expect(await of('network.from={path: runs/first, member: 2}')).toEqual(member(2));
    expect(member(1)).not.toEqual(member(2));
    expect(await refusal(second(NOTHING), contents, ['network.from={path: runs/first, member: 3}']))
      .toBe('input: network.from (from the override "network.from={path: runs/first, member: 3}"): "runs/first" holds the networks 1 to 2; got member 3. Choose one of those, or leave member out for the best.');
  }, 60_000);

  test.each(['runs/first', 'runs/first/network.json'])('are none in a run of one, %s', async (path) => {
    expect(await refusal(second(NOTHING), files, [`network.from={path: ${path}, member: 1}`])).toContain(`"${path}" holds one network; got member 1. Leave member out.`);
  });
});

describe('what cannot be', () => {
  test.each<[string, string, string]>([
    ['network.widths', '  widths: [2, 3, 1]', 'network.widths (line 7)'], ['network.basis', '  basis: fourier', 'network.basis (line 7)'], ['network.edge', '  edge: plain', 'network.edge (line 7)'],
    ['network.layer', '  layer: mlp', 'network.layer (line 7)'], ['network.initializer', '  initializer: small', 'network.initializer (line 7)'],
    ['network.layers', '  layers: { 0: { edge: plain } }', 'network.layers (line 7)'], ['network.inputMap', '  inputMap: tanh', 'network.inputMap (line 7)'],
    ['standardizeTargets', 'standardizeTargets: false', 'standardizeTargets (line 7)'],
  ])('%s beside it is refused by name', async (_, line, subject) => {
    const whole = subject.startsWith('network.') ? ', or replace the block: \'network={from: runs/first}\'' : '';
    expect(await refusal(second(FIT).replace('  from: runs/first\n', `  from: runs/first\n${line}\n`), files))
      .toBe(`input: ${subject} cannot be set beside network.from: the network that is gone on from has its own widths, functions and scales. Remove it${whole}.`);
  });

  test.each<[string, string[], string]>([
    ['scales of a data set', ['dataset.standardize=rank'], 'dataset.standardize (from the override "dataset.standardize=rank") cannot be set beside network.from'],
    ['several starts', ['stages.0.starts.count=8'], 'stages.0.starts.count (from the override "stages.0.starts.count=8") must be 1 beside network.from, got 8: a saved network is one start. Leave starts out.'],
    ['several members', ['members=3'], 'members (from the override "members=3") must be 1 beside network.from, got 3'],
    ['a key that is none', ['network.hiden=3'], 'The override "network.hiden=3" touches nothing: there is no key "hiden" in network.'],
    ['a place that is no text', ['network.from=3'], 'network.from (from the override "network.from=3"): must be a text of at least 1 character, or a block'],
  ])('%s is refused', async (_, overrides, message) => {
    const said = await refusal(second(FIT), files, overrides);
    expect(said.slice(0, 7 + message.length)).toBe(`input: ${message}`);
  });

  test('what standard says of scales may stand there, as in a resolved file', async () => {
    expect((await compose(second(FIT), files, ['dataset.standardize=true', 'standardizeTargets=true', 'members=1', 'stages.0.starts.count=1'])).id).toBe((await compose(second(FIT), files)).id);
  });

  test.each<[string, () => Contents, string]>([
    ['nothing is there', () => ({ 'first.csv': csv }), 'there is no saved network in "runs/first". Give the folder of a finished run, such as runs/NAME/ID, or a network.json. A run that was begun from it keeps a copy: network.from=RUN/start goes on with the same run.'],
    ['its run has not finished a stage', () => without('runs/first/network.json', 'runs/first/network.safetensors', 'runs/first/result.json'), 'the run in "runs/first" is not finished. Give the command that began it again, which goes on with it, and then this one.'],
    ['its run has stages before it', () => ({ ...without('runs/first/result.json'), 'runs/first/checkpoint.json': '{}' }), 'the run in "runs/first" is not finished.'],
    ['its run was interrupted', () => ({ ...files, 'runs/first/result.json': '{ "status": "interrupted" }' }), 'the run in "runs/first" is not finished.'],
    ['its run diverged', () => ({ ...files, 'runs/first/result.json': '{ "status": "diverged" }' }), 'the run in "runs/first" diverged. Choose another run, or repeat it with other options.'],
    ['its numbers are gone', () => without('runs/first/network.safetensors'), '"runs/first" cannot be gone on from. runs/first has no network.safetensors.'],
    ['its numbers are cut off', () => ({ ...files, 'runs/first/network.safetensors': (files['runs/first/network.safetensors'] as Uint8Array).slice(0, -8) }), '"runs/first" cannot be gone on from. network.json and network.safetensors are not as they were saved'],
    ['its description is no JSON', () => ({ ...files, 'runs/first/network.json': '{' }), '"runs/first" cannot be gone on from. network.json is not a saved network: it is no JSON; it may be cut off.'],
    ['its result is damaged', () => ({ ...files, 'runs/first/result.json': '{' }), '"runs/first" cannot be gone on from. result.json of runs/first is damaged: it is no JSON.'],
  ])('%s', async (_, contents, message) => {
    const said = await refusal(second(FIT), contents());
    const expected = `input: network.from (line 6): ${message}`;
    expect(said.slice(0, expected.length)).toBe(expected);
  });

  test.each<[string, string, string[], string]>([
    ['a column less', 'a,y', [], 'the data lack the inputs "b"'],
    ['another column', 'a,c,y', [], 'the data lack the inputs "b"; the network does not know the inputs "c"'],
    ['a column more', 'a,b,c,y', [], 'the network does not know the inputs "c"'],
    ['another target', 'a,b,c', ['dataset.target=c'], 'the data lack the outputs "y"; the network does not know the outputs "c"'],
    ['classes', 'a,b,y', ['dataset={kind: table, path: classes.csv, target: y, task: classification}'], 'the task of the network is regression, that of the data classification'],
  ])('data with %s are refused, with all that differs', async (_, header, overrides, differences) => {
    const classes = 'a,b,y\n' + Array.from({ length: 20 }, (__, n) => `${n},${(n * 7) % 20},${n % 2 === 0 ? 'u' : 'v'}`).join('\n');
    expect(await refusal(second(FIT), { ...files, 'first.csv': rows(60, -1, 1, header), 'classes.csv': classes }, overrides))
      .toBe(`input: network.from (line 6): the network in "runs/first" and the data set "train" must have the same inputs and outputs: ${differences}. Rename, add or leave out columns, or remove network.from to begin anew.`);
  });
});

describe('a classification', () => {
  const classes = (names: readonly string[]): string => `a,y\n${Array.from({ length: 90 }, (_, n) => `${(n % 30) / 10},${names[Math.floor((n % 30) / 30 * names.length)]!}`).join('\n')}\n`;
  const text = (network: string, stages: string): string => `knotwork: 1\nname: classes\ndataset: { kind: table, path: c.csv, target: y, task: classification, split: { test: 0.2 } }\nnetwork: ${network}\nstages: ${stages}\n`;

  test('goes on with the same classes, and with no others', async () => {
    const before = await trained(text('{ widths: [1, 2] }', '[{ kind: fit, steps: 3, starts: { count: 1 } }]'), { 'c.csv': classes(['u', 'v']) });
    const from = { ...before.at('run'), 'c.csv': classes(['u', 'v']) };
    const after = await trained(text('{ from: run }', NOTHING), from);
    expect(after.outcome.result['metrics']).toEqual(before.outcome.result['metrics']);
    expect(await refusal(text('{ from: run }', FIT), { ...from, 'c.csv': classes(['u', 'w', 'x']) })).toContain('the data lack the classes "v"; the network does not know the classes "w", "x"');
  }, 60_000);
});

describe('columns that inputs are made of', () => {
  const table = (makes: readonly string[], gap: boolean): string => `make,speed,y\n${Array.from({ length: 80 }, (_, n) => `${makes[n % makes.length]!},${gap && n % 9 === 0 ? '' : n / 10},${(n % makes.length) + n / 40}`).join('\n')}\n`;
  const text = (network: string, stages: string): string => `knotwork: 1\nname: cars\ndataset: { kind: table, path: cars.csv, target: y, categories: one-hot, missing: mean, split: { test: 0.2 } }\nnetwork: ${network}\nstages: ${stages}\n`;
  const encodingOf = (run: Trained): unknown => (JSON.parse(run.text('run.json')) as { encoding: unknown }).encoding;

  test('are as they were to the network, also from the copy that a run keeps: fewer levels, no gaps, another order', async () => {
    const before = await trained(text('{ widths: [5, 1] }', '[{ kind: fit, steps: 3, starts: { count: 1 } }]'), { 'cars.csv': table(['audi', 'bmw', 'vw'], true) });
    const fewer = table(['vw', 'audi'], false).split('\n').map((line) => line.split(',')).map(([make, speed, y]) => (y === undefined ? '' : `${speed},${y},${make}`)).join('\n');
    const after = await trained(text('{ from: run }', NOTHING), { ...before.at('run'), 'cars.csv': fewer });
    expect(encodingOf(after)).toEqual(encodingOf(before));
    expect(after.composition.data.inputs.map(({ name }) => name)).toEqual(['make=audi', 'make=bmw', 'make=vw', 'speed', 'speed missing']);
    // Row by row: audi and vw have their own inputs, and none is a bmw.
    const { values, width } = after.composition.data.train.inputs;
    for (let row = 0; row < values.length / width; row++) expect([values[row * width]! + values[row * width + 2]!, values[row * width + 1]]).toEqual([1, 0]);
    const copied = await compose(text('{ from: run/start }', NOTHING), { ...after.at('run'), 'cars.csv': fewer });
    expect(copied.id).toBe(after.composition.id);
    expect(await refusal(text('{ from: run }', NOTHING), { ...before.at('run'), 'cars.csv': fewer.replaceAll(/audi|vw/g, '1') }))
      .toContain('dataset.categories (line 3): Column "make" of cars.csv must be categories, as it was for the network that is gone on from.');
  }, 60_000);
});

describe('conditions that a network holds by construction', () => {
  const solved = (conditions: string, network = '{ widths: [2, 1, 1] }'): string => `knotwork: 1
name: solved
dataset: { kind: domain, coordinates: { t: [0, 1], x: [0, 1] }, equations: u_t = u_xx, conditions: [${conditions}], points: { inside: 40, face: 5 } }
network: ${network}
stages: [{ kind: solve, starts: { count: 1 }, steps: 3 }]
`;
  const [HELD, OTHER, TRAINED] = ['{ on: x=0, equation: u = 0, exact: true }', '{ on: x=0, equation: u = 1, exact: true }', '{ on: x=0, equation: u = 0 }'];
  const FROM = '{ from: runs/solved }';

  test('are held on when it is gone on from, and must be those of the equations', async () => {
    const before = (await trained(solved(HELD))).at('runs/solved');
    const after = await trained(solved(HELD, FROM), before);
    expect(JSON.parse(after.text('network.json'))).toMatchObject({ requires: ['conditions'], outputs: [{ name: 'u', conditions: { base: [['constant', 0]] } }] });
    for (const conditions of [OTHER, TRAINED]) {
      expect(await refusal(solved(conditions, FROM), before)).toMatch(/^input: network\.from \(line \d\): the network of "runs\/solved" was made for other conditions of u than those with exact: true in data set "train", and holds them for good\. Write the conditions as its run had them, or leave from out to begin with a fresh network\.$/);
    }
    const free = (await trained(solved(TRAINED))).at('runs/solved');
    expect(await refusal(solved(HELD, FROM), free)).toMatch(/the network of "runs\/solved" holds no conditions of u by construction, and data set "train" has some with exact: true\./);
  });

  test('are held on where it learns from rows of a table', async () => {
    const before = (await trained(solved(HELD))).at('runs/solved');
    const table = 't,x,u\n0.1,0.2,0.3\n0.5,0.4,0.2\n0.7,0.9,0.8\n0.3,0.6,0.5\n0.2,0.8,0.9\n';
    const rows = solved('', FROM).replace(/dataset: .*/, 'dataset: { kind: csv, path: t.csv, target: u, inputs: [t, x], split: { validation: 0, test: 0 } }').replace(/stages: .*/, 'stages: [{ kind: fit, smoothing: 0, steps: 20 }]');
    const after = await trained(rows, { ...before, 't.csv': table });
    expect(JSON.parse(after.text('network.json'))).toMatchObject({ requires: ['conditions'] });
    expect((after.outcome.result as { metrics: { train: { rmse: number } } }).metrics.train.rmse).toBeLessThan(0.05);
  });
});
