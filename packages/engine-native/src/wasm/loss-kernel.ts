import { derivative, type Expr, formula, input, where } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin';
import type { Arena } from './arena.js';
import { BLOCK } from './block.js';
import type { Lanes } from './emitter.js';
import { formulaKey } from './formula-key.js';
import { mapKernel } from './map-kernel.js';
import { once } from './once.js';
import type { Kernels } from './web-assembly.js';

type MapSpec = Parameters<typeof mapKernel>[2];

/**
 * The residuals r_k of an objective block, for one block of samples: their squares, and what goes back into the network,
 *
 *     gy_q = factor sum_k r_k dr_k/dy_q
 *
 * Samples that are pads count as zero.
 */
export class LossKernel {
  readonly residuals: number;
  private readonly inputs: readonly string[];
  private readonly plane: number;
  /** `[residual][dr/dy_q]`, 0 where a residual does not see an output. */
  private readonly slopes: readonly (readonly (Expr | null)[])[];

  constructor(private readonly arena: Arena, private readonly v: Lanes, readonly block: ObjectiveBlock, private readonly outputs: number) {
    const { formula: { roots, inputs } } = block;
    this.residuals = roots.length;
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

  private squares(): Expr {
    const [first, ...rest] = this.block.formula.roots.map((r) => r.square());
    return where(input('live'), rest.reduce((a, b) => a.add(b), first!), 0);
  }

  private kernels(name: string, outputs: readonly Expr[], sums: readonly Expr[]): Kernels {
    const key = formulaKey(this.inputs, [...outputs, ...sums]);
    return this.arena.kernels(`loss ${name} ${this.v.precision} ${key}`, () => [mapKernel(name, this.v, {
      ...this.spec(), outputs: outputs.map((expr, k) => ({ expr, pointer: 4, offset: k * this.plane })), sums: sums.map((expr) => ({ expr, pointer: 5, offset: 0 })),
    })]);
  }

  private readonly valueKernels = once(() => this.kernels('squares', [], [this.squares()]));

  private readonly gradientKernels = once(() => this.kernels('residuals', Array.from({ length: this.outputs }, (_, q) => this.towards(q)), [this.squares()]));

  private readonly rowKernels = once(() => this.kernels('rows', this.block.formula.roots.flatMap((r, k) => [r, ...this.slopes[k]!.map((s) => s ?? input('live').mul(0))]), []));

  private towards(q: number): Expr {
    const parts = this.block.formula.roots.flatMap((r, k) => { const slope = this.slopes[k]![q]!; return slope === null ? [] : [r.mul(slope)]; });
    if (parts.length === 0) return input('live').mul(0);
    return where(input('live'), parts.reduce((a, b) => a.add(b)).mul(input('factor')), 0);
  }

  /** Adds the sum of squares to the double at `sum`. @param live `[BLOCK]`: 1 for samples, 0 for pads */
  value(y: number, t: number, live: number, factor: number, sum: number, bytes: number): void {
    this.valueKernels()['squares']!(y, t, live, factor, 0, sum, bytes);
  }

  /** And puts the gradients in the outputs at `gy`. */
  gradient(y: number, t: number, live: number, factor: number, gy: number, sum: number, bytes: number): void {
    this.gradientKernels()['residuals']!(y, t, live, factor, gy, sum, bytes);
  }

  /** Residuals and their slopes: `[residual][1 + outputs][BLOCK]`. */
  rows(y: number, t: number, live: number, factor: number, to: number, bytes: number): void {
    this.rowKernels()['rows']!(y, t, live, factor, to, 0, bytes);
  }
}
