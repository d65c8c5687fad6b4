import { expect, test } from '@jest/globals';
import { commandLines, dialogues, isDialogue, wordsOf } from './command-lines.js';

test('commands are lines; those that go on and loops are one, comments none', () => {
  expect(commandLines('# first\none # a\n\ntwo \\\n  more\nfor k in 1 2; do\n  for l in 3; do\n    three $k\n  done\ndone | sort\nfour\n')).toEqual([
    { text: 'one # a', line: 1 }, { text: 'two \\\n  more', line: 3 }, { text: 'for k in 1 2; do\n  for l in 3; do\n    three $k\n  done\ndone | sort', line: 5 }, { text: 'four', line: 10 },
  ]);
});

test('a loop on one line is closed there', () => { expect(commandLines('for k in a b; do x $k; done\ny\n').map(({ text }) => text)).toEqual(['for k in a b; do x $k; done', 'y']); });

test('a dialogue has what was printed behind each command', () => {
  const block = '$ one a\nprinted\n\n...\n$ two\n';
  expect([isDialogue(block), isDialogue('one\n$ two\n')]).toEqual([true, false]);
  expect(dialogues(block)).toEqual([{ command: { text: 'one a', line: 0 }, shown: 'printed\n\n...' }, { command: { text: 'two', line: 4 }, shown: '' }]);
});

test('words are those that a shell reads', () => {
  expect(wordsOf(`run a.yaml 'x=[{kind: fit}]' "b c"=d e\\ f --arms 'a | b: "c"' # a comment`)).toEqual(['run', 'a.yaml', 'x=[{kind: fit}]', 'b c=d', 'e f', '--arms', 'a | b: "c"']);
});
