import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of some templates: `plugin/KIND`, a plugin with its two specs; `entry`, the module of a package with one plugin; `package`, all else of a package
 * outside of any workspace; `experiment`, a file that uses a plugin of each kind. The generators of this repository read the first two.
 */
export const templatesOf = (part: string): string => fileURLToPath(new URL(`../templates/${part}`, import.meta.url));

/** Texts by path, as templates with `<%= word %>` make them: also `__word__` in a path, whose ending `.template` falls away. */
export function rendered(part: string, words: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const folder = templatesOf(part);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.sort().map((path) => [
    filled(path.split(sep).join('/').replace(/\.template$/, ''), /__(\w+)__/g, words), filled(readFileSync(join(folder, path), 'utf8'), /<%= (\w+) %>/g, words),
  ]));
}

function filled(text: string, place: RegExp, words: Readonly<Record<string, string>>): string {
  return text.replace(place, (_, word: string) => {
    const value = words[word];
    if (value === undefined) throw new Error(`A template asks for "${word}".`);
    return value;
  });
}
