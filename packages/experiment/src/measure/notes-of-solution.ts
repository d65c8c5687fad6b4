import { solutionNote } from './solution-note.js';
import { unsolvedNote } from './unsolved-note.js';

/** What `result.json` says that users should be told of a solution, and of the last network. */
export const notesOfSolution = (result: Readonly<Record<string, unknown>>): readonly string[] => [unsolvedNote(result), solutionNote(result)].filter((text) => text !== null);
