import { defineBasis, inFull, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Of what a x + b begins with: beyond, nothing is left of a function but noise or a constant. */
const LARGEST = 1e6;

/**
 * One function of any kind that is installed, with a place and a scale of its own on every edge:
 *
 *     c f(a x + b)
 *
 * c is the coefficient, a and b are shape parameters; a constant beside it is the bias of the node. It is what an edge becomes when it is
 * read as an equation. The function is the same wherever the domain lies; with `outside: free` it is also the same outside.
 *
 * Derivatives are those of f: of a function that bends sharply, such as relu, the roughness sees only the straight parts.
 */
export const functionBasis = defineBasis({
  name: 'function',
  summary: 'One function of your choice per edge, with a trained scale and place: c f(a x + b)',
  options: z.strictObject({
    f: use('function').describe('The function f'),
    a: z.number().refine((a) => a !== 0 && Math.abs(a) <= LARGEST, `must be from -${LARGEST} to ${LARGEST}, and not 0, where no edge would see its input`).default(1).describe('Where the scale a of every edge starts'),
    b: z.number().refine((b) => Math.abs(b) <= LARGEST, `must be from -${LARGEST} to ${LARGEST}`).default(0).describe('Where the place b of every edge starts'),
  }),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'transport' },
  size: () => 1,
  shape: ({ a, b }) => ({ a: { scope: 'edge', trainable: true, initial: a }, b: { scope: 'edge', trainable: true, initial: b } }),
  functions: ({ f }) => ({ f: inFull(f) }),
  reads: () => [{ f: 'f', a: 'a', b: 'b' }],
  // Nothing is measured in units of the domain.
  transport: (shape) => shape,
  features: (x, _grid, _options, { a, b }, { f }) => [f!(x.mul(a!).add(b!))],
});
