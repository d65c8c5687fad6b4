import { basename, dirname, join, relative, resolve } from 'node:path';
import { MemoryPlace, tokens } from '@knotwork/experiment';
import { isKnotworkError, KnotworkError } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { DiskPluginLoader, FileComposer, findPlugin } from '@knotwork/workspace';
import { noTarget } from '../errors.js';
import { pluginInFile, pluginNamed } from '../plugin-named.js';
import { OPTION } from '../use/open-model.js';
import { bareHello } from './hello-text.js';
import { readTableFile } from './table-file.js';
import { planFor } from './table-plan.js';
import { bareText, type TableExperiment } from './table-text.js';

/** An experiment file that is not there yet. */
export class Draft {
  private constructor(readonly file: string, readonly cwd: string, readonly composer: FileComposer, readonly plugins: readonly string[]) {}

  /**
   * @param file as it will be called, from `cwd`, @param plugins names or paths of plugin packages, as they were typed; the file will name them
   * @throws KnotworkError `plugin` for a package that is not there
   */
  static async of(file: string, cwd: string, plugins: readonly string[] = []): Promise<Draft> {
    const source = { isStored: false, option: OPTION };
    const names = plugins.map((word) => pluginNamed(word, cwd));
    // What was typed starts at the working folder, and so does what is told of it.
    for (const name of names) findPlugin(join(cwd, 'experiment.yaml'), { name, index: null, source });
    const composer = new FileComposer(await standardPackages(), [given(tokens.place, new MemoryPlace()), given(tokens.loader, new DiskPluginLoader(source))]);
    return new Draft(file, cwd, composer, names.map((name) => pluginInFile(name, file, cwd)));
  }

  get folder(): string { return dirname(resolve(this.cwd, this.file)); }

  request(text: string) { return { file: this.file, text, overrides: [], again: false, cwd: this.cwd }; }

  /** Why a text is refused; null where it is not. */
  refusalOf(text: string): Promise<unknown> { return this.composer.compose(this.request(text)).then(() => null, (error: unknown) => error); }
}

/**
 * What is chosen for a table: task, inputs and policies, and a network with five hidden nodes.
 *
 * @param path of the table, as it was typed, @param target that is to be predicted; left out, an error says which there are, @param textOf the file by which inputs are counted: seed and split say which rows are trained on,
 * @param most share of the rows at most that are left out for cells that are empty; where they are more, these cells are filled in
 * @param without options of the data set that are not to be said
 * @throws KnotworkError `input` for a table or target that cannot be used
 */
export async function tableExperiment(draft: Draft, path: string, target: string | undefined, { textOf = bareText, most = 0, without = [] }: { readonly textOf?: (experiment: TableExperiment) => string; readonly most?: number; readonly without?: readonly string[] } = {}): Promise<TableExperiment> {
  const { composer, folder, cwd } = draft;
  const table = await readTableFile(path, cwd);
  if (target === undefined) throw noTarget(table.file, table.header);
  const { catalog } = await composer.open(draft.request(bareHello(draft.plugins)));
  const plan = planFor(table, target, new Set(Object.keys(catalog.get('dataset', table.dataset.kind).options.shape).filter((option) => !without.includes(option))), most);
  const beginning: TableExperiment = { name: nameFrom(draft.file), plugins: draft.plugins, path: relative(folder, resolve(cwd, path)).replaceAll('\\', '/'), table, plan, widths: [1, 1], fit: {} };
  // How many inputs and classes there are is for the data set to say: of a gap in no training row, for one, there is no input.
  const { inputs, outputs } = await composer.data(draft.request(textOf(beginning)));
  return { ...beginning, widths: [inputs.length, 5, outputs.length] };
}

/** Of a file that is not written no line is told. */
export function withoutLine(error: unknown): unknown {
  return isKnotworkError(error) ? new KnotworkError(error.code, error.message.replace(/ \(line \d+\)/, ''), { ...error.place, cause: error }) : error;
}

/** A name in kebab-case: letters without their accents, everything else as hyphens. */
export function nameFrom(file: string): string {
  const plain = withoutEnding(file).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'my-table';
}

export function withoutEnding(path: string): string { return basename(path).replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, ''); }
