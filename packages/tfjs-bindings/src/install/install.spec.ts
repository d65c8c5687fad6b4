import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { recipeFolder } from '../cache-folder.js';
import { findBinding, loadBinding } from '../index.js';
import { World } from '../fixtures/world.js';
import { RECORD } from '../record.js';
import { install, type InstallEvent, uninstall } from './install.js';

let world: World;
beforeEach(() => { world = new World(); });
afterEach(() => { world.remove(); });

const NAME = 'tfjs-node';
const folderOf = (source = 0): string => recipeFolder(world.pinned(NAME)[source]!, world.env());
const find = (more = {}) => findBinding(NAME, world.surroundings(more));

test('a binding is told beforehand, built of what is pinned, tested, found and loaded', async () => {
  const events: InstallEvent[] = [];
  expect(await find()).toMatchObject({ state: 'absent', cure: 'Run "knotwork engines install tfjs-node".' });
  const came = await install(NAME, world.surroundings(), (event) => { events.push(event); });
  expect(came).toEqual({ name: NAME, folder: folderOf(), versions: { 'tfjs-node': '4.22.0', tensorflow: '2.15.1' }, from: 'pip', wasThere: false, tensorflow: '0.0.1', onGpu: false });

  const [first, ...steps] = events.filter(({ event }) => event !== 'bytes');
  const { packs, library } = world.pinned(NAME)[0]!;
  const ofPacks = packs.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(first).toMatchObject({ event: 'plan', plan: { from: 'pip', folder: folderOf(), kept: 12e6 + 16, needed: 12e6 + 16 + library.bytes + ofPacks, downloads: [{ by: 'npm', bytes: ofPacks }, { by: 'pip', what: 'tensorflow-cpu==2.15.1', bytes: library.bytes }] } });
  expect(steps.map((step) => step.event === 'step' && `${step.number}/${step.of} ${step.step}`)).toEqual([
    '1/5 npm: packages of TensorFlow.js', '2/5 pip: the native library of TensorFlow 2.15.1', '3/5 checking and unpacking it', '4/5 compiling the binding', '5/5 testing it',
  ]);

  const [npm, pip, compiler, ...others] = world.calls;
  expect(others).toEqual([]);
  expect(npm).toMatch(/^npm pack .*--ignore-scripts.* @tensorflow\/tfjs-node@4\.22\.0 @tensorflow\/tfjs@4\.22\.0 /);
  expect(npm!.match(/@\d[\d.]+(?= |$)/g)).toHaveLength(13);
  expect(pip).toMatch(/^pip3 download .*--no-deps .*--only-binary=:all: .* tensorflow-cpu==2\.15\.1$/);
  expect(compiler).toMatch(/^g\+\+ .*tfjs_backend\.cc .*libtensorflow_cc\.so\.2 /);

  expect(await find()).toEqual({ state: 'installed', folder: folderOf(), versions: came.versions, from: 'pip' });
  expect(await loadBinding(NAME, world.surroundings())).toMatchObject({ core: { engine: 'apart' } });
  expect(await loadBinding(NAME, world.surroundings())).toBe(await loadBinding(NAME, world.surroundings()));
});

test('of packages what Node reads is kept, and nothing of what was brought or is at work', async () => {
  await install(NAME, world.surroundings());
  const files = readdirSync(folderOf(), { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folderOf(), path)).isFile());
  expect(files.filter((path) => /\.(map|md|tgz|whl)$|_test|api-headers|brought/.test(path))).toEqual([]);
  expect(files).toContain('node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js');
  expect(world.kept.filter((path) => path.includes('.partial'))).toEqual([]);
  const { sources, files: sizes } = JSON.parse(readFileSync(join(folderOf(), RECORD), 'utf8')) as { sources: object; files: object };
  expect([Object.keys(sources).length, Object.keys(sizes).length]).toEqual([14, 16]);
});

test('the second time nothing is brought', async () => {
  await install(NAME, world.surroundings());
  const { calls } = world;
  expect(await install(NAME, world.surroundings())).toMatchObject({ wasThere: true, from: 'pip', folder: folderOf() });
  world.without('npm', 'pip3', 'g++');
  expect(await install(NAME, { ...world.surroundings(), from: 'pip' })).toMatchObject({ wasThere: true });
  expect(world.calls).toEqual(calls);
});

test('what is there, looks whole and does not work is built anew', async () => {
  await install(NAME, world.surroundings());
  const addon = join(folderOf(), 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');
  const built = readFileSync(addon, 'utf8');
  writeFileSync(addon, 'spoiled'.slice(0, built.length));
  expect(await find()).toMatchObject({ state: 'installed' });
  expect(await install(NAME, world.surroundings())).toMatchObject({ wasThere: false });
  expect(readFileSync(addon, 'utf8')).toBe(built);
});

test('another source is another folder, and pip comes before Maven', async () => {
  expect(await install(NAME, { ...world.surroundings(), from: 'maven' })).toMatchObject({ from: 'maven', folder: folderOf(1), versions: { tensorflow: '2.10.1' } });
  expect(world.calls[1]).toMatch(/^mvn .*-Dartifact=org\.tensorflow:tensorflow-core-api:0\.5\.0:jar:linux-x86_64 /);
  expect(await find()).toMatchObject({ state: 'installed', from: 'maven' });
  expect(await install(NAME, world.surroundings())).toMatchObject({ from: 'maven', wasThere: true });
  expect(await install(NAME, { ...world.surroundings(), from: 'pip' })).toMatchObject({ from: 'pip', wasThere: false });
  expect(await find()).toMatchObject({ from: 'pip' });
});

test.each([['is not there', () => { world.without('pip3'); }], ['does not work', () => { world.program('pip3', 'exit 1'); }]])('where pip %s, Maven brings the library', async (_, change) => {
  change();
  expect(await install(NAME, world.surroundings())).toMatchObject({ from: 'maven' });
});

test('a Python that has pip will do', async () => {
  world.program('python3', `shift 2; exec "${join(world.folder, 'bin/pip3x')}" "$@"`);
  world.program('pip3x', readFileSync(join(world.folder, 'bin/pip3'), 'utf8').split('\n').slice(2).join('\n'));
  world.without('pip3');
  expect(await install(NAME, world.surroundings())).toMatchObject({ from: 'pip' });
  expect(world.calls[1]).toMatch(/^python3 -m pip download /);
});

const PIP_FAILS = 'ERROR: Could not find a version that satisfies the requirement';
test.each<[string, () => object | void, RegExp]>([
  ['no npm', () => { world.without('npm'); }, /brought by npm, which was not found\. Install it/],
  ['neither pip nor Maven', () => { world.without('pip3', 'mvn'); }, /neither was found\. Install one of them/],
  ['no Maven where it was asked for', () => { world.without('mvn'); return { from: 'maven' }; }, /Maven \(mvn\), which was not found\. Install it \(maven\), or write --from pip/],
  ['no pip where it was asked for', () => { world.without('pip3'); return { from: 'pip' }; }, /by pip, which was not found\. .* or write --from maven/],
  ['no compiler', () => { world.without('g++'); }, /none of g\+\+, c\+\+ and clang\+\+ was found\. Install one/],
  ['a compiler that is not there', () => ({ env: world.env({ CXX: 'gxx' }) }), /CXX names the compiler for C\+\+, and "gxx" was not found/],
  ['no network for npm', () => ({ env: world.env({ NPM_SAYS: 'npm error code EAI_AGAIN\nnpm error A complete log of this run can be found in: x' }) }), /^npm could not reach its registry: npm error code EAI_AGAIN\. Check the network/],
  ['no network for pip', () => ({ env: world.env({ PIP_SAYS: `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.HTTPSConnection object at 0x7f17bc904d50>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple\n${PIP_FAILS}` }) }), /^pip could not reach its registry: Failed to establish a new connection: \[Errno -3\] Temporary failure in name resolution\. Check the network/],
  ['a client that fails', () => ({ env: world.env({ PIP_SAYS: `${PIP_FAILS}\nbye` }) }), /^pip failed \(status 1\): ERROR: Could not find .* Nothing was installed/],
  ['a disk that npm fills', () => ({ env: world.env({ NPM_SAYS: 'npm error ENOSPC: no space left on device, write' }) }), /cache\/engines\/.* needs 12 MB of free space, and the disk is full\. Free some, or name another folder: KNOTWORK_CACHE/],
  ['a disk that the compiler fills', () => ({ env: world.env({ CXX_SAYS: 'ld: final link failed: No space left on device' }) }), /and the disk is full/],
  ['a client that brings nothing', () => ({ env: world.env({ NPM_FORGETS: '1' }) }), /^npm ended well and did not bring tensorflow-tfjs-node-4\.22\.0\.tgz/],
  ['another package', () => { world.spoil('tfjs-core-4.22.0.tgz'); }, /^tensorflow-tfjs-core-4\.22\.0\.tgz is not the file that was tried: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}/],
  ['another library', () => { world.spoil('.whl'); }, /^tensorflow_cpu-2\.15\.1-.*\.whl is not the file that was tried/],
  ['a compiler that fails', () => ({ env: world.env({ CXX_SAYS: "x.cc:3: error: unrecognized option '-std=c++17'\n1 error generated\nhint" }) }), /could not be compiled: .*error.* A compiler that knows C\+\+17 is needed/],
  ['numbers that are wrong', () => ({ env: world.env({ ADDON: 'spoiled' }) }), /failed its self-test: Error: matMul gave 19,22,43,51 in place of 19,22,43,50\. Nothing was installed/],
  ['an instruction that the processor lacks', () => ({ env: world.env({ ADDON: 'deadly' }) }), /failed its self-test: it ended by a signal, as where the processor lacks/],
  ['too little room', () => ({ pinned: () => world.pinned(NAME).map((recipe) => ({ ...recipe, library: { ...recipe.library, unpacked: 1e18 } })) }), /needs \d+ MB of free space; there are \d+ MB\. Free some/],
  ['a file in the way', () => { writeFileSync(world.cache, 'mine'); }, /could not be written \((ENOTDIR|EEXIST)\)\. Allow it, or name another folder/],
  ['another system', () => ({ host: { platform: 'darwin', arch: 'arm64', glibc: undefined, processor: undefined } }), /^tfjs-node cannot run here: .*for macOS.* The backends wasm and cpu/],
])('with %s it is said what to do, and nothing is left', async (_, change, says) => {
  const told = change() ?? {};
  await expect(install(NAME, { ...world.surroundings(), ...told })).rejects.toMatchObject({ code: 'capability', message: expect.stringMatching(says) });
  if (statSync(world.cache, { throwIfNoEntry: false })?.isDirectory()) expect(world.kept).toEqual([]);
  expect(await find()).toMatchObject({ state: 'absent' });
});

test('what needs no download is asked before the first one', async () => {
  world.without('g++');
  await expect(install(NAME, world.surroundings())).rejects.toThrow('none of g++');
  expect(world.calls).toEqual([]);
});

test('interrupted, it ends what it started, leaves nothing and rejects with the reason', async () => {
  const abort = new AbortController();
  const coming = install(NAME, { ...world.surroundings({ PIP_WAITS: '600' }), signal: abort.signal }, (event) => { if (event.event === 'step' && event.number === 2) setTimeout(() => { abort.abort(new Error('enough')); }, 100); });
  await expect(coming).rejects.toThrow('enough');
  expect(world.kept).toEqual([]);
});

test('what a process left that was killed looks like nothing, and goes with the next installation; that of one at work stays', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const beside = (owner: string): string => `${folderOf()}.partial-${owner}`;
  for (const owner of [`${hostname()}-${pid}`, `${hostname()}-${process.ppid}`, `elsewhere-${pid}`]) {
    mkdirSync(join(beside(owner), 'node_modules'), { recursive: true });
    writeFileSync(join(beside(owner), 'load.cjs'), '');
  }
  expect(await find()).toMatchObject({ state: 'absent' });
  await install(NAME, world.surroundings());
  expect([`${hostname()}-${pid}`, `${hostname()}-${process.ppid}`, `elsewhere-${pid}`].map((owner) => existsSync(beside(owner)))).toEqual([false, true, true]);
});

test.each<[string, (folder: string) => void, RegExp]>([
  ['without a record', (folder) => { rmSync(join(folder, RECORD)); }, /not whole: installed\.json is missing or cannot be read/],
  ['with a record that is cut off', (folder) => { truncateSync(join(folder, RECORD), 20); }, /installed\.json is missing or cannot be read/],
  ['with a record of another version', (folder) => { writeFileSync(join(folder, RECORD), '{"format":2,"files":{"load.cjs":1}}'); }, /installed\.json is none that this version writes/],
  ['with a record of nothing', (folder) => { writeFileSync(join(folder, RECORD), '{"format":1,"files":{}}'); }, /installed\.json is none/],
  ['without the addon', (folder) => { rmSync(join(folder, 'node_modules/@tensorflow/tfjs-node/lib'), { recursive: true }); }, /tfjs_binding\.node is missing/],
  ['with a library that is cut off', (folder) => { truncateSync(join(folder, 'node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.so.2'), 3); }, /libtensorflow_cc\.so\.2 has 3 bytes in place of 7/],
  ['without a package', (folder) => { rmSync(join(folder, 'node_modules/seedrandom'), { recursive: true }); }, /seedrandom\/package\.json is missing/],
])('a folder %s is broken, not loaded, and replaced', async (_, spoil, says) => {
  await install(NAME, world.surroundings());
  spoil(folderOf());
  const found = await find();
  expect(found).toMatchObject({ state: 'broken', because: expect.stringMatching(says), cure: 'Run "knotwork engines install tfjs-node" again: it replaces what is there.' });
  await expect(loadBinding(NAME, world.surroundings())).rejects.toMatchObject({ code: 'capability', message: expect.stringMatching(/is not whole: .* Run "knotwork engines install tfjs-node" again/) });
  expect(await install(NAME, world.surroundings())).toMatchObject({ wasThere: false });
  expect(await find()).toMatchObject({ state: 'installed' });
});

test('what cannot be loaded is told, with what to type', async () => {
  await install(NAME, world.surroundings());
  writeFileSync(join(folderOf(), 'node_modules/@tensorflow/tfjs-node/dist/index.js'), 'throw new Error("libstdc++.so.6: version not found\\nmore");');
  await expect(loadBinding(NAME, world.surroundings())).rejects.toMatchObject({ code: 'capability',
    message: 'tfjs-node is installed and could not be loaded: libstdc++.so.6: version not found. Run "knotwork engines uninstall tfjs-node", then "knotwork engines install tfjs-node".' });
});

test('what is not there is not loaded, and told so', async () => {
  await expect(loadBinding(NAME, world.surroundings())).rejects.toMatchObject({ code: 'capability', message: 'tfjs-node is not installed. Run "knotwork engines install tfjs-node".' });
  await expect(loadBinding('tfjs-node-gpu', world.surroundings())).rejects.toThrow('Run "knotwork engines install tfjs-node --gpu".');
});

test.each([['24.1.0', true], ['22.0.0', true], ['20.19.0', false]])('as Node %s has it, what TensorFlow.js calls is there, without a warning, and its engine is not that of another copy', async (version, isPut) => {
  await install(NAME, world.surroundings());
  const program = `
    Object.defineProperty(process.versions, 'node', { value: '${version}' });
    const util = require('util');
    util.isNullOrUndefined = util.isArray = 0;
    const before = process.env.TF_CPP_MIN_LOG_LEVEL;
    globalThis._tfengine = 'of another copy';
    const loaded = require(process.argv[1]);
    console.log(JSON.stringify([typeof loaded.util.isNullOrUndefined, typeof loaded.util.isArray, before ?? null, process.env.TF_CPP_MIN_LOG_LEVEL, globalThis._tfengine ?? null, loaded.core]));`;
  const run = (level?: string) => {
    const { TF_CPP_MIN_LOG_LEVEL: _, NODE_OPTIONS: __, ...env } = process.env;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program, join(folderOf(), 'load.cjs')], { encoding: 'utf8', env: { ...env, ...(level === undefined ? {} : { TF_CPP_MIN_LOG_LEVEL: level }) } });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as unknown[];
  };
  const core = { engine: 'apart', knows: 'function' };
  expect(run()).toEqual([isPut ? 'function' : 'number', isPut ? 'function' : 'number', null, '2', 'of another copy', core]);
  expect(run('0')).toEqual([isPut ? 'function' : 'number', isPut ? 'function' : 'number', '0', '0', 'of another copy', core]);
});

test('uninstalled, nothing is left of any version, and it says how much went', async () => {
  expect(uninstall(NAME, world.surroundings())).toBeNull();
  await install(NAME, world.surroundings());
  await install(NAME, { ...world.surroundings(), from: 'maven' });
  mkdirSync(join(world.cache, 'engines/tfjs-node/older'));
  writeFileSync(join(world.cache, 'engines/tfjs-node/older/a'), 'a');
  mkdirSync(join(world.cache, 'engines/tfjs-node-gpu/other'), { recursive: true });
  const removed = uninstall(NAME, world.surroundings());
  expect(removed).toMatchObject({ folder: join(world.cache, 'engines/tfjs-node') });
  expect(removed!.bytes).toBeGreaterThan(1000);
  expect(readdirSync(join(world.cache, 'engines'))).toEqual(['tfjs-node-gpu']);
  expect(uninstall(NAME, world.surroundings())).toBeNull();
  expect(await find()).toMatchObject({ state: 'absent' });
});

test('what a process that is gone left counts as removed; while one is at work nothing is touched', () => {
  const draft = (pid: number): string => `${folderOf()}.partial-${hostname()}-${pid}`;
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  for (const pid of [gone, process.ppid]) {
    mkdirSync(draft(pid), { recursive: true });
    writeFileSync(join(draft(pid), 'half'), 'x'.repeat(1000));
  }
  expect(() => uninstall(NAME, world.surroundings())).toThrow(`tfjs-node is being installed by process ${process.ppid}. Wait until that has ended.`);
  expect(existsSync(join(draft(process.ppid), 'half'))).toBe(true);
  rmSync(draft(process.ppid), { recursive: true });
  expect(uninstall(NAME, world.surroundings())).toMatchObject({ bytes: 1000 });
  expect(existsSync(draft(gone))).toBe(false);
});
