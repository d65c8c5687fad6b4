import { blockProgram, derivatives, type Expr, formula, grid, GRID_MAX, GRID_MIN, input, onEvenGrid, type Operand } from '@knotwork/algebra';
import { firstValue } from '@knotwork/network';
import type { BasisDefinition, OptionsSchema } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';

/** Where and of what order features are tabulated. */
export interface TablePlace {
  /** [-1, 1] where left out. */
  readonly domain?: readonly [number, number];
  /** Order of the derivative in x; 0 where left out. */
  readonly order?: number;
  /** Values of shape parameters by name; initial values, or the middles of their intervals, where left out. */
  readonly shape?: Readonly<Record<string, number>>;
  /** What the functions are that the basis asks for, by name. */
  readonly functions?: Readonly<Record<string, (x: Operand) => Expr>>;
}

/** Features of a basis at points. */
export interface BasisTable {
  /** Coefficients per edge. */
  readonly size: number;
  /** Every feature at every point, `[points][size]`, zeros included. */
  readonly values: Float64Array;
}

/**
 * All features of a basis on even knots, straight from its formula: nothing is done about points outside the domain.
 * For checks of what a basis claims.
 *
 * @param options as a file gives them; defaults are filled in
 */
export function basisTable<S extends OptionsSchema>(
  basis: BasisDefinition<S>, options: z.input<S>, points: ArrayLike<number>, { domain = [-1, 1], order = 0, shape = {}, functions = {} }: TablePlace = {},
): BasisTable {
  const parsed = basis.options.parse(options);
  const initial = Object.entries(basis.shape?.(parsed) ?? {}).map(([name, p]): [string, number] =>
    [name, shape[name] ?? firstValue(p, 0.5)]);
  const parameters = Object.fromEntries(initial.map(([name]) => [name, input(`shape.${name}`)]));
  const returned = basis.features(input('x'), grid, parsed, parameters, functions);
  const [start, features] = 'start' in returned ? [returned.start, returned.values] : [null, returned];
  const [first, ...plain] = onEvenGrid([start ?? input('x'), ...features], basis.intervals?.(parsed) ?? 1) as [Expr, ...Expr[]];
  let live = plain;
  for (let m = 0; m < order; m++) live = derivatives(live, 'x');
  const names = ['x', GRID_MIN, GRID_MAX, ...initial.map(([name]) => `shape.${name}`)];
  const program = blockProgram(formula(names, Object.fromEntries([first, ...live].map((e, k) => [`f${k}`, e]))), 1);
  const at = [domain[0], domain[1], ...initial.map(([, value]) => value)];
  const size = basis.size(parsed);
  const values = new Float64Array(points.length * size);
  for (let n = 0; n < points.length; n++) {
    [points[n]!, ...at].forEach((value, k) => { program.inputs[k]![0] = value; });
    program.run(1);
    const from = start === null ? 0 : program.outputs[0]![0]!;
    live.forEach((_, j) => { values[n * size + from + j] = program.outputs[j + 1]![0]!; });
  }
  return { size, values };
}
