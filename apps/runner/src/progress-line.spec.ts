import { expect, test } from '@jest/globals';
import { progressLine } from './progress-line.js';

const parts = {
  places: ['stage 1/2 fit', 'start 3 of 8'], done: 10, of: 25, unit: 'step', figures: ['RMSE train 0.123', 'validation 0.234', 'resolution 5,5'], left: '12 s left of stage 1/2',
};
const whole = 'stage 1/2 fit, start 3 of 8 [========------------] step 10/25  RMSE train 0.123  validation 0.234  resolution 5,5  12 s left of stage 1/2';

test('a wide terminal shows all', () => {
  expect(progressLine(parts, 200)).toBe(whole);
  expect(progressLine(parts, whole.length + 1)).toBe(whole);
});

test('in a narrow one what matters most is left', () => {
  expect(progressLine(parts, whole.length)).toBe('stage 1/2 fit, start 3 of 8 [========------------] step 10/25  RMSE train 0.123  validation 0.234  12 s left of stage 1/2');
  expect(progressLine(parts, 110)).toBe('stage 1/2 fit, start 3 of 8 step 10/25  RMSE train 0.123  validation 0.234  12 s left of stage 1/2');
  expect(progressLine(parts, 90)).toBe('start 3 of 8 step 10/25  RMSE train 0.123  validation 0.234  12 s left of stage 1/2');
  expect(progressLine(parts, 80)).toBe('start 3 of 8 step 10/25  RMSE train 0.123  12 s left of stage 1/2');
  expect(progressLine(parts, 60)).toBe('step 10/25  RMSE train 0.123  12 s left of stage 1/2');
  expect(progressLine(parts, 40)).toBe('step 10/25  12 s left of stage 1/2');
});

test('no line is ever as long as the terminal is wide: the cursor would begin another', () => {
  for (let columns = 0; columns < 160; columns++) expect(progressLine(parts, columns).length).toBeLessThanOrEqual(Math.max(0, columns - 1));
});

test('what nobody knows takes no room', () => {
  expect(progressLine({ ...parts, figures: [], left: '', done: 0 }, 80)).toBe('stage 1/2 fit, start 3 of 8 [--------------------] step 0/25');
  expect(progressLine({ ...parts, places: [], figures: [], left: '' }, 20)).toBe('step 10/25');
});
