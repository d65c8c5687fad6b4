import type { Device } from '../device.js';
import type { Tensor } from '../tfjs-module.js';
import type { PolynomialPlanes } from './polynomial-planes.js';
import { asTensor, ofShape, type Quantity } from './tensor-operations.js';

/** Planes of features as a product: coefficients by monomials. */
export class PlanesProduct {
  /** Coefficients for atoms that are numbers, and for which numbers. */
  private kept: { readonly key: string; readonly matrix: Tensor } | null = null;

  constructor(private readonly device: Device, readonly planes: PolynomialPlanes) {}

  /** @param atoms values of the atoms: `[samples][groups]`, `[1][groups]` or one number @returns `[planes][samples][groups]` */
  run(atoms: readonly Quantity[], [samples, groups]: readonly [number, number]): Tensor {
    const { device, device: { tf }, planes: { monomials, coefficients } } = this;
    const products = new Map<string, Tensor>();
    const productOf = (factors: readonly number[]): Tensor => {
      const key = factors.join(' ');
      const known = products.get(key);
      if (known !== undefined) return known;
      const last = asTensor(device, atoms[factors.at(-1)!]!);
      const made = factors.length === 1 ? last : tf.mul(productOf(factors.slice(0, -1)), last);
      products.set(key, made);
      return made;
    };
    // Factors that are numbers go into the coefficients; monomials that differ in nothing else are one row.
    const rows = new Map<string, { readonly factors: readonly number[]; readonly terms: { readonly monomial: number; readonly scale: number }[] }>();
    monomials.forEach((factors, monomial) => {
      const tensors = factors.filter((f) => typeof atoms[f] !== 'number');
      const scale = factors.reduce((product, f) => { const q = atoms[f]!; return typeof q === 'number' ? product * q : product; }, 1);
      const row = rows.get(tensors.join(' ')) ?? { factors: tensors, terms: [] };
      row.terms.push({ monomial, scale });
      rows.set(tensors.join(' '), row);
    });
    const shape: [number, number] = [samples, groups];
    const all = [...rows.values()];
    const stacked = tf.stack(all.map(({ factors }) => ofShape(device, factors.length === 0 ? 1 : productOf(factors), shape)));
    const matrix = this.matrixOf(all.map(({ terms }) => coefficients.map((own) => terms.reduce((sum, { monomial, scale }) => sum + scale * own[monomial]!, 0))));
    return tf.reshape(device.product(matrix, tf.reshape(stacked, [all.length, samples * groups])), [coefficients.length, samples, groups]);
  }

  /** @param columns coefficients of every plane, row by row of the monomials */
  private matrixOf(columns: readonly (readonly number[])[]): Tensor {
    const key = columns.join();
    if (this.kept?.key === key) return this.kept.matrix;
    this.dispose();
    const planes = columns[0]!.length;
    const values = Float64Array.from({ length: planes * columns.length }, (_, k) => columns[k % columns.length]![Math.floor(k / columns.length)]!);
    this.kept = { key, matrix: this.device.vector(values, [planes, columns.length]) };
    return this.kept.matrix;
  }

  dispose(): void {
    this.kept?.matrix.dispose();
    this.kept = null;
  }
}
