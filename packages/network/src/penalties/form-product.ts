import type { QuadraticForm } from '@knotwork/plugin/engine';

/** M u, of the coefficients from `at` on and a base weight: `[size + 1]`. */
export function formProduct({ size, half, band, border }: Pick<QuadraticForm, 'size' | 'half' | 'band' | 'border'>, c: Float64Array, at: number, weight: number): Float64Array {
  const product = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) {
      const m = band[i * (half + 1) + half + j - i]!;
      product[i]! += m * c[at + j]!;
      if (j < i) product[j]! += m * c[at + i]!;
    }
  }
  if (border === undefined) return product;
  const { base, mean } = border;
  let [sum, along] = [base[size]! * weight, mean[size]! * weight];
  for (let i = 0; i < size; i++) {
    sum += base[i]! * c[at + i]!;
    along += mean[i]! * c[at + i]!;
  }
  for (let i = 0; i < size; i++) product[i]! += base[i]! * weight - mean[i]! * along;
  product[size] = sum - mean[size]! * along;
  return product;
}
