import { KnotworkError } from '@knotwork/plugin';

/** @param widths of a network that would do */
export function choiceNeedsOneSet(names: readonly string[], widths: readonly number[]): KnotworkError {
  return new KnotworkError('input', `network.widths must be a list where there are several data sets (${names.join(', ')}): cross-validation divides the rows of one. Set it to the inputs, the hidden nodes and the outputs of one network, such as network.widths=[${widths.join(',')}].`, { path: 'network.widths' });
}

/** @param widths of a network that would do */
export function choiceNeedsTargets(widths: readonly number[]): KnotworkError {
  return new KnotworkError('input', `network.widths must be a list where the data set has equations: cross-validation predicts targets, and there are none. Set it to the inputs, the hidden nodes and the outputs of one network, such as network.widths=[${widths.join(',')}].`, { path: 'network.widths' });
}

/** @param widths of a network that would do */
export function noFoldsInTime(widths: readonly number[]): KnotworkError {
  return new KnotworkError('input', `network.widths must be a list where rows are split by time: cross-validation would learn from later rows what it predicts of earlier ones. Set it to the inputs, the hidden nodes and the outputs of one network, such as network.widths=[${widths.join(',')}].`, { path: 'network.widths' });
}

export function tooFewForFolds(there: number, what: string, folds: number): KnotworkError {
  return new KnotworkError('input', `network.widths.folds must be at most the number of ${what}, ${there}; got ${folds}. Set network.widths.folds=${there}${there < 2 ? ' with more data' : ''}, or network.widths to a list such as [2, 5, 1].`, { path: 'network.widths.folds' });
}

/** @param rare a class that some part of the rows has none of, and how many training rows are of it */
export function allDiverged(candidates: readonly (readonly number[])[], rare: { readonly name: string; readonly rows: number } | null): KnotworkError {
  const [why, remedy] = rare === null ? ['', 'Look for extreme values in the data, or set standardize: rank in the data set']
    : [`; "${rare.name}" is the class of ${rare.rows} training ${rare.rows === 1 ? 'row' : 'rows'}, and of none where that is held back`, `Add rows of it, or set network.widths to a list such as [${candidates.at(-1)!.join(', ')}], which compares nothing`];
  return new KnotworkError('numerical', `network.widths cannot be chosen: every network diverged on some part of the rows (${candidates.map((widths) => `[${widths.join(', ')}]`).join(', ')})${why}. ${remedy}.`, { path: 'network.widths' });
}
