import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashCode } from './hash-code.js';
import { hashPackage } from './hash-package.js';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'knotwork-hash-'));
  write('package.json', '{}');
  write('src/b.js', 'b');
  write('src/a.js', 'a');
});
afterEach(() => rmSync(root, { recursive: true }));

test('equal files have equal hashes, wherever they lie', () => {
  const before = hashPackage({ root });
  const moved = `${root}-moved`;
  renameSync(root, moved);
  root = moved;
  expect(hashPackage({ root })).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, () => void]>([
  ['a changed file', () => write('src/a.js', 'A')],
  ['a new file', () => write('src/c.js', '')],
  ['a file that moved', () => renameSync(join(root, 'src/a.js'), join(root, 'a.js'))],
  ['swapped contents', () => { write('src/a.js', 'b'); write('src/b.js', 'a'); }],
  ['a link', () => symlinkSync('a.js', join(root, 'src/c.js'))],
])('%s changes the hash', (_, change) => {
  const before = hashPackage({ root });
  change();
  expect(hashPackage({ root })).not.toBe(before);
});

test('installed packages, the history and folders of runs do not count', () => {
  const before = hashPackage({ root });
  write('node_modules/x/index.js', '1');
  write('src/node_modules/x/index.js', '1');
  write('.git/HEAD', '1');
  write('runs/hello/0123/run.json', '{}');
  write('runs/hello/0123/metrics.jsonl', '1');
  expect(hashPackage({ root })).toBe(before);
});

test('of a single file, only its own content counts', () => {
  const file = join(root, 'src/a.js');
  const before = hashPackage({ root: file });
  write('src/b.js', 'other');
  expect(hashPackage({ root: file })).toBe(before);
  write('src/a.js', 'other');
  expect(hashPackage({ root: file })).not.toBe(before);
});

test('the record of checks is no part of a package, and of its code only what its modules name', () => {
  const [whole, code] = [hashPackage({ root }), hashCode({ file: join(root, 'src/a.js'), root })];
  write('conformance.json', '{}');
  expect(hashPackage({ root })).toBe(whole);
  write('src/conformance.json', '{}');
  expect(hashPackage({ root })).not.toBe(whole);
  write('src/b.js', 'changed');
  expect(hashCode({ file: join(root, 'src/a.js'), root })).toBe(code);

  for (const text of ["import './b.js';", "export * from './b.js'", "await import('./b.js')", "readFileSync(new URL('./b.js', import.meta.url))"]) {
    write('src/a.js', text);
    const named = hashCode({ file: join(root, 'src/a.js'), root });
    write('src/b.js', `${text} more`);
    expect(hashCode({ file: join(root, 'src/a.js'), root })).not.toBe(named);
  }
  // What it depends on has a version of its own, and what lies outside is not of the package.
  write('src/a.js', "import 'left-pad'; import '../../outside.js';");
  expect(hashCode({ file: join(root, 'src/a.js'), root })).toMatch(/^[0-9a-f]{64}$/);
});
