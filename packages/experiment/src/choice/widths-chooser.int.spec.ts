import { describe, expect, test } from '@jest/globals';
import { defineDataSet, definePackage, type InstalledPackage, isKnotworkError, type Rows, type Samples, z } from '@knotwork/plugin';
import { randomStream } from '@knotwork/numerics';
import { given, type Overrides } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import type { ChoiceReport } from './choice-report.js';
import { foldsOf } from './folds-of.js';
import { Composer } from '../compose/composer.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import type { RunOutcome } from '../run/recipe.js';
import { defineStage } from '../stages/stage.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const ROWS = 24;
const samples = (width: number, value: (n: number, j: number) => number): Samples => ({ count: ROWS, width, values: Float64Array.from({ length: ROWS * width }, (_, k) => value(Math.floor(k / width), k % width)) });

/** What every fit was given: its widths, the number of each training row, of the rows that it must not see, and of those that choose. */
interface Seen { readonly widths: readonly number[]; readonly train: readonly number[]; readonly test: readonly number[]; readonly validation: number }
let seen: Seen[] = [];
const numbered = (rows: Rows): number[] => [...rows.targets.values];

/** Rows whose target is their number, and a stage that trains nothing and writes down what it sees. */
const scripted: InstalledPackage = {
  name: 'scripted', version: '1.0.0', definition: definePackage({
    api: 2, plugins: [
      defineDataSet({
        name: 'numbers', summary: 'Rows whose target is their number', options: z.strictObject({ division: z.union([z.literal('time'), z.array(z.number())]).optional(), weighted: z.boolean().default(false), rare: z.int().min(0).default(0) }),
        load: ({ division, weighted, rare }) => {
          const rows: Rows = { inputs: samples(2, (n, j) => (j === 0 ? n : (7 * n) % ROWS)), targets: samples(1, (n) => n), ...(weighted ? { weights: Float64Array.from({ length: ROWS }, (_, n) => Number(n < 12)) } : {}) };
          const others: Rows = { inputs: { count: 2, width: 2, values: new Float64Array(4) }, targets: { count: 2, width: 1, values: new Float64Array(2) } };
          if (rare > 0) {
            const [classed, none] = [(n: number, j: number) => Number((n < rare) === (j === 1)), { ...others, targets: { count: 2, width: 2, values: Float64Array.of(1, 0, 1, 0) } }];
            return Promise.resolve({ task: 'classification', inputs: [{ name: 'a' }, { name: 'b' }], outputs: [{ name: 'usual' }, { name: 'rare' }], standardizeInputs: true, train: { ...rows, targets: samples(2, classed) }, validation: none, test: none });
          }
          return Promise.resolve({
            task: 'regression', inputs: [{ name: 'a' }, { name: 'b' }], outputs: [{ name: 'y' }], standardizeInputs: true, train: rows, validation: others, test: others,
            ...(division === undefined ? {} : { division: division === 'time' ? division : Uint32Array.from(division) }),
          });
        },
      }),
      defineStage({
        name: 'scripted', needsTrained: false, summary: 'Trains nothing and writes down what it sees', options: z.strictObject({ diverging: z.array(z.number()).default([]), stopped: z.boolean().default(false) }),
        check: (context) => Promise.resolve(context.structure),
        run: ({ structure, fresh, data: { original }, signal }, { diverging, stopped }) => {
          const widths = [structure.layers[0]!.inputs, ...structure.layers.map((l) => l.outputs)];
          seen.push({ widths, train: numbered(original.train), test: numbered(original.test), validation: original.validation.targets.count });
          const status = signal.aborted ? 'interrupted' : diverging.includes(widths.length) ? 'diverged' : stopped ? 'stopped' : 'completed';
          return Promise.resolve({ structure, network: fresh(0), status, ...(status === 'diverged' ? { reason: 'it was to' } : {}), report: { kind: 'scripted' } });
        },
      }),
    ],
  }),
};
const text = `knotwork: 1
name: choosing
seed: 3
dataset: numbers
network: { widths: { hidden: [[], [2]], folds: 4 }, basis: { kind: b-spline, intervals: 3 } }
stages: [scripted]
`;

interface Ran { readonly outcome: RunOutcome; readonly choice: ChoiceReport; readonly events: readonly RunEvent[]; readonly place: MemoryPlace; readonly notes: readonly string[] }
async function run(overrides: readonly string[] = [], place = new MemoryPlace(), stopAt: (event: RunEvent) => boolean = () => false, file = text, more: Overrides = []): Promise<Ran> {
  seen = [];
  const abort = new AbortController();
  const events: RunEvent[] = [];
  const observer = given(tokens.observer, { observe: (event: RunEvent) => { events.push(event); if (stopAt(event)) abort.abort(); } });
  const composition = await new Composer([...standard, scripted], [observer, ...more]).compose({ text: file, fileName: 'choosing.yaml', folder: '', overrides, again: false }, [given(tokens.place, place)]);
  const outcome = await composition.run(abort.signal);
  return { outcome, choice: outcome.result['choice'] as ChoiceReport, events, place, notes: composition.notes };
}
async function refusal(overrides: readonly string[]): Promise<string> {
  try { await run(overrides); } catch (error) {
    if (isKnotworkError(error)) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}
const bytes = ({ folder }: MemoryPlace): unknown => ['result.json', 'network.json', 'network.safetensors'].map((name) => folder.read(name));

describe('widths that cross-validation chooses', () => {
  test('every network is fitted without each part once, then the one that is taken to all rows', async () => {
    const { outcome, choice } = await run();
    const all = Array.from({ length: ROWS }, (_, n) => n);
    const foldOf = foldsOf({ task: 'regression', train: { inputs: samples(0, () => 0), targets: samples(1, (n) => n) } }, 4, randomStream(3, 'data').fork('cross-validation'));
    const parts = [0, 1, 2, 3].map((f) => all.filter((n) => foldOf[n] === f));
    const expected = [[2, 1], [2, 2, 1]].flatMap((widths) => parts.map((held) => ({ widths, train: all.filter((n) => !held.includes(n)), test: held, validation: 2 })));
    expect(seen).toEqual([...expected, { widths: choice.networks[choice.chosen]!.widths, train: all, test: [0, 0], validation: 2 }]);
    expect(outcome).toMatchObject({ status: 'completed', result: { deterministic: true, network: { widths: choice.networks[choice.chosen]!.widths }, choice: { folds: 4, rows: ROWS, isStopped: false } } });
    // The target is the number of a row, and so is an input.
    expect(choice.simple.find(({ name }) => name === 'ridge')!.rmse).toBeLessThan(0.1);
    expect(choice.simple.find(({ name }) => name === 'constant')!.rmse).toBeGreaterThan(7);
    expect(choice.networks.map(({ unknowns }) => unknowns)).toEqual([2 * 8, 6 * 8]);
  });

  test('events tell of every fit and of the choice, in the file of metrics too', async () => {
    const { events, place, choice } = await run();
    expect(events.filter(({ event }) => event === 'cross-validated').map((event) => ('fit' in event ? [event.fit, event.fits, event.widths] : []))).toEqual(
      [[2, 1], [2, 2, 1]].flatMap((widths, c) => [1, 2, 3, 4].map((f) => [4 * c + f, 8, widths])));
    expect(events.find(({ event }) => event === 'widths-chosen')).toMatchObject({ report: choice });
    expect(place.folder.text('metrics.jsonl')!.trim().split('\n')).toHaveLength(events.length);
    // Events of the fits themselves are nobody's.
    expect(events.filter(({ event }) => event === 'stage-started')).toHaveLength(1);
  });

  test.each([1, 5, 8])('a run that is cut after fit %d goes on there and comes to the same bytes', async (last) => {
    const undisturbed = await run();
    const cut = await run([], new MemoryPlace(), (event) => event.event === 'cross-validated' && event.fit === last);
    expect(cut.outcome).toMatchObject({ status: 'interrupted', choosing: { done: last, of: 8 }, goesOn: `after fit ${last} of 8 of those that choose the widths` });
    expect(seen).toHaveLength(last);
    const next = await run([], cut.place);
    expect(seen).toHaveLength(9 - last);
    expect(next.events[0]).toMatchObject({ event: 'resumed', text: `after fit ${last} of 8 of those that choose the widths` });
    expect(bytes(next.place)).toEqual(bytes(undisturbed.place));
  });

  test('one that is cut before its first fit has nothing to go on from', async () => {
    const composition = await new Composer([...standard, scripted]).compose({ text, fileName: 'choosing.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
    expect(await composition.run(AbortSignal.abort())).toMatchObject({ status: 'interrupted', choosing: { done: 0 }, goesOn: null });
  });

  test('one that is cut in the recipe does not choose again', async () => {
    const undisturbed = await run();
    const cut = await run([], new MemoryPlace(), ({ event }) => event === 'stage-started');
    expect([seen.length, cut.outcome.status, cut.outcome.goesOn]).toEqual([9, 'interrupted', 'at the beginning of stage 1/1 scripted']);
    const next = await run([], cut.place);
    expect([next.outcome.status, seen.length, next.events[0]]).toEqual(['completed', 1, expect.objectContaining({ event: 'resumed', text: 'at the beginning of stage 1/1 scripted' })]);
    expect(bytes(next.place)).toEqual(bytes(undisturbed.place));
  });

  test('where all diverge and one part has all rows of a class, it is said', async () => {
    const refusalOf = (rare: number): Promise<string> => refusal(['stages=[{ kind: scripted, diverging: [2, 3] }]', `dataset={ kind: numbers, rare: ${rare} }`]);
    expect(await refusalOf(1)).toMatch(/\(\[2, 2\], \[2, 2, 2\]\); "rare" is the class of 1 training row, and of none where that is held back\. Add rows of it, or set network\.widths to a list such as \[2, 2, 2\], which compares nothing\.$/);
    expect(await refusalOf(2)).toMatch(/Look for extreme values in the data, or set standardize: rank in the data set\.$/);
  });

  test('a network that diverges on any part is out; with all of them the run is refused', async () => {
    const { choice } = await run(['stages=[{ kind: scripted, diverging: [3] }]']);
    expect([choice.chosen, choice.networks[1]!.loss]).toEqual([0, null]);
    expect(await refusal(['stages=[{ kind: scripted, diverging: [2, 3] }]'])).toBe(
      'network.widths cannot be chosen: every network diverged on some part of the rows ([2, 1], [2, 2, 1]). Look for extreme values in the data, or set standardize: rank in the data set.');
  });

  test('a time budget in any fit makes the result one that cannot be repeated', async () => {
    expect((await run(['stages=[{ kind: scripted, stopped: true }]'])).outcome.result).toMatchObject({ deterministic: false, choice: { isStopped: true } });
  });

  test('a network that is exact on rows that it did not see ends the comparison, but for those with fewer unknowns', async () => {
    const file = (hidden: string, noise: number): string => `knotwork: 1
name: exact
seed: 3
dataset: { kind: expression, expression: 2 * x1 - x2, domain: [-1, 1], samples: { train: 60, validation: 10, test: 10 }, noise: ${noise} }
network: { widths: { hidden: ${hidden}, folds: 3 }, basis: { kind: polynomial, degree: 1 }, edge: plain, outside: free }
stages: [{ kind: fit, steps: 10, starts: { count: 1, steps: 1, keep: 1 }, smoothing: 0 }]
`;
    const compared = async (hidden: string, noise = 0): Promise<readonly (readonly number[])[]> => {
      const { choice, events } = await run([], new MemoryPlace(), () => false, file(hidden, noise));
      expect(events.filter(({ event }) => event === 'cross-validated')).toHaveLength(3 * choice.networks.length);
      return choice.networks.map(({ widths }) => widths);
    };
    expect(await compared('[[], [1], [2]]')).toEqual([[2, 1]]);
    expect(await compared('[[2], [], [1]]')).toEqual([[2, 2, 1], [2, 1]]);
    expect(await compared('[[], [1]]', 0.01)).toEqual([[2, 1], [2, 1, 1]]);
  }, 30_000);

  test('in a race a network that is clearly worse is left behind, what is told is of the parts that all have predicted, and a run that is cut goes on', async () => {
    const file = `knotwork: 1
name: race
seed: 3
dataset: { kind: expression, expression: sin(3 * x1) * x2, domain: [-1, 1], samples: { train: 300, validation: 10, test: 10 }, noise: 0.01 }
network: { widths: { hidden: [[], [2]], folds: 3, race: true }, basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 30, starts: { count: 2, steps: 10, keep: 1 } }]
`;
    const { choice, events, place } = await run([], new MemoryPlace(), () => false, file);
    expect(events.flatMap((event) => (event.event === 'cross-validated' ? [[event.fit, event.widths]] : []))).toEqual([[1, [2, 1]], [2, [2, 2, 1]]]);
    expect(choice).toMatchObject({ rows: 100, best: 1, chosen: 1, networks: [{ widths: [2, 1], parts: 1 }, { widths: [2, 2, 1], parts: 1, difference: 0 }], worth: 'yes' });
    expect(choice.networks[0]!.difference! / choice.networks[0]!.standardError!).toBeGreaterThan(5);
    expect(choice.simple.every(({ loss, rmse }) => Number.isFinite(loss) && Number.isFinite(rmse))).toBe(true);
    const cut = await run([], new MemoryPlace(), (event) => event.event === 'cross-validated' && event.fit === 1, file);
    expect(cut.outcome).toMatchObject({ status: 'interrupted', choosing: { done: 1, of: 6 } });
    expect(bytes((await run([], cut.place, () => false, file)).place)).toEqual(bytes(place));
  }, 60_000);

  test('groups stay together, and rows that weigh nothing do not count', async () => {
    const groups = Array.from({ length: ROWS }, (_, n) => n % 6);
    const { choice } = await run([`dataset={ kind: numbers, division: [${groups.join(', ')}] }`]);
    for (const { test: held } of seen.slice(0, 8)) expect(held.every((n) => groups.filter((g) => g === n % 6).length === held.filter((m) => m % 6 === n % 6).length)).toBe(true);
    expect(choice.folds).toBe(4);
    const weighted = await run(['dataset={ kind: numbers, weighted: true }']);
    expect(weighted.choice.simple[0]!.loss).not.toBeCloseTo(choice.simple[0]!.loss!, 2);
    // The error beside the comparison is of the rows that count, 0 to 11; that of the tables is of all.
    const { rmse, loss } = weighted.choice.networks[weighted.choice.chosen]!;
    expect(rmse! ** 2 / loss!).not.toBeCloseTo(choice.networks[choice.chosen]!.rmse! ** 2 / choice.networks[choice.chosen]!.loss!, 1);
    expect(weighted.choice.text).toContain('its RMSE, with rows weighed, is');
    expect(choice.text).not.toContain('weighed');
  });

  test('what cannot be divided is refused before anything is fitted', async () => {
    expect(await refusal(['dataset={ kind: numbers, division: time }'])).toBe(
      'network.widths (line 5) must be a list where rows are split by time: cross-validation would learn from later rows what it predicts of earlier ones. Set it to the inputs, the hidden nodes and the outputs of one network, such as network.widths=[2,2,1].');
    expect((await refusal(['dataset={ kind: numbers, division: time }', 'network.widths.hidden=[[]]']))).toMatch(/ such as network\.widths=\[2,1\]\.$/);
    expect(await refusal(['network.widths.folds=30'])).toMatch(/^network\.widths\.folds \(from the override "network\.widths\.folds=30"\) must be at most the number of training rows, 24; got 30\. Set network\.widths\.folds=24/);
    expect(await refusal([`dataset={ kind: numbers, division: [${Array(ROWS).fill(1).join(', ')}] }`])).toMatch(/must be at most the number of groups, 1; got 4\./);
    expect(await refusal(['dataset=null', 'datasets={ one: numbers, two: numbers }'])).toMatch(/must be a list where there are several data sets \(one, two\): .* such as network\.widths=\[2,2,1\]\.$/);
    expect(seen).toEqual([]);
  });
});

test('the preset for tables takes the additive network where that is what there is to find', async () => {
  const file = `knotwork: 1
name: additive
preset: table
dataset: { kind: expression, expression: 2 * x1 + sin(3 * x2), noise: 0.5, samples: { train: 80, validation: 0, test: 50 } }
`;
  const { choice, outcome, notes } = await run(['network.widths={ hidden: [[], [2]], folds: 3 }', 'stages=[{ kind: fit, starts: { count: 2, steps: 5 }, steps: 10 }]'], undefined, undefined, file);
  expect([choice.networks.map(({ widths }) => widths), choice.networks[choice.chosen]!.widths, notes]).toEqual([[[2, 1], [2, 2, 1]], [2, 1], []]);
  expect(outcome.result['stages']).toMatchObject([{ smoothing: { edf: expect.any(Number) } }]);
}, 60_000);

describe('structure that is found proposes networks', () => {
  const file = `knotwork: 1
name: product
seed: 5
dataset: { kind: expression, expression: x1 * sin(1.6 * x2 + 0.3 * x2^2) + 1, domain: [-1, 1], samples: { train: 150, validation: 50, test: 50 } }
network: { widths: { hidden: [[], [2]], folds: 2, structure: true }, basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, starts: { count: 3, steps: 15 }, steps: 40 }]
`;

  test('of x1 sin(1.6 x2 + 0.3 x2^2) + 1, whose curve is no law, a node that multiplies, which is taken; and a run that ends behind what was looked for goes on', async () => {
    const [undisturbed, left] = [new MemoryPlace(), new MemoryPlace()];
    const { choice, outcome, events, place } = await run([], undisturbed, (event) => {
      // What a run that is killed there leaves.
      if (event.event === 'cross-validated' && event.fit === 5) for (const name of undisturbed.folder.names()) left.folder.write(name, undisturbed.folder.read(name)!);
      return false;
    }, file);
    expect(choice.networks.map(({ widths, structure }) => [widths, structure])).toEqual([[[2, 1], undefined], [[2, 2, 1], undefined], [[2, 1, 1], 'x1 and x2 multiply']]);
    expect(choice.chosen).toBe(2);
    expect(events.find(({ event }) => event === 'structure-found')).toMatchObject({ structures: ['x1 and x2 multiply'] });
    expect(outcome.result).toMatchObject({ network: { widths: [2, 1, 1] }, metrics: { test: { rmse: expect.any(Number) } } });
    // As near as splines of three intervals come to a wave.
    expect((outcome.result['metrics'] as { test: { rmse: number } }).test.rmse).toBeLessThan(2e-3);
    const again = await run([], left, undefined, file);
    expect(again.events.flatMap((event) => (event.event === 'cross-validated' ? [event.fit] : []))).toEqual([6]);
    expect(bytes(again.place)).toEqual(bytes(place));
  }, 120_000);

  test('a sum of curves proposes none besides the one that is there, nor do classes', async () => {
    const { choice } = await run(['dataset.expression=x1^2+x2', 'dataset.noise=0.01'], undefined, undefined, file);
    expect(choice.networks.map(({ widths }) => widths)).toEqual([[2, 1], [2, 2, 1]]);
    // Of rows without noise the sum is exact, and nothing else is fitted at all.
    const exact = await run(['dataset.expression=x1^2+x2'], undefined, undefined, file);
    expect(exact.choice.networks.map(({ widths }) => widths)).toEqual([[2, 1]]);
  }, 60_000);
});

test('a network may be told layer by layer', async () => {
  const hidden = 'network.widths.hidden=[[], { nodes: [2], layers: { 0: { layer: multiplicative, edges: [{ only: [[0, 1], [1, 2]] }, { only: [[1, 0]], basis: { kind: polynomial, degree: 1 }, edge: plain, outside: free }] } } }]';
  const { choice } = await run([hidden]);
  expect(choice.networks.map(({ widths, unknowns }) => [widths, unknowns])).toEqual([[[2, 1], 16], [[2, 2, 1], expect.any(Number)]]);
  // Three edges into the first layer, of which one is a line with a bias, and two out of it.
  expect(choice.networks[1]!.unknowns).toBeLessThan(5 * 8);
  expect(await refusal(['network.widths.hidden=[{ nodes: [2], layers: { 2: { layer: multiplicative } } }]'])).toMatch(/^network\.widths\.hidden\.0\.layers\.2 .*there is no layer 2: 1 hidden layer makes the layers 0 to 1/);
  expect(await refusal(['network.widths.hidden=[{ nodes: [2], layers: { 0: { edges: [{ only: [[0, 5]] }] } } }]'])).toMatch(/Layer 0 names the edge from 0 to 5, which it does not have/);
});
