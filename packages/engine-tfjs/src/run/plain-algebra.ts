import { plainSolver } from '@knotwork/engine-core';
import type { KernelAlgebra } from '@knotwork/engine-native/kernel-algebra';

/** The same in plain loops, for hosts that run no kernels. */
export const plainAlgebra: KernelAlgebra = {
  solver: plainSolver,
  products: (width) => {
    const sum = new Float64Array(width * width);
    return {
      add: (rows, factor, weights) => {
        for (let n = 0, row = 0; row < rows.length; n++, row += width) {
          const scale = weights === null ? factor : factor * weights[n]!;
          for (let i = 0; i < width; i++) for (let j = 0; j <= i; j++) sum[i * width + j]! += scale * rows[row + i]! * rows[row + j]!;
        }
      },
      sum: () => sum.slice(),
      dispose: () => undefined,
    };
  },
};
