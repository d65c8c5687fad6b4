import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { UsageError } from './program.js';

/**
 * Results of a file, one JSON object a line. A last line that a killed program left unfinished is cut off.
 *
 * @param isResult whether a line is one of this study
 * @returns none where there is no file
 * @throws UsageError for a file of something else
 */
export function readLines<T extends object>(path: string, isResult: (line: Partial<T>) => boolean): T[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  return text.slice(0, end).split('\n').filter((line) => line !== '').map((line) => {
    const result = parsed<T>(line);
    if (result === null || !isResult(result)) throw new UsageError(`${path} is no file of results of this study: it has the line ${line.slice(0, 80)}. Name another file.`);
    return result as T;
  });
}

export function appendLine(path: string, result: object): void {
  appendFileSync(path, `${JSON.stringify(result)}\n`);
}

function parsed<T extends object>(line: string): Partial<T> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value as Partial<T> | null : null;
  } catch {
    return null;
  }
}
