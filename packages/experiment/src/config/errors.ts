import { didYouMean, KnotworkError } from '@knotwork/plugin';

/** A place in a file. */
export const at = (path: string, line: number | undefined): { path: string; line?: number } => ({ path, ...(line === undefined ? {} : { line }) });
/** Where a value was written: a line, the override or the preset it came from, or nothing. */
export interface Origin { readonly line?: number; readonly override?: string; readonly preset?: string }
/** Where a value was written, in words, with a space before. */
export function where({ line, override, preset }: Origin): string {
  if (override !== undefined) return ` (from the override "${override}")`;
  if (preset !== undefined) return ` (from the preset "${preset}")`;
  return line === undefined ? '' : ` (line ${line})`;
}

export function badSyntax(file: string, line: number | undefined, reason: string): KnotworkError {
  return new KnotworkError('input', `${file}${line === undefined ? '' : `, line ${line}`}: ${reason.replace(/\.$/, '')}. Correct the YAML there; "knotwork validate ${file}" checks it.`, at('', line));
}

export function notABlock(file: string, got: unknown): KnotworkError {
  const what = got === null ? 'it is empty' : Array.isArray(got) ? 'it is a list' : `got ${short(got)}`;
  return new KnotworkError('input', `${file} must be a block of keys such as "name: my-run"; ${what}. Begin with "knotwork: 1".`);
}

export function pluginsNotAList(file: string, line: number | undefined, got: unknown): KnotworkError {
  return new KnotworkError('input', `plugins in ${file}${where(line === undefined ? {} : { line })} must be a list of package names and relative paths; got ${short(got)}. Write plugins: [./my-basis.mjs].`, at('plugins', line));
}

export function unknownPreset(name: string, presets: readonly string[], origin: Origin): KnotworkError {
  return new KnotworkError('input', `Unknown preset "${name}"${where(origin)}. Presets: ${presets.join(', ')}.${didYouMean(name, presets)}`, at('preset', origin.line));
}

export function presetNotYet(name: string, presets: readonly string[], origin: Origin): KnotworkError {
  return new KnotworkError('input', `preset${where(origin)}: the preset "${name}" is not in this version. Presets: ${presets.join(', ')}. Use one of those, or remove it.`, at('preset', origin.line));
}

export function presetWithoutStages(preset: string, origin: Origin): KnotworkError {
  return new KnotworkError('input', `stages is required${where(origin)}: the preset "${preset}" has none of its own, it fills in what yours leave out. Write stages: [{ kind: fit }], or one fit with "data: NAME" for each of several data sets.`, at('stages', origin.line));
}

/** @param paths of what the file says in place of the preset */
export function idlePreset(preset: string, paths: readonly string[], origin: Origin): KnotworkError {
  return new KnotworkError('input', `preset${where(origin)}: the file itself says all that the preset "${preset}" would bring. Remove preset, or ${paths.join(' and ')}.`, at('preset', origin.line));
}

/** @param isOfNetwork whether it stands in the block of the network, which an override may replace as a whole */
export function besideStored(path: string, from: string, origin: Origin, isOfNetwork = false): KnotworkError {
  const whole = isOfNetwork ? `, or replace the block: 'network={from: ${from}}'` : '';
  return new KnotworkError('input', `${path}${where(origin)} cannot be set beside network.from: the network that is gone on from has its own widths, functions and scales. Remove it${whole}.`, at(path, origin.line));
}

export function severalFromStored(members: number, origin: Origin): KnotworkError {
  return new KnotworkError('input', `members${where(origin)} must be 1 beside network.from, got ${members}: all of them would begin with the same network. Leave it out; for several networks go on from each member by itself, with network.from={path: DIR, member: 1} and so on.`, at('members', origin.line));
}

export function noDataSets(path: 'dataset' | 'datasets', origin: Origin): KnotworkError {
  return new KnotworkError('input', `${path} is required${where(origin)}. Write dataset: { kind: expression, expression: sin(x1) }, or several by name as datasets: { first: {...}, second: {...} }.`, at(path, origin.line));
}

export function bothDataSets(origin: Origin): KnotworkError {
  return new KnotworkError('input', `datasets${where(origin)} and dataset exclude each other: dataset is short for one. Remove one of the keys, or give the block under dataset a name under datasets.`, at('datasets', origin.line));
}

export function whichDataSet(path: string, names: readonly string[], origin: Origin): KnotworkError {
  return new KnotworkError('input', `${path} is required${where(origin)}: there are several data sets, ${names.join(', ')}. Name the one that this stage fits, such as data: ${names[0]!}.`, at(path, origin.line));
}

export function unknownDataSet(name: string, names: readonly string[], path: string, origin: Origin): KnotworkError {
  return new KnotworkError('input', `${path}${where(origin)}: there is no data set "${name}". There is ${names.join(', ')}.${didYouMean(name, names)}`, at(path, origin.line));
}

export function badOverride(override: string, reason: string): KnotworkError {
  return new KnotworkError('input', `The override "${override}" ${reason}`);
}

/** A value as JSON, cut where it is long. */
export function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
