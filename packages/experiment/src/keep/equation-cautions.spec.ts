import { expect, test } from '@jest/globals';
import { type CautionedEquation, equationCautions } from './equation-cautions.js';

const front = (...errors: number[]) => errors.map((error, k) => ({ text: k === errors.length - 1 ? 'all' : `form ${k}`, complexity: 2 * k + 1, error }));
const of = (more: Partial<CautionedEquation>): string[] => equationCautions({ name: 'y', text: 'all', error: { train: 1, validation: 1 }, ...more }, String);

test('a simpler equation that leaves no more of the rows that judge is named, the simplest of them', () => {
  expect(of({ front: front(3, 2, 1.5, 1) })).toEqual([]);
  expect(of({ front: front(3, 1.25, 0.75, 1.25) })).toEqual(['the one of 3 parts leaves no more of validation rows (1.25) than the equation that was taken (1.25), and is simpler']);
  expect(of({ front: front(3, 1, 2), error: { train: 1, validation: null } })).toEqual([expect.stringContaining('no more of training rows (1) than')]);
  expect(of({ front: front(1, 2), error: { train: null, validation: null } })).toEqual([expect.stringContaining('no more of what the network says (1) than')]);
  // Where the equation has no error there is nothing to compare with.
  expect(of({ front: front(1, 2), text: 'another' })).toEqual([]);
  expect(of({ front: front(1) })).toEqual([]);
  expect(of({})).toEqual([]);
});

test('structure in what is left is told with what it follows, where chance does not make it', () => {
  const along = (name: string | null, p: number): string[] => of({ leftOver: { along: name, correlation: 0.5, p } });
  expect(along('t', 0.000625)).toEqual(['what is left of y is not noise alone: it follows t (p = 0.000625)']);
  expect(along(null, 1e-5)).toEqual(['what is left of y is not noise alone: it follows the values of y (p = 0.00001)']);
  expect(along('t', 1e-40)).toEqual(['what is left of y is not noise alone: it follows t (p < 1e-12)']);
  expect([along('t', 1e-3), of({ leftOver: null })]).toEqual([[], []]);
});
