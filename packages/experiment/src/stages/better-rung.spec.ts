import { expect, test } from '@jest/globals';
import { isBetterRung } from './better-rung.js';
import type { Rung } from './stage.js';

const by = (loss: number): Pick<Rung, 'metrics'> => ({ metrics: { validation: { loss } } as unknown as Rung['metrics'] });
const chosen = (criterion: number): Pick<Rung, 'metrics' | 'smoothing'> => ({ ...by(1), smoothing: { edf: 3, criterion } });

test('a finer rung is better where its loss is less by more than rounding', () => {
  expect(isBetterRung(by(1), by(2))).toBe(true);
  expect(isBetterRung(by(2), by(1))).toBe(false);
  expect(isBetterRung(by(1 - 1e-8), by(1))).toBe(true);
  expect(isBetterRung(by(353.8112778317035), by(353.81147878303506))).toBe(true);
});

test('a tie but for rounding goes to the coarser', () => {
  expect(isBetterRung(by(353.8114787830351), by(353.81147878303506))).toBe(false);
  expect(isBetterRung(by(353.81147878303506), by(353.8114787830351))).toBe(false);
  expect(isBetterRung(by(1), by(1))).toBe(false);
  expect(isBetterRung(by(1e-30 * (1 - 1e-12)), by(1e-30))).toBe(false);
});

test('what smoothing says of itself comes before the loss, and may be negative', () => {
  expect(isBetterRung(chosen(-5), chosen(-4))).toBe(true);
  expect(isBetterRung(chosen(-4 * (1 + 1e-12)), chosen(-4))).toBe(false);
});

test('a rung without a score loses to any, and a number to none', () => {
  const none = { metrics: {} as Rung['metrics'] };
  expect([isBetterRung(by(3), none), isBetterRung(none, by(3)), isBetterRung(none, none)]).toEqual([true, false, false]);
});
