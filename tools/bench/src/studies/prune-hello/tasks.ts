/** A function, with the network that is too large for it and the smallest that is known. */
export interface Task {
  readonly name: string;
  /** Changes of `experiments/prune-hello.yaml`. */
  readonly overrides: readonly string[];
  /** Edges, and inputs, hidden nodes and outputs that have any, of the smallest. */
  readonly smallest: { readonly edges: number; readonly nodes: number };
}

const CHAIN = { edges: 3, nodes: 4 };
/** Levels that bases of some ten numbers per edge are not extended to. */
const WITHOUT_LADDER = 'stages=[sparsify, {kind: prune, eliminate: true}]';

const hello = (name: string, ...overrides: string[]): Task => ({ name, overrides, smallest: CHAIN });

/** What is measured, by part. */
export const parts: Readonly<Record<string, readonly Task[]>> = {
  hello: [hello('no noise')],
  noise: [1, 5, 20].map((percent) => hello(`${percent} % noise`, `dataset.noise=${percent / 100}`)),
  bases: ['chebyshev', 'fourier', 'gaussian-rbf', 'legendre', 'rational', 'relu-power', 'tanh-bump', 'wavelet'].map((basis) => hello(basis, `network.basis=${basis}`, WITHOUT_LADDER)),
  harder: [
    {
      name: 'exp((sin(pi(x1^2+x2^2))+sin(pi(x3^2+x4^2)))/2)', smallest: { edges: 7, nodes: 8 },
      overrides: ['dataset.expression=exp((sin(pi*(x1^2+x2^2))+sin(pi*(x3^2+x4^2)))/2)', 'dataset.samples.train=3000', 'network.widths=[4,4,2,1]'],
    },
    { name: 'x1*x2', smallest: { edges: 6, nodes: 5 }, overrides: ['dataset.expression=x1*x2', 'network.widths=[2,2,1]'] },
    { name: '(x1+x2)/(1+x1*x2)', smallest: CHAIN, overrides: ['dataset.expression=(x1+x2)/(1+x1*x2)', 'dataset.domain=[-0.9,0.9]'] },
  ],
  recipes: [
    hello('thresholds alone', 'stages=[sparsify, prune]'),
    hello('elimination alone', 'stages=[{kind: fit, starts: {count: 1}, steps: 40}, {kind: prune, eliminate: true}]'),
    hello('L1 and entropy', 'stages=[{kind: sparsify, regularizers: [{kind: activation-l1, strength: 0.002}, {kind: entropy, strength: 0.002}]}, {kind: prune, eliminate: true}]'),
    hello('L1 and entropy, thresholds alone', 'stages=[{kind: sparsify, regularizers: [{kind: activation-l1, strength: 0.002}, {kind: entropy, strength: 0.002}]}, prune]'),
    hello('smoothing auto, thresholds alone', 'stages=[{kind: fit, smoothing: auto}, prune]'),
    hello('smoothing auto, then elimination', 'stages=[{kind: fit, smoothing: auto}, {kind: prune, eliminate: true}]'),
  ],
};
