import { cite, defineGridStrategy, z } from '@knotwork/plugin';

/** Narrowest domain, as a share of 1 + |position|: a node that always says the same still gets an interval to learn on. */
const MIN_WIDTH = 1e-3;
/** A move smaller than this share of the width is rounding. */
const NEGLIGIBLE = 1e-12;

/**
 * Even grids that follow the activations of hidden nodes.
 *
 * With samples in [lo, hi] and the domain [a, b], the domain is re-centered on the samples when one of them lies outside, or
 * when they fill less than `fill` of it:
 *
 *     c = (lo + hi) / 2,    r = max(hi - lo, 1e-3 (1 + |lo|)),    [a, b] := c -+ r (1/2 + margin)
 *
 * The source (section 2.2, update of spline grids) follows the activations; its code blends even positions with quantiles. Here knots stay even.
 */
export const moving = defineGridStrategy({
  name: 'moving',
  summary: 'Even grids that follow the range of the activations of hidden nodes',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks', id: 'arXiv:2404.19756' }),
  options: z.strictObject({
    every: z.int().min(1).default(3).describe('Steps between two looks at the activations'),
    margin: z.number().min(0).default(0.05).describe('Room on each side, as a share of the width of the activations'),
    fill: z.number().min(0).max(1).default(0.8).describe('Activations that fill less than this share of the domain move it'),
    until: z.number().min(0).max(1).default(1).describe("Share of the stage's steps after which the grid rests"),
  }),
  capabilities: { knots: 'even' },
  isDue: (step, steps, { every, until }) => step % every === 0 && step <= until * steps,

  place(situation, { margin, fill }) {
    // Asked first: samples are computed when they are read.
    if (situation.isNetworkInput) return null;
    const { domain: [a, b], samples } = situation;
    const [lo, hi] = range(samples);
    if (!Number.isFinite(hi - lo)) return null;

    const isForced = lo < a || hi > b;
    if (!isForced && hi - lo >= fill * (b - a)) return null;

    const center = (lo + hi) / 2;
    const half = Math.max(hi - lo, MIN_WIDTH * (1 + Math.abs(lo))) * (0.5 + margin);
    const moved = Math.abs(center - half - a) + Math.abs(center + half - b);
    return moved < NEGLIGIBLE * (b - a) ? null : { domain: [center - half, center + half], isForced };
  },
});

/** Smallest and largest sample; infinite or NaN when a sample is, or when there is none. */
function range(samples: Float64Array): [number, number] {
  let lo = Infinity;
  let hi = -Infinity;
  for (const sample of samples) {
    lo = Math.min(lo, sample);
    hi = Math.max(hi, sample);
  }
  return [lo, hi];
}
