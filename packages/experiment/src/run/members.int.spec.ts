import { describe, expect, test } from '@jest/globals';
import { loadNetwork, toNetworkUnits, toUserUnits } from '@knotwork/network';
import { definePackage, installedCatalog, type InstalledPackage, type Network, z } from '@knotwork/plugin';
import { given, made, type Overrides } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { MemoryPlace } from './memory/memory-place.js';
import type { RunEvent } from './run-events.js';
import type { RunOutcome } from './recipe.js';
import { Composer } from '../compose/composer.js';
import { plainDigest } from '../host/digest.js';
import type { Metrics, MetricsBySplit } from '../measure/measurement.js';
import { defineStage, type StageStatus } from '../stages/stage.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const catalog = installedCatalog(standard);
const hello = `knotwork: 1
name: several
seed: 4
dataset: { kind: expression, expression: exp(x1) + x2^2, noise: 0.1, samples: { train: 60, validation: 30, test: 20 } }
network: { widths: [2, 2, 1], basis: { kind: b-spline, intervals: 3 } }
stages:
  - { kind: fit, starts: { count: 2, steps: 2 }, steps: 4, smoothing: 0 }
  - { kind: extend-grid, levels: [4, 5], fit: { steps: 2 }, stop: none }
`;

interface Asked { readonly first: Float64Array; readonly batch: number }
/** What the scripted stage was given, member by member. */
let asked: Asked[] = [];
/** Hands on a fresh network, with what the script says of the member: each has a stage of its own to run, once. */
const scripted: InstalledPackage = {
  name: 'scripted', version: '1.0.0', definition: definePackage({
    api: 2, plugins: [defineStage({
      name: 'scripted', needsTrained: false, summary: 'Trains nothing and reports as it is told',
      options: z.strictObject({ criteria: z.array(z.number()).default([]), statuses: z.array(z.enum(['completed', 'diverged', 'stopped'])).default([]) }),
      check: (context) => Promise.resolve(context.structure),
      run: ({ structure, fresh, batches }, { criteria, statuses }) => {
        const k = asked.length;
        asked.push({ first: fresh(0).parameters, batch: batches.next() });
        const status: StageStatus = statuses[k] ?? 'completed';
        return Promise.resolve({
          structure, network: fresh(0), status, ...(status === 'diverged' ? { reason: `it was to, in member ${k + 1}` } : {}),
          report: { kind: 'scripted', ...(criteria[k] === undefined ? {} : { criterion: criteria[k] }) },
        });
      },
    })],
  }),
};

interface MemberEntry { readonly status: string; readonly criterion: number | null; readonly isLeftOut: boolean; readonly metrics: MetricsBySplit; readonly stages: readonly unknown[] }
interface Ran { readonly outcome: RunOutcome; readonly place: MemoryPlace; readonly events: readonly RunEvent[] }

async function run(overrides: readonly string[], place = new MemoryPlace(), stopAt: (event: RunEvent) => boolean = () => false, more: Overrides = []): Promise<Ran> {
  asked = [];
  const abort = new AbortController();
  const events: RunEvent[] = [];
  const observer = given(tokens.observer, { observe: (event: RunEvent) => { events.push(event); if (stopAt(event)) abort.abort(); } });
  const composer = new Composer([...standard, scripted], [observer, ...more]);
  const composition = await composer.compose({ text: hello, fileName: 'several.yaml', folder: '', overrides, again: false }, [given(tokens.place, place)]);
  return { outcome: await composition.run(abort.signal), place, events };
}

const entries = ({ outcome }: Ran): readonly MemberEntry[] => outcome.result['members'] as MemberEntry[];
const files = ({ place }: Ran, folder = ''): unknown => ['network.json', 'network.safetensors'].map((name) => place.folder.read(`${folder}${name}`));
const member = (k: number): string => `members/${k}/`;
const everything = ({ place }: Ran): unknown => place.folder.names().filter((name) => !['timing.json', 'metrics.jsonl'].includes(name)).sort().map((name) => [name, place.folder.text(name)]);
const loaded = ({ place: { folder } }: Ran, k: number): Network =>
  loadNetwork({ json: folder.text(`${member(k)}network.json`)!, safetensors: folder.read(`${member(k)}network.safetensors`)! }, catalog).network;

const three = await run(['members=3']);

describe('A run of several networks', () => {
  test('has as many, each in a folder of its own, and in its own the one that is best by validation', () => {
    expect(three.outcome).toMatchObject({ status: 'completed', finished: { stages: 0, members: 3 }, goesOn: null });
    const own = ['network.json', 'network.safetensors'];
    expect([...three.place.folder.names()].sort()).toEqual(['evaluation.npz', 'metrics.jsonl', ...[1, 2, 3].map(member), 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json']
      .flatMap((name) => (name.endsWith('/') ? own.map((file) => name + file) : [name])).sort());
    const losses = entries(three).map(({ metrics }) => metrics.validation!['loss']!);
    const best = losses.indexOf(Math.min(...losses));
    expect(three.outcome.result).toMatchObject({ member: best + 1, chosenBy: 'validation', stages: entries(three)[best]!.stages });
    expect(files(three)).toEqual(files(three, member(best + 1)));
    expect(entries(three).map(({ criterion }) => criterion)).toEqual(losses);
    expect(entries(three).map(({ stages }) => stages.length)).toEqual([2, 2, 2]);
    expect(JSON.parse(three.place.folder.text('timing.json')!)).toEqual({
      finished: expect.any(String), seconds: expect.any(Number), resumptions: 0,
      // Of every file that a later start may show.
      files: Object.fromEntries(['result.json', ...['', 'members/1/', 'members/2/', 'members/3/'].flatMap((of) => [`${of}network.json`, `${of}network.safetensors`])]
        .map((name) => [name, plainDigest.sha256(three.place.folder.read(name)!)])),
      members: [1, 2, 3].map(() => ({ stages: [{ kind: 'fit', seconds: expect.any(Number) }, { kind: 'extend-grid', seconds: expect.any(Number) }] })),
    });
  });

  test('begins with the one that is there without others, and those that come before others do not change', async () => {
    const [one, two] = [await run([]), await run(['members=2'])];
    expect(files(one)).toEqual(files(three, member(1)));
    expect([one.place.folder.names().some((name) => name.startsWith('members')), one.outcome.result['members'], one.outcome.result['member']]).toEqual([false, undefined, undefined]);
    expect(one.outcome.result['stages']).toEqual(entries(three)[0]!.stages);
    expect(one.events.some((event) => 'member' in event || 'members' in event)).toBe(false);
    expect([files(two, member(1)), files(two, member(2))]).toEqual([files(three, member(1)), files(three, member(2))]);
  });

  test('draws first numbers and batches of each member from streams of their own', async () => {
    await run(['members=4', 'stages=[scripted]']);
    expect(new Set(asked.map(({ first }) => first.join())).size).toBe(4);
    expect(new Set(asked.map(({ batch }) => batch)).size).toBe(4);
    const all = asked;
    await run(['members=1', 'stages=[scripted]']);
    expect(asked).toEqual([all[0]]);
    // One stream of another seed leaves the other as it was.
    await run(['members=4', 'stages=[scripted]', 'streams={ init: 9 }']);
    expect(asked.map(({ batch }) => batch)).toEqual(all.map(({ batch }) => batch));
    expect(asked.map(({ first }, k) => first.join() === all[k]!.first.join())).toEqual([false, false, false, false]);
  });

  test('tells of every event which member it is about', () => {
    expect(three.events.map((event) => event.members)).toEqual(three.events.map(() => 3));
    const order = three.events.map((event) => [event.member!, event.stage] as const);
    expect(order).toEqual([...order].sort(([a, s], [b, t]) => a - b || s - t));
    expect(three.events.filter(({ event }) => event === 'stage-started').map((event) => [event.member, event.stage])).toEqual([[1, 0], [1, 1], [2, 0], [2, 1], [3, 0], [3, 1]]);
  });
});

test('the metrics of a run are those of the mean of the members that are in it, in the user\'s units, on every split', async () => {
  const overrides = ['members=3', 'stages=[{ kind: scripted, criteria: [1, 5, 1.1] }]', 'dataset.expression=[exp(x1), 40 + 3 * x2]', 'network.widths=[2,2,2]', 'engine=reference'];
  let outputsOf: ((network: Network, inputs: Network['parameters']) => Promise<Network['parameters']>) | null = null;
  let splits: Record<string, { readonly inputs: { readonly values: Float64Array }; readonly targets: { readonly values: Float64Array; readonly count: number } }> = {};
  const peek = made(tokens.checked, 'run', [tokens.structure, tokens.data, tokens.measurement, tokens.evaluator], (structure, data, measurement, evaluator) => {
    splits = { train: data.original.train, validation: data.original.validation, test: data.original.test };
    outputsOf = async (network, values) => {
      const inputs = toNetworkUnits({ count: values.length / 2, width: 2, values }, data.inputs);
      const [outputs] = await evaluator.outputs({ structure, network }, measurement.objective(0), [{ inputs, targets: inputs }]);
      return toUserUnits(outputs!, data.outputs).values;
    };
    return { notes: [] };
  });
  const ran = await run(overrides, new MemoryPlace(), () => false, [peek]);
  expect(entries(ran).map(({ isLeftOut }) => isLeftOut)).toEqual([false, true, false]);
  for (const [split, { inputs, targets }] of Object.entries(splits)) {
    const [first, third] = [await outputsOf!(loaded(ran, 1), inputs.values), await outputsOf!(loaded(ran, 3), inputs.values)];
    const errors = targets.values.map((t, i) => (first[i]! + third[i]!) / 2 - t);
    const got = (ran.outcome.result['metrics'] as Readonly<Record<string, Metrics>>)[split]!;
    expect(got['rmse']).toBeCloseTo(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length), 12);
    expect(got['maxError']).toBeCloseTo(Math.max(...errors.map(Math.abs)), 12);
    // The loss is a mean square in standardized units, output by output.
    const scale = (q: number): number => loaded(ran, 1).spec.outputs[q]!.map.scale;
    expect(got['loss']).toBeCloseTo(errors.reduce((sum, e, i) => sum + (e / scale(i % 2)) ** 2, 0) / errors.length, 12);
    // A mean is none of those it is of.
    for (const { metrics } of entries(ran)) expect(metrics[split as 'train']['rmse']).not.toBeCloseTo(got['rmse']!, 6);
  }
});

describe('What is left out of the mean', () => {
  test('are members whose criterion, as a stage reports it, is above 1.2 times that of the best', async () => {
    const ran = await run(['members=4', 'stages=[{ kind: scripted, criteria: [1.3, 1.05, 1, 1.25] }]']);
    expect(ran.outcome.result).toMatchObject({ status: 'completed', member: 3, chosenBy: 'stage' });
    expect(entries(ran).map(({ criterion, isLeftOut }) => [criterion, isLeftOut])).toEqual([[1.3, true], [1.05, false], [1, false], [1.25, true]]);
    expect(files(ran)).toEqual(files(ran, member(3)));
  });

  test('is judged by generalized cross-validation where smoothing chooses itself', async () => {
    const ran = await run(['members=2', 'stages=[{ kind: fit, smoothing: auto, starts: { count: 1 }, steps: 8 }]', 'network.edge={ kind: residual, base: none }']);
    const reported = entries(ran).map(({ stages }) => (stages[0] as { readonly smoothing: { readonly criterion: number } }).smoothing.criterion);
    expect([ran.outcome.result['chosenBy'], entries(ran).map(({ criterion }) => criterion)]).toEqual(['stage', reported]);
  });

  test('are members that diverged; the others make the result', async () => {
    const ran = await run(['members=3', 'stages=[{ kind: scripted, criteria: [0.1, 1, 1], statuses: [diverged, completed, completed] }, { kind: fit, steps: 1, smoothing: 0 }]']);
    expect(ran.outcome).toMatchObject({ status: 'completed', result: { member: 2, chosenBy: 'stage' } });
    expect(entries(ran)[0]).toMatchObject({ status: 'diverged', reason: 'it was to, in member 1', criterion: null, isLeftOut: true, stages: { length: 1 } });
    expect(entries(ran).slice(1).map(({ status, stages }) => [status, stages.length])).toEqual([['completed', 2], ['completed', 2]]);
  });

  test('is nothing where all diverged, and so did the run', async () => {
    const ran = await run(['members=2', 'stages=[{ kind: scripted, statuses: [diverged, diverged] }]']);
    expect(ran.outcome).toMatchObject({ status: 'diverged', reason: 'all of its 2 members; of the first: it was to, in member 1', result: { status: 'diverged', member: 1 } });
    expect(entries(ran).map(({ isLeftOut, criterion }) => [isLeftOut, criterion])).toEqual([[false, null], [false, null]]);
  });
});

test('a member whose time is over ends alone, and the run cannot be repeated', async () => {
  const ran = await run(['members=2', 'stages=[{ kind: scripted, statuses: [stopped, completed] }, { kind: fit, steps: 1, smoothing: 0 }]']);
  expect(ran.outcome).toMatchObject({ status: 'stopped', result: { status: 'stopped', deterministic: false } });
  expect(entries(ran).map(({ status, stages }) => [status, stages.length])).toEqual([['stopped', 1], ['completed', 2]]);
});

describe('A run of several networks that was cut off', () => {
  const cut = (place: MemoryPlace, at: number, event: string): Promise<Ran> => run(['members=3'], place, (seen) => seen.event === event && seen.member === at);
  const goOn = (place: MemoryPlace): Promise<Ran> => run(['members=3'], place);

  test.each([
    [1, 'stage-started', 'at the beginning of stage 1/2 fit of member 1/3', 0],
    [2, 'stage-finished', 'after level 3 of stage 2/2 extend-grid of member 2/3', 1],
    [3, 'stage-started', 'at the beginning of stage 1/2 fit of member 3/3', 2],
    [3, 'rung', 'after level 3 of stage 2/2 extend-grid of member 3/3', 2],
  ])('in member %i at its first %s goes on with the members it has, and ends with the same bytes', async (at, event, where, done) => {
    const place = new MemoryPlace();
    const first = await cut(place, at, event);
    expect(first.outcome).toMatchObject({ status: 'interrupted', goesOn: where, finished: { members: done } });
    expect([entries(first)?.length ?? 0, first.outcome.result['metrics'] === null]).toEqual([done, done === 0]);
    const second = await goOn(place);
    expect(second.events[0]).toMatchObject({ event: 'resumed', text: where, member: at });
    expect(everything(second)).toEqual(everything(three));
    // Nothing of a finished member is done again.
    expect(second.events.every((seen) => seen.member! >= at)).toBe(true);
  });

  test.each([['is damaged', (text: string) => text.replace('"kind":"fit"', '"kind":"fut"')], ['is gone', () => null]])('starts over when the checkpoint of a member %s, and says so', async (_, spoil) => {
    const place = new MemoryPlace();
    await cut(place, 3, 'stage-started');
    const name = 'members/2/checkpoint.json';
    const spoilt = spoil(place.folder.text(name)!);
    if (spoilt === null) place.folder.remove(name);
    else {
      expect(spoilt).not.toBe(place.folder.text(name));
      place.folder.write(name, spoilt);
    }
    const second = await goOn(place);
    expect(second.events[0]).toMatchObject({ event: 'note', text: 'members/2/checkpoint.json is damaged; the run starts over' });
    expect(everything(second)).toEqual(everything(three));
  });

  test('leaves nothing of a member that a run of fewer would not have', async () => {
    const place = new MemoryPlace();
    await cut(place, 3, 'stage-finished');
    const two = await run(['members=2'], place);
    expect([...place.folder.names()].filter((name) => name.startsWith('members')).sort()).toEqual([1, 2].flatMap((k) => ['network.json', 'network.safetensors'].map((name) => member(k) + name)));
    expect(two.outcome.status).toBe('completed');
  });
});
