import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { shortNames } from '../svg/short-names.js';
import { LEADING, text, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { ChartOptions } from './chart-options.js';
import { linearScale } from './scale.js';
import { numberText } from './ticks.js';

/** Mean ranks, and which of them cannot be told apart. */
export interface Ranks {
  /** From the best to the worst; 1 is the best rank. */
  readonly ranked: readonly { readonly name: string; readonly rank: number }[];
  /** Names of those that are not told apart: a bar each. */
  readonly groups: readonly (readonly string[])[];
}

const SMALL = 11;
const ROW = 18;
const LINE = LEADING * SMALL;
const BAR = 8;
const NAMES = 200;

/**
 * A plot of critical differences: mean ranks along an axis, the best at the left, and a bar over those that cannot be told apart.
 *
 * @returns SVG, as high as it has names
 * @throws RangeError where the id does not fit
 *
 * @source J. Demsar, Statistical Comparisons of Classifiers over Multiple Data Sets, 2006
 */
export function rankPlot({ ranked, groups }: Ranks, options: ChartOptions = {}): string {
  const width = Math.max(480, options.width ?? 680);
  const names = shortNames(ranked.map(({ name }) => name), { width: Math.min(NAMES, width * 0.3), lines: 3, size: SMALL });
  const half = Math.ceil(ranked.length / 2);
  const room = (some: readonly (readonly string[])[]): number => 14 + Math.max(0, ...some.flat().map((line) => textWidth(line, SMALL))) + textWidth(' 12.25', SMALL) + 18;
  const [left, right] = [room(names.slice(0, half)), width - room(names.slice(half))];
  const x = linearScale({ low: 1, high: Math.max(2, ranked.length) }, left, right, Math.min(ranked.length, Math.floor((right - left) / 24)));
  const ticks = x.ticks.filter(({ value }) => Number.isInteger(value));
  const axis = 34;
  const bars = axis + 12;
  const rows = bars + groups.length * BAR + 14;
  const rowOf = (k: number): number => (k < half ? k : ranked.length - 1 - k);
  const heights = Array.from({ length: Math.max(1, half) }, () => ROW);
  names.forEach((lines, k) => { heights[rowOf(k)] = Math.max(heights[rowOf(k)]!, ROW + (lines.length - 1) * LINE); });
  const middles = heights.map((height, row) => rows + heights.slice(0, row).reduce((sum, above) => sum + above, 0) + (height - ROW) / 2);
  const drawn = ranked.map(({ rank }, k) => {
    const [at, y, isLeft] = [x.at(rank), middles[rowOf(k)]!, k < half];
    const edge = isLeft ? left - 14 : right + 14;
    const number = numberText(rank);
    const away = textWidth(number, SMALL) + 6;
    return element('path', { d: `M${fixed(at)} ${axis}V${fixed(y)}H${fixed(edge)}`, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }) })
      + text(edge + (isLeft ? -4 : 4), y, number, { size: SMALL, color: 'quiet', anchor: isLeft ? 'end' : 'start' }) + textBlock(edge + (isLeft ? -4 - away : 4 + away), y, names[k]!, { size: SMALL, anchor: isLeft ? 'end' : 'start' });
  });
  const rankOf = new Map(ranked.map(({ name, rank }) => [name, rank]));
  const joined = groups.map((group, k) => {
    const at = group.map((name) => x.at(rankOf.get(name)!));
    return element('path', { d: `M${fixed(Math.min(...at) - 4)} ${fixed(bars + k * BAR)}H${fixed(Math.max(...at) + 4)}`, 'stroke-width': 4, 'stroke-linecap': 'round', ...paint({ fill: 'none', stroke: 'accent' }) });
  });
  const words = `${ranked.map(({ name, rank }) => `${name} ${numberText(rank)}`).join(', ') || 'No ranks'}. ${groups.length === 0 ? 'All differ' : `Not told apart: ${groups.map((group) => group.join(', ')).join('; ')}`}.`;
  return document(
    [width, rows + heights.reduce((sum, height) => sum + height, 0) + 6], idOf(options, 'ranks'), options, { title: 'Mean ranks', description: words },
    element('path', { d: `M${fixed(left)} ${axis}H${fixed(right)}${ticks.map(({ value }) => `M${fixed(x.at(value))} ${axis}v-5`).join('')}`, 'stroke-width': 1.2, ...paint({ fill: 'none', stroke: 'ink' }) }),
    ...ticks.map(({ value, label }) => text(x.at(value), axis - 14, label, { size: SMALL, color: 'quiet', anchor: 'middle' })), ...drawn, ...joined,
  );
}
