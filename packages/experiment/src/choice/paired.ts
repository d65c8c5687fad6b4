import type { Task } from '@knotwork/plugin';

/** Losses of two models on the same rows, compared. */
export interface PairedDifference {
  /** Mean loss of the one less that of the other. */
  readonly mean: number;
  /** Standard error of that mean over rows; infinite with fewer than two. */
  readonly standardError: number;
}

/** Compares row by row: what makes a row hard for both falls out. @param weights how much a row counts, of mean 1; left out for 1 */
export function pairedDifference(losses: Float64Array, others: Float64Array, weights?: Float64Array): PairedDifference {
  const n = losses.length;
  const weight = (k: number): number => weights?.[k] ?? 1;
  let mean = 0;
  for (let k = 0; k < n; k++) mean += weight(k) * (losses[k]! - others[k]!) / n;
  let square = 0;
  for (let k = 0; k < n; k++) square += (weight(k) * (losses[k]! - others[k]! - mean)) ** 2;
  return { mean, standardError: n < 2 ? Infinity : Math.sqrt(square / (n - 1) / n) };
}

/** Losses of models and weights of rows, at the rows that all of these models were judged on. */
export interface Common { readonly losses: readonly Float64Array[]; readonly weights: Float64Array | undefined }

/** Leaves out the rows that some of the models were not judged on. @param models of the same rows */
export function overCommon(models: readonly Judgeable[], weights?: Float64Array): Common {
  const parts = models.filter(({ isPart }) => isPart === true);
  if (parts.length === 0) return { losses: models.map(({ losses }) => losses), weights };
  const rows = [...models[0]!.losses.keys()].filter((n) => parts.every(({ losses }) => !Number.isNaN(losses[n])));
  const at = (values: Float64Array): Float64Array => Float64Array.from(rows, (n) => values[n]!);
  return { losses: models.map(({ losses }) => at(losses)), weights: weights === undefined ? undefined : at(weights) };
}

/** Compares two models over the rows that both were judged on. */
export function pairedOverCommon(one: Judgeable, other: Judgeable, weights?: Float64Array): PairedDifference {
  const { losses: [own, others], weights: common } = overCommon([one, other], weights);
  return pairedDifference(own!, others!, common);
}

/** Standard errors, of means and of signs, from which on a difference is no chance. */
const [CLEAR, CLEAR_SIGNS] = [2, 2.6];

/** How two models compare on the rows that both were judged on. */
export interface Comparison extends PairedDifference {
  /** The mean difference in its standard errors; 0 where there is none. */
  readonly errors: number;
  /** Rows that differ, and at how many of them the one has the larger loss. */
  readonly rows: number;
  readonly larger: number;
  /** 1 where the one is clearly worse, -1 where it is clearly better, else 0. */
  readonly clear: -1 | 0 | 1;
  /** Whether that is so by signs alone. */
  readonly isBySigns: boolean;
}

/**
 * Compares two models by their mean losses and, of regression, by the signs of the differences where few rows have most of the loss so that means say little.
 *
 * Signs do not count where the loss is of classes. A model that is a little too sure wins a hair in nearly every row and loses much in those few that it has wrong: most rows say that it is better, and the mean, which is what
 * probabilities are judged by, does not.
 *
 * @param weights how much a row counts, of mean 1; signs count alike
 */
export function compared(one: Judgeable, other: Judgeable, task: Task, weights?: Float64Array): Comparison {
  const { losses: [own, others], weights: common } = overCommon([one, other], weights);
  const difference = pairedDifference(own!, others!, common);
  const errors = difference.mean === 0 ? 0 : difference.mean / difference.standardError;
  const signs = Array.from(own!, (v, n) => Math.sign(v - others![n]!)).filter((sign) => sign !== 0);
  const [rows, larger] = [signs.length, signs.filter((sign) => sign > 0).length];
  // How far the signs are from half and half, in standard deviations of chance.
  const bySigns = rows === 0 ? 0 : (2 * larger - rows) / Math.sqrt(rows);
  const isByMeans = Math.abs(errors) >= CLEAR;
  const isBySigns = task === 'regression' && !isByMeans && errors * bySigns > 0 && Math.abs(bySigns) >= CLEAR_SIGNS;
  return { ...difference, errors, rows, larger, clear: !isByMeans && !isBySigns ? 0 : errors > 0 ? 1 : -1, isBySigns };
}

/** Mean loss over the rows that a model was judged on. */
export const lossOf = (model: Judgeable, weights: Float64Array | undefined): number => pairedOverCommon(model, { losses: new Float64Array(model.losses.length) }, weights).mean;

/** Loss of held-out rows, as a share of that of a constant, up to which only rounding is left: models that are so near are equals, and nothing is better than they are. */
export const ROUNDING = 1e-18;

/** What is compared row by row. */
export interface Judgeable {
  /** Of every row. */
  readonly losses: Float64Array;
  /** Whether there are rows that it was not judged on, where losses are not numbers; where it diverged they are infinite then. */
  readonly isPart?: boolean;
}

/** The mean loss of a model over rows, by their weights. */
export function meanLoss(losses: Float64Array, weights?: Float64Array): number { return pairedDifference(losses, new Float64Array(losses.length), weights).mean; }

/** A model that others are compared with. */
export interface Compared {
  readonly complexity: number;
  readonly losses: Float64Array;
  /** Whether it is taken unless another one is clearly better: a law that leaves the rows noise alone. */
  readonly isLaw?: boolean;
  /** Of a law, nats that describe all rows by it, up to a constant that those share which tell it. */
  readonly description?: number;
}

/**
 * The simplest of some models that is no worse than the best one by more than the standard error of their paired difference. Where that is no law, and some law is not clearly worse, the simplest of such laws, likewise.
 *
 * Of laws that tell their descriptions and are not clearly worse than the best model, the shortest stands for all: what parts of few rows say of the rest is chance, and a description is of all rows.
 *
 * @param models at least one; a loss that is not finite leaves a model out, @param task what the losses are of, @param negligible difference of the losses that is none, of models that are both exact
 * @returns indices; -1 where every model is out
 */
export function simplestWithin(models: readonly Compared[], task: Task, weights?: Float64Array, negligible = 0): { readonly best: number; readonly chosen: number } {
  const means = models.map(({ losses }) => meanLoss(losses, weights));
  const bestOf = (among: readonly number[]): number => among.reduce((b, k) => (Number.isFinite(means[k]!) && (b < 0 || means[k]! < means[b]!) ? k : b), -1);
  // The best one is its own equal, so that there is always one.
  const simplestOf = (among: readonly number[]): number => {
    const least = bestOf(among);
    const isClose = (k: number): boolean => {
      const { mean, standardError } = pairedDifference(models[k]!.losses, models[least]!.losses, weights);
      return Number.isFinite(mean) && mean <= Math.max(standardError, negligible);
    };
    return among.reduce((c, k) => (least >= 0 && (k === least || isClose(k)) && (c < 0 || models[k]!.complexity < models[c]!.complexity) ? k : c), -1);
  };
  const all = [...models.keys()];
  const best = bestOf(all);
  const laws = all.filter((k) => models[k]!.isLaw === true && Number.isFinite(means[k]!) && compared(models[k]!, models[best]!, task, weights).clear !== 1);
  const described = laws.filter((k) => models[k]!.description !== undefined);
  const shortest = described.reduce((s, k) => (models[k]!.description! < models[s]!.description! ? k : s), described[0] ?? -1);
  const isInPlay = (k: number): boolean => k === shortest || !described.includes(k);
  const simplest = simplestOf(all.filter(isInPlay));
  const chosen = laws.length === 0 || models[simplest]!.isLaw === true ? simplest : simplestOf(laws.filter(isInPlay));
  return { best, chosen };
}
