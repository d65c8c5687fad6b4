import { constant, derivatives, type Expr } from '@knotwork/algebra';
import { shapeInput, termFormula } from '@knotwork/network';
import type { CompileOptions, LayerStructure } from '@knotwork/plugin';
import type { Arena } from './arena.js';
import { BLOCK } from './block.js';
import type { BlockRun } from './block-run.js';
import { ColumnsContraction } from './columns-contraction.js';
import { EdgesContraction } from './edges-contraction.js';
import { type Lanes, lanes } from './emitter.js';
import { featureKernel, featureParameters, type FeatureSpec } from './feature-kernel.js';
import type { ParameterBlock } from './parameter-block.js';
import { formulaKey } from './formula-key.js';
import type { TermLayout } from './memory-layout.js';
import { once } from './once.js';
import { planeSet } from './plane-kernels.js';
import { RowsContraction } from './rows-contraction.js';
import type { TermContraction, TermRun } from './term-contraction.js';
import type { Kernels } from './web-assembly.js';

/** A trained shape parameter that edges share. Addresses in bytes, that of the parameter relative. */
interface SharedShape {
  readonly name: string;
  readonly at: number;
  readonly isPerInput: boolean;
  /** Where the derivatives of an input's features in it begin. */
  readonly first: number;
  /** `[input][BLOCK]`, then `[input]`: what they come to. */
  readonly planes: number;
}

/**
 * The kernels of one term, and the memory they need for a block: features, starts, effective coefficients and their gradients.
 * Everything is allocated once; a call allocates nothing.
 */
export class KernelTerm {
  readonly v: Lanes;
  /** What the features read of an input, and how it is laid out. */
  readonly block: ParameterBlock;
  private readonly plane: number;
  /** Rows of features, the base function among them. */
  readonly rows: number;
  private readonly live: number;
  private readonly liveCount: number;
  private readonly values: number;
  private readonly starts: number;
  private readonly features: { readonly plain: () => Kernels; readonly withSlopes: () => Kernels };
  /** Trained shape parameters that edges share: derivatives of the features in them stand behind the slopes. */
  private readonly shapes: readonly SharedShape[];
  private readonly contraction: TermContraction;
  private readonly run: TermRun;

  constructor(
    readonly arena: Arena, readonly layout: TermLayout, readonly layer: LayerStructure, arrangement: Int32Array, private readonly options: CompileOptions,
  ) {
    const { term } = layout;
    this.v = lanes(options.precision);
    this.plane = BLOCK * this.v.size;
    this.rows = layout.fixed + layout.window;
    this.live = arena.integers(layout.live);
    this.liveCount = layout.live.length;
    const { spec, withSlopes, shapes } = this.featureSpecs();
    // A plane per input, and room for their sums.
    this.shapes = shapes.map((shape) => ({ ...shape, planes: arena.allocate(layer.inputs * (this.plane + this.v.size)) }));
    this.contraction = layout.kind === 'rows' ? new RowsContraction(arena, layout, this.v, layer, arrangement)
      : layout.kind === 'columns' ? new ColumnsContraction(arena, layout, this.v, layer.outputs) : new EdgesContraction(arena, layout, this.v, layer);
    this.block = this.contraction instanceof EdgesContraction ? this.contraction.block : featureParameters(withSlopes);
    const hasFeatures = layout.kind !== 'edges' && this.liveCount > 0;
    this.values = hasFeatures ? arena.allocate(layer.inputs * withSlopes.planes.length * this.plane) : 0;
    this.starts = hasFeatures && layout.window > 0 ? arena.allocate(layer.inputs * BLOCK * 4) : 0;
    this.run = { samples: 0, bytes: 0, withSlopes: false, x: 0, grid: 0, trained: 0, starts: this.starts, planes: 0 };
    const kernels = (s: FeatureSpec): (() => Kernels) => once(() => arena.kernels(
      `features ${options.precision} ${s.lastStart} ${JSON.stringify(this.block.knots)} ${formulaKey(['x', ...s.parameters], s.start === null ? s.planes : [...s.planes, s.start])}`,
      () => [featureKernel('features', this.v, s)],
    ));
    this.features = { plain: kernels({ ...spec, block: this.block }), withSlopes: kernels({ ...withSlopes, block: this.block }) };
  }

  /** Formulas of the planes: values; values, slopes and derivatives in shared shapes. */
  private featureSpecs(): { spec: FeatureSpec; withSlopes: FeatureSpec; shapes: Omit<SharedShape, 'planes'>[] } {
    const { term, shapes: places, base } = this.layout;
    const f = termFormula(term, 1);
    const root = (output: number): Expr => f.formula.roots[output]!;
    const plane = (m: number): Expr[] => [...(base === 1 ? [root(f.base[m]!)] : []), ...f.values[m]!.map(root)];
    const values = plane(0);
    const trained = this.layout.kind !== 'edges' && this.options.trainable.includes('shape')
      ? Object.entries(places).filter(([name]) => term.shape[name]!.trainable) : [];
    const inShapes = trained.flatMap(([name]) => [...(base === 1 ? [constant(0)] : []), ...derivatives(values.slice(base), shapeInput(name))]);
    const common = {
      start: term.form === 'window' ? root(f.start) : null, lastStart: term.size - term.window,
      parameters: f.formula.inputs.slice(1), intervals: term.knots === 'own' ? term.intervals : null,
    };
    return {
      spec: { ...common, planes: values }, withSlopes: { ...common, planes: [...values, ...plane(1), ...inShapes] },
      shapes: trained.map(([name, at], k) => ({ name, at: at * this.v.size, isPerInput: term.shape[name]!.scope === 'input', first: (2 + k) * this.rows * this.plane })),
    };
  }

  /** Effective coefficients from what trains. */
  fold(trained: number): void { this.contraction.fold(trained); }

  /** Whether the gradient of this term is added to what stands there, so that it must be zero before. */
  get addsToGradient(): boolean { return this.layout.kind === 'edges' || (this.layout.kind === 'rows' && !this.layout.term.hasBasisWeight) || this.shapes.length > 0; }

  /** Makes the features of a block. @param x inputs of the layer, `[input][BLOCK]`; @param grid uniform numbers of the features */
  evaluate({ samples, bytes, withSlopes }: BlockRun, x: number, grid: number, trained: number): void {
    const { run } = this;
    run.samples = samples;
    run.bytes = bytes;
    run.withSlopes = withSlopes;
    run.x = x;
    run.grid = grid;
    run.trained = trained;
    run.planes = this.planes(withSlopes);
    if (this.values === 0) return;
    const { features } = withSlopes ? this.features.withSlopes() : this.features.plain();
    features!(x, grid, this.block.length * this.v.size, this.values, this.starts, this.live, this.liveCount, bytes);
  }

  /** Bytes of the features of one input. */
  private planes(withSlopes: boolean): number { return (withSlopes ? 2 + this.shapes.length : 1) * this.rows * this.plane; }

  /** Adds what was evaluated into rows or planes, whichever the term works in. */
  forward(rows: number, z: number): void { this.contraction.forward(this.values, this.run, rows, z); }

  /**
   * Adds the gradients of the block that was evaluated, from those in the sums of the layer's nodes.
   *
   * @param gradient where gradients of what trains are added up
   * @param gx gradients in the inputs, `[input][BLOCK]`, added to; 0 where nobody wants them
   */
  backward(rows: number, gz: number, gradient: number, gx: number): void {
    const { run, values } = this;
    if (gx !== 0) this.contraction.toInputs(values + this.rows * this.plane, run, rows, gz, gx);
    this.contraction.toCoefficients(values, run, rows, gz, gradient, gx);
    for (let k = 0; k < this.shapes.length; k++) this.shapeToGradient(k, rows, gz, gradient);
  }

  /** d/d theta of an input's features, summed over edges and samples: the gradient in the input with other derivatives. */
  private shapeToGradient(k: number, rows: number, gz: number, gradient: number): void {
    const { arena, v, layer: { inputs } } = this;
    const { at, isPerInput } = this.shapes[k]!;
    const planes = this.shapePlanes(k, rows, gz);
    const sums = planes + inputs * this.plane;
    arena.u8.fill(0, sums, sums + inputs * v.size);
    planeSet(arena, v)['addPlanes']!(planes, isPerInput ? gradient + at : sums, inputs, this.run.bytes);
    if (isPerInput) return;
    const numbers = arena.numbers(v.precision);
    for (let i = 0; i < inputs; i++) numbers[(gradient + at) / v.size]! += numbers[sums / v.size + i]!;
  }

  /** The same for each input and sample, not yet summed: `[input][BLOCK]`. */
  private shapePlanes(k: number, rows: number, gz: number): number {
    const { arena, layer: { inputs } } = this;
    const planes = this.shapes[k]!.planes;
    arena.u8.fill(0, planes, planes + inputs * this.plane);
    this.contraction.toInputs(this.values + this.shapes[k]!.first, this.run, rows, gz, planes);
    return planes;
  }

  /** Gradients in the inputs, added to gx unless it is 0, and for every sample those in shared shape parameters. */
  propagate(rows: number, gz: number, gx: number): void {
    if (this.contraction instanceof EdgesContraction) { this.contraction.propagate(this.run, gz, gx); return; }
    if (gx !== 0) this.contraction.toInputs(this.values + this.rows * this.plane, this.run, rows, gz, gx);
    this.shapes.forEach((_, k) => this.shapePlanes(k, rows, gz));
  }

  /** Derivatives in entry `entry` of a shape parameter after `propagate`: planes to be added up, those of single edges still to be multiplied by the gradient in an output. */
  shapeSlopes(name: string, entry: number): readonly { readonly plane: number; readonly output: number | null }[] {
    if (this.contraction instanceof EdgesContraction) return this.contraction.shapeSlopes(name, entry);
    const shape = this.shapes.find((s) => s.name === name)!;
    if (shape.isPerInput) return [{ plane: shape.planes + entry * this.plane, output: null }];
    return Array.from(this.layout.live, (i) => ({ plane: shape.planes + i * this.plane, output: null }));
  }

  /** Inputs, or edges where each has features of its own. */
  get groups(): number { return this.layer.inputs * (this.layout.kind === 'edges' ? this.layer.outputs : 1); }

  /** Features of an edge after a run with slopes: address of the first and numbers from one to the next; of its starts, 0 where there are none; of the base function. */
  featuresOf(edge: number, outputs: number): { readonly values: number; readonly stride: number; readonly starts: number; readonly base: number } {
    if (this.contraction instanceof EdgesContraction) return { ...this.contraction.featuresOf(edge), stride: BLOCK, starts: 0 };
    const input = Math.floor(edge / outputs);
    const at = this.values + input * this.planes(true);
    return { values: at + this.layout.base * this.plane, stride: BLOCK, starts: this.starts === 0 ? 0 : this.starts + input * 4 * BLOCK, base: at };
  }

  /** Makes the features of every group that has some, the base function first, and tells which group each is. */
  groupFeatures(run: BlockRun, x: number, grid: number, trained: number): { readonly values: number; readonly starts: number; readonly planes: number; readonly groupOf: Int32Array } {
    this.evaluate(run, x, grid, trained);
    if (this.contraction instanceof EdgesContraction) {
      this.contraction.propagate(this.run, 0, 0);
      return { ...this.contraction.groupFeatures(), starts: 0 };
    }
    return { values: this.values, starts: this.starts, planes: this.run.planes, groupOf: Int32Array.from({ length: this.layer.inputs }, (_, i) => i) };
  }

  /** Groups in memory that have features, one after the other. */
  get stored(): Int32Array { return this.contraction instanceof EdgesContraction ? Int32Array.from({ length: this.contraction.count }, (_, k) => k) : this.layout.live; }

  /** From gradients of effective coefficients to those of what trains. */
  unfold(trained: number, gradient: number): void { this.contraction.unfold(trained, gradient); }

  entries(): ReturnType<TermContraction['entries']> { return this.contraction.entries(); }

  withCoefficients(...args: Parameters<TermContraction['withCoefficients']>): void { this.contraction.withCoefficients(...args); }
}
