import { constant, derivative, evaluate, type Expr, formula, input, stepsOf, substitute } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { OutputConditions, Samples } from '@knotwork/plugin';
import type { Equation } from './equation.js';
import { exactInPieces, exactNotAtCorner, exactNotFinite, exactNotLinear, exactOfDerivative, exactOfParameter, exactOfSeveral, exactSlopeAlone } from './errors.js';
import { boxOf, type Face, faceText } from './faces.js';
import type { Names } from './names.js';
import { LARGEST } from './numbers.js';
import { type Box, pointsIn } from './points.js';

/** A condition on one face that is to hold by construction. */
export interface ExactCondition {
  readonly face: Face;
  /** Number of the unknown. */
  readonly unknown: number;
  /** What the unknown is on the face, or its derivative across it where `isSlope`, as an expression of the coordinates. */
  readonly value: Expr;
  readonly isSlope: boolean;
  readonly text: string;
  readonly option: string;
}

/** Operations at which a function, or one of its derivatives, may jump, in words. */
const PIECES: Readonly<Record<string, string>> = { abs: 'an absolute value', floor: 'a rounded number', minimum: 'a minimum', maximum: 'a maximum', less: 'a comparison', where: 'a choice' };
/** Points at which conditions are compared where they meet, and at which what is built is tried. */
const COMPARED_AT = 33;
/** Differences of values that meet, beside their size, that are rounding. */
const ROUNDING = 1e-9;

/**
 * What a condition says that is to hold by construction.
 *
 * @param box of the domain
 * @throws KnotworkError `input` for what is not built: derivatives other than across the face, several unknowns, numbers that are to be found, what is not linear in the unknown, functions in pieces
 */
export function exactCondition({ text, residual, reads }: Equation, face: Face, names: Names, box: Box, option: string): ExactCondition {
  for (const read of Object.values(reads)) if (read.of === 'scalar') throw exactOfParameter(text, read.name, option);
  const unknownOf = (name: string): number => { const read = reads[name]!; return read.of === 'output' ? read.index : read.of === 'derivative' ? read.output : -1; };
  const own = Object.keys(reads).filter((name) => unknownOf(name) >= 0);
  const unknowns = [...new Set(own.map(unknownOf))];
  if (unknowns.length > 1) throw exactOfSeveral(text, unknowns.map((k) => names.unknowns[k]!), option);
  const [name] = own as [string];
  const [unknown, read] = [unknownOf(name), reads[name]!];
  const isSlope = read.of === 'derivative';
  const coordinate = names.coordinates[face.coordinate]!;
  if (own.length > 1 || (isSlope && read.inputs.join() !== String(face.coordinate))) throw exactOfDerivative(text, names.unknowns[unknown]!, coordinate, option);
  const slope = derivative(residual, name);
  if (formula(Object.keys(reads), { slope }).nodes.some((e) => e.op === 'input' && e.name === name)) throw exactNotLinear(text, name, option);
  const [rest] = substitute([residual], { [name]: constant(0) });
  // Points of the face have one value of its coordinate.
  const [value] = substitute([rest!.neg().div(slope)], { [coordinate]: constant(box[face.coordinate]![face.end]) });
  const piece = formula(names.coordinates, { value: value! }).nodes.find(({ op }) => Object.hasOwn(PIECES, op));
  if (piece !== undefined) throw exactInPieces(text, PIECES[piece.op]!, option);
  return { face, unknown, value: value!, isSlope, text, option };
}

/**
 * An output that holds conditions of an unknown whatever its network says: base + factor v.
 *
 * The factor is a product of distances to the faces, to the square where the slope is given, too, and 1 in the middle of the box. The base interpolates what is given: along one coordinate by the
 * polynomial of the lowest degree, over several coordinates by the Boolean sum, coordinate by coordinate: what one before leaves of the conditions of the next is added,
 * which changes nothing on the faces of those before where conditions agree at corners.
 *
 * @param conditions of one unknown, @param order of the highest derivative that equations read
 * @throws KnotworkError `input` for conditions that contradict each other where faces meet, for slopes without a value, and for what is not finite
 * @source S. Coons, Surfaces for computer-aided design of space forms, 1967; W. Gordon, Blending-function methods of bivariate and multivariate interpolation and approximation, 1971
 */
export function outputConditions(conditions: readonly ExactCondition[], names: Names, box: Box, order: number): OutputConditions {
  for (const one of conditions) {
    const isThere = conditions.some(({ face, isSlope }) => !isSlope && isSame(face, one.face));
    if (!isThere) throw exactSlopeAlone(one.text, names.unknowns[one.unknown]!, faceText(one.face, names.coordinates, box), one.option);
  }
  for (const [k, one] of conditions.entries()) for (const other of conditions.slice(0, k)) requireAgreement(other, one, names, box);
  let base: Expr = constant(0);
  let factor: Expr = constant(1);
  for (const [i, name] of names.coordinates.entries()) {
    const [low, high] = box[i]!;
    const length = high - low;
    // Distances from the ends are exactly 0 there.
    const distances = [input(name).sub(low).div(length), constant(high).sub(input(name)).div(length)] as const;
    const at = (end: 0 | 1): readonly ExactCondition[] => conditions.filter(({ face }) => face.coordinate === i && face.end === end);
    const before = base;
    for (const end of [0, 1] as const) {
      const [own, others] = [at(end), at(end === 0 ? 1 : 0).length];
      const [near, far] = [distances[end], distances[end === 0 ? 1 : 0]];
      for (const { value, isSlope } of own) {
        const [known] = substitute([isSlope ? derivative(before, name) : before], { [name]: constant(box[i]![end]) });
        const blend = isSlope ? near.mul(far.pow(others)).mul(end === 0 ? length : -length) : blendOf(own.length, others, near, far);
        base = base.add(blend.mul(value.sub(known!)));
      }
      factor = factor.mul(near.mul(2).pow(own.length));
    }
  }
  requireFinite(base, conditions, names, box, order);
  return { base: plain(base, names), factor: plain(factor, names) };
}

/** The polynomial that is 1 at an end, with a slope of 0 where that is given, and 0 at the other one, with its slope. @param own and @param others conditions at the ends, @param near and @param far distances from them */
function blendOf(own: number, others: number, near: Expr, far: Expr): Expr {
  return own === 1 ? far.pow(others) : far.pow(others).mul(near.mul(others).add(1));
}

/** Refuses conditions of faces that meet and say different things there. */
function requireAgreement(a: ExactCondition, b: ExactCondition, names: Names, box: Box): void {
  const { coordinates } = names;
  if (a.face.coordinate === b.face.coordinate) return;
  // What one says, as the other one asks for it, where both hold.
  const seenBy = (one: ExactCondition, other: ExactCondition): Expr => {
    const name = coordinates[other.face.coordinate]!;
    return substitute([other.isSlope ? derivative(one.value, name) : one.value], { [name]: constant(box[other.face.coordinate]![other.face.end]) })[0]!;
  };
  const both = formula(coordinates, { a: seenBy(a, b), b: seenBy(b, a) });
  for (const point of pointsOf(pointsIn(boxOf(a.face, boxOf(b.face, box)), COMPARED_AT, 'spread', randomStream(0, 'corner')), coordinates)) {
    const { a: one, b: other } = evaluate(both, point) as { a: number; b: number };
    for (const [of, value] of [[a, one], [b, other]] as const) if (!(Math.abs(value) <= LARGEST)) throw exactNotFinite(of.text, value, point, of.option);
    if (Math.abs(one - other) <= ROUNDING * Math.max(1, Math.abs(one), Math.abs(other))) continue;
    throw exactNotAtCorner([a.text, b.text], [one, other], [a, b].map(({ face }) => faceText(face, coordinates, box)) as [string, string], point, [a.option, b.option]);
  }
}

/** Tries what is built, and its derivatives along coordinates. */
function requireFinite(base: Expr, conditions: readonly ExactCondition[], { coordinates }: Names, box: Box, order: number): void {
  const all = coordinates.flatMap((name) => Array.from({ length: order }).reduce<Expr[]>((found) => [...found, derivative(found.at(-1)!, name)], [base]));
  const tried = formula(coordinates, Object.fromEntries(all.map((e, k) => [String(k), e])));
  for (const point of pointsOf(pointsIn(box, COMPARED_AT, 'spread', randomStream(0, 'exact')), coordinates)) {
    const odd = Object.values(evaluate(tried, point)).find((value) => !(Math.abs(value) <= LARGEST));
    if (odd !== undefined) throw exactNotFinite(conditions.at(-1)!.text, odd, point, conditions.at(-1)!.option);
  }
}

/** Equal parts once. */
function plain(e: Expr, { coordinates }: Names): OutputConditions['base'] { return stepsOf(formula(coordinates, { e }).roots[0]!, coordinates); }

function pointsOf({ count, width, values }: Samples, coordinates: readonly string[]): readonly Readonly<Record<string, number>>[] {
  return Array.from({ length: count }, (_, row) => Object.fromEntries(coordinates.map((name, i) => [name, values[row * width + i]!])));
}

const isSame = (a: Face, b: Face): boolean => a.coordinate === b.coordinate && a.end === b.end;
