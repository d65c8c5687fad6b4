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
  const { showUnknown: _, ...telling } = ended;
  expect(Object.entries(telling).filter(([, { status, stderr, written }]) => status !== 0 || stderr !== '' || written.length > 0)).toEqual([]);
});

describe('help', () => {
  test('of the program names the commands, also when no command is given', () => {
    expect(ended.help.stdout).toMatch(/^Usage: knotwork \[options\] \[command\]\n/);
    for (const command of ['run', 'new', 'validate', 'schema', 'plugins']) expect(ended.help.stdout).toMatch(new RegExp(`^  ${command} .* {2,}\\w`, 'm'));
    expect(ended.nothing.stdout).toBe(ended.help.stdout);
    expect(ended.version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('of run tells about options, overrides and exit statuses', () => {
    for (const part of ['--out <dir>', '--again', '--json', '--quiet', 'network.basis.intervals=8', 'Exit status: 0 completed, 1 diverged']) expect(ended.run.stdout).toContain(part);
    expect(ended.validate.stdout).toContain('--resolved');
  });
});

describe('plugins', () => {
  test('is a table of kind, name, summary, package and version, aligned to the left', () => {
    const rows = ended.plugins.stdout.trimEnd().split('\n');
    const starts = ['kind', 'name', 'summary', 'package', 'version'].map((title) => rows[0]!.indexOf(title));
    const cells = rows.map((row) => starts.map((start, c) => row.slice(start, starts[c + 1]).trimEnd()));
    expect(cells[0]).toEqual(['kind', 'name', 'summary', 'package', 'version']);
    expect(cells.slice(1).flat().filter((cell) => !/^[@\w].*$/.test(cell))).toEqual([]);
    const { version } = JSON.parse(readFileSync(join(workspace, 'packages/basis-b-spline/package.json'), 'utf8')) as { version: string };
    expect(cells.find((c) => c[1] === 'b-spline')).toEqual(['basis', 'b-spline', expect.stringMatching(/^Piecewise polynomials/), '@knotwork/basis-b-spline', version]);
    for (const kind of ['edge', 'layer', 'grid', 'optimizer', 'loss', 'dataset', 'function', 'initializer', 'metric', 'stage', 'engine']) expect(cells.map((c) => c[0])).toContain(kind);
  });

  test('with a file also lists what its packages bring', () => {
    expect(ended.plugins.stdout).not.toMatch(/ hat /);
    expect(ended.pluginsOfFile.stdout).toMatch(/^basis +hat +Hat functions: .* {2}\.\/hat-basis\.mjs {2,}0\.0\.0$/m);
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
    expect(ended.showUnknown.stderr).toMatch(/^knotwork: Unknown kind of plugins "bases"\. There are: basis, edge, .*, engine, stage\. Did you mean "basis"\?\n$/);
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
