import type { Samples } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import { type EngineCase, randomCase } from '../subjects/engine-case.js';
import { mixedCase } from '../subjects/mixed-case.js';

/** `all`: what an engine is proved with. `few`: small ones that between them have everything, for a look in seconds. */
export type Networks = 'all' | 'few';

/** Whose networks: the engine's, and how many. */
interface Asked { readonly engine: Engine; readonly networks: Networks }

/** Small networks that between them have two layers, knots of their own, base functions, basis weights, edges that are off, nodes, biases and shape parameters. */
const FEW = {
  plain: [7],
  mixed: [2, 31],
};
/** More than fill a block of the native engine, and no whole vector. */
const FEW_ROWS = 71;

/**
 * Networks of local bases without shape parameters. Every third has knots of its own, as its name says: those are left out for engines that do not
 * claim `can.ownKnots`.
 *
 * @param count seeds to go through
 */
export function plainCases(asked: Asked, count = 12): EngineCase[] { return casesOf(asked, randomCase, FEW.plain, count); }

/** Networks of everything that layers may be made of; those with knots of their own for engines that claim them. @param count seeds to go through */
export function mixedCases(asked: Asked, count = 12): EngineCase[] { return casesOf(asked, mixedCase, FEW.mixed, count); }

/** Plain networks, then mixed ones. @param count seeds of each to go through */
export function casesFor(asked: Asked, count = 12): EngineCase[] { return [...plainCases(asked, count), ...mixedCases(asked, count)]; }

function casesOf({ engine: { can }, networks }: Asked, draw: (seed: number) => EngineCase, few: readonly number[], count: number): EngineCase[] {
  const seeds = networks === 'all' ? Array.from({ length: count }, (_, k) => k + 1) : few;
  const drawn = seeds.map((seed) => drawnOnce(draw, seed)).filter(({ structure }) => can.ownKnots || !hasOwnKnots(structure));
  return networks === 'all' ? drawn : drawn.map((c) => ({ ...c, rows: someRows(c.rows, 0, FEW_ROWS) }));
}

const known = new Map<(seed: number) => EngineCase, Map<number, EngineCase>>();

/** Networks are drawn once for all checks, which leave them as they are. */
function drawnOnce(draw: (seed: number) => EngineCase, seed: number): EngineCase {
  const bySeed = known.get(draw) ?? new Map<number, EngineCase>();
  known.set(draw, bySeed);
  const drawn = bySeed.get(seed) ?? draw(seed);
  bySeed.set(seed, drawn);
  return drawn;
}

/** Whether knots of a network are its own. */
export function hasOwnKnots({ layers }: Structure): boolean { return layers.some(({ terms }) => terms.some(({ knots }) => knots === 'own')); }

/** Rows `from` to `from + count`, or as many as there are. */
export function someRows({ inputs, targets }: EngineCase['rows'], from: number, count: number): EngineCase['rows'] {
  const cut = ({ count: all, width, values }: Samples): Samples =>
    ({ count: Math.min(count, all - from), width, values: values.slice(from * width, Math.min(from + count, all) * width) });
  return { inputs: cut(inputs), targets: cut(targets) };
}
