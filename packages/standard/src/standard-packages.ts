// The first-party plugin packages, one line each. They are loaded together: a page gets one file of them, not one after the other. Those that read files of other
// programs are in packages-for-files.ts.
export { default as '@knotwork/basis-b-spline' } from '@knotwork/basis-b-spline';
export { default as '@knotwork/basis-chebyshev' } from '@knotwork/basis-chebyshev';
export { default as '@knotwork/basis-fourier' } from '@knotwork/basis-fourier';
export { default as '@knotwork/basis-rbf' } from '@knotwork/basis-rbf';
export { default as '@knotwork/basis-wavelet' } from '@knotwork/basis-wavelet';
export { default as '@knotwork/basis-rational' } from '@knotwork/basis-rational';
export { default as '@knotwork/basis-relu-power' } from '@knotwork/basis-relu-power';
export { default as '@knotwork/basis-function' } from '@knotwork/basis-function';
export { default as '@knotwork/cores' } from '@knotwork/cores';
export { default as '@knotwork/perceptrons' } from '@knotwork/perceptrons';
export { default as '@knotwork/grids' } from '@knotwork/grids';
export { default as '@knotwork/functions' } from '@knotwork/functions';
export { default as '@knotwork/exporters' } from '@knotwork/exporters';
export { default as '@knotwork/initializers' } from '@knotwork/initializers';
export { default as '@knotwork/regularizers' } from '@knotwork/regularizers';
export { default as '@knotwork/optimizers' } from '@knotwork/optimizers';
export { default as '@knotwork/losses' } from '@knotwork/losses';
export { default as '@knotwork/metrics' } from '@knotwork/metrics';
export { default as '@knotwork/datasets' } from '@knotwork/datasets';
export { default as '@knotwork/engine-native' } from '@knotwork/engine-native';
export { default as '@knotwork/engine-reference' } from '@knotwork/engine-reference/plugin';
export { default as '@knotwork/engine-tfjs' } from '@knotwork/engine-tfjs';
