import { extentOf } from '../curves/extent.js';
import { areaData, pathData, type Point, runs, simplified } from '../curves/polyline.js';
import { badCount } from '../errors.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { shortName, shortNames } from '../svg/short-names.js';
import { text, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { noted, notedNames } from './noted-names.js';
import { type Area, axes, leftBeside, seriesColor } from './plot.js';
import { isWide, linearScale, powerScale, type Scale } from './scale.js';
import { numberText } from './ticks.js';

/** What several repetitions came to along something, arm by arm. */
export interface BandCurves {
  readonly value: string;
  readonly along: string;
  /** Whether even distances along are even ratios where places are far apart; of positive ones alone. */
  readonly isByPowers?: boolean;
  /** Whether every place has a dot. */
  readonly hasDots?: boolean;
  /** The first one is what others are compared with where every one has a plot of its own. */
  readonly series: readonly BandSeries[];
}

/** A line with its band. */
export interface BandSeries {
  readonly name: string;
  /** A few words behind the name; '' for none. */
  readonly note: string;
  /** `[places]`, ascending. */
  readonly x: ArrayLike<number>;
  /** `[places]` each. What is infinite lies above all; NaN is a gap. */
  readonly middle: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** More bands on top of each other cannot be read. */
export const MOST_BANDS = 4;
const SMALL = 11;
const PANEL = { width: 196, height: 132, gap: 18, columns: 3 } as const;
/** Distance of lines of names. */
const LINE = 13.2;
/** How much wider bold letters are. */
const BOLD = 1.1;
const ROUND = { 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

/**
 * Lines in their bands. Up to four are drawn over each other; of more, every one has a plot of its own beside the first, which is drawn in all of them.
 *
 * @returns SVG, as high as it has rows of plots
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function bandCurves(curves: BandCurves, options: ChartOptions = {}): string {
  curves.series.forEach(({ x, ...values }, k) => {
    for (const key of ['middle', 'lower', 'upper'] as const) if (values[key].length !== x.length) throw badCount(`series[${k}].${key}`, 'values, one for each place', x.length, values[key].length);
  });
  return curves.series.length <= MOST_BANDS ? together(curves, options) : apart(curves, options);
}

function together(curves: BandCurves, options: ChartOptions): string {
  const { value, along, series } = curves;
  const [width, plot] = sizeOf(options, [640, 340]);
  const names = notedNames(series, width - 110, SMALL);
  const [right, top, bottom] = [width - 16, 14, plot - 44];
  const area: Area = { left: leftBeside(scaleUp(series, bottom, top)), right, top, bottom };
  const { x, y } = scalesOf(curves, area);
  let [left, line] = [area.left, 0];
  const keys = names.map((name, k) => {
    const wide = 26 + textWidth(name, SMALL) + 16;
    if (left > area.left && left + wide > width - 12) [left, line] = [area.left, line + 1];
    const at = plot + 6 + line * 18;
    const key = element('path', { d: `M${left} ${at}h20`, 'stroke-width': 2.4, ...ROUND, ...paint({ fill: 'none', stroke: seriesColor(k) }) }) + text(left + 26, at, name, { size: SMALL });
    left += wide;
    return key;
  });
  const drawn = series.map((one, k) => band(one, x, y, area, k) + curve(one, x, y, area, k, curves.hasDots === true));
  return document(
    [width, plot + (names.length === 0 ? 0 : 22 + line * 18)], idOf(options, 'curves'), options, { title: `${value} by ${along}`, description: wordsOf(series) },
    axes(area, x, y, { x: along, y: value }), ...drawn, ...keys,
  );
}

function apart(curves: BandCurves, options: ChartOptions): string {
  const { value, along, series, hasDots = false } = curves;
  const columns = Math.min(PANEL.columns, series.length);
  const rows = Math.ceil(series.length / columns);
  const names = shortNames(series.map(({ name }) => name), { width: PANEL.width / BOLD, lines: 3, size: SMALL });
  const top = 14 + LINE * Math.max(1, ...names.map((lines) => lines.length));
  const step = PANEL.height + PANEL.gap + top;
  const left = leftBeside(scaleUp(series, PANEL.height, 0, 5));
  const areaOf = (k: number): Area => {
    const [column, row] = [k % columns, Math.floor(k / columns)];
    const [from, at] = [left + column * (PANEL.width + PANEL.gap), top + row * step];
    return { left: from, right: from + PANEL.width, top: at, bottom: at + PANEL.height };
  };
  const [first] = series as [BandSeries];
  const plots = series.map((one, k) => {
    const area = areaOf(k);
    const { x, y } = scalesOf(curves, area, 4, 5);
    // Numbers stand at the left and below the last of a column alone.
    const [hasLeft, hasBelow] = [k % columns === 0, k + columns >= series.length];
    const inner = axes(area, hasBelow ? x : { ...x, ticks: [] }, hasLeft ? y : { ...y, ticks: y.ticks.map(({ value: at }) => ({ value: at, label: '' })) }, { x: '', y: '' });
    const reference = k === 0 ? '' : curve(first, x, y, area, null, false);
    const note = one.note === '' ? '' : text(area.right - 4, area.top + 8, one.note, { size: 10, color: 'quiet', anchor: 'end' });
    return inner + textBlock(area.left, area.top - 10 - (names[k]!.length - 1) * LINE / 2, names[k]!, { size: SMALL, bold: true }) + note + band(one, x, y, area, 0) + reference + curve(one, x, y, area, 0, hasDots);
  });
  const size: [number, number] = [left + columns * (PANEL.width + PANEL.gap), areaOf(series.length - 1 - (series.length - 1) % columns).bottom + 62];
  return document(
    size, idOf(options, 'curves'), options, { title: `${value} by ${along}`, description: wordsOf(series) }, ...plots,
    text((left + size[0]) / 2, size[1] - 30, shortName(along, size[0] - left, SMALL), { size: SMALL, anchor: 'middle' }), text(12, rows * step / 2, shortName(value, size[1] - 60, SMALL), { size: SMALL, anchor: 'middle', turn: -90 }),
    element('path', { d: `M${left} ${size[1] - 12}h20`, 'stroke-width': 1.6, 'stroke-dasharray': '4 3', ...paint({ fill: 'none', stroke: 'quiet' }) }), text(left + 26, size[1] - 12, shortName(`for comparison: ${first.name}`, size[0] - left - 40, SMALL), { size: SMALL, color: 'quiet' }),
  );
}

function scalesOf({ series, isByPowers = false }: BandCurves, area: Area, most = 8, mostUp = 6): { readonly x: Scale; readonly y: Scale } {
  const along = extentOf(...series.map(({ x }) => x));
  return {
    x: isByPowers && isWide(along) ? powerScale(along!, area.left, area.right, most, 0.04) : linearScale(along, area.left, area.right, most),
    y: scaleUp(series, area.bottom, area.top, mostUp),
  };
}

function scaleUp(series: readonly BandSeries[], bottom: number, top: number, most = 6): Scale {
  const extent = extentOf(...series.flatMap(({ middle, lower, upper }) => [middle, lower, upper]));
  return isWide(extent) ? powerScale(extent!, bottom, top, most, 0.03) : linearScale(extent, bottom, top, most, 0.03);
}

/** What lies above all is at the top. */
function pointsOf(places: ArrayLike<number>, values: ArrayLike<number>, x: Scale, y: Scale, area: Area): (Point | null)[] {
  return Array.from(values, (value, k): Point | null => (Number.isNaN(value) || !Number.isFinite(places[k]) ? null : [x.at(places[k]!), value === Infinity ? area.top : y.at(value)]));
}

function band({ x: places, middle, lower, upper }: BandSeries, x: Scale, y: Scale, area: Area, k: number): string {
  // Where the middle is above all, a band around nothing would cover the others.
  const gaps = Array.from(lower, (value, i) => (middle[i] === Infinity ? NaN : value));
  const d = areaData(pointsOf(places, gaps, x, y, area), pointsOf(places, upper, x, y, area));
  return d === '' ? '' : element('path', { d, ...paint({ fill: seriesColor(k) }, 0.18) });
}

/** @param k which of the colors; null for what is there to compare with */
function curve({ x: places, middle }: BandSeries, x: Scale, y: Scale, area: Area, k: number | null, hasDots: boolean): string {
  const lines = runs(pointsOf(places, Array.from(middle, (value) => (value === Infinity ? NaN : value)), x, y, area));
  if (lines.length === 0) return '';
  const color = k === null ? 'quiet' : seriesColor(k);
  const dots = !hasDots ? '' : lines.flat().map(([cx, cy]) => element('circle', { cx, cy, r: 3, ...paint({ fill: color }) })).join('');
  return element('path', { d: pathData(lines.map((run) => simplified(run, 0.2))), 'stroke-width': k === null ? 1.6 : 1.8, ...(k === null ? { 'stroke-dasharray': '4 3' } : {}), ...ROUND, ...paint({ fill: 'none', stroke: color }) }) + dots;
}

function wordsOf(series: readonly BandSeries[]): string {
  const told = series.map(({ name, note, middle }) => {
    const finite = Array.from(middle).filter(Number.isFinite);
    return `${noted(name, note)} ${finite.length === 0 ? 'has no values' : `goes from ${numberText(finite[0]!)} to ${numberText(finite.at(-1)!)}`}`;
  });
  return `${told.length === 0 ? 'No lines' : told.join('; ')}.`;
}
