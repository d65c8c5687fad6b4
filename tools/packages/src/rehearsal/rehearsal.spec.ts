import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocks } from './blocks.js';
import { command, CommandFailed } from './command.js';
import { installedSize } from './installed-size.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

test('blocks of a page are found by their language, without what stands around them', () => {
  expect(blocks('a\n```js\none\n\ntwo\n```\n```json\n{}\n```\n```js\nthree\n```\n', 'js')).toEqual(['one\n\ntwo\n', 'three\n']);
});

test('the pages have the blocks that the rehearsal takes of them', () => {
  const page = readFileSync(join(root, 'docs/write-a-basis.md'), 'utf8');
  expect(blocks(page, 'yaml')[0]).toMatch(/^plugins: \[\.\/hat-basis\.mjs\]$/m);
  expect(JSON.parse(blocks(page, 'json')[0]!)).toMatchObject({ files: ['index.js'], peerDependencies: { '@knotwork/plugin': '>=0.1 <2' } });
  const readme = readFileSync(join(root, 'apps/runner/README.md'), 'utf8');
  expect(blocks(readme, 'yaml')[0]).toMatch(/^name: hello$/m);
  expect(blocks(readme, 'sh').join('')).toMatch(/^npx knotwork run hello\.yaml$/m);
});

test('a command gives what it wrote, and fails with its status and all that it said', async () => {
  expect(await command(process.execPath, ['-p', 'process.env.GREETING'], { cwd: root, env: { GREETING: 'hello' } })).toBe('hello\n');
  await expect(command(process.execPath, ['-e', "console.log('said'); console.error('cried'); process.exit(3)"], { cwd: root })).rejects.toThrow(/status 3\nsaid\ncried\n$/);
  await expect(command(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { cwd: root, patience: 50 })).rejects.toThrow(CommandFailed);
});

test('the size of an installation counts every copy of a package, and the bytes of its files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  mkdirSync(join(folder, 'node_modules/a/node_modules/@s/b'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/a/node_modules/@s/b/index.js'), '1234567');
  const lock = JSON.stringify({ packages: { 'node_modules/a': {}, 'node_modules/@s/b': {}, 'node_modules/a/node_modules/@s/b': {} } });
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), lock);
  expect(installedSize(folder)).toEqual({ packages: ['@s/b', '@s/b', 'a'], bytes: 7 + lock.length });
  rmSync(folder, { recursive: true });
});
