/** What users should be told of the solution that a run found, and of its last network. Loaded when it is needed: most pages solve none. @param result content of result.json */
export async function solutionNotes(result: Readonly<Record<string, unknown>>): Promise<readonly string[]> { return (await import('./notes-of-solution.js')).notesOfSolution(result); }
