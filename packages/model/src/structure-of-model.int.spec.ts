import { expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { ran } from './fixtures/ran.js';

const file = (expression: string, more = ''): string => `knotwork: 1
name: structured
seed: 3
dataset: { kind: expression, expression: ${expression}, domain: [-1, 1], samples: { train: 300, validation: 100, test: 100 }${more} }
network: { widths: [2, 4, 1], basis: { kind: b-spline, intervals: 5 } }
stages: [{ kind: fit, starts: { count: 3 }, steps: 60 }]
`;

test('a trained network says that its inputs multiply, or add up, and nothing where its error hides that', async () => {
  const { model } = await ran(file('(x1 + 1.5) * sin(2 * x2)'));
  expect(await model.structure()).toMatchObject({ text: 'x1 and x2 multiply', isTelling: true, unused: [], root: { kind: 'product', of: [{ kind: 'input', input: 0 }, { kind: 'input', input: 1 }] } });
  expect((await model.structure({ error: 0.5 })).isTelling).toBe(false);
  expect((await (await ran(file('x1^2 + exp(x2)'))).model.structure()).text).toBe('x1 and x2 add up');
}, 60_000);

test('of several outputs nothing is said', async () => {
  const { model } = await ran(file('["x1", "x2"]').replace('[2, 4, 1]', '[2, 4, 2]'));
  const said = await model.structure().catch((error: unknown) => (isKnotworkError(error) ? error.message : String(error)));
  expect(said).toMatch(/^Structure is looked for in a model of one output, and this one has 2 /);
}, 60_000);
