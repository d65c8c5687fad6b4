import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import { type ChainTerm, type Channels, clampStart, gridTables, hasEdgeShape, placeOf, termFormula, type TermFormula } from '@knotwork/network';
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
 *
 * Derivatives in the network's inputs go through in channels beside the values: of a channel of the inputs the same contraction makes that channel of the
 * sums, only that it is given that channel of the features.
 */
export class TermKernel {
  readonly groups: number;
  /** Live features and the base function. */
  readonly rows: number;
  /** Channels of the features; the first are their values. */
  readonly channels: readonly Float64Array[];
  /** Index of the first live coefficient: `[group][BLOCK]`. */
  readonly starts: Int32Array;
  readonly shapes: readonly TrainedShape[];
  private readonly isPerEdge: boolean;
  private readonly source: TermFormula;
  private readonly program: BlockProgram;
  /** Derivatives of the features in their own variable by order; the first are their values. */
  private readonly orders: readonly Float64Array[];
  /** Inputs of the block that was evaluated last: `[channel][input][BLOCK]`. */
  private x: Float64Array = new Float64Array(0);
  private readonly scratch: Float64Array;
  /** Of every channel of the sums: how derivatives of each order go back to channels of the inputs. */
  private readonly waysBack: readonly (readonly WayBack[])[];

  /** @param inputs of the layer */
  constructor(readonly term: TermStructure, unknown: TermLayout, private readonly derivatives: Channels, private readonly inputs: number) {
    const trained = Object.keys(unknown.shape).filter((name) => unknown.shape[name]!.some((u) => u >= 0));
    const { order, list } = derivatives;
    this.source = termFormula(term, order + 1, trained);
    this.program = blockProgram(this.source.formula, BLOCK);
    this.isPerEdge = hasEdgeShape(term);
    const { edges } = term;
    this.groups = this.isPerEdge ? edges.count : edges.inputs.length;
    this.rows = term.window + (term.base === null ? 0 : 1);
    const planes = (rows: number): Float64Array => new Float64Array(this.groups * rows * BLOCK);
    this.orders = Array.from({ length: order + 2 }, () => planes(this.rows));
    this.channels = list.map((_, channel) => (channel === 0 ? this.orders[0]! : planes(this.rows)));
    this.starts = new Int32Array(this.groups * BLOCK);
    this.scratch = new Float64Array(inputs * BLOCK);
    this.waysBack = derivatives.slopes.map(waysBack);
    this.shapes = trained.map((name) => {
      const { scope } = term.shape[name]!;
      const entries = Int32Array.from(edges.from, (input, e) => ({ edge: e, input: edges.inputAt[input]!, layer: 0 })[scope]);
      const own = Array.from({ length: order + 1 }, () => planes(term.window));
      return { name, scope, entries, orders: own, channels: list.map((_, channel) => (channel === 0 ? own[0]! : planes(term.window))) };
    });
  }

  /** Values of the features. */
  get values(): Float64Array { return this.channels[0]!; }

  /** Group of an edge. */
  groupOf(edge: number): number { return this.isPerEdge ? edge : this.term.edges.inputAt[this.term.edges.from[edge]!]!; }

  /** Evaluates the features of `count` samples. @param x inputs `[channel][input][BLOCK]`, @param parameters for the grids and shape parameters */
  evaluate(x: Float64Array, parameters: Float64Array, count: number): void {
    const { program, source, rows, term, term: { edges } } = this;
    const [px, pa, pb, ...shape] = program.inputs as [Float64Array, Float64Array, Float64Array, ...Float64Array[]];
    const names = Object.keys(term.shape);
    const last = term.size - term.window;
    const copy = (output: number, to: Float64Array, plane: number): void => to.set(program.outputs[output]!.subarray(0, count), plane * BLOCK);
    this.x = x;
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
      this.orders.forEach((to, m) => {
        source.values[m]!.forEach((o, j) => copy(o, to, g * rows + j));
        if (term.base !== null) copy(source.base[m]!, to, g * rows + term.window);
      });
      this.fillChannels(this.orders, this.channels, g, rows, input, count);
      for (const { name, orders, channels } of this.shapes) {
        orders.forEach((to, m) => { source.shape[name]![m]!.forEach((o, j) => copy(o, to, g * term.window + j)); });
        this.fillChannels(orders, channels, g, term.window, input, count);
      }
    }
  }

  /** Channels of a group's features, by the chain rule from their derivatives and the channels of the input. The first is there already. */
  private fillChannels(orders: readonly Float64Array[], channels: readonly Float64Array[], group: number, rows: number, input: number, count: number): void {
    for (let channel = 1; channel < channels.length; channel++) {
      const to = channels[channel]!.subarray(group * rows * BLOCK, (group + 1) * rows * BLOCK).fill(0);
      for (const term of this.derivatives.chain[channel]!) {
        const from = orders[term.order]!.subarray(group * rows * BLOCK, (group + 1) * rows * BLOCK);
        for (let n = 0; n < count; n++) {
          const factor = this.factorOf(term, input, n);
          for (let j = 0; j < rows; j++) to[j * BLOCK + n]! += factor * from[j * BLOCK + n]!;
        }
      }
    }
  }

  /** What the derivative of a term of the chain rule is multiplied by, at sample n. */
  private factorOf({ factor, of }: ChainTerm, input: number, n: number): number {
    let product = factor;
    for (const channel of of) product *= this.x[(channel * this.inputs + input) * BLOCK + n]!;
    return product;
  }

  /** z += features * coefficients. @param z `[sum][BLOCK]` of a channel, @param c effective coefficients `[edge][size]`, @param b base weights */
  forward(z: Float64Array, channel: number, c: Float64Array, b: Float64Array, count: number): void {
    const values = this.channels[channel]!;
    this.forEachPlane((plane, coefficient, starts, { sum }) => {
      const to = sum * BLOCK;
      for (let n = 0; n < count; n++) z[to + n]! += values[plane + n]! * c[coefficient + starts[n]!]!;
    }, (plane, { sum, edge }) => {
      const to = sum * BLOCK;
      const weight = b[edge]!;
      for (let n = 0; n < count; n++) z[to + n]! += values[plane + n]! * weight;
    });
  }

  /** Adds what a channel of the sums gives back to all channels of the inputs. @param gx `[channel][input][BLOCK]`, @param gz `[sum][BLOCK]` of the channel */
  backward(gx: Float64Array, gz: Float64Array, channel: number, c: Float64Array, b: Float64Array, count: number): void {
    const { inputs, scratch } = this;
    const planeOf = (k: number): Float64Array => gx.subarray(k * inputs * BLOCK, (k + 1) * inputs * BLOCK);
    for (const { order, plain, uses } of this.waysBack[channel]!) {
      // Nothing to multiply by: it is added where it belongs.
      if (plain !== null) { this.contract(planeOf(plain), order, gz, c, b, count); continue; }
      this.contract(scratch.fill(0), order, gz, c, b, count);
      for (const { of, term } of uses) {
        const to = planeOf(of);
        for (let input = 0; input < inputs; input++) for (let n = 0; n < count; n++) to[input * BLOCK + n]! += this.factorOf(term, input, n) * scratch[input * BLOCK + n]!;
      }
    }
  }

  /** gx += derivative of some order of every edge times gz: `[input][BLOCK]`. */
  private contract(gx: Float64Array, order: number, gz: Float64Array, c: Float64Array, b: Float64Array, count: number): void {
    const slopes = this.orders[order]!;
    this.forEachPlane((plane, coefficient, starts, { input, sum }) => {
      const [to, g] = [input * BLOCK, sum * BLOCK];
      for (let n = 0; n < count; n++) gx[to + n]! += gz[g + n]! * slopes[plane + n]! * c[coefficient + starts[n]!]!;
    }, (plane, { input, sum, edge }) => {
      const [to, g] = [input * BLOCK, sum * BLOCK];
      const weight = b[edge]!;
      for (let n = 0; n < count; n++) gx[to + n]! += gz[g + n]! * slopes[plane + n]! * weight;
    });
  }

  /** Adds what a channel gives to the gradients of effective coefficients and base weights. */
  accumulate(gc: Float64Array, gb: Float64Array, gz: Float64Array, channel: number, count: number): void {
    const values = this.channels[channel]!;
    this.forEachPlane((plane, coefficient, starts, { sum }) => {
      const g = sum * BLOCK;
      for (let n = 0; n < count; n++) gc[coefficient + starts[n]!]! += gz[g + n]! * values[plane + n]!;
    }, (plane, { sum, edge }) => {
      const g = sum * BLOCK;
      let total = 0;
      for (let n = 0; n < count; n++) total += gz[g + n]! * values[plane + n]!;
      gb[edge]! += total;
    });
  }

  /** Adds what a channel gives to the gradients of trained shape parameters. @param gs by name, as their segments are; @param c effective coefficients */
  accumulateShape(gs: Readonly<Record<string, Float64Array>>, c: Float64Array, gz: Float64Array, channel: number, count: number): void {
    for (const shape of this.shapes) {
      this.forEachEdge(({ sum, edge }) => {
        let total = 0;
        for (let n = 0; n < count; n++) total += gz[sum * BLOCK + n]! * this.shapeSlope(shape, channel, edge, c, n);
        gs[shape.name]![shape.entries[edge]!]! += total;
      });
    }
  }

  /** Derivative of a channel of one edge in a trained shape parameter at sample n. @param c effective coefficients */
  shapeSlope({ channels }: TrainedShape, channel: number, edge: number, c: Float64Array, n: number): number {
    const { window, size } = this.term;
    const slopes = channels[channel]!;
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

/** What derivatives of one order are used for: terms of channels of the inputs; one channel that nothing multiplies, or null. */
interface WayBack { readonly order: number; readonly plain: number | null; readonly uses: readonly { readonly of: number; readonly term: ChainTerm }[] }

/** @param slopes of one channel of the sums in every channel of the inputs */
function waysBack(slopes: readonly (readonly ChainTerm[])[]): readonly WayBack[] {
  const all = slopes.flatMap((terms, of) => terms.map((term) => ({ of, term })));
  const orders = [...new Set(all.map(({ term }) => term.order))].sort((a, b) => a - b);
  return orders.map((order) => {
    const uses = all.filter(({ term }) => term.order === order);
    const [{ of, term }] = uses as [WayBack['uses'][number]];
    return { order, uses, plain: uses.length === 1 && term.factor === 1 && term.of.length === 0 ? of : null };
  });
}

/** A shape parameter that is trained. */
export interface TrainedShape {
  readonly name: string;
  readonly scope: ShapeParameter['scope'];
  /** Entry of its segment that each edge reads: `[edges]`. */
  readonly entries: Int32Array;
  /** Derivatives of the live features in it by order of derivative in x, and by channel: `[group][window][BLOCK]` each. */
  readonly orders: readonly Float64Array[];
  readonly channels: readonly Float64Array[];
}

interface EdgePlace { readonly input: number; readonly sum: number; readonly edge: number }
