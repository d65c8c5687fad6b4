import { compose, memoryFiles, MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';

/** What a page, or its worker, gets of a run. */
export interface RunInAPage {
  readonly status: string;
  readonly notes: readonly string[];
  /** Texts of result.json, run.json and network.json. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** Composes and runs an experiment from its text, with files from memory, and keeps it there. */
export async function runInAPage(text: string, files: Readonly<Record<string, string | Uint8Array>>, overrides: readonly string[]): Promise<RunInAPage> {
  const place = new MemoryPlace();
  const composition = await compose(
    { text, fileName: 'experiment.yaml', folder: '', overrides, again: false }, await standardPackages(), [given(tokens.files, memoryFiles(files)), given(tokens.place, place)],
  );
  const { status } = await composition.run();
  return { status, notes: composition.notes, files: Object.fromEntries(['result.json', 'run.json', 'network.json'].map((name) => [name, place.folder.text(name)])) };
}
