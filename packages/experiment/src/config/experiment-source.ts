import { badSyntax, notABlock, pluginsNotAList } from './errors.js';
import { isBlock } from './schema.js';
import { type Path, readYaml } from './yaml-text.js';

/** An experiment file as it was written, before anything is filled in. */
export interface ExperimentSource {
  readonly fileName: string;
  readonly tree: Readonly<Record<string, unknown>>;
  /** Entries of `plugins:`; they are loaded before anything else can be checked. */
  readonly plugins: readonly string[];
  /** One-based line of a path, or of the nearest block around it that was written; undefined where nothing of it was. */
  lineOf(path: Path): number | undefined;
}

/**
 * Parses the text of an experiment file: YAML 1.2, of which JSON is a part.
 *
 * @throws KnotworkError `input` with the line for bad syntax, a key given twice, a number that is not finite, or a file that is not one block
 */
export function readExperiment(text: string, fileName: string): ExperimentSource {
  const { value: tree, lineOf } = readYaml(text, (reason, line) => badSyntax(fileName, line, reason));
  if (!isBlock(tree)) throw notABlock(fileName, tree);
  const plugins = tree['plugins'] ?? [];
  if (!Array.isArray(plugins) || plugins.some((p) => typeof p !== 'string' || p === '')) throw pluginsNotAList(fileName, lineOf(['plugins']), plugins);
  return { fileName, tree, plugins: plugins as string[], lineOf };
}
