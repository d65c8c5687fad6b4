import type { LayerStructure, Precision } from '@knotwork/plugin/engine';
import type { Arena, Memory } from '../../memory/arena.js';
import { BLOCK } from '../../memory/block.js';
import type { Lanes } from '../../code/emitter.js';
import { foldSet } from '../../emit/fold-kernels.js';
import { type IsWide, type RowsLayout, rowStride } from '../../memory/memory-layout.js';
import { rowContractions, type RowShape, sortByStart } from '../../emit/row-kernels.js';
import { chunks, type CoefficientEntry, type CoefficientsAt, type TermContraction, type TermRun } from './term-contraction.js';
import type { NativeAlgebra } from './native-algebra.js';
import type { NativeMaps } from './native-maps.js';
import type { Kernels } from '../../code/web-assembly.js';

/** Layers this wide, in vectors of sums, sort their samples by cell before they add up gradients: for fewer, sorting costs what it saves. */
const SORT_FROM_VECTORS = 16;
/** With about as many cells as samples of a block there is nothing to gain. */
const SORT_UP_TO_CELLS = 32;

/** A tile with its addresses; those of numbers are relative to the trained numbers. */
export interface TileRun {
  readonly at: number;
  readonly weights: number;
  readonly list: number;
  readonly count: number;
  /** Bytes of a row of coefficients, and of all rows of an input. */
  readonly width: number;
  readonly entry: number;
  /** Where the tile begins in a row of sums. */
  readonly lane: number;
  /** `[entry][vectors]`; 0 where all edges are on. */
  readonly masks: number;
  readonly parts: readonly { readonly kernels: Kernels; readonly plane: number; readonly row: number }[];
}

/** Makes the contraction of a term in rows. */
export type MakeRows = (...of: readonly [arena: Memory, layout: RowsLayout, v: Lanes, layer: Pick<LayerStructure, 'inputs' | 'sums'>, arrangement: Int32Array]) => TermContraction;

/** Other contractions of rows, for wide layers, and what else is native with them: linear algebra, and formulas that it knows. */
export interface WideRows { readonly isWide: IsWide; readonly make: MakeRows; readonly algebra: (arena: Arena) => NativeAlgebra; readonly maps: (memory: Memory, precision: Precision) => NativeMaps }

/** Contraction tile by tile, lanes over sums. */
export class RowsContraction implements TermContraction {
  readonly foldsOnTheWay: boolean = false;
  protected readonly tiles: readonly TileRun[];
  protected readonly stride: number;
  protected readonly rows: number;
  private readonly sums: number;
  /** Effective coefficients and their gradients, placed like what trains; 0 where they are the same. */
  private readonly effective: number;
  private readonly gradients: number;
  private readonly from: number;
  /** Where gradients go that nobody wants. */
  private readonly waste: number;
  private readonly sorting: { readonly kernels: Kernels; readonly order: number; readonly ends: number; readonly list: number } | null;

  /** @param hasKernels whether it contracts by itself */
  constructor(
    protected readonly arena: Memory, protected readonly layout: RowsLayout, protected readonly v: Lanes, layer: Pick<LayerStructure, 'inputs' | 'sums'>,
    private readonly arrangement: Int32Array, hasKernels = true,
  ) {
    const { term, hasWeight, tiles, fixed, window, cells, live } = layout;
    this.sums = layer.sums;
    const plane = BLOCK * v.size;
    this.rows = layout.base + term.size;
    this.stride = rowStride(arrangement.length * v.size);
    const lists = new Map<Int32Array, number>();
    const listOf = (inputs: Int32Array): number => lists.get(inputs) ?? lists.set(inputs, arena.integers(inputs)).get(inputs)!;
    this.tiles = tiles.map(({ at, weights, inputs, vectors, lane, masks }): TileRun => ({
      at: at * v.size, weights: weights * v.size, list: listOf(inputs), count: inputs.length, width: 16 * vectors, entry: 16 * vectors * this.rows,
      lane: lane * v.size, masks: masks === null ? 0 : storeMasks(arena, v, masks),
      parts: !hasKernels ? [] : chunks(fixed, window).map((part) => ({
        kernels: rowSet(arena, { precision: v.precision, fixed: part.fixed, window: part.window, tile: vectors, masked: masks !== null }),
        plane: part.from * plane, row: part.from * 16 * vectors,
      })),
    }));
    this.waste = arena.allocate(Math.max(...this.tiles.map(({ entry }) => entry)));
    this.from = Math.min(...this.tiles.map(({ at }) => at));
    const bytes = Math.max(...this.tiles.map(({ at, entry, count }) => at + entry * count)) - this.from;
    [this.effective, this.gradients] = hasWeight ? [arena.allocate(bytes), arena.allocate(bytes)] : [0, 0];
    this.sorting = hasKernels && window > 0 && tiles.reduce((n, tile) => n + tile.vectors, 0) >= SORT_FROM_VECTORS && cells <= SORT_UP_TO_CELLS ? {
      kernels: arena.kernels('sort', () => [sortByStart()]), order: arena.allocate(layer.inputs * BLOCK * 8), ends: arena.allocate(layer.inputs * cells * 4), list: arena.integers(live),
    } : null;
  }

  protected coefficients({ at }: TileRun, trained: number): number { return this.effective === 0 ? trained + at : this.effective + at - this.from; }

  protected gradientsOf({ at }: TileRun, gradient: number): number { return this.gradients === 0 ? gradient + at : this.gradients + at - this.from; }

  fold(trained: number): void {
    if (this.effective === 0) return;
    const { foldRows } = foldSet(this.arena, this.v);
    for (const tile of this.tiles) foldRows!(trained + tile.at, trained + tile.weights, this.coefficients(tile, trained), tile.count, this.rows, this.layout.base, tile.width);
  }

  forward(values: number, { samples, trained, starts, planes }: TermRun, rows: number): void {
    for (const tile of this.tiles) {
      const c = this.coefficients(tile, trained);
      for (const { kernels, plane, row } of tile.parts) {
        kernels['forward']!(values + plane, starts, c + row, rows + tile.lane, tile.list, tile.count, samples, planes, tile.entry, this.stride, tile.masks);
      }
    }
  }

  toInputs(values: number, { samples, trained, starts, planes }: TermRun, rows: number, _gz: number, gx: number): void {
    for (const tile of this.tiles) {
      const c = this.coefficients(tile, trained);
      for (const { kernels, plane, row } of tile.parts) {
        kernels['toInputs']!(values + plane, starts, c + row, rows + tile.lane, gx, tile.list, tile.count, samples, planes, tile.entry, this.stride, tile.masks);
      }
    }
  }

  toCoefficients(values: number, { samples, starts, planes }: TermRun, rows: number, _gz: number, gradient: number): void {
    const { sorting, layout: { cells, live } } = this;
    sorting?.kernels['sortByStart']!(starts, sorting.order, sorting.ends, sorting.list, live.length, samples, cells, this.v.size, this.stride);
    for (const tile of this.tiles) {
      const g = this.gradientsOf(tile, gradient);
      for (const { kernels, plane, row } of tile.parts) {
        if (sorting === null) kernels['toCoefficients']!(values + plane, starts, g + row, rows + tile.lane, tile.list, tile.count, samples, planes, tile.entry, this.stride);
        else kernels['toCoefficientsSorted']!(values, sorting.order, sorting.ends, g, rows + tile.lane, tile.list, tile.count, samples, planes, tile.entry, this.stride, cells);
      }
    }
  }

  unfold(trained: number, gradient: number): void {
    if (this.gradients === 0) return;
    const { unfoldRows } = foldSet(this.arena, this.v);
    for (const tile of this.tiles) {
      unfoldRows!(this.gradientsOf(tile, gradient), trained + tile.at, trained + tile.weights, gradient + tile.at, gradient + tile.weights, tile.count, this.rows, this.layout.base, tile.width);
    }
  }

  entries(): CoefficientEntry[] {
    const { layout: { tiles, term }, v, sums, arrangement } = this;
    return tiles.flatMap(({ inputs, vectors, lane }, group) => Array.from(inputs, (i, entry): CoefficientEntry => ({
      group, entry, edges: Array.from({ length: vectors * v.count }, (_, k) => {
        const sum = arrangement[lane + k]!;
        return sum < 0 ? -1 : term.edges.edgeAt[i * sums + sum]!;
      }),
    })));
  }

  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void {
    const tile = this.tiles[group]!;
    const hasBase = this.layout.base === 1;
    const base = this.coefficients(tile, trained) + entry * tile.entry;
    const baseGradients = gradient === 0 ? this.waste : this.gradientsOf(tile, gradient) + entry * tile.entry;
    const behind = hasBase ? tile.width : 0;
    visit({ coefficients: base + behind, gradients: baseGradients + behind, width: tile.width, base: hasBase ? base : 0, baseGradients });
  }
}

/** The kernels over a memory. */
function rowSet(arena: Memory, shape: RowShape): Kernels {
  const { precision, fixed, window, tile, masked } = shape;
  return arena.kernels(`rows ${precision} ${fixed} ${window} ${tile}${masked ? ' masked' : ''}`, () => rowContractions(shape));
}

/** Ones in all bits of an edge that is on. */
function storeMasks(arena: Memory, { size }: Lanes, masks: Uint8Array): number {
  const words = size / 4;
  return arena.integers(Int32Array.from({ length: masks.length * words }, (_, k) => -masks[Math.floor(k / words)]!));
}
