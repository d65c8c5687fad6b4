import type { RandomStream } from '@knotwork/numerics';
import type { Data } from '@knotwork/plugin';

/**
 * Divides the training rows for cross-validation, as evenly as can be: classes keep their proportions, and groups are not parted.
 *
 * @param folds at least 2, @param stream what the order of rows is drawn from
 * @returns the fold of every training row, from 0; with fewer groups than folds some are empty
 */
export function foldsOf({ task, train: { targets }, division }: Pick<Data, 'task' | 'train' | 'division'>, folds: number, stream: RandomStream): Uint32Array {
  const order = stream.permutation(targets.count);
  const foldOf = new Uint32Array(targets.count);
  if (division instanceof Uint32Array) {
    const groups = new Map<number, number[]>();
    for (const row of order) {
      const group = groups.get(division[row]!);
      if (group === undefined) groups.set(division[row]!, [row]); else group.push(row);
    }
    const sizes = new Uint32Array(folds);
    // Large groups first, each to the smallest fold.
    for (const rows of [...groups.values()].sort((a, b) => b.length - a.length)) {
      const fold = sizes.indexOf(Math.min(...sizes));
      for (const row of rows) foldOf[row] = fold;
      sizes[fold]! += rows.length;
    }
    return foldOf;
  }
  const classOf = (row: number): number => targets.values.subarray(row * targets.width, (row + 1) * targets.width).indexOf(1);
  const dealt = task === 'classification' ? [...order].sort((a, b) => classOf(a) - classOf(b)) : [...order];
  dealt.forEach((row, k) => { foldOf[row] = k % folds; });
  return foldOf;
}
