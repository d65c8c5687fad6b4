import { expect, test } from '@jest/globals';
import type { WorkEvent } from '../run/work.js';
import type { LaunchContext } from './launcher.js';
import { OpenTrials } from './open-trials.js';

/** A study of trials of which some have ended; that of `a` and `b` brings others. */
function context(ended: Set<string>, told: string[]): LaunchContext {
  const endOf = (trial: string): Extract<WorkEvent, { event: 'ended' }> | null => (ended.has(trial) ? { event: 'ended', trial, status: 'completed', seconds: 1, isCopied: false } : null);
  const tell = (event: WorkEvent): void => { if (event.event === 'ended') told.push(event.trial); };
  return {
    name: 'x', folder: '/', program: { module: 'm', args: [] }, workers: 1, signal: new AbortController().signal, endOf, tell, place: (trial) => trial,
    get trials() { return told.includes('a') && told.includes('b') ? ['a', 'b', 'c', 'd'] : ['a', 'b']; },
  };
}

test('ends are told once; where the last one brings others these are left', () => {
  const [ended, told]: [Set<string>, string[]] = [new Set(['a']), []];
  const open = new OpenTrials(context(ended, told));
  expect([open.left(), open.left(), told]).toEqual([['b'], ['b'], ['a']]);
  ended.add('b').add('d');
  expect([open.left(), told, open.done]).toEqual([['c'], ['a', 'b', 'd'], 3]);
  ended.add('c');
  expect([open.left(), told]).toEqual([[], ['a', 'b', 'd', 'c']]);
});
