import { extentOf, place } from '../curves/extent.js';
import { pathData, simplified } from '../curves/polyline.js';
import { type GridValues, regionsAbove } from '../curves/regions-above.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { text } from '../svg/text.js';
import { type Area, axes } from './plot.js';
import { linearScale } from './scale.js';
import type { ValueScale } from './value-scale.js';

const SMALL = 11;
/** Width of the bar of colors, and its distance from the map. */
const BAR = 11;
const APART = 10;
/** Characters of a map at most: where values are rough it has fewer colors. */
const MOST_CHARACTERS = 60_000;
const FEWEST_STEPS = 4;
/** Pixels by which the line between two colors may be off. */
const TOLERANCE = 0.2;

/**
 * Values as colors, with axes and a bar that says what colors mean. Regions of a color lie on those of smaller values, so that lines between them are where values are,
 * whatever the grid.
 *
 * @param scaleOf colors, in so many steps
 */
export function heatMap(area: Area, grid: GridValues, names: readonly [string, string], scaleOf: (steps: number) => ValueScale, steps: number): string {
  const [across, up] = [extentOf(grid.x), extentOf(grid.y)];
  const [x, y] = [linearScale(across, area.left, area.right, 4), linearScale(up, area.bottom, area.top, 5)];
  const pixels = { x: Array.from(grid.x, (at) => area.left + (across === null ? 0 : place(at, across)) * (area.right - area.left)), y: Array.from(grid.y, (at) => area.bottom - (up === null ? 0 : place(at, up)) * (area.bottom - area.top)), values: grid.values };
  let [count, scale] = [steps, scaleOf(steps)];
  let map = regions(pixels, scale);
  while (map.length > MOST_CHARACTERS && count > FEWEST_STEPS) {
    count = Math.max(FEWEST_STEPS, Math.floor(count * 0.7));
    scale = scaleOf(count);
    map = regions(pixels, scale);
  }
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  return [
    Array.from(grid.values).every(Number.isFinite) ? '' : element('rect', { x: area.left, y: area.top, width, height, ...paint({ fill: 'mass' }) }),
    map,
    element('rect', { x: area.left, y: area.top, width, height, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }) }),
    axes(area, x, y, { x: names[0], y: names[1] }, false),
    colorBar({ ...area, left: area.right + APART, right: area.right + APART + BAR }, scale),
  ].join('');
}

/** Colors mean numbers: a page has no say in them, and they have no classes. */
function regions(grid: GridValues, { levels, colors }: ValueScale): string {
  const parts = [-Infinity, ...levels].map((level, k) => {
    const lines = regionsAbove(grid, level).map((line) => simplified([...line, line[0]!], TOLERANCE)).filter((line) => line.length > 3);
    return lines.length === 0 ? '' : element('path', { d: lines.map((line) => `${pathData([line.slice(0, -1)], 1)}z`).join(''), fill: colors[k] });
  });
  return element('g', { 'fill-rule': 'evenodd' }, ...parts);
}

function colorBar({ left, right, top, bottom }: Area, { colors, axis }: ValueScale): string {
  const step = (bottom - top) / colors.length;
  const scale = axis(bottom, top);
  const inside = scale.ticks.map(({ value, label }) => ({ at: scale.at(value), label })).filter(({ at }) => at >= top - 0.5 && at <= bottom + 0.5);
  return [
    // Each reaches down to the bottom and the next lies on it, so that no paper is seen between them.
    ...colors.map((fill, k) => element('rect', { x: left, y: top, width: right - left, height: bottom - top - k * step, fill })),
    element('path', { d: `M${fixed(left)} ${fixed(top)}H${fixed(right)}V${fixed(bottom)}H${fixed(left)}Z${inside.map(({ at }) => `M${fixed(right)} ${fixed(at)}h3`).join('')}`, 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'quiet' }) }),
    ...inside.map(({ at, label }) => text(right + 6, at, label, { size: SMALL, color: 'quiet' })),
  ].join('');
}
