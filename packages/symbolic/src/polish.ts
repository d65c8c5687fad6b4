import type { Coordinates } from './coordinates.js';
import { type Curve, MOST_POINTS } from './curve.js';
import type { Evaluator } from './evaluator.js';
import { type LinearFit, type LinearPart, linearPart } from './linear-part.js';

/** Where a search has come to. */
export interface Polished extends LinearPart {
  readonly coordinates: Coordinates;
  readonly at: readonly number[];
  readonly a: number;
  readonly b: number;
}

/** Longest step in a number that is a logarithm, or in a location. */
const LONGEST_STEP = 3;
const FIRST_DAMPING = 1e-3;
const TRIES = 8;
/** What is left of the variance when nothing but rounding is. */
const EXACT = 1e-30;

// Room to compute in; nothing in it outlives a call.
const place = new Float64Array(6);
const residuals = [new Float64Array(MOST_POINTS), new Float64Array(MOST_POINTS)] as const;
const columns = [new Float64Array(MOST_POINTS), new Float64Array(MOST_POINTS)] as const;

/** The linear part at given numbers; null where f is not finite there. */
export function placed(f: Evaluator, curve: Curve, coordinates: Coordinates, at: readonly number[]): Polished | null {
  coordinates.place(at, place);
  const [a, b] = [place[0]!, place[1]!];
  const part = linearPart(f.at(curve.z, curve.count, a, b), curve, residuals[0]);
  return part === null ? null : { c: part.c, d: part.d, left: part.left, coordinates, at, a, b };
}

/**
 * Levenberg-Marquardt in the numbers of the coordinates alone: c and d follow each trial by linear least squares, and the Jacobian is projected
 * on what they cannot reach.
 *
 * @param steps at most
 * @param tolerance a step that lowers what is left by a smaller share is the last one
 * @returns never worse than `from`
 * @source L. Kaufman, A variable projection method for solving separable nonlinear least squares problems, 1975
 */
export function polish(f: Evaluator, curve: Curve, from: Polished, steps: number, tolerance: number): Polished {
  const { coordinates } = from;
  if (coordinates.size === 0) return from;
  let slot: 0 | 1 = 0;
  let now = evaluated(f, curve, coordinates, from.at, slot);
  if (now === null) return from;
  let damping = FIRST_DAMPING;
  for (let step = 0; step < steps && now.left > EXACT; step++) {
    const normal = normalEquations(curve, now, residuals[slot]);
    if (normal === null) return step === 0 && coordinates.size === 1 ? stairs(f, curve, from) : plain(now);
    const before: Evaluated = now;
    for (let k = 0; k < TRIES && now === before; k++) {
      const at = stepped(normal, before.at, damping);
      const other: 0 | 1 = slot === 0 ? 1 : 0;
      const next = at === null ? null : evaluated(f, curve, coordinates, at, other);
      if (next !== null && next.left < before.left) {
        now = next;
        slot = other;
        damping = Math.max(damping * 0.2, 1e-12);
      } else damping *= 4;
    }
    if (now === before || before.left - now.left < tolerance * before.left) break;
  }
  return plain(now);
}

const plain = ({ coordinates, at, a, b, c, d, left }: Polished): Polished => ({ coordinates, at, a, b, c, d, left });

/** How far around, and how finely, a step is looked for. */
const STAIRS = { reach: 0.12, steps: 48 };

/** Where slopes are zero, as those of steps are: the middle of the best places around. */
function stairs(f: Evaluator, curve: Curve, from: Polished): Polished {
  const looked = Array.from({ length: 2 * STAIRS.steps + 1 }, (_, k) => placed(f, curve, from.coordinates, [from.at[0]! + (STAIRS.reach * (k - STAIRS.steps)) / STAIRS.steps]));
  const least = looked.reduce((least, now) => Math.min(least, now?.left ?? Infinity), from.left);
  const first = looked.findIndex((now) => now?.left === least);
  if (first < 0) return from;
  let last = first;
  while (looked[last + 1]?.left === least) last++;
  return placed(f, curve, from.coordinates, [(looked[first]!.at[0]! + looked[last]!.at[0]!) / 2]) ?? from;
}

/** A place with what f is there. */
interface Evaluated extends Polished, LinearFit {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/** @param slot where values, slopes and residuals are kept */
function evaluated(f: Evaluator, curve: Curve, coordinates: Coordinates, at: readonly number[], slot: 0 | 1): Evaluated | null {
  coordinates.place(at, place);
  const [a, b] = [place[0]!, place[1]!];
  const [values, slopes] = f.withSlopes(curve.z, curve.count, a, b, slot);
  const part = linearPart(values, curve, residuals[slot]);
  if (part === null) return null;
  const { c, d, left, mean, variance } = part;
  return { c, d, left, mean, variance, coordinates, at, a, b, values, slopes };
}

/** J'J, J'r of the projected Jacobian. */
interface Normal { readonly h00: number; readonly h01: number; readonly h11: number; readonly g0: number; readonly g1: number }

function normalEquations(curve: Curve, { coordinates, at, values: F, slopes, c, mean, variance }: Evaluated, rest: Float64Array): Normal | null {
  const { count, z, weights } = curve;
  coordinates.place(at, place);
  for (let k = 0; k < coordinates.size; k++) {
    const [da, db] = [place[2 + 2 * k]!, place[3 + 2 * k]!];
    const J = columns[k as 0 | 1];
    let average = 0;
    let along = 0;
    for (let i = 0; i < count; i++) {
      const j = c * slopes[i]! * (da * z[i]! + db);
      J[i] = j;
      average += weights[i]! * j;
      along += weights[i]! * j * (F[i]! - mean);
    }
    along /= variance;
    for (let i = 0; i < count; i++) J[i]! -= average + along * (F[i]! - mean);
  }
  const [J0, J1] = columns;
  let h00 = 0, h01 = 0, h11 = 0, g0 = 0, g1 = 0;
  for (let i = 0; i < count; i++) {
    const first = weights[i]! * J0[i]!;
    h00 += first * J0[i]!;
    g0 += first * rest[i]!;
    if (coordinates.size === 1) continue;
    h01 += first * J1[i]!;
    h11 += weights[i]! * J1[i]! * J1[i]!;
    g1 += weights[i]! * J1[i]! * rest[i]!;
  }
  return Number.isFinite(h00 + h11 + g0 + g1) && h00 + h11 > 0 ? { h00, h01, h11, g0, g1 } : null;
}

function stepped({ h00, h01, h11, g0, g1 }: Normal, at: readonly number[], damping: number): readonly number[] | null {
  const ridge = 1e-14 * (h00 + h11);
  const [a, d] = [h00 * (1 + damping) + ridge, h11 * (1 + damping) + ridge];
  if (at.length === 1) return [at[0]! + bounded(g0 / a)];
  const det = a * d - h01 * h01;
  const first = at[0]! + bounded((d * g0 - h01 * g1) / det, at[0]!);
  const second = at[1]! + bounded((a * g1 - h01 * g0) / det, at[1]!);
  return Number.isFinite(first + second) ? [first, second] : null;
}

/** Far from zero, steps may be long. */
function bounded(step: number, at = 0): number {
  const most = LONGEST_STEP + Math.abs(at);
  return Math.min(most, Math.max(-most, step));
}
