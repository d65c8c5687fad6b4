import { parseOptions, tryOptions } from '@knotwork/network';
import { type BasisDefinition, callPlugin, KnotworkError, type PluginUse } from '@knotwork/plugin';

/**
 * A basis with as many coefficients per edge as its resolution allows: how bases are compared at one size. Of two sizes that are
 * equally near the smaller is taken.
 *
 * @param degree for bases that have an option of that name and are not refined by it
 * @throws KnotworkError `capability` when the basis has no resolution; `input` when no value of it goes with the degree
 */
export function basisOfSize(basis: BasisDefinition, coefficients: number, degree: number): PluginUse {
  const option = basis.capabilities.refine?.option;
  if (option === undefined) {
    throw new KnotworkError('capability', `The basis "${basis.name}" has no option that sets its resolution, so that it cannot have ${coefficients} coefficients per edge. Use another basis.`);
  }
  const fixed = 'degree' in basis.options.shape && option !== 'degree' ? { degree } : {};
  let best = { level: 1, distance: Infinity };
  // Sizes grow with the resolution, by one at least: the first beyond the wanted one ends the search. Some begin late, such as at two centers.
  for (let level = 0; level <= coefficients + 8; level++) {
    const { data: options } = tryOptions(basis, { ...fixed, [option]: level });
    if (options === undefined) continue;
    const size = callPlugin(basis, 'size', () => basis.size(options));
    const distance = Math.abs(size - coefficients);
    if (distance < best.distance) best = { level, distance };
    if (size > coefficients) break;
  }
  const use = { kind: basis.name, ...fixed, [option]: best.level };
  parseOptions(basis, use);
  return use;
}
