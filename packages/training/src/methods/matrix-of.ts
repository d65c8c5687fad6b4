import { callPlugin, type OptimizerDefinition } from '@knotwork/plugin';
import type { Chosen } from '../session.js';

/**
 * What an optimizer has a number for every two unknowns for: `solves` normal equations of all, or `keeps` an inverse Hessian; null where it takes vectors of them, of any length.
 *
 * @throws KnotworkError `plugin` when the optimizer does
 */
export function matrixOf({ definition, options }: Chosen<OptimizerDefinition>): 'solves' | 'keeps' | null {
  switch (definition.method) {
    case 'update': return null;
    case 'normal-equations': return 'solves';
    case 'quasi-newton': return typeof callPlugin(definition, 'search', () => definition.search(options)).memory === 'number' ? null : 'keeps';
  }
}
