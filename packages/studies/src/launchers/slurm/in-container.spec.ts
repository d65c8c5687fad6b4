import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inContainer } from './in-container.js';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-container-')));
afterAll(() => { rmSync(parent, { recursive: true }); });

function written(...path: readonly string[]): string {
  const file = join(parent, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
}

test('of a source tree all is seen, packages of its root included, though its parts have some of their own', () => {
  const module = written('tree', 'apps', 'runner', 'bin', 'main.js');
  for (const folder of [['tree'], ['tree', 'apps', 'runner']]) mkdirSync(join(parent, ...folder, 'node_modules'));
  const link = join(parent, 'tree', 'node_modules', 'main');
  symlinkSync(module, link);
  expect(inContainer({ module: link, args: ['work'] })).toEqual({ program: { module, args: ['work'] }, folder: join(parent, 'tree') });
});

test('of what is installed the packages alone are seen, and not what lies beside them', () => {
  const module = written('lib', 'node_modules', 'knotwork', 'node_modules', 'inner', 'main.js');
  expect(inContainer({ module, args: [] }).folder).toBe(join(parent, 'lib', 'node_modules'));
});
