import { isKnotworkError } from '@knotwork/plugin';
import { badTrial, seedOfTrial } from '../errors.js';
import { pathOf } from './factor.js';

/** What seeds are called, here and elsewhere. */
const SEED = /(^|\.)(seeds?|random[-_]?(state|seed)|rng([-_]?seed)?|manual[-_]?seed)$/i;

/** What went wrong, with which of the experiments it was about. @param overrides that the study file says of it */
export function located(error: unknown, which: string, overrides: readonly string[] = []): unknown {
  if (!isKnotworkError(error)) return error;
  const seed = overrides.map(pathOf).find((path) => SEED.test(path) && error.message.includes(`"${path}=`));
  return seed === undefined ? badTrial(which, error) : seedOfTrial(which, seed, error);
}
