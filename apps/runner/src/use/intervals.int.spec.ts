import { expect, test } from '@jest/globals';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

test('predict has intervals as wide as rows weigh, and says for which weight they are, and that few rows chose the network', async () => {
  const weighed = Array.from({ length: 90 }, (_, n) => [n / 90, n % 2 === 0 ? 16 : 1, n / 30 + Math.sin(7 * n * n) / (n % 2 === 0 ? 4 : 1)]);
  const file = (more: string, stage: string): string => `knotwork: 1\nname: w\ndataset: { kind: table, path: weighed.csv, target: y, weight: w, split: { test: 0${more} } }\nnetwork: { widths: [1, 1] }\nstages: [{ kind: fit, starts: { count: 2 }, steps: 10${stage} }]\n`;
  const { folder, remove } = workplace(Object.fromEntries([
    ['weighed.csv', ['x,w,y', ...weighed.map((row) => row.join(','))].join('\n')], ['heavy.csv', 'x,w\n0.5,16\n0.5,1\n0.5,\n'], ['light.csv', 'x\n0.5\n'], ['weighed.yaml', file('', '')], ['chosen.yaml', file(', validation: 0.3', ', smoothing: 1e-5')],
  ]));
  const [, , some, none, chosen] = await session([
    ['run', 'weighed.yaml', '--out', 'weighed'], ['run', 'chosen.yaml', '--out', 'chosen'], ['predict', 'weighed', 'heavy.csv', '--interval', '0.9', '--json'], ['predict', 'weighed', 'light.csv', '--interval', '0.9', '--json'], ['predict', 'chosen', 'heavy.csv', '--interval', '0.5', '--json'],
  ], { cwd: folder });
  remove();
  const halves = ({ stdout }: SessionEnded): number[] => { const { 'y lower': low, 'y upper': high } = JSON.parse(stdout) as Record<string, number[]>; return high!.map((v, n) => (v - low![n]!) / 2); };
  const [heavy, light, unknown] = halves(some!) as [number, number, number];
  expect([light / heavy, halves(none!)]).toEqual([expect.closeTo(4, 0), [unknown]]);
  expect(some!.stderr).toBe('note: 1 of 3 rows have no weight above 0: their intervals are as wide as for a row of mean weight, 8.5\n');
  expect(none!.stderr).toBe('note: rows of the run were weighed, and what these weigh is not known: intervals are as wide as for a row of mean weight, 8.5. With a column "w" each is as wide as its row weighs\n');
  // Split-conformal ones are as wide for all.
  expect(new Set(halves(chosen!).map((half) => half.toFixed(9))).size).toBe(1);
  expect(chosen!.stderr).toMatch(/^note: intervals are from the errors of 27 validation rows, which chose the network, too: new rows lie inside less often than the level says\./);
}, 60_000);
