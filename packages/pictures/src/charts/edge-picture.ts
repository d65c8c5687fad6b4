import { checkCurve } from '../curves/checked-curve.js';
import type { Curve } from '../curves/curve.js';
import { extentOf } from '../curves/extent.js';
import { densityShape, ROUND } from '../curves/panel.js';
import { areaData, pathData, type Point, runs, simplified } from '../curves/polyline.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { shortName } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { idOf } from '../svg/picture-options.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { leftOut } from './left-out.js';
import { axes, plotArea } from './plot.js';
import { linearScale } from './scale.js';
import { numberText } from './ticks.js';

/** An edge to be looked at closely. */
export interface PicturedFunction extends Curve {
  /** Name and unit of what the function reads. */
  readonly input: string;
  /** Name of what it is added to. */
  readonly output: string;
  /** Some places of rows, in units of the input, drawn as ticks beneath: `[any]`. */
  readonly rows?: ArrayLike<number>;
  /** The function as text, where it has one. */
  readonly label?: string;
}

/** Rows of a rug: more make it a bar. */
const MOST_TICKS = 400;

/**
 * One edge, large: the curve with its band over the density of rows, axes in its own units.
 *
 * @returns SVG. What is not finite is a gap
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function edgePicture(edge: PicturedFunction, options: ChartOptions = {}): string {
  checkCurve(edge, 'edge');
  const size = sizeOf(options, [480, 320]);
  const area = plotArea(size, edge.label !== undefined, 66);
  const x = linearScale(extentOf(edge.x), area.left, area.right, 7);
  const bands = [edge.lower, edge.upper].filter((side) => side !== undefined);
  const y = linearScale(extentOf(edge.y, ...bands), area.bottom - 8, area.top, 6, 0.04);
  const points = (values: ArrayLike<number>): (Point | null)[] => Array.from(values, (value, i): Point | null => (Number.isFinite(value) && Number.isFinite(edge.x[i]) ? [x.at(edge.x[i]!), y.at(value)] : null));
  const height = area.bottom - area.top;
  const rug = Array.from(edge.rows ?? []).filter((row) => Number.isFinite(row) && x.at(row) >= area.left && x.at(row) <= area.right);
  const every = Math.max(1, Math.ceil(rug.length / MOST_TICKS));
  const ticks = rug.filter((_, k) => k % every === 0).map((row) => `M${fixed(x.at(row))} ${fixed(area.bottom)}v-7`).join('');
  const values = extentOf(edge.y);
  return document(
    size, idOf(options, 'edge'), options,
    {
      title: `${edge.input} → ${edge.output}`,
      description: `${values === null ? 'A function without finite values' : `A function with values from ${numberText(values.low)} to ${numberText(values.high)}`}${edge.label === undefined ? '' : `: ${edge.label}`}.${leftOut(edge.y)}`,
    },
    edge.density === undefined ? '' : element('g', { transform: `translate(${fixed(area.left)} ${fixed(area.top)})` }, densityShape(edge.density, { width: area.right - area.left, height })),
    axes(area, x, y, { x: edge.input, y: `added to ${edge.output}` }),
    bands.length === 2 ? element('path', { d: areaData(points(edge.lower!), points(edge.upper!)), ...paint({ fill: 'accent' }, 0.2) }) : '',
    ticks === '' ? '' : element('path', { d: ticks, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }, 0.5) }),
    element('path', { d: pathData(runs(points(edge.y)).map((run) => simplified(run))), 'stroke-width': 2.2, ...ROUND, ...paint({ fill: 'none', stroke: 'accent' }) }),
    edge.label === undefined ? '' : text(area.left, 16, shortName(edge.label, area.right - area.left, 12), {}),
  );
}
