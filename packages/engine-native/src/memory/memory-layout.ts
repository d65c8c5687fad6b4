import { WIDE_BYTES } from '@knotwork/contraction/host';
import { hasEdgeShape, shapeInput } from '@knotwork/network';
import type { CompileOptions, LayerStructure, Precision, Structure, TermStructure } from '@knotwork/plugin/engine';
import { lanes } from '../code/emitter.js';

/**
 * Where every trained number lies. The numbers of a network are one vector, padded so that everything begins at a whole vector of 16
 * bytes; places are counted in numbers. A term is contracted in one of three ways, each with an order of its own:
 *
 *     rows      tile by tile: [entry][base function, coefficients][vectors][lane], one lane for each sum
 *     columns   edge by edge: [edge][base function, coefficients, padding]
 *     edges     edge by edge: [edge][everything the edge's own formula reads]
 *
 * Rows serve wide layers, columns narrow or sparse ones, edges global terms whose edges have shape parameters of their own (window terms of
 * that sort are columns with features for every edge). Where derivatives in inputs go through all are columns. In rows an edge that is off may share a vector with edges that are on: it holds zero there,
 * and its tile has masks that keep it out whatever its features are. Rows of wide layers, where native contractions work on them, are whole wide vectors.
 */
export interface MemoryLayout {
  readonly precision: Precision;
  readonly layers: readonly LayerLayout[];
  /** Numbers in all, a multiple of the lanes of a vector. */
  readonly length: number;
  /** Place of every number of the network's parameter vector; -1 for grids and what else has none. */
  readonly placeOf: Int32Array;
}

export interface LayerLayout {
  readonly layer: LayerStructure;
  readonly terms: readonly TermLayout[];
  /** Sum in each lane of a row, -1 in pads; as many as sums, in order, where nothing is contracted in rows. */
  readonly arrangement: Int32Array;
  readonly hasRows: boolean;
  /** Whether its rows are whole wide vectors, for native contractions. */
  readonly isWide: boolean;
  /** Place of the biases, in the order of the arrangement. */
  readonly bias: number;
}

export type TermLayout = RowsLayout | ColumnsLayout | EdgesLayout;

interface CommonLayout {
  readonly term: TermStructure;
  /** Whether basis weights are numbers of their own here. */
  readonly hasWeight: boolean;
  /** Input of every group of edges that share their features: those that leave an input; single edges where each has a shape of its own. */
  readonly inputOf: Int32Array;
  /** Edge of every such group of one, which has its number; null where groups are inputs. */
  readonly edgeOf: Int32Array | null;
  /** Groups with at least one edge that is on. */
  readonly live: Int32Array;
  /** 1 with a base function. */
  readonly base: 0 | 1;
  /** Fixed rows: the base function and, for a global term, all features. */
  readonly fixed: number;
  /** Live features of a window term; 0 for a global one. */
  readonly window: number;
  /** Possible starts of a window; 0 for a global term. */
  readonly cells: number;
  /** Place of the shape parameters by name: one for each group, input or layer; not of what single edges read from among their own numbers. */
  readonly shapes: Readonly<Record<string, number>>;
  /** Places of all numbers of the term: from, to. */
  readonly range: readonly [number, number];
}

export interface Tile {
  readonly vectors: number;
  /** Lane of a row that the tile begins at. */
  readonly lane: number;
  readonly inputs: Int32Array;
  /** Place of coefficients and, -1 without them, of basis weights: `[entry][vectors][lane]`. */
  readonly at: number;
  readonly weights: number;
  /** 1 for edges that are on, 0 for others and for pads: `[entry][vectors][lane]`; null where all edges of the tile are on. */
  readonly masks: Uint8Array | null;
}

export interface RowsLayout extends CommonLayout { readonly kind: 'rows'; readonly tiles: readonly Tile[] }

export interface ColumnsLayout extends CommonLayout {
  readonly kind: 'columns';
  /** `[edge][group, sum]` */
  readonly edges: Int32Array;
  readonly at: number;
  /** Numbers per edge. */
  readonly entry: number;
  /** Place of the basis weights, one per edge; -1 without them. */
  readonly weights: number;
}

export interface EdgesLayout extends CommonLayout {
  readonly kind: 'edges';
  /** `[edge][input, sum]` */
  readonly edges: Int32Array;
  readonly at: number;
  readonly entry: number;
  /** What an edge's formula reads, in order: names as in `edgeNumbers`. */
  readonly parameters: readonly string[];
}

/** Whether native contractions work on a layer. */
export type IsWide = (layer: LayerStructure) => boolean;

/** Bytes from which, and from multiples of which, rows that follow each other are in the same few places of a first-level cache: 64 of them would not fit in there. */
const ALIKE = 512;

/** Bytes from a row of sums to the next, of so many bytes. */
export function rowStride(bytes: number): number { return bytes % ALIKE === 0 ? bytes + WIDE_BYTES : bytes; }

/** Most vectors of a tile: the coefficients of a window then stay in the first-level cache. */
const WIDEST_TILE = 16;

/**
 * Names of the numbers of an edge with a shape of its own: weights, coefficients, shape parameters. Those that it shares with others
 * are copies here; they have places of their own.
 */
export function edgeNumbers(term: TermStructure, hasWeight: boolean): string[] {
  return [
    ...(term.base === null ? [] : ['baseWeight']), ...(hasWeight ? ['basisWeight'] : []),
    ...Array.from({ length: term.size }, (_, k) => `c${k}`),
    ...Object.keys(term.shape).map(shapeInput),
  ];
}

/**
 * Decides how every term is contracted, and places its numbers. Where unknowns are effective, basis weights are 1 and have no place.
 *
 * @param hasChannels whether derivatives in the network's inputs go through: then all is contracted in columns, which gather the coefficients of an edge once for all channels
 * @param isWide whether a layer has rows of whole wide vectors
 */
export function memoryLayout(
  structure: Structure,
  { precision, parameters, hasChannels = false, isWide = () => false }: Pick<CompileOptions, 'parameters'> & { readonly precision: Precision; readonly hasChannels?: boolean; readonly isWide?: IsWide },
): MemoryLayout {
  const { count, size } = lanes(precision);
  const unitOf = (layer: LayerStructure): number => (!hasChannels && isWide(layer) ? WIDE_BYTES / size : count);
  const unit = Math.max(...structure.layers.map(unitOf));
  const placeOf = new Int32Array(structure.length).fill(-1);
  let length = 0;
  const reserve = (numbers: number): number => {
    const at = length;
    length += Math.ceil(numbers / unit) * unit;
    return at;
  };

  const layers = structure.layers.map((layer): LayerLayout => {
    const ofRows = arranged(layer, unitOf(layer));
    const drafts = layer.terms.map((term) => draftOf(term, layer, parameters === 'trainable' && term.hasBasisWeight, ofRows, count, unitOf(layer), hasChannels));
    const hasRows = drafts.some(({ kind }) => kind === 'rows');
    const arrangement = hasRows ? ofRows : Int32Array.from({ length: layer.sums }, (_, o) => o);
    const terms = drafts.map((draft) => {
      const from = length;
      return { ...place(draft, layer, arrangement, count, reserve, placeOf), range: [from, length] as const };
    });
    const bias = reserve(arrangement.length);
    arrangement.forEach((sum, lane) => { if (sum >= 0) placeOf[layer.bias.offset + sum] = bias + lane; });
    return { layer, terms, arrangement, hasRows, isWide: unitOf(layer) > count, bias };
  });
  return { precision, layers, length, placeOf };
}

/** Sums in the order of lanes: neighbours have edges from the same inputs, so that whole vectors are off where edges are. @param unit lanes that rows are whole multiples of */
function arranged(layer: LayerStructure, unit: number): Int32Array {
  const sums = Array.from({ length: layer.sums }, (_, o) => o);
  // What single edges evaluate is no matter of rows.
  const terms = layer.terms.filter((term) => !hasEdgeShape(term));
  if (terms.some(({ edges }) => edges.count < layer.inputs * layer.sums)) {
    const pattern = sums.map((o) => terms.map((term) => column(term, layer, o).join('')).join());
    sums.sort((a, b) => (pattern[a]! < pattern[b]! ? 1 : pattern[a]! > pattern[b]! ? -1 : a - b));
  }
  return Int32Array.from({ length: Math.ceil(layer.sums / unit) * unit }, (_, lane) => sums[lane] ?? -1);
}

const isOn = ({ edges }: TermStructure, { sums }: LayerStructure, i: number, o: number): boolean => edges.edgeAt[i * sums + o]! >= 0;

const column = (term: TermStructure, layer: LayerStructure, o: number): number[] => Array.from({ length: layer.inputs }, (_, i) => (isOn(term, layer, i, o) ? 1 : 0));

type Draft = CommonLayout & { readonly kind: TermLayout['kind']; readonly groups: readonly Group[]; readonly edges: Int32Array };

/** Vectors side by side that the same inputs reach. */
interface Group { readonly lane: number; readonly vectors: number; readonly inputs: Int32Array }

function draftOf(term: TermStructure, layer: LayerStructure, hasWeight: boolean, arrangement: Int32Array, count: number, unit: number, hasChannels: boolean): Draft {
  const { from, to, count: edgeCount, inputs: live } = term.edges;
  const edges = Array.from(from, (i, e) => [i, to[e]!]).flat();
  const base = term.base === null ? 0 : 1;
  const isWindow = term.form === 'window';
  const common = {
    term, hasWeight, base, fixed: base + (isWindow ? 0 : term.size), window: isWindow ? term.window : 0, cells: isWindow ? term.size - term.window + 1 : 0,
    shapes: {}, range: [0, 0], inputOf: Int32Array.from({ length: layer.inputs }, (_, i) => i), edgeOf: null, live: Int32Array.from(live),
  } as const;
  if (hasEdgeShape(term)) {
    if (!isWindow && !hasChannels) return { ...common, edges: Int32Array.from(edges), kind: 'edges', groups: [] };
    const each = Array.from({ length: edgeCount }, (_, k) => k);
    return {
      ...common, kind: 'columns', groups: [], edges: Int32Array.from(each.flatMap((k) => [k, to[k]!])), live: Int32Array.from(each), inputOf: Int32Array.from(from), edgeOf: Int32Array.from(each),
    };
  }
  const groups = groupsOf(term, layer, arrangement, count, unit);
  return {
    ...common, edges: Int32Array.from(edges), kind: !hasChannels && rowCost(common, groups, count, unit) < columnCost(common, edgeCount, count) ? 'rows' : 'columns', groups,
  };
}

/**
 * Instructions for as many samples as a vector has lanes, roughly: what decides is a factor of two. Sample by sample: one load for every feature;
 * then, in every vector of sums, load, product and sum for each feature, and the vector read and written.
 */
function rowCost({ fixed, window }: Pick<CommonLayout, 'fixed' | 'window'>, groups: readonly Group[], count: number, unit: number): number {
  const features = fixed + window;
  return groups.reduce((sum, { inputs, vectors }) => sum + inputs.length * count * (features + (vectors * count / unit) * (3 * features + 2)), 0);
}

/**
 * The same edge by edge: load, product and sum for every feature; for a window the coefficients of each sample in the lanes are loaded and the
 * square of them transposed (8 instructions for four lanes, 2 for two), their addresses taking 3 each; the sum read and written.
 */
function columnCost({ fixed, window }: Pick<CommonLayout, 'fixed' | 'window'>, edges: number, count: number): number {
  const squares = Math.ceil(window / count) * (count + (count === 4 ? 8 : 2));
  return edges * (3 * (fixed + window) + squares + (window > 0 ? 3 * count : 0) + 3);
}

function groupsOf(term: TermStructure, layer: LayerStructure, arrangement: Int32Array, count: number, unit: number): Group[] {
  const groups: { lane: number; vectors: number; inputs: Int32Array; key: string }[] = [];
  const wide = unit / count;
  for (let lane = 0; lane < arrangement.length; lane += unit) {
    const sums = [...arrangement.subarray(lane, lane + unit)].filter((o) => o >= 0);
    const inputs = Int32Array.from(term.edges.inputs).filter((i) => sums.some((o) => isOn(term, layer, i, o)));
    const last = groups.at(-1);
    const key = inputs.join();
    if (last?.key === key) last.vectors += wide;
    else groups.push({ lane, vectors: wide, inputs, key });
  }
  return groups.filter(({ inputs }) => inputs.length > 0).flatMap(({ lane, vectors, inputs }) => {
    const tiles = Math.ceil(vectors / WIDEST_TILE);
    const ends = Array.from({ length: tiles + 1 }, (_, k) => wide * Math.round((k * vectors) / tiles / wide));
    return ends.slice(1).map((end, k): Group => ({ lane: lane + ends[k]! * count, vectors: end - ends[k]!, inputs }));
  });
}

/** Gives a term's numbers their places. */
function place(
  draft: Draft, layer: LayerStructure, arrangement: Int32Array, count: number, reserve: (numbers: number) => number, placeOf: Int32Array,
): TermLayout {
  const { kind, groups, edges, ...common } = draft;
  const { term, base, hasWeight } = common;
  const { coefficients, baseWeight } = term.segments;
  const basisWeight = hasWeight ? term.segments.basisWeight : null;
  const rows = base + term.size;
  const shared = Object.entries(term.shape).filter(([, { scope }]) => scope !== 'edge' || kind !== 'edges').map(([name]) => {
    const { offset, length } = term.segments.shape[name]!;
    const at = reserve(length);
    for (let k = 0; k < length; k++) placeOf[offset + k] = at + k;
    return [name, at] as const;
  });
  const shapes = Object.fromEntries(shared);

  /** The numbers of edge e: row r of its base function and coefficients, and its weight. */
  const edge = (e: number, row: (r: number) => number, weight: number): void => {
    if (baseWeight !== null) placeOf[baseWeight.offset + e] = row(0);
    for (let k = 0; k < term.size; k++) placeOf[coefficients.offset + e * term.size + k] = row(base + k);
    if (basisWeight !== null) placeOf[basisWeight.offset + e] = weight;
  };

  if (kind === 'rows') {
    const tiles = groups.map(({ lane, vectors, inputs }): Tile => {
      const width = vectors * count;
      const at = reserve(inputs.length * rows * width);
      const weights = basisWeight === null ? -1 : reserve(inputs.length * width);
      const masks = new Uint8Array(inputs.length * width);
      let isMasked = false;
      inputs.forEach((i, entry) => {
        for (let k = 0; k < width; k++) {
          const sum = arrangement[lane + k]!;
          if (sum < 0) continue;
          const e = term.edges.edgeAt[i * layer.sums + sum]!;
          masks[entry * width + k] = e < 0 ? 0 : 1;
          isMasked ||= e < 0;
          if (e < 0) continue;
          edge(e, (r) => at + (entry * rows + r) * width + k, weights + entry * width + k);
        }
      });
      return { vectors, lane, inputs, at, weights, masks: isMasked ? masks : null };
    });
    return { ...common, shapes, kind, tiles };
  }

  const parameters = kind === 'edges' ? edgeNumbers(term, hasWeight) : [];
  const entry = Math.ceil((kind === 'edges' ? parameters.length : rows) / count) * count;
  const at = reserve((edges.length / 2) * entry);
  const weights = kind === 'columns' && basisWeight !== null ? reserve(edges.length / 2) : -1;
  const [c, b, w] = ['c0', 'baseWeight', 'basisWeight'].map((name) => parameters.indexOf(name)) as [number, number, number];
  for (let k = 0; k < edges.length / 2; k++) {
    const from = at + k * entry;
    if (kind === 'columns') { edge(k, (r) => from + r, weights + k); continue; }
    edge(k, (r) => from + (r < base ? b : c + r - base), from + w);
    for (const [name, { offset }] of Object.entries(term.segments.shape)) if (term.shape[name]!.scope === 'edge') placeOf[offset + k] = from + parameters.indexOf(shapeInput(name));
  }
  return kind === 'edges' ? { ...common, shapes, kind, edges, at, entry, parameters } : { ...common, shapes, kind, edges, at, entry, weights };
}
