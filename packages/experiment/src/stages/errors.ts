import { isKnotworkError, KnotworkError } from '@knotwork/plugin';

/** @param option that sets the resolution of the basis, @param exact where the network itself has the higher one, levels that keep its functions; null above the first level */
export function levelNotAbove(path: string, to: number, from: number, basis: string, option: string, exact: readonly number[] | null): KnotworkError {
  const remedy = exact === null ? 'Levels rise along the ladder' : `Begin with a higher level${exact.length === 0 ? '' : `, such as ${exact.join(', ')}, which keep its functions as they are`}, or give the network's basis a lower ${option}`;
  return new KnotworkError('input', `${path} must not lower the resolution: "${option}" of ${basis} is ${from} there, got ${to}. ${remedy}.`, { path });
}

export function levelsWithoutValidation(path: string, dataSet: string): KnotworkError {
  return new KnotworkError('input', `${path} must have validation rows, by which "extend-grid" chooses the level that is kept; the data set "${dataSet}" has none. Give it some, such as split: { validation: 0.2 } of a table, or let smoothing choose the level (fit: { smoothing: auto }), or leave the stage out.`, { path });
}

export function levelCount(path: string, layers: number, got: number): KnotworkError {
  return new KnotworkError('input', `${path} must be one number or a list with one per layer; this network has ${layers} ${layers === 1 ? 'layer' : 'layers'}, got ${got} numbers. Write one number, or ${layers}.`, { path });
}

/** Adds which level of a ladder an error is about; what has a place of its own, such as a strategy that does not fit, is not about the level. */
export function atLevel(error: unknown, path: string): unknown {
  if (!isKnotworkError(error) || error.place.path !== undefined) return error;
  return new KnotworkError(error.code, `${path}: ${error.message}`, { ...error.place, path });
}
