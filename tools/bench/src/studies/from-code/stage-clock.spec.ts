import { expect, test } from '@jest/globals';
import type { RunEvent } from '@knotwork/experiment';
import { StageClock } from './stage-clock.js';

test('the time is that from the first stage to the end of the last, and events are kept without theirs', () => {
  const times = [5, 12, 20, 31];
  const clock = new StageClock(() => times.shift()!);
  const events = ['stage-started', 'step', 'stage-finished', 'stage-started', 'stage-finished'].map((event, n) => ({ event, loss: 0.1 * n, seconds: n }) as unknown as RunEvent);
  for (const event of events) clock.observe(event);
  // The second beginning is asked for no time.
  expect(clock.milliseconds).toBe(20 - 5);
  expect(clock.events).toEqual(events.map(({ seconds: _, ...rest }) => rest));
});
