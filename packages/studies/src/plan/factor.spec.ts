import { expect, test } from '@jest/globals';
import { levelsOfPath } from './factor.js';

const labels = (path: string, ...others: readonly string[]): readonly string[] => levelsOfPath(path, [1, 'word'], [path, ...others]).map(({ label }) => label);

test('numbers are called after as much of their path as no other factor ends with, words by themselves', () => {
  expect(labels('dataset.weight')).toEqual(['weight=1', 'word']);
  expect(labels('dataset.weight', 'dataset.conditions.0.weight')).toEqual(['dataset.weight=1', 'word']);
  expect(labels('dataset.conditions.0.weight', 'dataset.weight', 'dataset.measured.0.weight')).toEqual(['conditions.0.weight=1', 'word']);
  // One that is the end of another has all of its own, which that one does not begin with.
  expect(labels('steps', 'stages.0.steps')).toEqual(['steps=1', 'word']);
  expect(labels('stages.0.steps', 'steps')).toEqual(['0.steps=1', 'word']);
});
