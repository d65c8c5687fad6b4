import { readNpz } from '@knotwork/arrays';
import { randomStream } from '@knotwork/numerics';
import { fit } from 'knotwork';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- conformal [--sets 100]

How often split-conformal intervals for 0.9 hold new observations: networks whose strength of smoothing is set and that validation rows stop, so that errors on
these rows are all there is to make intervals of. Simulated sets of three functions with noise, 300 rows to learn from, 200 for validation, 1000 to judge.

  --sets N  how many sets of each (100)
`;

const LEVEL = 0.9;
const ROWS = 1500;
const SPLIT = { validation: 200 / ROWS, test: 1000 / ROWS };

/** A function of inputs between -1 and 1, the standard deviation of its noise, and the hidden nodes that learn it. */
interface Problem { readonly inputs: number; readonly hidden: readonly number[]; readonly noise: number; value(x: readonly number[]): number }

const PROBLEMS: Readonly<Record<string, Problem>> = {
  additive: { inputs: 3, hidden: [], noise: 0.3, value: ([a, b, c]) => Math.sin(Math.PI * a!) + b! ** 2 + c! / 2 },
  hello: { inputs: 2, hidden: [5], noise: 0.2, value: ([a, b]) => Math.exp(Math.sin(Math.PI * a!) + b! ** 2) },
  friedman1: { inputs: 5, hidden: [5], noise: 1, value: (x) => { const [a, b, c, d, e] = x.map((v) => (v + 1) / 2); return 10 * Math.sin(Math.PI * a! * b!) + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e!; } },
};

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['sets']);
    const sets = wholeNumber('sets', options['sets'] ?? '100', 1);
    const tick = progress(sets * Object.keys(PROBLEMS).length);
    const rows: string[][] = [];
    for (const [name, problem] of Object.entries(PROBLEMS)) {
      const shares: number[] = [];
      for (let seed = 0; seed < sets; seed++) {
        shares.push(await shareHeld(problem, seed));
        tick();
      }
      rows.push([name, digits(shares.reduce((a, b) => a + b) / sets), digits(Math.min(...shares)), digits(Math.max(...shares))]);
    }
    for (const line of table(['sets', `held of ${LEVEL}, mean`, 'least', 'most'], rows)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

/** The share of the test rows of one set that lie in their intervals. */
async function shareHeld(problem: Problem, seed: number): Promise<number> {
  const stream = randomStream(seed, 'rows');
  const inputs = Array.from({ length: ROWS }, () => Array.from({ length: problem.inputs }, () => stream.uniform(-1, 1)));
  const model = await fit({
    inputs, targets: inputs.map((x) => problem.value(x) + problem.noise * stream.normal()), seed, dataset: { split: SPLIT },
    network: { widths: [problem.inputs, ...problem.hidden, 1] }, stages: [{ kind: 'fit', smoothing: 1e-3, steps: 40, starts: { count: 3, steps: 10 } }],
  });
  const arrays = readNpz(model.files()['evaluation.npz']!);
  const [rows, targets] = [arrays['test.inputs']!, arrays['test.targets']!.values];
  const { lower, upper, by } = await model.interval({ count: rows.shape[0]!, width: rows.shape[1]!, values: rows.values }, LEVEL);
  await model.dispose();
  if (by !== 'split-conformal') throw new Error(`intervals are by ${by}`);
  return targets.filter((t, n) => lower.values[n]! <= t && t <= upper.values[n]!).length / targets.length;
}
