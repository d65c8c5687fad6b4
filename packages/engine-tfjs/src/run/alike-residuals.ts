import { derivative, type Expr, formula, type Formula, input, substitute, topologicalOrder } from '@knotwork/algebra';
import type { BlockForm } from '@knotwork/engine-core';

/** What a column is one of. */
export type Column = 'output' | 'target' | 'input';

/** Residuals that are one formula of columns: the k-th reads the k-th of each kind, so that all are computed as tables. */
export interface AlikeResiduals {
  /** The residual, and its derivative in the output that it reads. */
  readonly formula: Formula;
  /** What each input of the formula reads: columns of one kind, one for every residual. */
  readonly reads: readonly { readonly name: string; readonly of: Column; readonly columns: readonly number[] }[];
}

/** Null unless there is a residual for every output of the network, in their order, which reads it and no other, and they differ in nothing but columns. */
export function alikeResiduals({ isLoss, roots, inputs, reads, variables }: BlockForm, outputs: number): AlikeResiduals | null {
  if (isLoss || roots.length !== outputs || outputs < 2 || variables.length !== outputs) return null;
  const own = roots.map((root) => leavesOf(root).map((name) => ({ name, read: reads[inputs.indexOf(name)]! })));
  const kinds = own[0]!.map(({ read: { of } }) => of);
  if (kinds.some((of) => of === 'scalar' || of === 'derivative') || own.some((leaves) => leaves.map(({ read: { of } }) => of).join() !== kinds.join())) return null;
  const names = kinds.map((_, k) => `column${k}`);
  const placed = roots.map((root, r) => substitute([root], Object.fromEntries(own[r]!.map(({ name }, k) => [name, input(names[k]!)])))[0]!);
  // Within one formula, expressions that are equal are one.
  const all = formula(names, Object.fromEntries(placed.map((root, r) => [`r${r}`, root])));
  if (all.roots.some((root) => root !== all.roots[0])) return null;
  const columnsOf = (k: number): number[] => own.map((leaves) => (leaves[k]!.read as { readonly index: number }).index);
  const read = kinds.indexOf('output');
  if (read < 0 || kinds.lastIndexOf('output') !== read || columnsOf(read).some((column, k) => column !== k)) return null;
  return {
    formula: formula(names, { residual: all.roots[0]!, slope: derivative(all.roots[0]!, names[read]!) }),
    reads: names.map((name, k) => ({ name, of: kinds[k] as Column, columns: columnsOf(k) })),
  };
}

/** Inputs of an expression in the order in which they come up, each once. */
function leavesOf(root: Expr): string[] { return topologicalOrder([root]).filter(({ op }) => op === 'input').map(({ name }) => name); }
