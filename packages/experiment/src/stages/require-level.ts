import { extendedSpec, type LayerLevel, type NetworkSize, networkSize } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin/engine';
import { bytesOf, largest, levelTooHigh, memoryOfLevel, mostUnknowns, type Solver, unknownsOfLevel } from '../budget/index.js';
import type { StageContext } from './stage.js';

/** A level of a ladder, as it is written and layer by layer. */
export interface WrittenLevel { readonly level: unknown; readonly levels: readonly LayerLevel[]; readonly path: string }

/**
 * Refuses a level at which the network would not fit, before it is made: by its memory, and by the unknowns of which there would be a number for every two.
 *
 * @throws KnotworkError `capability` with the highest level that would fit
 */
export function requireLevel({ budget, catalog }: Pick<StageContext, 'budget' | 'catalog'>, structure: Structure, { level, levels, path }: WrittenLevel, solver: Solver | null): void {
  const sizeAt = (of: readonly LayerLevel[]): NetworkSize => networkSize(extendedSpec(structure, of, catalog).spec, catalog);
  const most = solver?.allowed.count ?? Infinity;
  const size = sizeAt(levels);
  const bytes = bytesOf({ edges: size.edges, parameters: size.parameters });
  if (bytes <= budget.bytes && size.coefficients <= most) return;
  // Besides coefficients there are other unknowns, at most as many as there are numbers.
  const fits = ({ edges, parameters }: NetworkSize): boolean => bytesOf({ edges, parameters }) <= budget.bytes && parameters <= most;
  const fitting = typeof level === 'number' ? largest(1, level, (n) => fits(sizeAt(levels.map(() => n)))) : null;
  const what = bytes > budget.bytes ? memoryOfLevel(size.parameters, bytes, budget) : unknownsOfLevel(size.coefficients, solver!, solver!.allowed, mostUnknowns(budget));
  throw levelTooHigh(path, what, fitting);
}
