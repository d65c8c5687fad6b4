import { median } from '@knotwork/numerics';
import { geometricMean } from '../../lib/geometric-mean.js';
import { digits, table } from '../../lib/table.js';
import type { TableRun } from '../../lib/table-run.js';
import type { SmoothingReport } from './run-report.js';

/** The noise of a run, as it was made and as the run says; undefined where it says nothing. */
export interface NoiseEstimate { readonly truth: number; readonly estimate: number | undefined }

/** An input that does nothing has less than this share of the output's variance, one that matters more than that. */
const IDLE = 0.005;
const USEFUL = 0.05;

/** Errors on noise alone, as shares of the error of the training mean. */
export function nullReport(runs: readonly TableRun[]): string[] {
  const values = runs.map(({ value }) => value);
  const failures = runs.flatMap(({ failure }, k) => (failure === null ? [] : [`run ${k} failed: ${failure}`]));
  return [
    `geometric mean ${digits(geometricMean(values))}, median ${digits(median(values))}, worst ${digits(Math.max(...values))}; ${values.filter((v) => v > 1.05).length} of ${values.length} above 1.05`,
    ...failures,
  ];
}

/** For every problem: median of estimate over truth, its range, and how many are near the truth. */
export function noiseReport(problems: readonly (readonly [name: string, estimates: readonly NoiseEstimate[]])[]): string[] {
  return table(['problem', 'truth', 'estimate over truth', 'least', 'most', 'within 5 %', 'within 10 %'], problems.map(([name, estimates]) => {
    const ratios = estimates.flatMap(({ truth, estimate }) => (estimate === undefined ? [] : [estimate / truth]));
    const truth = estimates.length === 0 ? '-' : digits(median(estimates.map((e) => e.truth)));
    if (ratios.length === 0) return [name, truth, '-', '-', '-', '-', '-'];
    const within = (share: number): string => `${ratios.filter((ratio) => Math.abs(ratio - 1) <= share).length} of ${estimates.length}`;
    return [name, truth, digits(median(ratios)), digits(Math.min(...ratios)), digits(Math.max(...ratios)), within(0.05), within(0.1)];
  }));
}

/**
 * For every input its share of the output's variance and the degrees of freedom of its edges, over seeds.
 *
 * @param runs one for each seed
 * @param inputs names of all of them, and how many of the first ones matter
 */
export function effectsReport(runs: readonly SmoothingReport[], inputs: { readonly names: readonly string[]; readonly useful: number }): string[] {
  const { names, useful } = inputs;
  const effects = runs.flatMap(({ effects: shares }) => (shares ? [shares] : []));
  const freedoms = runs.flatMap(({ edges }) => (edges ? [names.map((_, i) => freedomOf(edges, i))] : []));
  const over = (rows: readonly (readonly number[])[], i: number, pick: (values: readonly number[]) => number): string => (rows.length === 0 ? '-' : digits(pick(rows.map((row) => row[i]!))));
  const least = (values: readonly number[]): number => Math.min(...values);
  const most = (values: readonly number[]): number => Math.max(...values);
  const rows = names.map((name, i) => [name, i < useful ? 'useful' : 'idle', over(effects, i, median), over(effects, i, least), over(effects, i, most), over(freedoms, i, median), over(freedoms, i, most)]);
  const told = effects.filter((shares) => shares.every((share, i) => (i < useful ? share > USEFUL : share < IDLE))).length;
  return [
    ...table(['input', '', 'effect', 'least', 'most', 'degrees of freedom', 'most'], rows),
    '',
    `useful inputs above ${USEFUL} and idle ones below ${IDLE}: ${effects.length === 0 ? '-' : `${told} of ${runs.length}`}`,
  ];
}

/** Degrees of freedom of all edges that leave an input. */
function freedomOf(edges: NonNullable<SmoothingReport['edges']>, input: number): number {
  return edges.filter(({ layer, from }) => layer === 0 && from === input).reduce((sum, { edf }) => sum + edf, 0);
}
