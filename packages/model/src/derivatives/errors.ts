import type { RoughPart } from '@knotwork/experiment/derivatives';
import { didYouMean, KnotworkError } from '@knotwork/plugin';
import { named, valueText } from '../errors.js';

const input = (message: string): KnotworkError => new KnotworkError('input', message);

/** @param inputs names of the network's inputs */
export function noDerivatives(inputs: readonly string[]): KnotworkError {
  return input(`a derivative must name the inputs that it is taken in; got none. Name some of ${named(inputs)}, one twice for a second derivative.`);
}

/** @param likely what was probably meant, where that is known better than by letters */
export function noInputOf(text: string, inputs: readonly string[], likely: string | null = null): KnotworkError {
  return input(`the derivative "${text}" must be made of names of inputs, with or without an underscore between them; the network has ${named(inputs)}.${likely === null ? didYouMean(text, inputs) : ` Did you mean "${likely}"? It is taken of every output.`}`);
}

export function noDerivative(got: unknown): KnotworkError {
  return input(`a derivative must be a text such as 'x' or 'xx', or a list of names of inputs; got ${valueText(got)}.`);
}

/** @param ways to read it, @param quoted puts a name in quotes */
export function ambiguousDerivative(text: string, ways: readonly (readonly string[])[], quoted: (name: string) => string): KnotworkError {
  const spelled = ways.map((way) => way.map(quoted).join('_'));
  return input(`the derivative "${text}" could be the one in ${ways.map((way) => way.join(' and ')).join(', or in ')}. Put names in quotes: '${spelled.join("', or '")}'.`);
}

export function openQuote(text: string): KnotworkError {
  return input(`the derivative '${text}' has a quote that does not end. Write a name in quotes as '"name"', and a quote within as two.`);
}

export function orderTooHigh(text: string, order: number, highest: number): KnotworkError {
  return input(`the derivative "${text}" is of order ${order}, and the highest is ${highest}. Name at most ${highest} inputs.`);
}

export function derivativesOfClasses(): KnotworkError {
  return input('derivatives are of numbers, and this model tells classes. Ask for predictions, which have the probability of each.');
}

/** @param what it is 1 for */
export function notContinuous(name: string): KnotworkError {
  return input(`there is no derivative in "${name}", which is 0 or 1 and nothing between. Leave it out.`);
}

export function jumpsByMap(name: string): KnotworkError {
  return input(`there is no derivative in "${name}" that is continuous: the input was standardized by ranks, which is a line from knot to knot. Train the network with standardize: true or robust of the data set.`);
}

export function tooRough(order: number, rough: RoughPart): KnotworkError {
  const what = rough.what === 'basis' ? `those of the basis "${rough.name}" are continuous up to order ${rough.smoothness - 1}` : `those of the ${rough.what} in layer ${rough.layer} jump`;
  const remedy = rough.what === 'basis' ? `Train the network on a smoother basis, such as network.basis={ kind: b-spline, degree: ${order + 1} }` : 'Train the network with smooth functions, such as silu or tanh';
  const lower = rough.what === 'basis' && rough.smoothness > 1 ? ', or ask for a lower order' : '';
  return input(`derivatives of order ${order} would jump: ${what}. ${remedy}${lower}.`);
}
