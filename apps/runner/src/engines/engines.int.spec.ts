import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endOf, knotwork, session, start } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

const { folder, remove } = workplace({ 'bin/keep': '' });
const bin = join(folder, 'bin');
const cache = join(folder, 'cache');
const engines = join(cache, 'engines');
afterAll(remove);

/** Puts a program on the path that is all that commands here see. */
function program(name: string, script: string): void { writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }); }
const env = { PATH: bin, KNOTWORK_CACHE: cache, CXX: '', npm_execpath: '' };
const place = { cwd: folder, env };

beforeEach(() => {
  program('npm', 'exit 1');
  program('pip3', 'exit 0');
  program('g++', 'exit 0');
});
afterEach(() => {
  for (const name of readdirSync(bin)) rmSync(join(bin, name));
  rmSync(cache, { recursive: true, force: true });
});

test('engines are listed, each tried by some steps of a network; as JSON on standard output alone', async () => {
  const [plain, json, quiet] = await session([['engines'], ['engines', '--json'], ['engines', '--quiet']], place);
  expect(plain).toMatchObject({ status: 0, stderr: '', written: [] });
  expect(plain!.stdout).toMatch(/^engine +backend +version +state\n/);
  expect(plain!.stdout).toMatch(/^native +engine \d+\.\d+\.\d+ +has backends, /m);
  expect(plain!.stdout).toMatch(/^ +native code +(-|\w+ \d+\.\d+\.\d+) +(absent: |unsupported: |ready, self-test passed: )/m);
  expect(plain!.stdout).toMatch(/^ +wasm +- +ready, self-test passed: losses as expected \(\d+\.\d s\)$/m);
  expect(plain!.stdout).toMatch(/^reference +\d+\.\d+\.\d+ +ready, self-test passed: losses (as expected|within \de-1\d|within \d\.\de-1\d) /m);
  const untimed = (text: string): string => text.replace(/\(\d+\.\d s\)/g, '');
  expect(untimed(json!.stderr)).toBe(untimed(plain!.stdout));
  const list = JSON.parse(json!.stdout) as { engines: { name: string; backends: unknown; test: unknown }[] };
  expect(list.engines.find(({ name }) => name === 'native')).toMatchObject({ package: '@knotwork/engine-native', test: null, backends: [{ name: 'native code' }, { name: 'wasm', state: 'ready', test: { passed: true, difference: 0 } }, { name: 'plain loops', test: { passed: true } }] });
  expect(quiet).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test('help tells what is brought, and how large it is', async () => {
  const [all, help] = await session([['engines', '--help'], ['engines', 'install', '--help']], place);
  for (const part of ['install', 'uninstall', '--json']) expect(all!.stdout).toContain(part);
  for (const part of ['--gpu', '--from <client>', '207 MB', '117 MB', '$KNOTWORK_CACHE']) expect(help!.stdout).toContain(part);
});

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a name that there is not', ['install', 'tfjs-nod'], /^knotwork: There is nothing to install that is called "tfjs-nod"\. There are: tfjs-node, tfjs-node-gpu\. Did you mean "tfjs-node"\?\n$/],
  ['a name that there is not, to remove', ['uninstall', 'tensorflow'], /^knotwork: There is nothing to install that is called "tensorflow"\. There are: tfjs-node, tfjs-node-gpu\.\n$/],
  ['a client that there is not', ['install', 'tfjs-node', '--from', 'pop'], /^knotwork: --from must say what brings the library: pip or maven; got "pop"\. Did you mean "pip"\?\n$/],
  ['no Maven', ['install', 'tfjs-node', '--gpu', '--from', 'maven'], /^knotwork: The native library is brought by Maven \(mvn\), which was not found\. Install it \(maven\), or write --from pip\.\n$/],
  ['an npm that fails', ['install', 'tfjs-node', '--quiet'], /^knotwork: npm failed \(status 1\): it said nothing\. Nothing was installed\. Mend that, and give the command again\.\n$/],
];
test('what cannot be installed is told with exit status 2, and nothing is written', async () => {
  const ended = await session(refused.map(([, args]) => ['engines', ...args]), place);
  expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(refused.map(() => [2, '']));
  for (const [k, [, , says]] of refused.entries()) expect(ended[k]!.stderr).toMatch(says);
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /installed\.json|partial/.test(path))).toEqual([]);
});

test('what will be brought is told before it is, with sizes; with --gpu it is the other binding', async () => {
  const [plain, gpu, json] = await session([['engines', 'install', 'tfjs-node'], ['engines', 'install', 'tfjs-node', '--gpu'], ['engines', 'install', 'tfjs-node', '--json']], place);
  expect(plain!.stdout.split('\n').slice(0, 4)).toEqual([
    expect.stringMatching(/^tfjs-node 4\.22\.0 with TensorFlow 2\.15\.1, 626 MB in .*cache\/engines\/tfjs-node\/4\.22\.0-tensorflow-2\.15\.1-[0-9a-f]{12}; 888 MB must be free while it is built$/),
    '  55 MB by npm: @tensorflow/tfjs-node 4.22.0 and what it loads', '  207 MB by pip: tensorflow-cpu==2.15.1', '1/5 npm: packages of TensorFlow.js',
  ]);
  expect(gpu!.stdout).toMatch(/^tfjs-node-gpu 4\.22\.0 with TensorFlow 2\.15\.1, 1042 MB in .*\n {2}55 MB by npm: @tensorflow\/tfjs-node-gpu .*\n {2}475 MB by pip: tensorflow==2\.15\.1\n/);
  expect([json!.stdout, json!.stderr.startsWith('tfjs-node 4.22.0 with TensorFlow')]).toEqual(['', true]);
});

test.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('%s ends an installation with status %i and leaves nothing', async (signal, status) => {
  program('npm', `echo > "${folder}/begun"; /bin/sleep 600`);
  const child = start(['engines', 'install', 'tfjs-node'], place);
  const end = endOf(child);
  while (child.exitCode === null && !existsSync(join(folder, 'begun'))) await wait(20);
  child.kill(signal);
  const { status: got, stderr } = await end;
  expect([got, stderr]).toEqual([status, 'knotwork: interrupted; nothing was installed. The same command starts over.\n']);
  expect(readdirSync(join(engines, 'tfjs-node'))).toEqual([]);
  rmSync(join(folder, 'begun'));
});

test('killed in the middle, it leaves nothing that looks whole, and uninstall removes what there is', async () => {
  program('npm', `echo $$ > "${folder}/begun"; exec /bin/sleep 600`);
  const child = start(['engines', 'install', 'tfjs-node'], place);
  const end = endOf(child);
  const begun = (): string => (existsSync(join(folder, 'begun')) ? readFileSync(join(folder, 'begun'), 'utf8').trim() : '');
  while (child.exitCode === null && begun() === '') await wait(20);
  child.kill('SIGKILL');
  await end;
  process.kill(Number(begun()));
  const [left, ...others] = readdirSync(join(engines, 'tfjs-node'));
  expect([left, others]).toEqual([expect.stringMatching(new RegExp(`\\.partial-.*-${child.pid}$`)), []]);
  expect(await knotwork(['engines', 'uninstall', 'tfjs-node', '--json'], place)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\{"name":"tfjs-node","removed":false,/) });
  expect(readdirSync(engines)).toEqual([]);
});

test('uninstall says what went, or that nothing was there', async () => {
  mkdirSync(join(engines, 'tfjs-node-gpu/4.22.0'), { recursive: true });
  writeFileSync(join(engines, 'tfjs-node-gpu/4.22.0/a'), 'a'.repeat(1_500_000));
  const [gone, nothing, json] = await session([['engines', 'uninstall', 'tfjs-node', '--gpu'], ['engines', 'uninstall', 'tfjs-node-gpu'], ['engines', 'uninstall', 'tfjs-node', '--json', '--quiet']], place);
  expect([gone!.status, gone!.stdout]).toEqual([0, `tfjs-node-gpu is removed, 2 MB from ${engines}/tfjs-node-gpu.\n`]);
  expect([nothing!.status, nothing!.stdout]).toEqual([0, `tfjs-node-gpu is not installed: there is nothing in ${engines}/tfjs-node-gpu.\n`]);
  expect(JSON.parse(json!.stdout)).toEqual({ name: 'tfjs-node', removed: false, folder: `${engines}/tfjs-node`, bytes: 0 });
  expect(readdirSync(engines)).toEqual([]);
});
