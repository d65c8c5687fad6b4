import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const withPlugin = small.replace('network:', 'plugins: [./hat-basis.mjs]\nnetwork:').replace('kind: b-spline', 'kind: hat');
const { folder, remove } = workplace({ 'small.yaml': small, 'hat.yaml': withPlugin, 'hat-basis.mjs': hat });
const lines = {
  nothing: [], help: ['--help'], run: ['run', '--help'], validate: ['validate', '--help'], version: ['--version'],
  plugins: ['plugins'], pluginsOfFile: ['plugins', 'hat.yaml'],
  ofKind: ['plugins', '--kind', 'grid'], ofKindInFile: ['plugins', 'hat.yaml', '--kind', 'basis'], ofNoKind: ['plugins', '--kind', 'bases'],
  ofStudies: ['plugins', '--kind', 'design'], ofStudiesWithFile: ['plugins', 'hat.yaml', '--kind', 'launcher'], showOfStudies: ['plugins', 'show', 'launcher', 'slurm'],
  show: ['plugins', 'show', 'dataset', 'csv'], showUnknown: ['plugins', 'show', 'bases', 'b-spline'], showOfFile: ['plugins', 'show', 'basis', 'hat', 'hat.yaml'],
  valid: ['validate', 'hat.yaml'], resolved: ['validate', 'small.yaml', 'seed=7', '--resolved'], resolvedWithPlugin: ['validate', 'hat.yaml', '--resolved'],
};
let ended: Record<keyof typeof lines, SessionEnded>;

beforeAll(async () => {
  const results = await session(Object.values(lines), { cwd: folder });
  ended = Object.fromEntries(Object.keys(lines).map((title, i) => [title, results[i]])) as typeof ended;
}, 60_000);
afterAll(remove);

test('nothing that only tells fails or writes', () => {
  const { showUnknown: _, ofNoKind: __, ...telling } = ended;
  expect(Object.entries(telling).filter(([, { status, stderr, written }]) => status !== 0 || stderr !== '' || written.length > 0)).toEqual([]);
});

describe('help', () => {
  test('of the program names the commands, also when no command is given', () => {
    expect(ended.help.stdout).toMatch(/^Usage: knotwork \[options\] \[command\]\n/);
    for (const command of ['run', 'new', 'validate', 'schema', 'plugins', 'engines']) expect(ended.help.stdout).toMatch(new RegExp(`^  ${command} .* {2,}\\w`, 'm'));
    expect(ended.nothing.stdout).toBe(ended.help.stdout);
    expect(ended.version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('of run tells about options, overrides and exit statuses', () => {
    for (const part of ['--out <dir>', '--again', '--json', '--quiet', 'network.basis.intervals=8', 'Exit status: 0 completed, 1 diverged']) expect(ended.run.stdout).toContain(part);
    expect(ended.validate.stdout).toContain('--resolved');
  });
});

describe('plugins', () => {
  /** Cells of a table whose lines are given, by where its titles begin; what is broken into lines is one cell again. */
  const cellsOf = (rows: readonly string[], titles: readonly string[]): string[][] => {
    const starts = titles.map((title) => rows[0]!.indexOf(title));
    const cells: string[][] = [];
    for (const row of rows) {
      const found = starts.map((start, c) => row.slice(start, starts[c + 1]).trimEnd());
      if (found[0] === '') cells.at(-1)!.push(`${cells.at(-1)!.pop()!} ${found.at(-1)!}`);
      else cells.push(found);
    }
    return cells;
  };

  test('is a table of kind, name and summary, and one of packages, in lines of 100 characters', () => {
    const rows = ended.plugins.stdout.trimEnd().split('\n');
    expect(rows.filter((row) => row.length > 100)).toEqual([]);
    expect(Math.max(...rows.map((row) => row.length))).toBeGreaterThan(95);
    const end = rows.indexOf('');
    const plugins = cellsOf(rows.slice(0, end), ['kind', 'name', 'summary']);
    const packages = cellsOf(rows.slice(end + 1), ['package', 'version', 'brings']);
    expect([plugins[0], packages[0]]).toEqual([['kind', 'name', 'summary'], ['package', 'version', 'brings']]);
    expect([...plugins, ...packages].flat().filter((cell) => !/^[@\w](.*\S)?$/.test(cell))).toEqual([]);
    const { version } = JSON.parse(readFileSync(join(workspace, 'packages/basis-b-spline/package.json'), 'utf8')) as { version: string };
    expect(plugins.find((c) => c[1] === 'b-spline')).toEqual(['basis', 'b-spline', expect.stringMatching(/^Piecewise polynomials/)]);
    expect(plugins.find((c) => c[1] === 'l-bfgs')![2]).toBe('Quasi-Newton with line searches: cheap steps that learn curvature; for full batches of any size and networks too large for levenberg-marquardt');
    expect(packages.find((c) => c[0] === '@knotwork/grids')).toEqual(['@knotwork/grids', version, 'grid curvature, grid fixed, grid moving, grid quantile']);
    for (const kind of ['edge', 'layer', 'grid', 'optimizer', 'loss', 'dataset', 'function', 'initializer', 'metric', 'stage', 'engine', 'design', 'launcher']) expect(plugins.map((c) => c[0])).toContain(kind);
    // Every plugin is brought by a package.
    expect(packages.slice(1).flatMap((c) => c[2]!.split(', ')).sort()).toEqual(plugins.slice(1).map((c) => `${c[0]!} ${c[1]!}`).sort());
  });

  test('with a file also lists what its packages bring', () => {
    expect(ended.plugins.stdout).not.toMatch(/ hat /);
    expect(ended.pluginsOfFile.stdout).toMatch(/^basis +hat +Hat functions: /m);
    expect(ended.pluginsOfFile.stdout).toMatch(/^\.\/hat-basis\.mjs +0\.0\.0 +basis hat$/m);
  });

  test('--kind leaves plugins of one kind, and what brings them', () => {
    const rows = ended.ofKind.stdout.trimEnd().split('\n');
    expect(cellsOf(rows.slice(0, rows.indexOf('')), ['kind', 'name', 'summary']).slice(1).map((c) => c.slice(0, 2))).toEqual(['curvature', 'fixed', 'moving', 'quantile'].map((name) => ['grid', name]));
    expect(rows.slice(rows.indexOf('') + 2)).toEqual([expect.stringMatching(/^@knotwork\/grids /)]);
    expect(ended.ofKindInFile.stdout).toMatch(/^basis +hat +Hat functions: /m);
    expect(ended.ofKindInFile.stdout).not.toMatch(/^grid /m);
  });

  test('what study files name is listed and shown as well', () => {
    expect(ended.ofStudies.stdout).toMatch(/^design +factorial +Every combination of levels$/m);
    expect(ended.ofStudies.stdout).toMatch(/^@knotwork\/studies +\d\S+ +design factorial, /m);
    expect(ended.ofStudiesWithFile.stdout).toMatch(/^launcher +local +Processes on this machine/m);
    expect(ended.showOfStudies.stdout).toMatch(/^launcher slurm, @knotwork\/studies \d[^]*\nmemory +2G +a text, a size of Slurm/);
  });

  test('--kind of a kind that there is not is answered with those that there are', () => {
    expect(ended.ofNoKind).toMatchObject({ status: 2, stdout: '', written: [] });
    expect(ended.ofNoKind.stderr).toBe(ended.showUnknown.stderr);
  });
});

describe('plugins show', () => {
  test('tells options with what they must be and their defaults, and which must be given', () => {
    const lines = ended.show.stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual([expect.stringMatching(/^dataset csv, @knotwork\/datasets \d/), expect.stringMatching(/CSV/)]);
    expect(ended.show.stdout).toMatch(/^option +default +must be +meaning$/m);
    expect(ended.show.stdout).toMatch(/^path +\(required\) +a text of at least 1 character +The file; /m);
    expect(ended.show.stdout).toMatch(/^split\.test +0\.2 +a number of at least 0 and below 1, or a block with the keys path, or a block with the keys column, values +Share /m);
    expect(ended.show.stdout).toMatch(/^inputs {3,}a list of at least 1 entry/m);
  });

  test('a kind that there is not is answered with those that there are', () => {
    expect(ended.showUnknown).toMatchObject({ status: 2, stdout: '', written: [] });
    expect(ended.showUnknown.stderr).toMatch(/^knotwork: Unknown kind of plugins "bases"\. There are: basis, edge, .*, engine, importer, design, launcher, stage\. Did you mean "basis"\?\n$/);
  });

  test('with a file tells of what its packages bring, claims included', () => {
    expect(ended.showOfFile.stdout).toMatch(/^basis hat, \.\/hat-basis\.mjs /);
    expect(ended.showOfFile.stdout).toMatch(/^support +local: 2 of 9 live$/m);
    expect(ended.showOfFile.stdout).toMatch(/^intervals +8 +a whole number from 1 to 10000 +grid intervals/m);
  });
});

describe('validate', () => {
  test('says that a file is valid', () => {
    expect(ended.valid.stdout).toBe('hat.yaml is valid.\n');
  });

  test('--resolved prints a file that resolves to itself', async () => {
    expect(ended.resolved.stdout).toMatch(/^knotwork: 1\nname: small\n[^]*\nseed: 7\n/);
    expect(ended.resolved.stdout).toContain('degree: 3\n');
    writeFileSync(join(folder, 'again.yaml'), ended.resolved.stdout);
    writeFileSync(join(folder, 'hat-again.yaml'), ended.resolvedWithPlugin.stdout);
    const again = await session([['validate', 'again.yaml', '--resolved'], ['validate', 'hat-again.yaml', '--resolved']], { cwd: folder });
    expect(again.map((e) => [e.status, e.stderr])).toEqual([[0, ''], [0, '']]);
    expect(again.map((e) => e.stdout)).toEqual([ended.resolved.stdout, ended.resolvedWithPlugin.stdout]);
  }, 60_000);
});
