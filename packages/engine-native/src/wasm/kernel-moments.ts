import type { Moments, TermMoments } from '@knotwork/plugin';
import type { NumbersAt } from './block-run.js';
import type { KernelData } from './kernel-data.js';
import type { KernelPath } from './kernel-path.js';
import { momentKernel } from './moment-kernel.js';

/** Means and second moments of the features of a layer over all rows, in double precision. */
export function kernelMoments(path: KernelPath, data: KernelData, at: NumbersAt, l: number): Moments {
  const { arena, v, layers, task: { structure } } = path;
  const layer = structure.layers[l]!;
  const { moments } = arena.kernels(`moments ${v.precision}`, () => [momentKernel(v)]);
  const sums = layer.terms.map((term, t) => {
    const { groups } = layers[l]!.terms[t]!;
    const take = (length: number): number => arena.allocate(8 * Math.max(1, length));
    return { groups, mean: take(groups * (term.size + 2)), second: take(groups * term.size * term.window), product: take(groups * term.size) };
  });
  path.forEachBlock(data, at, false, (block, run) => {
    for (const [t, term] of layer.terms.entries()) {
      const { mean, second, product } = sums[t]!;
      const features = layers[l]!.terms[t]!.groupFeatures(run, path.inputsOf(data, block, l), at.grids[l]![t]!, at.trained);
      if (features.count === 0) continue;
      moments!(features.values, features.starts, mean, second, product, features.list, features.count, data.rowsOf(block), features.planes, term.size, term.window, term.base === null ? 0 : 1);
    }
  }, l);
  const terms = layer.terms.map(({ size, window, base }, t): TermMoments => {
    const { groups, mean, second, product } = sums[t]!;
    const read = (from: number, length: number): Float64Array => arena.f64.slice(from / 8, from / 8 + length).map((sum) => sum / data.count);
    const means = read(mean, groups * (size + 2));
    const column = (offset: number, width: number): Float64Array => Float64Array.from({ length: groups * width }, (_, k) => means[Math.floor(k / width) * (size + 2) + offset + (k % width)]!);
    return {
      groups, size, band: window, mean: column(0, size), second: read(second, groups * size * window),
      base: base === null ? null : { mean: column(size, 1), square: column(size + 1, 1), product: read(product, groups * size) },
    };
  });
  for (const { mean, second, product } of sums) for (const stretch of [mean, second, product]) arena.release(stretch);
  return { count: data.count, terms };
}
