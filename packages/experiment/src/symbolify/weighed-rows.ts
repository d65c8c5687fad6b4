import { columnOf, toUserUnits } from '@knotwork/network';
import type { InputVariable, Rows, Samples, Task, Variable } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { scalesOfGrowing } from '@knotwork/symbolic';
import type { JudgedRows } from './judging.js';

/** Whose rows these are. */
export interface OfRows {
  readonly task: Task;
  readonly objective: Pick<Objective, 'blocks'>;
  readonly inputs: readonly InputVariable[];
  readonly outputs: readonly Variable[];
}

/**
 * Rows that weigh by the size of their noise, where what a network of curves leaves of them grows clearly with its values: forms that are compared by squares of the target alone are compared by the few largest rows then. All others as they are,
 * among them rows that the file weighs, those of several outputs, and those of a loss that is no square.
 *
 * @param rows in network units, @param outputs of the network for the training rows, and for the validation rows
 */
export function weighedRows(rows: JudgedRows, outputs: readonly Samples[], { task, objective: { blocks }, inputs, outputs: variables }: OfRows): JudgedRows {
  const { train, validation, unsure } = rows;
  const isAsked = task === 'regression' && variables.length === 1 && blocks.length === 1 && blocks[0]!.form === 'residuals' && unsure === undefined && train.weights === undefined && validation?.weights === undefined;
  if (!isAsked) return rows;
  const parts = validation === null ? [train] : [train, validation];
  const joined = (of: (part: Rows, k: number) => ArrayLike<number>): Float64Array => Float64Array.from(parts.flatMap((part, k) => Array.from(of(part, k))));
  const inUnits = (samples: Samples): ArrayLike<number> => toUserUnits(samples, variables).values;
  const scales = scalesOfGrowing(inputs.map(({ name }, i) => ({ name, values: joined((part) => columnOf(part.inputs, i)) })), joined((_, k) => inUnits(outputs[k]!)), joined(({ targets }) => inUnits(targets)));
  if (scales === null) return rows;
  const weights = scales.map((s) => s * s);
  const { count } = train.inputs;
  const size = weights.subarray(0, count).reduce((sum, w) => sum + w, 0) / count;
  const weighed = (part: Rows, from: number): Rows => ({ ...part, weights: weights.slice(from, from + part.inputs.count).map((w) => w / size) });
  return { train: weighed(train, 0), validation: validation === null ? null : weighed(validation, count) };
}
