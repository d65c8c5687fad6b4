import { cite, constant, defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * A constant, and cosines and sines of m times one angle, m = 1, ..., modes, on the domain [a, b]:
 *
 *     1,  cos(m omega (x - (a + b) / 2)),  sin(m omega (x - (a + b) / 2)),    omega = pi / (b - a), times the input's frequency if that is trained
 *
 * The period is twice the width of the domain, so that edges need not have equal values at its ends; the functions are not
 * independent in practice, and a fit takes the coefficients of least norm. With `periodic` omega is twice that and the period is the domain itself, for what is
 * the same at both ends, derivatives included. Harmonics follow by turning: one sine and one cosine, then four products each, as exact as sines and cosines of
 * their own.
 */
export const fourier = defineBasis({
  name: 'fourier',
  summary: 'Sines and cosines with a period of twice the domain, or of the domain itself, and a constant',
  source: cite({ authors: ['D. Huybrechs'], year: 2010, title: 'On the Fourier extension of nonperiodic functions', id: 'doi:10.1137/090752456' }),
  options: z.strictObject({
    modes: z.int().min(1).max(200).default(5).describe('Number of frequencies, a sine and a cosine each; an edge has one coefficient more, for the constant'),
    periodic: z.boolean().default(false).describe('Whether the period is the domain itself, for what is the same at both of its ends'),
    trainFrequency: z.boolean().default(false).describe('Whether every input learns a factor of all its frequencies, 1 before training'),
  }),
  capabilities: {
    support: 'global',
    spansConstants: true,
    // Another width is another set of frequencies: nothing follows exactly, and a refit changes functions by tenths.
    onDomainMove: 'none',
    refine: { option: 'modes', exactWhen: (from, to) => to >= from },
  },
  size: ({ modes }) => 2 * modes + 1,
  shape: ({ trainFrequency }) => (trainFrequency ? { frequency: { scope: 'input', trainable: true, initial: 1, constraint: 'positive' } } : {}),

  features(x, grid, { modes, periodic }, { frequency }) {
    const turn = periodic ? 2 * Math.PI : Math.PI;
    const fixed = grid.unit(x, turn).sub(turn / 2);
    const angle = frequency === undefined ? fixed : fixed.mul(frequency);
    const [cos, sin] = [angle.cos(), angle.sin()];
    const values: Expr[] = [constant(1), cos, sin];
    for (let m = 2; m <= modes; m++) {
      const [c, s] = values.slice(-2) as [Expr, Expr];
      values.push(c.mul(cos).sub(s.mul(sin)), s.mul(cos).add(c.mul(sin)));
    }
    return values;
  },
});
