import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Comments of sources, as text: of exported values, and of plugins by their names. Read without a compiler: sources of the house are regular. */

const DECLARATION = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export (?:abstract |async )*(?:function\*?|const|class) (\w+)/g;
const RE_EXPORT = /export \{([^}]*)\} from '([^']+)'|export \* from '([^']+)'/g;

/** Text of a comment without its stars and without tags such as `@param`; links become code. */
export function commentText(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const end = lines.findIndex((line) => /^@\w/.test(line));
  return lines.slice(0, end < 0 ? lines.length : end).join('\n').replace(/\{@link (\w+)[^}]*\}/g, '`$1`').replace(/ @(?:returns|param|throws)\b.*$/gm, '').trim();
}

/** The first sentence of a comment, in one line. */
export function firstSentence(comment: string): string {
  const paragraph = commentText(comment).split(/\n\s*\n/)[0]!.replace(/\s+/g, ' ');
  return /^.*?[^.]\.(?= [A-Z`"]|$)/.exec(paragraph)?.[0] ?? paragraph;
}

/** Values that a module exports, types left out, each with its comment; empty where it has none. */
export function exportedValues(file: string): ReadonlyMap<string, string> {
  const text = readFileSync(file, 'utf8');
  const found = new Map<string, string>();
  for (const [, names, from, all] of text.matchAll(RE_EXPORT)) {
    const specifier = from ?? all!;
    if (!specifier.startsWith('.')) continue;
    const there = exportedValues(join(dirname(file), specifier.replace(/\.js$/, '.ts')));
    if (names === undefined) { for (const [name, comment] of there) found.set(name, comment); continue; }
    for (const name of names.split(',').map((part) => part.trim())) {
      const [inner, outer = inner] = name.split(/ as /);
      if (there.has(inner!)) found.set(outer!, there.get(inner!)!);
    }
  }
  for (const [, comment = '', name] of text.matchAll(DECLARATION)) found.set(name!, comment);
  return found;
}

/** The comment above the definition of a plugin; `undefined` where it has none. */
export function pluginComment(folder: string, name: string): string | undefined {
  const definition = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport const \\w+[^=]*= define\\w+(?:<[^(]*>)?\\(\\{\\s*name: '${name}'`);
  for (const path of readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.ts') || path.endsWith('.spec.ts')) continue;
    const comment = definition.exec(readFileSync(join(folder, 'src', path), 'utf8'))?.[1];
    if (comment !== undefined) return commentText(comment);
  }
  return undefined;
}
