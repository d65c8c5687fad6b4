/** A number that people write down. */
export interface ExactNumber {
  readonly value: number;
  /** Of its size, without a sign: an expression of mathjs, such as `pi / 2`. */
  readonly text: string;
  /** 0 for the simplest: 0, 1, whole numbers, halves and multiples of pi, fractions and roots, what is left. */
  readonly level: number;
}

/** Numbers of each level, and simpler ones, to the unit: how easily a number anywhere is near to one of them by chance. */
const DENSITY = [1, 1, 1, 4, 15, 40] as const;
/** Odds that a constant is one of them rather than any other number, before rows are looked at: the farther fetched, the less. */
const ODDS = [1, 1, 0.2, 0.08, 0.03, 0.005] as const;
/** Levels of the table below. */
export const LEVELS = DENSITY.length;

/**
 * How many squared standard errors a constant may lie from an exact number of a level so that rows speak for this number: so many that the odds of it against
 * any other number are even (a Bayes factor, in which other numbers are as dense as exact ones). None where rows know too little; more, the more they know.
 *
 * @param error standard error of the constant
 */
export const evenOdds = (level: number, error: number): number => Math.max(0, 2 * Math.log(ODDS[level]! / Math.min(1, DENSITY[level]! * error * Math.sqrt(2 * Math.PI))));

/** A number is one of the table where only rounding is between them. */
const ROUNDING = 4 * Number.EPSILON;
/** Largest whole number of the second level, and largest whole number, fraction, multiple. */
const SMALL = 12;
const LARGEST = 1000;

/** Numbers of a level next to a size on either side. @param size at least 0 */
function near(size: number, level: number): ExactNumber[] {
  switch (level) {
    case 0: return [{ value: 0, text: '0', level }];
    case 1: return [{ value: 1, text: '1', level }];
    case 2: return multiples(size, 1, 1, SMALL, level, '');
    case 3: return [...multiples(size, 1, 2, SMALL, level, ''), ...[1, 2].flatMap((d) => multiples(size, Math.PI, d, 4, level, 'pi'))];
    case 4: return [
      ...multiples(size, 1, 1, LARGEST, level, ''), ...[3, 4, 5, 6, 8, 10].flatMap((d) => multiples(size, 1, d, 10, level, '')),
      ...[3, 4].flatMap((d) => multiples(size, Math.PI, d, 2, level, 'pi')), ...multiples(size, Math.E, 1, 1, level, 'e'), ...[2, 3, 5, 6, 7, 10].flatMap((k) => multiples(size, Math.sqrt(k), 1, 1, level, `sqrt(${k})`)),
    ];
    default: return [
      ...[7, 9, 12].flatMap((d) => multiples(size, 1, d, 4, level, '')), ...[1, 2, 3, 4, 6].flatMap((d) => multiples(size, Math.PI, d, 10, level, 'pi')), ...[1, 2, 3].flatMap((d) => multiples(size, Math.E, d, 3, level, 'e')),
      ...[2, 3, 5, 6, 7].flatMap((k) => [1, 2, 3, 4, k].flatMap((d) => multiples(size, Math.sqrt(k), d, 4, level, `sqrt(${k})`))),
      { value: 1 / Math.PI, text: '1 / pi', level }, { value: 2 / Math.PI, text: '2 / pi', level }, { value: 1 / Math.E, text: '1 / e', level }, { value: 1 / Math.sqrt(2 * Math.PI), text: '1 / sqrt(2 * pi)', level },
    ];
  }
}

/** The multiples n / d of a unit around a size, n whole. @param most n / d at most */
function multiples(size: number, unit: number, d: number, most: number, level: number, name: string): ExactNumber[] {
  const n = Math.floor((size * d) / unit);
  return [n, n + 1].filter((k) => k >= 1 && k <= most * d && greatestDivisor(k, d) === 1).map((k) => ({ value: (k * unit) / d, text: textOf(k, d, name), level }));
}

function textOf(n: number, d: number, name: string): string {
  if (name !== '') return `${n === 1 ? '' : `${n} * `}${name}${d === 1 ? '' : ` / ${d}`}`;
  // Decimals that end are shorter than fractions.
  return d === 1 || 1000 % d === 0 ? String(n / d) : `${n} / ${d}`;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** Numbers of a level within some distance of a value, the nearest first, with its sign. */
export function exactNumbersNear(value: number, within: number, level: number): ExactNumber[] {
  const sign = value < 0 ? -1 : 1;
  return near(Math.abs(value), level).map((exact) => ({ ...exact, value: exact.value === 0 ? 0 : sign * exact.value }))
    .filter((exact) => Math.abs(exact.value - value) <= within).sort((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value));
}

/** The simplest number that a value is, but for rounding; null where it is none. */
export function nameOf(value: number): ExactNumber | null {
  for (let level = 0; level < LEVELS; level++) {
    const [found] = exactNumbersNear(value, ROUNDING * Math.abs(value), level);
    if (found !== undefined) return found;
  }
  return null;
}
