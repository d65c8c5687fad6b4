import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knotworkCommand } from './knotwork-command.js';

/** Begins a study in a process of its own. @param environment variables that it has */
export function startStudy(file: string, out: string, workers: number, environment: Readonly<Record<string, string | undefined>> = process.env): ChildProcess {
  return spawn(process.execPath, [knotworkCommand, 'study', file, '--out', out, '--workers', String(workers), '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment as NodeJS.ProcessEnv });
}

/** How a process ended: its status, or null where a signal ended it. */
export function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => { child.on('error', reject).on('close', resolve); });
}

export const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** Results, verdict and tables of a study, by their names. */
export function bytesOf(out: string): ReadonlyMap<string, string> {
  const trials = readdirSync(join(out, 'trials')).map((id) => join('trials', id, 'result.json'));
  return new Map([...trials, 'verdict.json', ...['txt', 'md', 'csv', 'tex'].map((ending) => `tables.${ending}`)].map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}

/** Names of what differs between two studies. */
export function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name)).sort();
}
