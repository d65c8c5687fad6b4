import { derivative, type Expr, input } from '@knotwork/algebra';
import { sumInput } from '@knotwork/network';
import type { CompileOptions, NodeGroup } from '@knotwork/plugin/engine';
import type { Arena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, NumbersAt } from '../memory/block-run.js';
import type { Lanes } from '../code/emitter.js';
import { formulaKey } from '../code/formula-key.js';
import { type KernelTerm, kernelTerm } from './kernel-term.js';
import { mapKernel } from '../emit/map-kernel.js';
import type { LayerLayout } from '../memory/memory-layout.js';
import { planeSet } from '../emit/plane-kernels.js';
import type { Kernels } from '../code/web-assembly.js';

/** Nodes that are made alike, with their kernels. */
interface KernelNodes { readonly group: NodeGroup; readonly kernels: Kernels }

/**
 * The kernels of a layer and its memory for one block: sums z, outputs y of the nodes, and gradients gz and gy in both. Where every output is
 * a sum, y is z and gz is gy: the same memory.
 *
 * Terms in rows add into rows, `[sample][lane]`; the others into the planes, `[sum][BLOCK]`.
 */
export class KernelLayer {
  readonly terms: readonly KernelTerm[];
  /** Outputs: `[output][BLOCK]`. */
  readonly y: number;
  /** Gradients in the outputs. */
  readonly gy: number;
  /** Gradients in the sums, and a plane of zeros behind them that pads of rows read. */
  readonly gz: number;
  private readonly kernels: Kernels;
  private readonly plane: number;
  private readonly z: number;
  private readonly rows: number;
  private readonly stride: number;
  private readonly lanes: number;
  private readonly sums: number;
  private readonly outputs: number;
  /** None where outputs are sums; slopes of the outputs in their sums, `[sum][BLOCK]`, are there otherwise. */
  private readonly nodes: readonly KernelNodes[];
  private readonly slopes: number;
  private readonly trainsBias: boolean;

  constructor(private readonly arena: Arena, private readonly layout: LayerLayout, private readonly index: number, private readonly v: Lanes, options: CompileOptions) {
    const { layer, arrangement, hasRows } = layout;
    this.plane = BLOCK * v.size;
    this.kernels = planeSet(arena, v);
    [this.sums, this.outputs] = [layer.sums, layer.outputs];
    this.terms = layout.terms.map((term) => kernelTerm(arena, term, layer, arrangement, v, options));
    this.trainsBias = options.trainable.includes('bias') && layer.trainsBias.includes(1);
    const planes = (count: number): number => arena.allocate(count * this.plane);
    [this.z, this.gz] = [planes(layer.sums + 1), planes(layer.sums + 1)];
    [this.y, this.gy, this.slopes] = layer.isSum ? [this.z, this.gz, 0] : [planes(layer.outputs), planes(layer.outputs), planes(layer.sums)];
    this.nodes = layer.isSum ? [] : layer.nodes.map((group) => ({ group, kernels: nodeKernels(arena, v, group) }));
    this.stride = arrangement.length * v.size;
    this.rows = hasRows ? arena.allocate(BLOCK * this.stride) : 0;
    this.lanes = hasRows ? arena.integers(Int32Array.from(arrangement, (o) => (o < 0 ? layer.sums : o) * this.plane)) : 0;
  }

  fold(trained: number): void { for (const term of this.terms) term.fold(trained); }

  unfold(trained: number, gradient: number): void { for (const term of this.terms) term.unfold(trained, gradient); }

  /** Runs a block forwards. @param x inputs `[input][BLOCK]` */
  forward(run: BlockRun, x: number, at: NumbersAt): void {
    const { kernels, v, layout, rows, z, stride } = this;
    const bias = at.trained + layout.bias * v.size;
    if (layout.hasRows) kernels['fillRows']!(rows, bias, run.samples, stride);
    else kernels['fillPlanes']!(z, bias, this.sums, run.bytes);
    const grids = at.grids[this.index]!;
    for (let t = 0; t < this.terms.length; t++) {
      const term = this.terms[t]!;
      term.evaluate(run, x, grids[t]!, at.trained);
      if (term.layout.kind === 'rows') term.forward(rows, z);
    }
    // Rows become planes before the other terms add theirs: this replaces what is in the planes. It brings the biases along.
    if (layout.hasRows) kernels['rowsToPlanes']!(rows, z, this.lanes, run.samples, stride);
    for (let t = 0; t < this.terms.length; t++) if (this.terms[t]!.layout.kind !== 'rows') this.terms[t]!.forward(rows, z);
    for (const { group, kernels: node } of this.nodes) this.forEachRun(group, run, (sum, output, bytes) => node['node']!(z + sum, this.y + output, this.slopes + sum, bytes));
  }

  /** Formulas of single sums run over the planes of all nodes at once where blocks are full; else node by node. Offsets are those of the first sum, and of the output. */
  private forEachRun({ first, firstSum, count, arity }: NodeGroup, { bytes }: BlockRun, visit: (sum: number, output: number, bytes: number) => void): void {
    const { plane } = this;
    if (bytes === plane && arity === 1) visit(firstSum * plane, first * plane, count * plane);
    else for (let node = 0; node < count; node++) visit((firstSum + node * arity) * plane, (first + node) * plane, bytes);
  }

  /** Runs the block that ran forwards last backwards, from the gradients in `gy`. @param gx gradients in the inputs, added to; 0 where nobody wants them */
  backward(run: BlockRun, gradient: number, gx: number): void {
    const { kernels, v, layout, rows, gz, stride } = this;
    this.toSums(run);
    if (this.trainsBias) {
      const bias = gradient + layout.bias * v.size;
      if (layout.hasRows) kernels['addRows']!(rows, bias, run.samples, stride);
      else kernels['addPlanes']!(gz, bias, this.sums, run.bytes);
    }
    for (let t = 0; t < this.terms.length; t++) this.terms[t]!.backward(rows, gz, gradient, gx);
  }

  /** From gradients in the outputs to those in the sums, as planes and as rows. */
  private toSums(run: BlockRun): void {
    for (const { group, kernels } of this.nodes) this.forEachRun(group, run, (sum, output, bytes) => kernels['chain']!(this.gy + output, this.slopes + sum, this.gz + sum, bytes));
    if (this.layout.hasRows) this.kernels['planesToRows']!(this.rows, this.gz, this.lanes, run.samples, this.stride);
  }

  /** Like `backward`, but for the gradients in nodes and in shared shape parameters, sample by sample: those of coefficients are left alone. */
  propagate(run: BlockRun, gx: number): void {
    this.toSums(run);
    for (const term of this.terms) term.propagate(this.rows, this.gz, gx);
  }

  /** Sets the gradients in the outputs to zero, for terms of the next layer to add to. */
  clearGradients(): void { this.arena.u8.fill(0, this.gy, this.gy + this.outputs * this.plane); }
}

/** node(z, y, slopes, bytes): y = N(z0, z1, ...) and its derivatives; chain(gy, slopes, gz, bytes): gz_k = gy dN/dz_k. Sums of a node are a plane apart. */
function nodeKernels(arena: Arena, v: Lanes, { arity, formula }: NodeGroup): Kernels {
  const names = Array.from({ length: arity }, (_, k) => sumInput(k));
  // Nodes that are sums, in a layer where others are not, are copied.
  const y = formula?.roots[0] ?? input(sumInput(0));
  const slopes = names.map((name): Expr => derivative(y, name));
  const lane = (pointer: number, k = 0): { pointer: number; offset: number; each: 'lane' } => ({ pointer, offset: k * BLOCK * v.size, each: 'lane' });
  return arena.kernels(`node ${v.precision} ${formulaKey(names, [y, ...slopes])}`, () => [
    mapKernel('node', v, {
      pointers: 3, inputs: Object.fromEntries(names.map((name, k) => [name, lane(0, k)])),
      outputs: [{ expr: y, pointer: 1, offset: 0 }, ...slopes.map((expr, k) => ({ expr, pointer: 2, offset: k * BLOCK * v.size }))],
    }),
    mapKernel('chain', v, {
      pointers: 3, inputs: { gy: lane(0), ...Object.fromEntries(names.map((name, k) => [`slope.${name}`, lane(1, k)])) },
      outputs: names.map((name, k) => ({ expr: input('gy').mul(input(`slope.${name}`)), pointer: 2, offset: k * BLOCK * v.size })),
    }),
  ]);
}
