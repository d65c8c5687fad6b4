import { derivative, type Expr, formula } from '@knotwork/algebra';
import { leastSquares, randomStream, standardDeviation } from '@knotwork/numerics';
import { type ColumnProgram, columnProgram } from './columns.js';
import type { DrawnRows } from './drawn-rows.js';
import { mapConstants, parametrized } from './form-expression.js';
import type { Form } from './form.js';

/** A form whose constants were fitted. */
export interface FittedForm {
  readonly form: Form;
  /** Its constants, those that became 1 or a multiple of 1/2 among them: in the order of `parametrized` of the form that was given. */
  readonly values: Float64Array;
  /** Root mean squared error over the standard deviation of the target; infinite where the form has no value on some row. */
  readonly error: number;
}

/** Multiply-adds that may still be spent: counted, not timed, so that the same formula gets the same verdict on every machine. */
export class Work {
  private spent = 0;

  /** @param most in all; what was begun before it was spent ends */
  constructor(private readonly most: number = Infinity) {}

  get isSpent(): boolean { return this.spent >= this.most; }

  add(operations: number): void { this.spent += operations; }
}

/** What the starts after the first do to all constants: the nearest multiple of 1/2, or a change of such a relative size. */
const STARTS = [0, 'rounded', 0.01, 0.1, 0.3, 1] as const;
/** A start may lack values on so much of the rows: a root whose argument is just below zero. */
const MOST_LACKING = 0.1;
/** An error that no start can better: what is left is rounding. */
const ROUNDING = 1e-14;
/** Starts are compared on so many rows, and the best of them goes on with all. */
const FEW = 1000;
const MOST_STEPS = 100;

/**
 * Least squares in all constants of a form, from several starts, to rounding.
 *
 * Levenberg-Marquardt with columns scaled to length 1; each step is a least-squares problem, solved by QR of the Jacobian with the damping below it, so that
 * the condition is not squared. The first start has the constants as they are, the second rounds them to multiples of 1/2, each other one multiplies all by 1 + s z,
 * z normal. On the way a row on which the form has no value counts as a standard deviation off; in the end there may be none.
 *
 * @param starts how many
 * @param steps at most, of each
 * @param work that may be spent: where it is, the best so far is taken
 * @returns the best; the form itself, with its error, where it has no constants or no start has a finite error
 */
export function fitConstants(form: Form, rows: DrawnRows, { starts = STARTS.length, steps = MOST_STEPS, work = new Work() }: { readonly starts?: number; readonly steps?: number; readonly work?: Work } = {}): FittedForm {
  const { expr, names, values } = parametrized(form);
  const problem = problemOf(expr, names, rows);
  if (names.length === 0 || rows.count <= names.length) return { form, values, error: problem.errorOf(values) };
  const few = rows.count > FEW ? problemOf(expr, names, firstRows(rows, FEW)) : problem;
  const stream = randomStream(0, 'starts of constants');
  let best = { values, error: Infinity };
  for (const size of STARTS.slice(0, starts)) {
    const fitted = minimize(few, values.map((value) => (size === 'rounded' ? Math.round(2 * value) / 2 || value : value * (1 + size * stream.normal()))), steps, work);
    if (fitted.error < best.error) best = fitted;
    if (best.error < ROUNDING * 100 || work.isSpent) break;
  }
  if (few !== problem) best = minimize(problem, best.values, steps, work);
  return { form: mapConstants(form, (_, index) => best.values[index]!), values: best.values, error: problem.errorOf(best.values) };
}

/** Relative root mean squared error of a form as it is. */
export function relativeErrorOf(form: Form, rows: DrawnRows): number {
  const { expr, names, values } = parametrized(form);
  return problemOf(expr, names, rows).errorOf(values);
}

interface FitProblem {
  readonly rows: DrawnRows;
  readonly size: number;
  readonly scale: number;
  readonly value: ColumnProgram;
  readonly jacobian: ColumnProgram;
  /** Multiply-adds of the derivatives, and of a step: its least squares by QR, and the values after it. */
  readonly workOfDerivatives: number;
  readonly workOfStep: number;
  /** Relative root mean squared error; infinite where a row has no value. */
  errorOf(values: Float64Array): number;
  /** The same where rows without a value count as a standard deviation off; infinite where they are too many. */
  lenientErrorOf(values: Float64Array): number;
}

function problemOf(expr: Expr, names: readonly string[], rows: DrawnRows): FitProblem {
  const inputs = Object.keys(rows.columns);
  const operations = rows.count * formula([...inputs, ...names], { y: expr }).nodes.length;
  const value = columnProgram([expr], inputs, names);
  const scale = standardDeviation(rows.target);
  const measured = (values: Float64Array, mostLacking: number): number => {
    let [sum, lacking] = [0, 0];
    value(rows.columns, rows.count, values)[0]!.forEach((y, i) => {
      const square = ((y - rows.target[i]!) / scale) ** 2;
      sum += Number.isFinite(square) ? square : 1;
      lacking += Number.isFinite(square) ? 0 : 1;
    });
    return lacking > mostLacking * rows.count ? Infinity : Math.sqrt(sum / rows.count);
  };
  // Made when they are wanted: many forms are only evaluated.
  let derivatives: ColumnProgram | undefined;
  const jacobian: ColumnProgram = (...args) => (derivatives ??= columnProgram([expr, ...names.map((name) => derivative(expr, name))], inputs, names))(...args);
  return {
    rows, size: names.length, scale, value, jacobian, workOfDerivatives: operations * (1 + names.length), workOfStep: operations + 2 * (rows.count + names.length) * names.length ** 2,
    errorOf: (values) => measured(values, 0), lenientErrorOf: (values) => measured(values, MOST_LACKING),
  };
}

/** Levenberg-Marquardt from one start. */
function minimize(problem: FitProblem, start: Float64Array, steps: number, work: Work): { values: Float64Array; error: number } {
  let values = start;
  let error = problem.lenientErrorOf(values);
  let damping = 1e-3;
  for (let step = 0; step < steps && Number.isFinite(error) && error > ROUNDING && !work.isSpent; step++) {
    work.add(problem.workOfDerivatives);
    const system = linearized(problem, values);
    if (system === null) break;
    const before = error;
    let gained = false;
    while (!gained && damping < 1e12) {
      work.add(problem.workOfStep);
      const next = stepped(system, values, damping);
      const nextError = next === null ? Infinity : problem.lenientErrorOf(next);
      gained = nextError < error;
      if (gained) [values, error] = [next!, nextError];
      damping = gained ? Math.max(damping / 10, 1e-15) : Math.max(damping * 10, 1e-12);
    }
    if (!gained || (damping < 1e-6 && error > before * (1 - 1e-9))) break;
  }
  return { values, error };
}

interface Linearized { readonly matrix: Float64Array; readonly residual: Float64Array; readonly rows: number; readonly lengths: Float64Array }

/** Residuals and their derivatives, columns of length 1, with room for the rows of damping below; null where a derivative is not finite. */
function linearized({ rows, size, scale, jacobian }: FitProblem, values: Float64Array): Linearized | null {
  const { count, columns, target } = rows;
  const [y, ...slopes] = jacobian(columns, count, values);
  for (let i = 0; i < count; i++) if (!Number.isFinite(y![i])) [y, ...slopes].forEach((column, k) => { column![i] = k === 0 ? target[i]! : 0; });
  const lengths = Float64Array.from(slopes, (slope) => {
    const most = slope.reduce((max, s) => Math.max(max, Math.abs(s)), 0);
    return most === 0 ? 1 : most * Math.sqrt(slope.reduce((sum, s) => sum + (s / most) ** 2, 0));
  });
  if (!lengths.every(Number.isFinite)) return null;
  const matrix = new Float64Array((count + size) * size);
  const residual = new Float64Array(count + size);
  for (let i = 0; i < count; i++) {
    residual[i] = (target[i]! - y![i]!) / scale;
    for (let j = 0; j < size; j++) matrix[i * size + j] = slopes[j]![i]! / lengths[j]!;
  }
  return { matrix, residual, rows: count, lengths: lengths.map((length) => length / scale) };
}

/** Constants after a step; null where the step is not finite. */
function stepped({ matrix, residual, rows, lengths }: Linearized, values: Float64Array, damping: number): Float64Array | null {
  const size = lengths.length;
  for (let j = 0; j < size; j++) matrix[(rows + j) * size + j] = Math.sqrt(damping);
  const { coefficients } = leastSquares(matrix, residual, { rows: rows + size, columns: size, count: 1 });
  const next = values.map((value, j) => value + coefficients[j]! / lengths[j]!);
  return next.every(Number.isFinite) ? next : null;
}

function firstRows({ columns, target }: DrawnRows, count: number): DrawnRows {
  return { count, target: target.slice(0, count), columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(0, count)])) };
}
