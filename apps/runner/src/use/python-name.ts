import { basename } from 'node:path';

/** Words of Python, which are no names. */
const WORDS = new Set(['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield']);
/** What files that are written import themselves. */
const IMPORTED = new Set(['numpy', 'math']);

/** What to know of the name of a file that is written: of Python, that nobody can import it. None for what can be, and for other languages. */
export function pythonNameNote(path: string): readonly string[] {
  const file = basename(path);
  if (!file.toLowerCase().endsWith('.py')) return [];
  const name = file.slice(0, -3);
  const why = WORDS.has(name) ? `"${name}" is a word of the language` : IMPORTED.has(name) ? `it imports ${name} itself` : /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? null : `"${name}" is no name there`;
  return why === null ? [] : [`Python cannot import ${file}: ${why}. Rename it, such as ${importable(name)}.py`];
}

function importable(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(plain) && plain !== name ? plain : `network${plain === '' ? '' : `_${plain}`}`;
}
