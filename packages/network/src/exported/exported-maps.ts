import { cellIn, constant, entryIn, type Expr, type Formula, formula, input, table, where } from '@knotwork/algebra';
import type { PlacedFormula, VariableMap } from '@knotwork/plugin';
import { mapDerivatives } from '../maps/map-derivatives.js';
import { type Place, placedFormula } from './placed-formula.js';

/** Maps of inputs as formulas: those of one kind, and of one number of knots, have one formula. */
export function exportedMaps(maps: readonly VariableMap[]): PlacedFormula[] {
  return exportedMapDerivative(maps, maps.map((_, i) => i), 0);
}

/** What maps of one formula have in common. */
const keyOf = (map: VariableMap): string => (map.kind === 'rank' ? `rank ${map.knots.length}` : map.kind);

/**
 * Derivatives of some maps in the user's value, as formulas of it; left out where they are 0.
 *
 * @param inputs whose maps are asked, all of them smooth where `order` is above 0
 * @param order 0 for the maps themselves
 */
export function exportedMapDerivative(maps: readonly VariableMap[], inputs: readonly number[], order: number): PlacedFormula[] {
  const places = inputs.map((i) => placeOfMap(maps[i]!, i));
  const kinds = [...new Set(inputs.map((i) => keyOf(maps[i]!)))];
  return kinds.flatMap((key) => {
    const own = places.filter((_, k) => keyOf(maps[inputs[k]!]!) === key);
    const { kind } = maps[own[0]!.from]!;
    if (order === 0) return [placedFormula(FORMULAS[kind], own)];
    if (kind === 'rank') throw new RangeError('a map of ranks has no derivatives that are continuous');
    const slope = mapDerivatives(kind, order)[order - 1]!;
    return slope.op === 'constant' && slope.value === 0 ? [] : [placedFormula(scaled(slope), own)];
  });
}

function placeOfMap(map: VariableMap, from: number): Place {
  if (map.kind !== 'rank') return { from, numbers: { center: map.center, scale: map.scale }, tables: {} };
  return { from, numbers: {}, tables: { knots: Float64Array.from(map.knots), values: Float64Array.from(map.values) } };
}

/** From here on t^2 + 1 is t^2. */
const FAR = 1e9;

const standardized = input('x').sub(input('center')).div(input('scale'));
const scaled = (y: Expr): Formula => formula(['x', 'center', 'scale'], { y });

/** `fromUser`, as formulas of x in the user's units. */
const FORMULAS: Readonly<Record<VariableMap['kind'], Formula>> = {
  affine: scaled(standardized),
  robust: scaled(areaSine(standardized)),
  rank: formula(['x'], { y: alongKnots(input('x')) }, ['knots', 'values']),
};

/** asinh(t) = sign(t) log(|t| + sqrt(t^2 + 1)); far out the square would overflow, and nothing is missing without it. */
function areaSine(t: Expr): Expr {
  const a = t.abs();
  const near = a.minimum(FAR);
  const sine = where(a.less(FAR), near.add(near.square().add(1).sqrt()).log(), a.log().add(Math.LN2));
  return where(t.less(0), sine.neg(), sine);
}

/** The line through neighbouring points; the outer ones go on. */
function alongKnots(x: Expr): Expr {
  const [knots, values] = [table('knots'), table('values')];
  const cell = cellIn(knots, x);
  const [left, low] = [entryIn(knots, cell), entryIn(values, cell)];
  const share = x.sub(left).div(entryIn(knots, cell, 1).sub(left));
  const rise = entryIn(values, cell, 1).sub(low);
  // From the nearer end, so that knots are met exactly.
  return where(share.less(0.5), low.add(share.mul(rise)), entryIn(values, cell, 1).sub(constant(1).sub(share).mul(rise)));
}
