import type { MetricsBySplit } from './measurement.js';

/** An objective is much larger that is so many times what it was: residuals are ten times as large. */
const MUCH_LARGER = 100;
/** Objectives below this are rounding. */
const ROUNDING = 1e-26;

/**
 * Where the last network leaves much more of the equations than a stage that solved them did: what to do; null elsewhere.
 *
 * @param result content of result.json
 */
export function solutionNote(result: Readonly<Record<string, unknown>>): string | null {
  const { stages = [], metrics } = result as { readonly stages?: readonly Readonly<Record<string, unknown>>[]; readonly metrics?: Pick<MetricsBySplit, 'stage'> | null };
  const objective = metrics?.stage?.['objective'];
  const solved = stages.flatMap(({ objective: left }, index) => (typeof left === 'number' ? [{ index, left }] : []));
  if (solved.length === 0 || objective === undefined) return null;
  const best = solved.reduce((one, other) => (other.left < one.left ? other : one));
  if (!(objective > MUCH_LARGER * Math.max(best.left, ROUNDING))) return null;
  const times = Math.sqrt(objective / Math.max(best.left, ROUNDING)).toPrecision(2);
  const remedy = solved.at(-1)!.index === stages.length - 1 ? `the last network is not the solution that stage ${best.index + 1} found, and its numbers are not those. Begin with other seeds or more starts, give the network another form, or leave out what follows stage ${best.index + 1}`
    : 'a stage solve at the end trains its functions on the equations';
  return `the last network leaves ${Number(times)} times as much of the equations as that of stage ${best.index + 1}: ${remedy}`;
}
