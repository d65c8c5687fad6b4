import { type Extent, halfWidth } from '../curves/extent.js';

/** A place on an axis that has a number. */
export interface Tick { readonly value: number; readonly label: string }

const STEPS = [1, 2, 5, 10];
/** Numbers from here on, and below its inverse, are written with powers of ten. */
const LARGE = 1e6;

/** Round numbers in an extent, about as many as wanted, and its ends where there are no round ones. */
export function ticks(extent: Extent, most: number): Tick[] {
  const half = halfWidth(extent);
  if (half === 0) return [{ value: extent.low, label: numberText(extent.low, 4) }];
  // Halves, because the width of numbers of any size may not be a number.
  const rough = half / Math.max(1, most) * 2;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const [from, to] = [Math.ceil(extent.low / step - 1e-9), Math.floor(extent.high / step + 1e-9)];
  // Beside very large numbers a step may be lost, and beside very small ones it may be 0.
  if (!(step > 0) || !Number.isFinite(step * (to - from)) || Math.abs(from) > 1e9 || Math.abs(to) > 1e9) return [extent.low, extent.high].map((value) => ({ value, label: numberText(value, 4) }));
  const all = Array.from({ length: to - from + 1 }, (_, k) => (from + k) * step);
  const digits = all.map((value) => digitsFor(value, step));
  return all.map((value, k) => ({ value, label: numberText(value, digits[k]!) }));
}

/** Significant digits that tell a number from its neighbors. */
function digitsFor(value: number, step: number): number {
  return value === 0 ? 1 : Math.max(1, Math.min(15, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9) + 1));
}

/** Powers of ten in an extent of positive numbers, and 2 and 5 times such where there are few. */
export function powerTicks(extent: Extent, most: number): Tick[] {
  const [from, to] = [Math.floor(Math.log10(extent.low) + 1e-9), Math.floor(Math.log10(extent.high) + 1e-9)];
  const inside = (value: number): boolean => value >= extent.low * (1 - 1e-9) && value <= extent.high * (1 + 1e-9);
  const every = Math.ceil((to - from + 1) / most);
  const factors = to - from >= 2 ? [1] : [1, 2, 5];
  const values = Array.from({ length: to - from + 1 }, (_, k) => from + k).filter((power) => power % every === 0).flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`))).filter(inside);
  return (values.length === 0 ? [extent.low, extent.high] : values).map((value) => ({ value, label: numberText(value, 3) }));
}

/** A number in as few characters as its digits need. @param digits significant digits, 1 to 15 */
export function numberText(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(Number(value.toPrecision(digits)));
  const plain = size === 0 || (size < LARGE && size >= 1e-4) ? String(Number(value.toPrecision(digits))) : scientific(value, digits);
  return plain.replace('-', '−');
}

const HIGH = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(value: number, digits: number): string {
  const [factor, power] = value.toExponential(digits - 1).split('e') as [string, string];
  const raised = `${power.startsWith('-') ? '⁻' : ''}${[...power.replace(/[+-]/, '')].map((digit) => HIGH[Number(digit)]).join('')}`;
  const short = String(Number(factor));
  return short === '1' ? `10${raised}` : short === '-1' ? `-10${raised}` : `${short}·10${raised}`;
}
