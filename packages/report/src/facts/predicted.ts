import type { ConfusionMatrix, Predictions, PredictedRows } from '@knotwork/pictures';
import type { RunContents } from '../contents/run-contents.js';
import { ROWS, type Split, SPLITS } from './figure.js';
import { columnOf, keptTable } from './kept.js';

/** Rows of a part that are drawn at most. */
const MOST_DOTS = 1000;

/** What the network says of rows that were kept, and what is: one of each output, in the user's units; empty of classes. Of points of equations nothing is known to compare with. */
export function predictedOf({ evaluation, network, result }: RunContents): readonly Predictions[] {
  if (network === null || network.classes.length > 0) return [];
  return network.outputs.flatMap((output, o) => {
    const parts = SPLITS.flatMap((split): PredictedRows[] => {
      const [targets, predictions] = [keptTable(evaluation, split, 'targets'), keptTable(evaluation, split, 'predictions')];
      const metrics = result?.metrics?.[split];
      const isKnown = metrics === undefined || metrics === null || Object.keys(metrics).length > 0;
      return targets === null || predictions === null || !isKnown ? [] : [{ name: split, actual: some(columnOf(targets, o)), predicted: some(columnOf(predictions, o)) }];
    });
    return parts.length === 0 ? [] : [{ output, parts }];
  });
}

/** As many as are drawn, evenly spread. */
function some(values: Float64Array): Float64Array {
  if (values.length <= MOST_DOTS) return values;
  return Float64Array.from({ length: MOST_DOTS }, (_, k) => values[Math.floor((k * values.length) / MOST_DOTS)]!);
}

/** How rows of each class were classified. */
export interface Confusion extends ConfusionMatrix { readonly split: Split; readonly rows: string }

/** Of test rows, or the best there are instead; null of numbers. */
export function confusionOf({ evaluation, network }: RunContents): Confusion | null {
  const split = (['test', 'validation', 'train'] as const).find((part) => keptTable(evaluation, part, 'predictions') !== null);
  if (network === null || network.classes.length === 0 || split === undefined) return null;
  const { classes } = network;
  const [targets, predictions] = [keptTable(evaluation, split, 'targets'), keptTable(evaluation, split, 'predictions')];
  if (targets?.shape[1] !== classes.length || predictions?.shape[1] !== classes.length) return null;
  const counts = classes.map(() => classes.map(() => 0));
  for (let n = 0; n < targets.shape[0]!; n++) counts[largest(targets.values, n, classes.length)]![largest(predictions.values, n, classes.length)]!++;
  return { classes, counts, split, rows: ROWS[split] };
}

/** The number of the largest value of a row. */
function largest(values: Float64Array, row: number, width: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) if (values[row * width + c]! > values[row * width + best]!) best = c;
  return best;
}
