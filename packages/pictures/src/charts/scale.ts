import { type Extent, halfWidth, place } from '../curves/extent.js';
import { powerTicks, type Tick, ticks } from './ticks.js';

/** How values become pixels. */
export interface Scale {
  /** Pixels of a value; not finite where the scale has no place for it. */
  at(value: number): number;
  readonly ticks: readonly Tick[];
}

/** Ratio of values from which powers tell more than differences. */
const WIDE = 30;

/** Whether values are better seen by their powers: all positive, and wide apart. */
export function isWide(extent: Extent | null): boolean { return extent !== null && extent.low > 0 && extent.high / extent.low > WIDE; }

/** Even distances for even differences. @param from pixels of the low end @param to pixels of the high end @param room share of the width that is added at both ends */
export function linearScale(extent: Extent | null, from: number, to: number, most: number, room = 0): Scale {
  const shown = widened(extent ?? { low: 0, high: 1 }, room);
  return { at: (value) => from + place(value, shown) * (to - from), ticks: ticks(shown, most) };
}

/** Even distances for even ratios, of positive numbers. */
export function powerScale(extent: Extent, from: number, to: number, most: number, room = 0): Scale {
  const logs = widened({ low: Math.log10(extent.low), high: Math.log10(extent.high) }, room);
  return {
    at: (value) => (value > 0 ? from + place(Math.log10(value), logs) * (to - from) : NaN),
    ticks: powerTicks({ low: Math.max(10 ** logs.low, Number.MIN_VALUE), high: Math.min(10 ** logs.high, Number.MAX_VALUE) }, most),
  };
}

/** With room at both ends, and around a single value. */
function widened(extent: Extent, room: number): Extent {
  const half = halfWidth(extent);
  const more = half === 0 ? Math.max(Math.abs(extent.low) * 0.1, Number.MIN_VALUE * 1e3) : 2 * room * half;
  const held = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return half === 0 && extent.low === 0 ? { low: -1, high: 1 } : { low: held(extent.low - more), high: held(extent.high + more) };
}
