import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageFor } from '@knotwork/contraction';
import { CannotCompile, type Compiler } from './compile.js';
import { knownFeatures, knownUpdates } from './known-formulas.js';
import { writePackage } from './platform-package.js';
import { printFormulas } from './print-formulas.js';
import { formulasFile } from './sources.js';
import { TARGETS, targetOfThisMachine } from './targets.js';

const HELP = `npm run -s contraction [-- --all] [-- --no-install] [-- --formulas]

Compiles the native contractions of wide layers (packages/contraction/native) and writes packages of them to dist/contraction.

Without --all: for this machine, by the compiler that the variable CC names (cc), and into node_modules, so that Knotwork computes with it from
now on; --no-install leaves node_modules alone.
With --all: for all platforms, by zig: \`pip install ziglang\`, or the variable ZIG names it.
With --formulas: writes the formulas that native code knows to packages/contraction/native/formulas.h, and compiles nothing.
`;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const out = join(root, 'dist', 'contraction');

process.exitCode = command(process.argv.slice(2));

function command(args: string[]): number {
  let options: { readonly all?: boolean; readonly formulas?: boolean; readonly help?: boolean; readonly 'no-install'?: boolean };
  try {
    options = parseArgs({ args, options: { all: { type: 'boolean' }, formulas: { type: 'boolean' }, 'no-install': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    process.stderr.write(`contraction: ${(error as Error).message}\n`);
    return 2;
  }
  if (options.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    if (options.formulas === true) {
      writeFileSync(formulasFile(root), printFormulas(knownUpdates(), knownFeatures()));
      say(formulasFile(root));
    } else if (options.all === true) for (const target of TARGETS) say(writePackage(zig(), target, root, out));
    else here(options['no-install'] !== true);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotCompile)) throw error;
    process.stderr.write(`contraction: ${error.message}\n`);
    return 1;
  }
}

function here(install: boolean): void {
  const target = targetOfThisMachine();
  if (target === undefined) throw new CannotCompile(`There are no contractions for ${process.platform} on ${process.arch}.`);
  const folder = writePackage({ command: (process.env['CC'] ?? 'cc').split(' '), isZig: false }, target, root, out);
  say(folder);
  if (!install) return;
  const installed = join(root, 'node_modules', packageFor(target.platform));
  // Anew: a process that has the old file loaded keeps it.
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  cpSync(folder, installed, { recursive: true });
  say(installed);
}

function zig(): Compiler {
  const choices = process.env['ZIG'] === undefined ? [['zig'], ['python3', '-m', 'ziglang']] : [process.env['ZIG'].split(' ')];
  const found = choices.find(([program, ...first]) => spawnSync(program!, [...first, 'version']).status === 0);
  if (found === undefined) throw new CannotCompile('There is no zig: pip install ziglang, or set ZIG to what starts it.');
  return { command: [...found, 'cc'], isZig: true };
}

function say(folder: string): void { process.stdout.write(`${folder}\n`); }
