import type { Equations } from '@knotwork/plugin';
import type { ObjectiveBlock } from '@knotwork/plugin/engine';
import { isMeasured } from './measured-block.js';
import type { SolutionReport } from './solution.js';

/** How far a solution may be from that of its equations, as a guess: root mean squares of what is left, in the weights of the objective. */
export interface Uncertainty {
  /** Of equations and conditions. */
  readonly equations: number;
  /** Of measured rows as far as the solution follows them: most of what is left of them is noise, of which the share of their degrees of freedom counts. */
  readonly measured: number;
}

/** @param edf degrees of freedom with which measured rows were followed; all of what is left of them counts where nobody knows */
export function uncertaintyOf({ objective: { blocks }, points }: Pick<Equations, 'objective' | 'points'>, residuals: SolutionReport['residuals'], edf?: number): Uncertainty {
  const left = (of: readonly ObjectiveBlock[]): number => of.reduce((sum, { name, weight }) => sum + weight * residuals[name]! ** 2, 0);
  const measured = blocks.filter(isMeasured);
  const rows = measured.reduce((sum, block) => sum + points[block.points]!.inputs.count, 0);
  const followed = rows === 0 ? 0 : Math.min(1, (edf ?? rows) / rows);
  return { equations: Math.sqrt(left(blocks.filter((block) => !isMeasured(block)))), measured: Math.sqrt(followed * left(measured)) };
}
