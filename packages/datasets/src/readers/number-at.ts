import { decimalQuotient, POWERS } from './decimal-quotient.js';

const [PLUS, MINUS, ZERO, UPPER_E, LOWER_E] = [43, 45, 48, 69, 101];
/** What is read behind the last byte: no digit, sign or point. */
const NOTHING = 10;
/** Most digits that count of those that are read as whole numbers of 32 bits: nine, and nine more. */
const MOST_DIGITS = 18;
/** Digits of a whole number that a double holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
const LAST_POWER = POWERS.length - 1;
/** An exponent that is as good as any larger one. */
const LARGEST_EXPONENT = 9999;
/** Bytes of the longest number that is read. */
const LONGEST = 1000;

/** Where reading has come to. */
export interface Place { at: number }

/**
 * Reads the decimal number that begins at a place, and moves the place behind it. What is a number is what `isNumber` says in `cell.ts`. The number, which
 * is what `Number` gives for its text, bit for bit, is written to an array: one that is given back would be an object of its own each time.
 *
 * Cost: linear in the length of the number.
 *
 * @param point the byte before a fraction, of a point or a comma
 * @param row where `into` gets it
 * @returns false where there is no number, or one that is too large for a double or has more than a thousand bytes
 */
export function numberAt(bytes: Uint8Array, place: Place, point: number, into: Float64Array, row: number): boolean {
  const end = bytes.length;
  const from = place.at;
  let at = from;
  let byte = at < end ? bytes[at]! : NOTHING;
  const isNegative = byte === MINUS;
  if (isNegative || byte === PLUS) byte = ++at < end ? bytes[at]! : NOTHING;
  const first = at;
  // The first nine digits that count, and the next nine.
  let high = 0;
  let low = 0;
  let digits = 0;
  let fraction = -1;
  for (;;) {
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits < 9) high = (high * 10 + digit) | 0;
      else if (digits < MOST_DIGITS) low = (low * 10 + digit) | 0;
      if (digits > 0 || digit > 0) digits++;
    } else if (byte === point && fraction < 0) fraction = at + 1;
    else break;
    byte = ++at < end ? bytes[at]! : NOTHING;
  }
  const hasPoint = fraction >= 0;
  if (at === (hasPoint ? first + 1 : first)) return false;
  let power = hasPoint ? at - fraction : 0;
  if (byte === LOWER_E || byte === UPPER_E) {
    place.at = at + 1;
    const exponent = exponentAt(bytes, place);
    if (Number.isNaN(exponent)) return false;
    power -= exponent;
    at = place.at;
  }
  place.at = at;
  let size = sizeOf(high, low, digits, power);
  if (Number.isNaN(size)) size = at - from > LONGEST ? Infinity : Number(textAt(bytes, first, at).replace(',', '.'));
  into[row] = isNegative ? -size : size;
  return size !== Infinity;
}

/** A whole number with or without a sign; NaN where there is none. */
function exponentAt(bytes: Uint8Array, place: Place): number {
  let { at } = place;
  const isNegative = bytes[at] === MINUS;
  if (isNegative || bytes[at] === PLUS) at++;
  const first = at;
  let exponent = 0;
  for (; at < bytes.length && bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9; at++) exponent = Math.min(exponent * 10 + bytes[at]! - ZERO, LARGEST_EXPONENT);
  place.at = at;
  return at === first ? NaN : isNegative ? -exponent : exponent;
}

/** The number of so many digits, divided by a power of ten; NaN where only `Number` is sure. */
function sizeOf(high: number, low: number, digits: number, power: number): number {
  if (digits > MOST_DIGITS || power > LAST_POWER || power < -LAST_POWER) return NaN;
  if (digits > EXACT_DIGITS) return power < 0 ? NaN : decimalQuotient(high, digits - 9, low, power);
  // Both are exact, and one rounding is all there is (W. D. Clinger, How to read floating point numbers accurately, 1990).
  const whole = digits <= 9 ? high : high * POWERS[digits - 9]! + low;
  return power < 0 ? whole * POWERS[-power]! : whole / POWERS[power]!;
}

/** Bytes of ASCII as text, at most a few thousand. */
export function textAt(bytes: Uint8Array, from: number, to: number): string { return String.fromCharCode(...bytes.subarray(from, to)); }
