import { EngineEvaluator, equationTargets, findEquation, isEquation } from '@knotwork/experiment';
import { toNetworkUnits, unreadEdges } from '@knotwork/network';
import type { Rows, Samples } from '@knotwork/plugin';
import type { Equation, EquationOptions as OptionsOfEquation } from '@knotwork/symbolic';
import { noEquation } from './errors.js';
import { keptRows } from './network-data.js';
import type { ModelParts } from './symbolic.js';

/** How an equation is made. */
export type EquationOptions = Omit<OptionsOfEquation, 'train' | 'validation'>;

/** The equation of the network whose edges are looked at, its constants fitted to the rows that were kept. */
export async function equationFor({ run: { one, networks, evaluation }, host: { catalog, place }, engine, objective, task }: ModelParts, options: EquationOptions): Promise<Equation> {
  if (!isEquation(one)) throw noEquation(place, unreadEdges(one.structure).length, networks.length > 1);
  const { structure, network, network: { spec } } = one;
  const isBySquares = task === 'regression' && objective.blocks.every(({ form }) => form === 'residuals');
  const isUnweighted = evaluation === null || keptRows(evaluation, 'train')?.weights === undefined;
  const evaluator = new EngineEvaluator(engine);
  const rowsOf = async (split: 'train' | 'validation'): Promise<Rows> => {
    const rows = evaluation === null ? null : keptRows(evaluation, split);
    if (rows === null || rows.inputs.count === 0) return { inputs: none(spec.inputs.length), targets: none(spec.outputs.length) };
    const inNetworkUnits = { inputs: toNetworkUnits(rows.inputs, spec.inputs), targets: toNetworkUnits(rows.targets, spec.outputs) };
    const [outputs] = await evaluator.outputs({ structure, network }, objective, [inNetworkUnits]);
    return equationTargets(rows, isBySquares, one, outputs!);
  };
  try {
    const [train, validation] = [await rowsOf('train'), await rowsOf('validation')];
    const equation = await findEquation(one, train.inputs.count === 0 ? null : { train, validation, isObserved: isBySquares && isUnweighted }, catalog, options);
    if (equation === null) throw noEquation(place, 0, false);
    return equation;
  } finally {
    await evaluator.dispose();
  }
}

const none = (width: number): Samples => ({ count: 0, width, values: new Float64Array(0) });
