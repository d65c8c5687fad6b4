import { defineBasis, inFull, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Edges c f(x) of any function f: one that is defined somewhere alone has no other place in a network. */
export const appliedBasis = defineBasis({
  name: 'reference-applied', summary: 'c f(x)', options: z.strictObject({ f: use('function') }),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' },
  size: () => 1, functions: ({ f }) => ({ f: inFull(f) }), features: (x, _grid, _options, _shape, { f }) => [f!(x)],
});
