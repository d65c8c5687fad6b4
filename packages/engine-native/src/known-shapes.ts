// Apart from the engine: who compiles native code asks for the formulas that it should know.
import { updateFor } from '@knotwork/engine-core';
import { channelsOf } from '@knotwork/network';
import type { Precision, Structure, UpdateFormula } from '@knotwork/plugin/engine';
import { type FormulaShape, formulaShape, type ShapeStep } from './code/formula-shape.js';
import { featureArrays, START } from './run/feature-arrays.js';
import { featurePlanes } from './run/feature-planes.js';
import { updateArrays } from './run/update-arrays.js';
import { updatePlan } from './run/update-plan.js';

export { type FormulaShape, type ShapeStep, START };

/** The formulas by which an optimizer updates the numbers of a network, but for names and numbers. */
export function updateShape(update: UpdateFormula, precision: Precision): FormulaShape { return formulaShape(updateArrays(updatePlan(updateFor(update, 'network'))), precision); }

/** The formulas of features of every term of a network: forwards alone, and with their slopes. Terms whose features read more than inputs and parameters are left out. */
export function featureShapes({ layers }: Structure, precision: Precision): readonly FormulaShape[] {
  return layers.flatMap(({ terms }) => terms).map((term) => featurePlanes(term, channelsOf([]), [])).flatMap(({ forward, whole }) => [forward, whole])
    .map(featureArrays).filter((arrays) => arrays !== null).map((arrays) => formulaShape(arrays, precision));
}
