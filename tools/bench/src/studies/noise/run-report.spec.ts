import { expect, test } from '@jest/globals';
import { smoothingOf } from './run-report.js';

test('the last stage that reports smoothing speaks', () => {
  expect(smoothingOf({ stages: [{ smoothing: { noise: [1] } }, { smoothing: { noise: [2], effects: [0.5] } }, { kind: 'prune' }] })).toEqual({ noise: [2], effects: [0.5] });
});

test('a result without a report says nothing', () => {
  for (const result of [{}, { stages: [] }, { stages: [{ kind: 'fit' }, { smoothing: 0.1 }, { smoothing: null }] }]) expect(smoothingOf(result)).toEqual({});
});
