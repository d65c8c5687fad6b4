/** What users should be told of the solution that a run found, and of its last network. Loaded when it is needed: most pages solve none. @param result content of result.json */
export async function solutionNotes(result: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const [{ unsolvedNote }, { solutionNote }] = await Promise.all([import('./unsolved-note.js'), import('./solution-note.js')]);
  return [unsolvedNote(result), solutionNote(result)].filter((text) => text !== null);
}
