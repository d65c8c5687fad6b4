import { parseExpression } from '@knotwork/expressions';
import { type RandomStream, randomStream } from '@knotwork/numerics';
import { fitConstants } from '@knotwork/symbolic';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';

const HELP = `npm run -s bench -- constant-errors [--times 2000] [--seed 1]

How often the estimate of a constant, and 1.96 of its standard errors on either side, hold the constant that rows were made with: laws of two
constants, rows drawn anew each time over one or four decades, noise of one size or in proportion to the target, fits by least squares without weights and with weights
1 / y^2 of targets without noise.

  --times N  fits of each kind (2000)
  --seed N   other rows (1)

alike: in percent, by standard errors of rows that are alike, a and b. any: by those that printed equations have.
`;

/** Of normal errors, 95 in 100 are within. */
const DEVIATIONS = 1.96;
/** Noise, of the standard deviation of the targets or of each target. */
const NOISE = 0.05;
const ROWS = [20, 50, 200] as const;

/** A law of two constants, and the range of its column: evenly spread, or its logarithm is. */
interface Law { readonly text: string; readonly at: (x: number, a: number, b: number) => number; readonly a: number; readonly b: number; readonly from: number; readonly to: number; readonly isLogarithmic?: true }

const LAWS: readonly Law[] = [
  { text: 'a * exp(-b / x)', at: (x, a, b) => a * Math.exp(-b / x), a: 10, b: 3, from: 0.5, to: 10 },
  { text: 'a * x ^ b', at: (x, a, b) => a * x ** b, a: 2, b: 1.5, from: 0.1, to: 10 },
  { text: 'a * x ^ b', at: (x, a, b) => a * x ** b, a: 2, b: 1.5, from: 0.1, to: 1000, isLogarithmic: true },
  { text: 'a * x / (b + x)', at: (x, a, b) => (a * x) / (b + x), a: 5, b: 2, from: 0.1, to: 10 },
];
/** Where the noise is in proportion, fits are made with and without weights. */
const KINDS = [{ isProportional: false, isWeighted: false }, { isProportional: true, isWeighted: false }, { isProportional: true, isWeighted: true }] as const;
type Kind = (typeof KINDS)[number];
const ASSUMED = ['alike', 'any'] as const;

export const study: Study = {
  help: HELP,
  run(args) {
    const options = optionsAlone(args, ['times', 'seed']);
    const times = wholeNumber('times', options['times'] ?? '2000', 1);
    const seed = wholeNumber('seed', options['seed'] ?? '1', 0);
    const tick = progress(LAWS.length * KINDS.length);
    const lines = ['law              x            noise          weights  rows  alike a, b    any a, b'];
    for (const law of LAWS) {
      for (const kind of KINDS) {
        for (const rows of ROWS) {
          const shares = covered(law, kind, rows, times, randomStream(seed, `${law.text} ${law.to} ${String(kind.isProportional)} ${String(kind.isWeighted)} ${rows}`));
          lines.push(`${law.text.padEnd(15)}  ${`${law.from} to ${law.to}`.padEnd(11)}  ${(kind.isProportional ? 'in proportion' : 'of one size').padEnd(13)}  ${(kind.isWeighted ? '1 / y^2' : '1').padEnd(7)}  ${String(rows).padStart(4)}  ${shares.map((pair) => pair.map((v) => v.toFixed(1).padStart(4)).join(', ').padEnd(12)).join('  ')}`.trimEnd());
        }
        tick();
      }
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    return Promise.resolve(0);
  },
};

/** Percent of fits whose intervals hold a, and b, by each kind of standard errors. */
function covered({ text, at, a, b, from, to, isLogarithmic }: Law, { isProportional, isWeighted }: Kind, rows: number, times: number, stream: RandomStream): number[][] {
  const { expr } = parseExpression(text);
  const held = ASSUMED.map(() => [0, 0]);
  for (let k = 0; k < times; k++) {
    const x = Float64Array.from({ length: rows }, () => (isLogarithmic === true ? Math.exp(stream.uniform(Math.log(from), Math.log(to))) : stream.uniform(from, to)));
    const y = x.map((v) => at(v, a, b));
    const mean = y.reduce((sum, v) => sum + v, 0) / rows;
    const spread = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows);
    const target = y.map((v) => v + NOISE * (isProportional ? v : spread) * stream.normal());
    const weights = isWeighted ? { weights: y.map((v) => 1 / (v * v)) } : {};
    ASSUMED.forEach((noise, which) => {
      const { values, errors } = fitConstants({ expr, variables: { x }, target, start: { a, b }, noise, ...weights });
      [a, b].forEach((value, n) => { if (Math.abs(values['ab'[n]!]! - value) <= DEVIATIONS * errors['ab'[n]!]!) held[which]![n]!++; });
    });
  }
  return held.map((pair) => pair.map((count) => (100 * count) / times));
}
