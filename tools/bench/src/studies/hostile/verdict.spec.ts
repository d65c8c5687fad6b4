import { expect, test } from '@jest/globals';
import { verdict, verdictOfRun } from './verdict.js';

const refused = { status: 2, stdout: '', stderr: 'knotwork: network.widths (line 3): must be a list; got 3.\n', seconds: 0.1, written: [] };
const accepted = { status: 0, stdout: 'e.yaml is valid.\n', stderr: 'note: something\nnote: more\n', seconds: 0.1, written: [] };

test('a refusal in one message, and what is accepted with notes, are as they must be', () => {
  expect([verdict(refused), verdict(accepted)]).toEqual([null, null]);
});

test.each([
  ['no answer', 'no answer in 30 s', 'no answer in 30 s'],
  ['a file that was written', { ...refused, written: ['runs'] }, 'wrote runs'],
  ['a long wait', { ...refused, seconds: 2.1 }, 'took 2.1 s'],
  ['another status', { ...refused, status: 70 }, 'ended with status 70'],
  ['a word on standard output', { ...refused, stdout: 'x' }, 'was refused and wrote to standard output'],
  ['two messages', { ...refused, stderr: refused.stderr.repeat(2) }, 'was refused without one message of one line'],
  ['no message', { ...refused, stderr: '' }, 'was refused without one message of one line'],
  ['a message of another program', { ...refused, stderr: 'Error: line 3\n' }, 'was refused without one message of one line'],
  ['a long message', { ...refused, stderr: `knotwork: line 1 ${'a '.repeat(2000)}\n` }, 'has a message of 4018 characters'],
  ['no place', { ...refused, stderr: 'knotwork: That is wrong.\n' }, 'its message names no place'],
  ['signs that a terminal obeys', { ...refused, stderr: 'knotwork: line 1: "\u001b[31m".\n' }, 'its message has signs that a terminal obeys'],
  ['a stack', { ...refused, stderr: 'knotwork: line 1\n    at file.js:1:1\n' }, 'says "at"'],
  ['a defect', { ...refused, stderr: 'knotwork: line 1: Cannot read properties of undefined.\n' }, 'says "Cannot read"'],
  ['a plugin that is blamed', { ...refused, stderr: 'knotwork: line 1: "load" failed. Report it to the plugin\'s author.\n' }, 'says "Report it to the plugin\'s author"'],
  ['more than notes', { ...accepted, stderr: 'warning\n' }, 'was accepted and says more than notes'],
])('%s is a fault', (_, answer, fault) => { expect(verdict(answer)).toBe(fault); });

test('a run may end well, diverge or be interrupted, with one message, soon after it was told', () => {
  for (const status of [0, 1, 130]) expect(verdictOfRun({ status, stderr: '' }, 1, 10)).toBeNull();
  expect(verdictOfRun({ status: 130, stderr: 'knotwork: interrupted.\n' }, 1, 10)).toBeNull();
  expect(verdictOfRun({ status: 70, stderr: '' }, 0, 10)).toBe('was valid, and its run ended with status 70');
  expect(verdictOfRun({ status: 2, stderr: '' }, 0, 10)).toBe('was valid, and its run ended with status 2');
  expect(verdictOfRun({ status: 130, stderr: '' }, 11, 10)).toBe('ended 11.0 s after it was told to stop');
  expect(verdictOfRun({ status: 1, stderr: 'a\nb\n' }, 0, 10)).toBe('says more than one message');
});
