import { didYouMean, KnotworkError } from '@knotwork/plugin';

export const equationTooLarge = (most: number): KnotworkError => new KnotworkError('input',
  `The equation of this network has more than ${most} parts, nodes that several edges leave being written out for each. Prune it, or raise "mostParts".`);

export const mapWithoutEquation = (name: string): KnotworkError => new KnotworkError('input',
  `The input "${name}" comes in by its rank among the training rows: a table, which no equation says. Train with dataset.standardizeInputs: mean or robust.`);

export const nodeWithoutEquation = (where: string, op: string): KnotworkError => new KnotworkError('input',
  `A node of ${where} uses the operation "${op}", which equations do not say. Use a layer whose nodes add, multiply or apply a smooth function.`);

export const nowhereFinite = (name: string): KnotworkError => new KnotworkError('input',
  `The output "${name}" is no finite number, whatever the inputs are: a function gets a constant that it is not defined at, or its result is too large. Train the network again, or leave that edge out.`);

export const badRows = (what: string, wanted: number, got: number): KnotworkError => new KnotworkError('input',
  `The ${what} rows of an equation need ${wanted} columns, as the network has; got ${got}. Give rows of the network's own data set, in its units.`);

export const unreadable = (name: string, why: string): KnotworkError => new KnotworkError('input',
  `The equation of "${name}" cannot be read from its text: ${why} Ask of its network instead.`);

export const unknownLanguage = (got: unknown, known: readonly string[]): KnotworkError => new KnotworkError('input',
  `Equations are written in ${known.join(', ')}; got ${JSON.stringify(got)}.${didYouMean(String(got), known)}`);
