import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Composer, experimentJson, type ResolvedExperiment } from '@knotwork/experiment';
import { readExperiment } from '@knotwork/experiment/texts';
import { standardPackages } from '@knotwork/standard';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';
import { yaml } from './new/experiment-text.js';
import { nameFrom } from './new/table-draft.js';

const rows = (n: number, row: (k: number) => string): string => Array.from({ length: n }, (_, k) => `${row(k)}\n`).join('');
function ofColumns(n: number): string {
  return `${Array.from({ length: n }, (_, c) => `c${c}`).join(',')},y\n${rows(20, (k) => Array.from({ length: n + 1 }, (_, c) => Math.sin(k * (c + 1)).toFixed(4)).join(','))}`;
}
const tables = {
  'plain.csv': `x1,x2,y\n${rows(60, (k) => `${Math.sin(k).toFixed(4)},${Math.cos(2 * k).toFixed(4)},${(Math.sin(k) + Math.cos(2 * k) ** 2).toFixed(4)}`)}`,
  // What people have: another delimiter, blanks, quotes, colons and letters in names, an identifier, gaps, texts, a column of one value.
  'Wilde Tabelle: 1.csv': `id;Größe (cm);"say ""hi""; #1";- weird: yes;fest;Lücken;Ort;Klasse\n${rows(60, (k) => `${k};${(k * 7) % 13}.5;${(k * 5) % 11};${Math.sin(k).toFixed(3)};1;${k % 9 === 0 ? 'NA' : k};${'abc'[k % 3]};${['rot', 'grün', 'blau: hell'][(k >> 2) % 3]}`)}`,
  'visits.csv': `patient,date,smoker,x,y\n${rows(60, (k) => `P${k % 24},2024-${k < 30 ? '01' : '02'}-${String(k % 30 + 1).padStart(2, '0')},${['no', 'yes'][k % 2]},${Math.sin(k).toFixed(4)},${Math.cos(k).toFixed(4)}`)}`.replace('2024-02-30', '2024-03-01'),
  // Two of sixty rows have a value that no other has, and one has a gap: with some seeds and splits no training row has them.
  'rare.csv': `patient,date,lab,dose,y\n${rows(60, (k) => `P${k % 24},2024-${k < 30 ? '01' : '02'}-${String(k % 29 + 1).padStart(2, '0')},${k > 57 ? 'L9' : ['L1', 'L2'][k % 2]},${k === 59 ? '' : Math.sin(k).toFixed(4)},${Math.cos(k).toFixed(4)}`)}`,
  'wide.csv': ofColumns(60), 'wider.csv': ofColumns(200), 'widest.csv': ofColumns(300),
  'two.csv': 'x,y\n1,2\n2,3\n',
  'mine.yaml': '# mine\nname: mine\n', 'sub/keep': '',
};
const { folder, remove } = workplace(tables);
const wild = 'Wilde Tabelle: 1.csv';
const lines = {
  hello: ['new'], plain: ['new', 'plain.csv', '--target', 'y'], wild: ['new', wild, '--target', 'Größe (cm)', '--json'], classes: ['new', wild, '--target', 'Klasse', '--out', 'sub/classes.yaml'],
  visits: ['new', 'visits.csv', '--target', 'y'], rare: ['new', 'rare.csv', '--target', 'y'],
  wide: ['new', 'wide.csv', '--target', 'y', '--quiet'], wider: ['new', 'wider.csv', '--target', 'y'], widest: ['new', 'widest.csv', '--target', 'y'], printed: ['new', 'plain.csv', '--target', 'x1', '--out', '-'], again: ['new', 'plain.csv', '--target', 'y'],
};
const refused: Readonly<Record<string, { args: readonly string[]; says: string }>> = {
  'a target that is misspelt': { args: ['new', 'plain.csv', '--target', 'x3'], says: '--target must name a column of plain.csv; got "x3". Columns: x1, x2, y. Did you mean "x1"?' },
  'no target': { args: ['new', 'plain.csv'], says: '--target must say which column of plain.csv is to be predicted. Columns: x1, x2, y. Write --target "y", if that is it.' },
  'a target without a table': { args: ['new', '--target', 'y'], says: '--target needs the table that has the column "y". Write knotwork new TABLE --target "y".' },
  'a table that is not there': { args: ['new', 'none.csv', '--target', 'y'], says: 'The table "none.csv" cannot be read: there is no such file. Check the path.' },
  'a folder as table': { args: ['new', 'sub', '--target', 'y'], says: 'The table "sub" cannot be read: it is a folder. Check the path.' },
  'a table of two rows': { args: ['new', 'two.csv', '--target', 'y'], says: 'two.csv must have at least 3 rows with a value of "y", some to learn from and some to try it on; it has 2. Add rows.' },
  'a folder that is not there': { args: ['new', 'plain.csv', '--target', 'y', '--out', 'none/a.yaml'], says: '--out must be in a folder that is there; "none/a.yaml" is not. Make the folder, or choose another file with --out.' },
  'a folder as file': { args: ['new', 'plain.csv', '--target', 'y', '--out', 'sub'], says: '--out must name a file; "sub" is a folder. Choose another with --out.' },
  'a file of somebody else': { args: ['new', 'plain.csv', '--target', 'y', '--out', 'mine.yaml'], says: '"mine.yaml" is there already. Give --force to replace it, or another file with --out.' },
  'the table itself': { args: ['new', 'plain.csv', '--target', 'y', '--out', './plain.csv', '--force'], says: '--out must be another file than the table; got "plain.csv" for both. Write --out plain.experiment.yaml.' },
  'a file of another kind': { args: ['new', 'plain.csv', '--target', 'y', '--out', 'other.csv'], says: '--out must name an experiment file, which ends in .yaml; got "other.csv". Write --out other.yaml.' },
  'two things on standard output': { args: ['new', 'plain.csv', '--target', 'y', '--out', '-', '--json'], says: '--json and --out - both write to standard output. Leave one of them out.' },
};
let ended: Record<keyof typeof lines, SessionEnded>;
let refusals: Readonly<Record<string, SessionEnded>>;

beforeAll(async () => {
  const all = await session([...Object.values(lines), ...Object.values(refused).map(({ args }) => args)], { cwd: folder });
  const names = Object.keys(lines);
  ended = Object.fromEntries(names.map((name, i) => [name, all[i]])) as typeof ended;
  refusals = Object.fromEntries(Object.keys(refused).map((name, i) => [name, all[names.length + i]!]));
}, 60_000);
afterAll(remove);

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const composer = new Composer(await standardPackages());
const open = async (text: string): Promise<ResolvedExperiment> => (await composer.open({ text, fileName: 'file.yaml', folder: '', overrides: [] })).experiment;
/** Every line that is commented out, as it is to be typed. */
const uncommented = (text: string): string => text.replace(/^( +)# (?=[\w]+: )/gm, '$1');

describe('knotwork new', () => {
  test('writes one file and says what it chose and how to run it', () => {
    expect(ended.plain).toMatchObject({ status: 0, stderr: '', written: ['plain.yaml'] });
    expect(ended.plain.stdout).toBe('plain.yaml: regression of "y" from 2 of 2 columns, 60 rows.\nRun it with: knotwork run plain.yaml\n');
    expect(ended.hello.stdout).toBe('hello-kan.yaml: a network learns a formula.\nRun it with: knotwork run hello-kan.yaml\n');
    expect(ended.wide).toMatchObject({ status: 0, stdout: '', stderr: '', written: ['wide.yaml'] });
    expect(ended.classes).toMatchObject({ status: 0, written: ['sub/classes.yaml'] });
  });

  test('without a table writes the example that every page speaks of', async () => {
    const [ours, example] = await Promise.all([read('hello-kan.yaml'), readFileSync(join(workspace, 'examples/hello-kan.yaml'), 'utf8')].map(open));
    expect(experimentJson(ours!)).toEqual(experimentJson(example!));
  });

  test('tells programs what it chose', () => {
    expect(JSON.parse(ended.wild.stdout)).toEqual({
      file: 'Wilde Tabelle: 1.yaml', name: 'wilde-tabelle-1', task: 'regression', rows: 60, target: 'Größe (cm)', widths: [10, 5, 1], inputs: ['say "hi"; #1', '- weird: yes', 'Lücken', 'Ort', 'Klasse'],
      policies: { missing: 'mean', categories: 'one-hot', levels: 'all' },
      leftOut: [{ column: 'id', reason: 'it names the rows, one value for each' }, { column: 'fest', reason: 'the same in every row: 1' }],
    });
    expect(ended.wild.stderr).toContain('left out: "fest", the same in every row: 1\n');
  });

  test('prints to standard output where that is asked for, and then nothing else', () => {
    expect(ended.printed).toMatchObject({ status: 0, stderr: '', written: [] });
    expect(readExperiment(ended.printed.stdout, 'f').tree).toMatchObject({ name: 'plain', dataset: { target: 'x1', inputs: ['x2', 'y'] } });
  });

  test('replaces what it wrote itself, and no file that somebody changed unless told to', async () => {
    expect(ended.again).toMatchObject({ status: 0, stderr: '' });
    const written = read('plain.yaml');
    writeFileSync(join(folder, 'plain.yaml'), written.replace('[2, 5, 1]', '[2, 1]'));
    const [kept, forced] = await session([['new', 'plain.csv', '--target', 'y'], ['new', 'plain.csv', '--target', 'y', '--force']], { cwd: folder });
    expect([kept!.status, kept!.stderr]).toEqual([2, 'knotwork: "plain.yaml" was changed since "knotwork new" wrote it. Give --force to replace it, or another file with --out.\n']);
    expect([forced!.status, read('plain.yaml')]).toEqual([0, written]);
    expect(read('mine.yaml')).toBe(tables['mine.yaml']);
  }, 60_000);

  test('chooses widths, inputs and task, with fewer hidden nodes or another optimizer where the defaults cannot take so many unknowns', async () => {
    expect(readExperiment(read('sub/classes.yaml'), 'f').tree).toMatchObject({
      dataset: {
        kind: 'table', path: `../${wild}`, delimiter: ';', target: 'Klasse', task: 'classification', missing: 'mean', categories: 'one-hot', levels: 'all',
        inputs: ['Größe (cm)', 'say "hi"; #1', '- weird: yes', 'Lücken', 'Ort'],
      },
      network: { widths: [8, 5, 3] }, stages: [{ kind: 'fit' }],
    });
    expect(readExperiment(read('wide.yaml'), 'f').tree).toEqual(expect.objectContaining({ network: { widths: [60, 2, 1] }, stages: [{ kind: 'fit' }] }));
    expect(readExperiment(read('wider.yaml'), 'f').tree).toEqual(expect.objectContaining({ network: { widths: [200, 1] }, stages: [{ kind: 'fit' }] }));
    expect(readExperiment(read('widest.yaml'), 'f').tree).toEqual(expect.objectContaining({ network: { widths: [300, 5, 1] }, stages: [{ kind: 'fit', optimizer: 'l-bfgs' }] }));
  });

  test('comments out nothing that is not so: with every line uncommented the file means the same', async () => {
    for (const file of ['hello-kan.yaml', 'plain.yaml', 'Wilde Tabelle: 1.yaml', 'sub/classes.yaml', 'visits.yaml', 'wide.yaml', 'wider.yaml', 'widest.yaml']) {
      const text = read(file);
      expect(uncommented(text)).not.toBe(text);
      expect([file, experimentJson(await open(uncommented(text)))]).toEqual([file, experimentJson(await open(text))]);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(200);
    }
  });

  test('says which columns a split at random may tear apart, and what it says to write there is taken', async () => {
    const text = read('visits.yaml');
    expect(text).toContain('# split: { validation: auto, test: 0.2 } # shares of the rows, drawn at random; the rest is for training; { groups: patient } keeps rows of one patient together; { time: date } tests on the latest\n');
    expect(text).toMatch(/- smoker +# text: yes becomes 1, no 0\n/);
    expect(ended.visits.stdout).toContain('split: at random; { groups: patient } keeps rows of one patient together\nsplit: at random; { time: date } tests on the latest\n');
    expect(read('plain.yaml')).toContain('drawn at random; the rest is for training\n');
    const valid = await session(['{ groups: patient }', '{ time: date }'].map((split) => ['validate', 'visits.yaml', `dataset.split=${split}`, 'network.widths=[2,1]']), { cwd: folder });
    expect(valid.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, '']]);
  });

  test('dates that split.time would not take are told how to be written, and nothing stands in the file', async () => {
    writeFileSync(join(folder, 'german.csv'), `date,x,y\n${rows(30, (k) => `${String(k + 1).padStart(2, '0')}.09.2023,${k},${k * k}`)}`);
    const [told, refused] = await session([['new', 'german.csv', '--target', 'y'], ['validate', 'german.yaml', 'dataset.split={ time: date }']], { cwd: folder });
    expect([told!.status, told!.stdout]).toEqual([0, expect.stringContaining('split: at random; { time: date } would test on the latest, were dates such as 01.09.2023 written year-month-day, as in 2024-05-31\n')]);
    expect(read('german.yaml')).toContain('drawn at random; the rest is for training\n');
    expect([refused!.status, refused!.stderr]).toEqual([2, expect.stringContaining('got "01.09.2023" in line 2 of german.csv, column "date". Write the dates of all 30 rows so.')]);
  }, 60_000);

  test('what it writes runs with other seeds and with the splits that it proposes, though few rows have a value or a gap', async () => {
    expect(read('rare.yaml')).toMatch(/^ {2}levels: all +# of all rows/m);
    const others = [...['2', '3', '4', '5'].map((seed) => `seed=${seed}`), 'dataset.split={ groups: patient }', 'dataset.split={ time: date }'];
    const run = await session(others.map((other) => ['run', 'rare.yaml', other, 'stages.0.steps=3', 'stages.0.starts.steps=2', '--quiet']), { cwd: folder });
    expect(run.map(({ status, stderr }, k) => [others[k], status, stderr])).toEqual(others.map((other) => [other, 0, '']));
    // As they were written before, some of them are refused.
    writeFileSync(join(folder, 'before.yaml'), read('rare.yaml').replace(/ {2}levels: all.*\n/, ''));
    const before = await session(others.map((other) => ['validate', 'before.yaml', other]), { cwd: folder });
    expect(before.map(({ status }) => status)).toContain(2);
  }, 120_000);

  test('what it writes is valid and runs as it is', async () => {
    const files = ['plain.yaml', 'Wilde Tabelle: 1.yaml', 'sub/classes.yaml', 'wide.yaml'];
    const valid = await session([...files, 'hello-kan.yaml'].map((file) => ['validate', file]), { cwd: folder });
    expect(valid.map(({ status, stdout }) => [status, stdout])).toEqual([...files, 'hello-kan.yaml'].map((file) => [0, `${file} is valid.\n`]));
    const run = await session(files.map((file) => ['run', file, 'stages.0.steps=3', 'stages.0.starts.steps=2', '--quiet']), { cwd: folder });
    expect(run.map(({ status, stderr }) => [status, stderr])).toEqual(files.map(() => [0, '']));
  }, 120_000);

  test.each(Object.keys(refused))('refuses %s, and writes nothing', (name) => {
    expect(refusals[name]).toMatchObject({ status: 2, stdout: '', stderr: `knotwork: ${refused[name]!.says}\n`, written: [] });
  });
});

test('whatever a column is called, it is read as it was written', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('null', 'true', '1', '1e3', '- a', '# x', 'a: b', '*x', ' x ', 'a\nb', '.inf', '0x1', '~', '{', '[a]', "it's", '"'));
  fc.assert(fc.property(text, (name) => {
    expect(readExperiment(`dataset:\n  inputs:\n    - ${yaml(name)}     # 1 to 2\n`, 'f').tree).toEqual({ dataset: { inputs: [name] } });
    expect(readExperiment(`dataset:\n  inputs: ${yaml([name, 'q'])} # two\n  groups: ${yaml({ of: [name] })}\n`, 'f').tree).toEqual({ dataset: { inputs: [name, 'q'], groups: { of: [name] } } });
  }), { seed: 1, numRuns: 300 });
});

test('names of runs are made of those of files', () => {
  expect(['Wilde Tabelle: 1.csv', 'cars.csv', 'données été.csv.gz', 'データ.csv', '.csv', 'a/b/My_Run.yaml'].map(nameFrom)).toEqual(['wilde-tabelle-1', 'cars', 'donnees-ete', 'my-table', 'csv', 'my-run']);
});
