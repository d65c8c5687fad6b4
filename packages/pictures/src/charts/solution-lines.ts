import { type Extent, extentOf } from '../curves/extent.js';
import { document } from '../svg/document.js';
import { idOf } from '../svg/picture-options.js';
import { text } from '../svg/text.js';
import { type ChartOptions, sizeOf } from './chart-options.js';
import { leftOut } from './left-out.js';
import { type Area, axes, legend, leftBeside, seriesColor } from './plot.js';
import { linearScale, powerScale, type Scale } from './scale.js';
import { rootMeanSquare } from './sizes.js';
import { checkAlong, curve, referenceRings } from './solution-curve.js';
import type { SolutionLine } from './solution-data.js';
import { numberText } from './ticks.js';

const SMALL = 11;
/** Powers of ten below the largest residual that are shown at most. */
const MOST_POWERS = 8;

/**
 * A solution along the only coordinate: unknowns as curves, with the reference as rings where one is known, and below them the residuals of the equations.
 *
 * @returns SVG
 * @throws RangeError where arrays differ in length, or the id does not fit
 */
export function solutionLines({ along, unknowns, residuals }: SolutionLine, options: ChartOptions = {}): string {
  unknowns.forEach((one, k) => { checkAlong(one, `unknowns[${k}]`); });
  residuals.forEach((one, k) => { checkAlong(one, `residuals[${k}]`); });
  const size = sizeOf(options, [640, residuals.length === 0 ? 330 : 480]);
  const hasReference = unknowns.some(({ reference }) => reference !== undefined);
  const y = (top: number, bottom: number): Scale => linearScale(extentOf(...unknowns.flatMap(({ values, reference }) => [values, reference?.values ?? []])), bottom, top, 6, 0.05);
  const sizes = sizesShown(residuals);
  const shrunk = (top: number, bottom: number): Scale => (sizes === null ? linearScale(null, bottom, top, 1) : powerScale(sizes, bottom, top, 4, 0.03));
  const left = Math.max(leftBeside(y(0, 1)), leftBeside(shrunk(0, 1)));
  const upper: Area = { left, right: size[0] - 16, top: 36, bottom: residuals.length === 0 ? size[1] - 44 : size[1] - 200 };
  const lower: Area = { ...upper, top: size[1] - 134, bottom: size[1] - 44 };
  const [above, below] = [y(upper.top, upper.bottom), shrunk(lower.top, lower.bottom)];
  const x = linearScale(extentOf(...unknowns.flatMap(({ places, reference }) => [places, reference?.places ?? []]), ...residuals.map(({ places }) => places)), upper.left, upper.right, 8);
  return document(
    size, idOf(options, 'solution'), options, { title: 'Solution', description: inWords({ along, unknowns, residuals }) },
    axes(upper, x, above, { x: along, y: unknowns.length === 1 ? unknowns[0]!.name : '' }),
    unknowns.length === 1 ? '' : legend(upper, unknowns.map(({ name }) => name)),
    hasReference ? text(upper.right, 14, 'rings: reference', { size: SMALL, color: 'quiet', anchor: 'end' }) : '',
    ...unknowns.map((one, k) => curve(one, x, above, seriesColor(k))),
    ...unknowns.map(({ reference }, k) => (reference === undefined ? '' : referenceRings(reference, x, above, seriesColor(k)))),
    ...(residuals.length === 0 ? [] : [
      axes(lower, x, below, { x: along, y: 'residual' }),
      residuals.length === 1 ? '' : legend(lower, residuals.map(({ name }) => name)),
      ...residuals.map(({ places, values }, k) => curve({ places, values: Array.from(values, (value) => (sizes === null ? NaN : value === 0 ? sizes.low : Math.max(value, sizes.low))) }, x, below, seriesColor(k))),
    ]),
  );
}

/** Residuals by powers of ten: what is smaller than the smallest of them lies on the ground. */
function sizesShown(residuals: SolutionLine['residuals']): Extent | null {
  const extent = extentOf(...residuals.map(({ values }) => Array.from(values).filter((value) => value > 0)));
  return extent === null ? null : { low: Math.max(extent.low, extent.high * 10 ** -MOST_POWERS), high: extent.high };
}

function inWords({ along, unknowns, residuals }: SolutionLine): string {
  const told = unknowns.map(({ name, values, reference }) => {
    const extent = extentOf(values);
    return `${name} by ${along}, ${extent === null ? 'without finite values' : `from ${numberText(extent.low)} to ${numberText(extent.high)}`}${reference === undefined ? '' : ', with the reference as rings'}.${leftOut(values)}`;
  });
  return [...told, ...residuals.map(({ name, values }) => `The root mean square of the residual of ${name} is ${numberText(rootMeanSquare(values))}.`)].join(' ');
}
