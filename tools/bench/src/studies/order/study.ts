import { installed } from '@knotwork/experiment';
import { randomStream, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Catalog, Rows } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { DATA, fit } from '@knotwork/training';
import { freshKan, leastSquaresProblem } from '../../lib/kan-problem.js';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { FLOOR, orderReport, type Refinement } from './report.js';

const HELP = `npm run -s bench -- order [--points 4000]

How fast the error of the best fit falls when the grid of one edge is refined: exp(sin(pi x)) on [-1, 1], plain edges of
B-splines, 8 to 128 intervals, fitted with Levenberg-Marquardt until no step helps, no smoothing. Splines of degree k miss a
smooth function by a multiple of h^(k+1).

  --points N  evenly spaced training rows (4000)

Errors are root mean squares on 20001 other points, as a share of the target's standard deviation. Those below ${FLOOR.toExponential()} are rounding
and do not count.
`;

const DEGREES = [1, 2, 3, 5];
const INTERVALS = [8, 16, 32, 64, 128];
const target = (x: number): number => Math.exp(Math.sin(Math.PI * x));

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['points']);
    // With fewer rows than unknowns there is no best fit.
    const train = evenRows(wholeNumber('points', options['points'] ?? '4000', 200));
    const { catalog } = installed(await standardPackages());
    const tick = progress(DEGREES.length * INTERVALS.length);
    const refinements: Refinement[] = [];
    for (const degree of DEGREES) {
      const errors: number[] = [];
      for (const intervals of INTERVALS) {
        errors.push(await errorOfBestFit(catalog, degree, intervals, train));
        tick();
      }
      refinements.push({ degree, intervals: INTERVALS, errors });
    }
    for (const line of orderReport(refinements)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

/** Error of the best fit of one edge, on points between those it was fitted to. */
async function errorOfBestFit(catalog: Catalog, degree: number, intervals: number, train: Rows): Promise<number> {
  const { network, structure } = freshKan(
    { widths: [1, 1], edge: { kind: 'plain' }, basis: { kind: 'b-spline', degree, intervals }, domain: [-1, 1] }, randomStream(0, 'order'), catalog,
  );
  const optimizer = { kind: 'levenberg-marquardt', tolerance: 1e-12 };
  const problem = await leastSquaresProblem(catalog, structure, { train, validation: null }, { optimizer, grid: { kind: 'fixed' } });
  const fitted = await fit(problem, () => network, {
    steps: 200, starts: null, phase: 'start', patience: Infinity, observe: () => undefined, isOver: () => false, signal: undefined,
  });
  if (fitted.ending !== 'converged') throw new Error(`The fit of degree ${degree} on ${intervals} intervals ended by "${fitted.ending}", not because no step helps.`);
  const test = evenRows(20001);
  const program = await problem.engine.compile(structure, problem.objective, { trainable: ['coefficients'], parameters: 'trainable' });
  const state = await program.start(fitted.network);
  const outputs = await state.outputs(await program.bind({ [DATA]: test }));
  await state.dispose();
  await program.dispose();
  return rootMeanSquare(outputs.values.map((v, n) => v - test.targets.values[n]!)) / standardDeviation(test.targets.values);
}

/** Rows at the centers of evenly spaced cells: the same number of them in every interval, as far as it divides. */
function evenRows(count: number): Rows {
  const inputs = Float64Array.from({ length: count }, (_, n) => -1 + (2 * n + 1) / count);
  return { inputs: { count, width: 1, values: inputs }, targets: { count, width: 1, values: inputs.map(target) } };
}
