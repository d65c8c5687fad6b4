import type { Structure } from '@knotwork/plugin/engine';
import { solutionNote } from '../measure/solution-note.js';
import { unsolvedNote } from '../measure/unsolved-note.js';
import { hiddenEquation } from './hidden-equation.js';

/** What users should be told at the end of a run that solved equations. @param result content of result.json */
export function solvedNotes(result: Readonly<Record<string, unknown>>, structure: Structure): readonly string[] {
  return [unsolvedNote(result), solutionNote(result), hiddenEquation(structure)].filter((text) => text !== null);
}
