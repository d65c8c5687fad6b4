import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const example = (name: string): string => readFileSync(fileURLToPath(new URL(`../../../../../examples/${name}`, import.meta.url)), 'utf8');

/** Experiments that are right, as somebody wrote them. */
export const EVERYDAY_TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  ['hello-kan', 'table', 'choose', 'classification', 'continual', 'grid-update', 'mlp', 'product', 'sparsify', 'staircase'].map((name) => [name, example(`${name}.yaml`)]),
);

const samples = { train: 60, validation: 30, test: 30 };
const rows = (k: number): string => [Math.sin(k), Math.cos(3 * k), k % 3, ['a', 'b', 'c'][k % 3], Math.sin(k) + 0.3 * Math.cos(3 * k)].join(',');

/** Experiments that are right and have every block. */
export const EVERYDAY_TREES: Readonly<Record<string, unknown>> = {
  all: {
    knotwork: 1, name: 'all', seed: 3, streams: { data: 1, init: 2, batch: 3 }, engine: { kind: 'native', precision: 'float64', kernels: 'auto' }, members: 2, standardizeTargets: true,
    dataset: { kind: 'expression', expression: ['sin(pi * x1) + x2', 'x1 * x2'], domain: [[-1, 1], [0, 2]], samples, sampling: 'random', noise: 0.01 },
    network: {
      widths: [2, 3, 2], layer: { kind: 'kan', node: 'sum' }, edge: { kind: 'residual', base: 'silu' }, basis: { kind: 'b-spline', degree: 3, intervals: 4 }, inputMap: 'interval', outside: 'linear',
      initializer: { kind: 'small', amplitude: 0.1 }, layers: { 1: { basis: { kind: 'b-spline', degree: 2, intervals: 5 }, edge: 'plain' } },
    },
    stages: [
      { kind: 'fit', optimizer: { kind: 'levenberg-marquardt' }, starts: { count: 2, steps: 3, keep: 1 }, steps: 5, loss: 'mean-squared-error', smoothing: 1e-6, regularizers: [{ kind: 'sparsity', strength: 1e-4 }], refreshEvery: 2, trainable: ['coefficients', 'baseWeight', 'bias'], batch: 'full', clip: 'none', maxUnknowns: 500, grid: { kind: 'moving', every: 5 }, stop: { patience: 3 } },
      { kind: 'extend-grid', levels: [6, [7, 8], { parametersPerEdge: 12 }], fit: { steps: 3, smoothing: 0, optimizer: { kind: 'levenberg-marquardt' }, stop: 'none' }, refit: 'data', stop: { patience: 1 } },
      { kind: 'prune', edgeThreshold: 0.01, nodeThreshold: 0.01 },
      { kind: 'fit', optimizer: { kind: 'adam', rate: 0.01 }, steps: 4, batch: 16, clip: 1, stop: 'none', budget: { seconds: 2 } },
    ],
  },
  chosen: {
    knotwork: 1, name: 'chosen', dataset: { kind: 'table', path: 'rows.csv', inputs: ['x1', 'x2', 'kind'], target: 'y', weight: 'n', split: { validation: 0.2, test: 0.2 }, standardize: 'robust', missing: 'drop', categories: 'one-hot', format: 'csv', delimiter: ',', decimal: '.' },
    network: { widths: { hidden: [[], [2], [3, 2]], folds: 3 } }, stages: [{ kind: 'fit', starts: { count: 2, steps: 2 }, steps: 3 }],
  },
  sets: {
    knotwork: 1, name: 'sets', datasets: { first: { kind: 'expression', expression: 'sin(x1)', samples }, second: { kind: 'expression', expression: 'sin(x1)', domain: [1, 2], samples } },
    network: { widths: [1, 2, 1], layer: { kind: 'mixed', bases: ['b-spline', { kind: 'chebyshev', degree: 4 }], by: 'edges' } },
    stages: [{ kind: 'fit', data: 'first', steps: 3, optimizer: 'l-bfgs' }, { kind: 'fit', data: 'second', steps: 3, optimizer: { kind: 'sgd', rate: 0.01, decay: 'cosine' } }],
  },
  classes: {
    knotwork: 1, name: 'classes', dataset: { kind: 'table', path: 'rows.csv', target: 'kind', task: 'classification', inputs: ['x1', 'x2'], split: { fold: 1, of: 3, validation: 0.2 } },
    network: { widths: [2, 3, 3], basis: { kind: 'gaussian-rbf', intervals: 5 } }, stages: [{ kind: 'fit', loss: 'cross-entropy', steps: 3 }],
  },
  wavelets: {
    knotwork: 1, name: 'wavelets', dataset: { kind: 'expression', expression: 'x1 * x2', sampling: 'even', samples: { train: 49, validation: 25, test: 25 } }, network: { widths: [2, 2, 1], layer: { kind: 'multiplicative', products: 1 }, basis: { kind: 'wavelet' } },
    stages: [{ kind: 'fit', optimizer: { kind: 'adam' }, steps: 5, starts: { count: 1 } }],
  },
};

/** What lies beside every experiment. */
export const EVERYDAY_DATA: Readonly<Record<string, string>> = {
  'rows.csv': `x1,x2,n,kind,y\n${Array.from({ length: 60 }, (_, k) => rows(k + 1)).join('\n')}\n`,
  'data/concrete.csv': example('data/concrete.csv'),
  'data/spirals.csv': example('data/spirals.csv'),
};
