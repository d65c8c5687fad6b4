import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import type { ChoiceReport } from '../choice/choice-report.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const packages = await standardPackages();

/** What comes of choosing among some networks and what the rows show. */
async function chosen(expression: string, noise: number, hidden: readonly (readonly number[])[]): Promise<{ readonly choice: ChoiceReport; readonly formula: { readonly outputs: readonly { readonly text: string }[] } }> {
  const text = JSON.stringify({
    knotwork: 1, name: 'law', seed: 1, dataset: { kind: 'expression', expression, domain: [1, 3], samples: { train: 240, validation: 80, test: 80 }, noise },
    network: { widths: { hidden, folds: 2, structure: true, race: true }, basis: { kind: 'b-spline', intervals: 3 } },
    stages: [{ kind: 'sparsify' }, { kind: 'prune', eliminate: true }, { kind: 'extend-grid', levels: [6] }, { kind: 'symbolify' }],
  });
  const composition = await new Composer(packages, []).compose({ text, fileName: 'law.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
  const { result } = await composition.run(new AbortController().signal);
  return result as unknown as Awaited<ReturnType<typeof chosen>>;
}

test('a law of powers is exact without anything but sizes fitted, and no larger network is begun', async () => {
  const { choice, formula } = await chosen('3.7 * x1 * x2 / x3 ^ 2', 0, [[], [2]]);
  expect(choice.networks).toHaveLength(1);
  expect(choice.networks[choice.chosen]).toMatchObject({ widths: [3, 1, 1], structure: 'x1, x2 and x3^-2 multiply' });
  expect(choice.networks[choice.chosen]!.loss!).toBeLessThan(1e-24);
  expect(formula.outputs[0]!.text).toBe('3.7 * x1 * x2 / x3 ^ 2');
}, 120_000);

test('of a law with noise the law of each column is found, and beside more noise powers, and the curve beside them is read', async () => {
  const { choice, formula } = await chosen('x1 * cos(x2)', 0.01, [[]]);
  expect(choice.networks[choice.chosen]!.structure).toBe('linear of x1 and sine of x2 multiply');
  expect(formula.outputs[0]!.text).toBe('x1 * cos(x2)');
  const noisy = await chosen('x1 * cos(x2)', 0.15, [[]]);
  expect(noisy.choice.networks[noisy.choice.chosen]!.structure).toBe('x1 and a function of x2 multiply');
  expect(noisy.formula.outputs[0]!.text).toMatch(/^[\d. *]*x1 \* (cos|sin)\([\d.]* ?\*? ?x2( [+-] [\d.]+)?\)( [+-] [\d.]+)?$/);
}, 240_000);

test('a power of the only input is one, however few rows there are', async () => {
  const { choice, formula } = await chosen('60 / x1 ^ 2', 0, [[]]);
  expect(choice.networks[choice.chosen]).toMatchObject({ widths: [1, 1], structure: 'the target is in proportion to x1^-2', unknowns: 2 });
  expect(formula.outputs[0]!.text).toBe('60 / x1 ^ 2');
}, 120_000);

test('a polynomial of the only input is exact, its constant too', async () => {
  const { choice, formula } = await chosen('2 * x1 ^ 3 - 5 * x1 + 1', 0, [[]]);
  expect(choice.networks[choice.chosen]).toMatchObject({ widths: [1, 1], structure: 'the target is a polynomial of degree 3 in x1', unknowns: 4 });
  expect(choice.networks[choice.chosen]!.loss!).toBeLessThan(1e-20);
  expect(formula.outputs[0]!.text).toBe('1 - 5 * x1 + 2 * x1 ^ 3');
}, 120_000);

test('a wave that decays is a product of two functions of the only input', async () => {
  const { choice, formula } = await chosen('2 * exp(-0.5 * x1) * cos(9 * x1) + 1', 0.01, [[]]);
  expect(choice.networks[choice.chosen]).toMatchObject({ structure: 'exp of x1 and sine of x1 multiply', unknowns: 5 });
  expect(formula.outputs[0]!.text).toBe('2 * exp(-0.5 * x1) * cos(9 * x1) + 1');
}, 240_000);

test.each([0, 0.01])('a ratio of sums is found with noise %d, and what is printed is the law', async (noise) => {
  const { choice, formula } = await chosen('x1 ^ 2 * x3 / (x2 + 2 * x1)', noise, [[]]);
  expect(choice.networks[choice.chosen]).toMatchObject({ structure: 'x1^2, x3 and one over a sum of x2, x1 multiply', unknowns: 3 });
  expect(formula.outputs[0]!.text).toMatch(/^(0\.5 \* x1 \^ 2 \* x3 \/ \(x1 \+ 0\.5 \* x2\)|x1 \^ 2 \* x3 \/ \(2 \* x1 \+ x2\))$/);
}, 240_000);
