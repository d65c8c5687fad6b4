import { readdirSync, readFileSync } from 'node:fs';
import { templatesOf } from './templates.ts';

/** Names that the templates import or declare at any depth: an export of the same name would collide with one, or be hidden by it. */
export function templateNames(): ReadonlySet<string> {
  const folder = templatesOf('');
  // The module that all of them have beside the plugin's own.
  const names = new Set<string>(['index']);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts.template'))) {
    const text = readFileSync(folder + file, 'utf8');
    const lists = [...text.matchAll(/\b(?:import|const|let) (?:\w+, )?[[{](.*?)[\]}]/g)].flatMap((found) => found[1]!.split(','));
    const single = [...text.matchAll(/\b(?:const|let|function|import|import \* as) (\w+)/g)].map((found) => found[1]!);
    for (const name of [...lists.map((entry) => entry.replace('type ', '').split(/[:=]/).at(-1)!.trim()), ...single]) names.add(name);
  }
  return names;
}
