import { KnotworkError } from '@knotwork/plugin';

// By themselves: a page that only fits does not load them.

export function wrongReplacement(layer: number, from: number, to: number, reason: string): KnotworkError {
  return new KnotworkError('internal', `The edge of layer ${layer} from ${from} to ${to} cannot be replaced: ${reason}.`, { edge: { layer, from, to } });
}

export const twoReplacements = (layer: number, from: number, to: number): KnotworkError => wrongReplacement(layer, from, to, 'it is named twice');

/** @param path such as "keep[0][1]" */
export function wrongMask(path: string, expected: number, got: string): KnotworkError {
  return new KnotworkError('internal', `A network cannot be pruned with these masks: ${path} must have ${expected} ${expected === 1 ? 'number' : 'numbers'}, one for each edge of the term; got ${got}.`);
}

export function noMean(layer: number, from: number, to: number, got: unknown): KnotworkError {
  return new KnotworkError('internal', `The edge of layer ${layer} from ${from} to ${to} cannot be pruned without the mean of its function, which goes to the bias; got ${String(got)}. Give 0 for a function that is to vanish with its mean.`, { edge: { layer, from, to } });
}
