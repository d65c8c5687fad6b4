import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from '../fixtures/knotwork.js';
import { small, workplace } from '../fixtures/workplace.js';

const rows = Array.from({ length: 40 }, (_, n) => ({ height: n / 10, colour: n % 2 === 0 ? 'red' : 'blue', weight: (n / 10) ** 2 + (n % 2), kind: n % 4 < 2 ? 'a' : 'b' }));
const csv = (delimiter: string, columns: readonly (keyof typeof rows[number])[]): string => [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((cells) => cells.join(delimiter)).join('\n');
const experiment = (target: string, more = ''): string => `knotwork: 1
name: used
dataset: { kind: table, path: rows.csv, target: ${target}, inputs: [height, colour], categories: one-hot, split: { test: 0 }${more} }
network: { widths: [3, ${target === 'kind' ? 2 : 1}] }
stages: [{ kind: fit, steps: 4, starts: { count: 1, steps: 3 } }]
`;
const { folder, remove } = workplace({
  'rows.csv': csv(',', ['height', 'colour', 'weight', 'kind']), 'later.csv': csv(';', ['kind', 'colour', 'height', 'weight']), 'without.csv': csv(',', ['height', 'kind']), 'small.yaml': small,
  'weight.yaml': experiment('weight'), 'kind.yaml': experiment('kind', ', task: classification'), 'none.txt': '', 'far.csv': 'colour,height\nred,100\ngreen,0.5\n', 'commas.csv': 'height;colour\n0,0;red\n0,1;blue\n', 'mine.csv': 'mine\n', 'quoted.csv': 'p,"q,r"\n1,2\n', 'stray.csv': 'height,colour\n1,"red\n2,blue\n',
});
afterAll(remove);
const place = { cwd: folder };
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, place);

let ready: readonly SessionEnded[];
beforeAll(async () => {
  ready = await run(['run', 'weight.yaml', '--out', 'weight'], ['run', 'kind.yaml', '--out', 'kind'], ['run', 'small.yaml', '--out', 'small']);
  // Nothing is needed but the folder.
  rmSync(join(folder, 'weight.yaml'));
  rmSync(join(folder, 'rows.csv'));
}, 60_000);

describe('predict', () => {
  test('writes a row for every row, by names of columns, wherever they stand and however they are separated', async () => {
    expect(ready.map(({ status }) => status)).toEqual([0, 0, 0]);
    const [plain, intervals, quiet] = await run(['predict', 'weight', 'later.csv'], ['predict', 'weight', 'later.csv', '--interval', '0.8', '--json'], ['predict', 'weight', 'far.csv', '--quiet']);
    const lines = plain!.stdout.trimEnd().split('\n');
    expect([plain!.status, plain!.stderr, lines[0], lines.length]).toEqual([0, '', 'weight,outside', 41]);
    const errors = lines.slice(1).map((line, n) => Math.abs(Number(line.split(',')[0]) - rows[n]!.weight));
    expect(Math.max(...errors)).toBeLessThan(0.3);
    const columns = JSON.parse(intervals!.stdout) as Record<string, number[]>;
    expect(Object.keys(columns)).toEqual(['weight', 'weight lower', 'weight upper', 'outside']);
    expect(columns['weight']).toEqual(lines.slice(1).map((line) => Number(line.split(',')[0])));
    columns['weight']!.forEach((w, n) => { expect(columns['weight lower']![n]! < w && w < columns['weight upper']![n]!).toBe(true); });
    expect([quiet!.stderr, quiet!.stdout.split('\n').slice(1, 3).map((line) => line.split(',')[1])]).toEqual(['', ['height', 'colour']]);
    const [commas] = await run(['predict', 'weight', 'commas.csv']);
    expect([commas!.stderr, commas!.stdout.split('\n').slice(0, 3)]).toEqual(['', lines.slice(0, 3)]);
  }, 60_000);

  test('says of rows that are unlike those that were learned what is unlike', async () => {
    const [far] = await run(['predict', 'weight', 'far.csv']);
    expect(far!.stderr).toBe('note: 1 row of far.csv has in column "colour" what no training row has, "green": all inputs of the column are 0 there\n'
      + 'note: 2 of 2 rows lie outside of what was learned, in "height" (1), "colour" (1): predictions there are extrapolated\n');
  }, 60_000);

  test('has derivatives of every output in the inputs that are named, behind it and its interval', async () => {
    const [plain, both, classes, strange, empty, levels] = await run(
      ['predict', 'weight', 'later.csv', '--derivatives', 'height, heightheight'], ['predict', 'weight', 'later.csv', '--derivatives', '"height"', '--interval', '0.8', '--json'], ['predict', 'kind', 'later.csv', '--derivatives', 'height'],
      ['predict', 'weight', 'later.csv', '--derivatives', 'hieght', '--out', 'never.csv'], ['predict', 'weight', 'later.csv', '--derivatives', ' , '], ['predict', 'weight', 'later.csv', '--derivatives', 'colour=red'],
    );
    const [header, ...lines] = plain!.stdout.trimEnd().split('\n');
    expect([plain!.stderr, header, lines.length]).toEqual(['', 'weight,weight_height,weight_height_height,outside', 40]);
    // The weight is a square, and its slope twice the height.
    const errors = lines.slice(3, -3).map((line, n) => Math.abs(Number(line.split(',')[1]) - 2 * rows[n + 3]!.height));
    expect(Math.max(...errors)).toBeLessThan(0.5);
    const columns = JSON.parse(both!.stdout) as Record<string, number[]>;
    expect(Object.keys(columns)).toEqual(['weight', 'weight lower', 'weight upper', 'weight_height', 'outside']);
    expect(columns['weight_height']).toEqual(lines.map((line) => Number(line.split(',')[1])));
    expect([classes!.status, classes!.stderr]).toEqual([2, expect.stringContaining('derivatives are of numbers, and this model tells classes.')]);
    expect([strange!.status, strange!.stderr, existsSync(join(folder, 'never.csv'))]).toEqual([2, expect.stringContaining('Did you mean "height"?'), false]);
    expect([empty!.status, empty!.stderr]).toEqual([2, expect.stringContaining('a derivative must name the inputs that it is taken in; got none.')]);
    expect([levels!.status, levels!.stderr]).toEqual([2, expect.stringContaining('there is no derivative in "colour=red", which is 0 or 1')]);
  }, 60_000);

  test('of classes has the class and the probability of each', async () => {
    const [ended] = await run(['predict', 'kind', 'later.csv']);
    const [header, ...lines] = ended!.stdout.trimEnd().split('\n');
    expect(header).toBe('kind,probability a,probability b,outside');
    for (const line of lines) {
      const [name, a, b] = line.split(',');
      expect([name, Number(a) + Number(b)]).toEqual([Number(a) > Number(b) ? 'a' : 'b', expect.closeTo(1, 12)]);
    }
  }, 60_000);

  test('writes files by their endings, and none that is somebody else’s', async () => {
    const [tsv, json, mine, forced, ending] = await run(
      ['predict', 'weight', 'later.csv', '--out', 'out.tsv'], ['predict', 'weight', 'later.csv', '--out', 'out.json'], ['predict', 'weight', 'later.csv', '--out', 'mine.csv'],
      ['predict', 'weight', 'later.csv', '--out', 'out.tsv', '--force', '--json'], ['predict', 'weight', 'later.csv', '--out', 'out.docx'],
    );
    expect([tsv!.status, tsv!.stdout]).toEqual([0, '40 predictions in out.tsv\n']);
    expect(readFileSync(join(folder, 'out.tsv'), 'utf8').split('\n')[0]).toBe('weight\toutside');
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as object)).toEqual(['weight', 'outside']);
    expect(json!.status).toBe(0);
    expect([mine!.status, mine!.stderr, readFileSync(join(folder, 'mine.csv'), 'utf8')]).toEqual([2, 'knotwork: "mine.csv" is there already. Give --force to replace it, or another file with --out.\n', 'mine\n']);
    expect(JSON.parse(forced!.stdout)).toEqual({ rows: 40, file: 'out.tsv' });
    expect([ending!.status, ending!.stderr]).toEqual([2, 'knotwork: --out must end in .csv, .tsv or .json; got "out.docx". Rename it.\n']);
  }, 60_000);
});

describe('evaluate', () => {
  test('gives the metrics of rows whose targets are known', async () => {
    const [text, json] = await run(['evaluate', 'weight', 'later.csv'], ['evaluate', 'kind', 'later.csv', '--json', '--quiet']);
    expect(text!.stdout).toMatch(/^40 rows of later\.csv\nmetric +value\nloss +\S+\nMAE +\S+\nmax error +\S+\nR2 +\S+\nRMSE +\S+\n$/);
    const { rows: count, metrics } = JSON.parse(json!.stdout) as { rows: number; metrics: Record<string, number> };
    expect([count, Object.keys(metrics).sort()]).toEqual([40, ['accuracy', 'loss']]);
  }, 60_000);
});

describe('export', () => {
  test('lists exporters, and writes files that were run on rows of the run', async () => {
    const [list, module, named, again] = await run(
      ['export', 'weight', '--json', '--quiet'], ['export', 'weight', '--to', 'javascript'], ['export', 'kind', '--to', 'javascript', '--out', 'out/model.mjs'], ['export', 'weight', '--to', 'javascript', '--json'],
    );
    expect((JSON.parse(list!.stdout) as { name: string }[]).map(({ name }) => name)).toEqual(['c', 'javascript', 'onnx', 'python', 'table']);
    expect([module!.status, module!.stdout]).toEqual([0, expect.stringMatching(/^Written: used\.mjs, used\.d\.mts\nOn 40 rows of the run it differs from the network by \S+ of the largest output at most\.\n$/)]);
    expect([named!.status, named!.stderr]).toEqual([2, 'knotwork: --out must be in a folder that is there; "out/model.mjs" is not. Make the folder, or choose another file with --out.\n']);
    expect([again!.status, again!.stderr]).toEqual([2, 'knotwork: "used.mjs" is there already. Give --force to replace it, or another file with --out.\n']);
    expect(readFileSync(join(folder, 'used.mjs'), 'utf8')).toContain('"colour=blue" is 1 where colour is "blue", else 0.');
    const { predict } = await import(join(folder, 'used.mjs')) as { predict(x: readonly number[]): number[] };
    const [asked] = await run(['predict', 'weight', 'later.csv', '--json', '--quiet']);
    const { weight } = JSON.parse(asked!.stdout) as { weight: number[] };
    // height, colour=blue, colour=red
    rows.forEach(({ height, colour }, n) => { expect(predict([height, Number(colour === 'blue'), Number(colour === 'red')])[0]).toBeCloseTo(weight[n]!, 10); });
  }, 60_000);

  test('tells the error of what is quantized, which falls with more bits', async () => {
    const ended = await run(...[6, 8, 10].map((bits) => ['export', 'weight', '--to', 'table', `bits=${bits}`, '--out', 'tables.json', '--force']), ['export', 'weight', '--to', 'table', '--out', 'tables.json', '--force', '--json']);
    const told = ended.slice(0, 3).map(({ stdout }) => /^Written: tables\.json\nOn 40 rows of the run it differs from the network by (\S+) of the largest output at most, and by (\S+) as a rule \(root mean square\)\.\n$/.exec(stdout)!.slice(1).map(Number));
    told.forEach(([most, typical]) => { expect(typical!).toBeLessThan(most!); });
    told.slice(1).forEach(([, typical], k) => { expect(told[k]![1]! / typical!).toBeGreaterThan(2); });
    const { difference, typical } = JSON.parse(ended[3]!.stdout) as { difference: number; typical: number };
    expect([difference, typical].map((v) => Number(v.toPrecision(3)))).toEqual(told[1]);
    const file = JSON.parse(readFileSync(join(folder, 'tables.json'), 'utf8')) as { inputs: { name: string }[]; networks: { layers: { tables: { entries: number[] }[] }[] }[] };
    expect(file.inputs.map(({ name }) => name)).toEqual(['height', 'colour=blue', 'colour=red']);
    expect(new Set(file.networks[0]!.layers.flatMap(({ tables }) => tables.map(({ entries }) => entries.length)))).toEqual(new Set([256]));
    const [classes, coarse] = await run(...['kind', 'kind'].map((name, k) => ['export', name, '--to', 'table', `bits=${k === 0 ? 10 : 1}`, '--out', 'tables.json', '--force', '--json']));
    const others = [classes, coarse].map((of) => (JSON.parse(of!.stdout) as { otherClass: number }).otherClass);
    expect(others[0]).toBeLessThan(others[1]!);
    const [said] = await run(['export', 'kind', '--to', 'table', 'bits=1', '--out', 'tables.json', '--force']);
    expect(said!.stdout).toMatch(new RegExp(`\\nThe class is another in ${others[1]} of these rows\\.\\n$`));
    const [refused] = await run(['export', 'weight', '--to', 'table', '--derivatives', 'height', '--out', 'never.json']);
    expect([refused!.status, refused!.stderr]).toEqual([2, expect.stringContaining('The exporter "table" writes no derivatives.')]);
  }, 60_000);

  test('writes derivatives beside predictions, and compares them', async () => {
    const asked = ['--derivatives', 'height,heightheight'];
    const [written, json, nobody, strange] = await run(
      ['export', 'weight', '--to', 'javascript', '--out', 'slopes.mjs', ...asked], ['export', 'weight', '--to', 'javascript', '--out', 'slopes.mjs', '--force', '--json', ...asked], ['export', 'weight', ...asked],
      ['export', 'weight', '--to', 'javascript', '--out', 'never.mjs', '--derivatives', 'colour=red'],
    );
    // Half of the first and the last height are there twice; at these ends second derivatives jump.
    expect([written!.status, written!.stderr, written!.stdout]).toEqual([0, '', expect.stringMatching(/^Written: slopes\.mjs, slopes\.d\.mts\nOn 40 rows .*\nIts derivatives differ on 38 rows by \S+ of the largest at most; the other 2 are at ends of domains, where they jump\.\n$/)]);
    const { derivatives: about } = JSON.parse(json!.stdout) as { derivatives: { names: string[]; difference: number; rows: number } };
    expect(about).toEqual({ names: ['weight_height', 'weight_height_height'], difference: expect.any(Number), rows: 38 });
    expect(about.difference).toBeLessThan(1e-10);
    const { derivatives, derivativeNames } = await import(join(folder, 'slopes.mjs')) as { derivatives(x: readonly number[]): number[]; derivativeNames: readonly string[] };
    expect(derivativeNames).toEqual(about.names);
    const [known] = await run(['predict', 'weight', 'later.csv', '--json', '--quiet', ...asked]);
    const columns = JSON.parse(known!.stdout) as Record<string, number[]>;
    // height, colour=blue, colour=red
    rows.slice(1, -1).forEach(({ height, colour }, n) => { derivatives([height, Number(colour === 'blue'), Number(colour === 'red')]).forEach((d, k) => { expect(d).toBeCloseTo(columns[derivativeNames[k]!]![n + 1]!, 8); }); });
    expect([nobody!.status, nobody!.stderr]).toEqual([2, 'knotwork: --derivatives is for an exporter, and neither --to nor --out names one. Write "knotwork export DIR" to see which there are.\n']);
    expect([strange!.status, strange!.stderr, existsSync(join(folder, 'never.mjs'))]).toEqual([2, expect.stringContaining('there is no derivative in "colour=red"'), false]);
  }, 60_000);

  test('compares a network that was trained in single precision as it is, not as its engine rounds it', async () => {
    const [ran, written] = await run(['run', 'small.yaml', '--out', 'single', 'engine.precision=float32'], ['export', 'single', '--to', 'javascript', '--out', 'single/model.mjs', '--json']);
    rmSync(join(folder, 'single'), { recursive: true });
    expect([ran!.status, written!.status]).toEqual([0, 0]);
    expect((JSON.parse(written!.stdout) as { difference: number }).difference).toBeLessThan(1e-12);
  }, 60_000);

  test('writes nothing whose derivatives are others', async () => {
    writeFileSync(join(folder, 'flat.mjs'), `import { defineExporter, definePackage, z } from '@knotwork/plugin';
const flat = defineExporter({
  name: 'flat', summary: 'Says right outputs and derivatives of 0', options: z.strictObject({}), extension: '.mjs', derivatives: true, precision: () => 'double',
  export: (model) => ({ [model.name + '.mjs']: 'export const answers = ' + JSON.stringify(model.members[0].scale.length) }),
  trial: () => ({ files: {}, probe: ['node', '--version'], needs: 'Node', commands: [['node', '--input-type=module', '-e', 'import { readFileSync } from "node:fs"; import { predict } from ' + JSON.stringify(${JSON.stringify(join(folder, 'slopes.mjs'))}) + '; for (const line of readFileSync(0, "utf8").trim().split("\\\\n")) console.log(predict(line.split(" ").map(Number)).join(" ") + " 0")']] }),
});
export default definePackage({ api: 2, plugins: [flat] });
`);
    const [ended] = await run(['export', 'weight', '--to', 'flat', '--plugin', './flat.mjs', '--derivatives', 'height', '--out', 'flat-out.mjs']);
    expect([ended!.status, ended!.stderr]).toEqual([2, expect.stringMatching(/^knotwork: exporter flat wrote derivatives that differ from those of the network by 1 of the largest, and 1e-10 is what numbers of that precision may\. Nothing was written\.\n$/)]);
    expect(existsSync(join(folder, 'flat-out.mjs'))).toBe(false);
  }, 60_000);

  test('writes what the ending of a file says, where one exporter writes such files', async () => {
    const [written, unknown, several] = await run(['export', 'weight', '--out', 'by-ending.json', '--json'], ['export', 'weight', '--out', 'weight.f90'], ['export', 'weight', '--plugin', './flat.mjs', '--out', 'never.mjs']);
    expect([written!.status, (JSON.parse(written!.stdout) as { to: string }).to, existsSync(join(folder, 'by-ending.json'))]).toEqual([0, 'table', true]);
    expect([unknown!.status, unknown!.stderr]).toEqual([2, 'knotwork: --out must end in .c, .mjs, .onnx, .py or .json; got "weight.f90". Rename it.\n']);
    expect([several!.status, several!.stderr, existsSync(join(folder, 'never.mjs'))]).toEqual([2, expect.stringMatching(/^knotwork: --out never\.mjs ends as files of several exporters do\. Write --to (javascript or --to flat|flat or --to javascript) as well\.\n$/), false]);
  }, 60_000);

  test('writes nothing that computes something else', async () => {
    writeFileSync(join(folder, 'liar.mjs'), `import { defineExporter, definePackage, z } from '@knotwork/plugin';
const liar = defineExporter({
  name: 'liar', summary: 'Says 0 of every row', options: z.strictObject({}), extension: '.lie', precision: () => 'double', export: () => ({ 'all.lie': 'console.log(process.argv.length)' }),
  trial: () => ({ files: {}, probe: ['node', '--version'], needs: 'Node', commands: [['node', '-e', 'for (const line of require("fs").readFileSync(0, "utf8").trim().split("\\\\n")) console.log("0")']] }),
});
const rough = defineExporter({ ...liar, name: 'rough', options: z.strictObject({ width: z.enum(['narrow', 'wide']).default('narrow') }), precision: ({ width }) => (width === 'wide' ? 'double' : 'single') });
export default definePackage({ api: 2, plugins: [liar, rough] });
`);
    const [ended, rough, wide] = await run(...[['liar'], ['rough'], ['rough', 'width=wide']].map(([to, ...more]) => ['export', 'weight', ...more, '--to', to!, '--plugin', './liar.mjs']));
    // Where more digits are to be had, the option is told that gives them.
    expect([rough!.status, rough!.stderr]).toEqual([2, expect.stringMatching(/^knotwork: exporter rough wrote .* Nothing was written\. This network needs more digits: give width=wide\.\n$/)]);
    expect([wide!.status, wide!.stderr]).toEqual([2, expect.stringMatching(/^knotwork: exporter rough wrote .* Nothing was written\.\n$/)]);
    expect([ended!.status, ended!.stderr]).toEqual([2, expect.stringMatching(/^knotwork: exporter liar wrote what differs from the network by 1 of the largest output, and 1e-12 is what numbers of that precision may\. Nothing was written\.\n$/)]);
    expect([ended!.written, existsSync(join(folder, 'all.lie'))]).toEqual([[], false]);
  }, 60_000);

  test('says of files that cannot be imported that they cannot', async () => {
    const [word, plain] = await run(['export', 'weight', '--to', 'python', '--out', 'class.py'], ['export', 'weight', '--to', 'python', '--out', 'classes.py']);
    expect([word!.status, word!.stdout]).toEqual([0, expect.stringContaining('Written: class.py\nnote: Python cannot import class.py: "class" is a word of the language. Rename it, such as network_class.py\n')]);
    expect([plain!.status, plain!.stdout]).toEqual([0, expect.not.stringContaining('cannot import')]);
  }, 60_000);

  test('says of options and names what there is', async () => {
    const ended = await run(
      ['export', 'weight', '--to', 'pyton'], ['export', 'weight', '--to', 'c', 'number=float'], ['export', 'weight', '--to', 'c', 'float'], ['export', 'weight', '--to', 'c', '--out', 'model.txt'],
    );
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([
      [2, 'knotwork: --to must be one of c, javascript, onnx, python, table; got "pyton". Did you mean "python"?\n'], [2, 'knotwork: The options of exporter "c" do not fit: there is no option "number" (Did you mean "numbers"?). "knotwork plugins show exporter c" lists its options.\n'],
      [2, 'knotwork: Options of an exporter are option=value, such as numbers=float; got "float". "knotwork plugins show exporter NAME" lists them.\n'],
      [2, 'knotwork: --out must end in .c; got "model.txt". Rename it.\n'],
    ]);
  }, 60_000);
});

test('what cannot be is refused with what to type', async () => {
  const ended = await run(
    ['predict', 'nowhere', 'later.csv'], ['predict', '.', 'later.csv'], ['predict', 'weight', 'nothing.csv'], ['predict', 'weight', 'without.csv'], ['predict', 'weight', 'none.txt'],
    ['predict', 'weight', 'later.csv', '--interval', '1.5'], ['predict', 'kind', 'later.csv', '--interval', '0.9'], ['evaluate', 'weight', 'far.csv'], ['predict', 'small', 'later.csv'],
    ['predict', 'weight', 'later.csv', '--plugin', './gone.mjs'], ['predict', 'weight', 'later.csv', '--out', '-', '--json'], ['predict', 'weight', 'quoted.csv'],
    ['predict', 'weight', 'later.csv', '--interval', '90 %'], ['predict', 'weight', 'later.csv', '--interval', ''],
    ['predict', 'weight', 'stray.csv'], ['new', 'stray.csv', '--target', 'height'],
  );
  expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(ended.map(() => [2, '']));
  expect(ended.map(({ stderr }) => stderr)).toEqual([
    'knotwork: There is no folder "nowhere". Give the folder of a run, such as runs/NAME/ID; "knotwork run FILE" says where it is.\n',
    'knotwork: "." is not the folder of a run, but holds 3, such as "kind": "knotwork list ." lists them.\n',
    'knotwork: The table "nothing.csv" cannot be read: there is no such file. Check the path.\n',
    expect.stringMatching(/^knotwork: .*no column "colour", which the network needs; it has "height", "kind"/),
    expect.stringMatching(/^knotwork: /),
    'knotwork: --interval must be a number above 0 and below 1, such as 0.9; got "1.5".\n',
    'knotwork: --interval is for numbers; this model tells classes, and its predictions have the probability of each. Leave --interval out.\n',
    'knotwork: far.csv has no column "weight", against which predictions are compared; it has "colour", "height". Rename its column, or use "knotwork predict".\n',
    expect.stringMatching(/^knotwork: .*no column "x1"/),
    expect.stringMatching(/gone\.mjs/),
    'knotwork: --json and --out - both write to standard output. Leave one of them out.\n',
    // With a semicolon it would have a quote in the middle of a field.
    expect.stringMatching(/^knotwork: .*no column .*; it has "p", "q,r"/),
    'knotwork: --interval must be a number above 0 and below 1, such as 0.9; got "90 %".\n',
    'knotwork: --interval must be a number above 0 and below 1, such as 0.9; got "".\n',
    ...Array.from({ length: 2 }, () => 'knotwork: stray.csv must be a table of delimited values; a quote in the row that begins in line 2 is not closed. Correct the line.\n'),
  ]);
}, 60_000);

test('a network of a plugin is used after its folder moved, when its new place is told', async () => {
  cpSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), join(folder, 'hat-basis.mjs'));
  writeFileSync(join(folder, 'hat.yaml'), small.replace('network:', 'plugins: [./hat-basis.mjs]\nnetwork:').replace('kind: b-spline, intervals: 5', 'kind: hat, intervals: 5').replace('[6, 7]', '[10]'));
  writeFileSync(join(folder, 'points.csv'), 'x1,x2\n0,0\n0.5,0.5\n');
  const [trained, before] = await run(['run', 'hat.yaml', '--out', 'hat'], ['predict', 'hat', 'points.csv']);
  expect([trained!.status, trained!.stderr, before!.status]).toEqual([0, '', 0]);
  cpSync(join(folder, 'hat-basis.mjs'), join(folder, 'elsewhere/hat-basis.mjs'), { recursive: true });
  rmSync(join(folder, 'hat-basis.mjs'));
  const [gone, told] = await run(['predict', 'hat', 'points.csv'], ['predict', 'hat', 'points.csv', '--plugin', './elsewhere/hat-basis.mjs']);
  expect([gone!.status, gone!.stderr.includes('hat-basis.mjs')]).toEqual([2, true]);
  expect([told!.status, told!.stdout]).toEqual([0, before!.stdout]);
  expect(existsSync(join(folder, 'hat/evaluation.npz'))).toBe(true);
}, 120_000);
