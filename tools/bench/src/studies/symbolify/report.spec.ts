import { expect, test } from '@jest/globals';
import { isRight, symbolifyReport, type SymbolicRun } from './report.js';

const run = (change: Partial<SymbolicRun>): SymbolicRun => ({ name: 'hello', noise: 0, seed: 1, wanted: ['sine', '-'], became: ['sine', null], before: 1e-3, after: 1e-12, seconds: 0.5, ...change });

test('an edge is right where it became one of the names, or stayed where it should', () => {
  expect([isRight('log|square', 'square'), isRight('log', 'square'), isRight('log', null), isRight('-', null), isRight('-', 'log')]).toEqual([true, false, false, true, false]);
});

test('a row for each formula and noise, and runs that are not right where they are asked for', () => {
  const runs = [run({}), run({ seed: 2, became: ['sine', 'exp'], after: 1e-3, seconds: 1.5 }), run({ noise: 0.1, after: Infinity })];
  const lines = symbolifyReport(runs, true);
  expect(lines).toHaveLength(4);
  expect(lines[1]!.trim().split(/ {2,}/)).toEqual(['hello', '0', '1 of 2', '1', '1.00e-3', '5.00e-4', '1.00e-3', '1', '1.5']);
  expect(lines[3]).toBe('hello, noise 0, seed 2: sine, exp; 1.00e-3 -> 1.00e-3');
  expect(symbolifyReport(runs, false)).toHaveLength(3);
});
