import { definePackage } from '@knotwork/plugin';
import { native } from './native.js';

export { native };
export { type KernelAlgebra, kernelAlgebra, type RowProducts } from './run/kernel-algebra.js';
export default definePackage({ api: 2, plugins: [native] });
