import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { moreThanOneName, noKind, noName, Refusal, unknownKind, unknownRunner } from './errors.ts';
import { packageFiles } from './package-files.ts';
import { type Runner, RUNNERS } from './package-manifest.ts';
import { packageNameOf } from './package-name.ts';
import { isPluginKind, KINDS, type PluginKind } from './plugin-kind.ts';
import { writePackage } from './write-package.ts';

const kinds = Object.keys(KINDS) as readonly PluginKind[];
const HELP = `Writes a complete package with a plugin for Knotwork, to a folder of its name.

  npm create knotwork-plugin@latest NAME -- --kind KIND [--runner RUNNER]

NAME      knotwork-wave or @scope/knotwork-wave; wave is short for knotwork-wave. The plugin is called wave.
KIND      ${kinds.join(', ')}
RUNNER    of its specs: ${Object.keys(RUNNERS).join(' (default), ')}
`;

/** What is outside of the program. */
export interface Surroundings {
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Asks whoever sits there; left out where nobody does. */
  readonly ask?: (question: string) => Promise<string>;
  /** Whose the package is; empty where nobody is known. */
  readonly author: string;
  readonly year: number;
}

/** The command `create-knotwork-plugin`. @returns its exit status: 0, 2 for what has to be typed otherwise, 3 where the folder cannot be written */
export async function main(args: readonly string[], surroundings: Surroundings = ofProcess()): Promise<number> {
  const { cwd, out, err } = surroundings;
  try {
    const { values, positionals } = parsed(args);
    if (values.help === true) { out(HELP); return 0; }
    const { runner = 'node' } = values;
    if (!isRunner(runner)) throw unknownRunner(runner, Object.keys(RUNNERS));
    if (positionals.length > 1) throw moreThanOneName(positionals);
    const typed = positionals[0] ?? await surroundings.ask?.('Name of the package, such as knotwork-wave: ');
    if (typed === undefined || typed === '') throw noName();
    const kind = values.kind ?? await surroundings.ask?.(`Kind of plugin (${kinds.join(', ')}): `);
    if (kind === undefined || kind === '') throw noKind(kinds);
    if (!isPluginKind(kind)) throw unknownKind(kind, kinds);
    const names = packageNameOf(typed, kind);
    const { author, year } = surroundings;
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    writePackage(join(cwd, names.folder), names.folder, packageFiles(names, { kind, runner, author, year, version }));
    out(`Wrote ${names.folder}: ${names.packageName} with the ${KINDS[kind].words} ${names.name}, in src/${names.name}.ts. Next:
  cd ${names.folder} && npm install && npm test
  npx knotwork run experiment.yaml
`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal) && !isOfSystem(error)) throw error;
    err(`create-knotwork-plugin: ${error.message}\n`);
    return error instanceof Refusal ? 2 : 3;
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { kind: { type: 'string' }, runner: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}. Options: --kind, --runner, --help.`);
  }
}

const isRunner = (runner: string): runner is Runner => Object.hasOwn(RUNNERS, runner);
const isOfSystem = (error: unknown): error is NodeJS.ErrnoException => typeof error === 'object' && error !== null && 'syscall' in error;

function ofProcess(): Surroundings {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return {
    cwd: process.cwd(), out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text), author: nameInGit(), year: new Date().getFullYear(),
    ...(isTerminal ? { ask } : {}),
  };
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try { return (await terminal.question(question)).trim(); } finally { terminal.close(); }
}

/** The name by which commits are made here. */
function nameInGit(): string {
  try { return execFileSync('git', ['config', 'user.name'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(); } catch { return ''; }
}
