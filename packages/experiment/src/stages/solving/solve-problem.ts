import type { Equations } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import type { Problem } from '@knotwork/training';
import { rowsNamed } from '../../data/prepare-data.js';
import { nothingToSolve } from './errors.js';
import { rolesOf } from '../problem.js';
import type { SolveOptions } from '../solve.js';
import { chosen, type StageContext } from '../stage.js';

/** The equations of the data set. @throws KnotworkError `input` where it has none */
export function equationsOf({ data, path }: Pick<StageContext, 'data' | 'path'>, { data: name }: SolveOptions): Equations {
  const { equations } = rowsNamed(data, name);
  if (equations === undefined) throw nothingToSolve(`${path}.data`, name);
  return equations;
}

/** What is trained on points. */
export function problemOf(context: StageContext, structure: Structure, options: SolveOptions, train: Equations['points']): Problem {
  const { optimizer, trainable, maxUnknowns } = options;
  const { objective } = equationsOf(context, options);
  const { catalog, engine } = context;
  return {
    engine, structure, objective, penalties: [], optimizer: chosen(catalog, 'optimizer', optimizer), grid: { definition: catalog.get('grid', 'fixed'), options: {} },
    trainable: rolesOf(trainable, structure), train, validation: null, maxUnknowns,
  };
}
