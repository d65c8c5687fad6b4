import { constant, derivatives, type Expr } from '@knotwork/algebra';
import { shapeInput, termFormula } from '@knotwork/network';
import type { CompileOptions, LayerStructure } from '@knotwork/plugin';
import type { Arena } from './arena.js';
import { BLOCK } from './block.js';
import { ColumnsContraction } from './columns-contraction.js';
import { EdgesContraction } from './edges-contraction.js';
import { type Lanes, lanes } from './emitter.js';
import { featureKernel, type FeatureSpec, parameterBlock, type ParameterBlock } from './feature-kernel.js';
import { formulaKey } from './formula-key.js';
import type { TermLayout } from './memory-layout.js';
import { planeSet } from './plane-kernels.js';
import { RowsContraction } from './rows-contraction.js';
import type { FeaturesAt, TermContraction, TermRun } from './term-contraction.js';
import type { Kernels } from './web-assembly.js';

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
  private readonly shapes: readonly { readonly at: number; readonly isPerInput: boolean; readonly first: number }[];
  private readonly shapeGradient: number;
  private readonly contraction: TermContraction;

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
    this.shapes = shapes;
    this.block = parameterBlock(withSlopes);
    const hasFeatures = layout.kind !== 'edges' && this.liveCount > 0;
    this.values = hasFeatures ? arena.allocate(layer.inputs * withSlopes.planes.length * this.plane) : 0;
    this.starts = hasFeatures && layout.window > 0 ? arena.allocate(layer.inputs * BLOCK * 4) : 0;
    this.shapeGradient = shapes.length > 0 ? arena.allocate(layer.inputs * (this.plane + this.v.size)) : 0;
    const kernels = (s: FeatureSpec) => (): Kernels => arena.kernels(
      `features ${options.precision} ${s.lastStart} ${s.intervals ?? 'even'} ${formulaKey(['x', ...s.parameters], s.start === null ? s.planes : [...s.planes, s.start])}`,
      () => [featureKernel('features', this.v, s)],
    );
    this.features = { plain: kernels(spec), withSlopes: kernels(withSlopes) };
    this.contraction = layout.kind === 'rows' ? new RowsContraction(arena, layout, this.v, layer, arrangement)
      : layout.kind === 'columns' ? new ColumnsContraction(arena, layout, this.v, layer.outputs) : new EdgesContraction(arena, layout, this.v, this.block);
  }

  /** Formulas of the planes: values; values, slopes and derivatives in shared shapes. */
  private featureSpecs(): { spec: FeatureSpec; withSlopes: FeatureSpec; shapes: KernelTerm['shapes'] } {
    const { term, shapes: places, base } = this.layout;
    const f = termFormula(term, 1);
    const root = (output: number): Expr => f.formula.roots[output]!;
    const plane = (m: number): Expr[] => [...(base === 1 ? [root(f.base[m]!)] : []), ...f.values[m]!.map(root)];
    const values = plane(0);
    const trained = this.options.trainable.includes('shape')
      ? Object.entries(places).filter(([name]) => term.shape[name]!.trainable) : [];
    const inShapes = trained.flatMap(([name]) => [...(base === 1 ? [constant(0)] : []), ...derivatives(values.slice(base), shapeInput(name))]);
    const common = {
      start: term.form === 'window' ? root(f.start) : null, lastStart: term.size - term.window,
      parameters: f.formula.inputs.slice(1), intervals: term.knots === 'own' ? term.intervals : null,
    };
    return {
      spec: { ...common, planes: values }, withSlopes: { ...common, planes: [...values, ...plane(1), ...inShapes] },
      shapes: trained.map(([name, at], k) => ({ at: at * this.v.size, isPerInput: term.shape[name]!.scope === 'input', first: (2 + k) * this.rows * this.plane })),
    };
  }

  /** Effective coefficients from what trains. */
  fold(trained: number): void { this.contraction.fold(trained); }

  /** Whether the gradient of this term is added to what stands there, so that it must be zero before. */
  get addsToGradient(): boolean { return this.layout.kind === 'edges' || (this.layout.kind === 'rows' && !this.layout.term.hasBasisWeight) || this.shapes.length > 0; }

  /** Makes the features of a block. */
  evaluate({ x, grid, bytes, withSlopes }: TermRun): void {
    if (this.values === 0) return;
    const { features } = withSlopes ? this.features.withSlopes() : this.features.plain();
    features!(x, grid, this.block.length * this.v.size, this.values, this.starts, this.live, this.liveCount, bytes);
  }

  /** Bytes of the features of one input. */
  private planes(withSlopes: boolean): number { return (withSlopes ? 2 + this.shapes.length : 1) * this.rows * this.plane; }

  /** Adds into rows or planes, whichever the term works in. */
  forward(run: TermRun, rows: number, z: number): void {
    this.contraction.forward(this.place(run), run, rows, z);
  }

  private place(run: TermRun): FeaturesAt {
    return { values: this.values, starts: this.starts, planes: this.planes(run.withSlopes) };
  }

  /**
   * Adds the gradients of a block, from those in the sums of the layer's nodes.
   *
   * @param gradient where gradients of what trains are added up
   * @param gx gradients in the inputs, `[input][BLOCK]`, added to; 0 where nobody wants them
   */
  backward(run: TermRun, rows: number, gz: number, gradient: number, gx: number): void {
    const at = this.place(run);
    const half = this.rows * this.plane;
    if (gx !== 0) this.contraction.toInputs({ ...at, values: this.values + half }, run, rows, gz, gx);
    this.contraction.toCoefficients(at, run, rows, gz, gradient, gx);
    for (const shape of this.shapes) this.shapeToGradient(shape, at, run, rows, gz, gradient);
  }

  /** d/d theta of an input's features, summed over edges and samples: the gradient in the input with other derivatives. */
  private shapeToGradient({ at, isPerInput, first }: KernelTerm['shapes'][number], features: FeaturesAt, run: TermRun, rows: number, gz: number, gradient: number): void {
    const { arena, v, layer: { inputs }, shapeGradient: planes } = this;
    const sums = planes + inputs * this.plane;
    arena.u8.fill(0, planes, sums + inputs * v.size);
    this.contraction.toInputs({ ...features, values: features.values + first }, run, rows, gz, planes);
    planeSet(arena, v)['addPlanes']!(planes, isPerInput ? gradient + at : sums, inputs, run.bytes);
    if (isPerInput) return;
    const numbers = arena.numbers(v.precision);
    for (let i = 0; i < inputs; i++) numbers[(gradient + at) / v.size]! += numbers[sums / v.size + i]!;
  }

  /** From gradients of effective coefficients to those of what trains. */
  unfold(trained: number, gradient: number): void { this.contraction.unfold(trained, gradient); }

  entries(): ReturnType<TermContraction['entries']> { return this.contraction.entries(); }

  withCoefficients(...args: Parameters<TermContraction['withCoefficients']>): void { this.contraction.withCoefficients(...args); }

  /** What other readers of features need, after `evaluate`. */
  get featuresAt(): { readonly values: number; readonly starts: number } { return this; }
}

