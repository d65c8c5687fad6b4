import type { GridLook, GridMoment, GridSituation, Placement } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { followOptions, followRange, lookDue, rangeOf } from './follow-range.js';
import { weightedQuantiles } from './weighted-quantiles.js';

/** Positions nearer than this share of the mean spacing are the same: no two knots are kept so close. */
const SAME = 1e-3;
/** A move of all knots by less than this share of the mean spacing is not worth what it costs. */
const NOTICEABLE = 0.02;
/** Steps between two looks where they are few and long, and steps until moves are judged there and where they are many and short. */
const LONG_STEPS = 5;
const PROBATION = { long: 3, short: 25 };

/** Options of every strategy that gives each input knots of its own. */
export const ownKnotsOptions = ({ uniformBlend }: { readonly uniformBlend: number }) => ({
  ...followOptions({ longSteps: LONG_STEPS, until: 0.5 }),
  uniformBlend: z.number().min(0).max(1).default(uniformBlend).describe('Share of even positions in the knots; 1 for an even grid'),
  trigger: z.enum(['periodic', 'range', 'plateau']).default('periodic')
    .describe('What moves knots: every look, activations that left the domain or fill too little of it, or a look while the objective hardly falls'),
  plateau: z.strictObject({
    fall: z.number().min(0).max(1).default(0.01).describe('Share by which the objective falls at most on a plateau'),
    over: z.int().min(1).default(5).describe('Steps over which the fall is measured'),
  }).prefault({}).describe('When the trigger plateau looks'),
  refit: z.enum(['data', 'uniform']).default('data')
    .describe('Where edges stay as they are when knots move: where activations lie, or everywhere alike'),
  probation: z.union([z.literal('auto'), z.int().min(0)]).default('auto')
    .describe(`Steps that training gets to make use of moved knots before they are judged, and undone where the objective is higher than before; auto: ${PROBATION.long}, of first-order optimizers ${PROBATION.short}`),
});

export type OwnKnotsOptions = z.output<z.ZodObject<ReturnType<typeof ownKnotsOptions>>>;

/**
 * Whether a look is due, by the number of steps and by the objective. The first step always is, and the moment at which nothing
 * but other knots would help.
 */
export function ownKnotsDue(moment: GridMoment, options: OwnKnotsOptions): GridLook {
  const { trigger, plateau } = options;
  if (moment.hasConverged) return lookDue(moment, { ...options, every: 1 }, LONG_STEPS);
  const look = lookDue(moment, options, LONG_STEPS);
  if (look === false || trigger !== 'plateau' || moment.step === 0) return look;
  return moment.fall(plateau.over) < plateau.fall && look;
}

/** Weight of every sample, finite and at least 0, not all 0; null where there is nothing to tell samples apart by. */
export type Weigh = (sorted: Float64Array, domain: readonly [number, number]) => Float64Array | null;

/**
 * Domains follow the activations of hidden nodes and stay where they are for inputs of the network; the knots of both cut the
 * weighted samples q into equal shares, blended with even positions:
 *
 *     t_j = e (a + j (b - a) / G) + (1 - e) q_j,    t_0 = a,    t_G = b,    e = max(uniformBlend, 1 - (apart - 1) / G)
 *
 * with `apart` the number of samples, or of positions q_j where these are fewer, that do not fall together. So a few values
 * that come again and again (a constant, a flag, a rectified node) do not gather all knots.
 *
 * Null where the domain stays and no knot would move noticeably. Without weights, or in a basis without knots, only the domain
 * moves. Trigger `range`: knots that are still even were never placed, and are.
 */
export function placeOwnKnots(situation: GridSituation, options: OwnKnotsOptions, weigh: Weigh): Placement | null {
  const { intervals, knots, isNetworkInput } = situation;
  const hasKnots = knots !== null && intervals !== null;
  const placesAnyway = hasKnots && (options.trigger !== 'range' || !isFar(knots, evenKnots(situation.domain, intervals)));
  // Asked first: samples are computed when they are read.
  if (isNetworkInput && !placesAnyway) return null;
  const { samples } = situation;
  const [lo, hi] = rangeOf(samples);
  if (!Number.isFinite(hi - lo)) return null;

  const move = isNetworkInput ? null : followRange(situation.domain, [lo, hi], options);
  const { refit: norm } = options;
  const probation = options.probation !== 'auto' ? options.probation : situation.method === 'update' ? PROBATION.short : PROBATION.long;
  const moveAlone = move === null ? null : { ...move, norm, probation };
  if (!hasKnots || (move === null && !placesAnyway)) return moveAlone;

  const domain = move?.domain ?? situation.domain;
  const sorted = samples.toSorted();
  const weights = weigh(sorted, domain);
  if (weights === null) return moveAlone;
  const placed = blend(domain, sorted, weightedQuantiles(sorted, weights, intervals), options.uniformBlend);
  if (move === null && !isFar(knots, placed)) return null;
  return { domain, knots: placed, isForced: move?.isForced ?? false, norm, probation };
}

function blend(domain: readonly [number, number], sorted: Float64Array, quantiles: Float64Array, uniformBlend: number): Float64Array {
  const intervals = quantiles.length - 1;
  const even = evenKnots(domain, intervals);
  // Samples may lie outside the domain of an input of the network.
  const wanted = quantiles.map((q, j) => (j === 0 || j === intervals ? even[j]! : Math.min(Math.max(q, domain[0]), domain[1])));
  const distance = SAME * spacing(even);
  const apart = Math.min(countApart(sorted, distance), countApart(wanted, distance));
  const share = Math.max(uniformBlend, 1 - (apart - 1) / intervals);
  return wanted.map((t, j) => (j === 0 || j === intervals ? t : share * even[j]! + (1 - share) * t));
}

const evenKnots = ([a, b]: readonly [number, number], intervals: number): Float64Array =>
  Float64Array.from({ length: intervals + 1 }, (_, j) => (j === intervals ? b : a + (j * (b - a)) / intervals));

const spacing = (knots: Float64Array): number => (knots.at(-1)! - knots[0]!) / (knots.length - 1);

/** Whether a knot lies noticeably away from the other of its number. */
const isFar = (knots: Float64Array, others: Float64Array): boolean => knots.some((t, j) => Math.abs(t - others[j]!) >= NOTICEABLE * spacing(others));

/** Number of positions that are left when those nearer than a distance to the last one kept are dropped. */
function countApart(ascending: Float64Array, distance: number): number {
  let count = 0;
  let kept = -Infinity;
  for (const position of ascending) {
    if (position - kept < distance) continue;
    count++;
    kept = position;
  }
  return count;
}
