import type { Samples } from '@knotwork/plugin';
import { findStructure, type FoundStructure, structureText } from '@knotwork/symbolic';
import { noKeptRows } from './errors.js';
import { oneOutput } from './errors-when-asked.js';
import type { Model } from './model.js';

/** How a model is made of its inputs, as far as it can be seen. */
export interface StructureOfModel extends FoundStructure {
  /** The same in a sentence, such as `x1 and x2 multiply`. */
  readonly text: string;
}

export interface StructureOptions {
  /** What predictions are off by, as a root mean square in the unit of the target; that of validation or test rows where it is left out. */
  readonly error?: number;
  /** As `findStructure` has it. */
  readonly caution?: number;
}

/** A network that fits this well is off by rounding, and by what differences make of that. */
const LEAST_ERROR = 1e-7;

/** @param predicted what the model says of rows in the user's units */
export async function structureFor(model: Model, predicted: (rows: Samples) => Promise<Samples>, { error, caution }: StructureOptions): Promise<StructureOfModel> {
  if (model.outputs.length !== 1) throw oneOutput(model.outputs);
  const rows = model.rows('train');
  if (rows === null) throw noKeptRows(model.run, model.place);
  const known = (['validation', 'test', 'train'] as const).map((split) => model.metrics?.[split]?.['rmse']).find((rmse) => rmse !== undefined);
  const { values } = rows.targets;
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  const found = await findStructure({
    rows: rows.inputs, evaluate: async (points) => (await predicted(points)).values, error: Math.max(error ?? known ?? Infinity, LEAST_ERROR * spread), ...(caution === undefined ? {} : { caution }),
  });
  return { ...found, text: structureText(found, model.inputs) };
}
