import type { GridLook, GridMoment, Placement } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Narrowest domain, as a share of 1 + |position|: a node that always says the same still gets an interval to learn on. */
const MIN_WIDTH = 1e-3;
/** A move smaller than this share of the width is rounding. */
const NEGLIGIBLE = 1e-12;

/** Short steps, as first-order optimizers take them, between two looks: a look costs as much as a few of them. */
const SHORT_STEPS = 50;

/** Options of every strategy whose domains follow the activations. @param longSteps between two looks where they are few and long */
export const followOptions = ({ longSteps, until }: { readonly longSteps: number; readonly until: number }) => ({
  every: z.union([z.literal('auto'), z.int().min(1)]).default('auto')
    .describe(`Steps between two looks at the activations; auto: ${longSteps}, of first-order optimizers an epoch and at least ${SHORT_STEPS}`),
  margin: z.number().min(0).default(0.05).describe('Room on each side, as a share of the width of the activations'),
  room: z.number().min(0).max(1).default(0.5).describe('Share of the margin that must be left on each side; less of it moves the domain'),
  fill: z.number().min(0).max(1).default(0.8).describe('Activations that fill less than this share of the domain move it'),
  until: z.number().min(0).max(1).default(until).describe("Share of the stage's steps after which the grid rests"),
  coolDown: z.int().min(0).default(0).describe('Steps to take after a move before the next look'),
});

export type FollowOptions = z.output<z.ZodObject<ReturnType<typeof followOptions>>>;

/**
 * Whether a look is due by the number of steps alone. In epochs of many steps `auto` looks once an epoch and, every 50 steps between, only
 * for samples outside.
 *
 * @param longSteps between two looks where steps are few and long, as `followOptions` has it
 */
export function lookDue({ step, steps, sinceMove, method, epoch }: GridMoment, { every, until, coolDown }: Pick<FollowOptions, 'every' | 'until' | 'coolDown'>, longSteps: number): GridLook {
  if (step > until * steps || sinceMove < coolDown) return false;
  if (every !== 'auto') return step % every === 0;
  if (method !== 'update') return step % longSteps === 0;
  if (step % Math.max(SHORT_STEPS, epoch) === 0) return true;
  return step % SHORT_STEPS === 0 ? 'forced' : false;
}

/**
 * The domain that follows samples in [lo, hi], or null where the one there is will do.
 *
 * A domain [a, b] is re-centered when a sample lies outside (forced), when one comes so close to an end that less than `room` of the
 * margin is left there, or when the samples fill less than `fill` of it:
 *
 *     c = (lo + hi) / 2,    r = max(hi - lo, 1e-3 (1 + |lo|)),    [a, b] := c -+ r (1/2 + margin)
 */
export function followRange(
  [a, b]: readonly [number, number], [lo, hi]: readonly [number, number], { margin, fill, room }: Pick<FollowOptions, 'margin' | 'fill' | 'room'>,
): Pick<Placement, 'domain' | 'isForced'> | null {
  const isForced = lo < a || hi > b;
  const isTight = Math.min(lo - a, b - hi) < room * margin * (hi - lo);
  if (!isForced && !isTight && hi - lo >= fill * (b - a)) return null;

  const center = lo / 2 + hi / 2;
  const half = Math.max(hi - lo, MIN_WIDTH * (1 + Math.abs(lo))) * (0.5 + margin);
  const domain = [center - half, center + half] as const;
  if (!Number.isFinite(domain[1] - domain[0])) return null;
  const moved = Math.abs(domain[0] - a) + Math.abs(domain[1] - b);
  return moved < NEGLIGIBLE * (b - a) ? null : { domain, isForced };
}

/** Smallest and largest sample; infinite or NaN when a sample is, or when there is none. */
export function rangeOf(samples: Float64Array): [number, number] {
  let lo = Infinity;
  let hi = -Infinity;
  for (const sample of samples) {
    lo = Math.min(lo, sample);
    hi = Math.max(hi, sample);
  }
  return [lo, hi];
}
