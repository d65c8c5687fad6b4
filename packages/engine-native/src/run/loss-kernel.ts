import { constant, derivative, type Expr, formula, input, where } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin';
import { factorCurvature, lossCurvature, type RowsOf } from '@knotwork/engine-core';
import type { Arena } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun } from '../memory/block-run.js';
import type { Lanes } from '../code/emitter.js';
import { formulaKey } from '../code/formula-key.js';
import { mapKernel } from '../emit/map-kernel.js';
import { once } from '../memory/once.js';
import type { Kernels } from '../code/web-assembly.js';

type MapSpec = Parameters<typeof mapKernel>[2];

/**
 * An objective block, for one block of samples: a sum of squared residuals r_k or of losses l, and what goes back into the network,
 *
 *     gy_q = factor sum_k r_k dr_k/dy_q    or    factor dl/dy_q
 *
 * Samples that are pads count as zero.
 */
export class LossKernel {
  /** Numbers of a sample that the objective is a mean over. */
  readonly terms: number;
  /** Rows of the Jacobian that a sample has. */
  readonly rows: number;
  /** What the sum is multiplied by besides the factor of a mean: 1/2 for squares. */
  readonly scale: number;
  readonly isLoss: boolean;
  private readonly inputs: readonly string[];
  private readonly plane: number;
  /** `[residual or loss][derivative in y_q]`, 0 where an output is not seen. */
  private readonly slopes: readonly (readonly (Expr | null)[])[];

  constructor(private readonly arena: Arena, private readonly v: Lanes, readonly block: ObjectiveBlock, private readonly outputs: number) {
    const { formula: { roots, inputs } } = block;
    this.isLoss = block.form === 'loss';
    this.terms = roots.length;
    this.rows = this.isLoss ? outputs : roots.length;
    this.scale = this.isLoss ? 1 : 0.5;
    this.inputs = [...inputs, 'live', 'factor'];
    this.plane = BLOCK * v.size;
    this.slopes = roots.map((r) => {
      const seen = new Set(formula(inputs, { r }).nodes.filter(({ op }) => op === 'input').map(({ name }) => name));
      return Array.from({ length: outputs }, (_, q) => (seen.has(`y${q}`) ? derivative(r, `y${q}`) : null));
    });
  }

  private spec(): Pick<MapSpec, 'pointers' | 'inputs'> {
    const planes = this.inputs.map((name) => {
      if (name === 'live') return [name, { pointer: 2, offset: 0, each: 'lane' }] as const;
      if (name === 'factor') return [name, { pointer: 3, offset: 0, each: 'same' }] as const;
      return [name, { pointer: name.startsWith('y') ? 0 : 1, offset: Number(name.slice(1)) * this.plane, each: 'lane' }] as const;
    });
    return { pointers: 6, inputs: Object.fromEntries(planes) };
  }

  /** What one sample adds to the sum. */
  private summand(): Expr {
    const [first, ...rest] = this.block.formula.roots.map((r) => (this.isLoss ? r : r.square()));
    return where(input('live'), rest.reduce((a, b) => a.add(b), first!), 0);
  }

  private kernels(name: string, outputs: readonly Expr[], sums: readonly Expr[]): Kernels {
    const key = formulaKey(this.inputs, [...outputs, ...sums]);
    return this.arena.kernels(`loss ${name} ${this.v.precision} ${key}`, () => [mapKernel(name, this.v, {
      ...this.spec(), outputs: outputs.map((expr, k) => ({ expr, pointer: 4, offset: k * this.plane })), sums: sums.map((expr) => ({ expr, pointer: 5, offset: 0 })),
    })]);
  }

  private readonly valueKernels = once(() => this.kernels('value', [], [this.summand()]));

  private readonly gradientKernels = once(() => this.kernels('gradient', Array.from({ length: this.outputs }, (_, q) => this.towards(q)), [this.summand()]));

  private readonly slopeKernels = once(() => this.kernels('rows', this.slopes.flatMap((slopes) => slopes.map((s) => s ?? constant(0))), []));

  private readonly residualKernels = once(() => this.kernels('residuals', this.block.formula.roots, []));

  private readonly curvature = once(() => {
    const { entries, isWhole } = lossCurvature(this.block.formula, this.outputs);
    return { isWhole, kernels: this.kernels('curvature', entries, []) };
  });

  private towards(q: number): Expr {
    const parts = this.block.formula.roots.flatMap((r, k) => { const slope = this.slopes[k]![q]!; return slope === null ? [] : [this.isLoss ? slope : r.mul(slope)]; });
    if (parts.length === 0) return constant(0);
    return where(input('live'), parts.reduce((a, b) => a.add(b)).mul(input('factor')), 0);
  }

  /** Adds the samples to the double at `sum`. @param live `[BLOCK]`: 1 for samples, 0 for pads */
  value(y: number, t: number, live: number, factor: number, sum: number, bytes: number): void {
    this.valueKernels()['value']!(y, t, live, factor, 0, sum, bytes);
  }

  /** And puts the gradients in the outputs at `gy`. */
  gradient(y: number, t: number, live: number, factor: number, gy: number, sum: number, bytes: number): void {
    this.gradientKernels()['gradient']!(y, t, live, factor, gy, sum, bytes);
  }

  /** Puts the residuals at `to`: `[residual][BLOCK]`. */
  residualPlanes(y: number, t: number, to: number, bytes: number): void {
    this.residualKernels()['residuals']!(y, t, 0, 0, to, 0, bytes);
  }

  /** Puts the derivatives in the outputs that rows of the Jacobian begin with at `to`: `[row][output][BLOCK]`; `slope` for a row with the slopes of a loss. */
  rowSlopes(of: RowsOf | 'slope', y: number, t: number, live: number, factor: number, to: number, { samples, bytes }: BlockRun): void {
    if (!this.isLoss || of === 'slope') { this.slopeKernels()['rows']!(y, t, live, factor, to, 0, bytes); return; }
    const numbers = (): Float32Array | Float64Array => this.arena.numbers(this.v.precision);
    const first = to / this.v.size;
    if (of === 'rows') {
      numbers().fill(0, first, first + this.rows * this.outputs * BLOCK);
      for (let q = 0; q < this.outputs; q++) numbers().fill(1, first + (q * this.outputs + q) * BLOCK, first + (q * this.outputs + q + 1) * BLOCK);
      return;
    }
    const { isWhole, kernels } = this.curvature();
    kernels['curvature']!(y, t, live, factor, to, 0, bytes);
    if (isWhole) factorCurvature(numbers(), first, BLOCK, this.outputs, samples);
  }
}
