import type { Task } from '@knotwork/engine-core';
import type { MemoryLayout, TermLayout } from '../memory/memory-layout.js';
import type { RowsContraction } from './contractions/rows-contraction.js';
import type { EdgeTerm } from './edge-term.js';
import type { UpdateKernel } from './update-kernel.js';

/** Kernels that not every program has; null for those that it does without. */
export interface KernelKinds {
  readonly rows: typeof RowsContraction | null;
  readonly edges: typeof EdgeTerm | null;
  readonly update: typeof UpdateKernel | null;
}

/** Loads those that a program has, so that a page gets no others. */
export async function kernelKinds({ options }: Pick<Task, 'options'>, { layers }: Pick<MemoryLayout, 'layers'>): Promise<KernelKinds> {
  const has = (kind: TermLayout['kind']): boolean => layers.some(({ terms }) => terms.some((term) => term.kind === kind));
  return {
    rows: has('rows') ? (await import('./contractions/rows-contraction.js')).RowsContraction : null,
    edges: has('edges') ? (await import('./edge-term.js')).EdgeTerm : null,
    update: options.update === undefined ? null : (await import('./update-kernel.js')).UpdateKernel,
  };
}
