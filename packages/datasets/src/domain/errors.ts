import { didYouMean, type KnotworkError, optionError } from '@knotwork/plugin';
import type { Names } from './names.js';

const quoted = (text: string): string => JSON.stringify(text);
const listed = (names: readonly string[]): string => names.join(', ');

export function notAName(option: string, name: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: a name must be letters and digits, begin with a letter, and be no function and no number such as pi or e; got ${quoted(name)}. Rename it.`);
}

export function nameTaken(option: string, name: string, before: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: "${name}" stands in ${at(before)} already. Rename one.`);
}

export function ambiguousDerivative(name: string, ways: readonly (readonly string[])[], option: string): KnotworkError {
  return optionError(option, () => `"${name}" could be the derivative in ${ways.map((way) => way.join(' and ')).join(', or in ')}. Rename a coordinate.`);
}

export function derivativeOfHighOrder(name: string, order: number, highest: number, option: string): KnotworkError {
  return optionError(option, () => `"${name}" is a derivative of order ${order}; the highest is ${highest}. Make a new unknown of a lower derivative, with an equation that says so, such as v = u_xx.`);
}

export function notAFace(text: string, faces: readonly string[], boundary: string, meant: string | undefined, option: string): KnotworkError {
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return optionError(option, (at) => `${at(option)} must be a face, ${listed(faces)}, or ${boundary} for all of them; got ${quoted(text)}.${hint}`);
}

export function noFace(text: string, faces: readonly string[], option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)}: the domain has no face ${quoted(text)}; it has ${listed(faces)}. Name one of them, or change the coordinates.`);
}

export function notANumber(text: string, variables: readonly string[], option: string): KnotworkError {
  const why = variables.length > 0 ? `it has the ${variables.length === 1 ? 'variable' : 'variables'} ${listed(variables)}` : 'it is none';
  return optionError(option, (at) => `${at(option)} must be a number, or a text such as 0.01/pi; got ${quoted(text)}: ${why}. Write the number.`);
}

export function severalEquals(text: string, option: string): KnotworkError {
  return optionError(option, () => `An equation must have one "=" at most; got ${quoted(text)}. Write two equations.`);
}

export function unknownName(name: string, text: string, { coordinates, unknowns, constants, parameters }: Names, option: string): KnotworkError {
  const known = [...unknowns, ...coordinates, ...Object.keys(constants), ...parameters];
  const [of, ...others] = name.split('_');
  const cut = others.length > 0 && unknowns.includes(of!)
    ? ` A derivative of "${of}" is written ${of}_${coordinates[0]} or ${of}_${coordinates[0]}${coordinates.at(-1)}, of the coordinates ${listed(coordinates)}.` : '';
  return optionError(option, () => `Nobody says what "${name}" is in ${quoted(text)}; known are ${listed(known)}.${cut === '' ? didYouMean(name, known) : cut} Correct it, or give it a value in constants${unknowns.length > 0 ? ', or in parameters to have it found' : ''}.`);
}

export function withoutUnknown(text: string, unknowns: readonly string[], option: string): KnotworkError {
  return optionError(option, () => `An equation must say something of ${listed(unknowns)}; got ${quoted(text)}. Correct it, or leave it out.`);
}

export function conditionsContradict(texts: readonly [string, string], face: string, options: readonly [string, string], isSame: boolean): KnotworkError {
  return optionError(options[1], (at) => (isSame
    ? `${at(options[1])}: ${quoted(texts[1])} on ${face} is what ${at(options[0])} says already. Leave one of them out.`
    : `${at(options[1])}: ${quoted(texts[1])} on ${face} contradicts ${quoted(texts[0])} in ${at(options[0])}: no solution satisfies both. Correct or remove one.`));
}

export function unknownWithoutEquation(name: string): KnotworkError {
  return optionError('equations', (at) => `${at('equations')} must say something of every unknown; nothing says what "${name}" is. Add an equation, or leave it out of ${at('unknowns')}.`);
}

export function parameterNowhere(name: string): KnotworkError {
  return optionError(`parameters.${name}`, (at) => `${at(`parameters.${name}`)} is to be found, and no equation has it. Use it in one, or leave it out.`);
}

export function notFiniteAt(text: string, value: number, point: string, option: string): KnotworkError {
  return optionError(option, () => `${quoted(text)} must be a finite number everywhere in the domain; it is ${value} at ${point}. Correct it, or change the coordinates.`);
}

export function otherCount(option: string, got: number, unknowns: readonly string[]): KnotworkError {
  return optionError(option, (at) => `${at(option)} must have one text for each of ${listed(unknowns)}; got ${got}.`);
}

export function missingColumns(path: string, missing: readonly string[], header: readonly string[], option: string): KnotworkError {
  return optionError(option, () => `${path} must have the ${missing.length === 1 ? 'column' : 'columns'} ${listed(missing)}; it has ${listed(header.slice(0, 20))}. Name columns after coordinates and unknowns.`);
}

export function outsideDomain(path: string, row: string, name: string, value: number, [low, high]: readonly [number, number], option: string): KnotworkError {
  return optionError(option, (at) => `${path}: ${name} must be in [${low}, ${high}]; it is ${value} in ${row}. Remove the row, or widen ${at(`coordinates.${name}`)}.`);
}

export function emptyInterval(name: string, low: number, high: number): KnotworkError {
  return optionError(`coordinates.${name}`, (at) => `${at(`coordinates.${name}`)} must be [min, max] with min below max; got [${low}, ${high}]. Exchange or correct them.`);
}
