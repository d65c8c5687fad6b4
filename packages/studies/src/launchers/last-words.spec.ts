import { expect, test } from '@jest/globals';
import { lastWordsIn } from './last-words.js';

const THROWN = "node:internal/modules/cjs/loader:1210\n  throw err;\n  ^\n\nError: Cannot find module '/x/knotwork'\n    at Module._load (node:internal:1)\n{\n  code: 'MODULE_NOT_FOUND'\n}\n\nNode.js v20.20.2\n";

test('of all that a worker said that is told which says why it ended', () => {
  expect(lastWordsIn(THROWN)).toBe("Error: Cannot find module '/x/knotwork'");
  expect(lastWordsIn(`${THROWN}knotwork: no space left\nslurmstepd: error: *** JOB 2 ON n1 CANCELLED ***\n`)).toBe('knotwork: no space left');
  expect(lastWordsIn('slurmstepd: ready\n/var/job: line 12: apptainer: command not found\n')).toBe('/var/job: line 12: apptainer: command not found');
});

test('where nothing does, the last lines are told beside each other', () => {
  expect(lastWordsIn('1\n2\n\n3\r\n4\n5\n6\n')).toBe('2 | 3 | 4 | 5 | 6');
  expect(lastWordsIn('\n \n')).toBeNull();
  expect(lastWordsIn('kept: a log\n', /^kept: /)).toBeNull();
});
