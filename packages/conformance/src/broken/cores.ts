import { defineEdge, defineLayer, z } from '@knotwork/plugin';
import type { BrokenPlugin } from './broken-plugin.js';

let calls = 0;
const none = z.strictObject({});

export const brokenCores: readonly BrokenPlugin[] = [
  { defect: 'a basis weight that comes and goes', definition: defineEdge({ name: 'moody', summary: 'An edge', options: none, compose: () => ({ base: null, basisWeight: calls++ % 2 === 0 }) }), caughtBy: 'the composition is pure and complete' },
  {
    defect: 'an edge that is left to nobody', definition: defineLayer({ name: 'forgetful', summary: 'A layer', options: none, terms: (_, parts) => [{ ...parts, masked: [[0, 0]] }] }),
    caughtBy: 'every edge is on in a term, whatever the size of the layer',
  },
  {
    defect: 'masks that are made for layers of two outputs', definition: defineLayer({ name: 'narrow', summary: 'A layer', options: none, terms: (_, parts) => [{ ...parts, masked: [[0, 1]] }, { ...parts, masked: [[0, 0]] }] }),
    caughtBy: 'every edge is on in a term, whatever the size of the layer',
  },
  {
    defect: 'masks that are ignored: switched-off edges come back in a node formula that divides by their number less one',
    definition: defineLayer({ name: 'lonely', summary: 'A layer', options: none, terms: (_, parts) => [parts], node: (sum, _, fanIn) => sum.div(fanIn - 1) }),
    caughtBy: 'the node formula is pure and finite to third order, whatever the fan-in',
  },
  {
    defect: 'terms that remember for whom they were made before',
    definition: defineLayer({ name: 'nostalgic', summary: 'A layer', options: none, terms: (_, parts) => [{ ...parts, outside: calls++ % 2 === 0 ? 'linear' : 'constant' }] }),
    caughtBy: 'terms are pure',
  },
  {
    defect: 'a node formula whose slope has no bound at zero', definition: defineLayer({ name: 'steep', summary: 'A layer', options: none, terms: (_, parts) => [parts], node: (sum) => sum.sqrt() }),
    caughtBy: 'the node formula is pure and finite to third order, whatever the fan-in',
  },
].map((broken) => broken as unknown as BrokenPlugin);
