import { dataSetsOf, FILES, isKnownWeight, type KnownPosterior, posteriorAfter, timesTheNoise } from '@knotwork/experiment';
import { type LoadedNetwork, toNetworkUnits } from '@knotwork/network';
import { normalQuantile } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { filesText } from './errors.js';
import { noIntervals, noIntervalsKnown, noLevel } from './errors-when-asked.js';
import type { ModelWeights } from './model-rows.js';
import { keptRows, networkData } from './network-data.js';
import type { ModelParts } from './symbolic.js';

/** The level of intervals where none is asked for. */
const LEVEL = 0.9;

/** Intervals for new observations, in the user's units: `[rows][outputs]`. */
export interface Intervals {
  readonly level: number;
  readonly lower: Samples;
  readonly upper: Samples;
  /**
   * `posterior`: from what smoothing that chose itself leaves open, and the noise that it found. `split-conformal`: from the errors on validation rows, the same
   * width everywhere.
   */
  readonly by: 'posterior' | 'split-conformal';
  /** What users should know of them, such as for rows of which weight they are. */
  readonly notes: readonly string[];
}

/** What a network makes of rows in the user's units, in its own. */
type OutputsOf = (network: LoadedNetwork, inputs: Samples) => Promise<Samples>;

/**
 * @param inputs of the rows, in the user's units, @param outputsOf of a network at them
 * @param weights of the rows; undefined, and what is no number above 0, where nobody knows them
 * @throws KnotworkError `input` for a level that is none, and where there are no intervals
 */
export async function intervalsFor(parts: ModelParts, inputs: Samples, level: number = LEVEL, outputsOf: OutputsOf, weights?: ModelWeights): Promise<Intervals> {
  const { model, run, task } = parts;
  if (typeof level !== 'number' || !(level > 0 && level < 1)) throw noLevel(level);
  if (task !== 'regression') throw noIntervals(run.imported !== null, 'its task is classification, which has probabilities.');
  const { values: centres, ...shape } = await model.predict(inputs);
  const posterior = await posteriorErrors(parts, inputs, outputsOf, weights);
  const by = posterior === null ? 'split-conformal' : 'posterior';
  const half = posterior?.errors.map((e) => deviationsFor(level) * e) ?? conformalErrors(parts, level, shape);
  const notes = posterior === null ? [...missingNotes(parts), ...fewRowsNotes(parts)] : meanWeightNotes(posterior.meanWeight, inputs.count, weights, run.table.weight);
  return { level, by, notes, lower: { ...shape, values: centres.map((v, k) => v - half[k]!) }, upper: { ...shape, values: centres.map((v, k) => v + half[k]!) } };
}

/** Standard deviations of a new observation by what stages know, in the user's units; null where some network has none. */
async function posteriorErrors({ model: { outputs }, run: { experiment, evaluation, networks, reports }, host: { catalog }, engine, task, domains }: ModelParts, inputs: Samples, outputsOf: OutputsOf, weights?: ModelWeights): Promise<{ readonly errors: Float64Array; readonly meanWeight: number | null } | null> {
  const train = evaluation === null ? null : keptRows(evaluation, 'train');
  if (experiment === null || train === null || dataSetsOf(experiment).length > 1) return null;
  const [squares, sums, sumsOfSquares] = [0, 1, 2].map(() => new Float64Array(inputs.count * outputs.length)) as [Float64Array, Float64Array, Float64Array];
  let meanWeight: number | null = null;
  for (const [k, loaded] of networks.entries()) {
    const { structure, network } = loaded;
    const data = networkData(network.spec, task, domains, { train });
    const known = await posteriorAfter(experiment.stages, reports[k]!, { structure, network }, { catalog, engine, data });
    if (known === null) return null;
    try {
      const errors = await observationErrors(known, toNetworkUnits(inputs, network.spec.inputs), known.observations * (train.inputs.count / train.of), weights);
      meanWeight = known.meanWeight ?? null;
      const { values } = await outputsOf(loaded, inputs);
      errors.forEach((e, n) => {
        const { scale } = network.spec.outputs[n % outputs.length]!.map;
        squares[n]! += (e * scale) ** 2;
        sums[n]! += values[n]! * scale;
        sumsOfSquares[n]! += (values[n]! * scale) ** 2;
      });
    } finally {
      await known.posterior.dispose();
    }
  }
  // Of a mixture: the mean of the variances, and the variance of the means.
  const n = networks.length;
  return { meanWeight, errors: squares.map((square, k) => Math.sqrt(square / n + Math.max(sumsOfSquares[k]! / n - (sums[k]! / n) ** 2, 0))) };
}

/** Of rows that are weighed: for which of those that were asked nobody knew the weight. @param mean null where rows are not weighed, @param column that weighed the run's rows */
function meanWeightNotes(mean: number | null, rows: number, weights: ModelWeights | undefined, column: string | undefined): string[] {
  if (mean === null || rows === 0) return [];
  const unknown = Array.from({ length: rows }, (_, n) => weights?.[n]).filter((weight) => !isKnownWeight(weight)).length;
  const width = `as wide as for a row of mean weight, ${Number(mean.toPrecision(3))}`;
  if (unknown === 0) return [];
  return unknown < rows ? [`${unknown} of ${rows} rows have no weight above 0: their intervals are ${width}`]
    : [`rows of the run were weighed, and what these weigh is not known: intervals are ${width}${column === undefined ? '' : `. With a column "${column}" each is as wide as its row weighs`}`];
}

/** With fewer validation rows that chose the network, intervals from their errors held new rows clearly less often than they say (docs/use-a-network.md has the numbers). */
const ENOUGH_ROWS = 100;

/** That split-conformal intervals hold less than they say where few validation rows chose the network; nothing elsewhere. */
export function fewRowsNotes({ run: { evaluation, experiment }, host: { catalog } }: Pick<ModelParts, 'run' | 'host'>): string[] {
  const { of: rows = Infinity } = (evaluation === null ? null : keptRows(evaluation, 'validation')) ?? {};
  const chose = experiment?.stages.some(({ kind, ...options }) => catalog.get('stage', kind).choosesByValidation?.(options) ?? false) ?? false;
  return !chose || rows >= ENOUGH_ROWS ? [] : [`intervals are from the errors of ${rows} validation rows, which chose the network, too: new rows lie inside less often than the level says. More validation rows, or smoothing: auto with five rows for every degree of freedom, mend that`];
}

/** Files that may say more of intervals, and are not there. An import never had the first two. */
function missingOf({ experiment, result, evaluation, imported }: ModelParts['run']): readonly string[] {
  const files = [...(imported === null ? [[FILES.run, experiment], [FILES.result, result]] as const : []), [FILES.evaluation, evaluation] as const];
  return files.flatMap(([name, content]) => (content === null ? [name] : []));
}

/** What a missing file leaves open of intervals from errors on validation rows. */
function missingNotes({ run }: ModelParts): string[] {
  const missing = missingOf(run);
  return missing.length === 0 ? [] : [`without ${filesText(missing)} nobody knows whether smoothing: auto found the noise, from which intervals would be, or whether validation rows chose the network, so that new rows lie inside less often than the level says`];
}

function conformalErrors({ run, model: { place } }: ModelParts, level: number, { count, width }: Pick<Samples, 'count' | 'width'>): Float64Array {
  const { evaluation, imported } = run;
  const rows = evaluation === null ? null : keptRows(evaluation, 'validation');
  if (rows === null) {
    const missing = missingOf(run);
    if (missing.length > 0) throw noIntervalsKnown(place, missing);
    throw noIntervals(imported !== null, imported !== null ? `which rows it was not trained on is not known, and errors on such rows are what tells. Go on from it with rows of your own, some of them for validation: network: { from: ${place} }, and split: { validation: 0.2 } of the data set.`
      : 'it has neither validation rows, whose errors tell, nor a noise that smoothing: auto found, which takes five rows for every degree of freedom. Use smoothing: auto with enough rows, or split: { validation: 0.2 } of the data set. A solution of equations has none.');
  }
  const widths = conformalWidths(rows, level, imported !== null);
  return Float64Array.from({ length: count * width }, (_, k) => widths[k % width]!);
}

type KeptRows = NonNullable<ReturnType<typeof keptRows>>;

/**
 * Half the width of split-conformal intervals, by output: of n errors the one with number ceil((n + 1) level). New rows that are exchangeable with the validation
 * rows lie inside with at least that probability, whatever the network; where validation rows chose the network, less, and much less where they are few.
 * Rows count alike, whatever they weigh: it holds for rows that are weighed as those are, all together.
 *
 * @source V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World, 2005; J. Lei and others, Distribution-free predictive inference for
 * regression, 2018, doi:10.1080/01621459.2017.1307116
 * @throws KnotworkError `input` where there are too few rows for the level
 */
export function conformalWidths({ targets, predictions }: KeptRows, level: number, isImported = false): Float64Array {
  const { count, width } = targets;
  const rank = Math.ceil((count + 1) * level - 1e-9);
  if (rank > count) throw noIntervals(isImported, `${count} validation rows are too few for the level ${level}, which takes ${Math.ceil(level / (1 - level) - 1e-9)}. Ask for a lower one.`);
  return Float64Array.from({ length: width }, (_, o) => {
    const errors = Float64Array.from({ length: count }, (__, n) => Math.abs(targets.values[n * width + o]! - predictions.values[n * width + o]!)).sort();
    return errors[rank - 1]!;
  });
}

/** What one network leaves open at some rows: standard deviations of a new observation, in network units, `[rows][outputs]`. @param weights of the rows; where it is not known, that of a row of mean weight */
export async function observationErrors({ posterior, noise, bandNoise, observations, meanWeight }: KnownPosterior, inputs: Samples, observationsKept: number, weights?: ModelWeights): Promise<Float64Array> {
  const spread = await posterior.spread(inputs);
  const width = noise.length;
  // It divides by the observations that it was shown, a sample of those that there were.
  return spread.map((v, k) => Math.hypot(Math.sqrt(Math.max(v, 0) * (observationsKept / observations)) * bandNoise[k % width]!, noise[k % width]! * timesTheNoise(weights?.[Math.floor(k / width)], meanWeight)));
}

/** The number of standard deviations on either side of a normal distribution that hold a share of it. */
export const deviationsFor = (level: number): number => normalQuantile((1 + level) / 2);
