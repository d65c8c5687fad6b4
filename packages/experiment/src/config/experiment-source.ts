import { badSyntax, notABlock, pluginsNotAList } from './errors.js';
import type { Faults } from './faults.js';
import { isBlock } from './schema.js';
import type { applyOverride } from './overrides.js';
import type { Words } from './words/index.js';
import { asWritten, type Path, type Refuse } from './written.js';

/** An experiment as it was written, before anything is filled in. */
export interface ExperimentSource {
  readonly fileName: string;
  readonly tree: Readonly<Record<string, unknown>>;
  /** Entries of `plugins:`; they are loaded before anything else can be checked. */
  readonly plugins: readonly string[];
  /** One-based line of a path, or of the nearest block around it that was written; undefined where nothing of it was. */
  lineOf(path: Path): number | undefined;
  /** What comes with a text. A value may do without, unless there are overrides or something is wrong with it. */
  readonly texts?: Texts;
}

/** Reads a text of YAML as plain values, with the lines they stand on. */
export type ReadYaml = (text: string, refuse: Refuse) => Pick<ExperimentSource, 'lineOf'> & { readonly value: unknown };

/** What is large, and loaded where a text is read. */
export interface Texts {
  /** Overrides are texts. */
  readonly applyOverride: typeof applyOverride;
  /** What users mean by words that are none of ours, for messages. */
  readonly words: Words;
  /** Says what is wrong with a value. */
  readonly faults: Faults;
}

/**
 * Takes an experiment that is a value and no text, as options of code are.
 *
 * @throws KnotworkError `input` for what is too large for a file, too
 */
export function experimentOf(value: Readonly<Record<string, unknown>>, fileName: string, texts?: Texts): ExperimentSource {
  return sourceOf({ value: asWritten(value, (reason) => badSyntax(fileName, undefined, reason)), lineOf: () => undefined }, fileName, texts);
}

/** @throws KnotworkError `input` for what is not one block */
export function sourceOf({ value: tree, lineOf }: ReturnType<ReadYaml>, fileName: string, texts?: Texts): ExperimentSource {
  if (!isBlock(tree)) throw notABlock(fileName, tree);
  const plugins = tree['plugins'] ?? [];
  if (!Array.isArray(plugins) || plugins.some((p) => typeof p !== 'string' || p === '')) throw pluginsNotAList(fileName, lineOf(['plugins']), plugins);
  return { fileName, tree, plugins: plugins as string[], lineOf, ...(texts === undefined ? {} : { texts }) };
}
