import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { isKnotworkError, type Rows, type TrainingEvent } from '@knotwork/plugin';
import { catalog, planOf, settingOf } from '../fixtures/setting.js';
import { fit } from '../fit.js';
import type { FitPlan } from '../fit-plan.js';
import type { FitResult } from '../fitting.js';
import { DATA } from '../objective.js';

const heavyBall = { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 0.02 } };
const batchOf = (size: number, seed = 1): NonNullable<FitPlan['batch']> => ({ [DATA]: { size, stream: randomStream(seed, 'batch') } });

/** Of 200 training rows. */
async function trained(change: Partial<FitPlan>): Promise<{ result: FitResult; losses: { step: number; loss: number; start?: number | undefined }[] }> {
  const { problem, network } = settingOf({ optimizer: heavyBall }, [2, 2, 1]);
  const losses: { step: number; loss: number; start?: number | undefined }[] = [];
  const observe = (e: TrainingEvent): void => { if (e.event === 'step') losses.push({ step: e.step, loss: e.loss!, start: e.start }); };
  return { result: await fit(problem, network, planOf({ steps: 60, observe, ...change })), losses };
}

test('batches of a few rows train, and the same stream trains the same network', async () => {
  const [a, again, other] = [await trained({ batch: batchOf(20) }), await trained({ batch: batchOf(20) }), await trained({ batch: batchOf(20, 2) })];
  expect(a.result.loss).toBeLessThan(0.5 * a.losses[0]!.loss);
  expect(again).toEqual(a);
  expect(other.result.loss).not.toBe(a.result.loss);
  expect(a.result.counts.gradients).toBe(60);
});

test('a batch of all rows trains as no batch does, but for the order of sums', async () => {
  const [all, whole] = [await trained({ batch: batchOf(200) }), await trained({})];
  expect(all.result.loss / whole.result.loss).toBeCloseTo(1, 10);
});

test('the loss of a short batch is told as that of any other', async () => {
  // 199 rows and the last one by itself, whose share of a batch is 1/199. Its rate is so small that nothing moves.
  const { problem, network } = settingOf({ optimizer: { ...heavyBall, options: { rate: 1e-300 } }, grid: { definition: catalog.get('grid', 'reference-still'), options: {} } }, [2, 2, 1]);
  const losses: number[] = [];
  await fit(problem, network, planOf({ steps: 2, batch: batchOf(199), observe: (e) => { if (e.event === 'step') losses.push(e.loss!); } }));
  const [order, { inputs, targets }] = [randomStream(1, 'batch').fork('epoch.0').permutation(200), problem.train[DATA] as Rows];
  const row = order[199]!;
  const one = settingOf({ ...problem, train: { [DATA]: {
    inputs: { count: 1, width: 2, values: inputs.values.slice(2 * row, 2 * row + 2) }, targets: { count: 1, width: 1, values: targets.values.slice(row, row + 1) },
  } } }, [2, 2, 1]);
  const { loss } = await fit(one.problem, network, planOf({ steps: 1 }));
  expect(losses.at(-1)).toBeCloseTo(loss, 12);
});

test('every start draws batches of its own, and what goes on from one draws others', async () => {
  const stream = randomStream(1, 'batch');
  const asked: string[] = [];
  const spied = (name: string): typeof stream => ({ ...stream, fork: (part) => { asked.push(`${name}${part}`); return part.startsWith('epoch') ? stream.fork(name + part) : spied(`${name}${part}/`); } });
  await trained({ batch: { [DATA]: { size: 100, stream: spied('') } }, starts: { count: 2, steps: 2, keep: 1 }, steps: 3 });
  expect(asked).toEqual(['starts.0', 'starts.0/epoch.0', 'starts.1', 'starts.1/epoch.0', 'epoch.0', 'epoch.1']);
});

test('a clipped gradient moves a network no further than the limit allows', async () => {
  const rate = 0.02;
  const { problem, network } = settingOf({ optimizer: heavyBall, validation: null, grid: { definition: catalog.get('grid', 'reference-still'), options: {} } });
  const { network: { parameters } } = await fit(problem, network, planOf({ steps: 1, clip: 0.01 }));
  const before = network(0).parameters;
  expect(Math.hypot(...parameters.map((v, k) => v - before[k]!))).toBeCloseTo(rate * 0.01, 12);
});

test.each(['reference-gauss-newton', 'reference-limited-memory'])('%s refuses batches and clipping before anything runs', async (name) => {
  const { problem, network } = settingOf({ optimizer: { definition: catalog.get('optimizer', name), options: {} } });
  const refusal = async (change: Partial<FitPlan>): Promise<string> => {
    const events: TrainingEvent[] = [];
    const message = await fit(problem, network, planOf({ observe: (e) => { events.push(e); }, ...change })).then(() => '', (e: unknown) => (isKnotworkError(e) ? e.message : String(e)));
    expect(events).toEqual([]);
    return message;
  };
  expect(await refusal({ batch: batchOf(10) })).toBe(`The optimizer "${name}" needs all rows in every step. Use batch: full, or a first-order optimizer such as adam.`);
  expect(await refusal({ clip: 1 })).toBe(`The optimizer "${name}" chooses the length of its steps itself. Use clip: none, or a first-order optimizer such as adam.`);
});

test('a network that runs off while grids move ends with where, not as a defect of the grid strategy', async () => {
  const { problem, network } = settingOf({ optimizer: { ...heavyBall, options: { rate: 1e30 } } }, [2, 2, 1]);
  expect(await fit(problem, network, planOf({ steps: 60 }))).toMatchObject({ ending: 'not-finite' });
});
