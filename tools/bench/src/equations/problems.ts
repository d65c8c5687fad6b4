import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How values of one input are drawn. */
export interface ProblemInput {
  readonly name: string;
  /** Evenly over the range, evenly over its logarithm, or whole numbers of it, the ends included. */
  readonly sample: 'uniform' | 'log-uniform' | 'integer';
  readonly min: number;
  readonly max: number;
  /** With `both`, what is drawn from the range is a size, and every other value is negative, by chance. */
  readonly signs?: 'both';
}

/** An equation to be found again. */
export interface Problem {
  readonly id: string;
  readonly set: string;
  /** Which half of the suite it is in: looked at while methods are improved, or never. */
  readonly half: Half;
  /** An example that Knotwork was tried on long before the suite: in the tuning half, whatever was drawn. */
  readonly known?: true;
  /** The truth, as mathematical text. */
  readonly formula: string;
  readonly inputs: readonly ProblemInput[];
  /** Where it comes from, if its set alone does not say. */
  readonly source?: string;
}

export type Half = 'tuning' | 'held';

/** The suite as it lies in `data/equations`. */
export interface Suite {
  /** Of the draw of halves. */
  readonly seed: number;
  /** Training rows of a run. */
  readonly rows: number;
  /** Names of functions that every method may use, besides + - * /. */
  readonly functions: readonly string[];
  readonly problems: readonly Problem[];
}

const PATH = fileURLToPath(new URL('../../data/equations/problems.json', import.meta.url));

/** @throws what reading a file throws; its content is held to its specs */
export function readSuite(): Suite {
  return JSON.parse(readFileSync(PATH, 'utf8')) as Suite;
}
