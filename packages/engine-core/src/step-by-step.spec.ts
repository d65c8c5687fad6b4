import { expect, test } from '@jest/globals';
import type { Value } from '@knotwork/plugin/engine';
import type { StepOrder } from './backend.js';
import { stepByStep } from './step-by-step.js';

const order = (change: Partial<StepOrder> = {}): StepOrder => ({ first: 1, total: 1000, clip: Infinity, signal: undefined, batch: null, ...change });
const value = (step: number, status: Value['status'] = 'ok'): Value => ({ status, value: step, data: step, penalty: 0, blocks: [step] });

test('a few steps are answered at once, in order from the first', () => {
  const taken: number[] = [];
  const report = stepByStep(3, order({ first: 5 }), (step) => { taken.push(step); return value(step); });
  expect(report).toEqual({ done: 3, last: value(7) });
  expect(taken).toEqual([5, 6, 7]);
});

test('between many steps others have a turn: who ends them then is heard before the next', async () => {
  const abort = new AbortController();
  setTimeout(() => { abort.abort(); });
  const report = stepByStep(200, order({ signal: abort.signal }), (step) => value(step));
  expect(report).toBeInstanceOf(Promise);
  expect(await report).toEqual({ done: 64, last: value(64) });
});

test('many steps that nobody ends are all taken', async () => {
  expect(await stepByStep(200, order(), (step) => value(step))).toEqual({ done: 200, last: value(200) });
});

test('a step that is not finite is not taken, and is the last', async () => {
  for (const bad of [2, 100]) {
    const report = await stepByStep(200, order(), (step) => value(step, step === bad ? 'not-finite' : 'ok'));
    expect(report).toEqual({ done: bad - 1, last: value(bad, 'not-finite') });
  }
});
