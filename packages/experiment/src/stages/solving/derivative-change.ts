import { columnOf } from '@knotwork/network';
import type { Equations } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { changeToSpread } from '../../measure/change-to-spread.js';
import { type DerivativeRead, derivativesAt } from '../../measure/derivatives-at.js';
import type { Model } from '../stage.js';

/**
 * Largest change of a derivative that equations read, at their points, relative to its spread there; null where they read none.
 *
 * @param before and after an edit that is meant to keep the function
 */
export async function derivativeChange(engine: Engine, { objective, points }: Equations, before: Model, after: Model): Promise<number | null> {
  let largest: number | null = null;
  for (const [set, { inputs }] of Object.entries(points)) {
    const own = objective.blocks.filter((block) => block.points === set).flatMap(({ reads }) => Object.values(reads)).filter((read): read is DerivativeRead => read.of === 'derivative');
    const reads = [...new Map(own.map((read) => [`${read.output}: ${read.inputs.join()}`, read])).values()];
    if (reads.length === 0) continue;
    const [a, b] = [await derivativesAt(engine, before, inputs, reads), await derivativesAt(engine, after, inputs, reads)];
    largest = Math.max(largest ?? 0, ...reads.map((_, k) => changeToSpread(columnOf(a, k), columnOf(b, k))));
  }
  return largest;
}
