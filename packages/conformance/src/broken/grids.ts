import { defineGridStrategy, type GridSituation, type GridStrategyDefinition, type Placement } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { BrokenPlugin } from './broken-plugin.js';

const none = z.strictObject({});
let calls = 0;
let turns = 0;

/** Where the samples are, with a margin; null where they say nothing. */
function around({ samples, isNetworkInput, domain: [a, b] }: GridSituation): Placement | null {
  const [low, high] = [samples.reduce((m, v) => Math.min(m, v), Infinity), samples.reduce((m, v) => Math.max(m, v), -Infinity)];
  const isForced = low < a || high > b;
  if (isNetworkInput || !Number.isFinite(high - low) || (!isForced && high - low >= 0.8 * (b - a))) return null;
  const half = 0.55 * Math.max(high - low, 1e-3 * (1 + Math.abs(low)));
  return { isForced, domain: [(low + high) / 2 - half, (low + high) / 2 + half] };
}

type Strategy = GridStrategyDefinition<typeof none>;
const strategy = (name: string, change: Partial<Omit<Strategy, 'kind' | 'name'>>): Strategy => defineGridStrategy({
  name, summary: 'A strategy with one defect', options: none, capabilities: { knots: 'even' }, isDue: ({ step }) => step % 3 === 0, place: around, ...change,
});
const moved = (change: (placed: Placement, situation: GridSituation) => Placement) => (situation: GridSituation): Placement | null => {
  const placed = around(situation);
  return placed === null ? null : change(placed, situation);
};

export const brokenGrids: readonly BrokenPlugin[] = [
  {
    defect: 'domains that shrink each time',
    definition: strategy('shrinking', { place: ({ domain: [a, b], isNetworkInput }) => (isNetworkInput ? null : { isForced: false, domain: [a + 0.1 * (b - a), b - 0.1 * (b - a)] }) }),
    caughtBy: 'a grid comes to rest when the samples do',
  },
  { defect: 'ends in the wrong order', definition: strategy('descending', { place: moved(({ domain: [a, b], isForced }) => ({ isForced, domain: [b, a] })) }), caughtBy: 'placements are finite ascending domains with as many knots as there are',
    alsoFails: [
      'a move is forced only by samples outside the domain, and then holds them all', 'a grid comes to rest when the samples do',
    ] },
  {
    defect: 'one knot too few',
    definition: strategy('stingy', { capabilities: { knots: 'own' }, place: moved((placed, { knots }) => (knots === null ? placed : { ...placed, knots: knots.slice(1) })) }),
    caughtBy: 'placements are finite ascending domains with as many knots as there are',
  },
  { defect: 'looks that depend on how often they were asked for', definition: strategy('restless', { isDue: () => calls++ % 3 === 0 }), caughtBy: 'whether a look is due depends on the moment alone' },
  { defect: 'looks that are due every other time', definition: strategy('alternating', { isDue: () => turns++ % 2 === 0 }), caughtBy: 'whether a look is due depends on the moment alone' },
  { defect: 'samples that are sorted where they lie', definition: strategy('tidy', { place: (situation) => { situation.samples.sort(); return around(situation); } }), caughtBy: 'placements depend on the situation alone and leave it as it is' },
  { defect: 'every move called forced', definition: strategy('insistent', { place: moved((placed) => ({ ...placed, isForced: true })) }), caughtBy: 'a move is forced only by samples outside the domain, and then holds them all' },
  { defect: 'a domain of NaN after the first NaN', definition: strategy('gullible', { place: ({ samples, isNetworkInput }) => (isNetworkInput || samples.length === 0 ? null : { isForced: false, domain: [Math.min(...samples) - 1, Math.max(...samples) + 1] }) }), caughtBy: 'samples that are not finite move nothing to where they are' },
  { defect: 'knots that are placed and said to be even', definition: strategy('secretive', { place: moved((placed, { knots }) => (knots === null ? placed : { ...placed, knots: knots.map((_, j) => placed.domain[0] + ((placed.domain[1] - placed.domain[0]) * j) / (knots.length - 1)) })) }), caughtBy: 'knots stay even' },
  { defect: 'moves of a strategy that says nothing moves', definition: strategy('sleepwalking', { capabilities: { knots: 'none' }, isDue: () => false }), caughtBy: 'nothing moves' },
].map((broken) => broken as unknown as BrokenPlugin);
