import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocks } from './blocks.js';
import { command, CommandFailed } from './command.js';
import { installedSize } from './installed-size.js';
import { pageScript } from './page-script.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

test('blocks of a page are found by their language, without what stands around them', () => {
  expect(blocks('a\n```js\none\n\ntwo\n```\n```json\n{}\n```\n```js\nthree\n```\n', 'js')).toEqual(['one\n\ntwo\n', 'three\n']);
});

test('the README has the blocks that the rehearsal takes of it', () => {
  const readme = readFileSync(join(root, 'apps/runner/README.md'), 'utf8');
  expect(blocks(readme, 'yaml')[0]).toMatch(/^name: hello$/m);
  expect(blocks(readme, 'sh').join('')).toMatch(/^npx knotwork run hello\.yaml$/m);
});

test('a page is followed word for word: files are saved where it says so, commands typed in order, what needs a hand is left out', async () => {
  const page = 'Words.\n\n```sh\nmkdir sub\ncd sub\n```\n\nSave this as `a.txt`, of two lines:\n\n```text\none\n$two\n```\n\n```js\nshown, not saved\n```\n\n```sh\nnpm login\ncat a.txt\n```\n\n## End\n\n```sh\nfalse\ntrue\n```\n';
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  writeFileSync(join(folder, 'page.sh'), pageScript(page, '## End'));
  expect(await command('bash', ['page.sh'], { cwd: folder })).toBe('$ mkdir sub\n$ cd sub\n$ cat a.txt\none\n$two\n');
  expect(readFileSync(join(folder, 'sub/a.txt'), 'utf8')).toBe('one\n$two\n');
  writeFileSync(join(folder, 'page.sh'), pageScript(page));
  await expect(command('bash', ['page.sh'], { cwd: mkdtempSync(join(folder, 'x-')) })).rejects.toThrow(CommandFailed);
  rmSync(folder, { recursive: true });
});

test('the page about bases goes from nothing to a published package, and saves every file that it shows whole', () => {
  const script = pageScript(readFileSync(join(root, 'docs/write-a-basis.md'), 'utf8'), '## In this repository');
  expect([...script.matchAll(/^cat > (\S+) /gm)].map(([, file]) => file)).toEqual(['hat-basis.mjs', 'hat.yaml', 'hat.yaml']);
  for (const line of ['npm create knotwork-plugin@latest hat -- --kind basis', 'npm test', 'npm run check', 'npm publish', 'npm install knotwork knotwork-hat']) expect(script).toContain(`\n${line}\n`);
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
