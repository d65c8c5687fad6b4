import type { Kind } from '@knotwork/plugin';

/** Names of other libraries for what is installed under another name. Case, `_`, `-` and spaces do not count. */
export const otherNames: Partial<Readonly<Record<Kind, Readonly<Record<string, readonly string[]>>>>> = {
  basis: {
    'b-spline': ['spline', 'splines', 'cubic', 'cubic-spline', 'b-splines', 'kan', 'efficient-kan', 'grid'],
    'gaussian-rbf': ['rbf', 'gaussian', 'fast-kan', 'radial'],
    chebyshev: ['cheby', 'cheby-kan', 'poly'],
    fourier: ['sine', 'sin', 'trig', 'trigonometric', 'fourier-kan'],
    'relu-power': ['relu', 'relu-kan'],
    wavelet: ['wav', 'wav-kan', 'mexican-hat', 'morlet'],
    rational: ['pade', 'rational-kan'],
  },
  optimizer: {
    'levenberg-marquardt': ['lm', 'gauss-newton', 'newton', 'least-squares', 'trf', 'second-order'],
    'l-bfgs': ['bfgs', 'lbfgs-b', 'quasi-newton'],
    ssbroyden: ['broyden', 'ssbfgs', 'self-scaled-broyden', 'self-scaled-bfgs'],
    adam: ['rmsprop', 'adagrad', 'adamax', 'nadam', 'lion'],
    sgd: ['gd', 'gradient-descent', 'momentum'],
  },
  loss: {
    'mean-squared-error': ['mse', 'mse-loss', 'l2', 'l2-loss', 'squared', 'squared-error', 'rmse', 'least-squares'],
    'mean-absolute-error': ['mae', 'l1', 'l1-loss', 'absolute-error', 'absolute'],
    huber: ['smooth-l1', 'smooth-l1-loss', 'robust'],
    'cross-entropy': ['ce', 'ce-loss', 'nll', 'log-loss', 'softmax', 'bce', 'binary-crossentropy', 'categorical-crossentropy', 'sparse-categorical-crossentropy', 'logistic'],
  },
  regularizer: {
    'activation-l1': ['l1', 'lasso'],
    'mean-abs': ['pykan', 'mean-absolute'],
    roughness: ['smoothness', 'curvature', 'second-derivative', 'tikhonov', 'l2'],
    sparsity: ['l0', 'sparse', 'group-lasso'],
  },
  grid: { moving: ['adaptive', 'update', 'auto'], fixed: ['none', 'static', 'uniform'], quantile: ['percentile', 'quantiles'] },
  function: {
    silu: ['swish'], identity: ['linear', 'id'], sine: ['sin'], cosine: ['cos'], tangent: ['tan'], sigmoid: ['logistic'], sign: ['sgn', 'step'], gaussian: ['gauss', 'rbf', 'bell'],
    arcsin: ['asin'], arccos: ['acos'], arctan: ['atan'], arctanh: ['atanh'], log: ['ln'], square: ['x^2', 'pow2', 'quadratic'], cube: ['x^3', 'cubic'], 'fourth-power': ['x^4'], 'fifth-power': ['x^5'],
    reciprocal: ['1/x', 'inverse', 'inv'], 'reciprocal-square': ['1/x^2'], 'reciprocal-sqrt': ['1/sqrt', 'rsqrt'], 'three-halves-power': ['x^1.5'], abs: ['absolute', 'absolute-value'],
  },
  initializer: { glorot: ['xavier', 'xavier-uniform', 'glorot-uniform', 'kaiming', 'he', 'lecun'], small: ['normal', 'random', 'zeros', 'noise'] },
  layer: { mlp: ['dense', 'linear', 'fully-connected'], multiplicative: ['mult', 'mult-kan', 'product'] },
  stage: { fit: ['train', 'training', 'optimize'], solve: ['pde', 'pinn', 'physics'], 'extend-grid': ['refine', 'extend', 'grid-extension', 'update-grid'] },
  dataset: {
    table: ['file', 'pandas', 'dataframe', 'tsv', 'parquet', 'npy', 'excel'], expression: ['function', 'formula', 'synthetic', 'equation'],
    domain: ['pde', 'pdes', 'ode', 'pinn', 'physics', 'differential-equation', 'differential-equations', 'equations', 'box', 'geometry'],
  },
  engine: { native: ['cpu', 'torch', 'numpy', 'auto'], tfjs: ['gpu', 'cuda', 'wasm', 'tensorflow', 'tf', 'tfjs-node', 'tfjs-node-gpu', 'tensorflow.js'] },
};
