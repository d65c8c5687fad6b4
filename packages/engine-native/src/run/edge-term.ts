import { derivative, type Expr, GRID_MAX, GRID_MIN, input } from '@knotwork/algebra';
import { shapeInput, termFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import type { Memory } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import { EDGE_TABLE_WIDTH, edgeKernels, edgeParameters, edgePlanes } from '../emit/edge-kernels.js';
import type { Lanes } from '../code/emitter.js';
import { formulaKey } from '../code/formula-key.js';
import { mapKernel } from '../emit/map-kernel.js';
import type { EdgesLayout } from '../memory/memory-layout.js';
import { once, oncePer } from '../memory/once.js';
import type { ParameterBlock } from '../code/parameter-block.js';
import type { BlockRun, ChannelsAt } from '../memory/block-run.js';
import type { CoefficientEntry, CoefficientsAt } from './contractions/term-contraction.js';
import type { EdgeFeatures, GroupFeatures, KernelTerm } from './kernel-term.js';
import type { Kernels } from '../code/web-assembly.js';

/** What edges of a term evaluate. */
interface EdgeFormulas {
  readonly phi: Expr;
  readonly exprs: readonly Expr[];
  readonly inputs: { readonly inputs: readonly string[]; readonly parameters: readonly string[]; readonly intervals: number | null };
  readonly block: ParameterBlock;
  /** Of the kernels, but for their precision. */
  readonly key: string;
}

/** Made once per term and what its edges have of their own, as its formula is. */
const made = oncePer<TermStructure, EdgeFormulas>();

function edgeFormulas({ term, hasWeight, parameters }: EdgesLayout): EdgeFormulas {
  return made(term, JSON.stringify([hasWeight, parameters]), () => makeFormulas(term, hasWeight, parameters));
}

function makeFormulas(term: TermStructure, hasWeight: boolean, parameters: readonly string[]): EdgeFormulas {
  const f = termFormula(term, 1);
  const root = (k: number): Expr => f.formula.roots[k]!;
  const features = f.values[0]!.map(root);
  const base = f.base.length === 0 ? [] : [root(f.base[0]!)];
  const sum = features.map((e, k) => input(`c${k}`).mul(e)).reduce((a, b) => a.add(b));
  const weighted = hasWeight ? input('basisWeight').mul(sum) : sum;
  const phi = base.reduce((total, b) => total.add(input('baseWeight').mul(b)), weighted);
  const exprs = [derivative(phi, 'x'), ...base, ...features, ...Object.keys(term.shape).map((name) => derivative(phi, shapeInput(name)))];
  const inputs = { inputs: [GRID_MIN, GRID_MAX], parameters, intervals: term.knots === 'own' ? term.intervals : null };
  const block = edgeParameters([phi, ...exprs], inputs);
  return { phi, exprs, inputs, block, key: `${JSON.stringify(block.knots)} ${formulaKey(['x', ...inputs.inputs, ...parameters], [phi])}` };
}

/**
 * Edges that evaluate a formula of their own, because they have shape parameters for themselves:
 *
 *     phi(x) = w_b b(x) + w_s sum_k c_k f_k(x; shape)
 *
 * Values only: where derivatives in the network's inputs go through, such edges are contracted like others.
 */
export class EdgeTerm implements KernelTerm {
  readonly block: ParameterBlock;
  readonly addsToGradient = true;
  private readonly count: number;
  private readonly table: number;
  private readonly plane: number;
  private readonly kernels: () => Kernels;
  private readonly planeKernels: () => Kernels;
  /** For the Jacobian, of every edge: phi', base function, features, derivatives in shape parameters: `[edge][plane][BLOCK]`. */
  private readonly exprs: readonly Expr[];
  private planes = 0;
  /** Effective coefficients of one edge, gradients in them, and the gradient in its base weight. */
  private readonly scratch: number;
  /** The block at hand. */
  private readonly at = { bytes: 0, x: 0, grid: 0, trained: 0 };
  /** Shape parameters that edges share: where they are, and which of an edge's numbers are copies. */
  private readonly shared: readonly { readonly at: number; readonly number: number; readonly isPerInput: boolean }[];

  constructor(private readonly arena: Memory, readonly layout: EdgesLayout, private readonly v: Lanes) {
    const { term, edges, at, entry, parameters } = layout;
    this.plane = BLOCK * v.size;
    this.count = edges.length / 2;
    this.scratch = arena.allocate((2 * (term.size + v.count) + v.count) * v.size);
    const { phi, exprs, inputs, block, key: formulas } = edgeFormulas(layout);
    this.exprs = exprs;
    this.block = block;
    const spec = { ...inputs, block };
    const key = `${v.precision} ${formulas}`;
    this.kernels = once(() => arena.kernels(`edges ${key}`, () => edgeKernels(v, { ...spec, phi })));
    this.planeKernels = once(() => arena.kernels(`edge-planes ${key}`, () => [edgePlanes('planes', v, { ...spec, planes: this.exprs }), chain(v)]));
    const table = Array.from({ length: this.count }, (_, k) => {
      const number = (at + k * entry) * v.size;
      const [i, o] = [edges[2 * k]!, edges[2 * k + 1]!];
      return [i * this.plane, o * this.plane, i * this.block.length * v.size, number, number];
    });
    if (table.some((row) => row.length !== EDGE_TABLE_WIDTH)) throw new RangeError('the table of edges has another width');
    this.table = arena.integers(Int32Array.from(table.flat()));
    this.shared = Object.entries(layout.shapes).map(([name, place]) => ({
      at: place, number: parameters.indexOf(shapeInput(name)), isPerInput: term.shape[name]!.scope === 'input',
    }));
  }

  get isRecordable(): boolean { return this.shared.length === 0; }

  /** Copies shared shape parameters to the edges. */
  fold(trained: number): void {
    const numbers = this.arena.numbers(this.v.precision);
    this.forEachCopy((copy, original) => { numbers[trained / this.v.size + copy] = numbers[trained / this.v.size + original]!; });
  }

  private forEachCopy(visit: (copy: number, original: number) => void): void {
    const { at, entry, edges, term } = this.layout;
    for (const shape of this.shared) {
      for (let k = 0; k < this.count; k++) visit(at + k * entry + shape.number, shape.at + (shape.isPerInput ? term.edges.inputAt[edges[2 * k]!]! : 0));
    }
  }

  evaluate({ bytes }: BlockRun, x: number, _xs: ChannelsAt, grid: number, trained: number): void {
    const { at } = this;
    at.bytes = bytes;
    at.x = x;
    at.grid = grid;
    at.trained = trained;
  }

  forward(_rows: number, z: number): void {
    const { x, grid, trained, bytes } = this.at;
    this.kernels()['forward']!(x, z, grid, trained, this.table, this.count, bytes);
  }

  backward(_rows: number, gz: number, gradient: number, gx: number): void {
    const { x, grid, trained, bytes } = this.at;
    const { backward, backwardToParameters } = this.kernels();
    if (gx === 0) backwardToParameters!(x, gz, grid, trained, gradient, this.table, this.count, bytes);
    else backward!(x, gz, gx, grid, trained, gradient, this.table, this.count, bytes);
  }

  /** Moves the gradients of copies to what they are copies of. */
  unfold(_trained: number, gradient: number): void {
    const numbers = this.arena.numbers(this.v.precision);
    this.forEachCopy((copy, original) => {
      numbers[gradient / this.v.size + original]! += numbers[gradient / this.v.size + copy]!;
      numbers[gradient / this.v.size + copy] = 0;
    });
  }

  /** Makes the planes of every edge, and adds to the gradients in the inputs unless gx is 0. */
  propagate(_rows: number, gz: number, gx: number): void {
    const { arena, exprs, layout: { edges }, at: { x, grid, trained, bytes } } = this;
    if (this.count === 0) return;
    this.planes ||= arena.allocate(this.count * exprs.length * this.plane);
    const { planes, chain: add } = this.planeKernels();
    planes!(x, grid, trained, this.table, this.planes, this.count, bytes);
    if (gx !== 0) for (let k = 0; k < this.count; k++) add!(gz + edges[2 * k + 1]! * this.plane, this.planeOf(k, 0), gx + edges[2 * k]! * this.plane, bytes);
  }

  private planeOf(edge: number, plane: number): number { return this.planes + (edge * this.exprs.length + plane) * this.plane; }

  featuresOf(edge: number): EdgeFeatures {
    return { base: this.planeOf(edge, 1), values: this.planeOf(edge, 1 + this.layout.base), stride: BLOCK, starts: 0 };
  }

  shapeSlopes(name: string, entry: number): readonly { readonly plane: number; readonly sum: number }[] {
    const { term, edges, base } = this.layout;
    const plane = 1 + base + term.size + Object.keys(term.shape).indexOf(name);
    const { scope } = term.shape[name]!;
    return Array.from({ length: this.count }, (_, k) => k)
      .filter((k) => scope === 'layer' || (scope === 'edge' ? k : term.edges.inputAt[edges[2 * k]!]) === entry)
      .map((k) => ({ plane: this.planeOf(k, plane), sum: edges[2 * k + 1]! }));
  }

  groupFeatures(run: BlockRun, x: number, grid: number, trained: number): GroupFeatures {
    this.evaluate(run, x, { at: x, stride: 0 }, grid, trained);
    this.propagate(0, 0, 0);
    return { values: this.planes + this.plane, planes: this.exprs.length * this.plane, starts: 0 };
  }

  get stored(): Int32Array { return Int32Array.from({ length: this.count }, (_, k) => k); }

  get groupOf(): Int32Array { return this.stored; }

  /** One edge for each entry: its coefficients follow each other, like those of columns. */
  entries(): readonly CoefficientEntry[] {
    return Array.from({ length: this.count }, (_, edge) => ({ group: 0, entry: edge, edges: [edge, ...Array<number>(this.v.count - 1).fill(-1)] }));
  }

  withCoefficients(_group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void {
    const { arena, v, layout: { at, base, parameters, hasWeight, term: { size } } } = this;
    // Effective coefficients w_s c, in scratch memory: what the gradient in them means for w_s and c follows below.
    const { scratch } = this;
    const numbers = arena.numbers(v.precision);
    const own = at + entry * this.layout.entry;
    const [c, w] = [own + parameters.indexOf('c0'), own + parameters.indexOf('basisWeight')];
    const weight = hasWeight ? numbers[trained / v.size + w]! : 1;
    const [coefficients, gradients] = [scratch / v.size, scratch / v.size + size + v.count];
    for (let k = 0; k < size; k++) {
      numbers[coefficients + k] = weight * numbers[trained / v.size + c + k]!;
      numbers[gradients + k] = 0;
    }
    const baseGradient = gradients + size + v.count;
    const b = own + parameters.indexOf('baseWeight');
    numbers[baseGradient] = 0;
    visit({ coefficients: scratch, gradients: gradients * v.size, width: v.size, base: base === 1 ? trained + b * v.size : 0, baseGradients: baseGradient * v.size });
    if (gradient === 0) return;
    if (base === 1) numbers[gradient / v.size + b]! += numbers[baseGradient]!;
    for (let k = 0; k < size; k++) {
      numbers[gradient / v.size + c + k]! += weight * numbers[gradients + k]!;
      if (hasWeight) numbers[gradient / v.size + w]! += numbers[trained / v.size + c + k]! * numbers[gradients + k]!;
    }
  }
}

/** chain(gy, slope, gx, bytes): gx += gy slope */
function chain(v: Lanes): ReturnType<typeof mapKernel> {
  const lane = (pointer: number): { pointer: number; offset: number; each: 'lane' } => ({ pointer, offset: 0, each: 'lane' });
  return mapKernel('chain', v, { pointers: 3, inputs: { gy: lane(0), slope: lane(1) }, outputs: [{ expr: input('gy').mul(input('slope')), pointer: 2, offset: 0, add: true }] });
}
