/** A range is written to so many powers of ten below that of its width. */
const DIGITS = 4;
/** Of the last digit: what is nearer than that to a number is this number, but for rounding. */
const ROUNDING = 1e-6;

/**
 * A range in words, such as `0.33333 to 2`: digits enough for its width, and rounded outward, so that nothing within it lies beyond what is written.
 *
 * @param range smallest and largest number, finite, in any unit
 */
export function rangeText([low, high]: readonly [number, number]): string {
  const exponent = Math.floor(Math.log10(high - low)) - DIGITS;
  const written = (value: number, outward: -1 | 1): string => {
    const steps = outward * Math.ceil(outward * value / 10 ** exponent - ROUNDING);
    const rounded = Number(`${steps}e${exponent}`);
    // Of a range without width, or one that doubles hardly resolve, numbers are written as they are.
    return String(Number.isSafeInteger(steps) && Number.isFinite(rounded) ? rounded : value);
  };
  return `${written(low, -1)} to ${written(high, 1)}`;
}
