import { isKnotworkError, type Rows, type Samples } from '@knotwork/plugin';
import { Posterior, type Problem, type SmoothingReport } from '@knotwork/training';
import { type PreparedRows, rowsNamed } from '../data/prepare-data.js';
import { totalEffects } from '../measure/total-effects.js';
import type { TriedIntervals } from './coverage-text.js';
import type { KnownPosterior, Model, PosteriorContext, StageContext } from './stage.js';

/** Rows that total effects are taken over at most. */
const MOST_ROWS = 2000;
/** With fewer observations per degree of freedom, intervals from a linearization cover less than they say. */
const LEAST_PER_DEGREE = 5;
/** Quantile of the normal distribution for intervals that cover 0.9. */
const QUANTILE = 1.6448536269514722;

/** What a fit whose smoothing chose itself says of it, for result.json. */
export interface SmoothingSummary {
  /** Effective degrees of freedom of the whole network, and observations they were chosen by. */
  readonly edf: number;
  readonly observations: number;
  /** See `SmoothingReport.edfBefore`. */
  readonly edfBefore?: number;
  readonly criterion: number;
  readonly isSettled: boolean;
  /** Standard deviation of the noise of each output, in the user's units, of a row of mean weight where rows are weighed; null where the loss is a likelihood of its own. */
  readonly noise: readonly number[] | null;
  /** The same for bands around predictions; see `SmoothingReport.bandNoise`. */
  readonly bandNoise: readonly number[] | null;
  /** The weight of the row whose noise that is: the mean over training rows; left out where rows are not weighed. */
  readonly meanWeight?: number;
  /** Share of the departure of each output from its mean that stood up to cross-validation. */
  readonly kept: readonly number[];
  /**
   * Total effect of every input: half the mean squared change of the outputs when the input is shuffled over training rows, as a share of their variance.
   * Effects add up to more than 1 where inputs act together.
   */
  readonly effects: readonly number[];
  /** How often test rows lie in their intervals for new observations, which should cover 0.9 of them, each as wide as the row weighs; null where there are none, or too few observations. */
  readonly coverage: (TriedIntervals & {
    /** Of predictions: the median over test rows and outputs, in the user's units. */
    readonly standardError: number;
  }) | null;
  readonly edges: SmoothingReport['edges'];
}

/** @param problem that was solved, @param report of its fit */
export async function smoothingSummary(context: StageContext, dataSet: string, model: Model, problem: Problem, report: SmoothingReport): Promise<SmoothingSummary> {
  const { data: { outputs } } = context;
  const { edf, edfBefore, observations, criterion, isSettled, kept, edges } = report;
  const inUnits = (deviations: readonly number[] | null): readonly number[] | null => deviations?.map((s, o) => s * outputs[o]!.map.scale) ?? null;
  const rows = rowsNamed(context.data, dataSet);
  const meanWeight = meanWeightOf(rows.original);
  return {
    edf, ...(edfBefore === undefined ? {} : { edfBefore }), observations, criterion, isSettled, noise: inUnits(report.noise), bandNoise: inUnits(report.bandNoise), ...(meanWeight === null ? {} : { meanWeight }), kept,
    effects: await effectsOf(context, model, rows.train), coverage: await coverageOf(context, model, problem, report, rows), edges,
  };
}

/** Whether bands mean what they say: what was given up was looked for as well. */
const hasBands = ({ noise, observations, edf, edfBefore = edf, criterion }: Pick<SmoothingReport, 'noise' | 'observations' | 'edf' | 'edfBefore' | 'criterion'>): boolean =>
  noise !== null && observations >= LEAST_PER_DEGREE * edfBefore && Number.isFinite(criterion);

/**
 * What training rows leave open about a network, from what its summary says.
 *
 * @param summary in the report of a stage, from `result.json` where that is all there is; @param problem that the stage solved, on its rows or a sample
 * @returns null where smoothing did not choose itself, and where bands would not mean what they say
 */
export function posteriorOf({ data: { outputs, original } }: PosteriorContext, { network }: Model, report: Readonly<Record<string, unknown>>, problem: () => Problem): Promise<KnownPosterior> | null {
  const summary = report['smoothing'] as SmoothingSummary | undefined;
  if (summary === undefined || summary.bandNoise === null || !hasBands(summary)) return null;
  const standardized = (deviations: readonly number[]): readonly number[] => deviations.map((s, o) => s / outputs[o]!.map.scale);
  const known = { noise: standardized(summary.noise!), bandNoise: standardized(summary.bandNoise) };
  // Runs of old did not say it: the rows that were kept nearly do.
  const meanWeight = summary.meanWeight ?? meanWeightOf(original);
  return Posterior.open(problem(), network, { ...summary, ...known }).then((posterior) => ({ posterior, ...known, observations: summary.observations, ...(meanWeight === null ? {} : { meanWeight }) }));
}

/** Edges with the strengths of smoothing that the last stage chose which chose any; null where none did. @param reports of the stages before, in order */
export const edgesSmoothed = (reports: readonly Readonly<Record<string, unknown>>[]): SmoothingReport['edges'] | null =>
  (reports.findLast(({ smoothing }) => smoothing !== undefined)?.['smoothing'] as SmoothingSummary | undefined)?.edges ?? null;

/** Of training rows, the first of which are enough. */
function effectsOf(context: StageContext, model: Model, { inputs, targets }: Rows): Promise<number[]> {
  const count = Math.min(inputs.count, MOST_ROWS);
  const first = (of: Samples): Samples => ({ ...of, count, values: of.values.subarray(0, count * of.width) });
  const known = first(targets);
  return totalEffects(first(inputs), (sets) => context.outputs(model, sets.map((some) => ({ inputs: some, targets: known }))), (name) => context.batches.fork(`effects.${name}`));
}

/** What training rows weigh in the mean; null where rows are not weighed. */
function meanWeightOf({ train: { weights } }: Pick<PreparedRows['original'], 'train'>): number | null {
  return weights === undefined || weights.length === 0 ? null : weights.reduce((a, b) => a + b, 0) / weights.length;
}

/** Whether somebody knows what a row weighs: noise of a row that weighs nothing would be without end. */
export const isKnownWeight = (weight: number | undefined): weight is number => weight !== undefined && weight > 0 && weight < Infinity;

/** What the noise of a row is times that of a row of mean weight: a row of four times the weight has half of it. 1 where no weight is known. */
export const timesTheNoise = (weight: number | undefined, meanWeight: number | undefined): number => (meanWeight !== undefined && isKnownWeight(weight) ? Math.sqrt(meanWeight / weight) : 1);

async function coverageOf(context: StageContext, model: Model, problem: Problem, report: SmoothingReport, { test, original }: PreparedRows): Promise<SmoothingSummary['coverage']> {
  const { noise, bandNoise } = report;
  if (noise === null || test.inputs.count === 0 || !hasBands(report)) return null;
  let posterior: Posterior | null = null;
  try {
    posterior = await Posterior.open(problem, model.network, report);
    const spread = await posterior.spread(test.inputs);
    const [outputs] = await context.outputs(model, [test]);
    const { width, values: targets } = test.targets;
    const meanWeight = meanWeightOf(original);
    const { weights } = original.test;
    const isWeighed = meanWeight !== null && weights !== undefined;
    const errors = spread.map((v, k) => Math.sqrt(Math.max(v, 0)) * bandNoise![k % width]!);
    const held = (times: (row: number) => number): number =>
      errors.reduce((sum, e, k) => sum + (Math.abs(outputs!.values[k]! - targets[k]!) <= QUANTILE * Math.hypot(e, noise[k % width]! * times(Math.floor(k / width))) ? 1 : 0), 0) / errors.length;
    const inUnits = errors.map((e, k) => e * context.data.outputs[k % width]!.map.scale).sort();
    return { level: 0.9, test: held((row) => timesTheNoise(weights?.[row], meanWeight ?? undefined)), ...(isWeighed ? { meanWeight, ofMeanWeight: held(() => 1) } : {}), ...(original.isTestExact === true ? { isOfExact: true } : {}), standardError: inUnits[inUnits.length >> 1]! };
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'numerical') return null;
    throw error;
  } finally {
    await posterior?.dispose();
  }
}
