import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Recipe } from '../pins.js';
import { type BindingRecord, LOADER, RECORD, RECORD_FORMAT } from '../record.js';
import { HEADERS } from './c-api.js';
import { requirePinned } from './checksum.js';
import { notBrought, notCompiled } from './errors.js';
import { ADDON, LIBRARY_FOLDER, loaderText, WHERE_IS_THE_ADDON } from './loader.js';
import { type Environment, fetchBy, type Program, sentence, start } from './programs.js';
import { bytesBelow } from './room.js';
import { untar } from './tar.js';
import { unzip } from './zip.js';

/** What is needed to build. */
export interface Tools {
  readonly npm: Program;
  readonly client: Program;
  readonly compiler: Program;
}

export interface BuildContext {
  readonly recipe: Recipe;
  readonly tools: Tools;
  readonly env: Environment;
  /** Where it is kept in the end, and the bytes needed there: for messages. */
  readonly room: { readonly folder: string; readonly needed: number };
  readonly signal?: AbortSignal | undefined;
  /** Told of each step. */
  step(what: string, bytes?: { readonly of: number; done(): number }): void;
}

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Makes all of a binding in an empty folder, what says that it is whole last. */
export async function build(folder: string, context: BuildContext): Promise<void> {
  const { recipe } = context;
  const packageFolder = join(folder, 'node_modules', recipe.main.name);
  const brought = await mkdtemp(join(folder, 'brought-'));
  await bringPacks(folder, brought, context);
  await bringLibrary(join(packageFolder, LIBRARY_FOLDER), brought, context);
  await compile(folder, packageFolder, brought, context);
  await rm(brought, { recursive: true });
  await rm(join(folder, 'node_modules/node-api-headers'), { recursive: true });
  await put(join(folder, 'node_modules/@mapbox/node-pre-gyp'), WHERE_IS_THE_ADDON);
  await put(folder, { [LOADER]: loaderText(recipe) });
}

/** Writes what says that a binding is whole. */
export async function seal(folder: string, { main, library, packs, versions }: Recipe): Promise<void> {
  const inPackage = (path: string): string => join('node_modules', main.name, path);
  const needed = [LOADER, ...LIBRARIES.map((name) => inPackage(join(LIBRARY_FOLDER, name))), inPackage(ADDON), ...packs.filter(({ name }) => name !== 'node-api-headers').map(({ name }) => join('node_modules', name, 'package.json'))];
  const files = Object.fromEntries(await Promise.all(needed.map(async (path) => [path, (await stat(join(folder, path))).size] as const)));
  const sources = Object.fromEntries([library, ...packs].map(({ file, sha256 }) => [file, sha256]));
  const record: BindingRecord = { format: RECORD_FORMAT, versions, from: library.source, sources, files };
  await put(folder, { [RECORD]: `${JSON.stringify(record, undefined, 2)}\n` });
}

async function bringPacks(folder: string, brought: string, { recipe: { packs }, tools, env, room, signal, step }: BuildContext): Promise<void> {
  step('npm: packages of TensorFlow.js', { of: sum(packs), done: () => bytesBelow(brought) });
  // Packs are only stored: no script of a package runs, and what they depend on is pinned as they are.
  const args = ['pack', '--loglevel=error', '--ignore-scripts', '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000', `--pack-destination=${brought}`];
  await fetchBy('npm', [...tools.npm, ...args, ...packs.map(({ name, version }) => `${name}@${version}`)], { env, cwd: brought, signal, room });
  for (const pack of packs) {
    const path = join(brought, pack.file);
    if (!existsSync(path)) throw notBrought('npm', pack.file);
    await requirePinned(path, pack);
    await untar(path, join(folder, 'node_modules', pack.name), pack.keeps);
    await rm(path);
  }
}

async function bringLibrary(to: string, brought: string, { recipe: { library }, tools, env, room, signal, step }: BuildContext): Promise<void> {
  const { source, file, folder } = library;
  const name = source === 'pip' ? 'pip' : 'Maven';
  step(`${name}: the native library of TensorFlow ${library.tensorflow}`, { of: library.bytes, done: () => bytesBelow(brought) });
  const [args, own] = CALLS[source](library.artifact, brought);
  await fetchBy(name, [...tools.client, ...args], { env: { ...env, ...own }, cwd: brought, signal, room });
  const path = join(brought, file);
  if (!existsSync(path)) throw notBrought(name, file);
  step('checking and unpacking it', { of: library.unpacked, done: () => bytesBelow(to) });
  await requirePinned(path, library);
  await mkdir(to, { recursive: true });
  await unzip(path, Object.fromEntries(LIBRARIES.map((library) => [`${folder}/${library}`, join(to, library)])));
  await rm(path);
  for (const library of LIBRARIES) await chmod(join(to, library), 0o755);
  // What the scripts of tfjs-node look for: they would wipe the folder where it is missing.
  await symlink(LIBRARIES[0]!, join(to, 'libtensorflow.so.2.9.1'));
}

type Call = readonly [args: readonly string[], env: Environment];

const CALLS: Readonly<Record<'pip' | 'maven', (artifact: string, to: string) => Call>> = {
  pip: (artifact, to) => [
    // Many tries would keep people waiting for minutes where there is no network. The wheel is named by its tags: which Python runs pip does not matter. What pip keeps while it loads lies on the same disk.
    ['download', '--quiet', '--no-deps', '--no-cache-dir', '--only-binary=:all:', '--retries=2', '--python-version=311', '--platform=manylinux2014_x86_64', `--dest=${to}`, artifact],
    { TMPDIR: to, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_REQUIRE_VIRTUALENV: '0', PIP_NO_INPUT: '1' },
  ],
  maven: (artifact, to) => [['--batch-mode', '--quiet', 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${to}`], {}],
};

async function compile(folder: string, packageFolder: string, brought: string, { tools, env, signal, step, room }: BuildContext): Promise<void> {
  step('compiling the binding');
  const include = join(brought, 'include');
  await put(include, HEADERS);
  await mkdir(dirname(join(packageFolder, ADDON)), { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(packageFolder, 'binding', name));
  const library = join(packageFolder, LIBRARY_FOLDER);
  const args = [
    '-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', `-I${join(folder, 'node_modules/node-api-headers/include')}`, `-I${include}`, ...sources,
    ...LIBRARIES.map((name) => join(library, name)), '-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', join(packageFolder, ADDON),
  ];
  const { status, output } = await start([...tools.compiler, ...args], { env: { ...env, TMPDIR: brought }, cwd: brought, signal });
  if (status === 0) return;
  if (/No space left on device/.test(output)) throw Object.assign(new Error(`${room.folder} is full`), { code: 'ENOSPC' });
  throw notCompiled(sentence(output, /error/i));
}

const sum = (files: readonly { readonly bytes: number }[]): number => files.reduce((all, { bytes }) => all + bytes, 0);

/** Writes texts as files of a folder, by their paths. */
async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
