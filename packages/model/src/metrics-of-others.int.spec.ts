import { afterAll, expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { defineMetric, definePackage, type MetricDefinition, z } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { ran } from './fixtures/ran.js';
import { loadModel } from './index.js';

const metric = (name: string, evaluate: MetricDefinition['evaluate']): MetricDefinition => defineMetric({ name, summary: 'One of its own', options: z.strictObject({}), evaluate });
const metrics = [
  metric('a-sorting', ({ values }, targets) => values.sort()[0]! - targets.values.sort()[0]!),
  metric('b-clearing', ({ values }, targets) => { values.fill(0); targets.values.fill(0); return 1; }),
  metric('c-failing', () => { throw new Error('out of tea'); }),
];
const { model, read } = await ran(`knotwork: 1
name: it
dataset: { kind: expression, expression: [2 * sqrt(x1) - x2, x1 + x2], domain: [[0, 2], [-1, 1]], noise: 0.1, samples: { train: 80, validation: 40, test: 20 } }
network: { widths: [2, 2], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 10 }, { kind: symbolify, functions: [sqrt, identity] }]
`);
const { catalog } = installed([{ name: 'own', version: '1.0.0', definition: definePackage({ api: 2, plugins: metrics }) }, ...await standardPackages()]);
const beside = await loadModel({ read, catalog, place: 'the run' });
afterAll(async () => { await model.dispose(); await beside.dispose(); });

test.each(['network', 'equation'] as const)('what a metric does to its tables is not seen in other metrics, nor in the rows, and why one fails is told, by the %s', async (by) => {
  const { inputs, targets } = model.rows('test')!;
  const before = targets.values.slice();
  const [alone, { failed, ...all }] = [await model.evaluate(inputs, targets, { by }), await beside.evaluate(inputs, targets, { by })];
  expect(targets.values).toEqual(before);
  const others = ({ aSorting, bClearing, cFailing, ...rest }: Readonly<Record<string, number>>): object => { expect([Number.isFinite(aSorting), bClearing, cFailing]).toEqual([true, 1, NaN]); return rest; };
  expect({ ...all, metrics: others(all.metrics), targets: Object.fromEntries(Object.entries(all.targets!).map(([name, of]) => [name, others(of)])) }).toEqual(alone);
  expect(failed).toEqual({ cFailing: '"evaluate" of the metric "c-failing" failed: out of tea. Report it to the plugin\'s author, or use another metric' });
  expect(alone).not.toHaveProperty('failed');
});
