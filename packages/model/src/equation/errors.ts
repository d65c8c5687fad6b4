import { KnotworkError } from '@knotwork/plugin';
import { valueText } from '../errors.js';

/** @param rows how many */
export function noValues(place: string, rows: number): KnotworkError {
  return new KnotworkError('input', `${place}: the equation has no value at any of the ${rows} rows. Ask of its network, or give rows like those that it was found from.`);
}

export function unknownSpeaker(got: unknown): KnotworkError {
  return new KnotworkError('input', `"by" must be "network" or "equation"; got ${valueText(got)}.`);
}
