import { expect, test } from '@jest/globals';
import { type StructureRun, structureReport } from './report.js';

const run = (seed: number, text: string | null, isRecovered: boolean, isExact: boolean, seconds = 2): StructureRun =>
  ({ name: 'product', formula: 'x1 * x2', seed, text, isRecovered, isExact, seconds, failure: text === null ? 'it ended' : null });

test('a row says how many of how many seeds were exact, recovered, or without an equation, and what is not exact is told', () => {
  const lines = structureReport([run(1, 'x1 * x2', true, true), run(2, '1.001 * x1 * x2', true, false, 4), run(3, 'x1', false, false, 3), run(4, null, false, false, 9), run(5, 'exp(log(x1) + log(x2))', false, true, 3)]);
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['case', 'formula', 'exact', 'recovered', 'no equation', 'seconds'], ['product', 'x1 * x2', '2 of 5', '2 of 5', '1 of 5', '3.0'], [''],
    ['product, seed 2: 1.001 * x1 * x2'], ['product, seed 3: x1'], ['product, seed 4: it ended'], ['product, seed 5: exp(log(x1) + log(x2))'],
  ]);
});
