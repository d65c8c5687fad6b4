import { exactLevels, extendedSpec, resolve } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { Objective, Structure } from '@knotwork/plugin/engine';
import { examineProblem, requireCurvature } from '@knotwork/training';
import { solverOf } from '../../budget/index.js';
import { startsOfStored } from '../../errors.js';
import { atLevel } from '../errors.js';
import { attentionOfDrawn, basisTooRough, functionTooRough, inexactLevel, noCoordinate, nothingToBalance, nothingToDraw, oneBlock } from './errors.js';
import { perLayer } from '../check-ladder.js';
import { refuseUntrainable, requireRoomToSolve } from '../problem.js';
import { requireLevel } from '../require-level.js';
import { roughPart } from '../rough-part.js';
import type { SolveOptions } from '../solve.js';
import type { StageContext } from '../stage.js';
import { POTENTIALS } from './attention.js';
import { equationsOf, problemOf } from './solve-problem.js';

/** Refuses what cannot be solved, level by level. @returns the structure at its end */
export async function checkSolve(context: StageContext, options: SolveOptions): Promise<Structure> {
  if (context.trained !== null && options.starts.count > 1) throw startsOfStored(`${context.path}.starts.count`, options.starts.count);
  const { objective, draw } = equationsOf(context, options);
  if (options.draw !== 'once' && Object.keys(draw).length === 0) throw nothingToDraw(`${context.path}.draw`);
  if (options.balance !== 'none') refuseIdleBalance(`${context.path}.balance`, options.balance, objective, options.draw);
  const coordinates = context.data.inputs.map(({ name }) => name);
  for (const key of ['causal', 'march'] as const) {
    const chosen = options[key];
    if (chosen !== 'none' && !coordinates.includes(chosen.along)) throw noCoordinate(`${context.path}.${key}.along`, chosen.along, coordinates);
  }
  refuseUntrainable(context, context.structure, options, `${context.path}.trainable`);
  const solver = solverOf({ kind: 'solve', ...options }, context.path, context.catalog);
  let { structure } = context;
  requireSmooth(structure, objective, context);
  const examine = (): void => {
    const problem = problemOf(context, structure, options, equationsOf(context, options).points);
    requireCurvature(problem);
    requireRoomToSolve(context, problem, examineProblem(problem), `${context.path}.maxUnknowns`);
  };
  examine();
  for (const [k, written] of options.levels.entries()) {
    const path = `${context.path}.levels.${k}`;
    try {
      const levels = perLayer(context, structure, written, k);
      requireLevel(context, structure, { level: written, levels, path, mustBeExact: true }, solver);
      const { spec, isExact } = extendedSpec(structure, levels, context.catalog);
      if (!isExact) throw inexactLevel(path, written, levelsThatHold(structure, context.catalog));
      structure = resolve(spec, context.catalog);
      examine();
    } catch (error) {
      throw atLevel(error, path);
    }
  }
  return structure;
}

/** Refuses weights that nothing would have, or that say nothing. */
function refuseIdleBalance(path: string, { points, blocks }: Exclude<SolveOptions['balance'], 'none'>, objective: Objective, draw: SolveOptions['draw']): void {
  if (points === undefined && blocks === undefined) throw nothingToBalance(path, POTENTIALS);
  if (points !== undefined && draw !== 'once') throw attentionOfDrawn(`${path}.points`);
  if (blocks !== undefined && objective.blocks.length === 1) throw oneBlock(`${path}.blocks`, objective.blocks[0]!.name);
}

/** Derivatives that equations read must be continuous. */
function requireSmooth(structure: Structure, { blocks }: Objective, { path }: StageContext): void {
  const reads = blocks.flatMap((block) => Object.values(block.reads));
  const order = Math.max(0, ...reads.map((read) => (read.of === 'derivative' ? read.inputs.length : 0)));
  const rough = roughPart(structure, order);
  if (rough !== null) throw rough.what === 'basis' ? basisTooRough(path, order, rough.name, rough.smoothness) : functionTooRough(path, order, rough.what, rough.layer);
}

/** Levels that keep functions of all terms that have a resolution. */
function levelsThatHold({ layers }: Structure, catalog: Catalog): readonly number[] {
  const [first = [], ...others] = layers.flatMap(({ terms }) => terms).filter(({ claims: { refine } }) => refine !== null).map((term) => exactLevels(term, catalog));
  return first.filter((level) => others.every((of) => of.includes(level)));
}
