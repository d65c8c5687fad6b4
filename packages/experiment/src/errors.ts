import { type Data, isKnotworkError, KnotworkError, type Task } from '@knotwork/plugin';
import { NO_SUCH_FILE } from './host/files.js';

export function batchTooLarge(path: string, got: number, rows: number, dataSet: string): KnotworkError {
  return new KnotworkError('input', `${path} must be at most ${rows}, the number of training rows of "${dataSet}"; got ${got}. Use batch: full, or fewer rows.`, { path });
}

export function gridCannotMove(grid: string, fixed: readonly string[], path: string): KnotworkError {
  return new KnotworkError('input', `${path}: the grid strategy "${grid}" has nothing to move: domains ${fixed.join(', ')} are fixed. Remove the block or use grid: fixed.`, { path });
}

export function knotsCannotMove(grid: string, bases: readonly string[], path: string): KnotworkError {
  return new KnotworkError('input', `${path}: the grid strategy "${grid}" places single knots, and ${bases.join(', ')} ${bases.length === 1 ? 'has' : 'have'} none or need${bases.length === 1 ? 's' : ''} even ones. Use grid: moving or grid: fixed.`, { path });
}

export function lossOfOtherTask(path: string, loss: string, needs: Task, task: Task, standard: string): KnotworkError {
  return new KnotworkError('input', `${path} must suit the data, whose task is ${task}; the loss "${loss}" is for ${needs}${task === 'classification' ? ': the outputs of what is fitted with it are no logarithms of odds, and the probabilities of classes would be wrong' : ''}. Use loss: ${standard}, or leave it out.`, { path });
}

export function otherTask(first: string, expected: Task, name: string, got: Task): KnotworkError {
  return new KnotworkError('input', `datasets.${name} must have the task of datasets.${first}, ${expected}, because one network learns both; got ${got}. Change one of them.`, { path: `datasets.${name}` });
}

export function otherVariables(what: 'inputs' | 'outputs', first: string, expected: readonly string[], name: string, got: readonly string[]): KnotworkError {
  return new KnotworkError('input', `datasets.${name} must have the ${what} of datasets.${first}, ${expected.join(', ')}, because one network learns both; got ${got.join(', ')}. Change one of them.`, { path: `datasets.${name}` });
}

/** Starts are fresh networks, and one that is gone on from is none. */
export function startsOfStored(path: string, count: number): KnotworkError {
  return new KnotworkError('input', `${path} must be 1 beside network.from, got ${count}: a saved network is one start. Leave starts out.`, { path });
}

export function unlikeStandardization(standardized: string, plain: string): KnotworkError {
  return new KnotworkError('input', `datasets.${plain} must have its inputs standardized as those of datasets.${standardized} are, because one network learns both. Let them be the same kind of data set, with the same "standardize".`, { path: `datasets.${plain}` });
}

/** Inputs that an error names. */
const MOST_INPUTS = 12;

export function wrongWidth(end: 'start' | 'end', { inputs, outputs, task, encoding }: Pick<Data, 'inputs' | 'outputs' | 'task' | 'encoding'>, dataset: string, widths: readonly number[]): KnotworkError {
  const isStart = end === 'start';
  const needed = (isStart ? inputs : outputs).length;
  const what = isStart ? 'inputs' : task === 'regression' ? 'outputs' : 'classes';
  // Who counted columns sees what became of them.
  const made = isStart && encoding !== undefined ? ` (${[...inputs.slice(0, MOST_INPUTS).map(({ name }) => name), ...(inputs.length > MOST_INPUTS ? [`${inputs.length - MOST_INPUTS} more`] : [])].join(', ')})` : '';
  const right = isStart ? [needed, ...widths.slice(1)] : [...widths.slice(0, -1), needed];
  return new KnotworkError('input',
    `network.widths must ${end} with ${needed}, the number of ${what} of data set "${dataset}"${made}; got ${(isStart ? widths[0] : widths.at(-1))!}. Set network.widths=[${right.join(',')}] or change dataset.`,
    { path: 'network.widths' });
}

/** Adds where the value stands that an error speaks of, when the error knows only its path. */
export function located(error: unknown, whereIs: (path: string) => string): unknown {
  if (!isKnotworkError(error) || error.place.path === undefined) return error;
  const { path } = error.place;
  const place = path + whereIs(path);
  const message = error.message.startsWith(path) ? place + error.message.slice(path.length) : `${place}: ${error.message}`;
  return new KnotworkError(error.code, message, error.place);
}

/** @param reason as the host words it, with what to do where there is something */
export function unreadableFile(path: string, folder: string, reason: string): KnotworkError {
  const what = reason === NO_SUCH_FILE ? 'does not exist or cannot be read' : `cannot be read: ${reason}`;
  return new KnotworkError('input', `The file "${path}" ${what}. Paths start at the experiment file's folder, ${folder}.`);
}

export function pluginsNotHere(entry: string): KnotworkError {
  return new KnotworkError('plugin', `plugins must be left out here; got "${entry}". Packages are not loaded by name where there are no files: hand them over with the standard ones.`, { plugin: entry, path: 'plugins.0' });
}

export function firstStage(kind: string): KnotworkError {
  return new KnotworkError('input', `stages.0 must fit a network before anything else; got "${kind}". Begin stages with { kind: fit }.`, { path: 'stages.0' });
}

/** Adds where a plugin stands in the file, whose own errors speak of its options. @param path of the plugin, such as `datasets.first` */
export function inFile(error: unknown, path: string): unknown {
  if (!isKnotworkError(error) || error.code !== 'input' || error.place.path !== undefined) return error;
  const { option, worded, ...place } = error.place;
  if (option === undefined) return new KnotworkError(error.code, error.message, { ...place, path });
  const at = (name: string): string => `${path}.${name}`;
  return new KnotworkError(error.code, worded?.(at) ?? error.message, { ...place, option, path: at(option) });
}

/** Adds which option an error is about. */
export function atOption(error: unknown, path: string): unknown {
  return isKnotworkError(error) ? new KnotworkError(error.code, error.message, { ...error.place, path }) : error;
}

/** Smoothing chooses itself by normal equations. */
export function autoNeedsNormal(optimizer: string, path: string): KnotworkError {
  return new KnotworkError('input', `${path}: auto goes with an optimizer that solves normal equations, and "${optimizer}" does not. Use optimizer: levenberg-marquardt, or set ${path}=0.`, { path });
}

/** What a base function adds is no part of what smoothing sees. */
export function autoWithBase(layer: number, path: string, isStored: boolean): KnotworkError {
  const remedy = isStored ? `Set ${path} to a number, or leave it out` : `Leave network.edge out or set it to plain, or set ${path} to a number`;
  return new KnotworkError('input', `${path}: auto goes with edges without a base function, and those of layer ${layer} have one. ${remedy}.`, { path });
}

/** Nothing that could be smoothed. */
export function nothingToSmooth(bases: readonly string[], path: string): KnotworkError {
  return new KnotworkError('input', `${path}: auto has nothing to act on: edges of ${bases.join(', ')} train shapes of their own, or jump. Set ${path}=0, or choose another basis.`, { path });
}

/** Strengths are those of coefficients that are trained. */
export function autoTrainsCoefficients(path: string): KnotworkError {
  return new KnotworkError('input', `${path}: auto chooses strengths for coefficients that are trained, and these are not. Add coefficients to trainable, or set ${path}=0.`, { path });
}

export function brokenTable(dataset: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `The data set "${dataset}" breaks its contract: ${reason}. Report it to the plugin's author, or use another data set.`, { plugin: `dataset ${dataset}` });
}

/** @param where the row is */
export function numberTooLarge(column: string, value: number, where: string, largest: number): KnotworkError {
  return new KnotworkError('input', `Numbers must lie within ${largest} of zero, because their squares are added up; got ${value} as "${column}" in ${where}. Divide the column by a power of ten, or remove the row.`);
}

export function numbersTooSmall(column: string, spread: number, smallest: number): KnotworkError {
  return new KnotworkError('input', `Numbers that differ must differ by at least ${smallest}, because their squares are added up; those of "${column}" lie within ${spread} of each other. Multiply the column by a power of ten, or leave it out.`);
}

export function nothingTrainable(path: string, roles: readonly string[], asked: readonly string[]): KnotworkError {
  return new KnotworkError('input', `${path} must name at least one part that this network and optimizer can train: ${roles.join(', ')}; got ${asked.join(', ')}. Use trainable: all, or one of these.`, { path });
}

export function cannotSmooth(bases: readonly string[], path: string, onlyEven: boolean): KnotworkError {
  const [why, remedy] = onlyEven
    ? ['it can be smoothed on even knots only, and the grid strategy places knots one by one', `Set the strategy to moving or fixed, or ${path}=0`]
    : ['the basis declares no differenceOrder, so no coefficients are neighbours', `Set ${path}=0; the regularizer roughness smooths any basis`];
  return new KnotworkError('input', `${path} must be 0 for ${bases.join(', ')}: ${why}. ${remedy}.`, { path });
}

export function derivativeTooHigh(path: string, m: number, basis: string, highest: number): KnotworkError {
  const remedy = highest >= 1 ? `Set derivative to at most ${highest}, or give the basis options that make it smoother.` : 'Choose a smoother basis, or leave the regularizer out.';
  return new KnotworkError('input', `${path}: the derivative of order ${m} of the basis "${basis}" has no finite roughness; its smoothness is ${highest}. ${remedy}`, { path });
}

/** A place in memory holds the beginning of another run. */
export function otherRunInMemory(): KnotworkError {
  return new KnotworkError('input', 'The place in memory already holds a run of other content: its run.json differs. Use another place.');
}

/** Two runs of one place at the same time. */
export function heldInMemory(): KnotworkError {
  return new KnotworkError('busy', 'The place in memory is being written by another run. Wait until it has ended, or use another place.');
}

/** Something was written after the end. */
export function notOpen(): KnotworkError {
  return new KnotworkError('internal', 'The place in memory was written after it had been closed. Keep its store open until the run has ended.');
}

/** An edge of a layer, as a file names it. */
interface NamedEdge { readonly layer: number; readonly from: number; readonly to: number }

export function noSuchEdge(path: string, { layer, from, to }: NamedEdge, layers: readonly { readonly inputs: number; readonly sums: number }[]): KnotworkError {
  const of = layers[layer];
  const remedy = of === undefined ? `Layers are 0 to ${layers.length - 1}` : `Inputs of that layer are 0 to ${of.inputs - 1}, its sums 0 to ${of.sums - 1}`;
  return new KnotworkError('input', `${path} names the edge of layer ${layer} from ${from} to ${to}, which there is not. ${remedy}.`, { path });
}

export function sameEdgeTwice(path: string, { layer, from, to }: NamedEdge): KnotworkError {
  return new KnotworkError('input', `${path} names the edge of layer ${layer} from ${from} to ${to} again. Name it once.`, { path });
}

/** @param stage first in the file, which learns from targets */
export function nothingToLearn(path: string, stage: string, dataSet: string): KnotworkError {
  return new KnotworkError('input', `${path}: the stage "${stage}" learns from targets, and the data set "${dataSet}" has equations in their place. Begin with the stage solve; what comes after it learns from the solution.`, { path });
}

export function equationsAndTargets(withEquations: string, without: string): KnotworkError {
  return new KnotworkError('input', `datasets must be all of equations or all of targets; "${withEquations}" has equations and "${without}" has none. Put measured rows into the data set of equations (measured), or make two experiments.`, { path: `datasets.${without}` });
}

export function unlikeConditions(first: string, other: string, output: string): KnotworkError {
  return new KnotworkError('input', `datasets must have the same conditions with exact: true, because one network is built for them; those of ${output} differ in "${first}" and "${other}". Write them alike, or leave exact out of them: they are trained then.`, { path: `datasets.${other}` });
}
