import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeAtomically } from '@knotwork/workspace';
import { cannotWrite, fileInTheWay, unknownEnding } from './errors.js';

/** What `--out` says for standard output. */
export const STANDARD_OUTPUT = '-';

/** Begins a file that a command wrote; the hash of what follows tells whether it still is what was written. */
const OURS = /^(?:# |(?:<!doctype html>)?<!-- )Written by "knotwork (\w+)" \(([0-9a-f]{8})\)/;
const DOCTYPE = '<!doctype html>';

/**
 * Puts a line before a text of comments and YAML that says who wrote it.
 *
 * @param command such as "new"
 */
export function signed(command: string, text: string): string {
  return `# Written by "knotwork ${command}" (${hashOf(text)}).\n${text}`;
}

/** The same for a page, in a comment behind its first line. @param page that begins with its document type, alone in a line */
export function signedPage(command: string, page: string): string {
  const text = page.slice(DOCTYPE.length + 1);
  return `${DOCTYPE}<!-- Written by "knotwork ${command}" (${hashOf(text)}). -->\n${text}`;
}

/** The same for a picture, in a comment before it. @param svg without a declaration of XML */
export function signedPicture(command: string, svg: string): string {
  return `<!-- Written by "knotwork ${command}" (${hashOf(svg)}). -->\n${svg}`;
}

/**
 * Writes a file whole, by rename. One that is there is replaced where it is as it was written by {@link signed} and its kin, or where that is wanted.
 *
 * @param path from `cwd`, as it was typed
 * @throws KnotworkError `input` for a file that is somebody's, or a folder that is not there; `environment` for what the disk refuses
 */
export function writeOutFile(path: string, cwd: string, text: string | Uint8Array, force: boolean): void {
  const full = resolve(cwd, path);
  toldAsOut(path, () => {
    if (!force) refuseForeign(full, path);
    writeAtomically(full, text);
  });
}

/**
 * What a file is written by: its ending, without regard to case.
 *
 * @param ways by the endings that there are, @param usual that of standard output
 * @throws KnotworkError `input` for any other ending
 */
export function byEnding<T>(out: string, ways: Readonly<Record<string, T>>, usual: string): T {
  const ending = out === STANDARD_OUTPUT ? usual : Object.keys(ways).find((one) => out.toLowerCase().endsWith(`.${one}`));
  if (ending === undefined) throw unknownEnding(out, Object.keys(ways));
  return ways[ending]!;
}

/** Says what {@link writeOutFile} would say of a file that is there, before work is done for it. */
export function refuseOutFile(path: string, cwd: string, force: boolean): void {
  if (!force) toldAsOut(path, () => { refuseForeign(resolve(cwd, path), path); });
}

function toldAsOut(path: string, act: () => void): void {
  try { act(); } catch (error) {
    throw 'code' in (error as object) && 'syscall' in (error as object) ? cannotWrite(path, error as NodeJS.ErrnoException) : error;
  }
}

function refuseForeign(full: string, path: string): void {
  let there: string;
  try { there = readFileSync(full, 'utf8'); } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const [, command, hash] = OURS.exec(there) ?? [];
  if (hash === undefined || hash !== hashOf(there.slice(there.indexOf('\n') + 1))) throw fileInTheWay(path, command ?? null);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
