import { blockProgram, type BlockProgram, derivatives, type Expr, formula } from '@knotwork/algebra';
import { dampedLeastSquares, determinedAt, type LeastSquaresModel } from './damped-least-squares.js';
import { robustErrors } from './robust-errors.js';

/** An expression whose constants are to be fitted. */
export interface ConstantsProblem {
  /** Of the variables and the constants, as inputs. */
  readonly expr: Expr;
  /** Values of each variable, by name: `[rows]`, finite. */
  readonly variables: Readonly<Record<string, ArrayLike<number>>>;
  /** Wanted values: `[rows]`, finite. */
  readonly target: ArrayLike<number>;
  /** What each squared error is multiplied by, at least 0: `[rows]`; left out for 1. */
  readonly weights?: ArrayLike<number>;
  /** Where each constant starts, by name. */
  readonly start: Readonly<Record<string, number>>;
  /** Steps at most; 60 where left out. */
  readonly steps?: number;
  /** By how much less a step may lower the sum of squares to be among the last; 0 where left out, for as many digits as there are. */
  readonly negligible?: number;
  /** What standard errors take the errors of rows for: `alike`, of one variance where weights are 1, as where left out; `any`, of another one in each row, such as in proportion to targets. */
  readonly noise?: 'alike' | 'any';
}

/** Constants that fit best from where they started. */
export interface FittedConstants {
  readonly values: Readonly<Record<string, number>>;
  /**
   * Standard errors, in the unit of each constant, with the others fitted too: of errors of rows that are independent, and alike or not as `noise` says. Of errors
   * of any variance they are HC3, which is a little wide where rows are few. Infinity for a constant that the rows do not determine.
   */
  readonly errors: Readonly<Record<string, number>>;
  /** Sum of squared errors, with weights. */
  readonly squares: number;
  /** Variance of the error of a row of weight 1, for the rows less the constants; no less than rounding makes it. */
  readonly variance: number;
  /** Constants that the rows determine. */
  readonly rank: number;
  readonly steps: number;
  /** `converged`, `steps` where they ran out, `not finite` where the expression is not finite at some row at the start: then nothing is fitted. */
  readonly outcome: 'converged' | 'steps' | 'not finite';
}

/** Rows that are computed together. */
const BLOCK = 256;
/** Units in the last place that the error of a row has at least: the expression is computed in some steps. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Least squares in the constants of any expression, from a start near the answer: Levenberg-Marquardt by QR of the column-scaled Jacobian, whose derivatives
 * are those of the formula.
 *
 * @throws RangeError for an expression that reads what is neither a variable nor a constant
 *
 * Cost: a step about 2 rows constants² multiplications, and the derivatives.
 *
 * @example
 * const { values } = fitConstants({ expr: input('a').mul(input('x')).exp(), variables: { x: [0, 1, 2] }, target: [1, 2, 4], start: { a: 0.5 } });
 * values.a; // 0.693147..., the logarithm of 2
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, section 5.3; J. J. Moré, The Levenberg-Marquardt algorithm: implementation and theory, 1978, for the scaling
 */
export function fitConstants({ expr, variables, target, weights, start, steps = 60, negligible = 0, noise = 'alike' }: ConstantsProblem): FittedConstants {
  const names = Object.keys(start);
  const rows = target.length;
  const model = new ConstantsModel(expr, variables, names, rows);
  const roots = Float64Array.from({ length: rows }, (_, n) => Math.sqrt(weights?.[n] ?? 1));
  const largest = Array.from(target).reduce((most, y, n) => Math.max(most, Math.abs(y) * roots[n]!), 0);
  const floor = (ROUNDING * largest) ** 2;
  const first = names.map((name) => start[name]!);
  const residuals = (at: ArrayLike<number>): Float64Array => model.values(at).map((v, n) => roots[n]! * (target[n]! - v));
  const problem: LeastSquaresModel = { rows, at: first, steps, negligible, enough: rows * floor * 1e-4, residuals, jacobian: (at) => model.jacobian(at, roots) };
  const found = dampedLeastSquares(problem);
  const told = found === null ? null : determinedAt(problem, found);
  const named = (values: ArrayLike<number>): Record<string, number> => Object.fromEntries(names.map((name, k) => [name, values[k]!]));
  if (found === null || told === null) return { values: named(first), errors: named(first.map(() => Infinity)), squares: NaN, variance: NaN, rank: 0, steps: 0, outcome: 'not finite' };
  const used = Array.from({ length: rows }, (_, n) => roots[n]!).filter((w) => w > 0).length;
  const variance = Math.max(used > told.rank ? found.squares / (used - told.rank) : 0, floor);
  const errors = noise === 'any' ? robustErrors({ jacobian: model.jacobian(found.at, roots), residuals: residuals(found.at), floor, variance }) : told.spreads.map((spread) => spread * Math.sqrt(variance));
  return {
    values: named(found.at), errors: named(errors), squares: found.squares, variance, rank: told.rank, steps: found.steps,
    outcome: found.isConverged ? 'converged' : 'steps',
  };
}

/** An expression and its derivatives in its constants, over rows. */
class ConstantsModel {
  private readonly order: readonly string[];
  private readonly columns: readonly ArrayLike<number>[];
  private readonly plain: BlockProgram;
  private slopes: BlockProgram | null = null;

  constructor(private readonly expr: Expr, variables: ConstantsProblem['variables'], private readonly names: readonly string[], private readonly rows: number) {
    this.order = [...Object.keys(variables), ...names];
    this.columns = Object.values(variables);
    this.plain = blockProgram(formula(this.order, { y: expr }), BLOCK);
  }

  values(at: ArrayLike<number>): Float64Array {
    const values = new Float64Array(this.rows);
    this.over(this.plain, at, ([y], from, count) => values.set(y!.subarray(0, count), from));
    return values;
  }

  /** By columns, `[constants][rows]`. */
  jacobian(at: ArrayLike<number>, roots: Float64Array): Float64Array {
    this.slopes ??= blockProgram(formula(this.order, Object.fromEntries(this.names.map((name) => [name, derivatives([this.expr], name)[0]!]))), BLOCK);
    const jacobian = new Float64Array(this.names.length * this.rows);
    this.over(this.slopes, at, (outputs, from, count) => {
      outputs.forEach((slope, k) => { for (let i = 0; i < count; i++) jacobian[k * this.rows + from + i] = roots[from + i]! * slope[i]!; });
    });
    return jacobian;
  }

  private over(program: BlockProgram, at: ArrayLike<number>, look: (outputs: readonly Float64Array[], from: number, count: number) => void): void {
    this.names.forEach((_, k) => program.inputs[this.columns.length + k]!.fill(at[k]!));
    for (let from = 0; from < this.rows; from += BLOCK) {
      const count = Math.min(BLOCK, this.rows - from);
      this.columns.forEach((column, k) => { for (let i = 0; i < count; i++) program.inputs[k]![i] = column[from + i]!; });
      program.run(count);
      look(program.outputs, from, count);
    }
  }
}
