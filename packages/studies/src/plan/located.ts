import { isKnotworkError } from '@knotwork/plugin';
import { badTrial } from '../errors.js';

/** What went wrong, with which of the experiments it was about. */
export const located = (error: unknown, which: string): unknown => (isKnotworkError(error) ? badTrial(which, error) : error);
