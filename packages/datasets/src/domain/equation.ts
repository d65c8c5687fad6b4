import { constant, evaluate, type Expr, formula, substitute } from '@knotwork/algebra';
import { isExpressionError, parseExpression, type ParsedExpression } from '@knotwork/expressions';
import type { ObjectiveBlock, Read } from '@knotwork/plugin/engine';
import { emptyEquation, noEqualSign, notOfCoordinates, severalEquals, unknownName, unreadableEquation, valueAtAPlace, withoutUnknown } from './errors.js';
import { type Names, readOf } from './names.js';
import { parsed } from './numbers.js';
import { valueAtPlace } from './place-meant.js';

/** An equation as the residual that it wants to be 0, and what its names read. */
export interface Equation {
  readonly text: string;
  readonly residual: Expr;
  readonly reads: Readonly<Record<string, Read>>;
}

/**
 * Reads `left = right`, or an expression that is to be 0.
 *
 * @throws KnotworkError `input` for what is no mathematics, for names that nobody gave, and for an equation that says nothing of any unknown
 */
export function equationOf(text: string, names: Names, option: string): Equation {
  const plain = text.replace(/#.*/g, '');
  const place = valueAtPlace(plain, names);
  if (place !== null) throw valueAtAPlace(text, place, names.coordinates, option);
  const sign = /==|!=|:=|~=/.exec(plain)?.[0] ?? (plain.includes('?') ? undefined : /[<>]=?/.exec(plain)?.[0]);
  if (sign !== undefined) throw noEqualSign(text, sign, option);
  // Comparisons are no equations.
  const sides = plain.split(/(?<![<>])=/);
  if (sides.length > 2) throw severalEquals(text, option);
  if (sides.some((side) => side.trim() === '')) throw emptyEquation(text, names, option);
  const [left, right] = sides.map((side) => sideOf(side, text, names, option));
  const variables = [...new Set([...left!.variables, ...right?.variables ?? []])];
  const reads: Record<string, Read> = {};
  for (const name of variables) {
    if (Object.hasOwn(names.constants, name)) continue;
    const read = readOf(name, names, option);
    if (read === null) throw unknownName(name, text, names, option);
    reads[name] = read;
  }
  if (!Object.values(reads).some(isOfUnknown)) throw withoutUnknown(text, names.unknowns, option);
  const [residual] = substitute([right === undefined ? left!.expr : left!.expr.sub(right.expr)], constants(names));
  return { text, residual: residual!, reads };
}

function sideOf(side: string, text: string, names: Names, option: string): ParsedExpression {
  try {
    return parseExpression(side);
  } catch (error) {
    throw isExpressionError(error) ? unreadableEquation(error, text, names, option) : error;
  }
}

/** An expression of coordinates and constants alone. @throws KnotworkError `input` */
export function functionOf(text: string, names: Names, option: string): Expr {
  if (/(?<![<>=!])=(?!=)/.test(text)) throw notOfCoordinates(text, names, option);
  const { expr, variables } = parsed(text, option);
  const strange = variables.find((name) => !names.coordinates.includes(name) && !Object.hasOwn(names.constants, name));
  if (strange !== undefined) throw readOf(strange, names, option) === null ? unknownName(strange, text, { ...names, unknowns: [], parameters: [] }, option) : notOfCoordinates(text, names, option);
  return substitute([expr], constants(names))[0]!;
}

/** The block of an equation over a set of points. */
export function blockOf({ residual, reads }: Equation, block: Pick<ObjectiveBlock, 'name' | 'points' | 'weight'>): ObjectiveBlock {
  return { ...block, form: 'residuals', formula: formula(Object.keys(reads), { r: residual }), reads };
}

/** Whether a read depends on the network. */
export const isOfUnknown = ({ of }: Read): boolean => of === 'output' || of === 'derivative';

/** Values of unknowns that two equations are compared with: two for how they are scaled, others for whether that holds everywhere. */
const COMPARED = 4;

/**
 * How two equations that hold at the same points go together: they say the same, or what no unknown can satisfy. Null for equations that have nothing to do with each other.
 *
 * @param points by the names of the coordinates
 */
export function conflictOf(a: Equation, b: Equation, points: readonly Readonly<Record<string, number>>[]): 'same' | 'contradiction' | null {
  const reads = { ...a.reads, ...b.reads };
  const both = formula(Object.keys(reads), { a: a.residual, b: b.residual });
  const others = Object.keys(reads).filter((name) => reads[name]!.of !== 'input');
  let isSame = true;
  for (const [k, point] of points.entries()) {
    const values = Array.from({ length: COMPARED }, (_, j) => evaluate(both, { ...point, ...Object.fromEntries(others.map((name, n) => [name, Math.sin(1 + n + 7 * j + 3 * k)])) }));
    const [first, second] = values;
    // One may be the other times a number.
    const ratio = (first!['a']! - second!['a']!) / (first!['b']! - second!['b']!);
    if (!Number.isFinite(ratio) || ratio === 0) return null;
    const gaps = values.map((at) => at['a']! - ratio * at['b']!);
    const rounding = 1e-9 * Math.max(...values.flatMap((at) => [Math.abs(at['a']!), Math.abs(ratio * at['b']!)]));
    if (!(Math.max(...gaps) - Math.min(...gaps) <= rounding)) return null;
    if (Math.abs(gaps[0]!) > rounding) isSame = false;
  }
  return isSame ? 'same' : 'contradiction';
}

const constants = ({ constants: of }: Names): Record<string, Expr> => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, constant(value)]));
