import { differentiate, input } from '@knotwork/algebra';
import type { CompileOptions } from '@knotwork/plugin';
import type { Arena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun, NumbersAt } from '../memory/block-run.js';
import type { Lanes } from '../code/emitter.js';
import { formulaKey } from '../code/formula-key.js';
import { KernelTerm } from './kernel-term.js';
import { mapKernel } from '../emit/map-kernel.js';
import type { LayerLayout } from '../memory/memory-layout.js';
import { planeSet } from '../emit/plane-kernels.js';
import type { Kernels } from '../code/web-assembly.js';

/**
 * The kernels of a layer and its memory for one block: sums z of the nodes, outputs y = N(z), and gradients gz and gy in both. Without a
 * node formula y is z and gz is gy: the same memory.
 *
 * Terms in rows add into rows, `[sample][lane]`; the others into the planes, `[node][BLOCK]`.
 */
export class KernelLayer {
  readonly terms: readonly KernelTerm[];
  /** Outputs: `[output][BLOCK]`. */
  readonly y: number;
  /** Gradients in the outputs, and a plane of zeros behind them that pads of rows read. */
  readonly gy: number;
  /** Gradients in the sums of the nodes, laid out likewise. */
  readonly gz: number;
  private readonly v: Lanes;
  private readonly kernels: Kernels;
  private readonly plane: number;
  private readonly z: number;
  private readonly rows: number;
  private readonly stride: number;
  private readonly lanes: number;
  private readonly outputs: number;
  private readonly node: { readonly kernels: Kernels; readonly slope: number } | null;
  private readonly trainsBias: boolean;

  constructor(private readonly arena: Arena, private readonly layout: LayerLayout, private readonly index: number, v: Lanes, options: CompileOptions) {
    const { layer, arrangement, hasRows } = layout;
    this.v = v;
    this.plane = BLOCK * v.size;
    this.kernels = planeSet(arena, v);
    this.outputs = layer.outputs;
    this.terms = layout.terms.map((term) => new KernelTerm(arena, term, layer, arrangement, v, options));
    this.trainsBias = options.trainable.includes('bias') && layer.trainsBias.includes(1);
    const planes = (count: number): number => arena.allocate(count * this.plane);
    [this.z, this.gy] = [planes(layer.outputs + 1), planes(layer.outputs + 1)];
    [this.y, this.gz] = layer.node === null ? [this.z, this.gy] : [planes(layer.outputs), planes(layer.outputs + 1)];
    this.node = layer.node === null ? null : { kernels: nodeKernels(arena, v, layer.node), slope: planes(layer.outputs) };
    this.stride = arrangement.length * v.size;
    this.rows = hasRows ? arena.allocate(BLOCK * this.stride) : 0;
    this.lanes = hasRows ? arena.integers(Int32Array.from(arrangement, (o) => (o < 0 ? layer.outputs : o) * this.plane)) : 0;
  }

  fold(trained: number): void { for (const term of this.terms) term.fold(trained); }

  unfold(trained: number, gradient: number): void { for (const term of this.terms) term.unfold(trained, gradient); }

  /** Runs a block forwards. @param x inputs `[input][BLOCK]` */
  forward(run: BlockRun, x: number, at: NumbersAt): void {
    const { kernels, v, layout, rows, z, stride } = this;
    const bias = at.trained + layout.bias * v.size;
    if (layout.hasRows) kernels['fillRows']!(rows, bias, run.samples, stride);
    else kernels['fillPlanes']!(z, bias, this.outputs, run.bytes);
    const grids = at.grids[this.index]!;
    for (let t = 0; t < this.terms.length; t++) {
      const term = this.terms[t]!;
      term.evaluate(run, x, grids[t]!, at.trained);
      if (term.layout.kind === 'rows') term.forward(rows, z);
    }
    // Rows become planes before the other terms add theirs: this replaces what is in the planes. It brings the biases along.
    if (layout.hasRows) kernels['rowsToPlanes']!(rows, z, this.lanes, run.samples, stride);
    for (let t = 0; t < this.terms.length; t++) if (this.terms[t]!.layout.kind !== 'rows') this.terms[t]!.forward(rows, z);
    if (this.node === null) return;
    this.forEachPlaneRun(run, (offset, bytes) => this.node!.kernels['node']!(z + offset, this.y + offset, this.node!.slope + offset, bytes));
  }

  /** The node formula runs over whole planes at once, or over what is used of each. */
  private forEachPlaneRun({ bytes }: BlockRun, visit: (offset: number, bytes: number) => void): void {
    if (bytes === this.plane) visit(0, this.outputs * this.plane);
    else for (let o = 0; o < this.outputs; o++) visit(o * this.plane, bytes);
  }

  /** Runs the block that ran forwards last backwards, from the gradients in `gy`. @param gx gradients in the inputs, added to; 0 where nobody wants them */
  backward(run: BlockRun, gradient: number, gx: number): void {
    const { kernels, v, layout, rows, gz, stride } = this;
    this.toSums(run);
    if (this.trainsBias) {
      const bias = gradient + layout.bias * v.size;
      if (layout.hasRows) kernels['addRows']!(rows, bias, run.samples, stride);
      else kernels['addPlanes']!(gz, bias, this.outputs, run.bytes);
    }
    for (let t = 0; t < this.terms.length; t++) this.terms[t]!.backward(rows, gz, gradient, gx);
  }

  /** From gradients in the outputs to those in the sums, as planes and as rows. */
  private toSums(run: BlockRun): void {
    if (this.node !== null) this.forEachPlaneRun(run, (offset, bytes) => this.node!.kernels['chain']!(this.gy + offset, this.node!.slope + offset, this.gz + offset, bytes));
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

/** node(z, y, slope, bytes): y = N(z) and N'(z); chain(gy, slope, gz, bytes): gz = gy N'(z) */
function nodeKernels(arena: Arena, v: Lanes, node: NonNullable<LayerLayout['layer']['node']>): Kernels {
  const [y] = node.roots;
  const [slope] = differentiate(node, 'z').roots;
  const lane = (pointer: number): { pointer: number; offset: number; each: 'lane' } => ({ pointer, offset: 0, each: 'lane' });
  return arena.kernels(`node ${v.precision} ${formulaKey(['z'], [y!, slope!])}`, () => [
    mapKernel('node', v, { pointers: 3, inputs: { z: lane(0) }, outputs: [{ expr: y!, pointer: 1, offset: 0 }, { expr: slope!, pointer: 2, offset: 0 }] }),
    mapKernel('chain', v, {
      pointers: 3, inputs: { gy: lane(0), slope: lane(1) },
      outputs: [{ expr: input('gy').mul(input('slope')), pointer: 2, offset: 0 }],
    }),
  ]);
}
