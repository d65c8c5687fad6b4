import { badCount } from '../errors.js';
import { extentOf } from '../curves/extent.js';
import { ROUND } from '../curves/panel.js';
import { pathData, type Point, runs, simplified } from '../curves/polyline.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { shortName } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { leftOut } from './left-out.js';
import { axes, legend, plotArea, seriesColor } from './plot.js';
import { isWide, linearScale, powerScale } from './scale.js';
import { numberText } from './ticks.js';

/** How a number went while a network was trained. */
export interface LearningCurve {
  /** What the numbers are, such as `loss`. */
  readonly value: string;
  /** What is counted along, such as `step`. */
  readonly along: string;
  readonly series: readonly LearningSeries[];
  /** Moments to point at, such as where intervals were added. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

/** A line of a learning curve. */
export interface LearningSeries {
  readonly name: string;
  /** `[points]`, ascending from gap to gap. */
  readonly steps: ArrayLike<number>;
  /** `[points]`. What is not finite is a gap. */
  readonly values: ArrayLike<number>;
}

/**
 * A learning curve; by powers of ten where all values are positive and far apart.
 *
 * @returns SVG
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function learningCurve({ value, along, series, marks = [] }: LearningCurve, options: ChartOptions = {}): string {
  series.forEach(({ steps, values }, k) => { if (steps.length !== values.length) throw badCount(`series[${k}].values`, 'values, one for each step', steps.length, values.length); });
  const size = sizeOf(options, [560, 300]);
  const area = plotArea(size, true);
  const extent = extentOf(...series.map(({ values }) => values));
  const wide = isWide(extent);
  const x = linearScale(extentOf(...series.map(({ steps }) => steps)), area.left, area.right, 8);
  const y = wide ? powerScale(extent!, area.bottom, area.top, 6, 0.03) : linearScale(extent, area.bottom, area.top, 6, 0.03);
  const lines = series.map(({ steps, values }, k) => {
    const points = Array.from(values, (v, i): Point | null => (Number.isFinite(v) && Number.isFinite(steps[i]) ? [x.at(steps[i]!), y.at(v)] : null));
    return element('path', { d: pathData(runs(points).map((run) => simplified(run, 0.2))), 'stroke-width': 1.8, ...ROUND, ...paint({ fill: 'none', stroke: seriesColor(k) }) });
  });
  // Labels of marks that are close would be written above each other: the later has none.
  let free = -Infinity;
  const marked = marks.filter(({ at }) => Number.isFinite(at)).map(({ at, label }) => {
    const left = x.at(at);
    const line = element('path', { d: `M${fixed(left)} ${fixed(area.top)}V${fixed(area.bottom)}`, 'stroke-width': 1, 'stroke-dasharray': '2 3', ...paint({ fill: 'none', stroke: 'quiet' }) });
    if (left < free) return element('g', {}, element('title', {}, shortName(label, 1e4, 10)), line);
    free = left + 44;
    return line + text(left + 3, area.top + 5, shortName(label, 40, 10), { size: 10, color: 'quiet' });
  });
  const last = series.flatMap(({ name, values }) => (values.length === 0 ? [] : [`${name} ends at ${numberText(values[values.length - 1]!)}`])).join(', ');
  return document(
    size, idOf(options, 'learning'), options, { title: `${value} by ${along}`, description: `${last === '' ? 'No values' : last}.${leftOut(...series.map(({ values }) => values))}` },
    axes(area, x, y, { x: along, y: value }), legend(area, series.map(({ name }) => name)), ...marked, ...lines,
  );
}
