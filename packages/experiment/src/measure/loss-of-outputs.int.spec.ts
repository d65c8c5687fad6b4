import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import type { Objective } from '@knotwork/plugin/engine';
import { given, made } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { lossOfOutputs } from './loss-of-outputs.js';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
// More rows than a block has, and no multiple of it.
const regression = `knotwork: 1
name: two-outputs
engine: reference
dataset: { kind: expression, expression: [x1^2, 3 * x1], noise: 0.3, samples: { train: 300, validation: 40, test: 1 } }
network: { widths: [1, 2] }
`;
const classification = `knotwork: 1
name: classes
engine: reference
dataset: { kind: csv, path: table.csv, target: c, task: classification, split: { validation: 0.2, test: 0.2 } }
network: { widths: [1, 3] }
`;
const weighed = `knotwork: 1
name: weighed
engine: reference
dataset: { kind: csv, path: weighed.csv, target: y, weight: w, split: { validation: 0.2, test: 0.2 } }
network: { widths: [1, 1] }
`;
const weighedTable = `x,w,y\n${Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${1 + (i % 5)},${Math.cos(3 * i)}`).join('\n')}\n`;
const table = `x,c\n${Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${'abc'[i % 3]!}`).join('\n')}\n`;

test.each([
  ['mean-squared-error', regression], ['{ kind: huber, delta: 0.4 }', regression], ['mean-absolute-error', regression], ['mean-squared-error', weighed],
  ['cross-entropy', classification], ['{ kind: cross-entropy, labelSmoothing: 0.1 }', classification],
])('the loss of outputs is what an engine says of the network that has them: %s', async (loss, text) => {
  const isSecondOrder = loss !== 'mean-absolute-error';
  const stage = `stages: [{ kind: fit, steps: 1, starts: { count: 1 }, loss: ${loss}, optimizer: ${isSecondOrder ? 'levenberg-marquardt' : 'adam'} }]\n`;
  const compared: number[][] = [];
  const peek = made(tokens.checked, 'run', [tokens.structure, tokens.contexts, tokens.data, tokens.measurement, tokens.evaluator], async (structure, contexts, data, measurement, evaluator) => {
    const objective = measurement.objective(0);
    const sets = [data.train, data.validation, data.test];
    const judged = await evaluator.judge({ structure, network: contexts.of(structure, 0).fresh(0) }, objective, sets);
    compared.push(...judged.map(({ outputs, loss: expected }, k) => [lossOfOutputs(objective, outputs, sets[k]!), expected]));
    return { notes: [] };
  });
  await new Composer(standard, [peek, given(tokens.files, memoryFiles({ 'table.csv': table, 'weighed.csv': weighedTable }))]).compose({ text: text + stage, fileName: 'a.yaml', folder: '', overrides: [], again: false });
  expect(compared).toHaveLength(3);
  // Sums over a few hundred rows, in another order.
  for (const [got, expected] of compared) expect(Math.abs(got! - expected!)).toBeLessThan(1e-13 * Math.abs(expected!));
});

test('blocks are weighted, and a formula that reads what outputs cannot say is refused', () => {
  const outputs = { count: 2, width: 1, values: Float64Array.of(3, 5) };
  const rows = { inputs: { count: 2, width: 1, values: Float64Array.of(1, 2) }, targets: { count: 2, width: 1, values: Float64Array.of(1, 1) } };
  const [y, x, t] = [input('y'), input('x'), input('t')];
  const reads = { y: { of: 'output', index: 0 }, x: { of: 'input', index: 0 }, t: { of: 'target', index: 0 } } as const;
  const block = { name: 'a', points: 'data', form: 'loss', weight: 2, formula: formula(['y', 'x', 't'], { l: y.mul(x).sub(t) }), reads } as const;
  const objective: Objective = { blocks: [block, { ...block, name: 'b', weight: 0.5, form: 'residuals', formula: formula(['y'], { r: y }) }] };
  // 2 (2 + 9) / 2 + 0.5 (9 + 25) / 4
  expect(lossOfOutputs(objective, outputs, rows)).toBe(11 + 4.25);
  // 2 (1.5 * 2 + 0.5 * 9) / 2 + 0.5 (1.5 * 9 + 0.5 * 25) / 4
  expect(lossOfOutputs(objective, outputs, { ...rows, weights: Float64Array.of(1.5, 0.5) })).toBe(7.5 + 3.25);
  const slope: Objective = { blocks: [{ ...block, reads: { ...reads, y: { of: 'derivative', output: 0, inputs: [0] } } }] };
  expect(() => lossOfOutputs(slope, outputs, rows)).toThrow('cannot be asked of a formula that reads a derivative');
});
