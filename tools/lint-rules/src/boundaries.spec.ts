import { beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundaryCases } from './boundary-cases.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const require = createRequire(import.meta.url);
const nx = join(dirname(require.resolve('nx/package.json')), (require('nx/package.json') as { bin: { nx: string } }).bin.nx);
const linter = fileURLToPath(new URL('./fixtures/lint-texts.mjs', import.meta.url));
/** The project graph and ESLint with all plugins take some seconds on a busy machine. */
const PATIENCE = 120_000;

interface Report { readonly rule: string | null; readonly message: string }
let reports: readonly (readonly Report[])[] = [];

beforeAll(() => {
  // Without a project graph the boundary rule is silent, and everything would pass.
  const temporary = mkdtempSync(join(tmpdir(), 'knotwork-lint-'));
  try {
    execFileSync(process.execPath, [nx, 'graph', `--file=${join(temporary, 'graph.json')}`], { cwd: root, stdio: 'pipe' });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  // The files do not exist: lint sees their text, and a failing spec leaves nothing behind.
  const texts = boundaryCases.map(({ folder, code }) => ({ file: join(root, folder, 'src/boundary-case.ts'), code }));
  reports = JSON.parse(execFileSync(process.execPath, [linter, root], { cwd: root, input: JSON.stringify(texts), encoding: 'utf8' })) as Report[][];
}, PATIENCE);

test.each(boundaryCases.map((c, k) => [c.name, c, k] as const))('%s', (_, { rule }, k) => {
  const rules = reports[k]!.map((r) => r.rule);
  if (rule === null) expect(reports[k]).toEqual([]);
  else expect(rules).toContain(rule);
});
