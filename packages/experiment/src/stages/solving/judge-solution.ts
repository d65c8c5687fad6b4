import type { Scalars } from '@knotwork/plugin/engine';
import { rowsNamed } from '../../data/prepare-data.js';
import { numbersOf } from '../../measure/judged-numbers.js';
import { knownScalars } from '../../measure/known-scalars.js';
import { solutionOf, type SolutionReport } from '../../measure/solution.js';
import type { SolveOptions } from '../solve.js';
import type { JudgingContext, Model } from '../stage.js';
import { equationsOf } from './solve-problem.js';

/** Points beside those of the equations at which these are looked at. */
const MOST_OTHERS = 2000;

/** What a network makes of the equations, at other points and beside the reference, too. Whoever asks, the other points are the same. */
export function solutionReport(context: Omit<JudgingContext, 'reports'>, options: SolveOptions, model: Model, scalars: Scalars): Promise<SolutionReport> {
  const { engine, data, batches } = context;
  const equations = equationsOf(context, options);
  const others = Object.fromEntries(Object.entries(equations.draw).map(([name, among]) => [name, { inputs: among(Math.min(equations.points[name]!.inputs.count, MOST_OTHERS), batches.fork(`others.${name}`)) }]));
  return solutionOf(engine, { ...model, scalars }, equations, { test: { rows: rowsNamed(data, options.data).test, unknowns: data.outputs }, others });
}

/** The numbers of a solution that later stages changed; numbers of the equations are what was found. */
export async function judgeSolution(context: JudgingContext, options: SolveOptions, model: Model): Promise<Readonly<Record<string, number>>> {
  return numbersOf(await solutionReport(context, options, model, knownScalars(equationsOf(context, options).objective, context.reports)));
}
