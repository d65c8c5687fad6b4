import { constant, evaluate, type Expr, formula, substitute } from '@knotwork/algebra';
import type { ObjectiveBlock, Read } from '@knotwork/plugin/engine';
import { severalEquals, unknownName, withoutUnknown } from './errors.js';
import { type Names, readOf } from './names.js';
import { parsed } from './numbers.js';

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
  // Comparisons are no equations.
  const sides = text.split(/(?<![<>=!])=(?!=)/);
  if (sides.length > 2) throw severalEquals(text, option);
  const [left, right] = sides.map((side) => parsed(side, option));
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

/** An expression of coordinates and constants alone. @throws KnotworkError `input` */
export function functionOf(text: string, names: Names, option: string): Expr {
  const { expr, variables } = parsed(text, option);
  const strange = variables.find((name) => !names.coordinates.includes(name) && !Object.hasOwn(names.constants, name));
  if (strange !== undefined) throw unknownName(strange, text, { ...names, unknowns: [], parameters: [] }, option);
  return substitute([expr], constants(names))[0]!;
}

/** The block of an equation over a set of points. */
export function blockOf({ residual, reads }: Equation, block: Pick<ObjectiveBlock, 'name' | 'points' | 'weight'>): ObjectiveBlock {
  return { ...block, form: 'residuals', formula: formula(Object.keys(reads), { r: residual }), reads };
}

/** The order of the highest derivative. */
export function orderOf({ reads }: Pick<Equation, 'reads'>): number {
  return Math.max(0, ...Object.values(reads).map((read) => (read.of === 'derivative' ? read.inputs.length : 0)));
}

/** How two equations that hold at the same points go together: they say the same, or what no unknown can satisfy. Null for equations that have nothing to do with each other. */
export function conflictOf(a: Equation, b: Equation, points: readonly Readonly<Record<string, number>>[]): 'same' | 'contradiction' | null {
  const reads = { ...a.reads, ...b.reads };
  const moving = Object.keys(reads).filter((name) => isOfUnknown(reads[name]!));
  if (!moving.every((name) => Object.hasOwn(a.reads, name) && Object.hasOwn(b.reads, name))) return null;
  const difference = formula(Object.keys(reads), { plus: a.residual.sub(b.residual), minus: a.residual.add(b.residual), size: a.residual.abs().add(b.residual.abs()) });
  let [isSame, hasGap] = [true, false];
  for (const [k, point] of points.entries()) {
    // Whatever unknowns are, residuals differ by the same.
    const values = [0, 1, 2].map((j) => evaluate(difference, { ...point, ...Object.fromEntries(Object.keys(reads).filter((name) => !Object.hasOwn(point, name)).map((name, n) => [name, Math.sin(1 + n + 7 * j + 3 * k)])) }));
    const gap = (['plus', 'minus'] as const).map((sign) => {
      const all = values.map((v) => v[sign]!);
      const scale = 1e-9 * Math.max(1, ...values.map(({ size }) => size!));
      return Math.max(...all) - Math.min(...all) > scale ? null : Math.abs(all[0]!) <= scale ? 0 : all[0]!;
    }).find((of) => of !== null);
    if (gap === undefined || !Number.isFinite(gap)) return null;
    if (gap !== 0) [isSame, hasGap] = [false, true];
  }
  return isSame ? 'same' : hasGap ? 'contradiction' : null;
}

const isOfUnknown = ({ of }: Read): boolean => of === 'output' || of === 'derivative';
const constants = ({ constants: of }: Names): Record<string, Expr> => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, constant(value)]));
