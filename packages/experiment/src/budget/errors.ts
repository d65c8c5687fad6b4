import { KnotworkError } from '@knotwork/plugin';
import type { Budget } from './budget.js';

/** Bytes in units of a thousand, with two digits. */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const k = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  return `${Number((bytes / 1000 ** k).toPrecision(2))} ${units[k]}`;
}

const there = ({ bytes, of }: Budget): string => `${of} is ${inBytes(bytes)}`;

/** @param option of the data set that says how many rows there are, @param most rows that would fit */
export function tooManyRows(path: string, rows: number, columns: number, bytes: number, budget: Budget, most: number): KnotworkError {
  return new KnotworkError('capability', `${path} must ask for fewer rows: ${rows} of ${columns} numbers take about ${inBytes(bytes)} with what is made of them, and ${there(budget)}. At most ${most} rows in all fit: lower ${path}.`, { path });
}

/** @param size of the network in words, @param fitting widths of one that would fit; null where there is none */
export function tooLarge(path: string, size: string, bytes: number, budget: Budget, fitting: readonly number[] | null): KnotworkError {
  return new KnotworkError('capability', `${path} must make a network that fits: ${size} take about ${inBytes(bytes)} to train, and ${there(budget)}. ${fitting === null ? 'Use fewer inputs or outputs,' : narrower(path, fitting)} or give network.basis a lower resolution.`, { path });
}

/** What an optimizer has a number for every two unknowns for. */
export interface Matrix { readonly optimizer: string; readonly does: 'solves' | 'keeps' }

/** @param allowed where they are bounded, such as `stages.0.maxUnknowns`, and how many are, @param most that fit into memory */
export function tooManyToSolve(path: string, unknowns: number, { optimizer, does }: Matrix, allowed: Allowed, most: number, fitting: readonly number[] | null): KnotworkError {
  return new KnotworkError('capability', `${path} must make fewer unknowns: "${optimizer}" ` + (does === 'solves' ? 'solves for all of them at once' : 'keeps a number for every two of them') + `; got ${unknowns} or more, and ${allowed.path} allows ${allowed.count}. ${narrower(path, fitting)} use optimizer: l-bfgs or adam${raised(unknowns, allowed, most)}.`, { path });
}

/** @param path of the level, @param fitting highest that would fit; null where none does, or it is no single number, @param isOneOfFew whether not every lower one would be taken */
export function levelTooHigh(path: string, what: string, fitting: number | null, isOneOfFew: boolean): KnotworkError {
  const remedy = fitting === null ? 'End the ladder before it, or make the network narrower' : `Set it to ${fitting}${isOneOfFew ? '' : ' at most'}, or end the ladder before it`;
  return new KnotworkError('capability', `${path} must be a level that fits: ${what}. ${remedy}.`, { path });
}

/** What a level asks for, where it is memory. */
export function memoryOfLevel(parameters: number, bytes: number, budget: Budget): string {
  return `it makes ${parameters} numbers, which take about ${inBytes(bytes)} to train, and ${there(budget)}`;
}

/** What a level asks for, where there is a number for every two unknowns. */
export function unknownsOfLevel(unknowns: number, { optimizer, does }: Matrix, allowed: Allowed, most: number): string {
  return `it makes ${unknowns} unknowns or more, ${does === 'solves' ? `for all of which "${optimizer}" solves at once` : `for every two of which "${optimizer}" keeps a number`}, and ${allowed.path} allows ${allowed.count}${unknowns <= most ? `; that may be raised, to ${most} at most` : ''}`;
}

/** A number of unknowns that is allowed, and where that is said. */
export interface Allowed { readonly path: string; readonly count: number }

/** A matrix that memory would not hold. */
export function noRoomToSolve(path: string, does: Matrix['does'], unknowns: number, bytes: number, budget: Budget, most: number): KnotworkError {
  return new KnotworkError('capability', `${path} must not be more than fits: ` + (does === 'solves' ? `to solve for ${unknowns} unknowns at once` : `to keep a number for every two of ${unknowns} unknowns`) + ` takes about ${inBytes(bytes)}, and ${there(budget)}. Set ${path}=${most} at most with a narrower network or a lower resolution, or use optimizer: l-bfgs or adam.`, { path });
}

function narrower(path: string, fitting: readonly number[] | null): string {
  if (fitting === null) return 'Use fewer inputs or outputs, give network.basis a lower resolution,';
  return `Set ${path}=[${fitting.join(',')}]${fitting.length > 20 ? ' or fewer layers' : ''},`;
}

function raised(unknowns: number, { path }: Allowed, most: number): string {
  return unknowns <= most ? `, or raise ${path} (to ${most} at most)` : '';
}
