import { installed } from '@knotwork/experiment';
import { randomStream } from '@knotwork/numerics';
import type { Rows } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { equationOf } from '@knotwork/symbolic';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { perturbedNetwork, truth } from './perturbed-network.js';

const HELP = `npm run -s bench -- printed-equations [--times 100] [--seed 1]

How often exp(sin(pi x1) + x2^2) is printed of a network [2, 1, 1] whose numbers are off by up to 1 %, with scales, shifts and phases
drawn anew each time; 1,000 rows for training, 500 for validation, x1 and x2 from -1 to 1. Also with a factor that is not pi.

  --times N  networks of each kind (100)
  --seed N   other networks and rows (1)

noise: standard deviation of what is added to labels, as a share of theirs. exact: the formula of the labels, with its factor where that has a
name. as wrong: formulas that name a number which is not there. error: root mean square on rows without noise, median. ms: CPU time, median.
`;

/** Standard deviation of labels without noise. */
const SPREAD = 1.3;
const AWAY = 0.01;
const CASES: readonly (readonly [factor: number, noise: number])[] = [[Math.PI, 0], [3.14159, 0], [Math.PI, 0.01], [Math.PI, 0.05], [3.0777, 0.01]];

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['times', 'seed']);
    const times = wholeNumber('times', options['times'] ?? '100', 1);
    const seed = wholeNumber('seed', options['seed'] ?? '1', 0);
    const { catalog } = installed(await standardPackages());
    const tick = progress(CASES.length);
    const lines = ['factor    noise  exact  as wrong  error     ms'];
    for (const [factor, noise] of CASES) {
      const name = factor === Math.PI ? 'pi' : String(factor);
      const outcomes = Array.from({ length: times }, (_, k) => {
        const rows = (what: string, count: number, amount: number): Rows => rowsOf(factor, amount * SPREAD, count, `${seed} ${factor} ${noise} ${k} ${what}`);
        const network = perturbedNetwork(factor, AWAY, randomStream(seed, `${factor} ${noise} ${k} network`), catalog);
        const before = process.cpuUsage();
        const equation = equationOf(network, { train: rows('train', 1000, noise), validation: rows('validation', 500, noise) });
        const used = process.cpuUsage(before);
        const test = rows('test', 1000, 0);
        const squares = equation.evaluate(test.inputs).values.map((y, n) => (y - test.targets.values[n]!) ** 2);
        const { text } = equation.outputs[0]!;
        return { text, error: Math.sqrt(squares.reduce((sum, v) => sum + v, 0) / squares.length), ms: (used.user + used.system) / 1000 };
      });
      const shape = /^exp\(sin\((\S+) \* x1\) \+ x2 \^ 2\)$/;
      const isExact = (text: string): boolean => (factor === Math.PI || noise === 0 ? text === `exp(sin(${name} * x1) + x2 ^ 2)` : /^[\d.]+$/.test(shape.exec(text)?.[1] ?? ''));
      const isWrong = (text: string): boolean => factor !== Math.PI && text.includes('pi');
      const share = (is: (text: string) => boolean): number => outcomes.filter(({ text }) => is(text)).length;
      lines.push(`${name.padEnd(8)}  ${String(noise).padEnd(5)}  ${String(share(isExact)).padStart(5)}  ${String(share(isWrong)).padStart(8)}  ${median(outcomes.map(({ error }) => error)).toExponential(1).padEnd(8)}  ${median(outcomes.map(({ ms }) => ms)).toFixed(0)}`);
      tick();
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  },
};

function rowsOf(factor: number, noise: number, count: number, name: string): Rows {
  const r = randomStream(0, name);
  const values = Float64Array.from({ length: 2 * count }, () => r.uniform(-1, 1));
  const targets = Float64Array.from({ length: count }, (_, n) => truth(values[2 * n]!, values[2 * n + 1]!, factor) + noise * r.normal());
  return { inputs: { count, width: 2, values }, targets: { count, width: 1, values: targets } };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
