import { nameOf } from './exact-numbers.js';

/** A number of an equation. */
export interface Constant {
  readonly value: number;
  /** Whether it is fitted to rows. What is held is there by structure, such as the 2 of a square, or was found to be exact. */
  readonly isFree: boolean;
  /** Standard error where it was fitted, in its own unit; null elsewhere. */
  readonly error: number | null;
}

/** A number of a network: to be fitted. */
export const free = (value: number): Constant => ({ value, isFree: true, error: null });
/** A number that stays what it is. */
export const held = (value: number): Constant => ({ value, isFree: false, error: null });

export const ZERO = held(0);
export const ONE = held(1);

/** What is left of two numbers of which one takes back the other, as a share. */
const ROUNDING = 16 * Number.EPSILON;

/** Whether it is held at a value. */
export const isHeldAt = (c: Constant, value: number): boolean => !c.isFree && c.value === value;
/** Whether nothing is left of what it multiplies, whatever rows say. */
export const isNothing = (c: Constant): boolean => c.value === 0 && !c.isFree;

export function times(a: Constant, b: Constant): Constant {
  if (isNothing(a) || isHeldAt(b, 1)) return a;
  if (isNothing(b) || isHeldAt(a, 1)) return b;
  if (!b.isFree && Math.abs(b.value) === 1) return { ...a, value: a.value * b.value };
  if (!a.isFree && Math.abs(a.value) === 1) return { ...b, value: a.value * b.value };
  return made(a.value * b.value, a, b);
}

export function plus(a: Constant, b: Constant): Constant {
  if (isNothing(a)) return b;
  if (isNothing(b)) return a;
  const value = a.value + b.value;
  // A shift that takes back another one, as of an input in the user's units behind a map, is none.
  return Math.abs(value) <= ROUNDING * Math.max(Math.abs(a.value), Math.abs(b.value)) ? ZERO : made(value, a, b);
}

/** What a computation makes of constants: free as soon as one of them is. */
export const made = (value: number, ...of: readonly Constant[]): Constant => (of.some((c) => c.isFree) ? free(value) : held(exactly(value)));

/** A number that was computed of exact ones, without its rounding: 2 / sqrt(2) is sqrt(2). */
const exactly = (value: number): number => nameOf(value)?.value ?? value;
