import { extentOf } from '../curves/extent.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { shortNames } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { ChartOptions } from './chart-options.js';
import { leftOut } from './left-out.js';
import { linearScale } from './scale.js';
import { numberText } from './ticks.js';

/** Numbers with names, such as importances of inputs. */
export interface Bars {
  /** What the numbers are. */
  readonly value: string;
  /** In the order in which they are drawn, from the top. What is not finite has no bar. */
  readonly bars: readonly { readonly name: string; readonly value: number; readonly lower?: number; readonly upper?: number }[];
}

const SMALL = 11;
const ROW = 22;
const NAME_WIDTH = 190;

/**
 * A bar for every number, from zero, with the number beside it; `lower` and `upper` are a whisker.
 *
 * @returns SVG, as high as it has bars
 * @throws RangeError where the id does not fit
 */
export function bars({ value, bars: all }: Bars, options: ChartOptions = {}): string {
  const width = Math.max(260, options.width ?? 480);
  const names = shortNames(all.map(({ name }) => name), { width: Math.min(NAME_WIDTH, width * 0.45), lines: 1, size: SMALL }).map((lines) => lines[0]!);
  const numbers = all.map((bar) => numberText(bar.value));
  const left = 16 + Math.max(0, ...names.map((name) => textWidth(name, SMALL))) + 10;
  const right = width - 16 - Math.max(0, ...numbers.map((number) => textWidth(number, SMALL))) - 8;
  const extent = extentOf([0], all.flatMap((bar) => [bar.value, bar.lower ?? bar.value, bar.upper ?? bar.value]))!;
  // Only zeros: bars begin at the left all the same.
  const x = linearScale(extent.low === extent.high ? { low: 0, high: 1 } : extent, left, right, 5);
  const zero = x.at(0);
  const top = 36;
  const drawn = all.map((bar, k) => {
    const y = top + (k + 0.5) * ROW;
    const end = Number.isFinite(bar.value) ? x.at(bar.value) : zero;
    const ends = [bar.lower, bar.upper].filter((side) => side !== undefined && Number.isFinite(side)).map((side) => x.at(side!));
    return element(
      'g', {}, element('title', {}, escaped(`${bar.name}: ${numberText(bar.value, 6)}`)),
      text(left - 10, y, names[k]!, { size: SMALL, anchor: 'end' }),
      element('rect', { x: Math.min(zero, end), y: y - 7, width: Math.abs(end - zero), height: 14, rx: 1.5, ...paint({ fill: 'accent' }, 0.85) }),
      ends.length < 2 ? '' : element('path', { d: `M${fixed(ends[0]!)} ${fixed(y)}H${fixed(ends[1]!)}m0-3.5v7M${fixed(ends[0]!)} ${fixed(y - 3.5)}v7`, 'stroke-width': 1.2, ...paint({ fill: 'none', stroke: 'ink' }) }),
      text(Math.max(zero, end, ...ends) + 6, y, numbers[k]!, { size: SMALL, color: 'quiet' }),
    );
  });
  const height = top + all.length * ROW + 14;
  const words = all.slice(0, 10).map((bar) => `${bar.name} ${numberText(bar.value)}`).join(', ');
  return document(
    [width, height], idOf(options, 'bars'), options,
    { title: value, description: `${words === '' ? 'No bars' : words}${all.length > 10 ? ` and ${all.length - 10} more` : ''}.${leftOut(all.map((bar) => bar.value))}` },
    text(left, 20, value, { size: SMALL, color: 'quiet' }), ...drawn,
    element('path', { d: `M${fixed(zero)} ${fixed(top)}V${fixed(height - 14)}`, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }) }),
  );
}
