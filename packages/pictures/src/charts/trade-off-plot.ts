import { extentOf } from '../curves/extent.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { text } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { noted, notedNames } from './noted-names.js';
import { placedNumbers } from './placed-numbers.js';
import { type Area, axes, leftBeside } from './plot.js';
import { isWide, linearScale, powerScale, type Scale } from './scale.js';
import { numberText } from './ticks.js';

/** What several things cost and what they come to; of both less is better. */
export interface TradeOff {
  readonly cost: string;
  readonly value: string;
  readonly points: readonly TradeOffPoint[];
}

/** What one of them costs and comes to. Without finite numbers it has no place in the plot, and is told below it. */
export interface TradeOffPoint {
  readonly name: string;
  /** A few words behind the name; '' for none. */
  readonly note: string;
  readonly cost: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

const SMALL = 11;
const RADIUS = 4.5;

/** Points that no other one beats in both, by cost: the Pareto front. */
export function paretoFront<P extends Pick<TradeOffPoint, 'cost' | 'value'>>(points: readonly P[]): P[] {
  const sorted = points.filter(isShown).sort((a, b) => a.cost - b.cost || a.value - b.value);
  return sorted.filter(({ value }, k) => sorted.slice(0, k).every((cheaper) => cheaper.value > value));
}

const isShown = ({ cost, value }: Pick<TradeOffPoint, 'cost' | 'value'>): boolean => Number.isFinite(cost) && Number.isFinite(value);

/**
 * Values by cost, numbered, with whiskers, the Pareto front as a stair; names are below.
 *
 * @returns SVG, as high as it has names
 * @throws RangeError where the id does not fit
 */
export function tradeOffPlot({ cost, value, points }: TradeOff, options: ChartOptions = {}): string {
  const [width, plot] = sizeOf(options, [560, 360]);
  const shown = points.filter(isShown);
  const [top, bottom] = [16, plot - 44];
  const y = scaleOf(shown.flatMap((point) => [point.value, point.lower, point.upper]), bottom, top, 6);
  const area: Area = { left: leftBeside(y), right: width - 24, top, bottom };
  const x = scaleOf(shown.map((point) => point.cost), area.left, area.right, 8);
  const front = paretoFront(points);
  const numberOf = (point: TradeOffPoint): string => String(points.indexOf(point) + 1);
  const places = shown.map((point) => ({ point, x: x.at(point.cost), y: y.at(point.value) }));
  const lines = places.flatMap(({ point, x: at }) => {
    const [bottom, top] = [point.lower, point.upper].map((v) => (v === Infinity ? area.top : y.at(v))) as [number, number];
    return Number.isFinite(bottom) && Number.isFinite(top) ? [{ x: at, top, bottom }] : [];
  });
  const whiskers = lines.map((line) => `M${fixed(line.x)} ${fixed(line.bottom)}V${fixed(line.top)}`).join('');
  const labels = placedNumbers(places.map(({ point, x: at, y: height }) => ({ x: at, y: height, halfWidth: textWidth(numberOf(point), SMALL) / 2 })), lines, area, RADIUS);
  const numberLines = labels.map(({ line }) => (line === null ? '' : `M${fixed(line.from.x)} ${fixed(line.from.y)}L${fixed(line.to.x)} ${fixed(line.to.y)}`)).join('');
  const marks = places.map(({ point, x: cx, y: cy }, k) => element(
    'g', {}, element('title', {}, escaped(`${point.name}: ${numberText(point.cost)}, ${numberText(point.value)}`)),
    element('circle', { cx, cy, r: RADIUS, 'stroke-width': 1.6, ...paint({ fill: front.includes(point) ? 'accent' : 'paper', stroke: 'accent' }) }),
    text(labels[k]!.x, labels[k]!.y, numberOf(point), { size: SMALL, anchor: 'middle', bold: front.includes(point) }),
  ));
  const keys = keysOf(points, front, plot, width);
  const words = points.map((point) => `${point.name}${point.note === '' ? '' : ` (${point.note})`}: ${isShown(point) ? `${numberText(point.cost)}, ${numberText(point.value)}${front.includes(point) ? ', which none beats in both' : ''}` : 'no value'}`).join('; ');
  return document(
    [width, plot + keys.height], idOf(options, 'trade-off'), options, { title: `${value} by ${cost}`, description: `${words === '' ? 'No points' : words}.` },
    axes(area, x, y, { x: cost, y: value }), stair(front, x, y, area),
    whiskers === '' ? '' : element('path', { d: whiskers, 'stroke-width': 1.4, ...paint({ fill: 'none', stroke: 'quiet' }) }),
    numberLines === '' ? '' : element('path', { d: numberLines, 'stroke-width': 0.8, ...paint({ fill: 'none', stroke: 'ink' }) }), ...marks, ...keys.drawn,
  );
}

function scaleOf(values: readonly number[], from: number, to: number, most: number): Scale {
  const extent = extentOf(values);
  return isWide(extent) ? powerScale(extent!, from, to, most, 0.08) : linearScale(extent, from, to, most, 0.08);
}

/** From the cheapest one on to the right, down wherever something better is. */
function stair(front: readonly TradeOffPoint[], x: Scale, y: Scale, area: Area): string {
  if (front.length === 0) return '';
  const d = front.map((point, k) => (k === 0 ? `M${fixed(x.at(point.cost))} ${fixed(y.at(point.value))}` : `H${fixed(x.at(point.cost))}V${fixed(y.at(point.value))}`)).join('');
  return element('path', { d: `${d}H${fixed(area.right)}`, 'stroke-width': 1.4, 'stroke-dasharray': '5 3', ...paint({ fill: 'none', stroke: 'accent' }, 0.6) });
}

/** Numbers and names in columns below the plot. */
function keysOf(points: readonly TradeOffPoint[], front: readonly TradeOffPoint[], top: number, width: number): { readonly drawn: readonly string[]; readonly height: number } {
  const columns = Math.max(0, ...points.map((point) => textWidth(noted(point.name, point.note), SMALL))) < width / 2 - 50 && points.length > 2 ? 2 : 1;
  const short = notedNames(points, width / columns - 50, SMALL);
  const rows = Math.ceil(points.length / columns);
  const drawn = points.map((point, k) => {
    const [left, y] = [14 + Math.floor(k / rows) * (width / columns), top + 10 + (k % rows) * 17];
    return text(left + 18, y, String(k + 1), { size: SMALL, anchor: 'end', bold: front.includes(point) }) + text(left + 26, y, short[k]!, { size: SMALL, color: isShown(point) ? 'ink' : 'quiet' });
  });
  return { drawn, height: points.length === 0 ? 0 : rows * 17 + 14 };
}
