import { constant, derivatives, type Expr } from '@knotwork/algebra';
import { shapeInput, termFormula } from '@knotwork/network';
import type { ShapeParameter } from '@knotwork/plugin';
import type { CompileOptions, LayerStructure } from '@knotwork/plugin/engine';
import type { Arena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun } from '../memory/block-run.js';
import { ColumnsContraction } from './contractions/columns-contraction.js';
import type { Lanes } from '../code/emitter.js';
import { featureKernel, featureParameters, type FeatureSpec } from '../emit/feature-kernel.js';
import type { EdgeFeatures, GroupFeatures, KernelTerm } from './kernel-term.js';
import type { ParameterBlock } from '../code/parameter-block.js';
import { formulaKey } from '../code/formula-key.js';
import type { ColumnsLayout, RowsLayout } from '../memory/memory-layout.js';
import { once } from '../memory/once.js';
import { planeSet } from '../emit/plane-kernels.js';
import { RowsContraction } from './contractions/rows-contraction.js';
import type { CoefficientEntry, CoefficientsAt, TermContraction, TermRun } from './contractions/term-contraction.js';
import type { Kernels } from '../code/web-assembly.js';

/** A trained shape parameter that features read. Addresses in bytes. */
interface SharedShape {
  readonly name: string;
  /** Place of its numbers. */
  readonly at: number;
  readonly scope: ShapeParameter['scope'];
  /** Where the derivatives of a group's features in it begin. */
  readonly first: number;
  /** `[group][BLOCK]`, then `[group]`: what they come to. */
  readonly planes: number;
}

/**
 * A term whose features are made once for all edges that share them, and contracted with coefficients: features, starts, effective coefficients and
 * their gradients.
 */
export class FeatureTerm implements KernelTerm {
  /** What the features read of an input, and how it is laid out. */
  readonly block: ParameterBlock;
  private readonly plane: number;
  /** Rows of features, the base function among them. */
  readonly rows: number;
  private readonly live: number;
  private readonly liveCount: number;
  private readonly values: number;
  private readonly starts: number;
  /** Inputs once more for each edge that has features of its own; 0 where groups are inputs. */
  private readonly x: number;
  private readonly features: { readonly plain: () => Kernels; readonly withSlopes: () => Kernels };
  /** Trained shape parameters: derivatives of the features in them stand behind the slopes. */
  private readonly shapes: readonly SharedShape[];
  private readonly contraction: TermContraction;
  private readonly run: TermRun;

  constructor(
    private readonly arena: Arena, readonly layout: RowsLayout | ColumnsLayout, private readonly layer: LayerStructure, arrangement: Int32Array, private readonly v: Lanes,
    private readonly options: CompileOptions,
  ) {
    this.plane = BLOCK * this.v.size;
    this.rows = layout.fixed + layout.window;
    this.live = arena.integers(layout.live);
    this.liveCount = layout.live.length;
    const { spec, withSlopes, shapes } = this.featureSpecs();
    // A plane per input, and room for their sums.
    this.shapes = shapes.map((shape) => ({ ...shape, planes: arena.allocate(layout.inputOf.length * (this.plane + this.v.size)) }));
    this.contraction = layout.kind === 'rows' ? new RowsContraction(arena, layout, v, layer, arrangement) : new ColumnsContraction(arena, layout, v);
    this.block = featureParameters(withSlopes);
    const hasFeatures = this.liveCount > 0;
    const stored = layout.inputOf.length;
    this.values = hasFeatures ? arena.allocate(stored * withSlopes.planes.length * this.plane) : 0;
    this.starts = hasFeatures && layout.window > 0 ? arena.allocate(stored * BLOCK * 4) : 0;
    this.x = layout.edgeOf === null ? 0 : arena.allocate(stored * this.plane);
    this.run = { samples: 0, bytes: 0, x: 0, grid: 0, trained: 0, starts: this.starts, planes: 0 };
    const kernels = (s: FeatureSpec): (() => Kernels) => once(() => arena.kernels(
      `features ${v.precision} ${s.start === null ? 'global' : s.lastStart} ${JSON.stringify(this.block.knots)} ${formulaKey(['x', ...s.parameters], s.start === null ? s.planes : [...s.planes, s.start])}`,
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
    const trained = this.layout.live.length > 0 && this.options.trainable.includes('shape')
      ? Object.entries(places).filter(([name]) => term.shape[name]!.trainable) : [];
    const inShapes = trained.flatMap(([name]) => [...(base === 1 ? [constant(0)] : []), ...derivatives(values.slice(base), shapeInput(name))]);
    const common = {
      start: term.form === 'window' ? root(f.start) : null, lastStart: term.size - term.window,
      parameters: f.formula.inputs.slice(1), intervals: term.knots === 'own' ? term.intervals : null,
    };
    return {
      spec: { ...common, planes: values }, withSlopes: { ...common, planes: [...values, ...plane(1), ...inShapes] },
      shapes: trained.map(([name, at], k) => ({ name, at, scope: term.shape[name]!.scope, first: (2 + k) * this.rows * this.plane })),
    };
  }

  /** Effective coefficients from what trains. */
  fold(trained: number): void { this.contraction.fold(trained); }

  get addsToGradient(): boolean { return (this.layout.kind === 'rows' && !this.layout.hasWeight) || this.shapes.length > 0; }

  evaluate({ samples, bytes, withSlopes }: BlockRun, x: number, grid: number, trained: number): void {
    const { run } = this;
    // Nobody asks for gradients in the network's inputs.
    const hasSlopes = withSlopes && (this.layer.index > 0 || this.shapes.length > 0);
    run.samples = samples;
    run.bytes = bytes;
    run.x = x;
    run.grid = grid;
    run.trained = trained;
    run.planes = (hasSlopes ? 2 + this.shapes.length : 1) * this.rows * this.plane;
    if (this.values === 0) return;
    const { features } = hasSlopes ? this.features.withSlopes() : this.features.plain();
    if (this.x !== 0) {
      const { arena: { u8 }, layout: { inputOf }, plane } = this;
      for (let g = 0; g < inputOf.length; g++) u8.copyWithin(this.x + g * plane, x + inputOf[g]! * plane, x + inputOf[g]! * plane + bytes);
    }
    features!(this.x === 0 ? x : this.x, grid, this.block.length * this.v.size, this.values, this.starts, this.live, this.liveCount, bytes);
  }

  forward(rows: number, z: number): void { this.contraction.forward(this.values, this.run, rows, z); }

  backward(rows: number, gz: number, gradient: number, gx: number): void {
    const { run, values } = this;
    if (gx !== 0) this.contraction.toInputs(values + this.rows * this.plane, run, rows, gz, gx);
    this.contraction.toCoefficients(values, run, rows, gz, gradient);
    for (let k = 0; k < this.shapes.length; k++) this.shapeToGradient(k, rows, gz, gradient);
  }

  /** d/d theta of a group's features, summed over edges and samples: the gradient in the input with other derivatives. */
  private shapeToGradient(k: number, rows: number, gz: number, gradient: number): void {
    const { arena, v, layout: { inputOf } } = this;
    const { at, scope } = this.shapes[k]!;
    const planes = this.shapePlanes(k, rows, gz);
    const sums = planes + inputOf.length * this.plane;
    arena.u8.fill(0, sums, sums + inputOf.length * v.size);
    planeSet(arena, v)['addPlanes']!(planes, sums, inputOf.length, this.run.bytes);
    const numbers = arena.numbers(v.precision);
    for (let g = 0; g < inputOf.length; g++) numbers[gradient / v.size + at + this.entryOf(scope, g)]! += numbers[sums / v.size + g]!;
  }

  /** Which of the numbers of a shape parameter a group reads. */
  private entryOf(scope: SharedShape['scope'], group: number): number { return scope === 'layer' ? 0 : scope === 'input' ? this.layout.term.edges.inputAt[this.layout.inputOf[group]!]! : group; }

  /** The same for each group and sample, not yet summed: `[group][BLOCK]`. */
  private shapePlanes(k: number, rows: number, gz: number): number {
    const { arena, layout: { inputOf } } = this;
    const planes = this.shapes[k]!.planes;
    arena.u8.fill(0, planes, planes + inputOf.length * this.plane);
    this.contraction.toInputs(this.values + this.shapes[k]!.first, this.run, rows, gz, planes, true);
    return planes;
  }

  propagate(rows: number, gz: number, gx: number): void {
    if (gx !== 0) this.contraction.toInputs(this.values + this.rows * this.plane, this.run, rows, gz, gx);
    this.shapes.forEach((_, k) => this.shapePlanes(k, rows, gz));
  }

  shapeSlopes(name: string, entry: number): readonly { readonly plane: number; readonly sum: number | null }[] {
    const { planes, scope } = this.shapes.find((s) => s.name === name)!;
    return [...this.layout.live].filter((g) => this.entryOf(scope, g) === entry).map((g) => ({ plane: planes + g * this.plane, sum: null }));
  }

  featuresOf(edge: number): EdgeFeatures {
    const { base, edgeOf, term: { edges } } = this.layout;
    // Where edges have features of their own, groups are edges.
    const group = edgeOf === null ? edges.from[edge]! : edge;
    const at = this.values + group * this.run.planes;
    return { values: at + base * this.plane, stride: BLOCK, starts: this.starts === 0 ? 0 : this.starts + group * 4 * BLOCK, base: at };
  }

  groupFeatures(run: BlockRun, x: number, grid: number, trained: number): GroupFeatures {
    this.evaluate(run, x, grid, trained);
    return { values: this.values, starts: this.starts, planes: this.run.planes };
  }

  get stored(): Int32Array { return this.layout.live; }

  get groupOf(): Int32Array {
    const { edgeOf, inputOf, live, term: { edges } } = this.layout;
    return edgeOf === null ? live.map((group) => edges.inputAt[inputOf[group]!]!) : live;
  }

  unfold(trained: number, gradient: number): void { this.contraction.unfold(trained, gradient); }

  entries(): readonly CoefficientEntry[] { return this.contraction.entries(); }

  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void {
    this.contraction.withCoefficients(group, entry, trained, gradient, visit);
  }
}
