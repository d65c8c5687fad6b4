import { cite, constant, defineBasis, type Expr, type ShapeParameter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Mother wavelets of t, scaled to a largest value of about 1. */
const mothers = {
  'mexican-hat': (t: Expr): Expr => constant(1).sub(t.square()).mul(bell(t)),
  morlet: (t: Expr): Expr => t.mul(5).cos().mul(bell(t)),
  'gaussian-slope': (t: Expr): Expr => t.mul(bell(t)).mul(Math.sqrt(Math.E)),
};
const bell = (t: Expr): Expr => t.square().mul(-0.5).exp();

/**
 * Wavelets psi((u - shift) / scale) of which every edge has some with shifts and scales of its own, u = (2x - a - b) / (b - a):
 *
 *     mexican-hat     (1 - t^2) e^(-t^2 / 2)
 *     morlet          cos(5 t) e^(-t^2 / 2)
 *     gaussian-slope  t e^((1 - t^2) / 2)
 *
 * The source has one per edge; with `count` of them an edge can bend at `count` places. At the start they share out the domain: number
 * k stands somewhere in the k-th of `count` equal parts, about as wide as one of them, and training moves it. Normalized by height, so that
 * a coefficient is a height. Cost: one exponential per wavelet and edge, since edges share nothing.
 */
export const wavelet = defineBasis({
  name: 'wavelet',
  summary: 'Wavelets whose places and widths every edge learns for itself',
  source: cite({ authors: ['Z. Bozorgasl', 'H. Chen'], year: 2024, title: 'Wav-KAN: Wavelet Kolmogorov-Arnold Networks', id: 'arXiv:2405.12832' }),
  options: z.strictObject({
    mother: z.enum(['mexican-hat', 'morlet', 'gaussian-slope']).default('mexican-hat').describe('The function that is shifted and scaled'),
    count: z.int().min(1).max(32).default(4).describe('Wavelets per edge: a coefficient, a shift and a scale each'),
  }),
  capabilities: {
    support: 'global',
    spansConstants: false,
    onDomainMove: 'transport',
    // Wavelets that come keep those that are there.
    refine: { option: 'count', exactWhen: (from, to) => to >= from },
  },
  size: ({ count }) => count,
  shape: ({ count }) => Object.fromEntries(Array.from({ length: count }, (_, k): [string, ShapeParameter][] => [
    [`shift${k}`, { scope: 'edge', trainable: true, initial: { from: (2 * k) / count - 1, to: (2 * k + 2) / count - 1 } }],
    [`scale${k}`, { scope: 'edge', trainable: true, initial: { from: 1 / count, to: 2 / count }, constraint: 'positive' }],
  ]).flat()),

  // The position u on [a, b] becomes r u + s on [c, d].
  transport: (shape, [a, b], [c, d]) => {
    const [r, s] = [(b - a) / (d - c), (a + b - c - d) / (d - c)];
    return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, name.startsWith('shift') ? r * value + s : r * value]));
  },
  features(x, grid, { mother, count }, shape) {
    const u = grid.unit(x, 2).sub(1);
    return Array.from({ length: count }, (_, k) => mothers[mother](u.sub(shape[`shift${k}`]!).div(shape[`scale${k}`]!)));
  },
});
