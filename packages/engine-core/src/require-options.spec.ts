import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import type { CompileOptions } from '@knotwork/plugin/engine';
import { requireOptions } from './require-options.js';

const p = input('parameter');
const update = (outputs: readonly string[], slots: readonly string[] = [], reads: readonly string[] = ['parameter']): NonNullable<CompileOptions['update']> =>
  ({ slots, formula: formula(reads, Object.fromEntries(outputs.map((name) => [name, p]))) });

test('options of the contract pass', () => {
  for (const options of [
    { trainable: [], parameters: 'trainable' }, { trainable: ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'], parameters: 'effective' },
    { trainable: ['bias'], parameters: 'trainable', update: update(['m', 'parameter'], ['m'], ['parameter', 'gradient', 'step', 'steps', 'decays', 'm']) },
  ] satisfies CompileOptions[] as CompileOptions[]) expect(() => { requireOptions(options); }).not.toThrow();
});

test.each<[string, object, string]>([
  ['a role that is none', { trainable: ['coefficient'] }, '"trainable" of a program must be a list of "coefficients", "baseWeight", "basisWeight", "shape", "bias"; it is "coefficient".'],
  ['the word of experiment files', { trainable: 'all' }, 'it is "all".'],
  ['grids, which are not trained', { trainable: ['domain'] }, 'it is "domain".'],
  ['other parameters', { parameters: 'efective' }, '"parameters" of a program must be "trainable" or "effective"; it is "efective".'],
  ['an update without the parameter', { update: update(['p']) }, '"update" of a program must be a formula with the outputs "parameter"; it is ["p"].'],
  ['an update without its slot', { update: update(['parameter'], ['m']) }, 'with the outputs "parameter", "m"; it is ["parameter"].'],
  ['an update of more than it says', { update: update(['parameter', 'm']) }, 'it is ["parameter","m"].'],
  ['an update that reads what nobody gives', { update: update(['parameter'], [], ['parameter', 'rate']) }, 'must be a formula of "parameter", "gradient", "step", "steps", "decays"; it is "rate".'],
])('%s is refused in words', (_, change, words) => {
  expect(() => { requireOptions({ trainable: ['coefficients'], parameters: 'trainable', ...change } as CompileOptions); }).toThrow(words);
});
