import type { Change, Mutant } from './mutant.js';
import { UsageError } from './usage-error.js';

/** Sources of a workspace: paths from its root, and what they hold. */
export type Sources = ReadonlyMap<string, string>;

/** A mutant whose pieces of source are no longer there, or there more than once. */
export class StaleMutant extends UsageError {}

/**
 * The files that a mutant changes, as they are with it. Pieces are found by what they say: lines may be indented in another way, and a piece
 * that left its file is taken from the only one that holds it.
 *
 * @throws StaleMutant
 */
export function applyMutant({ name, changes }: Pick<Mutant, 'name' | 'changes'>, sources: Sources): Map<string, string> {
  const changed = new Map<string, string>();
  for (const change of changes) {
    const now = (file: string): string => changed.get(file) ?? sources.get(file) ?? '';
    const piece = patternOf(change);
    const times = (file: string): number => [...now(file).matchAll(piece)].length;
    const file = times(change.file) > 0 ? change.file : soleFile(sources, times);
    if (file === null || times(file) !== 1) {
      const where = file === null ? `neither in ${change.file} nor in one other file` : `${times(file)} times in ${file}`;
      throw new StaleMutant(`${name} no longer applies: "${change.from[0]}" stands ${where}. Rewrite it, or remove it if the code cannot be wrong like that any more.`);
    }
    changed.set(file, now(file).replace(piece, () => change.to.join('\n')));
  }
  return changed;
}

const patternOf = ({ from }: Change): RegExp => new RegExp(from.map((line) => line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[ \\t]*\\n[ \\t]*'), 'g');

function soleFile(sources: Sources, times: (file: string) => number): string | null {
  const files = [...sources.keys()].filter((file) => times(file) > 0);
  return files.length === 1 ? files[0]! : null;
}
