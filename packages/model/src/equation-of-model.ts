import { EngineEvaluator, findEquation, isEquation } from '@knotwork/experiment';
import { unreadEdges } from '@knotwork/network';
import type { Equation, EquationOptions as OptionsOfEquation } from '@knotwork/symbolic';
import { noEquation, noOption } from './errors-when-asked.js';
import { hasObserved, keptRows, stagesOf } from './network-data.js';
import type { ModelParts } from './symbolic.js';

/** How an equation is made. */
export type EquationOptions = Omit<OptionsOfEquation, 'train' | 'validation' | 'test' | 'isObserved' | 'unsure'>;

const OPTIONS = ['digits', 'isSnapped', 'mostParts', 'work'] as const satisfies readonly (keyof EquationOptions)[];

/** The equation of the network whose edges are looked at, its constants fitted to the rows that were kept. */
export async function equationFor({ run, run: { one, networks, evaluation }, host: { catalog, place }, engine, objective, task }: ModelParts, options: EquationOptions): Promise<Equation> {
  const stranger = Object.keys(options).find((key) => !(OPTIONS as readonly string[]).includes(key));
  if (stranger !== undefined) throw noOption('equation', stranger, OPTIONS);
  if (!isEquation(one)) throw noEquation(place, unreadEdges(one.structure).length, networks.length > 1);
  const evaluator = new EngineEvaluator(engine);
  const [train, validation, test] = (['train', 'validation', 'test'] as const).map((split) => (evaluation === null ? null : keptRows(evaluation, split)));
  try {
    const equation = await findEquation({ model: one, catalog, task, objective, evaluator, train: train!, validation: validation!, test: test!, isObserved: hasObserved(run), reports: stagesOf(run) }, options);
    if (equation === null) throw noEquation(place, 0, false);
    return equation;
  } finally {
    await evaluator.dispose();
  }
}
