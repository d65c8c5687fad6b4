import { KnotworkError } from '@knotwork/plugin';

/** Something that only a defect of the caller, not a user, can bring about. */
export function wrongUse(rule: string): KnotworkError {
  return new KnotworkError('internal', `An engine was used against its contract: ${rule}.`);
}

/** A block of an objective that cannot be evaluated. @param trouble what is wrong with it, in words that follow the block's name */
export function badBlock(block: string, trouble: string): KnotworkError {
  return new KnotworkError('input', `The block "${block}" of the objective ${trouble}`);
}

/** An option of `compile` that is not what it must be. */
export function badOption(option: string, got: unknown, wanted: string): KnotworkError {
  return new KnotworkError('input', `"${option}" of a program must be ${wanted}; it is ${JSON.stringify(got) ?? String(got)}.`);
}

export function notPositiveDefinite(): KnotworkError {
  return new KnotworkError('numerical', 'The normal equations are not positive definite, so they have no inverse. A penalty such as smoothing makes them so.');
}
