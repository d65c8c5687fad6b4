import { refuseEmpty, refuseMatrix } from './errors.js';
import { symmetricEigen } from './symmetric-eigen.js';

/** A linear model of several targets: target o of a row is `intercepts[o]` plus the sum of its features times `weights[o]`. */
export interface LinearModel {
  /** `[targets]` */
  readonly intercepts: Float64Array;
  /** One array `[features]` for every target. */
  readonly weights: readonly Float64Array[];
}

/** Features and targets of rows, row by row. */
export interface LinearProblem {
  readonly rows: number;
  /** `[rows][features]`, finite */
  readonly x: Float64Array;
  readonly features: number;
  /** `[rows][targets]`, finite */
  readonly y: Float64Array;
  readonly targets: number;
  /** How much a row counts, at least 0 and not all of them 0: `[rows]`; left out for 1. */
  readonly weights?: Float64Array;
}

/** From hardly any shrinkage to hardly anything left. */
const STRENGTHS: readonly number[] = Array.from({ length: 25 }, (_, k) => 10 ** (k / 2 - 6));
/** Directions with less than this share of the largest variance are rounding. */
const NOTHING = 1e-12;

/**
 * Ridge regression: least squares with a penalty on the squared weights of standardized features; the intercept is free. Of 25 strengths the one with the
 * least generalized cross-validation, RSS / (rows - degrees of freedom)^2, each target by itself.
 *
 * @throws RangeError for shapes that disagree and for what is not finite
 *
 * Cost: rows * features^2 + 9 * features^3 multiply-adds.
 *
 * @example
 * ridge({ rows: 3, x: Float64Array.of(0, 1, 2), features: 1, y: Float64Array.of(1, 3, 5), targets: 1 }).weights[0]; // close to 2
 *
 * @source G. H. Golub, M. Heath, G. Wahba, Generalized Cross-Validation as a Method for Choosing a Good Ridge Parameter, Technometrics 21, 1979.
 */
export function ridge(problem: LinearProblem): LinearModel {
  const { rows, features, targets, y } = problem;
  refuseEmpty('rows', rows);
  refuseMatrix('x', problem.x, rows, features);
  refuseMatrix('y', y, rows, targets);
  const shares = sharesOf(problem);
  const { centers, scales } = standardization(problem, shares);
  const column = (n: number, i: number): number => (problem.x[n * features + i]! - centers[i]!) / scales[i]!;
  const gram = new Float64Array(features * features);
  const means = Float64Array.from({ length: targets }, (_, o) => shares.reduce((sum, w, n) => sum + w * y[n * targets + o]!, 0));
  const sides = Array.from({ length: targets }, () => new Float64Array(features));
  for (let n = 0; n < rows; n++) {
    const row = Float64Array.from({ length: features }, (_, i) => column(n, i));
    for (let i = 0; i < features; i++) {
      const weighted = shares[n]! * row[i]!;
      for (let j = 0; j <= i; j++) gram[i * features + j]! += weighted * row[j]!;
      for (let o = 0; o < targets; o++) sides[o]![i]! += weighted * (y[n * targets + o]! - means[o]!);
    }
  }
  for (let i = 0; i < features; i++) for (let j = 0; j < i; j++) gram[j * features + i] = gram[i * features + j]!;
  const { values, vectors } = symmetricEigen(gram, features);
  const models = sides.map((side, o) => {
    const total = shares.reduce((sum, w, n) => sum + w * (y[n * targets + o]! - means[o]!) ** 2, 0);
    const standardized = chosen(side, total, { values, vectors, rows });
    const weights = standardized.map((w, i) => w / scales[i]!);
    return { weights, intercept: means[o]! - weights.reduce((sum, w, i) => sum + w * centers[i]!, 0) };
  });
  return { intercepts: Float64Array.from(models, ({ intercept }) => intercept), weights: models.map(({ weights }) => weights) };
}

/** What a linear model says of a row. @param x `[rows][features]`, @param n the row, @param target which of them */
export function linearValue({ intercepts, weights }: LinearModel, x: Float64Array, n: number, target: number): number {
  const own = weights[target]!;
  let sum = intercepts[target]!;
  for (let i = 0; i < own.length; i++) sum += own[i]! * x[n * own.length + i]!;
  return sum;
}

interface Spectrum { readonly values: Float64Array; readonly vectors: Float64Array; readonly rows: number }

/** Weights of standardized features at the best strength. @param side covariances with the target, @param total its variance */
function chosen(side: Float64Array, total: number, { values, vectors, rows }: Spectrum): Float64Array {
  const features = side.length;
  const most = values.at(-1) ?? 0;
  const along = Array.from(values, (_, k) => side.reduce((sum, s, i) => sum + s * vectors[k * features + i]!, 0));
  const kept = Array.from(values, (value) => value > NOTHING * most);
  let best = { criterion: Infinity, strength: 0 };
  for (const strength of STRENGTHS) {
    let [explained, freedom] = [0, 1];
    for (const [k, value] of values.entries()) {
      if (!kept[k]!) continue;
      // The residual sum of squares of one direction: a^2 / v in all, of which (v / (v + s))^2 is not reached otherwise.
      const share = value / (value + strength);
      explained += along[k]! ** 2 / value * (1 - (1 - share) ** 2);
      freedom += share;
    }
    const criterion = Math.max(total - explained, 0) / (1 - freedom / rows) ** 2;
    if (freedom < rows && criterion < best.criterion) best = { criterion, strength };
  }
  // With no strength that leaves a degree of freedom nothing can be told but the mean.
  if (best.criterion === Infinity) return new Float64Array(features);
  const weights = new Float64Array(features);
  for (const [k, value] of values.entries()) {
    if (!kept[k]!) continue;
    const step = along[k]! / (value + best.strength);
    for (let i = 0; i < features; i++) weights[i]! += step * vectors[k * features + i]!;
  }
  return weights;
}

/** Weights that add up to 1. */
export function sharesOf({ rows, weights }: Pick<LinearProblem, 'rows' | 'weights'>): Float64Array {
  if (weights === undefined) return new Float64Array(rows).fill(1 / rows);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** Center and scale of every feature; a feature that is the same in every row has scale 1. */
export function standardization({ rows, x, features }: Pick<LinearProblem, 'rows' | 'x' | 'features'>, shares: Float64Array): { readonly centers: Float64Array; readonly scales: Float64Array } {
  const centers = new Float64Array(features);
  const scales = new Float64Array(features);
  for (let n = 0; n < rows; n++) for (let i = 0; i < features; i++) centers[i]! += shares[n]! * x[n * features + i]!;
  for (let n = 0; n < rows; n++) for (let i = 0; i < features; i++) scales[i]! += shares[n]! * (x[n * features + i]! - centers[i]!) ** 2;
  return { centers, scales: scales.map((v, i) => (v > NOTHING * centers[i]! ** 2 ? Math.sqrt(v) : 1)) };
}
