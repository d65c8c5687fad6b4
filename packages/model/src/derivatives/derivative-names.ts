import { factorsOf, HIGHEST_ORDER } from '@knotwork/datasets';
import { ambiguousDerivative, noDerivative, noDerivatives, noInputOf, openQuote, orderTooHigh } from './errors.js';

/**
 * A derivative of every output: the names of the inputs that it is taken in, one named twice for a second derivative. As a text they stand one after the other, with or without an underscore
 * between them, as in equations: `xx`, `tx`, `horse power`. A name may be put in double quotes, where one could be read as another: `"x"_"xx"`.
 */
export type DerivativeOf = string | readonly string[];

/** Some derivatives: a list, or a text with commas between them, as for the command: `x,xx,t`. */
export type DerivativesOf = string | readonly DerivativeOf[];

/** A derivative that was asked for. */
export interface AskedDerivative {
  /** What follows an output and an underscore in the name of its derivative, such as `xx`. */
  readonly name: string;
  /** Numbers of the inputs, in the order in which they were named. */
  readonly inputs: readonly number[];
}

/** A part of a text: what stood in quotes, or what did not. */
interface Part { readonly text: string; readonly isQuoted: boolean }

/** Names that can be told apart side by side. */
const SHORT = /^[A-Za-z]\d*$/;

/**
 * The derivatives that were asked for, each once.
 *
 * @param inputs names of the network's inputs, @param outputs of its outputs, with which the names of columns begin
 * @throws KnotworkError `input` for none, for a name that no input has, a text that could be two derivatives, and an order above the highest
 */
export function derivativesAsked(asked: DerivativesOf, inputs: readonly string[], outputs: readonly string[] = []): readonly AskedDerivative[] {
  const isList: boolean = Array.isArray(asked);
  if (typeof asked !== 'string' && !isList) throw noDerivatives(inputs);
  const list = typeof asked === 'string' ? listedDerivatives(asked) : asked;
  if (list.length === 0) throw noDerivatives(inputs);
  const found = list.map((of) => {
    if (typeof of !== 'string' && !(Array.isArray(of) && of.every((name) => typeof name === 'string'))) throw noDerivative(of);
    const places = typeof of === 'string' ? placesIn(of, inputs, outputs) : of.map((name) => placeOf(name, inputs));
    if (places.length === 0) throw noDerivatives(inputs);
    if (places.length > HIGHEST_ORDER) throw orderTooHigh(typeof of === 'string' ? of : of.join(', '), places.length, HIGHEST_ORDER);
    return { name: derivativeName(places, inputs), inputs: places };
  });
  return [...new Map(found.map((derivative) => [derivative.name, derivative])).values()];
}

/** Derivatives in a list with commas between them; those in quotes belong to names. */
function listedDerivatives(text: string): readonly string[] {
  const list = [''];
  for (const part of text.split(/("(?:[^"]|"")*")/)) {
    if (part.startsWith('"')) list[list.length - 1] += part;
    else part.split(',').forEach((piece, k) => { if (k === 0) list[list.length - 1] += piece; else list.push(piece); });
  }
  return list.map((one) => one.trim()).filter((one) => one !== '');
}

/** The first spelling that could be no other derivative: names of one letter, with or without digits, side by side; names with underscores between them; names in quotes. */
function derivativeName(places: readonly number[], inputs: readonly string[]): string {
  const names = places.map((i) => inputs[i]!);
  const spellings = [...(names.every((name) => SHORT.test(name)) ? [names.join('')] : []), names.join('_')];
  return spellings.find((text) => factorsOf(text, inputs).length === 1) ?? names.map(quoted).join('_');
}

/** A name as part of a text, whatever is in it. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function placesIn(text: string, inputs: readonly string[], outputs: readonly string[]): readonly number[] {
  const [way, other] = waysToRead(partsOf(text), inputs);
  if (way === undefined) throw noInputOf(text, inputs, behindOutput(text, inputs, outputs));
  if (other !== undefined) throw ambiguousDerivative(text, [way, other].map((places) => places.map((i) => inputs[i]!)), quoted);
  return way;
}

/** The derivative in the name of a column, such as `xx` in `u_xx`; null where it is no such name. */
function behindOutput(text: string, inputs: readonly string[], outputs: readonly string[]): string | null {
  const rests = outputs.filter((output) => text.startsWith(`${output}_`)).map((output) => text.slice(output.length + 1));
  return rests.find((rest) => rest !== '' && !rest.includes('"') && factorsOf(rest, inputs).length > 0) ?? null;
}

/** Two ways at most: with more nobody knows either which is meant. */
function waysToRead(parts: readonly Part[], inputs: readonly string[]): readonly (readonly number[])[] {
  let ways: readonly (readonly number[])[] = [[]];
  for (const { text, isQuoted } of parts) {
    const own = isQuoted ? [[placeOf(text, inputs)]] : factorsOf(text, inputs);
    ways = ways.flatMap((before) => own.map((places) => [...before, ...places])).slice(0, 2);
  }
  return ways;
}

/** @throws KnotworkError `input` for a quote that does not end */
function partsOf(text: string): readonly Part[] {
  const pieces = text.split(/"((?:[^"]|"")*)"/);
  // Pieces with odd numbers stood in quotes; a quote that is left began one that does not end.
  if (pieces.some((piece, k) => k % 2 === 0 && piece.includes('"'))) throw openQuote(text);
  return pieces.flatMap((piece, k): Part[] => {
    if (k % 2 === 1) return [{ text: piece.replaceAll('""', '"'), isQuoted: true }];
    const plain = piece.slice(k > 0 && piece.startsWith('_') ? 1 : 0);
    const own = k < pieces.length - 1 && plain.endsWith('_') ? plain.slice(0, -1) : plain;
    return own === '' ? [] : [{ text: own, isQuoted: false }];
  });
}

function placeOf(name: string, inputs: readonly string[]): number {
  const place = inputs.indexOf(name);
  if (place < 0) throw noInputOf(name, inputs);
  return place;
}
