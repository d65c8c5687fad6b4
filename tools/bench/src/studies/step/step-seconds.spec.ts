import { expect, test } from '@jest/globals';
import { stepSeconds } from './step-seconds.js';

test('durations have defaults, and the environment may name others', () => {
  expect(stepSeconds({})).toEqual({ warm: 0.25, step: 0.7, forward: 0.3 });
  expect(stepSeconds({ PEERS_WARM_S: '0', PEERS_STEP_S: '0.05', PEERS_FWD_S: '2' })).toEqual({ warm: 0, step: 0.05, forward: 2 });
});

test('what is not a duration is refused by name', () => {
  for (const bad of ['', 'x', '-1', 'Infinity']) expect(() => stepSeconds({ PEERS_STEP_S: bad })).toThrow(`PEERS_STEP_S must be a number of seconds, such as 0.7; got "${bad}".`);
});
