import { callPlugin, type Catalog, type Data, type DataAccess, type DataSetDefinition } from '@knotwork/plugin';
import { type Budget, requireRows } from '../budget/index.js';
import { dataSetsOf, type NamedDataSet, type ResolvedExperiment } from '../config/index.js';
import { canonicalJson } from '../json/json.js';
import { brokenTable, equationsAndTargets, inFile, otherTask, otherVariables, unlikeConditions, unlikeStandardization, unreadableFile } from '../errors.js';
import { prepareData, type PreparedData, SPLITS } from './prepare-data.js';
import { requireNumbers } from './require-numbers.js';
import type { ExperimentRequest } from '../compose/experiment-request.js';
import type { Digest } from '../host/digest.js';
import type { Files } from '../host/files.js';
import type { StoredStart } from '../stored/start-from.js';
import type { Streams } from '../run/run-streams.js';

/**
 * Reads and standardizes the data of an experiment.
 *
 * @throws KnotworkError `input` for rows that cannot be had, and for data sets of different variables; `capability` for more rows than fit, before any is made
 */
export async function loadData(
  experiment: ResolvedExperiment, catalog: Catalog, streams: Streams, files: Files, digest: Digest, { folder }: Pick<ExperimentRequest, 'folder'>, budget: Budget, start: StoredStart | null,
): Promise<PreparedData> {
  const named = dataSetsOf(experiment);
  requireRows(named, catalog, budget);
  const hashes = new Map<string, string>();
  // What one data set has read is not held beside its rows: only another would ask for it again.
  const once = <T extends string | Uint8Array>(from: (path: string, folder: string) => Promise<T>) => {
    const known = new Map<string, T>();
    return async (path: string): Promise<T> => {
      const content = known.get(path) ?? await from(path, folder).catch((error: Error) => { throw unreadableFile(path, folder, error.message); });
      if (named.length > 1) known.set(path, content);
      // Of a file that is read in both ways the later one counts: a reader of text looks at bytes first, and what is no UTF-8 has the hash of what it is decoded to.
      hashes.set(path, digest.sha256(content));
      return content;
    };
  };
  const access = { read: once((...where) => files.read(...where)), readBytes: once((...where) => files.readBytes(...where)) };
  const sets = new Map<string, Data>();
  // A page that goes on from no network does not load it.
  const stored = start === null ? null : { start, ...await import('./data-for-stored.js') };
  // By name: the order of keys in a file is no part of a run's identity and must not decide a sum over all rows.
  const holdsOut = experiment.stages.some(({ kind, ...options }) => catalog.get('stage', kind).choosesByValidation?.(options) ?? false);
  for (const set of [...named].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const stream = streams.stream('data');
    // A data set among several has a stream of its own by name: one more shifts no other.
    const own = experiment.datasets === undefined ? stream : stream.fork(`datasets.${set.name}`);
    sets.set(set.name, await load(set, catalog.get('dataset', set.use.kind), { ...access, stream: (name) => own.fork(name), holdsOut, ...stored?.encodingFor(stored.start, set.name) }, (path) => hashes.has(path)));
  }
  refuseUnlike(sets);
  return stored === null ? prepareData(sets, experiment.standardizeTargets, Object.fromEntries(hashes)) : stored.dataFor(stored.start, sets, Object.fromEntries(hashes), experiment);
}

async function load({ use: { kind: _, ...options }, path }: NamedDataSet, definition: DataSetDefinition, access: DataAccess, isRead: (path: string) => boolean): Promise<Data> {
  try {
    const declared = callPlugin(definition, 'files', () => definition.files?.(options) ?? []);
    const data = await callPlugin(definition, 'load', () => definition.load(options, access));
    // A file that is declared belongs to the run's identity, whether or not it was looked at.
    for (const needed of declared) if (!isRead(needed)) await access.read(needed);
    requireTables(definition, data);
    // Few data sets have conditions, and others do not load what reads them.
    const odd = data.outputs.some(({ conditions }) => conditions) ? (await import('./odd-conditions.js')).oddConditions(data) : undefined;
    if (odd !== undefined) throw brokenTable(definition.name, odd);
    requireNumbers(definition.name, data);
    return data;
  } catch (error) {
    throw inFile(error, path);
  }
}

/** Tables must have a column for every variable and a target for every row, and there must be rows to learn from. */
function requireTables({ name }: DataSetDefinition, data: Data): void {
  requireNames(name, data);
  for (const split of SPLITS) {
    const { inputs, targets, weights } = data[split];
    for (const [what, { count, width, values }, columns] of [['inputs', inputs, data.inputs.length], ['targets', targets, data.outputs.length]] as const) {
      if (width !== columns || values.length !== count * width) throw brokenTable(name, `${split}.${what} has ${values.length} values, ${count} rows and width ${width}, for ${columns} variables`);
    }
    if (weights !== undefined) requireWeights(name, split, weights, inputs.count);
    if (inputs.count !== targets.count || (split === 'train' && inputs.count === 0)) throw brokenTable(name, `${split} has ${inputs.count} rows of inputs and ${targets.count} of targets`);
  }
  const { division, train: { inputs: { count } } } = data;
  if (typeof division === 'object' && division.length !== count) throw brokenTable(name, `division has ${division.length} groups for ${count} rows`);
}

/** Rows that come later are read by the names of columns, of which the first would stand for both. Outputs of a classification are no columns. */
function requireNames(name: string, { task, inputs, outputs }: Data): void {
  for (const variables of task === 'regression' ? [[...inputs, ...outputs]] : [inputs, outputs]) {
    const seen = new Set<string>();
    for (const variable of variables) if (seen.size === seen.add(variable.name).size) throw brokenTable(name, `two variables are called "${variable.name}"`);
  }
}

/** Rows without any weight would be nothing to learn or to choose by. */
function requireWeights(name: string, split: string, weights: Float64Array, rows: number): void {
  if (weights.length !== rows) throw brokenTable(name, `${split} has ${weights.length} weights for ${rows} rows`);
  const wrong = weights.findIndex((weight) => !(Number.isFinite(weight) && weight >= 0));
  if (wrong >= 0) throw brokenTable(name, `the weight of row ${wrong} of ${split} is ${weights[wrong]}`);
  if (rows > 0 && weights.every((weight) => weight === 0)) throw brokenTable(name, `all weights of ${split} are 0`);
}

/** One network has one list of inputs and outputs, and one task. */
function refuseUnlike(sets: ReadonlyMap<string, Data>): void {
  const [first, ...others] = [...sets];
  for (const [name, data] of others) {
    if (data.task !== first![1].task) throw otherTask(first![0], first![1].task, name, data.task);
    for (const what of ['inputs', 'outputs'] as const) {
      const [expected, got] = [first![1][what].map((v) => v.name), data[what].map((v) => v.name)];
      if (expected.join('\n') !== got.join('\n')) throw otherVariables(what, first![0], expected, name, got);
    }
    if ((data.equations === undefined) !== (first![1].equations === undefined)) throw equationsAndTargets(...(data.equations === undefined ? [first![0], name] as const : [name, first![0]] as const));
    const other = data.outputs.find(({ conditions }, k) => canonicalJson(conditions ?? null) !== canonicalJson(first![1].outputs[k]!.conditions ?? null));
    if (other !== undefined) throw unlikeConditions(first![0], name, other.name);
    if (data.standardizeInputs !== first![1].standardizeInputs) throw unlikeStandardization(first![1].standardizeInputs ? first![0] : name, first![1].standardizeInputs ? name : first![0]);
  }
}
