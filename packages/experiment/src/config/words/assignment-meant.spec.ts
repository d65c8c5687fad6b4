import { expect, test } from '@jest/globals';
import { assignmentMeant } from './assignment-meant.js';

test.each([
  ['epochs', 'stages.0.steps=100'], ['max-iter', 'stages.0.steps=100'], ['lr', 'stages.0.optimizer.rate=0.01'], ['Batch_Size', 'stages.0.batch=32'],
])('%s is written %s', (word, assignment) => { expect(assignmentMeant(word)).toBe(assignment); });

test.each(['verbose', '', 'l1', 'json'])('%j has no one place', (word) => { expect(assignmentMeant(word)).toBeUndefined(); });
