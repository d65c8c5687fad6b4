import type { Data, DataAccess, DataVariable, Rows, Samples } from '@knotwork/plugin';
import { pooled } from './pooled-data.js';
import { type DividesRows, type Division, divisionOf, type RowCounts } from './division.js';
import { prepared, type PreparedData } from './prepare-data.js';
import { canonicalJson } from '../json/json.js';
import { otherConditions, unlikeStored } from '../stored/start-errors.js';
import type { StoredStart } from '../stored/start-from.js';

/** How a data set is to make inputs of columns, where the network that is gone on from was trained on some that were made. */
export function encodingFor({ encoding: known }: StoredStart, dataSet: string): Pick<DataAccess, 'encoding'> {
  const encoding = known?.[dataSet] ?? Object.values(known ?? {})[0];
  return encoding === undefined ? {} : { encoding: encoding as Readonly<Record<string, unknown>> };
}

/**
 * Rows in the units of a network that was trained before: columns are found by their names, and nothing is standardized anew.
 *
 * @param experiment what it says of how rows are divided
 * @throws KnotworkError `input` for another task, and for other inputs or outputs than the network's
 */
export function dataFor(start: StoredStart, sets: ReadonlyMap<string, Data>, files: PreparedData['files'], experiment: DividesRows): PreparedData {
  const ordered = new Map([...sets].map(([name, data]) => [name, asStored(start, name, data)]));
  const all = pooled([...ordered.values()]);
  const { spec } = start.loaded.network;
  const division = divisionOf(experiment, files, { train: all.train.inputs.count, validation: all.validation.inputs.count, test: all.test.inputs.count });
  return prepared(ordered, all, spec, files, [
    `the network of "${start.place}" is gone on from: its widths and functions, and the standardization of inputs and targets, are as they were there`, ...start.loaded.notes,
    ...(division === null || start.division === null || isDividedAlike(division, start.division) ? [] : [mixed(start.division, division)]),
  ]);
}

/** Whether rows are divided alike. */
export function isDividedAlike(a: Division, b: Division): boolean {
  return a.way === b.way && (a.rows === null || b.rows === null || canonicalJson(a.rows) === canonicalJson(b.rows));
}

/** Where rows were divided otherwise. */
function mixed(there: Division, here: Division): string {
  const said = ({ train, validation, test }: RowCounts): string => `${train} training, ${validation} validation and ${test} test rows`;
  const noted = (why: string, remedy: string): string => `rows that are kept aside may be among those that the network learned from, since ${why}: metrics on them say too much. ${remedy}`;
  const [before, now] = [there.rows, here.rows];
  if (there.way !== here.way || before === null || now === null) return noted('its run divided other rows, or by another seed', 'The same table, seed and split keep them apart');
  const all = before.train + before.validation + before.test;
  const shares = (['validation', 'test'] as const).filter((part) => before[part] !== now[part]).map((part) => `${part}: ${Number((before[part] / all).toPrecision(3))}`);
  return noted(`its run had ${said(before)}, and this one has ${said(now)}`, shares.length === 0 ? 'As many rows of each keep them apart' : `They are kept apart by split: { ${shares.join(', ')} }`);
}

/** Data whose columns are in the order of the network. */
function asStored(start: StoredStart, dataSet: string, data: Data): Data {
  const { place, loaded: { network: { spec }, about } } = start;
  const classes = about.task === 'classification' ? 'classes' : 'outputs';
  const isSame = data.task === about.task;
  const differences = [
    ...(isSame ? [] : [`the task of the network is ${about.task}, that of the data ${data.task}`]),
    ...differing('inputs', spec.inputs, data.inputs), ...(isSame ? differing(classes, spec.outputs, data.outputs) : []),
  ];
  if (differences.length > 0) throw unlikeStored(place, dataSet, differences);
  if (data.equations !== undefined) requireSameConditions(start, dataSet, data);
  const [inputs, outputs] = [orderOf(spec.inputs, data.inputs), orderOf(spec.outputs, data.outputs)];
  const order = (rows: Rows): Rows => ({ ...rows, inputs: inOrder(rows.inputs, inputs), targets: inOrder(rows.targets, outputs), ...(rows.filled && { filled: filledInOrder(rows.filled, inputs) }) });
  // Rows that come later would be made of columns in that order.
  if (data.encoding !== undefined && inputs.some((from, to) => from !== to)) {
    throw unlikeStored(place, dataSet, [`inputs that are made of columns must be in the order of the network, ${named(spec.inputs.map(({ name }) => name))}`]);
  }
  return {
    ...data, inputs: inputs.map((k) => data.inputs[k]!), outputs: outputs.map((k) => data.outputs[k]!),
    train: order(data.train), validation: order(data.validation), test: order(data.test),
  };
}

/** What the network holds by construction must be what the equations leave to it: nothing trains it. */
function requireSameConditions({ place, loaded: { network: { spec } } }: StoredStart, dataSet: string, { outputs }: Data): void {
  const other = spec.outputs.find(({ name, conditions }) => canonicalJson(conditions ?? null) !== canonicalJson(outputs.find((one) => one.name === name)?.conditions ?? null));
  if (other !== undefined) throw otherConditions(place, dataSet, other.name, other.conditions !== undefined);
}

type Named = readonly Pick<DataVariable, 'name'>[];

function differing(what: string, ofNetwork: Named, ofData: Named): string[] {
  const names = (of: Named): Set<string> => new Set(of.map(({ name }) => name));
  const [network, data] = [names(ofNetwork), names(ofData)];
  const [missing, strange] = [[...network].filter((name) => !data.has(name)), [...data].filter((name) => !network.has(name))];
  return [
    ...(missing.length === 0 ? [] : [`the data lack the ${what} ${named(missing)}`]),
    ...(strange.length === 0 ? [] : [`the network does not know the ${what} ${named(strange)}`]),
    ...(missing.length + strange.length === 0 && ofNetwork.length !== ofData.length ? [`the network has ${ofNetwork.length} ${what}, the data ${ofData.length}`] : []),
  ];
}

/** Of every variable of the network, its place in the data. */
const orderOf = (ofNetwork: Named, ofData: Named): number[] => ofNetwork.map(({ name }) => ofData.findIndex((variable) => variable.name === name));

function inOrder({ count, width, values }: Samples, order: readonly number[]): Samples {
  if (order.every((from, to) => from === to)) return { count, width, values };
  const ordered = new Float64Array(values.length);
  for (let row = 0; row < count; row++) for (let to = 0; to < width; to++) ordered[row * width + to] = values[row * width + order[to]!]!;
  return { count, width, values: ordered };
}

/** Places of numbers after {@link inOrder}. */
function filledInOrder(filled: Uint32Array, order: readonly number[]): Uint32Array {
  const to = order.map((_, from) => order.indexOf(from));
  return filled.map((place) => place - place % to.length + to[place % to.length]!).sort();
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} others` : shown;
}
