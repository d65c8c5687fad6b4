import { KnotworkError } from '@knotwork/plugin';
import { valueText } from '../errors.js';

/** @param rows how many */
export function noValues(place: string, rows: number): KnotworkError {
  return new KnotworkError('input', `${place}: the equation has no value at any of the ${rows} rows. Ask of its network, or give rows like those that it was found from.`);
}

export function unknownSpeaker(got: unknown): KnotworkError {
  return new KnotworkError('input', `"by" must be "network" or "equation"; got ${valueText(got)}.`);
}

/** @param of what is asked */
export function notOptions(of: string, got: unknown): KnotworkError {
  return new KnotworkError('input', `the options of "${of}" must be an object; got ${valueText(got)}. Write { by: 'equation' }, or leave them out.`);
}
