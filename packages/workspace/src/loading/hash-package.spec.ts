import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashCode } from './hash-code.js';
import { hashPackage } from './hash-package.js';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Of the package whose entry is src/a.js. */
const hash = (): string => hashPackage({ file: join(root, 'src/a.js'), root });

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-hash-')));
  write('package.json', '{ "name": "kan-a", "exports": { "./d": "./src/d.js" } }');
  write('src/a.js', "import './b.js'; import table from './table.json' with { type: 'json' }; import 'kan-a/d';");
  write('src/b.js', "import { readFileSync } from 'node:fs'; export const bytes = readFileSync(new URL('../b.wasm', import.meta.url)); readFileSync(new URL('bare.bin', import.meta.url));");
  write('src/bare.bin', 'bare');
  write('src/d.js', 'd');
  write('src/table.json', '[]');
  write('b.wasm', 'wasm');
});
afterEach(() => rmSync(root, { recursive: true }));

test('equal files have equal hashes, wherever they lie', () => {
  const before = hash();
  const moved = `${root}-moved`;
  renameSync(root, moved);
  root = moved;
  expect(hash()).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, () => void]>([
  ['package.json', () => write('package.json', '{ "name": "kan-a", "version": "2.0.0" }')],
  ['the entry', () => write('src/a.js', 'A')],
  ['what it imports', () => write('src/b.js', 'B')],
  ['what it imports by the name of the package', () => write('src/d.js', 'D')],
  ['a table that it imports', () => write('src/table.json', '[1]')],
  ['a file that a module reads from beside it', () => write('b.wasm', 'other')],
  ['one that it reads by its bare name', () => write('src/bare.bin', 'other')],
])('a change of %s changes the hash', (_, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

/** What experiments, studies and their authors put beside a plugin. */
const others = ['README.md', 'notes.txt', 'other.yaml', 'rows.csv', 'figure.svg', 'data/rows.json', 'net/network.json', 'elsewhere/run.json', 'elsewhere/result.json', 'elsewhere/code.js', 'studies/s/study.json',
  'studies/s/trials/1/code.js', 'runs/hello/0123/metrics.jsonl', 'node_modules/x/index.js', 'src/node_modules/x/index.js', '.git/HEAD', '.cache/x.js', 'conformance.json'];

test('nothing else counts: what is learned from, written or told beside the plugin leaves it what it is', () => {
  const before = hash();
  for (const path of [...others, 'exported.mjs', 'src/b.spec.js']) write(path, '{}');
  expect(hash()).toBe(before);
});

describe('of a module that computes names of files', () => {
  const open: [string, string][] = [
    ['an import', 'for (const part of parts) await import(`./parts/${part}.js`);'], ['require', 'require(part)'],
    ['a place beside it', "readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'part.bin'))"], ['its folder', "join(import.meta.dirname, 'parts')"], ['that of CommonJS', "join(__dirname, 'parts')"],
    ['a folder', "readdirSync(new URL('./', import.meta.url))"], ['a folder without a slash', "readdirSync(new URL('parts', import.meta.url))"],
  ];
  test.each(open)('all code in the folder counts, and still nothing that is written there: %s', (_, text) => {
    write('src/a.js', text);
    write('src/parts/index.js', '');
    const before = hash();
    for (const path of others) write(path, '{}');
    expect(hash()).toBe(before);
    write('src/parts/part.js', '');
    expect(hash()).not.toBe(before);
  });

  test('of a package that lists its files, all of these count, and no others', () => {
    write('package.json', '{ "files": ["./src/", "!src/*.spec.js", "conformance.json"] }');
    write('src/a.js', 'await import(part)');
    const before = hash();
    for (const path of [...others, 'exported.mjs']) write(path, '{}');
    expect(hash()).toBe(before);
    write('src/parts/weights.bin', '');
    expect(hash()).not.toBe(before);
  });

  test('links and what is no file are no hindrance', () => {
    write('src/a.js', 'await import(part)');
    symlinkSync('nowhere.js', join(root, 'src/broken.js'));
    symlinkSync('..', join(root, 'src/circle'));
    expect(hash()).toMatch(/^[0-9a-f]{64}$/);
    symlinkSync('b.js', join(root, 'src/c.js'));
    const before = hash();
    write('src/b.js', 'other');
    expect(hash()).not.toBe(before);
  });
});

test('code that a path leads to outside of the package counts, too', () => {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-outside-')));
  writeFileSync(join(outside, 'part.js'), '1');
  symlinkSync(join(outside, 'part.js'), join(root, 'src/linked.js'));
  write('src/a.js', "import './linked.js';");
  const before = hash();
  writeFileSync(join(outside, 'part.js'), '2');
  expect(hash()).not.toBe(before);
  rmSync(outside, { recursive: true });
});

test('of a single file, only its own content counts', () => {
  const file = join(root, 'src/a.js');
  const before = hashPackage({ file, root: file });
  write('src/b.js', 'other');
  expect(hashPackage({ file, root: file })).toBe(before);
  write('src/a.js', 'other');
  expect(hashPackage({ file, root: file })).not.toBe(before);
});

test('of the code of a package, which its record of checks names, only what its modules name counts', () => {
  write('src/a.js', 'a');
  const code = hashCode({ file: join(root, 'src/a.js'), root });
  write('conformance.json', '{}');
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
