import { constant, derivatives, type Expr } from '@knotwork/algebra';
import { hasEdgeShape, shapeInput, termFormula } from '@knotwork/network';
import type { CompileOptions, LayerStructure, ShapeParameter } from '@knotwork/plugin';
import type { Arena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun } from '../memory/block-run.js';
import { ColumnsContraction } from './contractions/columns-contraction.js';
import { EdgesContraction } from './contractions/edges-contraction.js';
import type { Lanes } from '../code/emitter.js';
import { featureKernel, featureParameters, type FeatureSpec } from '../emit/feature-kernel.js';
import type { ParameterBlock } from '../code/parameter-block.js';
import { formulaKey } from '../code/formula-key.js';
import type { TermLayout } from '../memory/memory-layout.js';
import { once } from '../memory/once.js';
import { planeSet } from '../emit/plane-kernels.js';
import { RowsContraction } from './contractions/rows-contraction.js';
import type { TermContraction, TermRun } from './contractions/term-contraction.js';
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
 * The kernels of one term, and the memory they need for a block: features, starts, effective coefficients and their gradients.
 * Everything is allocated once; a call allocates nothing.
 */
export class KernelTerm {
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
  /** Group of an edge that has features of its own; null where groups are inputs. */
  private readonly groupOf: ReadonlyMap<number, number> | null;
  private readonly run: TermRun;

  constructor(
    readonly arena: Arena, readonly layout: TermLayout, readonly layer: LayerStructure, arrangement: Int32Array, readonly v: Lanes, private readonly options: CompileOptions,
  ) {
    this.plane = BLOCK * this.v.size;
    this.rows = layout.fixed + layout.window;
    this.live = arena.integers(layout.live);
    this.liveCount = layout.live.length;
    const { spec, withSlopes, shapes } = this.featureSpecs();
    // A plane per input, and room for their sums.
    this.shapes = shapes.map((shape) => ({ ...shape, planes: arena.allocate(layout.inputOf.length * (this.plane + this.v.size)) }));
    this.contraction = layout.kind === 'rows' ? new RowsContraction(arena, layout, this.v, layer, arrangement)
      : layout.kind === 'columns' ? new ColumnsContraction(arena, layout, this.v, layer.outputs) : new EdgesContraction(arena, layout, this.v, layer);
    this.block = this.contraction instanceof EdgesContraction ? this.contraction.block : featureParameters(withSlopes);
    const hasFeatures = layout.kind !== 'edges' && this.liveCount > 0;
    const stored = layout.inputOf.length;
    this.values = hasFeatures ? arena.allocate(stored * withSlopes.planes.length * this.plane) : 0;
    this.starts = hasFeatures && layout.window > 0 ? arena.allocate(stored * BLOCK * 4) : 0;
    this.groupOf = layout.edgeOf === null ? null : new Map(Array.from(layout.edgeOf, (edge, group) => [edge, group]));
    this.x = layout.edgeOf === null ? 0 : arena.allocate(stored * this.plane);
    this.run = { samples: 0, bytes: 0, x: 0, grid: 0, trained: 0, starts: this.starts, planes: 0 };
    const kernels = (s: FeatureSpec): (() => Kernels) => once(() => arena.kernels(
      `features ${this.v.precision} ${s.start === null ? 'global' : s.lastStart} ${JSON.stringify(this.block.knots)} ${formulaKey(['x', ...s.parameters], s.start === null ? s.planes : [...s.planes, s.start])}`,
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
    const trained = this.layout.kind !== 'edges' && this.layout.live.length > 0 && this.options.trainable.includes('shape')
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

  /** Whether the gradient of this term is added to what stands there, so that it must be zero before. */
  get addsToGradient(): boolean { return this.layout.kind === 'edges' || (this.layout.kind === 'rows' && !this.layout.hasWeight) || this.shapes.length > 0; }

  /** Makes the features of a block. @param x inputs of the layer, `[input][BLOCK]`; @param grid uniform numbers of the features */
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
  private entryOf(scope: SharedShape['scope'], group: number): number { return scope === 'layer' ? 0 : scope === 'input' ? this.layout.inputOf[group]! : group; }

  /** The same for each group and sample, not yet summed: `[group][BLOCK]`. */
  private shapePlanes(k: number, rows: number, gz: number): number {
    const { arena, layout: { inputOf } } = this;
    const planes = this.shapes[k]!.planes;
    arena.u8.fill(0, planes, planes + inputOf.length * this.plane);
    this.contraction.toInputs(this.values + this.shapes[k]!.first, this.run, rows, gz, planes, true);
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
    const { planes, scope } = this.shapes.find((s) => s.name === name)!;
    const { live, edgeOf } = this.layout;
    return [...live].filter((g) => (scope === 'edge' ? edgeOf![g] === entry : this.entryOf(scope, g) === entry)).map((g) => ({ plane: planes + g * this.plane, output: null }));
  }

  /** Inputs, or edges where each has features of its own. */
  get groups(): number { return this.layer.inputs * (hasEdgeShape(this.layout.term) ? this.layer.outputs : 1); }

  /** Features of an edge after `evaluate`: address of the first and numbers from one to the next; of its starts, 0 where there are none; of the base function. */
  featuresOf(edge: number, outputs: number): { readonly values: number; readonly stride: number; readonly starts: number; readonly base: number } {
    if (this.contraction instanceof EdgesContraction) return { ...this.contraction.featuresOf(edge), stride: BLOCK, starts: 0 };
    const { base } = this.layout;
    const group = this.groupOf?.get(edge) ?? Math.floor(edge / outputs);
    const at = this.values + group * this.run.planes;
    return { values: at + base * this.plane, stride: BLOCK, starts: this.starts === 0 ? 0 : this.starts + group * 4 * BLOCK, base: at };
  }

  /** Makes the features of every group that has some, the base function first, and tells which group each is. */
  groupFeatures(run: BlockRun, x: number, grid: number, trained: number): { readonly values: number; readonly starts: number; readonly planes: number; readonly groupOf: Int32Array } {
    this.evaluate(run, x, grid, trained);
    if (this.contraction instanceof EdgesContraction) {
      this.contraction.propagate(this.run, 0, 0);
      return { ...this.contraction.groupFeatures(), starts: 0 };
    }
    return { values: this.values, starts: this.starts, planes: this.run.planes, groupOf: this.layout.edgeOf ?? this.layout.inputOf };
  }

  /** Groups in memory that have features, one after the other. */
  get stored(): Int32Array { return this.contraction instanceof EdgesContraction ? Int32Array.from({ length: this.contraction.count }, (_, k) => k) : this.layout.live; }

  /** From gradients of effective coefficients to those of what trains. */
  unfold(trained: number, gradient: number): void { this.contraction.unfold(trained, gradient); }

  entries(): ReturnType<TermContraction['entries']> { return this.contraction.entries(); }

  withCoefficients(...args: Parameters<TermContraction['withCoefficients']>): void { this.contraction.withCoefficients(...args); }
}
