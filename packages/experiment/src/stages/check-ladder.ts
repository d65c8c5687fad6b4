import { exactLevels, extendedSpec, type LayerLevel, resolutionFor, resolve } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin/engine';
import { solverOf } from '../budget/index.js';
import { rowsNamed } from '../data/prepare-data.js';
import { atLevel, levelCount, levelNotAbove, levelsWithoutValidation } from './errors.js';
import { GRID, type Level, UPDATE_GRID } from './extend-grid.js';
import { noteUnknowns } from './note-unknowns.js';
import { type FittingOptions, structureFor, tryProblem } from './problem.js';
import { requireLevel } from './require-level.js';
import type { StageContext } from './stage.js';

/** Refuses a ladder that cannot be climbed, and says which rung. @returns the structure at its end */
export async function checkLadder(context: StageContext, options: { readonly levels: readonly Level[]; readonly fit: FittingOptions }): Promise<Structure> {
  const { data, smoothing } = options.fit;
  if (smoothing !== 'auto' && rowsNamed(context.data, data).validation.inputs.count === 0) throw levelsWithoutValidation(context.path, data);
  let structure = structureFor(context, context.structure, options.fit.grid);
  const solver = solverOf({ kind: 'extend-grid', ...options }, context.path, context.catalog);
  let isNoted = false;
  for (const [k, rungLevel] of options.levels.entries()) {
    try {
      const levels = perLayer(context, structure, rungLevel, k);
      refuseLowerLevel(context, structure, levels, k);
      requireLevel(context, structure, { level: rungLevel, levels, path: `${context.path}.levels.${k}` }, solver);
      structure = resolve(extendedSpec(structure, levels, context.catalog).spec, context.catalog);
      const { unknowns } = await tryProblem(context, structure, options.fit, `${context.path}.fit.grid`, takesShortSteps(context, options.fit) ? UPDATE_GRID : GRID);
      // On the levels above there are only more of them.
      isNoted ||= await noteUnknowns(context, options.fit, unknowns, `${context.path}.levels.${k}`);
    } catch (error) {
      throw atLevel(error, `${context.path}.levels.${k}`);
    }
  }
  return structure;
}

const takesShortSteps = ({ catalog }: StageContext, { optimizer }: FittingOptions): boolean => catalog.get('optimizer', optimizer.kind).method === 'update';

/** Resolutions of layers as a level says them. */
export function perLayer(context: StageContext, structure: Structure, rungLevel: Level, k: number): LayerLevel[] {
  const layers = structure.layers.length;
  if (typeof rungLevel === 'object' && !Array.isArray(rungLevel)) return resolutionFor(structure, rungLevel.parametersPerEdge, context.catalog);
  const levels = typeof rungLevel === 'number' ? Array.from({ length: layers }, () => rungLevel) : [...rungLevel];
  if (levels.length !== layers) throw levelCount(`${context.path}.levels.${k}`, layers, levels.length);
  return levels;
}

function refuseLowerLevel(context: StageContext, structure: Structure, levels: readonly LayerLevel[], k: number): void {
  for (const [l, { terms }] of structure.layers.entries()) {
    for (const term of terms) {
      const { basisName, claims: { refine }, index } = term;
      if (refine === null) continue;
      const level = levels[l]!;
      const to = typeof level === 'number' ? level : level[index]!;
      if (to < refine.level) throw levelNotAbove(`${context.path}.levels.${k}`, to, refine.level, basisName, refine.option, k === 0 ? exactLevels(term, context.catalog) : null);
    }
  }
}
