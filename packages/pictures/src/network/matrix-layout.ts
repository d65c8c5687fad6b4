import type { DrawnLayer, DrawnNetwork } from './drawn-network.js';

/** Horizontal or vertical: an index into places. */
export type Axis = 0 | 1;
/** A place in pixels. */
export type Place = readonly [x: number, y: number];

/** Between the tables of two layers, where the nodes are. */
export const STRIP = 46;
/** From a table to its nodes. */
export const NODE_AT = 20;
/** Between the sums of one node and those of the next. */
const NODE_GAP = 5;

/** The table of a layer. Places are middles of rows or columns. */
export interface Table {
  /** Where its sums lie beside each other: 0 for columns, whose data go down, 1 for rows, whose data go to the right. */
  readonly along: Axis;
  readonly start: Place;
  readonly end: Place;
  /** `input -> place`, on the other axis. */
  readonly inputs: ReadonlyMap<number, number>;
  /** `sum -> place`. */
  readonly sums: ReadonlyMap<number, number>;
  /** `node -> place`, in the middle of its sums. */
  readonly nodes: ReadonlyMap<number, number>;
}

/** A place by what is along an axis and what is across. */
export function placeOn(axis: Axis, along: number, across: number): Place { return axis === 0 ? [along, across] : [across, along]; }

/** Tables of all layers, each begun where the nodes of the one before lead to. @param start upper left corner of the first @param step width and height of a cell */
export function tablesOf({ order, layers }: DrawnNetwork, start: Place, step: readonly [number, number]): Table[] {
  let inputs: ReadonlyMap<number, number> = new Map(order.map((input, k) => [input, start[1] + (k + 0.5) * step[1]]));
  let corner = start;
  return layers.map((layer, l) => {
    const along: Axis = l % 2 === 0 ? 0 : 1;
    const through: Axis = along === 0 ? 1 : 0;
    const { sums, nodes, last } = lined(layer, corner[along], step[along]);
    const bottom = Math.max(corner[through], ...[...inputs.values()].map((place) => place + step[through] / 2));
    const table: Table = { along, start: corner, end: placeOn(along, last, bottom), inputs, sums, nodes };
    corner = placeOn(along, corner[along], bottom + STRIP);
    inputs = nodes;
    return table;
  });
}

/** Sums in a line, those of a node together. */
function lined({ nodes: all, order }: DrawnLayer, from: number, step: number): Pick<Table, 'sums' | 'nodes'> & { readonly last: number } {
  const gap = all.some(({ sums }) => sums.length > 1) ? NODE_GAP : 0;
  const [sums, nodes] = [new Map<number, number>(), new Map<number, number>()];
  let last = from;
  for (const node of order) {
    const own = all[node]!.sums;
    own.forEach((sum, k) => { sums.set(sum, last + (k + 0.5) * step); });
    const width = Math.max(1, own.length) * step;
    nodes.set(node, last + width / 2);
    last += width + gap;
  }
  return { sums, nodes, last };
}
