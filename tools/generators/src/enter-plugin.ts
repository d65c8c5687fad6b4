import { exportTaken, unreadableIndex } from './errors.ts';

/**
 * The text of a plugin package's `index.ts` with one plugin more: its import, its export and its entry in `definePackage`.
 *
 * @param file path of the index, for messages
 * @param module path that the index imports the plugin from, such as `./edges/plain.js`
 * @throws Error when the name is exported already, or a place to enter it is missing
 */
export function enterPlugin(text: string, file: string, symbol: string, module: string): string {
  if (new RegExp(`\\b${symbol}\\b`).test(text.replace(/'[^'\n]*'/g, ''))) throw exportTaken(symbol, file);
  const imported = withImport(text, file, `import { ${symbol} } from '${module}';`, module);
  const exported = replaced(imported, file, /^export \{([^}]*)\};$/m, 'a list of exports', (list) => entered(list, symbol, true));
  return replaced(exported, file, /\bplugins: \[([^\]]*)\]/, 'a list of plugins', (list) => entered(list, symbol, false));
}

/** Imports of own files are sorted by path; the new one goes before the first that comes after it. */
function withImport(text: string, file: string, line: string, module: string): string {
  const own = [...text.matchAll(/^import .* from '(\..*)';\n/gm)];
  const last = own.at(-1);
  if (last === undefined) throw unreadableIndex(file, 'an import of a file of its own');
  const next = own.find((found) => found[1]! > module);
  const at = next?.index ?? last.index + last[0].length;
  return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}

function replaced(text: string, file: string, pattern: RegExp, what: string, change: (list: string) => string): string {
  const found = pattern.exec(text);
  if (found === null) throw unreadableIndex(file, what);
  return text.replace(found[0], () => found[0].replace(found[1]!, () => change(found[1]!)));
}

/** A list in one line or in several, with an entry more: where names sort it, or last. */
function entered(list: string, symbol: string, isSorted: boolean): string {
  const entries = [...list.matchAll(/[^\s,][^,]*[^\s,]|[^\s,]/g)];
  const next = isSorted ? entries.find(([entry]) => entry > symbol) : undefined;
  if (next !== undefined) return `${list.slice(0, next.index)}${symbol}, ${list.slice(next.index)}`;
  const last = entries.at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  return `${list.slice(0, at)}${last === undefined ? '' : ', '}${symbol}${list.slice(at)}`;
}
