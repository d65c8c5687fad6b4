import type { Samples } from '@knotwork/plugin';
import { findStructure, type FoundStructure, structureText } from '@knotwork/symbolic';
import type { NetworkShape } from '../config/index.js';
import { mayMultiply, networkOf } from './network-of-structure.js';

/** A network that has the structure that was found, and the structure in words. */
export interface Proposal extends NetworkShape { readonly structure: string }

/** What a network that was trained makes of rows, and how well. */
export interface TrainedFunction {
  /** The one output of some points, in network units. */
  readonly evaluate: (points: Samples) => Promise<Float64Array>;
  /** Rows that it was trained on, in network units. */
  readonly rows: Samples;
  /** Root mean square error on rows that it was not trained on, and spread of the targets there. */
  readonly error: number;
  readonly spread: number;
  readonly names: readonly string[];
}

/** Exact networks have errors, too: those of rounding, and of differences. */
const LEAST_ERROR = 1e-7;
/** How much of what is found is taken for an error, by `caution`: as much as is likely, less of a network whose error is noise of the rows, and more of one that is worse in places than on the whole. */
const CAUTION = [1.3, 0.6, 0.3, 4];
const ROWS = 2000;
/** Functions of more inputs are looked at in pairs too long. */
const MOST_INPUTS = 20;
/** Networks that are proposed. */
const MOST = 4;

/** Networks that have the structure of a function that was learned; none where nothing can be seen of it. */
export async function proposals({ evaluate, rows, error, spread, names }: TrainedFunction): Promise<Proposal[]> {
  if (rows.width < 2 || rows.width > MOST_INPUTS || !Number.isFinite(error)) return [];
  const found = new Map<string, Proposal>();
  const some = { ...rows, count: Math.min(rows.count, ROWS) };
  for (const caution of CAUTION) {
    const structure = await findStructure({ evaluate, rows: some, error: Math.max(error, LEAST_ERROR * spread), caution });
    if (!structure.isTelling) continue;
    for (const proposal of networksOf(structure, rows.width, spread, names)) found.set(JSON.stringify(proposal.layers), proposal);
  }
  return [...found.values()].slice(0, MOST);
}

function networksOf(structure: FoundStructure, inputs: number, spread: number, names: readonly string[]): Proposal[] {
  return [false, true].filter((doMultiply) => !doMultiply || mayMultiply(structure.root)).flatMap((doMultiply) => {
    const shape = networkOf(structure, inputs, doMultiply, spread);
    return shape === null ? [] : [{ ...shape, structure: structureText(structure, names) }];
  });
}
