import { expect, test } from '@jest/globals';
import type { StudyStatus } from '@knotwork/studies';
import { statusText } from './status-text.js';

const terminal = { columns: 100, isUnicode: true };
const status: StudyStatus = {
  study: 'grids', trials: 40, done: 12, failed: 0, look: 1, isJudged: false, conductor: 'process 7', secondsSpent: 200, secondsLeft: 90,
  arms: [{ arm: 'fixed', done: 12, failed: 0, running: 1, waiting: 27, trials: 40 }], workers: [{ who: 'process 8', trial: 'abc', place: 'fixed, seed 13', seconds: 4 }], failures: [],
};
const text = (changes: Partial<StudyStatus>): string => statusText({ ...status, ...changes }, 'studies/grids', terminal).join('\n');

test('a study that goes on tells how far it is, who works on what, and how long it takes still', () => {
  expect(text({})).toBe([
    'grids: 12 of 40 trials done', 'process 7 conducts it, 1 at work; trials took 3 min 20 s, about 90 s left', '',
    'arm    done  failed  running  waiting  of', 'fixed    12       0        1       27  40', '',
    'worker       for  on', 'process 8  4.0 s  fixed, seed 13 (abc)',
  ].join('\n'));
});

test('one that nobody works on says what to type', () => {
  expect(text({ conductor: null, workers: [] })).toContain('\nnobody works on it: give "knotwork study FILE --out studies/grids" again to go on; trials took 3 min\n  20 s, about 90 s left for one worker\n');
  expect(text({ conductor: null })).toContain('\nnobody conducts it, 1 at work: give ');
  expect(text({ done: 40, isJudged: true, conductor: null, workers: [], secondsLeft: 0 })).toContain('\njudged: "knotwork show studies/grids" says what came of it; trials took 3 min 20 s\n');
});

test('no command to type is cut or broken, however long its folder is called, and no number', () => {
  const folder = `a-rather-long-folder-name-for-studies/${'the-study-of-grids-and-'.repeat(6)}bases`;
  const lines = statusText({ ...status, conductor: null, workers: [] }, folder, terminal);
  expect(lines.slice(1, 4)).toEqual(['nobody works on it: give', `  "knotwork study FILE --out ${folder}"`, '  again to go on; trials took 3 min 20 s, about 90 s left for one worker']);
});

test('what a queue says stands below, and who waits there is no reason to begin again', () => {
  const lines = statusText({ ...status, conductor: null, workers: [] }, 'studies/grids', terminal, ['job 41 of Slurm: 0 running, 2 waiting']);
  expect(lines.slice(1, 3)).toEqual(['nobody works on it at the moment; trials took 3 min 20 s, about 90 s left for one worker', 'job 41 of Slurm: 0 running, 2 waiting']);
});

test('of a study that stops arms it is told which round goes on, what the last one came to, and who was stopped', () => {
  const arms = [...status.arms, { arm: 'moving', done: 2, failed: 0, running: 0, waiting: 0, trials: 2, stopped: 1 }];
  const lines = text({ arms, halving: { rounds: 2, over: 1, says: 'round 1 of 2: 1 of 3 arms are stopped: moving' } }).split('\n');
  expect(lines.slice(2, 7)).toEqual(['round 1 of 2: 1 of 3 arms are stopped: moving; round 2 of 2 goes on', '', 'arm     done  failed  running  waiting  of  stopped', 'fixed     12       0        1       27  40', 'moving     2       0        0        0   2  round 1']);
  expect(text({ halving: { rounds: 2, over: 0, says: null } })).toContain('\nround 1 of 2 goes on\n');
  expect(text({ halving: { rounds: 2, over: 2, says: 'round 2 of 2: x' } })).toContain('\nround 2 of 2: x; those that are left are compared\n');
});

test('failures are told once for every arm and its words, broken between words', () => {
  const failures = Array.from({ length: 24 }, (_, k) => ({ trial: `t${k}`, arm: k < 12 ? 'wild' : `arm ${k}`, place: `seed ${k}`, reason: 'training met a number that is not finite at layer 0, edge from 0 to 0. Lower the rate' }));
  const lines = text({ failed: 24, failures }).split('\n');
  expect(lines[0]).toBe('grids: 12 of 40 trials done, 24 of them failed');
  const from = lines.indexOf('failed:');
  expect(lines.slice(from + 1, from + 3)).toEqual(['seed 0 (t0) and 11 others of this arm: training met a number that is not finite at layer 0, edge', '  from 0 to 0. Lower the rate']);
  expect(lines.at(-1)).toBe('and 3 other kinds; --json has all');
  expect(lines.every((line) => line.length <= 100)).toBe(true);
});
