import { expect, test } from '@jest/globals';
import { optionsAlone, positiveNumbers, readCommandLine, refuseSeed, seedsAndJobs, UsageError, wholeNumber, wholeNumbers } from './program.js';

const names = ['seeds', 'below'];

test('options, files and overrides may stand in any order, and overrides keep theirs', () => {
  expect(readCommandLine(['a=1', 'file.yaml', '--seeds', '3', 'b.c=[2,1]', '--below=1e-3', 'a=2'], names)).toEqual({
    files: ['file.yaml'], overrides: ['a=1', 'b.c=[2,1]', 'a=2'], options: { seeds: '3', below: '1e-3' },
  });
  expect(readCommandLine([], names)).toEqual({ files: [], overrides: [], options: {} });
});

test('an unknown option and one without a value name the options there are', () => {
  for (const args of [['--sedes', '3'], ['--seeds'], ['--seeds', '--below']]) {
    expect(() => readCommandLine(args, names)).toThrow(UsageError);
    expect(() => readCommandLine(args, names)).toThrow(/--se(eds|des).*Options: --seeds, --below; --help says more\.$/s);
  }
  expect(() => readCommandLine(['--any'], [])).toThrow('There are no options');
});

test('whole numbers are whole and large enough', () => {
  expect(wholeNumber('seeds', '20', 1)).toBe(20);
  expect(wholeNumber('from', '0', 0)).toBe(0);
  for (const bad of ['0', '-1', '1.5', 'x', '', '1e3', '99999999999999999999']) {
    expect(() => wholeNumber('seeds', bad, 1)).toThrow(`--seeds must be a whole number of at least 1; got "${bad}".`);
  }
});

test('seeds begin where they are told to, and two run at a time unless told otherwise', () => {
  expect(seedsAndJobs({}, 3)).toEqual({ seeds: [0, 1, 2], jobs: 2 });
  expect(seedsAndJobs({ seeds: '2', from: '5', jobs: '1' }, 3)).toEqual({ seeds: [5, 6], jobs: 1 });
  for (const [option, bad] of [['seeds', '0'], ['from', '-1'], ['jobs', '0']] as const) expect(() => seedsAndJobs({ [option]: bad }, 3)).toThrow(`--${option} must be a whole number`);
});

test('lists of whole numbers have commas between them', () => {
  expect(wholeNumbers('layers', '2, 5,1')).toEqual([2, 5, 1]);
  for (const bad of ['', '2,', '2,0', '2;5', '2.5,1', 'x']) expect(() => wholeNumbers('layers', bad)).toThrow(`such as 2,5,1; got "${bad}".`);
});

test('thresholds are positive numbers', () => {
  expect(positiveNumbers('below', '1e-4,0.5')).toEqual([1e-4, 0.5]);
  for (const bad of ['', '1,', '0', '-1', 'x', '1;2', 'Infinity']) expect(() => positiveNumbers('below', bad)).toThrow(`got "${bad}"`);
});

test('the seed is not for overrides', () => {
  expect(() => { refuseSeed(['streams.data=1', 'name=seed'], '--seeds'); }).not.toThrow();
  for (const seed of ['seed=3', ' seed = 3']) expect(() => { refuseSeed([seed], '--seeds'); }).toThrow(UsageError);
});

test.each([[['--sets', '3'], {}], [['x'], 'x'], [['x', 'a=1', '--rows', '2'], 'x a=1']])('of a program that takes options alone %j is read or refused', (args, wrong) => {
  const read = (): unknown => optionsAlone(args, ['sets', 'rows', 'jobs']);
  if (typeof wrong === 'string') expect(read).toThrow(`Nothing but --sets, --rows and --jobs may be given; got ${wrong}.`);
  else expect(read()).toEqual({ sets: '3' });
});

test('a single option is named alone', () => { expect(() => optionsAlone(['x'], ['sets'])).toThrow('Nothing but --sets may be given; got x.'); });
