import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { type Color, paint, SERIES } from '../svg/palette.js';
import { shortName } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { Scale } from './scale.js';

/** Where the plot is in a chart, in pixels, and where its room begins, with the name of its axis: at 0 when left out. */
export interface Area { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly start?: number }

const SMALL = 11;
const LEGEND = 22;

/** Room for numbers and names around a plot. @param labels whether series are named above it */
export function plotArea([width, height]: readonly [number, number], legend: boolean, left = 62): Area {
  return { left, right: width - 16, top: legend ? 12 + LEGEND : 14, bottom: height - 44 };
}

/** Where a plot begins, so that the numbers of its axis and its name have room before it. */
export function leftBeside({ ticks }: Pick<Scale, 'ticks'>): number {
  return Math.max(50, 32 + Math.max(0, ...ticks.map(({ label }) => textWidth(label, SMALL))));
}

/** Axes with numbers, names and faint lines. */
export function axes(area: Area, x: Scale, y: Scale, names: { readonly x: string; readonly y: string }, lines = true): string {
  const inside = (value: number, from: number, to: number): boolean => value >= from - 0.5 && value <= to + 0.5;
  const columns = x.ticks.map((tick) => ({ ...tick, at: x.at(tick.value) })).filter(({ at }) => inside(at, area.left, area.right));
  const rows = y.ticks.map((tick) => ({ ...tick, at: y.at(tick.value) })).filter(({ at }) => inside(at, area.top, area.bottom));
  const grid = lines ? rows.map(({ at }) => `M${fixed(area.left)} ${fixed(at)}H${fixed(area.right)}`).join('') : '';
  const marks = columns.map(({ at }) => `M${fixed(at)} ${fixed(area.bottom)}v4`).join('');
  return [
    grid === '' ? '' : element('path', { d: grid, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'line' }, 0.7) }),
    element('path', { d: `M${fixed(area.left)} ${fixed(area.bottom)}H${fixed(area.right)}${marks}`, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }) }),
    ...columns.map(({ at, label }) => text(at, area.bottom + 13, label, { size: SMALL, color: 'quiet', anchor: 'middle' })),
    ...rows.map(({ at, label }) => text(area.left - 7, at, label, { size: SMALL, color: 'quiet', anchor: 'end' })),
    text((area.left + area.right) / 2, area.bottom + 32, shortName(names.x, area.right - area.left, SMALL), { size: SMALL, anchor: 'middle' }),
    names.y === '' ? '' : text((area.start ?? 0) + 12, (area.top + area.bottom) / 2, shortName(names.y, area.bottom - area.top, SMALL), { size: SMALL, anchor: 'middle', turn: -90 }),
  ].join('');
}

/** The color of a series. */
export function seriesColor(k: number): Color { return SERIES[k % SERIES.length]!; }

/** Names of series beside their colors, in a line above the plot. */
export function legend(area: Area, names: readonly string[]): string {
  const most = (area.right - area.left) / Math.max(1, names.length) - 28;
  let x = area.left;
  return names.map((name, k) => {
    const short = shortName(name, most, SMALL);
    const entry = element('g', {}, element('rect', { x, y: area.top - LEGEND, width: 12, height: 4, rx: 2, ...paint({ fill: seriesColor(k) }) }), text(x + 17, area.top - LEGEND + 2, short, { size: SMALL }));
    x += 17 + textWidth(short, SMALL) + 14;
    return entry;
  }).join('');
}

/** Dots, as lines of no length: thousands are small so. */
export function dots(points: readonly (readonly [x: number, y: number])[], color: Color, size = 4): string {
  const seen = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (seen.length === 0) return '';
  const opacity = seen.length > 1000 ? 0.3 : seen.length > 200 ? 0.5 : 0.75;
  // Every dot is a part of its own: one path would be drawn as a whole, and dots above each other would not add up. Few parts are enough to see it.
  const parts = Array.from({ length: Math.min(8, Math.ceil(seen.length / 25)) }, (): string[] => []);
  seen.forEach(([x, y], k) => { parts[k % parts.length]!.push(`M${fixed(x)} ${fixed(y)}h0`); });
  return element('g', { 'stroke-width': size, 'stroke-linecap': 'round', ...paint({ fill: 'none', stroke: color }, opacity) }, ...parts.map((d) => element('path', { d: d.join('') })));
}
