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
 * A dot for every row: what is left, actual minus predicted, above what was predicted.
 *
 * @returns SVG
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function residuals(predictions: Predictions, options: ChartOptions = {}): string {
  checkPredictions(predictions);
  const { output, parts } = predictions;
  const size = sizeOf(options, [480, 300]);
  const area = plotArea(size, true, 76);
  const left = parts.map(({ actual, predicted }) => Array.from(actual, (value, i) => value - predicted[i]!));
  const x = linearScale(extentOf(...parts.map(({ predicted }) => predicted)), area.left, area.right, 7, 0.03);
  const y = linearScale(extentOf([0], ...left), area.bottom, area.top, 6, 0.04);
  const zero = y.at(0);
  return document(
    size, idOf(options, 'residuals'), options, { title: `Residuals of ${output}`, description: `Actual minus predicted. ${rowsInWords(predictions)}.${leftOut(...left)}` },
    axes(area, x, y, { x: `predicted ${output}`, y: 'actual − predicted' }),
    legend(area, parts.map(({ name }) => name)),
    element('path', { d: `M${fixed(area.left)} ${fixed(zero)}H${fixed(area.right)}`, 'stroke-width': 1.2, ...paint({ fill: 'none', stroke: 'quiet' }) }),
    ...parts.map(({ predicted }, k) => dots(Array.from(predicted, (value, i) => [x.at(value), y.at(left[k]![i]!)] as const), seriesColor(k))),
  );
}
