import { defineEdge, defineLayer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { BrokenPlugin } from './broken-plugin.js';

let composed = 0;
let asked = 0;
let named = 0;
const none = z.strictObject({});

export const brokenCores: readonly BrokenPlugin[] = [
  { defect: 'a basis weight that comes and goes', definition: defineEdge({ name: 'moody', summary: 'An edge', options: none, compose: () => ({ base: null, basisWeight: composed++ % 2 === 0 }) }), caughtBy: 'the composition is pure and complete',
    alsoFails: [
      'an edge is its weights times base function and basis sum', 'parts that the composition leaves out have no parameters',
      'saved and loaded, a network gives the same outputs',
    ] },
  {
    defect: 'an edge that is left to nobody', definition: defineLayer({ name: 'forgetful', summary: 'A layer', options: none, terms: (_, parts) => [{ ...parts, edges: { except: [[0, 0]] } }] }),
    caughtBy: 'every edge is on in a term, whatever the size of the layer', alsoFails: ['edges that are switched off pass nothing on and are not counted'],
  },
  {
    defect: 'edges that are named for layers of two sums', definition: defineLayer({ name: 'narrow', summary: 'A layer', options: none, terms: (_, parts) => [{ ...parts, edges: { except: [[0, 1]] } }, { ...parts, edges: { except: [[0, 0]] } }] }),
    caughtBy: 'every edge is on in a term, whatever the size of the layer',
    alsoFails: [
      'gradients agree with differences', 'saved and loaded, a network gives the same outputs',
      'a saved network that was tampered with is refused in words, or is a network',
      'a network with one input and one output works', 'a network trains', 'a trained network adapts and extends',
    ],
  },
  {
    defect: 'a mean over one edge fewer than there are',
    definition: defineLayer({ name: 'lonely', summary: 'A layer', options: none, terms: (_, parts) => [parts], nodes: (_, { inputs, outputs }) => [{ count: outputs, arity: 1, formula: ([sum]) => sum!.div(inputs - 1) }] }),
    caughtBy: 'node formulas are pure and finite to third order, whatever the size of the layer', alsoFails: ['a network with one input and one output works'],
  },
  {
    defect: 'terms that remember for whom they were made before',
    definition: defineLayer({ name: 'nostalgic', summary: 'A layer', options: none, terms: (_, parts) => [{ ...parts, outside: asked++ % 2 === 0 ? 'linear' : 'constant' }] }),
    caughtBy: 'terms are pure',
  },
  {
    defect: 'a node formula whose slope has no bound at zero', definition: defineLayer({ name: 'steep', summary: 'A layer', options: none, terms: (_, parts) => [parts], nodes: (_, { outputs }) => [{ count: outputs, arity: 1, formula: ([sum]) => sum!.abs().sqrt() }] }),
    caughtBy: 'node formulas are pure and finite to third order, whatever the size of the layer',
  },
  {
    defect: 'an activation that changes each time',
    definition: defineLayer({ name: 'whimsical', summary: 'A layer', options: none, terms: (_, parts) => [parts], activation: () => (named++ % 2 === 0 ? { kind: 'reference-silu' } : null) }),
    caughtBy: 'the activation is named purely, and the node is finite with it',
    alsoFails: ['edges that are switched off pass nothing on and are not counted', 'the order of inputs does not matter'],
  },
  {
    defect: 'a file whose choice of input map is taken for granted',
    definition: defineLayer({
      name: 'presumptuous', summary: 'A layer', options: none,
      terms: (_, parts) => [{ ...parts, ...(parts.inputMap === 'raw' ? { basis: { kind: 'reference-spline', degree: -1 } } : {}) }],
    }),
    caughtBy: 'every input map and every outside makes a layer',
  },
].map((broken) => broken as unknown as BrokenPlugin);
