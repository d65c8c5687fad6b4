import { expect, test } from '@jest/globals';
import { parsedText, plainText } from './fixtures/plain-text.js';
import { catalog, planOf, settingOf } from './fixtures/setting.js';
import { Optimization, type OptimizationSnapshot } from './optimization.js';
import { optimize } from './optimize.js';
import type { Plan } from './plan.js';
import { openSession, type Problem, type Session } from './session.js';

const heavyBall = (rate: number): Partial<Problem> => ({ optimizer: { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate } } });

async function opened(change: Partial<Problem> = {}): Promise<{ session: Session; state: Awaited<ReturnType<Session['program']['start']>> }> {
  const { problem, network } = settingOf(change);
  const session = await openSession(problem);
  return { session, state: await session.program.start(network(0)) };
}

const saved = async (optimization: Optimization): Promise<OptimizationSnapshot> => parsedText(plainText(await optimization.snapshot())) as OptimizationSnapshot;

test('step by step comes to what running through comes to', async () => {
  const plan: Plan = planOf({ steps: 6 });
  const [whole, single] = [await opened(), await opened()];
  const outcome = await optimize(whole.session, whole.state, plan);
  const optimization = await Optimization.begin(single.session, single.state, plan);
  const endings = [];
  do endings.push(await optimization.step()); while (endings.at(-1) === null);
  expect(endings).toEqual([null, null, null, null, null, 'steps']);
  expect(await optimization.finish()).toEqual(outcome);
  expect(await single.state.read()).toEqual(await whole.state.read());
});

test('one that has ended takes no more steps, from its snapshot neither, and ends with the same place', async () => {
  // Steps so long that numbers overflow.
  const diverging = heavyBall(1e200);
  const plan: Plan = planOf({ steps: 50 });
  const { session, state } = await opened(diverging);
  const optimization = await Optimization.begin(session, state, plan);
  while (await optimization.step() === null);
  expect(await optimization.step()).toBe('not-finite');
  const again = await Optimization.resume((await opened(diverging)).session, plan, await saved(optimization));
  expect(await again.step()).toBe('not-finite');
  const outcome = await optimization.finish();
  expect(outcome.place).toEqual({ layer: expect.any(Number), from: expect.any(Number), to: expect.any(Number) });
  expect(await again.finish()).toEqual(outcome);
});
