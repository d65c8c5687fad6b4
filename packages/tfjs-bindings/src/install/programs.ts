import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { clientFailed, noClient, noClients, noCompiler, noNetwork, noNpm, noRoom } from './errors.js';
import { type Source, SOURCES } from '../pins.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A program and what it is always given. */
export type Program = readonly [executable: string, ...args: string[]];

/** How a program ended. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Characters of output that are kept. */
const KEPT = 20_000;

/** A program of the user's by its name or path; undefined where there is none. */
export function programOf(name: string, env: Environment): string | undefined {
  const places = name.includes('/') ? [name] : (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name));
  return places.find((path) => {
    try { accessSync(path, constants.X_OK); return statSync(path).isFile(); } catch { return false; }
  });
}

/** The npm that the user has. @throws KnotworkError where there is none */
export function npm(env: Environment): Program {
  // Set by npm for what it starts; other clients set it, too.
  const started = env['npm_execpath'];
  if (started !== undefined && /^npm-cli\.c?js$/.test(basename(started)) && statSync(started, { throwIfNoEntry: false }) !== undefined) return [process.execPath, started];
  const path = programOf('npm', env);
  if (path === undefined) throw noNpm();
  return [path];
}

/** @throws KnotworkError where there is none */
export function compiler(env: Environment): Program {
  const cxx = env['CXX'];
  if (cxx !== undefined && cxx.trim() !== '') {
    const [name, ...args] = cxx.trim().split(/\s+/) as [string, ...string[]];
    const path = programOf(name, env);
    if (path === undefined) throw noCompiler(cxx);
    return [path, ...args];
  }
  const path = ['g++', 'c++', 'clang++'].map((name) => programOf(name, env)).find((found) => found !== undefined);
  if (path === undefined) throw noCompiler(undefined);
  return [path];
}

/** Who can bring the library: what was asked for, or the first that works. @throws KnotworkError where nobody can */
export async function client(from: Source | undefined, env: Environment): Promise<{ readonly source: Source; readonly program: Program }> {
  for (const source of from === undefined ? SOURCES : [from]) {
    for (const [name, ...args] of NAMES[source]) {
      const path = programOf(name, env);
      // Some are there and do not work: a shim of another version, a Python without pip.
      if (path !== undefined && (await start([path, ...args, '--version'], { env, cwd: '/' })).status === 0) return { source, program: [path, ...args] };
    }
  }
  throw from === undefined ? noClients() : noClient(from);
}

const NAMES: Readonly<Record<Source, readonly Program[]>> = { pip: [['pip3'], ['pip'], ['python3', '-m', 'pip']], maven: [['mvn']] };

interface Start {
  readonly env: Environment;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end. @throws the reason of the signal */
export async function start([executable, ...args]: Program, { env, cwd, signal }: Start): Promise<Ended> {
  signal?.throwIfAborted();
  // What Node is told for the tests or by a debugger is not for others.
  const { NODE_OPTIONS: _, ...own } = env;
  // A group of its own: clients are scripts that start others, which are to end with them.
  const child = spawn(executable, args, { env: own as NodeJS.ProcessEnv, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = (): void => { try { process.kill(-child.pid!); } catch { child.kill(); } };
  signal?.addEventListener('abort', stop);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output = (output + text).slice(-KEPT); });
  try {
    const status = await new Promise<number | null>((resolve) => { child.on('close', resolve).on('error', (error) => { output += error.message; resolve(-1); }); });
    signal?.throwIfAborted();
    return { status, output };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

const FULL = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i;
const UNREACHED = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR|UnknownHost|Unknown host|name resolution|Name or service not known|Connection refused|Connection timed out|Network is unreachable|Failed to establish a new connection|Could not transfer artifact/i;

/** Runs a client of a registry. @throws KnotworkError that says what keeps it from ending well */
export async function fetchBy(name: string, program: Program, options: Start & { readonly room: { readonly folder: string; readonly needed: number } }): Promise<void> {
  const { status, output } = await start(program, options);
  if (status === 0) return;
  if (FULL.test(output)) throw noRoom(options.room.folder, options.room.needed, null);
  throw UNREACHED.test(output) ? noNetwork(name, sentence(output, UNREACHED)) : clientFailed(name, status, sentence(output, /error|ERR!/i));
}

/** Characters of a line that people read; of a longer one they are told what follows the word. */
const READABLE = 120;

/** What a program said that matters: the last line that has a word, else the last one; a sentence. */
export function sentence(output: string, word: RegExp): string {
  // eslint-disable-next-line no-control-regex
  const lines = output.replace(/\u001b\[[0-9;]*m/g, '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/complete log of this run|debug-\d/.test(line));
  const line = [...lines].reverse().find((text) => word.test(text)) ?? lines.at(-1) ?? 'it said nothing';
  const told = line.length > READABLE ? line.slice(Math.max(0, line.search(word))) : line;
  return told.slice(0, 2 * READABLE).replace(/'\)'.*$/, '').replace(/[.:;, ]*$/, '.');
}
