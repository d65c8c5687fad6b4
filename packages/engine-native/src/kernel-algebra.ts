// Apart from the engine: a page that trains with kernels does not load it.
export { type KernelAlgebra, kernelAlgebra, type RowProducts } from './run/kernel-algebra.js';
