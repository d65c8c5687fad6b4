import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { knotwork, type SessionEnded, session } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

/** Changes one place of the small experiment. */
function change(from: string | RegExp, to: string): string {
  const changed = small.replace(from, to);
  if (changed === small) throw new Error(`Nothing to change: ${from}`);
  return changed;
}
const dataset = (block: string): string => change(/dataset:\n[^]*(?=network:)/, `dataset: ${block}\n`).replace('[2, 1]', '[1, 1]');

/** Experiment files that are wrong in one place, and what is said about it: where, what, and what to type. */
const files: Readonly<Record<string, { text: string; says: RegExp }>> = {
  'an unknown key': { text: change('basis:', 'bassis:'), says: /"bassis" in network \(line 10\)\..* Did you mean "basis"\?/ },
  'a misspelt plugin': { text: change('b-spline', 'b-splin'), says: /Unknown basis "b-splin" \(network\.basis, line 10\)\. Installed: .* Did you mean "b-spline"\?/ },
  'an option out of range': { text: change('intervals: 5', 'degree: 9'), says: /network\.basis\.degree \(line 10\): must be a whole number from 0 to 7; got 9\. .*default, 3\./ },
  'widths that begin wrong': { text: change('[2, 1]', '[3, 1]'), says: /network\.widths \(line 9\) must start with 2, the number of inputs .*got 3\. Set network\.widths=\[2,1\]/ },
  'widths that end wrong': { text: change('[2, 1]', '[2, 4, 3]'), says: /network\.widths \(line 9\) must end with 1, the number of outputs .*got 3\. Set network\.widths=\[2,4,1\]/ },
  'a data file that is not there': { text: dataset('{ kind: csv, path: data/none.csv, target: y }'), says: /"data\/none\.csv" does not exist or cannot be read\. Paths start at the experiment file's folder, / },
  'text in a column of numbers': { text: dataset('{ kind: csv, path: data/text.csv, target: y }'), says: /got "three" in line 4 of data\/text\.csv, column "x"\. Correct or remove the row/ },
  'an expression that breaks off': { text: change('x1) + x2', 'x1'), says: /dataset\.expression.*"sin\(pi \* x1" is not mathematics/ },
  'an unknown function': { text: change('sin(', 'sine('), says: /dataset\.expression.*Unknown function "sine"\. Available: .*sin,/ },
  'a stage that there is not': { text: `${small}  - kind: symbolise\n`, says: /Unknown stage "symbolise" \(stages\.2, line 19\)\. Installed: .*fit.*\. Did you mean "symbolify"\?/ },
  'a first stage that fits nothing': { text: change(/ {2}- kind: fit\n.*\n.*\n/, ''), says: /stages\.0 \(line 12\) must fit a network before anything else; got "extend-grid"\. Begin stages with \{ kind: fit \}/ },
  'levels that go down': { text: change('[6, 7]', '[7, 6]'), says: /stages\.1\.levels\.1 \(line 16\) must not lower the resolution: "intervals" of b-spline is 7 there, got 6\. Levels rise along/ },
  'a wrong number of levels': { text: change('[6, 7]', '[[6, 7]]'), says: /stages\.1\.levels\.0 \(line 16\) must be one number or a list with one per layer; .*got 2 numbers\./ },
  'a precision that no engine has': { text: change('seed: 3', 'engine: { precision: float16, kind: native }'), says: /engine\.precision \(line 3\): must be one of "float64", "float32"; got "float16"\./ },
  'YAML that is none': { text: change('name: small', 'name: small\nname: large'), says: /experiment\.yaml, line 3: .*"name".*\. Correct the YAML there/ },
  'an empty file': { text: '', says: /experiment\.yaml must be a block of keys .*Begin with "knotwork: 1"\./ },
};

/** Command lines after `knotwork`, and what is said about them. */
const lines: Readonly<Record<string, { args: readonly string[]; says: RegExp }>> = {
  'an unknown command': { args: ['rum', 'small.yaml'], says: /^knotwork: unknown command "rum"\. Did you mean run\? "knotwork --help" shows what there is\.$/ },
  'an unknown option': { args: ['run', 'small.yaml', '--agian'], says: /^knotwork: unknown option "--agian"\. Did you mean --again\? "knotwork run --help" shows what there is\.$/ },
  'a command of another program': { args: ['train', 'small.yaml'], says: /^knotwork: unknown command "train"\. Write "knotwork run": "knotwork run --help" shows how\.$/ },
  'a command that is near another': { args: ['test', 'small.yaml'], says: /^knotwork: unknown command "test"\. Write "knotwork evaluate": / },
  'an option that is a value of the file': { args: ['run', 'small.yaml', '--epochs', '5'], says: /^knotwork: unknown option "--epochs"\. Values of the file are changed by path=value behind it, such as stages\.0\.steps=100\.$/ },
  'an option that nobody knows': { args: ['validate', 'small.yaml', '--frobnicate'], says: /^knotwork: unknown option "--frobnicate"\. Values of the file are changed by path=value behind it, such as / },
  'a table in place of a file': { args: ['run', 'data/text.csv'], says: /^knotwork: "data\/text\.csv" is a table, and an experiment file is needed\. Write one with "knotwork new data\/text\.csv --target COLUMN", and run that\.$/ },
  'the target by another name': { args: ['new', 'data/text.csv', '--label', 'y'], says: /^knotwork: unknown option "--label"\. The column to predict is given by --target\.$/ },
  'no file': { args: ['run'], says: /^knotwork: missing required argument "file"\. "knotwork run --help" shows what there is\.$/ },
  'a file that is not there': { args: ['run', 'nowhere.yaml'], says: /"nowhere\.yaml" cannot be read: there is no such file\. Check the path/ },
  'a folder as file': { args: ['run', 'data'], says: /"data" cannot be read: it is a folder\. Check the path/ },
  'an override of nothing': { args: ['run', 'small.yaml', 'network.bassis.degree=2'], says: /The override "network\.bassis\.degree=2" touches nothing: .*Did you mean "basis"\?/ },
  'an index beyond a list': { args: ['run', 'small.yaml', 'stages.7.steps=3'], says: /The override "stages\.7\.steps=3" touches nothing: .*from 0 to 1/ },
  'an override without a value': { args: ['run', 'small.yaml', 'seed'], says: /The override "seed" must be path=value, such as/ },
  'a sign that is reserved': { args: ['run', 'small.yaml', '+seed=2'], says: /The override "\+seed=2" .*reserved for studies\. Write/ },
  'a comma that is reserved': { args: ['run', 'small.yaml', 'seed=1,2'], says: /The override "seed=1,2" .*reserved for studies\. Write a list as seed=\[1,2\]/ },
  'an override out of range': { args: ['run', 'small.yaml', 'seed=-1'], says: /seed \(from the override "seed=-1"\): must be a whole number of at least 0; got -1/ },
  'the folder of another run': { args: ['run', 'small.yaml', '--out', 'taken'], says: /The folder "taken" holds another run: "other", 0123456789ab\. Give --out another folder, or --again to replace that run\./ },
};

const { folder, remove } = workplace({
  'small.yaml': small,
  'data/text.csv': 'x,y\n1,1\n2,2\nthree,3\n4,4\n5,5\n6,6\n',
  'taken/run.json': JSON.stringify({ schema: 1, id: '0123456789ab', experiment: { name: 'other' } }),
  ...Object.fromEntries(Object.entries(files).map(([title, { text }]) => [`${title}/experiment.yaml`, text])),
  ...Object.fromEntries(Object.keys(files).map((title) => [`${title}/data/text.csv`, 'x,y\n1,1\n2,2\nthree,3\n4,4\n5,5\n6,6\n'])),
});
let ended: Readonly<Record<string, SessionEnded>>;

beforeAll(async () => {
  // Without --out a run would write below "runs", with it where it says: neither may come into being.
  const ofFiles = Object.keys(files).map((title, i) => ['run', `${title}/experiment.yaml`, ...(i % 2 === 0 ? [] : ['--out', 'elsewhere'])]);
  const results = await session([...ofFiles, ...Object.values(lines).map(({ args }) => args)], { cwd: folder });
  ended = Object.fromEntries([...Object.keys(files), ...Object.keys(lines)].map((title, i) => [title, results[i]!]));
}, 60_000);
afterAll(remove);

/** Status 2, one message, nothing written. */
function expectRefusal({ status, stdout, stderr, written }: SessionEnded, says: RegExp): void {
  expect(stderr).toMatch(/^knotwork: [^\n]+\n$/);
  expect(stderr.trimEnd()).toMatch(says);
  expect({ status, stdout, written }).toEqual({ status: 2, stdout: '', written: [] });
}

describe('an experiment file is refused for', () => {
  test.each(Object.entries(files))('%s', (title, { says }) => { expectRefusal(ended[title]!, says); });
});

describe('a command line is refused for', () => {
  test.each(Object.entries(lines))('%s', (title, { says }) => { expectRefusal(ended[title]!, says); });
});

test('the process ends with the status of the command', async () => {
  expect(await knotwork(['run', 'nowhere.yaml', '--json'], { cwd: folder })).toMatchObject({ status: 2, stdout: '', stderr: ended['a file that is not there']!.stderr });
}, 60_000);
