import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import { clampStart, gridTables, hasEdgeShape, placeOf, termFormula, type TermFormula } from '@knotwork/network';
import type { ShapeParameter } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import type { TermLayout } from '@knotwork/engine-core';

/** Samples that run through the whole network together. */
export const BLOCK = 128;

/**
 * Features of one term for one block of samples, and the contraction with coefficients, forwards and backwards.
 *
 * Edges that share their features form a group: those that leave one input or, where edges have shape parameters of their own, each
 * edge by itself. Planes are `[group][plane][BLOCK]`; a plane holds one live feature, or its derivative, for every sample of the
 * block. The base function, where there is one, is the plane behind the features. A global term has all features live, from 0 on.
 */
export class TermKernel {
  readonly groups: number;
  /** Live features and the base function. */
  readonly rows: number;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** Index of the first live coefficient: `[group][BLOCK]`. */
  readonly starts: Int32Array;
  readonly shapes: readonly TrainedShape[];
  private readonly isPerEdge: boolean;
  private readonly source: TermFormula;
  private readonly program: BlockProgram;

  constructor(readonly term: TermStructure, unknown: TermLayout) {
    const trained = Object.keys(unknown.shape).filter((name) => unknown.shape[name]!.some((u) => u >= 0));
    this.source = termFormula(term, 1, trained);
    this.program = blockProgram(this.source.formula, BLOCK);
    this.isPerEdge = hasEdgeShape(term);
    const { edges } = term;
    this.groups = this.isPerEdge ? edges.count : edges.inputs.length;
    this.rows = term.window + (term.base === null ? 0 : 1);
    this.values = new Float64Array(this.groups * this.rows * BLOCK);
    this.slopes = new Float64Array(this.groups * this.rows * BLOCK);
    this.starts = new Int32Array(this.groups * BLOCK);
    this.shapes = trained.map((name) => {
      const { scope } = term.shape[name]!;
      const entries = Int32Array.from(edges.from, (input, e) => ({ edge: e, input: edges.inputAt[input]!, layer: 0 })[scope]);
      return { name, scope, entries, slopes: new Float64Array(this.groups * term.window * BLOCK) };
    });
  }

  /** Group of an edge. */
  groupOf(edge: number): number { return this.isPerEdge ? edge : this.term.edges.inputAt[this.term.edges.from[edge]!]!; }

  /** Evaluates the features of `count` samples. @param x inputs `[input][BLOCK]`, @param parameters for the grids and shape parameters */
  evaluate(x: Float64Array, parameters: Float64Array, count: number): void {
    const { program, source, rows, term, term: { edges } } = this;
    const [px, pa, pb, ...shape] = program.inputs as [Float64Array, Float64Array, Float64Array, ...Float64Array[]];
    const names = Object.keys(term.shape);
    const last = term.size - term.window;
    const copy = (output: number, to: Float64Array, plane: number): void => to.set(program.outputs[output]!.subarray(0, count), plane * BLOCK);
    for (let g = 0; g < this.groups; g++) {
      const edge = this.isPerEdge ? g : edges.starts[g]!;
      const input = edges.from[edge]!;
      const place = placeOf(term, parameters, edge);
      px.set(x.subarray(input * BLOCK, input * BLOCK + count));
      pa.fill(place.domain[0]);
      pb.fill(place.domain[1]);
      names.forEach((name, k) => shape[k]!.fill(place.shape![name]!));
      program.run(count, gridTables(place));
      if (source.start >= 0) {
        const start = program.outputs[source.start]!;
        for (let n = 0; n < count; n++) this.starts[g * BLOCK + n] = clampStart(start[n]!, last);
      }
      source.values[0]!.forEach((o, j) => copy(o, this.values, g * rows + j));
      source.values[1]!.forEach((o, j) => copy(o, this.slopes, g * rows + j));
      if (term.base !== null) { copy(source.base[0]!, this.values, g * rows + term.window); copy(source.base[1]!, this.slopes, g * rows + term.window); }
      for (const { name, slopes } of this.shapes) source.shape[name]!.forEach((o, j) => copy(o, slopes, g * term.window + j));
    }
  }

  /** z += features * coefficients. @param z `[sum][BLOCK]`, @param c effective coefficients `[edge][size]`, @param b base weights */
  forward(z: Float64Array, c: Float64Array, b: Float64Array, count: number): void {
    this.forEachPlane((plane, coefficient, starts, { sum }) => {
      const to = sum * BLOCK;
      for (let n = 0; n < count; n++) z[to + n]! += this.values[plane + n]! * c[coefficient + starts[n]!]!;
    }, (plane, { sum, edge }) => {
      const to = sum * BLOCK;
      const weight = b[edge]!;
      for (let n = 0; n < count; n++) z[to + n]! += this.values[plane + n]! * weight;
    });
  }

  /** gx += slope of every edge times gz: `[input][BLOCK]`. */
  backward(gx: Float64Array, gz: Float64Array, c: Float64Array, b: Float64Array, count: number): void {
    this.forEachPlane((plane, coefficient, starts, { input, sum }) => {
      const [to, g] = [input * BLOCK, sum * BLOCK];
      for (let n = 0; n < count; n++) gx[to + n]! += gz[g + n]! * this.slopes[plane + n]! * c[coefficient + starts[n]!]!;
    }, (plane, { input, sum, edge }) => {
      const [to, g] = [input * BLOCK, sum * BLOCK];
      const weight = b[edge]!;
      for (let n = 0; n < count; n++) gx[to + n]! += gz[g + n]! * this.slopes[plane + n]! * weight;
    });
  }

  /** Adds the gradients of effective coefficients and base weights. */
  accumulate(gc: Float64Array, gb: Float64Array, gz: Float64Array, count: number): void {
    this.forEachPlane((plane, coefficient, starts, { sum }) => {
      const g = sum * BLOCK;
      for (let n = 0; n < count; n++) gc[coefficient + starts[n]!]! += gz[g + n]! * this.values[plane + n]!;
    }, (plane, { sum, edge }) => {
      const g = sum * BLOCK;
      let total = 0;
      for (let n = 0; n < count; n++) total += gz[g + n]! * this.values[plane + n]!;
      gb[edge]! += total;
    });
  }

  /** Adds the gradients of trained shape parameters. @param gs by name, as their segments are; @param c effective coefficients */
  accumulateShape(gs: Readonly<Record<string, Float64Array>>, c: Float64Array, gz: Float64Array, count: number): void {
    for (const shape of this.shapes) {
      this.forEachEdge(({ sum, edge }) => {
        let total = 0;
        for (let n = 0; n < count; n++) total += gz[sum * BLOCK + n]! * this.shapeSlope(shape, edge, c, n);
        gs[shape.name]![shape.entries[edge]!]! += total;
      });
    }
  }

  /** Derivative of one edge in a trained shape parameter at sample n. @param c effective coefficients */
  shapeSlope({ slopes }: TrainedShape, edge: number, c: Float64Array, n: number): number {
    const { window, size } = this.term;
    const group = this.groupOf(edge);
    const from = edge * size + this.starts[group * BLOCK + n]!;
    let sum = 0;
    for (let j = 0; j < window; j++) sum += slopes[(group * window + j) * BLOCK + n]! * c[from + j]!;
    return sum;
  }

  private forEachEdge(visit: (at: EdgePlace) => void): void {
    const { count, from, to } = this.term.edges;
    for (let edge = 0; edge < count; edge++) visit({ input: from[edge]!, sum: to[edge]!, edge });
  }

  /**
   * Visits every plane of every edge: `feature` with the plane's offset and the index of the coefficient that belongs
   * to start 0, then `base` with the base function's plane.
   */
  private forEachPlane(
    feature: (plane: number, coefficient: number, starts: Int32Array, at: EdgePlace) => void, base: (plane: number, at: EdgePlace) => void,
  ): void {
    const { window, size } = this.term;
    this.forEachEdge((at) => {
      const group = this.groupOf(at.edge);
      const starts = this.starts.subarray(group * BLOCK, (group + 1) * BLOCK);
      for (let j = 0; j < window; j++) feature((group * this.rows + j) * BLOCK, at.edge * size + j, starts, at);
      if (this.term.base !== null) base((group * this.rows + window) * BLOCK, at);
    });
  }
}

/** A shape parameter that is trained. */
export interface TrainedShape {
  readonly name: string;
  readonly scope: ShapeParameter['scope'];
  /** Entry of its segment that each edge reads: `[edges]`. */
  readonly entries: Int32Array;
  /** Derivatives of the live features: `[group][window][BLOCK]`. */
  readonly slopes: Float64Array;
}

interface EdgePlace { readonly input: number; readonly sum: number; readonly edge: number }
