import { extentOf } from '../curves/extent.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { leftOut } from './left-out.js';
import { axes, dots, legend, plotArea, seriesColor } from './plot.js';
import { checkPredictions, type Predictions, rowsInWords } from './predictions.js';
import { linearScale } from './scale.js';

/**
 * A dot for every row, what was predicted above what is; rows that were predicted well lie on the line.
 *
 * @returns SVG
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function predictedAgainstActual(predictions: Predictions, options: ChartOptions = {}): string {
  checkPredictions(predictions);
  const { output, parts } = predictions;
  const size = sizeOf(options, [380, 380]);
  const area = plotArea(size, true);
  const all = parts.flatMap(({ actual, predicted }) => [actual, predicted]);
  // One extent for both, so that the line is the diagonal.
  const extent = extentOf(...all);
  const x = linearScale(extent, area.left, area.right, 6, 0.04);
  const y = linearScale(extent, area.bottom, area.top, 6, 0.04);
  return document(
    size, idOf(options, 'predicted'), options, { title: `Predicted ${output} against actual`, description: `${rowsInWords(predictions)}.${leftOut(...all)}` },
    axes(area, x, y, { x: `actual ${output}`, y: `predicted ${output}` }),
    legend(area, parts.map(({ name }) => name)),
    element('path', { d: `M${fixed(area.left)} ${fixed(area.bottom)}L${fixed(area.right)} ${fixed(area.top)}`, 'stroke-width': 1, 'stroke-dasharray': '4 3', ...paint({ fill: 'none', stroke: 'quiet' }) }),
    ...parts.map(({ actual, predicted }, k) => dots(Array.from(actual, (value, i) => [x.at(value), y.at(predicted[i]!)] as const), seriesColor(k))),
  );
}
