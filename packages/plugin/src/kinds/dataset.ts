import type { RandomStream } from '@knotwork/numerics';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { Objective, ObjectiveBlock } from '../engine/objective.js';
import type { PointRows, Rows, Samples, Vec } from '../model/samples.js';
import type { OutputConditions } from '../model/variable-map.js';

/** A variable of the data. */
export interface DataVariable {
  /** No other input has it, no other output, and of a regression no variable at all: rows that come later are read by names. */
  readonly name: string;
  readonly unit?: string;
  /** Where its values lie, in the user's units, if the data set knows it beforehand; the grid of the input starts there. */
  readonly domain?: readonly [number, number];
  /** Of an output of a data set with equations: conditions that the network is to hold by construction, in the user's units; what they hold is not among the equations. Left out for none. */
  readonly conditions?: OutputConditions;
}

/**
 * How inputs are standardized by statistics of the training rows: `true` by mean and standard deviation; `robust` by median and interquartile range, tails
 * pressed together; `rank` by the share of rows below; `false` not at all.
 */
export const STANDARDIZATIONS = [true, false, 'robust', 'rank'] as const;
export type Standardization = (typeof STANDARDIZATIONS)[number];

/** What is to be learned: numbers, or which of several classes a row belongs to. */
export const TASKS = ['regression', 'classification'] as const;
export type Task = (typeof TASKS)[number];

/** Equations that outputs must satisfy at points, with their conditions and with rows that were measured: what is trained in place of targets. In the user's units. */
export interface Equations {
  /** Blocks over the sets of `points`. Its scalars are unknown numbers of the equations. */
  readonly objective: Objective;
  /** Sets of points by name. */
  readonly points: Readonly<Record<string, PointRows>>;
  /** Draws points of a set anew, independent of each other; for the sets that are no list of given points. */
  readonly draw: Readonly<Record<string, (count: number, stream: RandomStream) => Samples>>;
  /** Quantities whose integral should stay the same along a coordinate, to be told; left out for none. */
  readonly conserved?: Conserved;
}

/** Integrals that should not change from one slice of a domain to the next. */
export interface Conserved {
  /** A block for each quantity, named after it: what its formula says is integrated. Weights mean nothing. */
  readonly blocks: readonly ObjectiveBlock[];
  /** Places of all slices, one slice after the other. */
  readonly points: Samples;
  /** What values at the places of a slice are multiplied by: `[places]`. */
  readonly weights: Vec;
}

/**
 * Training, validation and test rows in the user's units. Nothing is ever fitted, selected or scaled on test rows. There is one training row at
 * least; the other parts may have none, with tables of 0 rows and the usual widths.
 */
export interface Data {
  readonly task: Task;
  readonly inputs: readonly DataVariable[];
  /** Of a classification: one for each class, named after it; targets are 1 for the class of a row and 0 for the others. */
  readonly outputs: readonly DataVariable[];
  /** How inputs are to be standardized. Targets of regression are by mean and standard deviation, those of classification never. */
  readonly standardizeInputs: Standardization;
  readonly train: Rows;
  readonly validation: Rows;
  readonly test: Rows;
  /**
   * Whether targets of test rows are free of the noise that those of training rows have, as where they were computed. Intervals are for observations with noise: how
   * many of such rows they hold is said with that. Left out where test rows were observed as training rows were.
   */
  readonly isTestExact?: boolean;
  /**
   * How cross-validation may divide the training rows: the group of every one, where rows of a group must stay together; `time` where they follow each other,
   * so that no random division says how well later ones are predicted; left out where rows are independent.
   */
  readonly division?: 'time' | Uint32Array;
  /** What users should be told before a run, such as how many rows were left out. */
  readonly notes?: readonly string[];
  /** How inputs were made of the columns of a table: plain data that `run.json` keeps, for rows that come later. */
  readonly encoding?: Readonly<Record<string, unknown>>;
  /**
   * What outputs must satisfy, where that is known in place of targets. Training rows are points without targets then, which are 0 and mean nothing; test rows hold a
   * solution that is known from elsewhere, and there are none without one. Units are the user's: nothing is standardized.
   */
  readonly equations?: Equations;
}

/** What a data set needs from outside. */
export interface DataAccess {
  /** A named random stream; the same name and seed give the same numbers. */
  stream(name: string): RandomStream;
  /**
   * Whether a stage of the experiment chooses by validation rows. A share of validation rows that its options leave to the data set is 0 where none
   * does, so that all rows are learned from; a share that the file says counts either way.
   */
  readonly holdsOut: boolean;
  /**
   * How inputs were made of columns when the network that is gone on from was trained: what `Data.encoding` of that data set was. Levels and means are to be taken from
   * it, and none from rows; left out where a network is made anew, and where columns were numbers.
   */
  readonly encoding?: Readonly<Record<string, unknown>>;
  /** Text of a file of the experiment; relative paths start at the experiment file. @throws KnotworkError `input` */
  read(path: string): Promise<string>;
  /** Bytes of such a file, for what is not text. @throws KnotworkError `input` */
  readBytes(path: string): Promise<Uint8Array>;
}

/** A source of data. */
export interface DataSetDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'dataset', S> {
  /** @throws KnotworkError `input`; what an option is to blame for is told by `optionError`, which leaves its place in the file to whoever knows it */
  load(options: OptionsOf<S>, access: DataAccess): Promise<Data>;
  /** Whether targets are without noise, so that a fit may follow them to the last digit; left out where nobody knows. */
  isExact?(options: OptionsOf<S>): boolean;
  /**
   * How many rows of how many numbers there would be, by the options alone, and the option that says so: rows that do not fit are refused before `load`. Left
   * out by a data set that reads them.
   */
  extent?(options: OptionsOf<S>): { readonly rows: number; readonly columns: number; readonly option: string };
  /** Files whose content decides the data; their hashes become part of the run's identity. */
  files?(options: OptionsOf<S>): readonly string[];
}

const PARTS: Parts<DataSetDefinition> = { load: called, isExact: called.optional(), extent: called.optional(), files: called.optional() };

/** Declares a data set. */
export function defineDataSet<S extends OptionsSchema>(data: Omit<DataSetDefinition<S>, 'kind'>): DataSetDefinition<S> {
  return define({ kind: 'dataset', ...data }, PARTS);
}
