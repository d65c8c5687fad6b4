import { badCount } from '../errors.js';
import { extentOf } from '../curves/extent.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { leftOut } from './left-out.js';
import { axes, legend, plotArea, seriesColor } from './plot.js';
import { isWide, linearScale, powerScale, type Scale } from './scale.js';
import { numberText } from './ticks.js';

/** What became of a network while its grids grew. */
export interface RungStaircase {
  /** Of each rung: how large the grids were, such as a number of intervals. */
  readonly rungs: readonly (number | string)[];
  /** What a rung counts, such as `intervals`. */
  readonly size: string;
  /** What was measured at the end of each, such as `rmse`. */
  readonly value: string;
  /** `[rungs]` numbers each. What is not finite has no tread. */
  readonly series: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
  /** Number of the rung that was kept, from 0. */
  readonly kept?: number;
}

/**
 * A tread for every rung, all of the same width, as high as what was measured at its end.
 *
 * @returns SVG
 * @throws RangeError where numbers of values and rungs differ, or the id does not fit
 */
export function rungStaircase({ rungs, size: counted, value, series, kept }: RungStaircase, options: ChartOptions = {}): string {
  series.forEach(({ values }, k) => { if (values.length !== rungs.length) throw badCount(`series[${k}].values`, 'values, one for each rung', rungs.length, values.length); });
  const size = sizeOf(options, [480, 300]);
  const area = plotArea(size, true);
  const extent = extentOf(...series.map(({ values }) => values));
  const y = isWide(extent) ? powerScale(extent!, area.bottom - 4, area.top, 6, 0.05) : linearScale(extent, area.bottom - 4, area.top, 6, 0.05);
  const tread = (area.right - area.left) / Math.max(1, rungs.length);
  const edge = (k: number): number => area.left + k * tread;
  const every = Math.ceil(rungs.length / 16);
  const x: Scale = { at: (k) => edge(k + 0.5), ticks: rungs.map((rung, k) => ({ value: k, label: String(rung) })).filter((_, k) => k % every === 0) };
  const stairs = series.map(({ values }, s) => {
    let [d, before] = ['', false];
    rungs.forEach((_, k) => {
      const v = values[k]!;
      if (Number.isFinite(v)) d += `${before ? 'V' : `M${fixed(edge(k))} `}${fixed(y.at(v))}H${fixed(edge(k + 1))}`;
      before = Number.isFinite(v);
    });
    return d === '' ? '' : element('path', { d, 'stroke-width': 2, 'stroke-linejoin': 'round', ...paint({ fill: 'none', stroke: seriesColor(s) }) });
  });
  const band = kept === undefined || rungs[kept] === undefined ? '' : element('rect', { x: edge(kept), y: area.top, width: tread, height: area.bottom - area.top, ...paint({ fill: 'mass' }) });
  const words = rungs.map((rung, k) => `${rung}: ${series.map(({ name, values }) => `${name} ${numberText(values[k]!)}`).join(', ')}${k === kept ? ' (kept)' : ''}`).join('; ');
  return document(
    size, idOf(options, 'rungs'), options, { title: `${value} by ${counted}`, description: `${words === '' ? 'No rungs' : words}.${leftOut(...series.map(({ values }) => values))}` },
    band, axes(area, x, y, { x: kept === undefined ? counted : `${counted} (gray: kept)`, y: value }), legend(area, series.map(({ name }) => name)), ...stairs,
  );
}
