import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { badSyntax, notABlock, pluginsNotAList } from './errors.js';

export type Path = readonly (string | number)[];

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
 * @throws KnotworkError `input` with the line for bad syntax, a key given twice, or a file that is not one block
 */
export function readExperiment(text: string, fileName: string): ExperimentSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: '1.2' });
  const error = document.errors[0];
  if (error !== undefined) throw badSyntax(fileName, error.linePos?.[0].line, error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''));
  if (!isMap(document.contents)) throw notABlock(fileName);
  const tree = document.toJS() as Record<string, unknown>;
  const plugins = tree['plugins'] ?? [];
  if (!Array.isArray(plugins) || plugins.some((p) => typeof p !== 'string')) throw pluginsNotAList(fileName);
  return {
    fileName, tree, plugins: plugins as string[],
    lineOf: (path) => {
      for (let n = path.length; n > 0; n--) {
        const key = document.getIn(path.slice(0, n - 1), true);
        if (!isNode(key)) continue;
        // The key's own line, not the value's: a block begins on the line below its key.
        const pair = isMap(key) ? key.items.find((p) => String(isNode(p.key) ? p.key.toJSON() : p.key) === String(path[n - 1])) : undefined;
        const at = pair !== undefined && isNode(pair.key) ? pair.key : document.getIn(path.slice(0, n), true);
        if (isNode(at) && at.range) return lines.linePos(at.range[0]).line;
      }
      return undefined;
    },
  };
}
