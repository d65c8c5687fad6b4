import { badCount } from '../errors.js';
import { extentOf } from '../curves/extent.js';
import { ROUND } from '../curves/panel.js';
import { pathData, type Point, runs, simplified } from '../curves/polyline.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { leftOut } from './left-out.js';
import { axes, legend, plotArea, seriesColor } from './plot.js';
import { linearScale } from './scale.js';
import { numberText } from './ticks.js';

/** Functions of one variable at the same places. */
export interface FunctionCurves {
  /** Of what they are functions, such as `x`. */
  readonly along: string;
  /** What their values are, such as `B(x)`. */
  readonly value: string;
  /** `[places]`, ascending. */
  readonly x: ArrayLike<number>;
  /** Names of few are told; `y` is `[places]`, and what is not finite is a gap. */
  readonly series: readonly { readonly name: string; readonly y: ArrayLike<number> }[];
}

/** More lines have the color of another one. */
const MOST_NAMES = 4;

/**
 * Functions over each other, such as the features of a basis.
 *
 * @returns SVG
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function functionCurves({ along, value, x: places, series }: FunctionCurves, options: ChartOptions = {}): string {
  series.forEach(({ y }, k) => { if (y.length !== places.length) throw badCount(`series[${k}].y`, 'values, one for each place', places.length, y.length); });
  const size = sizeOf(options, [560, 300]);
  const hasNames = series.length > 1 && series.length <= MOST_NAMES;
  const area = plotArea(size, hasNames);
  const extent = extentOf(...series.map(({ y }) => y));
  const [x, y] = [linearScale(extentOf(places), area.left, area.right, 8), linearScale(extent, area.bottom, area.top, 6, 0.03)];
  const lines = series.map(({ y: values }, k) => {
    const points = Array.from(values, (v, i): Point | null => (Number.isFinite(v) && Number.isFinite(places[i]) ? [x.at(places[i]!), y.at(v)] : null));
    return element('path', { d: pathData(runs(points).map((run) => simplified(run, 0.2))), 'stroke-width': 1.8, ...ROUND, ...paint({ fill: 'none', stroke: seriesColor(k) }) });
  });
  const told = extent === null ? 'without finite values' : `with values from ${numberText(extent.low)} to ${numberText(extent.high)}`;
  return document(
    size, idOf(options, 'functions'), options, { title: `${value} by ${along}`, description: `${series.length} ${series.length === 1 ? 'function' : 'functions'} ${told}.${leftOut(...series.map(({ y: values }) => values))}` },
    axes(area, x, y, { x: along, y: value }), hasNames ? legend(area, series.map(({ name }) => name)) : '', ...lines,
  );
}
