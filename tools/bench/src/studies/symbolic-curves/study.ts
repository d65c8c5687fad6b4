import { installed } from '@knotwork/experiment';
import { randomStream } from '@knotwork/numerics';
import type { FunctionDefinition } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { Library, suggest } from '@knotwork/symbolic';
import { optionsAlone, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { ERROR_SIZE, FAMILIES, randomCurve } from './random-curves.js';
import { type CurveOutcome, curvesReport } from './report.js';

const HELP = `npm run -s bench -- symbolic-curves [--curves 300] [--errors 0,1e-6,1e-5,1e-4,1e-3,1e-2] [--seed 1]

How often the function of a curve is found: c f(a x + b) + d on [-1, 1], 100 points, ${Object.keys(FAMILIES).length} functions, numbers drawn from wide ranges, with a
smooth error on top (a cubic spline of ${ERROR_SIZE} random coefficients). Every function that is installed is a candidate. The size of the
error is said to the search with a lognormal error of its own, of standard deviation 0.5.

  --curves N  of each function and error (300)
  --errors    root mean squares of the error, as shares of the curve's standard deviation
  --seed N    another set of curves (1)

right: ranked first, functions with the same curves counted as one. in ties: among the near ties; their median and mean number. too simple:
a constant or a line by mistake. kept: said that no function fits. reached: the true function fitted to 1.2 times the error. ms: CPU time
per curve and function, median.
`;

const REACHED = 1.2;
/** A search in doubles does not come nearer than this share. */
const NOTHING = 1e-8;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['curves', 'errors', 'seed']);
    const curves = wholeNumber('curves', options['curves'] ?? '300', 1);
    const seed = wholeNumber('seed', options['seed'] ?? '1', 0);
    const errors = shares(options['errors'] ?? '0,1e-6,1e-5,1e-4,1e-3,1e-2');
    const { catalog } = installed(await standardPackages());
    const library = new Library(catalog.list('function').map(({ definition }) => ({ definition: definition as FunctionDefinition })));
    const truths = Object.keys(FAMILIES);
    const tick = progress(errors.length * truths.length);
    const outcomes: CurveOutcome[] = [];
    for (const noise of errors) {
      for (const truth of truths) {
        for (let k = 0; k < curves; k++) outcomes.push(outcomeOf(library, truth, noise, `${seed} ${noise} ${truth} ${k}`));
        tick();
      }
    }
    process.stdout.write(`${library.functions.length} functions of different curves are candidates\n\n`);
    for (const line of curvesReport(outcomes)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

function outcomeOf(library: Library, truth: string, noise: number, name: string): CurveOutcome {
  const r = randomStream(0, name);
  const { x, y, noise: size } = randomCurve(truth, noise, r);
  const said = size * Math.exp(0.5 * r.normal());
  const before = process.cpuUsage();
  const { answer, candidates, nearTies } = suggest(library, { x, y }, { size: said, observations: ERROR_SIZE });
  const { user, system } = process.cpuUsage(before);
  const isTruth = ({ name: found }: { readonly name: string }): boolean => found === truth || library.sameCurves(found).includes(truth);
  const own = candidates.find(isTruth);
  return {
    truth, noise, first: isTruth(candidates[0]!) ? truth : candidates[0]!.name, tie: nearTies.findIndex(isTruth), ties: nearTies.length, isKept: answer === null,
    isReached: own !== undefined && own.error < Math.max(REACHED * noise, NOTHING), time: (user + system) / 1000 / library.functions.length,
  };
}

/** Shares from 0 on with commas between them. @throws UsageError */
function shares(text: string): number[] {
  return text.split(',').map((part) => {
    const value = part.trim() === '' ? NaN : Number(part);
    if (!(value >= 0 && value < 1)) throw new UsageError(`--errors must be shares from 0 to 1 with commas between them, such as 0,1e-3; got "${text}".`);
    return value;
  });
}
