import { blockProgram, derivatives, type Expr, formula } from '@knotwork/algebra';

/** Values of an expression of x, or of a derivative. */
export function valuesOf(e: Expr, points: Float64Array, order = 0, name = 'x'): Float64Array {
  let derived = e;
  for (let m = 0; m < order; m++) derived = derivatives([derived], name)[0]!;
  const program = blockProgram(formula([name], { y: derived }), points.length);
  program.inputs[0]!.set(points);
  program.run(points.length);
  return program.outputs[0]!.slice();
}
