import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { session, type SessionEnded } from '../fixtures/knotwork.js';
import { tiny, workplace } from '../fixtures/workplace.js';

const study = `study: 1
name: tiny-study
base: tiny.yaml
factors:
  network.basis: [b-spline, chebyshev]
seeds: 1..2
metric: rmse
`;
const inside = (text: string): string => `\n  ${text.trimEnd().replaceAll('\n', '\n  ')}`;
const { folder, remove } = workplace({
  // The one row that has a value of its own is a training row with the first seed, and not with all others.
  'lab.csv': `lab,y\n${Array.from({ length: 40 }, (_, k) => `${k === 7 ? 'c' : 'ab'[k % 2]},${k * k}`).join('\n')}\n`,
  'lab.yaml': tiny.replace(/dataset: .*/, 'dataset: { kind: table, path: lab.csv, target: y, categories: one-hot }').replace('[1, 1]', '[3, 1]'), 'rare.yaml': study.replace('tiny.yaml', 'lab.yaml').replace('1..2', '1..8'),
  'tiny.yaml': tiny, 'study.yaml': study, 'unsaid.yaml': study.replace('study: 1\n', ''), 'mixed.yaml': `${tiny}factors: { network.basis: [b-spline, chebyshev] }\nseeds: 1..2\n`,
  'study.json': JSON.stringify({ study: 1, name: 'json', base: 'tiny.yaml', factors: { 'network.basis': ['b-spline', 'chebyshev'] }, seeds: [1], metric: 'rmse' }),
  'unsaid.json': JSON.stringify({ name: 'json', base: 'tiny.yaml', factors: { 'network.basis': ['b-spline', 'chebyshev'] }, seeds: [1], metric: 'rmse' }, undefined, 2),
  // A network of 150 nodes is trained by a method that takes any size; the arm that is made as large is not.
  'wide.yaml': study.replace('tiny.yaml', inside(tiny.replace('[1, 1]', '[1, 150, 1]').replace('intervals: 3', 'intervals: 9'))).replace(/network\.basis: .*/, 'model: { spline: { stages.0.optimizer: adam }, cheb: { network.basis: { kind: chebyshev, degree: 2 }, network.widths: [1, 3, 1] } }')
    .replace('seeds', 'equal: parameters\nseeds'),
});
afterAll(remove);

// What is typed, and what is answered.
const REFUSED: readonly (readonly [line: readonly string[], message: string])[] = [
  [['study', 'tiny.yaml', 'network.basis=b-spline,chebyshev', 'seeds=1..20'], '"seeds" is what a study file says; behind a file every seed is an override of its own. Write seed=1..20.'],
  [['study', 'study.yaml', 'seeds=1..20'], '"seeds" is what a study file says; behind a file every seed is an override of its own. Write seed=1..20.'],
  [['study', 'study.yaml', '--seeds', '1..20'], 'unknown option "--seeds". Seeds are given behind the file: seed=1..10.'],
  [['study', 'tiny.yaml'], '"tiny.yaml" is an experiment, and a study of it needs something that is varied. Write path=a,b and seeds behind it, such as network.basis=b-spline,chebyshev seed=1..10, '
    + 'or give a study file: study: 1, base: tiny.yaml, and what is varied under "factors".'],
  [['study', 'tiny.yaml', 'seed=1..3'], '"tiny.yaml" is an experiment, and a study of it needs something that is varied. '],
  [['study', 'tiny.yaml', 'chebyshev'], '"chebyshev" must be path=a,b, such as network.basis=b-spline,chebyshev.'],
  [['study', 'unsaid.yaml'], '"unsaid.yaml" has factors, as study files have, and does not say that it is one. Write study: 1 at its top.'],
  [['validate', 'unsaid.yaml'], '"unsaid.yaml" has factors, as study files have, and does not say that it is one. Write study: 1 at its top.'],
  [['validate', 'unsaid.json'], '"unsaid.json" has factors, as study files have, and does not say that it is one. Write study: 1 at its top.'],
  ...['validate', 'study'].map((command): [readonly string[], string] => [[command, 'rare.yaml'], 'arm "b-spline" on the set "data" with seed 3: network.widths (line 4) must start with 2, the number of inputs of data set "table"']),
  [['status', 'study.yaml'], `"${folder}/study.yaml" is a file, and the folder of a study is needed. Give the one that "knotwork study" wrote, studies/NAME unless --out said where.`],
  [['table', 'study.yaml', '--to', 'tex'], '--to must be one of text, markdown, csv, latex, parquet; got "tex". Write --to latex.'],
  [['run', 'mixed.yaml'], '"factors" are of study files, and "mixed.yaml" is an experiment. Take them out of it, into a file of their own that begins with "study: 1" and "base: mixed.yaml", and give that to "knotwork study".'],
  [['run', 'unsaid.yaml'], '"unsaid.yaml" is a study, and an experiment file is needed.'],
  [['run', 'study.json'], '"study.json" is a study, and an experiment file is needed.'],
  [['study', 'mixed.yaml'], '"mixed.yaml" is an experiment (it says "knotwork"), and "factors" is a key of study files. Move factors, seeds and metric into a file that says study: 1, name: NAME and base: mixed.yaml, '
    + 'or write what is varied behind the experiment: path=a,b seed=1..10.'],
  [['study', 'wide.yaml'], 'arm "cheb" on the set "data": network.widths (from the override "network.widths=[1,487,1]") must make fewer unknowns: "levenberg-marquardt" '],
];
/** What the refusal of widths ends in. */
const FROM_EQUAL = ' These widths come from "equal": with them "cheb" comes closest to the 3,900 parameters of the arm that is the measure. Make that one smaller, or leave "equal" out.\n';
let ofJson: SessionEnded;
let refused: readonly SessionEnded[];
beforeAll(async () => {
  [ofJson, ...refused] = await session([['validate', 'study.json'], ...REFUSED.map(([line]) => line)], { cwd: folder }) as [SessionEnded, ...SessionEnded[]];
}, 120_000);

test.each(REFUSED.map(([line, message], k) => [line.join(' '), message, k] as const))('%s is answered by what to type', (_, message, k) => {
  expect(refused[k]!.stderr.slice(0, `knotwork: ${message}`.length)).toBe(`knotwork: ${message}`);
  expect([refused[k]!.status, refused[k]!.written]).toEqual([2, []]);
});

test('widths that nobody wrote are told to come from "equal"', () => {
  expect(refused.at(-1)!.stderr.slice(-FROM_EQUAL.length)).toBe(FROM_EQUAL);
});

test('a study of JSON is one', () => {
  expect([ofJson.status, ofJson.stderr]).toEqual([0, '']);
  expect(ofJson.stdout).toContain('json: 2 arms x 1 seed = 2 trials');
});
