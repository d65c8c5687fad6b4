import { afterAll, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundled } from './fixtures/bundled.js';
import { endOf, type Ended, startFromSource, startNode, workspace } from './fixtures/knotwork.js';
import { withModules } from './fixtures/loaded-modules.js';
import { small, sourceTree, workplace } from './fixtures/workplace.js';
import { inSources } from './source-positions.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const hat = read(join(workspace, 'examples/custom-basis/hat-basis.mjs'));
/** All that plugins share with the command, by all names; each must be one copy. */
const shares = `
import * as zod from 'zod';
import * as zod4 from 'zod/v4';
import { z as ours } from '@knotwork/plugin';
import '@knotwork/plugin/engine';
import * as named from '@knotwork/plugin/zod';
import { constant as algebraic } from '@knotwork/algebra';
import '@knotwork/numerics';
import 'zod/v4/core';
import 'zod/mini';
if (zod.ZodObject !== ours.ZodObject || named.ZodObject !== ours.ZodObject || zod4.ZodObject !== ours.ZodObject || algebraic !== constant) throw new Error('there are two copies');
`;
const peer = (range: string): string => JSON.stringify({ name: 'kan-hat', version: '2.3.4', type: 'module', exports: { default: './index.js' }, peerDependencies: { '@knotwork/plugin': range, zod: '^4.0.0' } });
const withPlugin = (plugin: string): string => small.replace('network:', `plugins: [${plugin}]\nnetwork:`).replace('kind: b-spline', 'kind: hat');
const { folder, remove } = workplace({
  'small.yaml': small, 'hat.yaml': withPlugin('./hat/index.js'), 'package.yaml': withPlugin('./hat'), 'newer.yaml': withPlugin('./newer'),
  'hat/package.json': peer('^0.1.0'), 'hat/index.js': `${shares}${hat}`, 'newer/package.json': peer('^7.0.0'), 'newer/index.js': hat,
});
const bundle = await bundled('bundle');
const main = join(bundle, 'main.js');
afterAll(() => { remove(); rmSync(bundle, { recursive: true }); });
const place = { cwd: folder, env: sourceTree('committed', folder) };
const ofBundle = (args: readonly string[]): Promise<Ended> => endOf(startNode([main, ...args], place));

test('a run of the bundle is the run of the sources: the same id, record and bytes', async () => {
  for (const file of ['small.yaml', 'package.yaml']) {
    const ended = [await endOf(startFromSource(['run', file, '--out', `${file}-sources`], place)), await ofBundle(['run', file, '--out', `${file}-bundle`])];
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, '']]);
    for (const name of ['run.json', 'result.json', 'network.json', 'network.safetensors']) {
      expect(readFileSync(join(folder, `${file}-bundle`, name)).equals(readFileSync(join(folder, `${file}-sources`, name)))).toBe(true);
    }
    expect(JSON.parse(read(join(folder, `${file}-bundle`, 'run.json')))).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{12}$/), knotwork: { commit: '0123456789012345678901234567890123456789', dirty: false } });
    // Done by one, it is done for the other.
    expect((await ofBundle(['run', file, '--out', `${file}-sources`])).stdout).toMatch(/^Already done on /);
  }
}, 120_000);

test('a plugin from outside gets the copies that are in the bundle, and nothing of ours is loaded beside it', async () => {
  const { status, stderr, stdout, files } = await withModules((at) => startNode([main, 'validate', 'hat.yaml'], at), place);
  expect([status, stderr, stdout]).toEqual([0, '', 'hat.yaml is valid.\n']);
  const here = join('apps/runner/out-tsc/bundles/bundle/');
  expect(files).toContain(`${here}shared-knotwork-plugin.js`);
  expect(files.filter((file) => !file.startsWith(here)).map((file) => file.replace(/^(\.\.\/)+.*\//, ''))).toEqual(['index.js']);
});

test('a plugin for another version than the one in the bundle is refused', async () => {
  const { status, stderr } = await ofBundle(['validate', 'newer.yaml']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/"\.\/newer" needs @knotwork\/plugin \^7\.0\.0; this is @knotwork\/plugin 0\.1\.0\. /)]);
});

test('places in the bundle are told as those of the sources', () => {
  const names = readdirSync(bundle).filter((name) => name.endsWith('.js'));
  const inBundle = (line: string): string => names.flatMap((name) => {
    const index = read(join(bundle, name)).split('\n').indexOf(line);
    return index < 0 ? [] : [`${pathToFileURL(join(bundle, name)).href}:${index + 1}:${line.search(/\S/) + 1}`];
  })[0]!;
  const source = join(workspace, 'apps/runner/src/run-command.ts');
  const line = read(source).split('\n').findIndex((text) => text.startsWith('export async function runCommand')) + 1;
  const stack = `Error: lost\n    at runCommand (${inBundle('async function runCommand(args, result = onStandardOutput) {')})\n    at node:internal/modules/run_main:1:2\n    at file:///nowhere/a.js:3:4`;
  expect(inSources(stack).split('\n')).toEqual(['Error: lost', expect.stringMatching(new RegExp(`^ {4}at runCommand \\(${pathToFileURL(source).href}:${line}:\\d+\\)$`)), '    at node:internal/modules/run_main:1:2', '    at file:///nowhere/a.js:3:4']);
});

test('the command is the bundle, unless what was compiled is newer or alone', async () => {
  const runner = 'tree/apps/runner';
  const stamp = 'dist/tsconfig.lib.tsbuildinfo';
  const files = { bundle: `${runner}/bundle/main.js`, compiled: `${runner}/dist/main.js`, command: `${runner}/${stamp}`, package: `tree/packages/algebra/${stamp}` };
  for (const path of Object.values(files)) mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, runner, 'package.json'), '{ "type": "module" }');
  cpSync(join(workspace, 'apps/runner/bin'), join(folder, runner, 'bin'), { recursive: true });
  writeFileSync(join(folder, files.compiled), "console.log('compiled');");
  /** @param seconds when each was written; left out for what is not there */
  const chosen = async (seconds: Readonly<Partial<Record<'bundle' | 'command' | 'package', number>>>): Promise<string> => {
    for (const name of ['bundle', 'command', 'package'] as const) {
      const path = join(folder, files[name]);
      rmSync(path, { force: true });
      if (seconds[name] === undefined) continue;
      writeFileSync(path, `console.log('${name}');`);
      utimesSync(path, seconds[name], seconds[name]);
    }
    return (await endOf(startNode([`${runner}/bin/knotwork.js`], place))).stdout;
  };
  expect(await chosen({ bundle: 1000 })).toBe('bundle\n');
  expect(await chosen({ bundle: 2000, command: 1000, package: 1000 })).toBe('bundle\n');
  expect(await chosen({ bundle: 2000, command: 3000, package: 1000 })).toBe('compiled\n');
  // A study compiles packages, and not the command.
  expect(await chosen({ bundle: 2000, command: 1000, package: 3000 })).toBe('compiled\n');
  // An archive may give all files one time.
  expect(await chosen({ bundle: 1000, command: 1000, package: 1000 })).toBe('bundle\n');
  expect(await chosen({ command: 1000, package: 1000 })).toBe('compiled\n');
  // A release has no packages beside it.
  rmSync(join(folder, 'tree/packages'), { recursive: true });
  expect(await chosen({ bundle: 1000, command: 1000 })).toBe('bundle\n');
});
