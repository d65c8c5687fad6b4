import { expect, test } from '@jest/globals';
import type { HostileCase } from './hostile-case.js';
import { hostileReport } from './report.js';

const hostile = (number: number, sort: string): HostileCase => ({ number, sort, what: `what ${number}`, files: {}, args: [] });

test('a line for every sort, and one for every fault', () => {
  const tried = [
    { hostile: hostile(1, 'a table'), fault: null, isRefused: true, seconds: 0.5, message: 'knotwork: a\n' },
    { hostile: hostile(2, 'a table'), fault: 'took 3.0 s', isRefused: true, seconds: 3, message: 'knotwork: b\n' },
    { hostile: hostile(3, 'the text'), fault: null, isRefused: false, seconds: 0.25, message: '' },
  ];
  expect(hostileReport(tried, [{ hostile: hostile(3, 'the text'), fault: 'was valid, and its run ended with status 70', status: 70, message: '' }])).toEqual([
    'what is wrong         files    refused   harmless     faults slowest, s',
    'a table                   2          2          0          1       3.00',
    'the text                  1          0          1          0       0.25',
    'all                       3          2          1          1       3.00',
    '1 of the harmless were run: 0 ended with 0, 0 ended with 1, 0 ended with 130',
    'fault in 2, what 2: took 3.0 s; knotwork: b',
    'fault in 3, what 3: was valid, and its run ended with status 70',
  ]);
});
