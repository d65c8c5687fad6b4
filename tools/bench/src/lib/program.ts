import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isKnotworkError } from '@knotwork/plugin';
import { experimentFaults } from './experiment-faults.js';
import type { Study } from './study.js';

/** Arguments that make no sense. The message says what is wrong and what to type. */
export class UsageError extends Error {}

/** The user ended the program. */
export class Interrupted extends Error {}

/** What `--dry` ends a program with, once its command line was read: nothing is measured. */
export class DryRun extends Error {
  constructor(readonly line: CommandLine) { super('nothing was measured'); }
}

/** What stands on a command line. */
export interface CommandLine {
  /** Words without `=`, in order. */
  readonly files: readonly string[];
  /** `path=value`, in order. */
  readonly overrides: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Splits a command line into options with a value, files and overrides of the experiment file.
 *
 * @param names of the options that exist, without dashes
 * @throws UsageError for an unknown option or one without a value
 * @throws DryRun where `--dry` is among them, which every program takes
 */
export function readCommandLine(args: readonly string[], names: readonly string[]): CommandLine {
  const { line, isDry } = parsed(args, names);
  if (isDry) throw new DryRun(line);
  return line;
}

function parsed(args: readonly string[], names: readonly string[]): { readonly line: CommandLine; readonly isDry: boolean } {
  try {
    const { values: { dry, ...values }, positionals } = parseArgs({
      args: [...args], allowPositionals: true, options: { ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])), dry: { type: 'boolean' as const } },
    });
    return {
      line: { files: positionals.filter((word) => !word.includes('=')), overrides: positionals.filter((word) => word.includes('=')), options: values as Record<string, string> },
      isDry: dry === true,
    };
  } catch (error) {
    const known = names.length === 0 ? 'There are no options' : `Options: ${names.map((name) => `--${name}`).join(', ')}`;
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. ${known}; --help says more.`);
  }
}

/** A whole number of at least `least`. @throws UsageError */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value) || value < least) throw new UsageError(`--${option} must be a whole number of at least ${least}; got "${text}".`);
  return value;
}

/** Options of a program that takes nothing else. @param names at least one @throws UsageError @throws DryRun */
export function optionsAlone(args: readonly string[], names: readonly string[]): CommandLine['options'] {
  const { line, isDry } = parsed(args, names);
  const words = [...line.files, ...line.overrides];
  if (words.length === 0 && isDry) throw new DryRun(line);
  if (words.length === 0) return line.options;
  const all = names.map((name) => `--${name}`);
  throw new UsageError(`Nothing but ${[all.slice(0, -1).join(', '), all.at(-1)].filter((part) => part !== '').join(' and ')} may be given; got ${words.join(' ')}.`);
}

/** Seeds of a study, from `--from` on where it has that option, and how many run at a time. @param count how many where nothing is said @throws UsageError */
export function seedsAndJobs(options: CommandLine['options'], count: number): { readonly seeds: readonly number[]; readonly jobs: number } {
  const length = wholeNumber('seeds', options['seeds'] ?? String(count), 1);
  const from = wholeNumber('from', options['from'] ?? '0', 0);
  const jobs = wholeNumber('jobs', options['jobs'] ?? '2', 1);
  return { seeds: Array.from({ length }, (_, k) => from + k), jobs };
}

/** Whole numbers of at least 1 with commas between them. @throws UsageError */
export function wholeNumbers(option: string, text: string): number[] {
  return text.split(',').map((part) => {
    const value = /^\s*\d+\s*$/.test(part) ? Number(part) : NaN;
    if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`--${option} must be whole numbers of at least 1 with commas between them, such as 2,5,1; got "${text}".`);
    return value;
  });
}

/** Positive numbers with commas between them. @throws UsageError */
export function positiveNumbers(option: string, text: string): number[] {
  return text.split(',').map((part) => {
    const value = part.trim() === '' ? NaN : Number(part);
    if (!(value > 0 && value < Infinity)) throw new UsageError(`--${option} must be positive numbers with commas between them, such as 1e-4,1e-5; got "${text}".`);
    return value;
  });
}

/** The seed belongs to the measurement. @throws UsageError */
export function refuseSeed(overrides: readonly string[], instead: string): void {
  const seed = overrides.find((o) => /^\s*seed\s*=/.test(o));
  if (seed !== undefined) throw new UsageError(`seed is what this program varies; got ${seed}. Use ${instead}.`);
}

/** Runs a study to its exit status: its own, 2 and one message where the command or the experiment file is wrong, 130 when interrupted. */
export async function runStudy(name: string, study: Study, args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(study.help);
    return;
  }
  // `| head` closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(); else throw error; });
  try {
    process.exitCode = await study.run(args);
  } catch (error) {
    if (error instanceof DryRun) {
      const faults = await lineFaults(study, error.line);
      for (const fault of faults) process.stderr.write(`bench ${name}: ${fault}\n`);
      if (faults.length === 0) process.stdout.write(`bench ${name}: the command line is sound; nothing was measured.\n`);
      process.exitCode = faults.length === 0 ? 0 : 2;
      return;
    }
    if (error instanceof Interrupted) {
      process.exitCode = 130;
      return;
    }
    if (!(error instanceof UsageError) && !(isKnotworkError(error) && error.code !== 'internal')) throw error;
    process.stderr.write(`bench ${name}: ${error.message}\n`);
    process.exitCode = 2;
  }
}

/** What is wrong with a command line, without measuring: what `--dry` says. @returns messages */
export async function dryRun(study: Study, args: readonly string[]): Promise<readonly string[]> {
  try {
    await study.run([...args, '--dry']);
  } catch (error) {
    if (error instanceof DryRun) return lineFaults(study, error.line);
    if (error instanceof UsageError) return [error.message];
    throw error;
  }
  throw new Error('it measures with --dry');
}

/** What a command line names: files must be there, and experiments valid with all overrides. */
async function lineFaults(study: Study, line: CommandLine): Promise<readonly string[]> {
  const missing = line.files.filter((file) => !file.includes('://') && !existsSync(file)).map((file) => `There is no ${file}.`);
  return missing.length > 0 ? missing : experimentFaults(study.experiments?.(line) ?? []);
}
