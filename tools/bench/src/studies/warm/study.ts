import { median, randomStream } from '@knotwork/numerics';
import { fit, type FitOptions, type Model } from 'knotwork';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- warm [--seeds 5] [--rows 2000]

What it is worth to go on from a network that was fitted to half of the rows: Friedman's first function, ten inputs of which five matter, noise of 1, widths
[10, 5, 1], recipes as they are where nothing is said. Rows arrive in two halves; a network is fitted to the first, and then one to all of them: anew,
anew with one start in place of eight, and from the first one. RMSE is on 5000 other rows without noise; seconds
are those that the process computed.

  --seeds N  how many sets of rows (5)
  --rows N   rows in both halves together (2000)
`;

const WIDTHS = [10, 5, 1];
const NOISE = 1;
const JUDGING = 5000;

/** One fit: seconds of computing, and the root mean square error of its function. */
interface Fitted { readonly seconds: number; readonly rmse: number }

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['seeds', 'rows']);
    const seeds = wholeNumber('seeds', options['seeds'] ?? '5', 1);
    const rows = wholeNumber('rows', options['rows'] ?? '2000', 40);
    const tick = progress(4 * seeds);
    const fits = new Map<string, Fitted[]>();
    for (let seed = 0; seed < seeds; seed++) {
      const all = rowsOf(seed, rows, NOISE, 'learned');
      const judging = rowsOf(seed, JUDGING, 0, 'judged');
      const half = { inputs: all.inputs.slice(0, rows / 2), targets: all.targets.slice(0, rows / 2) };
      const timed = async (name: string, fitOptions: FitOptions): Promise<Model> => {
        const began = process.cpuUsage();
        const model = await fit({ seed, dataset: { split: { test: 0 } }, ...fitOptions });
        const { user, system } = process.cpuUsage(began);
        const seconds = (user + system) / 1e6;
        const { metrics } = await model.evaluate(judging.inputs, judging.targets);
        fits.set(name, [...fits.get(name) ?? [], { seconds, rmse: metrics['rmse']! }]);
        tick();
        return model;
      };
      const before = await timed('the first half', { ...half, network: { widths: WIDTHS } });
      const later = [
        await timed('all, anew', { ...all, network: { widths: WIDTHS } }),
        await timed('all, anew, one start', { ...all, network: { widths: WIDTHS }, stages: [{ kind: 'fit', starts: { count: 1 } }] }),
        await timed('all, from that of the half', { ...all, from: before }),
      ];
      for (const model of [before, ...later]) await model.dispose();
    }
    const lines = [...fits].map(([name, of]) => [name, ...spread(of.map(({ seconds }) => seconds)), ...spread(of.map(({ rmse }) => rmse))]);
    for (const line of table(['fitted to', 'seconds', 'least', 'most', 'RMSE', 'least', 'most'], lines)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

/** Median, least and most. */
function spread(values: readonly number[]): string[] { return [median(values), Math.min(...values), Math.max(...values)].map(digits); }

/** Rows of Friedman's first function. @param noise standard deviation of what is added to its values */
function rowsOf(seed: number, count: number, noise: number, name: string): { readonly inputs: number[][]; readonly targets: number[] } {
  const stream = randomStream(seed, name);
  const inputs = Array.from({ length: count }, () => Array.from({ length: WIDTHS[0]! }, () => stream.uniform(0, 1)));
  const value = ([a, b, c, d, e]: readonly number[]): number => 10 * Math.sin(Math.PI * a! * b!) + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e!;
  return { inputs, targets: inputs.map((x) => value(x) + noise * stream.normal()) };
}
