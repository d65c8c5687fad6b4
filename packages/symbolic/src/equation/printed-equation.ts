import { blockProgram, derivative, type Expr, formula, type Formula, topologicalOrder, toText } from '@knotwork/algebra';
import type { Samples } from '@knotwork/plugin';
import type { EquationData } from './equation.js';
import { badRows, unreadable } from './errors.js';
import type { OutsideDomain } from './outside-domains.js';

/** Rows that are computed at once. */
const BLOCK = 256;

/** Equations as they are printed, read from their texts: what they say of rows is computed with the numbers that stand there, and with no others. */
export class PrintedEquation {
  /** @param symbols of all inputs, in their order, @param exprs an output each */
  private constructor(private readonly symbols: readonly string[], private readonly exprs: readonly Expr[]) {}

  /** @throws KnotworkError `input` for a text that is none, or is nested too deep for its reader */
  static async read({ inputs, outputs }: Pick<EquationData, 'inputs' | 'outputs'>): Promise<PrintedEquation> {
    const { isExpressionError, parseExpression } = await import('@knotwork/expressions');
    return new PrintedEquation(inputs.map(({ symbol }) => symbol), outputs.map(({ name, text }) => {
      try { return parseExpression(text).expr; } catch (error) { throw isExpressionError(error) ? unreadable(name, error.message) : error; }
    }));
  }

  /** What the equations make of rows, in the user's units: `[rows][outputs]`. Not finite where there is no value. */
  evaluate(rows: Samples): Samples { return valuesAt(this.formulaOf(this.exprs), this.checked(rows)); }

  /**
   * Derivatives in inputs, one after the other: `[rows][outputs][derivatives]`.
   *
   * @param inputs that each derivative is taken in, by their numbers
   */
  derivatives(rows: Samples, inputs: readonly (readonly number[])[]): Samples {
    return valuesAt(this.formulaOf(this.exprs.flatMap((expr) => inputs.map((of) => of.reduce((e, i) => derivative(e, this.symbols[i]!), expr)))), this.checked(rows));
  }

  /** The innermost parts that are not finite at rows, though what goes into them is; those of most rows first. */
  outside(rows: Samples): OutsideDomain[] {
    const { count, width, values } = this.checked(rows);
    const said = this.evaluate(rows);
    const odd = Array.from({ length: count }, (_, n) => n).filter((n) => !said.values.subarray(n * said.width, (n + 1) * said.width).every(Number.isFinite));
    if (odd.length === 0) return [];
    const nodes = topologicalOrder(this.exprs);
    const place = new Map(nodes.map((node, k) => [node, k]));
    const at = valuesAt(this.formulaOf(nodes), { count: odd.length, width, values: Float64Array.from(odd.flatMap((n) => [...values.subarray(n * width, (n + 1) * width)])) });
    const isFinite = (row: number, node: Expr): boolean => Number.isFinite(at.values[row * at.width + place.get(node)!]);
    const found = new Map<Expr, { rows: number; first: number }>();
    odd.forEach((first, row) => {
      const innermost = nodes.find((node) => !isFinite(row, node) && node.args.every((argument) => isFinite(row, argument)));
      if (innermost === undefined) return;
      const known = found.get(innermost);
      if (known === undefined) found.set(innermost, { rows: 1, first }); else known.rows++;
    });
    return [...found].map(([node, of]) => ({ part: toText(node), ...of })).sort((a, b) => b.rows - a.rows);
  }

  private checked(rows: Samples): Samples {
    if (rows.width !== this.symbols.length) throw badRows('input', this.symbols.length, rows.width);
    return rows;
  }

  private formulaOf(exprs: readonly Expr[]): Formula { return formula(this.symbols, Object.fromEntries(exprs.map((expr, k) => [`v${k}`, expr]))); }
}

/** A formula at rows, whose columns are its inputs. */
function valuesAt(of: Formula, { count, width, values }: Samples): Samples & { readonly values: Float64Array } {
  const program = blockProgram(of, BLOCK);
  const outputs = of.outputs.length;
  const result = new Float64Array(count * outputs);
  for (let from = 0; from < count; from += BLOCK) {
    const rows = Math.min(BLOCK, count - from);
    program.inputs.forEach((column, i) => { for (let n = 0; n < rows; n++) column[n] = values[(from + n) * width + i]!; });
    program.run(rows);
    program.outputs.forEach((column, k) => { for (let n = 0; n < rows; n++) result[(from + n) * outputs + k] = column[n]!; });
  }
  return { count, width: outputs, values: result };
}
