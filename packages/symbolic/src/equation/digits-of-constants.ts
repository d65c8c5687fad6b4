import { DIGITS } from '../written.js';
import type { Constant } from './constant.js';

/** How likely it may be that a decimal so short is near by chance. */
const CHANCE = 0.003;
/** Of a standard error, what rounding changes at most: half a unit of the last place is a tenth of it. */
const UNIT = 1 / 5;

/** The decimal place of the first digit of a size: 0 of 8.3, -2 of 0.05. */
const placeOf = (size: number): number => Math.floor(Math.log10(size));

/** Digits with which rounding changes a constant by a tenth of its standard error at most, two at least, or all that there are. */
export function warrantedDigits({ value, error }: Constant): number {
  if (error === null || value === 0) return Infinity;
  return Math.max(2, Math.min(DIGITS.all, placeOf(Math.abs(value)) - placeOf(UNIT * Math.max(error, Number.MIN_VALUE / UNIT)) + 1));
}

/** Digits of a decimal so near to a value and so short that this is unlikely by chance, such as 8.314 for 8.3140000000000002; null where there is none. @param within how near is near enough */
export function shortDecimal(value: number, within: number): number | null {
  if (value === 0) return null;
  for (let digits = 1; digits < DIGITS.all; digits++) {
    if (2 * within > CHANCE * 10 ** (placeOf(Math.abs(value)) - digits + 1)) return null;
    if (Math.abs(Number(value.toPrecision(digits)) - value) <= within) return digits;
  }
  return null;
}

/** Digits that a constant is printed with. @param most that there may be; null for as many as its standard error warrants, and six at least, or where it has none */
export function printedDigits(c: Constant, most: number | null): number {
  if (most !== null) return most;
  if (c.error === null || c.error === Infinity) return DIGITS.usual;
  // What was rounded has its digits.
  return c.isFree ? Math.max(DIGITS.usual, Math.min(DIGITS.all, warrantedDigits(c))) : DIGITS.all;
}
