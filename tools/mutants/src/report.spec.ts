import { expect, test } from '@jest/globals';
import { StaleMutant } from './apply-mutant.js';
import type { Verdict } from './judge.js';
import { isGood, report } from './report.js';

const verdict = (name: string, killedBy: string | null, survives: string | null = null): Verdict => ({ mutant: { name, bug: 'a bug', survives, specs: [], changes: [] }, killedBy });
const stale = new StaleMutant('A4 no longer applies: rewrite it');

test('a line says what became of a mutant, and who noticed', () => {
  expect(report([verdict('A1', 'algebra: a.spec.ts: it fails'), verdict('A10', null), verdict('N1', null, 'nobody can tell'), stale])).toEqual([
    'A1   killed    a bug',
    '               by algebra: a.spec.ts: it fails',
    'A10  SURVIVED  a bug',
    'N1   survived  a bug',
    '               nobody can tell',
    'A4 no longer applies: rewrite it',
    '',
    '4 mutants: 1 killed, 1 survived, 1 survived as they must, 1 to be written anew',
  ]);
});

test('a mutant that nobody was thought to notice and somebody does is told', () => {
  expect(report([verdict('N1', 'network: it fails', 'nobody can tell')]).slice(0, 3)).toEqual([
    'N1  killed    a bug', '              by network: it fails', '              was said to survive: nobody can tell. Take that line out',
  ]);
});

test('only survivors that somebody should notice, and stale mutants, are bad', () => {
  expect([verdict('A1', 'x'), verdict('A1', null), verdict('N1', null, 'why'), verdict('N1', 'x', 'why'), stale].map(isGood)).toEqual([true, false, true, true, false]);
});
