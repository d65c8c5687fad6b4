import { expect, test } from '@jest/globals';
import { howToGoOn, interruptedIn } from './interruption.js';

const single = { members: 1, stages: ['fit', 'prune', 'symbolify'] };
const several = { ...single, members: 4 };

test.each([
  ['the choice of widths', { choosing: { done: 0, of: 12 } }, single, 'the choice of widths after 3.5 s; none of its fits was done.'],
  ['one fit of it', { choosing: { done: 1, of: 12 } }, single, 'the choice of widths after 3.5 s; 1 of 12 fits is done.'],
  ['two fits of it', { choosing: { done: 2, of: 12 } }, several, 'the choice of widths after 3.5 s; 2 of 12 fits are done.'],
  ['the first stage', {}, single, 'stage 1 of 3 after 3.5 s; no stage was finished.'],
  ['the third stage', { finished: { stages: 2, members: 0 } }, single, 'stage 3 of 3 after 3.5 s; the network of stage 2 is in runs/a.'],
  ['the first member', { finished: { stages: 1, members: 0 } }, several, 'stage 2 of 3 of member 1 of 4 after 3.5 s; the network of stage 1 is in runs/a/members/1.'],
  ['the second member', { finished: { stages: 1, members: 1 } }, several, 'stage 2 of 3 of member 2 of 4 after 3.5 s; the network of member 1 is in runs/a/members.'],
  ['the third member', { finished: { stages: 0, members: 2 } }, several, 'stage 1 of 3 of member 3 of 4 after 3.5 s; the networks of members 1 to 2 are in runs/a/members.'],
])('a run that was cut in %s says so', (_, outcome, experiment, text) => {
  expect(interruptedIn({ finished: { stages: 0, members: 0 }, seconds: 3.5, ...outcome }, experiment, 'runs/a')).toBe(text);
});

test('a command goes on where it was, or starts over', () => {
  expect(howToGoOn({ goesOn: null }, true)).toBe('The same command starts over.');
  expect(howToGoOn({ goesOn: 'at step 40' }, false)).toBe('The same command goes on at step 40.');
  expect(howToGoOn({ goesOn: 'at step 40' }, true)).toBe('The same command without --again goes on at step 40.');
});
