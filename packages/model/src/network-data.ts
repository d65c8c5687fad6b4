import type { NamedArrays } from '@knotwork/arrays';
import { ofMeanOne, type PreparedData } from '@knotwork/experiment';
import { fromUser, toNetworkUnits } from '@knotwork/network';
import type { Data, NetworkSpec, Rows, Samples, Task } from '@knotwork/plugin';
import type { StoredRun } from './stored-run.js';

/** Rows in the user's units, by split. */
export interface UserRows { readonly train: Rows; readonly validation?: Rows; readonly test?: Rows }

/**
 * Rows as the parts of a run know them, for a network that is there already.
 *
 * @param domains of the inputs, in network units
 */
export function networkData({ inputs, outputs }: Pick<NetworkSpec, 'inputs' | 'outputs'>, task: Task, domains: PreparedData['domains'], rows: UserRows): PreparedData {
  const none = (width: number): Samples => ({ count: 0, width, values: new Float64Array(0) });
  const empty: Rows = { inputs: none(inputs.length), targets: none(outputs.length) };
  const { train, validation = empty, test = empty } = rows;
  const original: Data = { task, inputs: inputs.map(({ name }) => ({ name })), outputs: outputs.map(({ name }) => ({ name })), standardizeInputs: false, train, validation, test };
  const convert = (of: Rows): Rows => ({
    inputs: toNetworkUnits(of.inputs, inputs), targets: toNetworkUnits(of.targets, outputs), ...(of.weights === undefined ? {} : { weights: ofMeanOne(of.weights) }),
  });
  const prepared = { train: convert(train), validation: convert(validation), test: convert(test), original };
  return { inputs, outputs, domains, files: {}, notes: [], ...prepared, sets: new Map([['train', prepared]]) };
}

/** The rows that a run kept of a split; null where it had none. */
export function keptRows(arrays: NamedArrays, split: string): (Rows & { readonly predictions: Samples; readonly of: number }) | null {
  const table = (name: string): Samples | null => {
    const array = arrays[`${split}.${name}`];
    return array === undefined ? null : { count: array.shape[0]!, width: array.shape[1]!, values: array.values };
  };
  const [inputs, targets, predictions, weights] = [table('inputs'), table('targets'), table('predictions'), arrays[`${split}.weights`]];
  if (inputs === null || targets === null || predictions === null) return null;
  return { inputs, targets, predictions, of: arrays[`${split}.count`]?.values[0] ?? inputs.count, ...(weights === undefined ? {} : { weights: weights.values }) };
}

/** Whether targets of the training rows that a run kept were observed: of points at which equations hold it kept what the solution says. */
export function hasObserved({ result }: Pick<StoredRun, 'result'>): boolean { return (result?.['rows'] as { readonly train?: number } | undefined)?.train !== 0; }

/** What stages said of networks, one after the other. */
type Stages = readonly Readonly<Record<string, unknown>>[];

/** What the stages said of the network whose edges are looked at, those of the run that it was made from first. */
export function stagesOf({ result }: Pick<StoredRun, 'result'>): Stages { return [...beforeOf({ result })?.stages ?? [], ...(result?.['stages'] ?? []) as Stages]; }

/** From what a network was made after its run: the number of that run, and what its stages said. Null where a run made it. */
export function beforeOf({ result }: Pick<StoredRun, 'result'>): { readonly run: string | null; readonly stages?: Stages } | null { return (result?.['before'] ?? null) as ReturnType<typeof beforeOf>; }

/** Where the network knows its inputs, in its units; null where nobody kept it. */
export function keptDomains(arrays: NamedArrays | null, { inputs }: Pick<NetworkSpec, 'inputs'>): PreparedData['domains'] | null {
  const kept = arrays?.['inputs.domain'];
  return kept === undefined ? null : inputs.map(({ map }, i): [number, number] => [fromUser(map, kept.values[2 * i]!), fromUser(map, kept.values[2 * i + 1]!)]);
}
