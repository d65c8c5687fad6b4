// The first values of pykan, as its documentation has them, for comparison: spline coefficients small noise, base weights uniform.
import { defineInitializer, definePackage, z } from '@knotwork/plugin';

const pykan = defineInitializer({
  name: 'pykan',
  summary: 'Noise of +-0.15 / intervals in the coefficients, base weights uniform in +-1 / root of the inputs',
  options: z.strictObject({
    intervals: z.int().min(1).default(5).describe('grid intervals of the basis'),
    noise: z.number().positive().default(0.3).describe('width of the noise before it is divided by the intervals'),
  }),
  initialize({ inputs, outputs, size }, stream, { intervals, noise }) {
    const scale = 1 / Math.sqrt(inputs);
    const fill = (count, draw) => Float64Array.from({ length: count }, draw);
    return {
      // There the noise is that of the curve at its knots; coefficients of such a curve are of the same size.
      coefficients: fill(inputs * outputs * size, () => (noise / intervals) * (stream.next() - 0.5)),
      baseWeight: fill(inputs * outputs, () => scale * stream.uniform(-1, 1)),
      basisWeight: fill(inputs * outputs, () => scale),
    };
  },
});

export default definePackage({ api: 2, plugins: [pykan] });
