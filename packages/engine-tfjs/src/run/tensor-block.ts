import { constant, type Expr, formula } from '@knotwork/algebra';
import { type BlockForm, factorCurvature, type LossCurvature, lossCurvature, type RowsOf } from '@knotwork/engine-core';
import type { Device } from '../device.js';
import { TensorFormula } from '../formulas/tensor-formula.js';
import { asTensor, ofShape, type Quantity } from '../formulas/tensor-operations.js';
import type { Tensor } from '../tfjs-module.js';
import { type AlikeResiduals, alikeResiduals, type Column } from './alike-residuals.js';

/** What formulas read of some points: a tensor `[points]` for each column, and the scalars of the objective. */
export interface PointColumns {
  readonly count: number;
  readonly output: (index: number) => Tensor;
  readonly input: (index: number) => Tensor;
  readonly target: (index: number) => Tensor;
  readonly scalar: (name: string) => Tensor;
  /** Some columns side by side: `[points][columns]`. */
  readonly table: (of: Column, columns: readonly number[]) => Tensor;
}

/** A block of the objective over some points. */
export class TensorBlock {
  private readonly formula: TensorFormula;
  /** Made when it is asked for: first-order methods have no use for it. */
  private curvature: (LossCurvature & { readonly formula: TensorFormula }) | null = null;

  /** Where the residuals are one formula of columns. */
  private readonly alike: (AlikeResiduals & { readonly tables: TensorFormula }) | null;

  /** @param outputs of the network */
  constructor(private readonly device: Device, readonly form: BlockForm, outputs: number) {
    const { roots, slopes, inputs, variables } = form;
    const all: Record<string, Expr> = Object.fromEntries(roots.map((r, k) => [`r${k}`, r]));
    variables.forEach((_, q) => roots.forEach((__, k) => { all[`r${k}/v${q}`] = slopes[k]![q] ?? constant(0); }));
    this.formula = new TensorFormula(device, formula(inputs, all));
    const alike = alikeResiduals(form, outputs);
    this.alike = alike === null ? null : { ...alike, tables: new TensorFormula(device, alike.formula) };
  }

  /** What every point adds to the block, without weights: squares of residuals, or the loss. `[points]` */
  values(columns: PointColumns): Tensor {
    if (this.alike !== null) return this.sumOfTable(this.tablesOf(columns, [0])[0]!);
    return this.sumOf(this.formula.run(this.inputsOf(columns), this.form.roots.map((_, k) => k)), columns.count);
  }

  private tablesOf(columns: PointColumns, wanted: readonly number[]): readonly Quantity[] {
    const { reads, tables } = this.alike!;
    return tables.run(Object.fromEntries(reads.map(({ name, of, columns: own }) => [name, columns.table(of, own)])), wanted);
  }

  private sumOfTable(residuals: Quantity): Tensor { return this.device.tf.sum(this.device.tf.square(this.tensor(residuals)), 1); }

  /** The same, and its derivative in all outputs at once, `[points][outputs]`; null where they are not alike. */
  differentiatedTable(columns: PointColumns): { readonly values: Tensor; readonly slopes: Tensor } | null {
    if (this.alike === null) return null;
    const [residual, slope] = this.tablesOf(columns, [0, 1]).map((q) => this.tensor(q));
    return { values: this.sumOfTable(residual!), slopes: this.device.tf.mul(residual!, slope!) };
  }

  /** The same, and its derivative in every variable: `[points]`, or a number. */
  differentiated(columns: PointColumns): { readonly values: Tensor; readonly slopes: readonly Quantity[] } {
    const { form: { terms, variables, isLoss }, device: { tf } } = this;
    const results = this.formula.run(this.inputsOf(columns), Array.from({ length: terms * (1 + variables.length) }, (_, k) => k));
    const roots = results.slice(0, terms);
    const slopes = variables.map((_, q) => {
      const own = results.slice(terms * (1 + q), terms * (2 + q));
      if (isLoss) return own[0]!;
      return own.map((slope, k): Quantity => (slope === 0 ? 0 : slope === 1 ? roots[k]! : tf.mul(this.tensor(roots[k]!), this.tensor(slope))))
        .reduce((a, b) => (a === 0 ? b : b === 0 ? a : tf.add(this.tensor(a), this.tensor(b))));
    });
    return { values: this.sumOf(roots, columns.count), slopes };
  }

  /** Residuals of squares; none of a loss. */
  residuals(columns: PointColumns): readonly Quantity[] {
    const { form: { isLoss, roots } } = this;
    return isLoss ? [] : this.formula.run(this.inputsOf(columns), roots.map((_, k) => k));
  }

  /** Rows of a Jacobian: derivatives `[row][variable]`. Of a slope there is one row: the derivative of the loss. */
  rows(of: RowsOf | 'slope', columns: PointColumns): readonly (readonly Quantity[])[] {
    const { form: { terms, variables, isLoss } } = this;
    if (of === 'slope') return [this.differentiated(columns).slopes];
    if (!isLoss) {
      const results = this.formula.run(this.inputsOf(columns), Array.from({ length: terms * variables.length }, (_, k) => terms + k));
      return Array.from({ length: terms }, (_, k) => variables.map((__, q) => results[q * terms + k]!));
    }
    if (of === 'rows') return variables.map((_, k) => variables.map((__, q) => (k === q ? 1 : 0)));
    const { isWhole, entries, formula: curved } = (this.curvature ??= this.compileCurvature());
    const results = curved.run(this.inputsOf(columns), entries.map((_, k) => k));
    const flat = isWhole ? this.factored(results, columns.count) : results;
    return variables.map((_, k) => flat.slice(k * variables.length, (k + 1) * variables.length));
  }

  /** Factors of H, point by point: in double precision, where the device has none. */
  private factored(entries: readonly Quantity[], count: number): Tensor[] {
    const { device: { tf }, form: { variables } } = this;
    const planes = new Float64Array(entries.length * count);
    entries.forEach((q, k) => {
      if (typeof q === 'number') planes.fill(q, k * count, (k + 1) * count);
      else planes.set(ofShape(this.device, q, [count]).dataSync(), k * count);
    });
    factorCurvature(planes, 0, count, variables.length, count);
    return entries.map((_, k) => tf.tensor1d(Float32Array.from(planes.subarray(k * count, (k + 1) * count))));
  }

  private sumOf(roots: readonly Quantity[], count: number): Tensor {
    const { tf } = this.device;
    const each = roots.map((r) => ofShape(this.device, r, [count]));
    return this.form.isLoss ? each[0]! : each.map((r) => tf.square(r)).reduce((a, b) => tf.add(a, b));
  }

  private inputsOf(columns: PointColumns): Record<string, Quantity> {
    const { form: { inputs, reads } } = this;
    return Object.fromEntries(inputs.map((name, k) => {
      const read = reads[k]!;
      if (read.of === 'derivative') throw new RangeError('tensors have no derivatives in inputs');
      return [name, read.of === 'scalar' ? columns.scalar(read.name) : columns[read.of](read.index)];
    }));
  }

  private tensor(q: Quantity): Tensor { return asTensor(this.device, q); }

  private compileCurvature(): NonNullable<TensorBlock['curvature']> {
    const curvature = lossCurvature(this.form);
    return { ...curvature, formula: new TensorFormula(this.device, formula(this.form.inputs, Object.fromEntries(curvature.entries.map((e, k) => [`f${k}`, e])))) };
  }
}
