/**
 * What a run may take, and what a specification would take: the one place where both are said. All of it is arithmetic, before anything is read, made or
 * computed that grows with the sizes in a file. What single options may be at most stands in their own schemas.
 */
export interface Budget {
  /** Memory of a run. */
  readonly bytes: number;
  /** In words, what it has to fit into. */
  readonly of: string;
}

/** Memory of a run on any machine: more would take a day to compute with, in one thread. */
export const MOST_BYTES = 8 * 2 ** 30;

// Bytes, as a power of two is right: they are for telling what cannot work from what may.
/** A number of a row: as it was loaded, in network units, inside the engine, and what predictions and their measures take. */
const PER_CELL = 5 * 8;
/** A number of a network: itself, gradient, memory of an optimizer, a step that is tried, the best so far, and what is kept. */
const PER_PARAMETER = 6 * 8;
/** An edge: where it comes from, where it leads to, its place, and its name in lists of edges. */
const PER_EDGE = 100;
/** A pair of unknowns that are solved for at once: normal equations as they are added up, with penalties, damped, and their factor, in the engine and outside. An inverse Hessian that is kept takes less, with what is saved of it. */
const PER_PAIR = 6 * 8;

/** What a specification asks for; what is left out is nothing. */
export interface Demand {
  /** Numbers in all rows: rows times columns. */
  readonly cells?: number;
  readonly parameters?: number;
  readonly edges?: number;
  /** Unknowns that are solved for at once, or of every two of which a number is kept. */
  readonly unknowns?: number;
}

/** Bytes that it takes, roughly. */
export function bytesOf({ cells = 0, parameters = 0, edges = 0, unknowns = 0 }: Demand): number {
  return PER_CELL * cells + PER_PARAMETER * parameters + PER_EDGE * edges + PER_PAIR * unknowns ** 2;
}

/** Cells that fit. */
export const mostCells = ({ bytes }: Budget): number => Math.floor(bytes / PER_CELL);

/** Unknowns that fit, where there is a number for every two of them. */
export const mostUnknowns = ({ bytes }: Budget): number => Math.floor(Math.sqrt(bytes / PER_PAIR));

/** The largest whole number from `least` to `most` that fits, by bisection; null where none does. @param fits true up to some number, and false beyond */
export function largest(least: number, most: number, fits: (n: number) => boolean): number | null {
  if (!fits(least)) return null;
  let [low, high] = [least, most + 1];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (fits(middle)) low = middle; else high = middle;
  }
  return low;
}
