/** What users should be told of the last network of a run that solved equations; null where that is nothing. Loaded when it is needed: most pages solve none. @param result content of result.json */
export async function solvedNote(result: Readonly<Record<string, unknown>>): Promise<string | null> { return (await import('./solution-note.js')).solutionNote(result); }
