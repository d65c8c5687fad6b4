import { columnOf } from '@knotwork/network';
import type { Equations, Samples } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
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
    largest = Math.max(largest ?? 0, ...reads.map((_, k) => changeOf(a, b, k)));
  }
  return largest;
}

function changeOf(a: Samples, b: Samples, column: number): number {
  const [before, after] = [columnOf(a, column), columnOf(b, column)];
  const spread = before.reduce((most, v) => Math.max(most, v), -Infinity) - before.reduce((least, v) => Math.min(least, v), Infinity);
  const change = before.reduce((most, v, row) => Math.max(most, Math.abs(v - after[row]!)), 0);
  return spread > 0 ? change / spread : change;
}
