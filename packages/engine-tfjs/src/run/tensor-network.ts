import { GRID_KNOTS } from '@knotwork/algebra';
import type { ProgramLayout } from '@knotwork/engine-core';
import { gridOf, hasEdgeShape } from '@knotwork/network';
import type { Vec } from '@knotwork/plugin';
import type { Structure, TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import type { KnotTable, Quantity } from '../formulas/tensor-operations.js';
import type { Features } from '../terms/term-features.js';
import type { Gradients } from '../terms/tensor-term.js';
import type { Tensor } from '../tfjs-module.js';
import { type Piece, Pieces } from './pieces.js';
import { Fixed, type Grids, type Place } from './place.js';
import { type LayerNumbers, type LayerPass, TensorLayer } from './tensor-layer.js';
import { UnknownVectors } from './unknown-vector.js';

/** All layers on the device, forwards and backwards. */
export class TensorNetwork {
  readonly layers: readonly TensorLayer[];
  readonly pieces: Pieces;
  readonly vectors: UnknownVectors;
  /** Pieces of unknowns, in the order of the device. */
  readonly trained: readonly Piece[];

  constructor(private readonly device: Device, readonly structure: Structure, layout: ProgramLayout) {
    this.pieces = new Pieces(layout, structure.length);
    this.layers = structure.layers.map((layer, l) => new TensorLayer(device, layer, layout.terms[l]!, this.pieces));
    this.vectors = new UnknownVectors(device, this.pieces.parts());
    this.trained = this.pieces.trained();
  }

  /** What is not trained, on the device. @param parameters of the network */
  fixed(parameters: Vec): Fixed {
    const { device, structure, pieces } = this;
    const all: Tensor[] = [];
    const vector = (values: ArrayLike<number>, shape?: readonly number[]): Tensor => {
      const made = device.vector(values, shape);
      all.push(made);
      return made;
    };
    const numbers = new Map<number, Tensor>();
    const [ones, zeros] = [new Set<number>(), new Set<number>()];
    for (const piece of pieces.list) {
      if (piece.part >= 0) continue;
      const values = Float64Array.from(piece.parameters, (at) => parameters[at]!);
      if (values.every((v) => v === 1)) ones.add(piece.id);
      if (values.every((v) => v === 0)) zeros.add(piece.id);
      numbers.set(piece.id, vector(values));
    }
    const grids = structure.layers.map((layer) => layer.terms.map((term) => (term.edges.count === 0 ? NO_GRIDS : gridsOf(term, parameters, vector))));
    return new Fixed(numbers, grids, ones, zeros, all);
  }

  numbers(at: Place): readonly LayerNumbers[] { return this.layers.map((layer) => layer.numbers(at)); }

  /** Whether features of the first layer depend on grids only. */
  get hasFixedFeatures(): boolean { return !this.layers[0]!.hasTrainedShape; }

  firstFeatures(x: Tensor, at: Place, numbers: LayerNumbers): readonly Features[] {
    return this.layers[0]!.features(x, at, numbers, { slopes: false, shape: !this.hasFixedFeatures });
  }

  /**
   * @param first features of the first layer
   * @param layers how many are run
   * @param differentiate whether the way back follows
   */
  forward(first: readonly Features[], at: Place, numbers: readonly LayerNumbers[], count: number, differentiate: boolean, layers = this.layers.length): readonly LayerPass[] {
    const passes: LayerPass[] = [];
    for (let l = 0; l < layers; l++) {
      const features = l === 0 ? first : this.layers[l]!.features(passes[l - 1]!.outputs, at, numbers[l]!, { slopes: differentiate, shape: differentiate });
      passes.push(this.layers[l]!.forward(features, numbers[l]!, count, differentiate));
    }
    return passes;
  }

  /** Gradients of all trained pieces. @param gy derivative in the outputs, `[samples][outputs]`; @param bySample for each sample */
  backward(passes: readonly LayerPass[], gy: Tensor, numbers: readonly LayerNumbers[], bySample: boolean): Gradients {
    const into: Gradients = new Map();
    let g: Tensor | null = gy;
    for (let l = passes.length - 1; l >= 0; l--) g = this.layers[l]!.backward(passes[l]!, g!, numbers[l]!, into, bySample);
    return into;
  }

  /** Gradients in the order of the unknowns on the device, the scalars left out. */
  inOrder(gradients: Gradients): Tensor[] { return this.trained.map(({ id }) => gradients.get(id)!); }

  dispose(): void { for (const layer of this.layers) layer.dispose(); }
}

const NO_GRIDS: Grids = { min: 0, max: 1, tables: {} };

/** Knots that formulas read beyond the ends: more than any window is wide. */
const MARGIN = 16;

function gridsOf(term: TermStructure, parameters: Vec, vector: (values: ArrayLike<number>, shape: readonly number[]) => Tensor): Grids {
  const { edges } = term;
  const inputs = hasEdgeShape(term) ? edges.from : edges.inputs;
  const grids = Array.from(inputs, (input) => gridOf(term, parameters, input));
  const groups = grids.length;
  const ends = (k: 0 | 1): Quantity => {
    const first = grids[0]!.domain[k];
    return grids.every(({ domain }) => domain[k] === first) ? first : vector(Float64Array.from(grids, ({ domain }) => domain[k]), [1, groups]);
  };
  return { min: ends(0), max: ends(1), tables: term.knots === 'own' ? { [GRID_KNOTS]: knotTable(grids.map(({ knots }) => knots!), vector) } : {} };
}

function knotTable(knots: readonly Vec[], vector: (values: ArrayLike<number>, shape: readonly number[]) => Tensor): KnotTable {
  const last = knots[0]!.length - 1;
  const width = last + 1 + 2 * MARGIN;
  const interior = new Float64Array(knots.length * (last - 1));
  const extended = new Float64Array(knots.length * width);
  knots.forEach((own, g) => {
    interior.set(own.subarray(1, last), g * (last - 1));
    for (let j = 0; j < width; j++) {
      const index = j - MARGIN;
      extended[g * width + j] = index < 0 ? own[0]! + index * (own[1]! - own[0]!) : index > last ? own[last]! + (index - last) * (own[last]! - own[last - 1]!) : own[index]!;
    }
  });
  return {
    interior: vector(interior, [1, knots.length, last - 1]), extended: vector(extended, [extended.length]), margin: MARGIN, last,
    first: vector(Float64Array.from(knots, (_, g) => g * width + MARGIN), [1, knots.length]),
  };
}
