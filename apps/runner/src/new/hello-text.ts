import type { ResolvedExperiment } from '@knotwork/experiment';
import type { Catalog } from '@knotwork/plugin';
import { networkDefaults, pluginLine, stageDefaults, textOf, yaml } from './experiment-text.js';

/** The first experiment: a formula, its fit, and the ladder. Without comments. @param plugins packages that it names */
export const bareHello = (plugins: readonly string[]): string => `knotwork: 1
name: hello-kan
seed: 1
plugins: ${yaml(plugins)}
dataset: { kind: expression, expression: exp(sin(pi * x1) + x2^2) }
network: { widths: [2, 5, 1], basis: { kind: b-spline, degree: 3, intervals: 3 } }
stages: [{ kind: fit }, { kind: extend-grid, levels: [6, 12, 24], fit: { smoothing: 1e-7 } }]
`;

/** {@link bareHello} with comments. @param experiment what it resolves to */
export function helloText(experiment: ResolvedExperiment, catalog: Catalog): string {
  const { domain, samples } = experiment.dataset as unknown as { domain: number[]; samples: { train: number; validation: number; test: number } };
  return textOf([
    { text: '# A Kolmogorov-Arnold network learns a formula from points, then its grid is extended: the error falls like a staircase.' },
    { text: '# Change whatever you like: "knotwork validate FILE" says what is wrong, "knotwork run FILE" runs it.' },
    { text: 'knotwork: 1' },
    { text: 'name: hello-kan', comment: 'results are kept below runs/NAME' },
    { text: 'seed: 1', comment: 'everything random follows from it' },
    ...pluginLine(experiment.plugins),
    { text: '' },
    { text: 'dataset:' },
    { text: '  kind: expression', comment: 'for rows of your own: knotwork new TABLE --target COLUMN' },
    { text: '  expression: exp(sin(pi * x1) + x2^2)' },
    { text: `  domain: [${domain.join(', ')}]`, comment: 'of both inputs' },
    { text: `  samples: { train: ${samples.train}, validation: ${samples.validation}, test: ${samples.test} }` },
    { text: '' },
    { text: 'network:' },
    { text: '  widths: [2, 5, 1]', comment: 'inputs, hidden nodes, outputs' },
    ...networkDefaults(experiment).map(({ text, ...rest }) => ({ text: text.replace('# ', ''), ...rest })),
    { text: '' },
    { text: 'stages:' },
    { text: '  - kind: fit', comment: 'the lines below are what it does where nothing is said' },
    ...stageDefaults(experiment, catalog),
    { text: '  - kind: extend-grid', comment: 'new knots, coarse curves refitted, then trained on' },
    { text: '    levels: [6, 12, 24]', comment: 'intervals of each rung' },
    { text: '    fit: { smoothing: 1e-7 }', comment: 'ties coefficients that no point sees to their neighbours' },
  ]);
}
