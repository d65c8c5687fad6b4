import { blockProgram, type Expr, formula } from '@knotwork/algebra';

/** Values by name, one array per column, all of one length. */
export type Columns = Readonly<Record<string, Float64Array>>;

const BLOCK = 512;

/**
 * Values of expressions over rows.
 *
 * @param columns of every input that an expression reads and that `fixed` lacks
 * @param fixed inputs with one value for all rows
 * @returns an array of `count` numbers per expression
 * @throws RangeError for an input that is nowhere
 */
export function evaluateColumns(expressions: readonly Expr[], columns: Columns, count: number, fixed: Readonly<Record<string, number>> = {}): Float64Array[] {
  return columnProgram(expressions, Object.keys(columns), Object.keys(fixed))(columns, count, Object.values(fixed));
}

/** Expressions made ready for rows. @param fixed names of inputs with one value for all rows */
export type ColumnProgram = (columns: Columns, count: number, fixed: ArrayLike<number>) => Float64Array[];

/** The same in two steps, for expressions that are evaluated often. */
export function columnProgram(expressions: readonly Expr[], names: readonly string[], fixed: readonly string[]): ColumnProgram {
  const outputs = Object.fromEntries(expressions.map((expr, k) => [`y${k}`, expr]));
  const program = blockProgram(formula([...names, ...fixed], outputs), BLOCK);
  return (columns, count, values) => {
    const results = expressions.map(() => new Float64Array(count));
    fixed.forEach((_, k) => program.inputs[names.length + k]!.fill(values[k]!));
    for (let start = 0; start < count; start += BLOCK) {
      const size = Math.min(BLOCK, count - start);
      names.forEach((name, k) => program.inputs[k]!.set(columns[name]!.subarray(start, start + size)));
      program.run(size);
      results.forEach((result, k) => result.set(program.outputs[k]!.subarray(0, size), start));
    }
    return results;
  };
}
