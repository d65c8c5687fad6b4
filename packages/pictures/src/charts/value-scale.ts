import { type Extent, extentOf, halfWidth } from '../curves/extent.js';
import { type ColorMap, differenceColors, sizeColors, valueColors } from '../svg/color-maps.js';
import { linearScale, powerScale, type Scale } from './scale.js';
import { ticks } from './ticks.js';

/** How values become colors: steps between two ends. */
export interface ValueScale {
  /** Values at which one color ends and the next begins, ascending: one less than there are colors. */
  readonly levels: readonly number[];
  readonly colors: readonly string[];
  /** A scale for the bar of colors. @param from pixels of the low end @param to pixels of the high end */
  axis(from: number, to: number): Scale;
}

/** Powers of ten that sizes are told apart by at most. */
const MOST_POWERS = 8;
/** Share of sizes that may be too small for the scale: they have the color of its low end. */
const TOO_SMALL = 0.02;

/** Of values between their ends. @param extent null where there is none */
export function scaleOfValues(extent: Extent | null, steps: number): ValueScale { return stepped(extent ?? { low: 0, high: 0 }, steps, valueColors); }

/** Of differences from 0: both signs have as many colors, and what is nearly 0 has one of its own. */
export function scaleOfDifferences(values: ArrayLike<number>, steps: number): ValueScale {
  const extent = extentOf(values) ?? { low: 0, high: 0 };
  const most = Math.max(Math.abs(extent.low), Math.abs(extent.high));
  return stepped({ low: -most, high: most }, steps - 1 + (steps % 2), differenceColors);
}

/** Of sizes, by powers of ten; 0 is as small as the smallest. */
export function scaleOfSizes(values: ArrayLike<number>, steps: number): ValueScale {
  const sizes = Array.from(values).filter((value) => value > 0 && Number.isFinite(value)).sort((a, b) => a - b);
  if (sizes.length === 0) return stepped({ low: 0, high: 0 }, steps, (share) => sizeColors(share - 0.5));
  // In halves of powers, as many colors in each: powers of ten are where one color ends and the next begins.
  const high = Math.ceil(2 * Math.log10(sizes.at(-1)!) - 1e-9);
  const low = Math.max(high - 2 * MOST_POWERS, -2 * 307, Math.min(high - 2, Math.floor(2 * Math.log10(sizes[Math.floor(TOO_SMALL * sizes.length)]!) + 1e-9)));
  const extent = { low: 10 ** (low / 2), high: Math.min(Number.MAX_VALUE, 10 ** (high / 2)) };
  const count = Math.max(1, Math.round(steps / (high - low))) * (high - low);
  return { ...spread(count, (share) => 10 ** ((low + share * (high - low)) / 2), sizeColors), axis: (from, to) => powerScale(extent, from, to, 6) };
}

function stepped(extent: Extent, steps: number, colors: ColorMap): ValueScale {
  // One value: one color, that of the middle, and one number.
  if (halfWidth(extent) === 0) return { levels: [], colors: [colors(0.5)], axis: (from, to) => ({ at: () => (from + to) / 2, ticks: ticks(extent, 1) }) };
  return { ...spread(steps, (share) => extent.low * (1 - share) + extent.high * share, colors), axis: (from, to) => linearScale(extent, from, to, 6) };
}

function spread(steps: number, valueAt: (share: number) => number, colors: ColorMap): Pick<ValueScale, 'levels' | 'colors'> {
  return { levels: Array.from({ length: steps - 1 }, (_, k) => valueAt((k + 1) / steps)), colors: Array.from({ length: steps }, (_, k) => colors(steps === 1 ? 0.5 : k / (steps - 1))) };
}
