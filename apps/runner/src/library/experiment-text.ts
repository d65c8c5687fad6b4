import { type MemoryData, memoryText } from '@knotwork/datasets';
import type { ExperimentRequest } from '@knotwork/experiment';
import type { Model } from '@knotwork/model';
import { KnotworkError } from '@knotwork/plugin';
import type { FitOptions } from './fit-options.js';
import { requireFunctions, requireSignal, told } from './require-options.js';

/** An experiment, and files in memory that it names. */
export interface ExperimentInMemory {
  /** Its text, or what that would say. @param widths of the network, where they were left open and are known by now */
  text(widths?: readonly number[]): ExperimentRequest['text'];
  /** Whether widths follow from how many inputs the rows turn out to have. */
  readonly leavesWidthsOpen: boolean;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** What a table in memory is called. */
export const TABLE = 'data.json';
/** What a model at hand is called, where it would lie if it were a folder. */
const MODEL = 'the model';
/** Hidden nodes where nothing is said of widths. */
const HIDDEN = 5;

/** What is no key of a file. All else is taken for one, so that what is misspelt is refused as in a file. */
export const OWN = ['data', 'target', 'inputs', 'targets', 'from', 'text', 'files', 'packages', 'onProgress', 'signal', 'out', 'again'];

/**
 * What options say, as an experiment file would.
 *
 * @throws KnotworkError `input` for options that do not go together
 */
export function experimentText(options: FitOptions): ExperimentInMemory {
  if (typeof options !== 'object' || options === null) throw input('fit takes an object of options, such as { inputs, targets }.');
  const { text, files = {}, onProgress, signal } = options;
  requireFunctions('fit', { onProgress });
  requireSignal('fit', signal);
  const keys = Object.keys(options).filter((key) => options[key as keyof FitOptions] !== undefined);
  const said = Object.fromEntries(keys.filter((key) => !OWN.includes(key)).map((key) => [key, options[key as keyof FitOptions]]));
  if (text !== undefined) {
    const also = [...Object.keys(said), ...keys.filter((key) => ['data', 'target', 'inputs', 'targets', 'from'].includes(key))][0];
    if (also !== undefined) throw input(`fit takes "text" or the options that it holds, not both; got "${also}" besides. Leave one out.`);
    return { text: () => text, leavesWidthsOpen: false, files };
  }
  const table = tableOf(options);
  const { name = 'model', preset } = options;
  const start = startOf(options);
  const network: NonNullable<FitOptions['network']> = { ...options.network, ...(start === null ? {} : { from: start.path }) };
  const leavesWidthsOpen = table !== null && network.widths === undefined && network.from === undefined && (preset ?? 'none') === 'none';
  const experiment = {
    knotwork: 1, ...said, name, ...(preset === undefined && options.stages === undefined ? { stages: ['fit'] } : {}),
    ...(table === null ? {} : { dataset: { kind: 'table', path: TABLE, target: table.target, ...options.dataset } }),
  };
  return {
    text: (widths = [1, 1]) => ({ ...experiment, network: leavesWidthsOpen ? { ...network, widths } : network }), leavesWidthsOpen,
    files: { ...files, ...start?.files, ...(table === null ? {} : { [TABLE]: memoryText(table.data) }) },
  };
}

/** What is gone on from: where it lies, or would lie, and its files where they are at hand. */
function startOf({ from, network }: FitOptions): { readonly path: string; readonly files: Readonly<Record<string, Uint8Array>> } | null {
  if (from === undefined) return null;
  if (network?.from !== undefined) throw input('fit takes what it goes on from as "from" or as "network.from", not as both. Leave one out.');
  if (typeof from === 'string') return { path: from, files: {} };
  if (typeof (from as Partial<Model> | null)?.files !== 'function') throw input('fit must have as "from" a model, such as another fit or "load" gives, or the folder of a run.');
  return { path: MODEL, files: Object.fromEntries(Object.entries(from.files()).map(([name, bytes]) => [`${MODEL}/${name}`, bytes])) };
}

/** Widths where nothing is said of them. */
export const standardWidths = ({ inputs, outputs }: { readonly inputs: readonly unknown[]; readonly outputs: readonly unknown[] }): readonly number[] => [inputs.length, HIDDEN, outputs.length];

/** A table that was handed over. */
interface Given { readonly data: MemoryData; readonly target: string | readonly string[] }

function tableOf({ data, target, inputs, targets, dataset, datasets }: FitOptions): Given | null {
  if (data === undefined && inputs === undefined) {
    if (targets === undefined && target === undefined && dataset === undefined && datasets === undefined) throw input('fit has nothing to learn from. Give "data" and "target", "inputs" and "targets", or "dataset".');
    if (targets !== undefined || target !== undefined) throw input(`fit has "${targets === undefined ? 'target' : 'targets'}" and no rows. Give "data", or "inputs".`);
    return null;
  }
  if (data !== undefined && inputs !== undefined) throw input('fit takes rows as "data" or as "inputs", not as both. Leave one out.');
  if (data !== undefined) {
    if (typeof data !== 'object' || data === null) throw input(`fit must have as "data" a table: columns by name, rows that are objects, or lists of cells below a list of names; got ${told(data)}. Write { data: { a: [1, 2], y: [3, 4] }, target: 'y' }, or leave it out.`);
    const named = target ?? dataset?.['target'] as string | undefined;
    if (named === undefined) throw input('fit must know which column of "data" is to be predicted. Give "target".');
    return { data, target: named };
  }
  if (targets === undefined) throw input('fit must know the targets of "inputs". Give "targets", one for every row.');
  for (const [what, list] of [['inputs', inputs], ['targets', targets]] as const) if (!isList(list)) throw input(`fit must have as "${what}" a list, one entry for every row; got ${told(list)}. Write inputs: [[0, 1], [1, 2]], targets: [3, 4].`);
  if (inputs!.length !== targets.length) throw input(`fit must have a target for every row; got ${inputs!.length} rows of inputs and ${targets.length} targets.`);
  if (inputs!.length === 0) throw input('fit has no rows: "inputs" is empty.');
  Array.from(inputs!, (row: unknown, n) => { if (!isList(row)) throw input(`fit must have a list of numbers for every row of "inputs"; got ${told(row)} in row ${n + 1}. Write the numbers of the row as a list, or leave the row out with its target.`); });
  const width = inputs![0]!.length;
  // A target that is missing is a gap in every column, which is refused or left out as in any other table.
  const first = Array.from(targets).find((own) => !isGap(own));
  const several = isList(first) ? first.length : null;
  const outputs = several === null ? ['y'] : Array.from({ length: several }, (_, o) => `y${o + 1}`);
  const names = [...Array.from({ length: width }, (_, i) => `x${i + 1}`), ...outputs];
  const rows = Array.from(inputs!, (row, n) => {
    const own = targets[n]!;
    const all = [...Array.from(row), ...(isGap(own) ? outputs.map(() => null) : isList(own) ? Array.from(own as ArrayLike<number>) : [own as number | string])];
    if (row.length !== width || all.length !== names.length) throw input(`fit must have rows of one length; row ${n + 1} has ${row.length} inputs and ${all.length - row.length} targets, the first ${width} and ${outputs.length}.`);
    return all;
  });
  return { data: [names, ...rows], target: several === null ? 'y' : outputs };
}

const isList = (value: unknown): value is ArrayLike<unknown> => typeof value === 'object' && value !== null && typeof (value as { readonly length?: unknown }).length === 'number';
const isGap = (value: unknown): boolean => value === null || value === undefined;

const input = (message: string): KnotworkError => new KnotworkError('input', message);
