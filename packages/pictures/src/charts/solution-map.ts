import { extentOf } from '../curves/extent.js';
import type { GridValues } from '../curves/regions-above.js';
import { badCount, missingEntries } from '../errors.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { idOf, type PictureOptions } from '../svg/picture-options.js';
import { shortName } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { heatMap } from './heat-map.js';
import { leftOut } from './left-out.js';
import { type Area, axes, legend } from './plot.js';
import { linearScale, type Scale } from './scale.js';
import { checkAlong, curve, referenceRings } from './solution-curve.js';
import type { SolutionPlane } from './solution-data.js';
import { largest, rootMeanSquare } from './sizes.js';
import { numberText } from './ticks.js';
import { scaleOfDifferences, scaleOfSizes, scaleOfValues, type ValueScale } from './value-scale.js';

const SMALL = 11;
/** A map with its axes, its bar and the numbers beside it. */
const CELL = { width: 316, height: 278 } as const;
const MAP: Area = { left: 58, right: 250, top: 42, bottom: 234 };
const SLICES = { height: 206, top: 40, bottom: 162 } as const;
/** Steps of colors: as many as there is room for eyes to follow. */
const STEPS = { value: 32, error: 31, residual: 24 } as const;

/**
 * A solution over two coordinates: for every unknown, or every plane of coordinates, a row of maps of the solution, of its error where a reference is known, and of the residual of the equation;
 * below them how it runs where the first coordinate is held, with the reference as rings.
 *
 * @returns SVG
 * @throws RangeError where there is no row, where arrays differ in length, or where the id does not fit
 */
export function solutionMap(rows: readonly SolutionPlane[], options: PictureOptions = {}): string {
  if (rows.length === 0) throw missingEntries('rows', 'row');
  rows.forEach(checkPlane);
  const width = CELL.width * Math.max(2, ...rows.map((row) => mapsOf(row).length));
  const heights = rows.map(({ slices }) => CELL.height + (slices.length === 0 ? 0 : SLICES.height));
  const tops = heights.map((_, k) => heights.slice(0, k).reduce((sum, height) => sum + height, 0));
  return document(
    [width, heights.reduce((sum, height) => sum + height, 0)], idOf(options, 'solution'), options,
    { title: 'Solution', description: rows.map(inWords).join(' ') },
    ...rows.flatMap((row, k) => [
      ...mapsOf(row).map(({ title, grid, scaleOf, steps }, column) => {
        const area = areaAt(column * CELL.width, tops[k]!);
        return heading(area, title) + heatMap(area, grid, row.along, scaleOf, steps);
      }),
      row.slices.length === 0 ? '' : slices(row, width, tops[k]! + CELL.height),
    ]),
  );
}

const areaAt = (start: number, top: number): Area => ({ start, left: start + MAP.left, right: start + MAP.right, top: top + MAP.top, bottom: top + MAP.bottom });

/** A map of a row: its title, in black and in gray, and what it shows. */
interface ShownMap { readonly title: readonly [string, string]; readonly grid: GridValues; readonly steps: number; scaleOf(steps: number): ValueScale }

function mapsOf({ unknown, value, error, residual, held }: SolutionPlane): ShownMap[] {
  return [
    { title: [unknown, held ?? 'the network'], grid: value, steps: STEPS.value, scaleOf: (steps) => scaleOfValues(extentOf(value.values), steps) },
    ...(error === undefined ? [] : [{ title: [`error of ${unknown}`, `at most ${numberText(largest(error.values))}`], grid: error, steps: STEPS.error, scaleOf: (steps: number) => scaleOfDifferences(error.values, steps) } as const]),
    ...(residual === undefined ? [] : [{ title: [`residual of ${residual.name}`, `root mean square ${numberText(rootMeanSquare(residual.values))}`], grid: residual, steps: STEPS.residual, scaleOf: (steps: number) => scaleOfSizes(residual.values, steps) } as const]),
  ];
}

/** What a map shows, above it. */
function heading({ start = 0, left, top }: Area, [name, note]: readonly [string, string]): string {
  const room = start + CELL.width - left - 8;
  return text(left, top - 25, shortName(name, room, 12), { bold: true }) + text(left, top - 10, shortName(note, room, SMALL), { size: SMALL, color: 'quiet' });
}

/** Lines of the network and rings of the reference, beside each other and on one scale. */
function slices({ unknown, along, slices: all }: SolutionPlane, width: number, from: number): string {
  const [top, bottom] = [from + SLICES.top, from + SLICES.bottom];
  const first = MAP.left;
  const each = (width - first - 16) / all.length;
  const extent = extentOf(...all.flatMap(({ values, reference }) => [values, reference?.values ?? []]));
  const y = linearScale(extent, bottom, top, 4, 0.06);
  const across = extentOf(...all.flatMap(({ places, reference }) => [places, reference?.places ?? []]));
  const hasReference = all.some(({ reference }) => reference !== undefined);
  const names = hasReference ? ['network', 'reference'] : [];
  return legend({ left: first, right: width, top: from + 24, bottom }, names) + all.map((slice, k) => {
    const area: Area = { left: first + k * each, right: first + (k + 1) * each - 14, top, bottom };
    const x = linearScale(across, area.left, area.right, each > 180 ? 4 : 3, 0.02);
    return text((area.left + area.right) / 2, area.top - 8, `${along[0]} = ${numberText(slice.at)}`, { size: SMALL, anchor: 'middle' })
      + axes(area, x, k === 0 ? y : { ...y, ticks: [] }, { x: along[1], y: k === 0 ? unknown : '' })
      + (k === 0 ? '' : levels(area, y))
      + curve(slice, x, y) + (slice.reference === undefined ? '' : referenceRings(slice.reference, x, y));
  }).join('');
}

/** The faint lines of an axis whose numbers stand elsewhere. */
function levels({ left, right }: Area, { ticks, at }: Scale): string {
  return element('path', { d: ticks.map(({ value }) => `M${fixed(left)} ${fixed(at(value))}H${fixed(right)}`).join(''), 'stroke-width': 1, ...paint({ fill: 'none', stroke: 'line' }, 0.7) });
}

function inWords({ unknown, along: [x, y], value, error, residual, slices: all, held }: SolutionPlane): string {
  const extent = extentOf(value.values);
  return [
    `${unknown} over ${x} and ${y}${held === undefined ? '' : ` where ${held}`}, ${extent === null ? 'without finite values' : `from ${numberText(extent.low)} to ${numberText(extent.high)}`}.${leftOut(value.values)}`,
    error === undefined ? '' : ` Its error is at most ${numberText(largest(error.values))}.`,
    residual === undefined ? '' : ` The root mean square of the residual of ${residual.name} is ${numberText(rootMeanSquare(residual.values))}.`,
    all.length === 0 ? '' : ` Below, ${unknown} by ${y} where ${x} is ${all.map(({ at }) => numberText(at)).join(', ')}.`,
  ].join('');
}

function checkPlane({ value, error, residual, slices: all }: SolutionPlane, k: number): void {
  for (const [name, grid] of Object.entries({ value, error, residual })) {
    if (grid !== undefined && grid.values.length !== grid.x.length * grid.y.length) throw badCount(`rows[${k}].${name}.values`, 'values, one for each x and y', grid.x.length * grid.y.length, grid.values.length);
  }
  all.forEach((slice, j) => { checkAlong(slice, `rows[${k}].slices[${j}]`); });
}
