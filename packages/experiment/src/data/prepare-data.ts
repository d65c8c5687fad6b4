import { fromUser, inUserUnits, rankMap, robustMap, statisticsOf, toNetworkUnits } from '@knotwork/network';
import { AS_GIVEN, type Data, type DataVariable, type Equations, type InputVariable, type NetworkSpec, type PointRows, type Rows, type Samples, type Standardization, type Variable, type VariableMap, type Vec } from '@knotwork/plugin';
import { heavyTailed } from './heavy-tails.js';
import { pooled } from './pooled-data.js';
import { hull, rangesOf } from './ranges.js';

/** The parts that rows are split into. */
export const SPLITS = ['train', 'validation', 'test'] as const;

/** The three splits in network units, and as they were. */
export interface PreparedRows {
  readonly train: Rows;
  readonly validation: Rows;
  readonly test: Rows;
  /** What is trained in place of targets, in network units; left out where rows have targets. Points are drawn in network units, too. */
  readonly equations?: Equations;
  /** Mean square up to which targets of training rows are not known, in network units: of a solution of equations. Left out where they are taken at their word. */
  readonly unsure?: number;
  /** The rows in the user's units. */
  readonly original: Data;
}

/** The data of a run in network units, and how to come back to the user's. Its own rows are those of all data sets. */
export interface PreparedData extends PreparedRows {
  readonly inputs: readonly InputVariable[];
  readonly outputs: readonly Variable[];
  /** Initial domains of the network's inputs, in network units. */
  readonly domains: readonly (readonly [number, number])[];
  /** SHA-256 of every file they came from, by its path as written. */
  readonly files: Readonly<Record<string, string>>;
  /** What users should be told about the rows before the run. */
  readonly notes: readonly string[];
  /** Every data set by its name. */
  readonly sets: ReadonlyMap<string, PreparedRows>;
}

/** Whether targets of a part are numbers to compare with: those of training rows that have equations in their place are not. */
export function hasTargets({ equations }: Pick<PreparedRows, 'equations'>, split: (typeof SPLITS)[number]): boolean { return split !== 'train' || equations === undefined; }

/** The rows of one data set. */
export function rowsNamed({ sets }: PreparedData, name: string): PreparedRows { return sets.get(name)!; }

/**
 * Standardizes by statistics of the training rows alone: targets of regression unless told otherwise, inputs where the data set asks for it. There is one network and
 * so one system of units: with several data sets, statistics are those of all training rows, and a domain spans all of theirs.
 *
 * @param sets at least one, all of the same variables
 */
export function prepareData(sets: ReadonlyMap<string, Data>, standardizeTargets: boolean, files: Readonly<Record<string, string>>): PreparedData {
  const all = pooled([...sets.values()]);
  const inputMaps = mapsOf(all.standardizeInputs, all.train.inputs);
  const inputs = all.inputs.map((v, i) => variableOf(v, inputMaps[i]!));
  const targetMaps = standardizeTargets && all.task === 'regression' && all.equations === undefined ? statisticsOf(all.train.targets) : all.outputs.map(() => AS_GIVEN);
  const outputs = all.outputs.map((v, i) => ({ ...variableOf(v, targetMaps[i]!), ...(v.conditions === undefined ? {} : { conditions: v.conditions }) }));
  return prepared(sets, all, { inputs, outputs }, files, tailNotes(all));
}

/**
 * The rows of some data sets in units that are known.
 *
 * @param all their rows together, @param notes besides those of the data sets
 */
export function prepared(sets: ReadonlyMap<string, Data>, all: Data, { inputs, outputs }: Pick<NetworkSpec, 'inputs' | 'outputs'>, files: PreparedData['files'], notes: readonly string[]): PreparedData {
  const convert = (rows: Rows): Rows => ({
    inputs: toNetworkUnits(rows.inputs, inputs), targets: toNetworkUnits(rows.targets, outputs), ...(rows.weights === undefined ? {} : { weights: ofMeanOne(rows.weights) }),
  });
  const prepare = (data: Data): PreparedRows => ({ train: convert(data.train), validation: convert(data.validation), test: convert(data.test), ...(data.equations === undefined ? {} : { equations: inNetworkUnits(data.equations, { inputs, outputs }) }), original: data });
  const rowsBySet = new Map([...sets].map(([name, data]) => [name, prepare(data)]));
  const intervals = [...rowsBySet.values()].map((rows) => intervalsOf(rows, inputs));
  return {
    // One data set is all there is: its rows are not held twice.
    inputs, outputs, files, notes: [...[...sets.values()].flatMap((data) => data.notes ?? []), ...notes], ...(sets.size === 1 ? [...rowsBySet.values()][0]! : prepare(all)), sets: rowsBySet,
    domains: inputs.map((_, i) => hull(intervals.map((of) => of[i]!))),
  };
}

/** Equations as engines read them. */
function inNetworkUnits({ objective, points, draw, conserved }: Equations, spec: Pick<NetworkSpec, 'inputs' | 'outputs'>): Equations {
  return {
    objective: inUserUnits(objective, spec),
    points: Object.fromEntries(Object.entries(points).map(([name, { inputs, targets, ...others }]): [string, PointRows] => [
      name, { ...others, inputs: toNetworkUnits(inputs, spec.inputs), ...(targets === undefined ? {} : { targets: toNetworkUnits(targets, spec.outputs) }) },
    ])),
    draw: Object.fromEntries(Object.entries(draw).map(([name, drawn]) => [name, (count, stream) => toNetworkUnits(drawn(count, stream), spec.inputs)])),
    ...(conserved === undefined ? {} : { conserved: { ...conserved, blocks: inUserUnits({ ...objective, blocks: conserved.blocks }, spec).blocks, points: toNetworkUnits(conserved.points, spec.inputs) } }),
  };
}

/** Weights whose mean is 1: a loss is then the weighted mean, and a penalty beside it is as strong as without weights. */
export function ofMeanOne(weights: Vec): Float64Array {
  const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
  return Float64Array.from(weights, (weight) => weight / mean);
}

/** A note on inputs whose tails are heavy and not pressed together. */
function tailNotes({ train, inputs, standardizeInputs }: Data): string[] {
  const heavy = typeof standardizeInputs === 'string' ? [] : heavyTailed(train);
  if (heavy.length === 0) return [];
  const names = heavy.slice(0, 5).map((i) => `"${inputs[i]!.name}"`).join(', ');
  return [`a few rows take up nearly all of the range of ${names}${heavy.length > 5 ? ' and others' : ''}: where the other rows are the network sees little. Set standardize: rank in the data set, or robust`];
}

/** A map for each column. */
function mapsOf(how: Standardization, samples: Samples): VariableMap[] {
  const each = (mapOf: (column: number) => VariableMap): VariableMap[] => Array.from({ length: samples.width }, (_, column) => mapOf(column));
  switch (how) {
    case true: return statisticsOf(samples);
    case false: return each(() => AS_GIVEN);
    case 'robust': return each((column) => robustMap(samples, column));
    case 'rank': return each((column) => rankMap(samples, column));
  }
}

function variableOf<M extends VariableMap>({ name, unit }: DataVariable, map: M): { readonly name: string; readonly unit?: string; readonly map: M } {
  return { name, ...(unit === undefined ? {} : { unit }), map };
}

/** Where the values of every input of one data set lie: the domain it declares, or the range of its training rows. In network units. */
function intervalsOf({ train, original }: PreparedRows, inputs: readonly InputVariable[]): [number, number][] {
  const ranges = rangesOf(train.inputs);
  return inputs.map(({ map }, i) => {
    const { domain } = original.inputs[i]!;
    return domain === undefined ? ranges[i]! : [fromUser(map, domain[0]), fromUser(map, domain[1])];
  });
}
