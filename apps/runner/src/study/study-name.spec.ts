import { expect, test } from '@jest/globals';
import { studyName } from './study-name.js';

const factor = (path: string) => ({ path, text: 'a,b', parts: ['a', 'b'] });
const fixed = (path: string, text: string) => ({ path, text, parts: null });

test.each([
  ['hello-basis', [factor('network.basis')]],
  ['hello-basis-steps-50', [factor('network.basis'), fixed('stages.0.steps', '50'), factor('seed')]],
  ['hello-standardize-targets', [factor('standardizeTargets')]],
  // What two keys share does not tell them apart.
  ['hello-stages-0-steps-stages-1-steps', [factor('stages.0.steps'), factor('stages.1.steps')]],
  ['hello-widths-2-5-1-basis', [fixed('network.widths', '[2, 5, 1]'), factor('network.basis')]],
  ['hello-expression-sin-x1', [fixed('dataset.expression', 'sin(x1)')]],
])('%s', (name, said) => { expect(studyName('hello', said)).toBe(name); });

test('names are short, and in kebab-case wherever they are cut', () => {
  const name = studyName('hello', [fixed('dataset.expression', `${'x'.repeat(74)} + 1`)]);
  expect(name).toMatch(/^hello-expression-x+(-1)?$/);
  expect(name.length).toBeLessThanOrEqual(100);
  expect(studyName('a'.repeat(99), [factor('basis')])).toBe('a'.repeat(99));
});
