import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { type ExportedFiles, type ExportTrial, KnotworkError, type Samples } from '@knotwork/plugin';

/** What trials call their programs, and what goes by these names here. */
const programs = (): Readonly<Record<string, string>> => ({ node: process.execPath, cc: programOf('CC') ?? 'cc', python: programOf('PYTHON') ?? 'python3' });

/** What a variable of the environment names: a program that is looked for, or a path, which starts here and not in the folder of a trial. */
function programOf(variable: string): string | null {
  const named = process.env[variable];
  if (named === undefined || named === '') return null;
  return /[/\\]/.test(named) && !isAbsolute(named) ? resolve(named) : named;
}

/** Variables of the environment that say which program is meant. */
const VARIABLES: Readonly<Record<string, string>> = { cc: 'CC', python: 'PYTHON' };

/** The variable that says which program a trial starts; null where there is none to say. */
export const variableOf = ({ probe: [command] }: Pick<ExportTrial, 'probe'>): string | null => VARIABLES[command] ?? null;

/** Whether this machine has what a trial needs; `CC` and `PYTHON` say which compiler and which Python are meant. */
export async function canTry({ probe: [command, ...args] }: Pick<ExportTrial, 'probe'>): Promise<boolean> {
  return new Promise((resolve) => { execFile(programs()[command] ?? command, args, (error) => { resolve(error === null); }); });
}

/**
 * Runs what an exporter wrote on rows of inputs, in a folder of its own that is removed afterwards.
 *
 * @param rows in the user's units
 * @returns a line of numbers for every row: outputs and, of a classification, probabilities and the number of the class
 * @throws KnotworkError `plugin` where a command fails or writes something else, and, before anything is written, where a file would be in another folder
 */
export async function runTrial(files: ExportedFiles, trial: ExportTrial, rows: Samples): Promise<number[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'knotwork-export-'));
  try {
    const all = Object.entries({ ...files, ...trial.files });
    for (const [name] of all) if (basename(name) !== name || name === '..') throw trialFailed(name, 'it is no name of a file beside the others');
    for (const [name, content] of all) await writeFile(join(folder, name), content);
    const last = trial.commands.length - 1;
    let output = '';
    for (const [k, command] of trial.commands.entries()) output = await run(command, folder, k === last ? textOf(rows) : '');
    const lines = output.split('\n').filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s+/).map(numberOf));
    if (lines.length !== rows.count) throw trialFailed(trial.commands[last]!.join(' '), `it wrote ${lines.length} lines for ${rows.count} rows`);
    return lines;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run([command, ...args]: readonly [string, ...string[]], cwd: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // Numbers in colour are no numbers.
    const { FORCE_COLOR: _, ...env } = process.env;
    const child = spawn(command.startsWith('./') ? join(cwd, command) : programs()[command] ?? command, args, { cwd, env });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
    // A program that ends before it has read everything says why by how it ends.
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', reject).on('close', (status) => {
      if (status === 0) resolve(output); else reject(trialFailed([command, ...args].join(' '), `it ended with ${status ?? 'a signal'}: ${errors.slice(0, 2000)}`));
    });
  });
}

function textOf({ count, width, values }: Samples): string {
  return Array.from({ length: count }, (_, n) => `${values.subarray(n * width, (n + 1) * width).join(' ')}\n`).join('');
}

/** Programs write infinities and what is no number each in their own way. */
function numberOf(text: string): number {
  if (/^-?nan$/i.test(text)) return NaN;
  const [, sign, infinite] = /^(-?)(inf|infinity)$/i.exec(text) ?? [];
  return infinite === undefined ? Number(text) : sign === '-' ? -Infinity : Infinity;
}

function trialFailed(command: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `What was exported does not run: "${command}": ${reason}. Report it to the author of the exporter.`);
}
