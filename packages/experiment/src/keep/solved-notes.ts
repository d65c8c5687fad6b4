import type { Structure } from '@knotwork/plugin/engine';
import { notesOfSolution } from '../measure/notes-of-solution.js';
import { hiddenEquation } from './hidden-equation.js';

/** What users should be told at the end of a run that solved equations. @param result content of result.json */
export function solvedNotes(result: Readonly<Record<string, unknown>>, structure: Structure): readonly string[] {
  return [...notesOfSolution(result), hiddenEquation(structure)].filter((text) => text !== null);
}
