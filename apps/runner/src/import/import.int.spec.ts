import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignTensors } from '@knotwork/network';
import { type SessionEnded, session, workspace } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

const fixtures = join(workspace, 'packages/importers/src/fixtures');
const names = readdirSync(fixtures).filter((name) => name.endsWith('.rows.safetensors')).map((name) => name.replace('.rows.safetensors', ''));
const { folder, remove } = workplace({ 'text.safetensors': 'x1,x2,y1\n1,2,3\n' });
afterAll(remove);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });
const kindOf = (name: string): string => ['efficient-kan', 'fast-kan', 'jaxkan', 'pykan'].find((kind) => name.startsWith(kind.split('-')[0]!))!;
const numbersOf = (name: string, of: 'inputs' | 'outputs'): number[][] => {
  const { shape: [count, width], values } = foreignTensors(readFileSync(join(fixtures, `${name}.rows.safetensors`)), name).arrays.get(of)!;
  return Array.from({ length: count! }, (_, n) => [...values.subarray(n * width!, (n + 1) * width!)]);
};

beforeAll(() => {
  for (const name of names) {
    copyFileSync(join(fixtures, `${name}.safetensors`), join(folder, `${name}.safetensors`));
    const [inputs, outputs] = [numbersOf(name, 'inputs'), numbersOf(name, 'outputs')];
    const header = [...inputs[0]!.map((_, i) => (name === 'pykan-fewer-inputs' && i === 1 ? 'x3' : `x${i + 1}`)), ...outputs[0]!.map((_, o) => `y${o + 1}`)];
    writeFileSync(join(folder, `${name}.csv`), [header, ...inputs.map((row, n) => [...row, ...outputs[n]!])].map((cells) => cells.join(',')).join('\n'));
  }
});

describe('a network of another program', () => {
  test('is imported, shown, listed, reported, predicted, measured and exported', async () => {
    const [imported, shown, listed, reported, predicted, measured, exported] = await run(
      ['import', 'pykan-pruned.safetensors', '--from', 'pykan', '--out', 'runs/pruned', '--data', 'pykan-pruned.csv', '--json'], ['show', 'runs/pruned'], ['list'], ['report', 'runs/pruned'],
      ['predict', 'runs/pruned', 'pykan-pruned.csv'], ['evaluate', 'runs/pruned', 'pykan-pruned.csv', '--json'], ['export', 'runs/pruned', '--to', 'javascript'],
    );
    expect([imported, shown, listed, reported, predicted, measured, exported].map((ended) => ended!.status)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(JSON.parse(imported!.stdout)).toMatchObject({ folder: 'runs/pruned', name: 'pykan-pruned', task: 'regression', inputs: ['x1', 'x2'], outputs: ['y1'], widths: [2, 2, 1], from: { kind: 'pykan' }, notes: [] });
    expect(imported!.written.filter((name) => name.startsWith('runs/pruned/')).sort()).toEqual(['evaluation.npz', 'import.json', 'network.json', 'network.safetensors', 'network.svg'].map((name) => `runs/pruned/${name}`));
    expect(shown!.stdout).toMatch(/^pykan-pruned: imported, regression of y1 from 2 inputs, widths \[2, 2, 1\], b-spline\nImported from pykan-pruned\.safetensors, a network of pykan \(SHA-256 [0-9a-f]{12}\)/);
    expect(shown!.stdout).toContain('x1 → node 0 of layer 0');
    expect(listed!.stdout).toMatch(/runs\/pruned +pykan-pruned +imported +2,2,1/);
    expect(readFileSync(join(folder, 'runs/pruned/report.html'), 'utf8')).toContain('<span class="state">imported</span>');
    const outputs = numbersOf('pykan-pruned', 'outputs');
    predicted!.stdout.trimEnd().split('\n').slice(1).forEach((line, n) => { expect(Math.abs(Number(line.split(',')[0]) - outputs[n]![0]!)).toBeLessThan(1e-4); });
    expect((JSON.parse(measured!.stdout) as { metrics: { rmse: number } }).metrics.rmse).toBeLessThan(1e-5);
    expect(exported!.stdout).toMatch(/^Written: pykan_pruned\.mjs, pykan_pruned\.d\.mts\nOn 1000 rows of the run it differs from the network by \d(\.\d+)?e-1\d of the largest output at most\.\n$/);
  }, 120_000);

  test('without rows of its own is shown with what is known, and says what rows would add and where intervals come from', async () => {
    writeFileSync(join(folder, 'one.csv'), 'x1,x2,y1\n0.1,0.2,1\n');
    const [, shown, interval, one, json] = await run(
      ['import', 'pykan-pruned.safetensors', '--from', 'pykan', '--out', 'bare'], ['show', 'bare'], ['predict', 'bare', 'no-such-file.csv', '--interval', '0.9'], ['evaluate', 'bare', 'one.csv'], ['evaluate', 'bare', 'one.csv', '--json'],
    );
    expect(shown!.stdout).toContain('\n6 edges: 5 curves, 1 off; ');
    expect(shown!.stdout).toMatch(/; intervals \d+\ninput +from +to\nx1 +-0\.9\d+ +0\.9\d+\nx2 /);
    expect(shown!.stdout).toContain('import it again with --data ROWS');
    // Rows are read only where there are intervals.
    expect([interval!.status, interval!.stderr]).toEqual([2, 'knotwork: there are no intervals of this import: which rows it was not trained on is not known, and errors on such rows are what tells. '
      + 'Go on from it with rows of your own, some of them for validation: network: { from: bare }, and split: { validation: 0.2 } of the data set.\n']);
    expect(one!.stdout).toMatch(/^note: R2 has no value on these rows: all targets are the same\n1 row of one\.csv\n[^]*\nR2 +-\n/);
    expect(JSON.parse(json!.stdout)).toMatchObject({ rows: 1, metrics: { r2: null, rmse: expect.any(Number) }, notes: ['R2 has no value on these rows: all targets are the same'] });
    const [exported] = await session([['export', 'bare', '--to', 'python']], { cwd: folder, env: { PYTHON: join(folder, 'no-python') } });
    expect(exported!.stdout).toContain(`Not compared with the network: that needs Python with numpy; PYTHON is "${join(folder, 'no-python')}", which cannot do it. It names the program alone.`);
  }, 120_000);

  test('is exported to everything that there is, as exactly as any', async () => {
    await run(...names.map((name) => ['import', `${name}.safetensors`, '--from', kindOf(name), '--out', `all/${name}`, '--quiet']));
    // Without rows of its own a network is tried on rows all over its domain; what a machine has not is told.
    // An exporter is not told where a network is from: in turn each has two of them. KNOTWORK_NETWORKS=all, as `npm run check:all` does, has all.
    const isAll = process.env['KNOTWORK_NETWORKS'] === 'all';
    const ended = await run(...names.flatMap((name, k) => ['c', 'javascript', 'python', 'onnx'].filter((_, e) => isAll || (e + k) % 2 === 0).map((to) => ['export', `all/${name}`, '--to', to, '--force', '--json'])));
    for (const { status, stdout } of ended) {
      const { to, difference, rows } = JSON.parse(stdout) as { to: string; difference: number | null; rows: number | null };
      expect([status, to, difference === null || difference < (to === 'onnx' ? 1e-5 : 1e-12), rows === null || rows === 1000]).toEqual([0, to, true, true]);
    }
    expect(ended.filter(({ stdout }) => (JSON.parse(stdout) as { to: string }).to === 'javascript').every(({ stdout }) => (JSON.parse(stdout) as { rows: number | null }).rows === 1000)).toBe(true);
  }, 300_000);

  test('is pruned and trained on, from where it was', async () => {
    writeFileSync(join(folder, 'go-on.yaml'), `knotwork: 1
name: go-on
dataset: { kind: table, path: pykan-smooth.csv, target: y1, split: { validation: 0.2, test: 0.2 } }
network: { from: smooth }
stages: [{ kind: prune, edgeThreshold: 0, nodeThreshold: 0 }, { kind: prune }, { kind: fit, steps: 5 }]
`);
    const [, ended] = await run(['import', 'pykan-smooth.safetensors', '--from', 'pykan', '--out', 'smooth'], ['run', 'go-on.yaml', '--out', 'gone-on', '--json']);
    const { status, stages } = JSON.parse(ended!.stdout) as { status: string; stages: { metrics: { train: { rmse: number } }; pruned?: { edges: unknown[]; nodes: unknown[] } }[] };
    const [nothing, pruned, fitted] = stages;
    // Nothing is pruned at first: the network says what pykan said.
    expect([status, nothing!.metrics.train.rmse < 1e-5, nothing!.pruned]).toEqual(['completed', true, { edges: [], nodes: [] }]);
    expect(pruned!.pruned!.nodes.length).toBeGreaterThan(0);
    expect(fitted!.metrics.train.rmse).toBeLessThan(pruned!.metrics.train.rmse);
  }, 60_000);

  test('has classes where they are named, and the column that has them', async () => {
    writeFileSync(join(folder, 'classes.csv'), ['a,b,c,d,colour', '0.1,0.2,0.3,0.4,red', '-0.1,0.2,-0.3,0.4,blue', '0.3,0.1,0,0.9,green'].join('\n'));
    const [imported, predicted, measured] = await run(
      ['import', 'efficient-classes.safetensors', '--from', 'efficient-kan', '--out', 'colours', '--inputs', 'a,b,c,d', '--classes', 'red,green,blue', '--data', 'classes.csv', '--target', 'colour'],
      ['predict', 'colours', 'classes.csv'], ['evaluate', 'colours', 'classes.csv'],
    );
    expect([imported!.status, imported!.stdout]).toEqual([0, 'efficient-classes: classification of red, green, blue from a, b, c, d, widths 4,6,3, from efficient-classes.safetensors of efficient-kan\nNetwork in colours; colours/import.json repeats the import.\n']);
    expect(predicted!.stdout.split('\n')[0]).toBe('colour,probability red,probability green,probability blue,outside');
    expect(measured!.stdout).toContain('accuracy');
    expect(measured!.status).toBe(0);
  }, 60_000);

  test('becomes an equation by the file of its page', async () => {
    const page = readFileSync(join(workspace, 'docs/import.md'), 'utf8');
    writeFileSync(join(folder, 'of-pykan.yaml'), /```yaml\n(.*?)```/s.exec(page)![1]!);
    const [imported, ran] = await run(['import', 'pykan-smooth.safetensors', '--from', 'pykan', '--out', 'runs/smooth', '--outputs', 'y'], ['run', 'of-pykan.yaml', '--out', 'of-pykan']);
    expect([imported!.status, ran!.status, ran!.stderr]).toEqual([0, 0, '']);
    expect(ran!.stdout).toContain('\ny = exp(sin(pi * x1) + x2 ^ 2)\n');
  }, 120_000);

  test('is imported again by what its folder says, to the same bytes', async () => {
    const [first, again, elsewhere] = await run(
      ['import', 'efficient-updated.safetensors', '--from', 'efficient-kan', '--out', 'one', '--inputs', 'a,b', '--outputs', 'c'], ['import', 'one/import.json'], ['import', 'one/import.json', '--out', 'deep/two'],
    );
    expect([first!.status, again!.status, elsewhere!.status]).toEqual([0, 0, 0]);
    for (const name of ['network.json', 'network.safetensors', 'evaluation.npz', 'network.svg']) expect([name, readFileSync(join(folder, 'deep/two', name))]).toEqual([name, readFileSync(join(folder, 'one', name))]);
    const record = (of: string) => JSON.parse(readFileSync(join(folder, of, 'import.json'), 'utf8')) as { file: { path: string }; inputs: string[] };
    expect([record('one').file.path, record('deep/two').file.path, record('deep/two').inputs]).toEqual(['../efficient-updated.safetensors', '../../efficient-updated.safetensors', ['a', 'b']]);
    copyFileSync(join(folder, 'efficient-smooth.safetensors'), join(folder, 'efficient-updated.safetensors'));
    const [changed] = await run(['import', 'one/import.json']);
    expect([changed!.status, changed!.stderr]).toEqual([2, 'knotwork: efficient-updated.safetensors is not the file that was imported: its SHA-256 is not the one in one/import.json. Import it as a new one, with --from KIND and --out DIR.\n']);
  }, 60_000);
});

describe('what is wrong is told in one line, and nothing is written', () => {
  const cases: readonly (readonly [what: string, args: readonly string[], message: string])[] = [
    ['no importer', ['pykan-smooth.safetensors', '--out', 'no'], '--from must say what wrote the file: efficient-kan, fast-kan, jaxkan, pykan. The file is one of pykan: write --from pykan.'],
    ['an importer that is misspelled', ['text.safetensors', '--from', 'pycan', '--out', 'no'], '--from must say what wrote the file: efficient-kan, fast-kan, jaxkan, pykan; got "pycan". Did you mean "pykan"?'],
    ['another importer', ['pykan-smooth.safetensors', '--from', 'efficient-kan', '--out', 'no'], 'pykan-smooth.safetensors is no network of efficient-kan: it has no array "layers.0.base_weight". It is one of pykan: write --from pykan.'],
    ['no folder', ['pykan-smooth.safetensors', '--from', 'pykan'], '--out must name the folder that the network goes to, such as --out runs/imported.'],
    ['a folder of somebody', ['pykan-smooth.safetensors', '--from', 'pykan', '--out', 'mine'], '--out must name a new folder, an empty one or that of an import; "mine" holds notes.txt. Give another folder with --out.'],
    ['a file as folder', ['pykan-smooth.safetensors', '--from', 'pykan', '--out', 'text.safetensors'], '--out must name a new folder, an empty one or that of an import; "text.safetensors" holds a file. Give another folder with --out.'],
    ['no file', ['none.safetensors', '--from', 'pykan', '--out', 'no'], '"none.safetensors" cannot be imported: there is no such file. Check the path.'],
    ['a folder as file', ['mine', '--from', 'pykan', '--out', 'no'], '"mine" cannot be imported: it is a folder. Check the path.'],
    ['the folder of an import', ['made'], '"made" cannot be imported: it is a folder. To repeat the import that made it, write knotwork import made/import.json.'],
    ['what is no network', ['text.safetensors', '--from', 'pykan', '--out', 'no'], 'text.safetensors is a text, and a saved network has numbers. Save the network with the lines in docs/import.md; a table of rows is given beside it, --data ROWS.'],
    ['too few names', ['pykan-smooth.safetensors', '--from', 'pykan', '--out', 'no', '--inputs', 'a'], '--inputs names 1, and there are 2: the network calls them "x1", "x2". Give one name for each, in this order.'],
    ['an empty name', ['pykan-smooth.safetensors', '--from', 'pykan', '--out', 'no', '--inputs', 'a,'], '--inputs must be names with commas between them, such as a,b; got "a,".'],
    ['classes and outputs', ['efficient-classes.safetensors', '--from', 'efficient-kan', '--out', 'no', '--classes', 'a,b,c', '--outputs', 'a,b,c'], '--outputs and --classes both name the outputs. Leave --outputs out: of a classification its classes are its outputs.'],
    ['a target of numbers', ['pykan-smooth.safetensors', '--from', 'pykan', '--out', 'no', '--target', 'y'], '--target names the column of the classes, and goes with --classes and --data. Of numbers, --outputs names the columns.'],
    ['rows of classes without a target', ['efficient-classes.safetensors', '--from', 'efficient-kan', '--out', 'no', '--classes', 'a,b,c', '--data', 'efficient-classes.csv'], '--target must say which column of the rows has the class, where --data is given with --classes.'],
    ['rows without an input', ['pykan-smooth.safetensors', '--from', 'pykan', '--out', 'no', '--inputs', 'x1,b', '--data', 'pykan-smooth.csv'], 'pykan-smooth.csv has no column "b", which the network needs; it has "x1", "x2", "y1". Rename or add it.'],
    ['an option that there is not', ['pykan-smooth.safetensors', 'bass=silu', '--from', 'pykan', '--out', 'no'], 'The options of importer "pykan" do not fit: there is no option "bass". "knotwork plugins show importer pykan" lists its options.'],
    ['an option that is none', ['pykan-smooth.safetensors', 'silu', '--from', 'pykan', '--out', 'no'], 'Options of an importer are option=value, such as base=silu; got "silu". "knotwork plugins show importer NAME" lists them.'],
    ['a record with more', ['record.json', '--from', 'pykan'], 'record.json says how to import its network, and --from does not go with it. Leave --from out, or give the file of the network itself.'],
    ['a record that is none', ['record.json'], 'record.json does not say how to import a network: '],
  ];
  let ended: readonly SessionEnded[];
  beforeAll(async () => {
    mkdirSync(join(folder, 'mine'), { recursive: true });
    writeFileSync(join(folder, 'mine/notes.txt'), 'mine');
    writeFileSync(join(folder, 'record.json'), '{}');
    mkdirSync(join(folder, 'made'), { recursive: true });
    writeFileSync(join(folder, 'made/import.json'), '{}');
    ended = await run(...cases.map(([, args]) => ['import', ...args]));
  }, 120_000);

  test.each(cases.map(([what, , message], k) => [what, message, k] as const))('%s', (_, message, k) => {
    const { status, stdout, stderr, written } = ended[k]!;
    expect([status, stdout, written]).toEqual([2, '', []]);
    expect(stderr).toContain(`knotwork: ${message}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});

test('the page has the lines that saved the networks, and commands that work', async () => {
  const page = readFileSync(join(workspace, 'docs/import.md'), 'utf8');
  for (const name of ['save_pykan.py', 'save_efficient_kan.py', 'save_jaxkan.py', 'save_fast_kan.py']) expect(page).toContain(`\`\`\`python\n${readFileSync(join(fixtures, name), 'utf8').trimEnd()}\n\`\`\``);
  const [, block] = /```sh\n(npm run -s knotwork -- import .*?)```/s.exec(page)!;
  const lines = block!.trimEnd().split('\n').map((line) => line.replace(/ *#.*/, '').replace('npm run -s knotwork -- ', '').replace('packages/importers/src/fixtures', fixtures).split(' '));
  const ended = await run(...lines);
  expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(lines.map(() => [0, '']));
}, 60_000);

test('without a file the importers are listed, and plugins show them', async () => {
  const [listed, json, plugins, shown] = await run(['import'], ['import', '--json'], ['plugins', '--kind', 'importer'], ['plugins', 'show', 'importer', 'efficient-kan']);
  expect(listed!.stdout).toMatch(/^--from +reads\nefficient-kan +Networks of efficient-kan.*\nfast-kan +Networks of fast-kan without LayerNorm.*\njaxkan +Networks of jaxKAN.*\npykan +Networks of pykan.*\nWrite: knotwork import FILE --from KIND --out DIR\n$/);
  expect((JSON.parse(json!.stdout) as { name: string }[]).map(({ name }) => name)).toEqual(['efficient-kan', 'fast-kan', 'jaxkan', 'pykan']);
  expect(plugins!.stdout).toContain('pykan');
  expect(shown!.stdout).toContain('base');
}, 60_000);
