import { constant, defineBasis, type Definition } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Splines of any degree on even knots, as truncated powers of the position in the cell (Cox-de Boor with knots written out). */
const spline = defineBasis({
  name: 'reference-spline',
  summary: 'Splines on even knots, for checks',
  options: z.strictObject({ degree: z.int().min(0).max(7).default(3), intervals: z.int().min(1).default(3) }),
  capabilities: {
    support: 'window', spansConstants: true, onDomainMove: 'refit',
    refine: { option: 'intervals', exactWhen: (from, to) => to % from === 0 }, order: ({ degree }) => degree + 1,
    smoothness: ({ degree }) => degree, differenceOrder: ({ degree }) => degree + 1,
  },
  size: ({ degree, intervals }) => degree + intervals,
  window: ({ degree }) => degree + 1,
  intervals: ({ intervals }) => intervals,
  features: (x, grid, { degree, intervals }) => {
    const start = grid.cell(x);
    const t = grid.unit(x, intervals).sub(start);
    let values = [constant(1)];
    for (let d = 1; d <= degree; d++) {
      const previous = values;
      values = Array.from({ length: d + 1 }, (_, j) => {
        const left = j > 0 ? t.add(d - j).mul(previous[j - 1]!) : constant(0);
        const right = j < d ? constant(j + 1).sub(t).mul(previous[j]!) : constant(0);
        return left.add(right).div(d);
      });
    }
    return { start, values };
  },
});

/** Hats that may stand anywhere. */
const hat = defineBasis({
  name: 'reference-hat',
  summary: 'Piecewise linear functions on knots of any kind, for checks',
  options: z.strictObject({ intervals: z.int().min(1).default(3) }),
  capabilities: {
    support: 'window', spansConstants: true, onDomainMove: 'refit',
    refine: { option: 'intervals', exactWhen: (from, to) => to % from === 0 }, order: () => 2, smoothness: () => 1, differenceOrder: () => 2,
  },
  size: ({ intervals }) => intervals + 1,
  window: () => 2,
  intervals: ({ intervals }) => intervals,
  features: (x, grid, { intervals }) => {
    const start = grid.cell(x);
    const left = grid.knot(start, 0);
    const t = grid.unit(x, intervals).sub(left).div(grid.knot(start, 1).sub(left));
    return { start, values: [constant(1).sub(t), t] };
  },
});

/** Chebyshev polynomials by their recurrence. */
const chebyshev = defineBasis({
  name: 'reference-chebyshev',
  summary: 'Polynomials, all of them live, for checks',
  options: z.strictObject({ degree: z.int().min(1).default(3) }),
  capabilities: { support: 'global', spansConstants: true, onDomainMove: 'refit', refine: { option: 'degree', exactWhen: (from, to) => to >= from } },
  size: ({ degree }) => degree + 1,
  features: (x, grid, { degree }) => {
    const u = grid.unit(x, 2).sub(1);
    const values = [constant(1), u];
    while (values.length <= degree) values.push(u.mul(2).mul(values.at(-1)!).sub(values.at(-2)!));
    return values;
  },
});

/** Waves whose frequency every input learns for itself; their phase stays. */
const waves = defineBasis({
  name: 'reference-waves',
  summary: 'Sines and cosines of a frequency per input, for checks',
  options: z.strictObject({ modes: z.int().min(1).default(2) }),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none', refine: { option: 'modes', exactWhen: (from, to) => to >= from } },
  size: ({ modes }) => 2 * modes,
  shape: () => ({
    frequency: { scope: 'input', trainable: true, initial: 1.3, constraint: 'positive' }, phase: { scope: 'input', trainable: false, initial: 0.2 },
  }),
  features: (x, grid, { modes }, { frequency, phase }) => {
    const angle = grid.unit(x, 2).sub(1).mul(frequency!).add(phase!);
    return Array.from({ length: modes }, (_, m) => angle.mul(m + 1)).flatMap((a) => [a.sin(), a.cos()]);
  },
});

/** Hats that a whole layer bends alike: local features with a shape parameter. */
const bentHat = defineBasis({
  name: 'reference-bent-hat',
  summary: 'Hats bent by one number per layer, for checks',
  options: z.strictObject({ intervals: z.int().min(1).default(3) }),
  capabilities: { support: 'window', spansConstants: false, onDomainMove: 'refit', smoothness: () => 1 },
  size: ({ intervals }) => intervals + 1,
  window: () => 2,
  intervals: ({ intervals }) => intervals,
  shape: () => ({ bend: { scope: 'layer', trainable: true, initial: 0.4 } }),
  features: (x, grid, { intervals }, { bend }) => {
    const start = grid.cell(x);
    const left = grid.knot(start, 0);
    const t = grid.unit(x, intervals).sub(left).div(grid.knot(start, 1).sub(left));
    const factor = t.mul(constant(1).sub(t)).mul(bend!).exp();
    return { start, values: [constant(1).sub(t).mul(factor), t.mul(factor)] };
  },
});

/** Wavelets (second and first derivative of a bell) that every edge scales and shifts for itself. */
const wavelet = defineBasis({
  name: 'reference-wavelet',
  summary: 'Wavelets with a scale and a shift per edge, for checks',
  options: z.strictObject({}),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'transport' },
  size: () => 2,
  shape: () => ({
    scale: { scope: 'edge', trainable: true, initial: 0.7, constraint: 'positive' }, shift: { scope: 'edge', trainable: true, initial: 0.1 },
  }),
  // The position u = (2x - a - b) / (b - a) becomes r u + s on the new domain.
  transport: ({ scale, shift }, [a, b], [c, d]) => {
    const [r, s] = [(b - a) / (d - c), (a + b - c - d) / (d - c)];
    return { scale: scale! * r, shift: shift! * r + s };
  },
  features: (x, grid, _, { scale, shift }) => {
    const t = grid.unit(x, 2).sub(1).sub(shift!).div(scale!);
    const bell = t.square().mul(-0.5).exp();
    return [constant(1).sub(t.square()).mul(bell), t.mul(bell)];
  },
});

/** Hats of which every edge chooses the bend: local features that no two edges share. */
const edgeHat = defineBasis({
  name: 'reference-edge-hat',
  summary: 'Hats bent by one number per edge, for checks',
  options: z.strictObject({ intervals: z.int().min(1).default(3) }),
  capabilities: { support: 'window', spansConstants: false, onDomainMove: 'refit', smoothness: () => 1 },
  size: ({ intervals }) => intervals + 1,
  window: () => 2,
  intervals: ({ intervals }) => intervals,
  shape: () => ({ bend: { scope: 'edge', trainable: true, initial: -0.3 } }),
  features: (x, grid, { intervals }, { bend }) => {
    const start = grid.cell(x);
    const t = grid.unit(x, intervals).sub(start);
    const factor = t.mul(constant(1).sub(t)).mul(bend!).exp();
    return { start, values: [constant(1).sub(t).mul(factor), t.mul(factor)] };
  },
});

/** The bases that engine checks use: local and global, without shape parameters and with some of every scope. */
export const referenceBases: readonly Definition[] = Object.freeze([spline, hat, chebyshev, waves, bentHat, wavelet, edgeHat] as unknown as Definition[]);
