import { constant, type Expr, formula, grid, input, onEvenGrid, onOwnGrid, type Operand } from '@knotwork/algebra';
import { type BasisDefinition, callPlugin } from '@knotwork/plugin';
import { brokenBasis } from '../errors.js';
import { featureInputs, featureTables, shapeInput } from './feature-inputs.js';

/** What features are made of, besides the options of their basis. */
export interface FeatureParts {
  readonly intervals: number | null;
  readonly knots: 'even' | 'own';
  /** Names of shape parameters. */
  readonly shape: readonly string[];
  readonly functions: Readonly<Record<string, (x: Operand) => Expr>>;
}

/** Calls the basis once and rewrites its cells and knots for the kind of grid the term has. */
export function traceFeatures(
  basis: BasisDefinition, options: Readonly<Record<string, unknown>>, { intervals, knots, shape, functions }: FeatureParts,
): { start: Expr | null; values: Expr[]; isPlacedByNumber: boolean } {
  const parameters = Object.fromEntries(shape.map((name) => [name, input(shapeInput(name))]));
  const inputs = featureInputs(shape);
  const returned = callPlugin(basis, 'features', () => basis.features(input('x'), grid, options, parameters, functions), inputs);
  const isWindow = 'start' in returned;
  const { start, values } = isWindow ? returned : { start: constant(0), values: returned };
  if (intervals === null && formula(inputs, Object.fromEntries([start, ...values].map((e, i) => [`f${i}`, e]))).nodes.some((n) => n.op === 'cell' || n.op === 'knot')) {
    throw brokenBasis(basis.name, 'its features use grid.cell or grid.knot and it declares no "intervals"');
  }
  const all = (knots === 'own' ? onOwnGrid : onEvenGrid)([start, ...values], intervals ?? 1);
  // Tracing shares equal parts.
  const traced = formula(inputs, Object.fromEntries(all.map((e, i) => [`f${i}`, e])), featureTables({ knots }));
  const [first, ...rest] = traced.roots;
  return { start: isWindow ? (first as Expr) : null, values: rest, isPlacedByNumber: usesCellsAsPositions(values) };
}

/** Whether the number of an interval goes into a formula other than to ask for a knot: then intervals are taken to be even. */
function usesCellsAsPositions(values: readonly Expr[]): boolean {
  const seen = new Set<Expr>();
  const uses = (e: Expr): boolean => {
    if (e.op === 'cell') return true;
    if (e.op === 'knot' || seen.has(e)) return false;
    seen.add(e);
    return e.args.some(uses);
  };
  return values.some(uses);
}
