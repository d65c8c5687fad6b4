import type { ExpressionError } from '@knotwork/expressions';
import { didYouMean, isKnotworkError, KnotworkError, optionError } from '@knotwork/plugin';
import { functionMeant } from '../formula/errors.js';
import { derivativeMeant, type Names } from './names.js';
import { LARGEST } from './numbers.js';
import type { ValueAtPlace } from './place-meant.js';

const quoted = (text: string): string => JSON.stringify(text);
const listed = (names: readonly string[]): string => names.join(', ');

/** How derivatives are written, by the first unknown and the coordinates that there are. */
const derivativesOf = (unknown: string, coordinates: readonly string[]): string => `${unknown}_${coordinates[0]!} or ${unknown}_${coordinates[0]!}${coordinates.at(-1)!}`;

/** Signs of a derivative as it is written elsewhere: diff(u, x), u', and the like. */
const OTHER_DERIVATIVE = /'|∂|∇|Δ|_\{|\b(d|diff|div|deriv\w*|grad\w*|nabla|lapl\w*)\s*\(/i;

/** What is to be said of a derivative in another notation, and of an unknown with arguments. */
function notationHint(text: string, { coordinates, unknowns }: Names): string {
  const called = unknowns.find((name) => new RegExp(`\\b${name}(_\\w+)?\\s*\\(\\s*(${coordinates.join('|')})\\s*[,)]`).test(text));
  const isQuotient = new RegExp(`\\bd(\\^?\\d)?\\s*(${unknowns.join('|')})?(\\s*\\(.*?\\))?\\s*/\\s*d\\s*\\(?(${coordinates.join('|')})`).test(text);
  if (isQuotient || OTHER_DERIVATIVE.test(text)) return ` A derivative of ${unknowns[0]!} is written ${derivativesOf(unknowns[0]!, coordinates)}.`;
  return called === undefined ? '' : ` Write ${called} without parentheses: it is a function of the coordinates already.`;
}

export function notAName(option: string, name: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: a name must be letters from a to z and digits, begin with a letter, and be no function and no number such as pi or e; got ${quoted(name)}. Rename it.`);
}

export function nameTaken(option: string, name: string, before: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: the name "${name}" is that of ${at(before)} already. Rename one.`);
}

export function noCoordinates(): KnotworkError {
  return optionError('coordinates', (at) => `${at('coordinates')} must have one coordinate at least. Write its name and interval, such as x: [-1, 1].`);
}

export function ambiguousDerivative(name: string, ways: readonly (readonly string[])[], option: string): KnotworkError {
  return optionError(option, () => `"${name}" could be the derivative in ${ways.map((way) => way.join(' and ')).join(', or in ')}. Rename a coordinate.`);
}

export function derivativeOfHighOrder(name: string, order: number, highest: number, option: string): KnotworkError {
  return optionError(option, () => `"${name}" is a derivative of order ${order}; the highest is ${highest}. Make a new unknown of a lower derivative, with an equation that says so, such as v = u_xx.`);
}

export function notAFace(text: string, faces: readonly string[], boundary: string, meant: string | undefined, option: string): KnotworkError {
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return optionError(option, (at) => `${at(option)} must be a face, ${listed(faces)}, or ${boundary} for all of them; got ${quoted(text)}.${hint} Name one of them.`);
}

export function faceTwice(text: string, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} must name every face once; ${text} is there twice. Name it once.`);
}

/** A hint at another name; none for single letters, and at none of them, as they are near to all that is short. */
const meantOf = (name: string | undefined, known: readonly string[]): string => (name === undefined || name.length < 2 ? '' : didYouMean(name, known.filter(({ length }) => length > 1)));

/** @param name in the text that nobody knows, if there is one, @param known what may stand in its place */
export function noFace(text: string, faces: readonly string[], name: string | undefined, known: readonly string[], option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: the domain has no face ${quoted(text)}; it has ${listed(faces)}.${meantOf(name, known)} Name one of them, or change the coordinates.`);
}

/** @param variables that may not stand there, @param names whose constants may; undefined where no name may */
export function notANumber(text: string, variables: readonly string[], names: Names | undefined, option: string): KnotworkError {
  const why = variables.length > 0 ? `it has the ${variables.length === 1 ? 'variable' : 'variables'} ${listed(variables)}` : 'it is none';
  const meant = meantOf(variables[0], Object.keys(names?.constants ?? {}));
  const isFree = names !== undefined && variables.length > 0 && variables.every((name) => ![...names.coordinates, ...names.unknowns, ...names.parameters].includes(name));
  return optionError(option, (at) => `${at(option)} must be a number, or a text such as 0.01/pi; got ${quoted(text)}: ${why}.${meant} Write the number${isFree ? `, or give ${listed(variables)} in ${at('constants')}` : ''}.`);
}

export function weightNotPositive(text: number | string, value: number, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} must be above 0; got ${text}, which is ${value}. Correct it.`);
}

export function dateAsNumber(text: string, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} must be a number; got the date ${quoted(text)}. Count days or years from some beginning, and write how many.`);
}

export function severalEquals(text: string, option: string): KnotworkError {
  return optionError(option, () => `An equation must have one "=" at most; got ${quoted(text)}. Write two equations, as a list.`);
}

export function valueAtAPlace(text: string, { text: call, on, equation, isOfSeveral }: ValueAtPlace, [first]: readonly string[], option: string): KnotworkError {
  if (isOfSeveral) return optionError(option, () => `${quoted(text)} relates several places, which no condition can. Say by one condition for each what holds there; a network can be made periodic in a coordinate.`);
  return optionError(option, (at) => `${quoted(text)} has ${quoted(call)}, and unknowns have no parentheses: the place is what "on" of a condition says. Write { on: ${on ?? `${first!}=0`}, equation: ${equation} } in ${at('conditions')}.`);
}

export function noEqualSign(text: string, sign: string, option: string): KnotworkError {
  const other = /[<>]/.test(sign) ? '; for what differs from place to place write a < b ? c : d' : '';
  return optionError(option, () => `An equation says with "=" what is equal; got "${sign}" in ${quoted(text)}. Write = in its place${other}.`);
}

export function emptyEquation(text: string, { coordinates, unknowns }: Names, option: string): KnotworkError {
  return optionError(option, () => `An equation must have something on both sides of "="; got ${quoted(text)}. Write one such as ${unknowns[0]!}_${coordinates[0]!} = 0.`);
}

/** What is no mathematics. */
export function unreadableEquation(cause: ExpressionError, text: string, names: Names, option: string): KnotworkError {
  const where = cause.position === undefined ? '' : ` Look at character ${cause.position}.`;
  return optionError(option, () => `In ${quoted(text)}: ${cause.message}${where}${notationHint(text, names) || functionMeant(cause)}`, { cause });
}

export function notOfCoordinates(text: string, { coordinates }: Names, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} must be a function of ${listed(coordinates)} alone, such as sin(pi*${coordinates[0]!}); got ${quoted(text)}. Write what the solution is, without "=" and without unknowns.`);
}

export function unknownName(name: string, text: string, names: Names, option: string): KnotworkError {
  const { coordinates, unknowns, constants, parameters } = names;
  const known = [...unknowns, ...coordinates, ...Object.keys(constants), ...parameters];
  const says = `Nobody says what "${name}" is in ${quoted(text)}; known are ${listed(known)}.`;
  const derivative = derivativeMeant(name, names);
  if (derivative !== undefined) return optionError(option, () => `${says} Did you mean "${derivative}", a derivative?`);
  const of = name.slice(0, Math.max(0, name.indexOf('_')));
  if (unknowns.includes(of)) return optionError(option, () => `${says} A derivative of ${of} is written ${derivativesOf(of, coordinates)}, with the names of coordinates. Correct it.`);
  const hint = notationHint(text, names);
  if (hint !== '') return optionError(option, () => `${says}${hint}`);
  if (/[^ -~]/.test(name)) return optionError(option, (at) => `${says} Names have letters from a to z and digits. Write it out, such as lambda, and give it a value in ${at('constants')}.`);
  const meant = meantOf(name, known);
  return optionError(option, (at) => `${says}${meant} Correct it, or give it a value in ${at('constants')}${unknowns.length > 0 ? `, or name it in ${at('unknowns')}, or in ${at('parameters')} for a number that is to be found` : ''}.`);
}

export function withoutUnknown(text: string, unknowns: readonly string[], option: string): KnotworkError {
  return optionError(option, () => `An equation must say something of ${unknowns.join(' or ')}; got ${quoted(text)}, which is the same whatever they are. Correct it, or leave it out.`);
}

/** @param face where both hold, in words that begin with a space */
export function equationsContradict(texts: readonly [string, string], face: string, options: readonly [string, string], isSame: boolean): KnotworkError {
  return optionError(options[1], (at) => (isSame
    ? `${at(options[1])}: ${quoted(texts[1])}${face} is what ${at(options[0])} says already. Leave one of them out.`
    : `${at(options[1])}: ${quoted(texts[1])}${face} contradicts ${quoted(texts[0])} in ${at(options[0])}: no solution satisfies both. Correct or remove one.`));
}

export function unknownWithoutEquation(name: string): KnotworkError {
  return optionError('equations', (at) => `${at('equations')} must say something of every unknown; nothing says what "${name}" is. Add an equation, or leave it out of ${at('unknowns')}.`);
}

export function parameterNowhere(name: string): KnotworkError {
  return optionError(`parameters.${name}`, (at) => `${at(`parameters.${name}`)} is to be found, and no equation has it. Use it in one, or leave it out.`);
}

/** @param isGrid whether points lie on the ends of the domain, too */
export function residualNotFinite(text: string, value: number, point: string, isGrid: boolean, option: string): KnotworkError {
  const remedy = isGrid ? `, or keep points away from the ends of the domain (points.sampling: spread)` : ', or change the coordinates';
  return optionError(option, () => `Both sides of ${quoted(text)} must be numbers within ${LARGEST} of zero where it holds; their difference is ${value} at ${point}, whatever the unknowns are. Correct it${remedy}.`);
}

export function parameterNotPositive(name: string, initial: number): KnotworkError {
  const option = `parameters.${name}.initial`;
  return optionError(option, (at) => `${at(option)} must be above 0, because ${at(`parameters.${name}.positive`)} is true; got ${initial}. Write a number such as 0.1, or leave positive out.`);
}

export function notFiniteAt(text: string, value: number, point: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} must be a finite number everywhere in the domain; it is ${value} at ${point}. Correct it, or change the coordinates.`);
}

export function noCoordinateToStayAlong(got: string, coordinates: readonly string[]): KnotworkError {
  return optionError('conserved.along', (at) => `${at('conserved.along')} must be a coordinate: ${listed(coordinates)}; got ${quoted(got)}.${didYouMean(got, coordinates)} Name one of them.`);
}

export function noBoxToIntegrate(): KnotworkError {
  return optionError('conserved', (at) => `${at('conserved')} is of integrals over a box, and the points of ${at('points.inside')} come from a table, which may be of any domain. Leave one of them out.`);
}

export function notAQuantity(text: string, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} must say what is integrated, such as u^2, without "="; got ${quoted(text)}. Write one side of it.`);
}

export function otherCount(option: string, got: number, unknowns: readonly string[]): KnotworkError {
  return optionError(option, (at) => `${at(option)} must have one text for each of ${listed(unknowns)}; got ${got}. Write ${unknowns.length === 1 ? 'one' : `a list of ${unknowns.length}, in the order of ${at('unknowns')}`}.`);
}

export function missingColumns(path: string, missing: readonly string[], header: readonly string[], option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: ${path} must have the ${missing.length === 1 ? 'column' : 'columns'} ${listed(missing)}; it has ${listed(header.slice(0, 20))}. Name columns after coordinates and unknowns.`);
}

export function nothingMeasured(path: string, unknowns: readonly string[], header: readonly string[], option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: ${path} must have a column for one unknown at least, of ${listed(unknowns)}; it has ${listed(header.slice(0, 20))}. Name columns after coordinates and unknowns.`);
}

export function noNumberIn(path: string, column: string, cell: string, row: { readonly words: string; readonly line?: number }, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: every value must be a number within ${LARGEST} of zero; got ${cell} in ${row.words}, column "${column}". Correct or remove the row.`);
}

/** What is wrong with a table, with the option that names it in place of those of data sets that are tables. */
export function inTable(error: unknown, option: string): unknown {
  if (!isKnotworkError(error)) return error;
  const { option: _, worded: __, ...place } = error.place;
  return new KnotworkError(error.code, error.message, { ...place, option });
}

export function outsideDomain(path: string, row: string, name: string, value: number, [low, high]: readonly [number, number], option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: ${path}: ${name} must be in [${low}, ${high}]; it is ${value} in ${row}. Remove the row, or widen ${at(`coordinates.${name}`)}.`);
}

export function intervalOutOfScale(name: string, low: number, high: number): KnotworkError {
  const option = `coordinates.${name}`;
  return optionError(option, (at) => `${at(option)} must be of a length that numbers can divide; got [${low}, ${high}]. Measure ${name} in another unit, or from another origin.`);
}

export function emptyInterval(name: string, low: number, high: number): KnotworkError {
  return optionError(`coordinates.${name}`, (at) => `${at(`coordinates.${name}`)} must be [min, max] with min below max; got [${low}, ${high}]. Exchange or correct them.`);
}

export function exactOfPoints(option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: only what holds on faces can be built into the network, and these are points of a table. Leave exact out of it: it is trained then.`);
}

export function exactWithWeight(option: string, weight: number | string): KnotworkError {
  return optionError(option, (at) => `${at(option)} is ${weight}, and a condition with exact: true has no residual to be weighed: it holds by construction. Leave weight out of it, or exact: it is trained then.`);
}

export function exactOfNoBox(option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: a condition can be built into the network on a box alone, and the points of ${at('points.inside')} come from a table, which may be of any domain. Leave exact out of it: it is trained then, or write how many points there are to be.`);
}

export function exactOfParameter(text: string, name: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} has the number "${name}" that is to be found, and a condition with exact: true is built before it is. Leave exact out of it: it is trained then.`);
}

export function exactOfSeveral(text: string, unknowns: readonly string[], option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} relates ${listed(unknowns)}, and a condition with exact: true must say what one of them is, such as ${unknowns[0]!} = 0. Leave exact out of it: it is trained then.`);
}

export function exactOfDerivative(text: string, unknown: string, coordinate: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} has derivatives that cannot be built in: a condition with exact: true says what ${unknown} is on a face, and besides, where that is said, what ${unknown}_${coordinate} is there. Leave exact out of it: it is trained then.`);
}

export function exactNotLinear(text: string, name: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} has ${name} in a function or a power, and a condition with exact: true must say what ${name} is. Write ${name} = ..., or leave exact out of it: it is trained then.`);
}

/** @param what is in it, in words */
export function exactInPieces(text: string, what: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} has ${what}, at which derivatives may jump, and a condition with exact: true must be smooth. Write it without (sinh(x) as (exp(x) - exp(-x))/2), or leave exact out of it: it is trained then.`);
}

export function exactSlopeAlone(text: string, unknown: string, face: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} on ${face} can be built in only beside what ${unknown} is there. Add a condition on ${face} such as ${unknown} = 0 with exact: true, or leave exact out of this one: it is trained then.`);
}

const placeText = (point: Readonly<Record<string, number>>): string => Object.entries(point).map(([name, value]) => `${name} = ${Number(value.toPrecision(6))}`).join(', ');

export function exactNotFinite(text: string, value: number, point: Readonly<Record<string, number>>, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} must be a finite number, with finite derivatives, to be built in; it is ${value} at ${placeText(point)}. Correct it, or leave exact out of it: it is trained then.`);
}

export function exactNotAtCorner(texts: readonly [string, string], values: readonly [number, number], faces: readonly [string, string], point: Readonly<Record<string, number>>, options: readonly [string, string]): KnotworkError {
  const [one, other] = values.map((value) => Number(value.toPrecision(6)));
  return optionError(options[1], (at) => `${at(options[1])}: ${quoted(texts[1])} on ${faces[1]} contradicts ${quoted(texts[0])} on ${faces[0]} in ${at(options[0])} where the faces meet: it says ${other}, and the other ${one}, at ${placeText(point)}. Correct one, or leave exact out of one: it is trained then.`);
}
