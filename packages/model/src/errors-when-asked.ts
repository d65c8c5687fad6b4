import { didYouMean, KnotworkError } from '@knotwork/plugin';
import { addThem, filesText, named, valueText } from './errors.js';

// Of what a model is asked for besides predictions: a page that has none of it loads none of these.

export function noLevel(level: unknown): KnotworkError {
  return new KnotworkError('input', `the level of an interval must be a number above 0 and below 1, such as 0.9; got ${typeof level === 'number' ? level : valueText(level)}.`);
}

/** @param isImported whether the network is another program's */
export function noIntervals(isImported: boolean, why: string): KnotworkError {
  return new KnotworkError('input', `there are no intervals of this ${isImported ? 'import' : 'run'}: ${why}`);
}

/** @param missing files of the run that are not there */
export function noIntervalsKnown(place: string, missing: readonly string[]): KnotworkError {
  return new KnotworkError('input', `no intervals are known: ${place} has no ${filesText(missing)}, and without ${missing.length === 1 ? 'it' : 'them'} nobody knows the errors on validation rows or the noise that smoothing: auto found. ${addThem(missing)}`);
}

export function noEquation(place: string, curves: number, isOneOf: boolean): KnotworkError {
  if (curves === 0) return new KnotworkError('input', `${place}: the network is no equation that can be written: it has no edges, so that it is a constant, or an input whose map is a table.`);
  const what = `${curves} of its edges ${curves === 1 ? 'is a curve' : 'are curves'} still`;
  return new KnotworkError('input', `${place}: the network${isOneOf ? ' of the best member' : ''} is no equation: ${what}. Prune it, and make functions of its edges: add { kind: prune, eliminate: true } and { kind: symbolify } to the stages.`);
}

export function badNumpy(file: string, reason: string): KnotworkError {
  return new KnotworkError('input', `${file} cannot be imported: it ${reason}. Save it again with the lines in docs/import.md.`);
}

export function pickled(file: string): KnotworkError {
  return new KnotworkError('input', `${file} is a pickle, such as torch.save writes, and to read one is to run the code in it. Save the network with the lines in docs/import.md.`);
}

export function text(file: string): KnotworkError {
  return new KnotworkError('input', `${file} is a text, and a saved network has numbers. Save the network with the lines in docs/import.md; a table of rows is given beside it, --data ROWS.`);
}

export function tooLarge(file: string, bytes: number, most: number): KnotworkError {
  return new KnotworkError('input', `${file} has ${Math.ceil(bytes / 2 ** 20)} MiB, and networks of at most ${most / 2 ** 20} are imported. Save the network alone, without its data.`);
}

export function otherNames(what: string, given: number, own: readonly string[]): KnotworkError {
  const many = own.length === 1 ? 'there is 1' : `there are ${own.length}`;
  return new KnotworkError('input', `--${what} names ${given}, and ${many}: the network calls ${own.length === 1 ? 'it' : 'them'} ${named(own)}. Give one name for each, in this order.`);
}

export function twice(name: string): KnotworkError {
  return new KnotworkError('input', `"${name}" is named twice. Give every column a name of its own.`);
}

export function noSuchEdge({ layer, from, to }: { readonly layer: number; readonly from: number; readonly to: number }, reason: string): KnotworkError {
  return new KnotworkError('input', `The edge of layer ${layer} from ${from} to ${to} cannot be a function: ${reason}. "edges()" of the model has all that there are.`, { edge: { layer, from, to } });
}

export function doesNotFit({ layer, from, to }: { readonly layer: number; readonly from: number; readonly to: number }, f: string): KnotworkError {
  return new KnotworkError('input', `The edge of layer ${layer} from ${from} to ${to} cannot be "${f}": no numbers of it are finite over the values of its input. "suggest" of the model has the functions that fit.`, { edge: { layer, from, to } });
}

export function staysAsItIs({ layer, from, to }: { readonly layer: number; readonly from: number; readonly to: number }): KnotworkError {
  return new KnotworkError('input', `The edge of layer ${layer} from ${from} to ${to} stays as it is without "keep", which is a word for the stage symbolify. Name a function; "suggest" of the model has those that fit.`, { edge: { layer, from, to } });
}

export function severalNetworks(count: number): KnotworkError {
  return new KnotworkError('input', `The model is the mean of ${count} networks, whose edges are not the same. Take a run of one network, with members: 1.`);
}

export function noOption(of: string, key: string, known: readonly string[]): KnotworkError {
  return new KnotworkError('input', `"${of}" has no option "${key}"; it has ${named(known)}.${didYouMean(key, known)}`);
}

export function oneOutput(outputs: readonly string[]): KnotworkError {
  return new KnotworkError('input', `Structure is looked for in a model of one output, and this one has ${outputs.length} (${named(outputs)}). Train a network for each.`);
}
