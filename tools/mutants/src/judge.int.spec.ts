import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StaleMutant } from './apply-mutant.js';
import { judge, type Limits, limitsOf } from './judge.js';
import type { Mutant } from './mutant.js';
import { TreeCopy } from './tree-copy.js';
import { UsageError } from './usage-error.js';

/** Jest starts here several times. */
const PATIENCE = 120_000;

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'knotwork-small-workspace-'));
let copy: TreeCopy;
let limits: Limits;

/** A workspace of one package, with one source and two specs. */
beforeAll(async () => {
  const files = {
    'packages/tiny/package.json': '{ "name": "@knotwork/tiny", "type": "module" }',
    'packages/tiny/jest.config.cjs': `module.exports = { preset: ${JSON.stringify(join(workspace, 'jest.preset.js'))} };`,
    'packages/tiny/src/twice.ts': 'export function twice(x: number): number {\n  const factor = 2;\n  return factor * x;\n}\n',
    'packages/tiny/src/twice.spec.ts': "import { expect, test } from '@jest/globals';\nimport { twice } from './twice.js';\ntest('two are four', () => { expect(twice(2)).toBe(4); });\n",
    // Comments of this tool show what a mutant looks like.
    'tools/mutants/package.json': '{ "name": "@knotwork/mutants", "type": "module" }',
    'tools/mutants/src/read-mutant.ts': '// - const factor = 2;\nexport {};\n',
    'packages/tiny/src/fixtures/factor.ts': 'export const factor = 2;\n',
    'packages/tiny/src/other.spec.ts': "import { expect, test } from '@jest/globals';\ntest('nothing is looked at', () => { expect(1).toBe(1); });\n",
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  writeFileSync(join(root, '.gitignore'), 'node_modules\n');
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
  execFileSync('git', ['init', '-q'], { cwd: root });
  copy = new TreeCopy(root);
  limits = await limitsOf([mutant(), mutant({ specs: [{ folder: 'tiny', files: ['other'] }] })], [copy], () => undefined);
}, PATIENCE);
afterAll(() => {
  copy.remove();
  rmSync(root, { recursive: true, force: true });
});

const mutant = (change: Partial<Mutant> = {}): Mutant => ({
  name: 'T1', bug: 'three times', survives: null, specs: [{ folder: 'tiny', files: [] }],
  changes: [{ file: 'packages/tiny/src/twice.ts', from: ['factor = 2'], to: ['factor = 3'] }], ...change,
});

test('specs that notice are named with the test', async () => {
  expect((await judge(mutant(), copy, limits)).killedBy).toBe('tiny: twice.spec.ts: two are four');
}, PATIENCE);

test('a source that cannot be read any more is noticed too', async () => {
  const broken = mutant({ changes: [{ file: 'packages/tiny/src/twice.ts', from: ['const factor'], to: ['const const'] }] });
  expect((await judge(broken, copy, limits)).killedBy).toMatch(/^tiny: twice\.spec\.ts: /);
}, PATIENCE);

test('specs that look elsewhere notice nothing, and the mutant is gone afterwards', async () => {
  expect((await judge(mutant({ specs: [{ folder: 'tiny', files: ['other'] }] }), copy, limits)).killedBy).toBeNull();
  expect((await judge(mutant({ changes: [{ file: 'packages/tiny/src/twice.ts', from: ['factor = 2'], to: ['factor = 2'] }] }), copy, limits)).killedBy).toBeNull();
}, PATIENCE);

test('a mutant that no longer applies runs nothing', async () => {
  await expect(judge(mutant({ changes: [{ file: 'a.ts', from: ['factor = 4'], to: [] }] }), copy, limits)).rejects.toThrow(StaleMutant);
});

test('specs that are not there are refused before any mutant is tried', async () => {
  const refusal = (specs: Mutant['specs']): Promise<unknown> => limitsOf([mutant({ specs })], [copy], () => undefined).catch((error: unknown) => error);
  expect(await refusal([{ folder: 'tiny', files: ['twice', 'thrice'] }])).toEqual(new UsageError('No spec of tiny has "thrice" in its path. Name others in the mutants that ask for it.'));
  expect(await refusal([{ folder: 'tiny', files: ['thrice'] }])).toEqual(new UsageError('No spec of tiny has "thrice" in its path. Name others in the mutants that ask for it.'));
  expect(await refusal([{ folder: 'nowhere', files: [] }])).toEqual(new UsageError('There is no package in a folder "nowhere", whose specs a mutant asks for.'));
}, PATIENCE);

test('what may be changed are sources: no specs, no fixtures, and not this tool, which quotes mutants', () => {
  expect([...copy.sources.keys()]).toEqual(['packages/tiny/src/twice.ts']);
});

test('what is installed is linked, and packages are those of the copy', () => {
  expect(existsSync(join(copy.folder, 'node_modules/jest/package.json'))).toBe(true);
  expect(existsSync(join(copy.folder, 'node_modules/@knotwork/tiny/src/twice.ts'))).toBe(true);
});
