import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from './fixtures/bundled.js';
import { endOf, startProcess, workspace } from './fixtures/knotwork.js';

// knotwork.py: its tests are Python's own, and start the command as its users do.

const python = process.env['PYTHON'] ?? 'python3';
const tests = join(workspace, 'packages/python/tests');
const SUITES = [
  { file: 'test_model', what: 'models that Python loads', packages: ['numpy'] },
  { file: 'test_estimators', what: 'estimators for scikit-learn', packages: ['numpy', 'sklearn'] },
  { file: 'test_check_estimator', what: 'what scikit-learn asks of every estimator', packages: ['numpy', 'sklearn'] },
  { file: 'test_frames', what: 'tables of pandas', packages: ['numpy', 'sklearn', 'pandas'] },
  { file: 'test_docs', what: 'code of docs/python.md', packages: ['numpy', 'sklearn', 'pandas'] },
  { file: 'test_notebook', what: 'a Jupyter notebook', packages: ['numpy', 'nbclient', 'ipykernel'] },
];
const needed = [...new Set(SUITES.flatMap(({ packages }) => packages))];
const ask = `import importlib.util, json; print(json.dumps([name for name in ${JSON.stringify(needed)} if importlib.util.find_spec(name) is None]))`;
const missing = ((): readonly string[] => { try { return JSON.parse(execFileSync(python, ['-c', ask], { encoding: 'utf8', stdio: 'pipe' })) as string[]; } catch { return needed; } })();
const suites = SUITES.map(({ packages, ...suite }) => {
  const absent = packages.filter((name) => missing.includes(name));
  return { ...suite, reason: absent.length === 0 ? null : `SKIPPED: ${suite.what}, because ${python} has no ${absent.join(', ')}; set PYTHON to one that has` };
});
for (const { reason } of suites) if (reason !== null) process.stderr.write(`${reason}\n`);

let bundle: string | null = null;
beforeAll(async () => { if (suites.some(({ reason }) => reason === null)) bundle = await bundled('python'); }, 60_000);
afterAll(() => { if (bundle !== null) rmSync(bundle, { recursive: true }); });

for (const { file, what, reason } of suites) {
  (reason === null ? describe : describe.skip)(reason ?? what, () => {
    test(file, async () => {
      const env = { KNOTWORK: join(bundle!, 'main.js'), PYTHONDONTWRITEBYTECODE: '1' };
      const { status, stdout, stderr } = await endOf(startProcess(python, ['-m', 'unittest', file], { cwd: tests, env }));
      expect(status === 0 ? '' : stdout + stderr).toBe('');
      expect(stderr).toMatch(/Ran [1-9]\d* tests? in/);
    }, 600_000);
  });
}
