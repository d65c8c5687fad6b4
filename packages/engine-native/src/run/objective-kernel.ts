import { constant, type Expr, input, where } from '@knotwork/algebra';
import { type BlockForm, type BlockVariable, factorCurvature, lossCurvature, type RowsOf } from '@knotwork/engine-core';
import type { Read } from '@knotwork/plugin/engine';
import type { Memory } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import type { BlockRun } from '../memory/block-run.js';
import type { Lanes } from '../code/emitter.js';
import { formulaKey } from '../code/formula-key.js';
import { mapKernel } from '../emit/map-kernel.js';
import { once } from '../memory/once.js';
import type { Kernels } from '../code/web-assembly.js';

type MapSpec = Parameters<typeof mapKernel>[2];

/** Addresses of what formulas read of one block of points, and of what they multiply by. */
export interface PointsAt {
  /** Planes `[column][BLOCK]`. */
  readonly inputs: number;
  readonly targets: number;
  /** `[BLOCK]`: 1 for points, 0 for pads. */
  readonly live: number;
  /** `[BLOCK]`; 0 where all weigh 1. */
  readonly weights: number;
  /** One number each. */
  readonly scalars: number;
}

/** Planes of the network's outputs and, behind them, of derivatives of these. */
export interface OutputPlanes {
  readonly at: number;
  /** How many there are, those that nobody reads and that stand between others among them. */
  readonly count: number;
  /** Number of the plane of an output, or of a derivative of one in inputs. */
  plane(output: number, inputs: readonly number[]): number;
}

/** Places of addresses among the parameters of a kernel. */
const POINTER = { output: 0, target: 1, live: 2, factor: 3, to: 4, sum: 5, input: 6, weight: 7, scalar: 8 } as const;

/**
 * An objective block, for one block of points: a weighted sum of squared residuals r_k or of losses l, and what goes back into what trains, the
 * network's outputs and scalars v_q,
 *
 *     gv_q = factor w sum_k r_k dr_k/dv_q    or    factor w dl/dv_q
 *
 * Points that are pads count as zero.
 */
export class ObjectiveKernel {
  private readonly inputs: readonly string[];
  private readonly plane: number;
  /** Variables that are outputs or derivatives of them, by plane; variables that are scalars. */
  private readonly ofOutput: readonly number[];
  private readonly ofScalar: readonly number[];

  /** @param outputs planes of the network's outputs, @param scalars of the objective */
  constructor(private readonly arena: Memory, private readonly v: Lanes, readonly form: BlockForm, private readonly outputs: OutputPlanes, private readonly scalars: readonly string[]) {
    this.inputs = [...form.inputs, 'live', 'factor', 'weight'];
    this.plane = BLOCK * v.size;
    const numberOf = (of: 'output' | 'scalar', plane: number): number => form.variables.findIndex((variable) => variable.of === of && this.placeOf(variable) === plane);
    this.ofOutput = Array.from({ length: outputs.count }, (_, q) => numberOf('output', q));
    this.ofScalar = scalars.map((_, s) => numberOf('scalar', s));
  }

  /** Number of the plane of an output or of a derivative of one; of a scalar among scalars. */
  private placeOf(variable: BlockVariable): number { return variable.of === 'output' ? this.outputs.plane(variable.index, variable.inputs) : variable.index; }

  private spec(): Pick<MapSpec, 'pointers' | 'inputs'> {
    const { plane, form: { inputs, reads } } = this;
    const placeOf = (read: Read): MapSpec['inputs'][string] => {
      if (read.of === 'scalar') return { pointer: POINTER.scalar, offset: this.scalars.indexOf(read.name) * this.v.size, each: 'same' };
      if (read.of === 'output' || read.of === 'derivative') {
        const number = read.of === 'output' ? this.outputs.plane(read.index, []) : this.outputs.plane(read.output, read.inputs);
        return { pointer: POINTER.output, offset: number * plane, each: 'lane' };
      }
      return { pointer: POINTER[read.of], offset: read.index * plane, each: 'lane' };
    };
    return {
      pointers: 9,
      inputs: {
        ...Object.fromEntries(inputs.map((name, k) => [name, placeOf(reads[k]!)])),
        live: { pointer: POINTER.live, offset: 0, each: 'lane' }, factor: { pointer: POINTER.factor, offset: 0, each: 'same' }, weight: { pointer: POINTER.weight, offset: 0, each: 'lane' },
      },
    };
  }

  /** What one point adds to the sum. */
  private summand(isWeighted: boolean): Expr {
    const [first, ...rest] = this.form.roots.map((r) => (this.form.isLoss ? r : r.square()));
    return this.ofPoint(rest.reduce((a, b) => a.add(b), first!), isWeighted);
  }

  private ofPoint(e: Expr, isWeighted: boolean): Expr { return where(input('live'), isWeighted ? e.mul(input('weight')) : e, 0); }

  /** What goes back into a variable. */
  private towards(variable: number, isWeighted: boolean): Expr {
    const { roots, slopes, isLoss } = this.form;
    const parts = roots.flatMap((r, k) => { const slope = slopes[k]![variable] ?? null; return slope === null ? [] : [isLoss ? slope : r.mul(slope)]; });
    return parts.length === 0 ? constant(0) : this.ofPoint(parts.reduce((a, b) => a.add(b)).mul(input('factor')), isWeighted);
  }

  private kernels(name: string, outputs: readonly Expr[], sums: readonly Expr[], add = false): Kernels {
    // What is read at which place is part of the name: inputs are called by what they read.
    const key = formulaKey(this.inputs, [...outputs, ...sums]);
    // Where a derivative is depends on what else is read.
    const derivatives = this.form.reads.flatMap((read) => (read.of === 'derivative' ? [this.outputs.plane(read.output, read.inputs)] : [])).join();
    return this.arena.kernels(`objective ${name} ${this.v.precision} ${add ? 'add' : 'set'} ${this.scalars.join()} ${derivatives} ${key}`, () => [mapKernel(name, this.v, {
      ...this.spec(), outputs: outputs.map((expr, k) => ({ expr, pointer: POINTER.to, offset: k * this.plane, add })),
      sums: sums.map((expr, k) => ({ expr, pointer: POINTER.sum, offset: 8 * k })),
    })]);
  }

  private readonly valueKernels = [false, true].map((isWeighted) => once(() => this.kernels('value', [], [this.summand(isWeighted)])));

  /** Sums: the value, then the gradient in every scalar. */
  private readonly gradientKernels = [false, true].map((add) => [false, true].map((isWeighted) => once(() => this.kernels(
    'gradient', this.ofOutput.map((k) => (k < 0 ? constant(0) : this.towards(k, isWeighted))),
    [this.summand(isWeighted), ...this.ofScalar.map((k) => (k < 0 ? constant(0) : this.towards(k, isWeighted)))], add,
  ))));

  private slopesOf(root: number): Expr[] {
    const slopes = this.form.slopes[root]!;
    return [...this.ofOutput, ...this.ofScalar].map((k) => (k < 0 ? null : slopes[k] ?? null) ?? constant(0));
  }

  private readonly slopeKernels = once(() => this.kernels('rows', this.form.roots.flatMap((_, k) => this.slopesOf(k)), []));

  private readonly residualKernels = once(() => this.kernels('residuals', this.form.roots, []));

  private readonly curvature = once(() => {
    const { entries, isWhole } = lossCurvature(this.form);
    return { isWhole, kernels: this.kernels('curvature', entries, []), at: this.arena.allocate(entries.length * this.plane) };
  });

  private call(kernel: (...args: number[]) => number | void, { inputs, targets, live, weights, scalars }: PointsAt, factor: number, to: number, sum: number, bytes: number): void {
    // Where all weigh 1 no kernel looks at weights, but its address must be one that can be loaded from.
    kernel(this.outputs.at, targets, live, factor, to, sum, inputs, weights === 0 ? live : weights, scalars, bytes);
  }

  /** Adds the points to the double at `sum`. */
  value(at: PointsAt, factor: number, sum: number, bytes: number): void {
    this.call(this.valueKernels[at.weights === 0 ? 0 : 1]!()['value']!, at, factor, 0, sum, bytes);
  }

  /**
   * And puts the gradients in the outputs at `gy`, or adds them to what other blocks left there.
   *
   * @param sum doubles: of the value, then of the gradient in every scalar
   */
  gradient(at: PointsAt, factor: number, gy: number, sum: number, bytes: number, add: boolean): void {
    this.call(this.gradientKernels[add ? 1 : 0]![at.weights === 0 ? 0 : 1]!()['gradient']!, at, factor, gy, sum, bytes);
  }

  /** Puts the residuals at `to`: `[residual][BLOCK]`. */
  residualPlanes(at: PointsAt, to: number, bytes: number): void { this.call(this.residualKernels()['residuals']!, at, 0, to, 0, bytes); }

  /** Planes of one row of the Jacobian: outputs, then scalars. */
  get rowPlanes(): number { return this.outputs.count + this.scalars.length; }

  /** Planes of the network's outputs, and of derivatives of them, that gradients are written for. */
  get outputPlanes(): number { return this.outputs.count; }

  /** Puts the derivatives that rows of the Jacobian begin with at `to`: `[row][rowPlanes][BLOCK]`; `slope` for a row with the slopes of a loss. */
  rowSlopes(of: RowsOf | 'slope', at: PointsAt, factor: number, to: number, { samples, bytes }: BlockRun): void {
    if (!this.form.isLoss || of === 'slope') { this.call(this.slopeKernels()['rows']!, at, factor, to, 0, bytes); return; }
    const { arena, v, form: { variables }, outputs, rowPlanes } = this;
    const numbers = (): Float32Array | Float64Array => arena.numbers(v.precision);
    const count = variables.length;
    const planeOf = (k: number): number => (variables[k]!.of === 'output' ? 0 : outputs.count) + this.placeOf(variables[k]!);
    numbers().fill(0, to / v.size, to / v.size + count * rowPlanes * BLOCK);
    if (of === 'rows') {
      for (let k = 0; k < count; k++) {
        const from = to / v.size + (k * rowPlanes + planeOf(k)) * BLOCK;
        numbers().fill(1, from, from + BLOCK);
      }
      return;
    }
    const { isWhole, kernels, at: scratch } = this.curvature();
    this.call(kernels['curvature']!, at, factor, scratch, 0, bytes);
    if (isWhole) factorCurvature(numbers(), scratch / v.size, BLOCK, count, samples);
    for (let r = 0; r < count; r++) {
      for (let k = 0; k < count; k++) {
        const from = scratch + (r * count + k) * this.plane;
        arena.copy(from, to + (r * rowPlanes + planeOf(k)) * this.plane, bytes);
      }
    }
  }
}
