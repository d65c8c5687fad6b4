import { choleskyFactor, choleskySolve } from './cholesky.js';
import { refuseEmpty, refuseMatrix } from './errors.js';
import { type LinearModel, type LinearProblem, linearValue, sharesOf, standardization } from './ridge.js';

/** Strengths that are tried, strongest first: each begins where the last one ended. */
const STRENGTHS: readonly number[] = [1, 0.1, 0.01, 1e-3, 1e-4];
const FOLDS = 3;
const STEPS = 25;
const CONVERGED = 1e-8;

/**
 * Multinomial logistic regression with a penalty on the squared weights of standardized features; intercepts are free. Of five strengths the one with
 * the least cross-entropy over three folds, every third row in each. Rows must not stand in an order that means something.
 *
 * @param problem whose targets are 1 for the class of a row and 0 for the others
 * @returns a linear model of the logarithms of the odds, up to what all classes have in common
 * @throws RangeError for shapes that disagree and for what is not finite
 *
 * Cost: about 100 times rows * (features * classes)^2 / 2 + (features * classes)^3 / 6 multiply-adds.
 */
export function logisticRidge(problem: LinearProblem): LinearModel {
  const { rows, features, targets } = problem;
  refuseEmpty('rows', rows);
  refuseMatrix('x', problem.x, rows, features);
  refuseMatrix('y', problem.y, rows, targets);
  const losses = new Float64Array(STRENGTHS.length);
  for (let fold = 0; fold < Math.min(FOLDS, rows); fold++) {
    const isHeld = (n: number): boolean => n % FOLDS === fold;
    const models = path(subset(problem, (n) => rows < FOLDS || !isHeld(n)));
    const held = subset(problem, isHeld);
    models.forEach((model, k) => { losses[k]! += crossEntropy(model, held) * held.rows; });
  }
  const best = losses.indexOf(Math.min(...losses));
  return path(problem)[Math.max(best, 0)]!;
}

/** Probabilities of the classes of a row. @param x `[rows][features]`, @param n the row */
export function classProbabilities(model: LinearModel, x: Float64Array, n: number): Float64Array {
  const scores = Float64Array.from(model.intercepts, (_, c) => linearValue(model, x, n, c));
  const top = Math.max(...scores);
  const odds = scores.map((s) => Math.exp(s - top));
  const sum = odds.reduce((a, b) => a + b, 0);
  return odds.map((o) => o / sum);
}

function crossEntropy(model: LinearModel, { rows, x, y, targets }: LinearProblem): number {
  let sum = 0;
  for (let n = 0; n < rows; n++) {
    const probabilities = classProbabilities(model, x, n);
    for (let c = 0; c < targets; c++) if (y[n * targets + c]! > 0) sum -= y[n * targets + c]! * Math.log(Math.max(probabilities[c]!, Number.MIN_VALUE));
  }
  return rows === 0 ? 0 : sum / rows;
}

/** The models of all strengths, by Newton's method with halved steps. */
function path(problem: LinearProblem): LinearModel[] {
  const { rows, features, targets, x } = problem;
  const shares = sharesOf(problem);
  const { centers, scales } = standardization(problem, shares);
  const size = features + 1;
  const z = new Float64Array(rows * size);
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < features; i++) z[n * size + i] = (x[n * features + i]! - centers[i]!) / scales[i]!;
    z[n * size + features] = 1;
  }
  let beta = new Float64Array(size * targets);
  return STRENGTHS.map((strength) => {
    beta = newton({ problem, shares, z, size, strength }, beta);
    const weights = Array.from({ length: targets }, (_, c) => Float64Array.from({ length: features }, (__, i) => beta[c * size + i]! / scales[i]!));
    const intercepts = Float64Array.from({ length: targets }, (_, c) => beta[c * size + features]! - weights[c]!.reduce((sum, w, i) => sum + w * centers[i]!, 0));
    return { intercepts, weights };
  });
}

interface Fit {
  readonly problem: LinearProblem;
  readonly shares: Float64Array;
  /** Standardized features and a column of ones: `[rows][size]`. */
  readonly z: Float64Array;
  readonly size: number;
  readonly strength: number;
}

function newton(fit: Fit, from: Float64Array): Float64Array<ArrayBuffer> {
  let beta = Float64Array.from(from);
  let { value, gradient, hessian } = look(fit, beta, true);
  for (let step = 0; step < STEPS; step++) {
    const direction = Float64Array.from(gradient!);
    if (!choleskyFactor(hessian!, beta.length)) return beta;
    choleskySolve(hessian!, beta.length, direction);
    let next: ReturnType<typeof look> | null = null;
    let share = 1;
    for (; share > 1e-6; share /= 2) {
      const tried = beta.map((b, k) => b - share * direction[k]!);
      if (look(fit, tried, false).value < value) {
        beta = tried;
        next = look(fit, tried, true);
        break;
      }
    }
    if (next === null || value - next.value < CONVERGED * value) return beta;
    ({ value, gradient, hessian } = next);
  }
  return beta;
}

/** Penalized cross-entropy at some weights and, where asked for, its gradient and Hessian. A trace of a penalty holds intercepts, which are free up to a constant. */
function look({ problem: { rows, targets, y }, shares, z, size, strength }: Fit, beta: Float64Array, isWhole: boolean): { readonly value: number; readonly gradient?: Float64Array; readonly hessian?: Float64Array } {
  const length = beta.length;
  const held = (k: number): number => (k % size === size - 1 ? 1e-9 : strength);
  let value = beta.reduce((sum, b, k) => sum + held(k) * b * b / 2, 0);
  const gradient = isWhole ? beta.map((b, k) => held(k) * b) : undefined;
  const hessian = isWhole ? new Float64Array(length * length) : undefined;
  if (hessian !== undefined) for (let k = 0; k < length; k++) hessian[k * length + k] = held(k);
  const scores = new Float64Array(targets);
  for (let n = 0; n < rows; n++) {
    const row = z.subarray(n * size, (n + 1) * size);
    for (let c = 0; c < targets; c++) {
      let score = 0;
      for (let i = 0; i < size; i++) score += beta[c * size + i]! * row[i]!;
      scores[c] = score;
    }
    const top = Math.max(...scores);
    const sum = scores.reduce((a, s) => a + Math.exp(s - top), 0);
    for (let c = 0; c < targets; c++) {
      const target = y[n * targets + c]!;
      value -= shares[n]! * target * (scores[c]! - top - Math.log(sum));
      if (gradient === undefined || hessian === undefined) continue;
      const p = Math.exp(scores[c]! - top) / sum;
      for (let i = 0; i < size; i++) gradient[c * size + i]! += shares[n]! * (p - target) * row[i]!;
      for (let e = 0; e <= c; e++) {
        const curvature = shares[n]! * p * ((c === e ? 1 : 0) - Math.exp(scores[e]! - top) / sum);
        for (let i = 0; i < size; i++) {
          const from = (c * size + i) * length + e * size;
          const weighted = curvature * row[i]!;
          const last = e === c ? i + 1 : size;
          for (let j = 0; j < last; j++) hessian[from + j]! += weighted * row[j]!;
        }
      }
    }
  }
  return { value, ...(gradient === undefined ? {} : { gradient }), ...(hessian === undefined ? {} : { hessian }) };
}

function subset({ rows, x, y, features, targets, weights }: LinearProblem, isIn: (n: number) => boolean): LinearProblem {
  const chosen = Array.from({ length: rows }, (_, n) => n).filter(isIn);
  const pick = (values: Float64Array, width: number): Float64Array => Float64Array.from({ length: chosen.length * width }, (_, k) => values[chosen[Math.floor(k / width)]! * width + k % width]!);
  return { rows: chosen.length, x: pick(x, features), features, y: pick(y, targets), targets, ...(weights === undefined ? {} : { weights: pick(weights, 1) }) };
}
