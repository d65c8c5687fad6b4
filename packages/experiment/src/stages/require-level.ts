import { extendedSpec, type LayerLevel, type NetworkSize, networkSize, resolutionOf } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin/engine';
import { bytesOf, largest, levelTooHigh, memoryOfLevel, mostUnknowns, type Solver, unknownsOfLevel } from '../budget/index.js';
import type { StageContext } from './stage.js';

/** A level of a ladder, as it is written and layer by layer; whether only levels are taken that keep all functions. */
export interface WrittenLevel { readonly level: unknown; readonly levels: readonly LayerLevel[]; readonly path: string; readonly mustBeExact?: boolean }

/**
 * Refuses a level at which the network would not fit, before it is made: by its memory, and by the unknowns of which there would be a number for every two.
 *
 * @throws KnotworkError `capability` with the highest level that would fit, and be taken
 */
export function requireLevel({ budget, catalog }: Pick<StageContext, 'budget' | 'catalog'>, structure: Structure, { level, levels, path, mustBeExact = false }: WrittenLevel, solver: Solver | null): void {
  const sizeAt = (of: readonly LayerLevel[]): NetworkSize => networkSize(extendedSpec(structure, of, catalog).spec, catalog);
  const most = solver?.allowed.count ?? Infinity;
  const size = sizeAt(levels);
  const bytes = bytesOf({ edges: size.edges, parameters: size.parameters });
  if (bytes <= budget.bytes && size.coefficients <= most) return;
  // Besides coefficients there are other unknowns, at most as many as there are numbers.
  const fits = ({ edges, parameters }: NetworkSize): boolean => bytesOf({ edges, parameters }) <= budget.bytes && parameters <= most;
  const everywhere = (n: number): readonly LayerLevel[] => levels.map(() => n);
  const highest = typeof level === 'number' ? largest(1, level, (n) => fits(sizeAt(everywhere(n)))) : null;
  const fitting = highest === null || !mustBeExact ? highest : highestExact(highest);
  const what = bytes > budget.bytes ? memoryOfLevel(size.parameters, bytes, budget) : unknownsOfLevel(size.coefficients, solver!, solver!.allowed, mostUnknowns(budget));
  throw levelTooHigh(path, what, fitting, mustBeExact);

  /** The highest level up to one, above that which there is, that keeps all functions; null for none. */
  function highestExact(upTo: number): number | null {
    const least = Math.max(...resolutionOf(structure).map((now) => now ?? 0));
    for (let n = upTo; n > least; n--) if (extendedSpec(structure, everywhere(n), catalog).isExact) return n;
    return null;
  }
}
