import { expect, test } from '@jest/globals';
import { killsReport } from './report.js';

test('a run is identical when its result has the same bytes, one without result is not; and the most that a kill cost is told', () => {
  const result = Buffer.from('{}\n');
  expect(killsReport([
    { kills: [0.5], lost: [0.5], went: ['from the start'], result: Buffer.from('{}\n'), failure: null },
    { kills: [1.234, 2], lost: [0.734, 0], went: ['after stage 1/2 fit', 'had ended'], result: Buffer.from('{ }\n'), failure: null },
    { kills: [1], lost: [0.25], went: ['after stage 1/2 fit'], result: null, failure: 'knotwork: the disk is full' },
  ], result)).toEqual([
    'run  killed after s      lost s                              went on                       identical',
    '  1            0.50        0.50                       from the start                             yes',
    '  2      1.23, 2.00  0.73, 0.00  after stage 1/2 fit, then had ended                              no',
    '  3            1.00        0.25                  after stage 1/2 fit  no: knotwork: the disk is full',
    'identical: 1 of 3',
    'most work lost by one kill: 0.73 s',
  ]);
});
