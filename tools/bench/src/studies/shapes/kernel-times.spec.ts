import { expect, test } from '@jest/globals';
import { type ProfiledProgram, stepParts } from './kernel-times.js';

test('times are those of one step', async () => {
  let clock = 0;
  let isOn = false;
  const program = { profile: { start: () => { isOn = true; }, stop: () => ({ forward: 6, update: 2 }) } } as unknown as ProfiledProgram;
  const step = (): Promise<void> => { clock += isOn ? 2.5 : 100; return Promise.resolve(); };
  expect(await stepParts(program, step, 4, () => clock)).toEqual({ kernels: { forward: 1.5, update: 0.5 }, step: 2.5 });
});

test('a program without a profile has no parts, and no step is run for them', async () => {
  let steps = 0;
  expect(await stepParts({} as ProfiledProgram, () => Promise.resolve(steps++), 4)).toBeNull();
  expect(steps).toBe(0);
});
