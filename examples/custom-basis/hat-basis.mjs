// A basis from outside: hat functions, linear between knots. Everything it can do follows from these lines.
import { constant, defineBasis, definePackage, z } from '@knotwork/plugin';

const hat = defineBasis({
  name: 'hat',
  summary: 'Hat functions: piecewise linear edges',
  options: z.strictObject({
    intervals: z.int().min(1).max(10_000).default(8).describe('grid intervals inside the domain'),
  }),
  capabilities: {
    support: 'window',
    spansConstants: true,
    onDomainMove: 'refit',
    refine: { option: 'intervals', exactWhen: (from, to) => to % from === 0 },
    order: () => 2,
    smoothness: () => 1,
    differenceOrder: () => 2,
  },
  size: ({ intervals }) => intervals + 1,
  window: () => 2,
  intervals: ({ intervals }) => intervals,
  features: (x, grid, { intervals }) => {
    const cell = grid.cell(x);
    const left = grid.knot(cell, 0);
    const t = grid.unit(x, intervals).sub(left).div(grid.knot(cell, 1).sub(left));
    return { start: cell, values: [constant(1).sub(t), t] };
  },
});

export default definePackage({ api: 2, plugins: [hat] });
