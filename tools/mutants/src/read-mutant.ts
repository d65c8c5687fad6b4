import type { Change, Mutant, Specs } from './mutant.js';
import { UsageError } from './usage-error.js';

/**
 * Reads a mutant:
 *
 *     the derivative of cos has the wrong sign
 *     specs: algebra
 *     specs: engine-native feature-kernel native.conformance
 *
 *     packages/algebra/src/operations/operations.ts
 *     - derivative: slope((a) => a.sin().neg()),
 *     + derivative: slope((a) => a.sin()),
 *
 * `survives: why` says that no spec can notice. There may be several pieces, each under a path of its own.
 *
 * @param name of the file, without its ending
 * @throws UsageError with the number of the line
 */
export function readMutant(name: string, text: string): Mutant {
  const wrong = (line: number, rule: string): UsageError => new UsageError(`${name}.mutant:${line + 1}: ${rule}`);
  const lines = text.split('\n').map((line) => line.trim());
  const end = lines.indexOf('');
  const [bug = '', ...head] = lines.slice(0, end === -1 ? undefined : end);
  let survives: string | null = null;
  const specs: Specs[] = [];
  head.forEach((line, k) => {
    const [, key, value] = /^(specs|survives): (.+)$/.exec(line) ?? [];
    if (key === 'specs') {
      const [folder, ...files] = value!.split(/\s+/);
      specs.push({ folder: folder!, files });
    } else if (key === 'survives') survives = value!;
    else throw wrong(k + 1, `after the bug stand "specs: FOLDER [part of a path ...]" and "survives: why"; got "${line}".`);
  });
  if (bug === '' || specs.length === 0) throw wrong(0, 'the first line says what is wrong, and "specs: FOLDER" who should notice.');

  const changes: { file: string; from: string[]; to: string[] }[] = [];
  lines.forEach((line, k) => {
    if (k < head.length + 1 || line === '') return;
    const change = changes.at(-1);
    if (/^[-+]/.test(line)) {
      if (change === undefined) throw wrong(k, 'a path stands above the lines that change.');
      if (line[0] === '-' && change.to.length > 0) throw wrong(k, 'another piece has its path above it again.');
      change[line[0] === '-' ? 'from' : 'to'].push(line.slice(1).trim());
    } else changes.push({ file: line, from: [], to: [] });
  });
  const empty = changes.find(({ from }) => from.length === 0);
  if (changes.length === 0 || empty !== undefined) throw new UsageError(`${name}.mutant: ${empty === undefined ? 'no piece of source is changed' : `nothing of ${empty.file} is changed`}. Write lines that begin with - and +.`);
  return { name, bug, survives, specs, changes: changes satisfies readonly Change[] };
}
