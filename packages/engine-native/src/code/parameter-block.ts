import { type Expr, GRID_KNOTS, GRID_MAX, GRID_MIN, knotAt, topologicalOrder } from '@knotwork/algebra';
import { Graph } from './graph.js';

/** Uniform inputs that are never NaN: the domain's ends are finite. Shape parameters may become anything. */
export const ORDINARY: ReadonlySet<string> = new Set([GRID_MIN, GRID_MAX]);

/** What decides the layout of the numbers that one input of a layer hands to a kernel. */
export interface ParameterSpec {
  /** Formulas that read them, and the table of knots where the input has knots of its own. */
  readonly formulas: readonly Expr[];
  /** Names of the uniform inputs, in order. */
  readonly parameters: readonly string[];
  /** Intervals of the table of knots, `grid.knots`, the only one that kernels have; null on an even grid, without it. */
  readonly intervals: number | null;
}

/** Where in the block what stands, counted in numbers. */
export interface KnotLayout {
  readonly intervals: number;
  /** Rounds of the search: ceil(log2(intervals)). */
  readonly rounds: number;
  /** First number of the search table, 2^rounds - 1 long: the knots inside the domain, ascending, then NaN, which nothing reaches. */
  readonly search: number;
  /** Number of the extended table that belongs to knot 0. */
  readonly origin: number;
  /** Index of NaN: every knot near it is NaN. */
  readonly nowhere: number;
}

/** The numbers of one input: its uniform inputs, then, with knots of its own, the search table and the extended knots. */
export interface ParameterBlock {
  /** Numbers per input. */
  readonly length: number;
  readonly knots: KnotLayout | null;
  /**
   * Writes the block of one input.
   *
   * @param at where it begins in `into`, in numbers
   * @param values `parameters` in the order of their names; `knots` `[intervals + 1]` positions in grid units, ascending, null on an even grid
   */
  write(into: Float32Array | Float64Array, at: number, values: { readonly parameters: readonly number[]; readonly knots: ArrayLike<number> | null }): void;
}

/** `knotAt` nodes further away than this, or between two knots, are computed instead of read. */
const FURTHEST = 64;
/** Tables are read by whole vectors: room for the longest, less one number. */
const ROOM = 3;

/** Whether `knotAt` with this offset from a `locate` is read from the extended table. */
export function isNear(offset: number): boolean {
  return Number.isInteger(offset) && Math.abs(offset) <= FURTHEST;
}

/**
 * The layout for formulas.
 *
 * A search of r rounds returns an index below 2^r whatever it reads, or `nowhere`. The extended table covers all of them and the
 * largest offset of the formulas on both sides, so a read at any index and offset stays in the block.
 *
 * @throws RangeError when formulas read knots and there are none, or another table
 */
export function parameterBlock({ formulas, parameters, intervals }: ParameterSpec): ParameterBlock {
  const graph = new Graph();
  const nodes = topologicalOrder(formulas.map((e) => graph.from(e)));
  const other = nodes.find(({ op, name }) => op === 'table' && name !== GRID_KNOTS);
  if (other !== undefined) throw new RangeError(`A kernel has no table but "${GRID_KNOTS}"; a formula reads "${other.name}".`);
  const reads = nodes.filter(({ args }) => args[0]?.op === 'table');
  if (reads.length === 0) return { length: parameters.length, knots: null, write: (into, at, values) => into.set(values.parameters, at) };
  if (intervals === null) throw new RangeError('A formula that reads knots needs knots of its own; rewrite it for an even grid or give the number of intervals.');

  const reach = Math.max(0, ...reads.map(({ op, value }) => (op === 'knotAt' && isNear(value) ? Math.abs(value) : 0)));
  const rounds = Math.ceil(Math.log2(intervals));
  const search = parameters.length;
  const origin = search + 2 ** rounds - 1 + reach;
  const nowhere = 2 ** rounds + 2 * reach + 1;
  const length = origin + nowhere + reach + 1 + ROOM;
  return {
    length,
    knots: { intervals, rounds, search, origin, nowhere },
    write(into, at, { parameters: uniform, knots }) {
      into.fill(NaN, at, at + length);
      into.set(uniform, at);
      for (let j = 1; j < intervals; j++) into[at + search + j - 1] = knots![j]!;
      for (let j = -reach; j <= intervals + reach; j++) into[at + origin + j] = knotAt(knots!, j);
    },
  };
}
