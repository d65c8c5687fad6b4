import { extentOf } from '../curves/extent.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { type Color, paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { shortName, shortNames } from '../svg/short-names.js';
import { text, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { ChartOptions } from './chart-options.js';
import { powerScale } from './scale.js';
import { numberText } from './ticks.js';

/** Ratios with their intervals, in groups, around 1. */
export interface ForestPlot {
  /** What the ratios are of. */
  readonly value: string;
  /** What it means to lie below 1, and above. */
  readonly sides: readonly [below: string, above: string];
  readonly groups: readonly { readonly name?: string; readonly rows: readonly ForestRow[] }[];
  /** Head of the notes. */
  readonly note: string;
}

/** A ratio with its interval. */
export interface ForestRow {
  readonly name: string;
  /** At least 0; infinite ones are drawn at the edge. */
  readonly ratio: number;
  /** Null where there is none. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** Whether it is told from 1: it is filled, and has a color. */
  readonly isClear: boolean;
  /** A few characters that are written beside it, such as a p value. */
  readonly note: string;
}

const SMALL = 11;
const LINE = 20;
const NAMES = 250;
/** Ratios beyond are drawn at the edge. */
const FARTHEST = 1e9;
const HEAD = 30;
/** How much wider bold letters are. */
const BOLD = 1.1;

/**
 * A forest plot: a ratio and its interval in every row, by powers of ten, with the numbers beside them. What is no finite ratio above 0 is an arrow at the edge.
 *
 * @returns SVG, as high as it has rows
 * @throws RangeError where the id does not fit
 */
export function forestPlot({ value, sides, groups, note }: ForestPlot, options: ChartOptions = {}): string {
  const rows = groups.flatMap((group) => group.rows);
  const width = Math.max(480, options.width ?? 720);
  const names = shortNames(rows.map(({ name }) => name), { width: Math.min(NAMES, width * 0.36), lines: 3, size: SMALL });
  const numbers = rows.map(numbersOf);
  const heads = groups.flatMap(({ name }) => (name === undefined ? [] : [Math.min(NAMES, textWidth(name, SMALL) * BOLD)]));
  const left = 14 + Math.max(60, ...heads, ...names.flat().map((line) => textWidth(line, SMALL))) + 14;
  const noteAt = width - 12;
  const numbersAt = noteAt - Math.max(0, ...[note, ...rows.map((row) => row.note)].map((line) => textWidth(line, SMALL))) - 12;
  const right = numbersAt - Math.max(0, ...numbers.map((line) => textWidth(line, SMALL))) - 14;
  const shown = rows.flatMap(({ ratio, interval }) => [ratio, interval?.lower ?? 1, interval?.upper ?? 1]).filter((v) => v >= 1 / FARTHEST && v <= FARTHEST);
  const x = powerScale(extentOf([0.5, 2], shown)!, left + 8, right - 8, Math.max(3, Math.floor((right - left) / 40)));
  const height = (lines: readonly string[]): number => LINE + (lines.length - 1) * 12;
  let y = HEAD;
  const drawn: string[] = [];
  let k = 0;
  for (const { name, rows: own } of groups) {
    if (name !== undefined) {
      drawn.push(text(14, y + LINE / 2, shortName(name, (left - 28) / BOLD, SMALL), { size: SMALL, bold: true }));
      y += LINE;
    }
    for (const row of own) {
      const middle = y + height(names[k]!) / 2;
      drawn.push(element(
        'g', {}, element('title', {}, escaped(`${row.name}: ${numbers[k]!}, ${row.note}`)), textBlock(left - 14, middle, names[k]!, { size: SMALL, anchor: 'end' }), mark(row, middle, x.at, [left, right]),
        text(numbersAt, middle, numbers[k]!, { size: SMALL, anchor: 'end' }), text(noteAt, middle, row.note, { size: SMALL, anchor: 'end', color: 'quiet' }),
      ));
      y += height(names[k]!);
      k++;
    }
    y += name === undefined ? 0 : 6;
  }
  const bottom = y + 4;
  const ticks = x.ticks.map((tick) => ({ ...tick, at: x.at(tick.value) })).filter(({ at }) => at >= left && at <= right);
  const words = rows.slice(0, 20).map((row, i) => `${row.name}: ${numbers[i]!}`).join('; ');
  const one = x.at(1);
  const half = [one - left, right - one];
  const below = shortName(value, width - 28, SMALL);
  return document(
    [width, bottom + 54], idOf(options, 'forest'), options, { title: value, description: `${words === '' ? 'No ratios' : words}${rows.length > 20 ? ` and ${rows.length - 20} more` : ''}.` },
    element('path', { d: ticks.map(({ at }) => `M${fixed(at)} ${HEAD - 4}V${fixed(bottom)}`).join(''), 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'line' }, 0.7) }),
    element('path', { d: `M${fixed(one)} ${HEAD - 4}V${fixed(bottom)}`, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'ink' }) }),
    text(numbersAt, 16, 'ratio [interval]', { size: SMALL, anchor: 'end', color: 'quiet' }), text(noteAt, 16, note, { size: SMALL, anchor: 'end', color: 'quiet' }),
    ...drawn,
    element('path', { d: `M${fixed(left)} ${fixed(bottom)}H${fixed(right)}${ticks.map(({ at }) => `M${fixed(at)} ${fixed(bottom)}v4`).join('')}`, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }) }),
    ...ticks.map(({ at, label }) => text(at, bottom + 13, label, { size: SMALL, color: 'quiet', anchor: 'middle' })),
    // What has no room on its side is left out: the title says it, too.
    ...sides.map((side, s) => (half[s]! < 40 ? '' : text(one + (s === 0 ? -8 : 8), bottom + 28, shortName(s === 0 ? `← ${side}` : `${side} →`, half[s]! - 8, SMALL), { size: SMALL, color: s === 0 ? 'accent' : 'second', anchor: s === 0 ? 'end' : 'start' }))),
    text(inside((left + right) / 2, textWidth(below, SMALL), width), bottom + 44, below, { size: SMALL, anchor: 'middle' }),
  );
}

/** The middle of a line that is as near to a place as it can be without leaving the picture. */
const inside = (middle: number, long: number, width: number): number => Math.max(long / 2 + 10, Math.min(width - long / 2 - 10, middle));

function numbersOf({ ratio, interval }: ForestRow): string {
  return `${numberText(ratio)}${interval === null ? '' : ` [${numberText(interval.lower)}, ${numberText(interval.upper)}]`}`;
}

/** A square with its whiskers; arrows where they go on. */
function mark({ ratio, interval, isClear }: ForestRow, y: number, at: (value: number) => number, [left, right]: readonly [number, number]): string {
  const color: Color = !isClear ? 'quiet' : ratio < 1 ? 'accent' : ratio > 1 ? 'second' : 'ink';
  const held = (value: number): number => (value < 1 / FARTHEST ? left + 3 : value > FARTHEST ? right - 3 : at(value));
  const arrow = (value: number): string => (value < 1 / FARTHEST ? `M${fixed(left + 8)} ${fixed(y - 4)}l-6 4l6 4` : value > FARTHEST ? `M${fixed(right - 8)} ${fixed(y - 4)}l6 4l-6 4` : '');
  const ends = interval === null ? [] : [interval.lower, interval.upper];
  const caps = ends.map((end) => arrow(end) || `M${fixed(held(end))} ${fixed(y - 3.5)}v7`).join('');
  const line = interval === null ? '' : element('path', { d: `M${fixed(held(ends[0]!))} ${fixed(y)}H${fixed(held(ends[1]!))}${caps}`, 'stroke-width': 1.4, ...paint({ fill: 'none', stroke: color }) });
  const isInside = ratio >= 1 / FARTHEST && ratio <= FARTHEST;
  return line + (isInside ? element('rect', { x: held(ratio) - 4, y: y - 4, width: 8, height: 8, 'stroke-width': 1.4, ...paint({ fill: isClear ? color : 'paper', stroke: color }) })
    : element('path', { d: `${arrow(ratio)}z`, 'stroke-width': 1.4, 'stroke-linejoin': 'round', ...paint({ fill: isClear ? color : 'paper', stroke: color }) }));
}
