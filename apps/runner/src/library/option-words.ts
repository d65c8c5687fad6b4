/** What is told of names: what `fit` takes besides the keys of a file, what it calls a table at hand, and the nearest name. */
interface Names {
  readonly own: readonly string[];
  readonly table: string;
  /** A sentence, empty where no name is near. */
  nearest(name: string, names: readonly string[]): string;
}

/**
 * The message of an error about an experiment in the words of the options of `fit`, which has no file: paths as JavaScript has them, `dataset.missing=drop` as `dataset: { missing: 'drop' }`, and a table at
 * hand by no name of a file. It imports nothing, so that a page that loads it late loads nothing else then, and is cut into no more files.
 */
export function inWordsOfOptions(message: string, names: Names): string {
  return unknownOption(message, names) ?? message
    .replaceAll(names.table, 'the table').replaceAll(' in the file.', ' in the options.')
    .replace(/\b([a-z]\w*(?:\.[a-z]\w*)+)=(\[[^\]]*\]|[\w.-]*\w)/gi, (_, path: string, value: string) => nested(path.split('.'), literal(value)))
    .replace(/\b(stages|levels|hidden|regularizers)\.(\d+)/g, '$1[$2]')
    .replace(/\b(kind|optimizer|smoothing): ([a-z][\w-]*)( or )?([a-z][\w-]*)?/g, (_, key: string, value: string, or = '', other = '') => `${key}: '${value}'${or === '' ? other : `${or}'${other}'`}`);
}

/** Of a key that there is not at the top, where a file has fewer. */
function unknownOption(message: string, { own, nearest }: Names): string | null {
  const { name, allowed, rest } = /^Unknown key "(?<name>.*)" in the file\. Allowed: knotwork, (?<allowed>[^.]*)\.(?<rest>.*)/s.exec(message)?.groups ?? {};
  if (name === undefined || allowed === undefined) return null;
  const all = [...own, ...allowed.split(', ')];
  return `fit has no option "${name}". Options: ${all.join(', ')}.${nearest(name, all) || rest!}`;
}

const nested = ([first, ...rest]: readonly string[], value: string): string => `${first}: ${rest.length === 0 ? value : `{ ${nested(rest, value)} }`}`;

const literal = (value: string): string => (/^(\[.*\]|-?[\d.]+(e-?\d+)?|true|false)$/.test(value) ? value : `'${value}'`);
