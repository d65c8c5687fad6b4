import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { errorMessages } from './error-messages.js';

/** How the page is written again; the test that finds a stale one says so too. */
export const COMMAND = 'npm run -s docs:reference';

const CODES = 'packages/plugin/src/errors.ts';
/** Folders of what only tests see: plugins with a defect among them. */
const UNSEEN = /\/(fixtures|broken|subjects|generated)\//;
const STATUSES = 'apps/runner/src/exit-status.ts';

/** The page `docs/errors.md`: codes with their meanings and exit statuses, and the messages of all sources, by package. */
export function errorsPage(root: string): string {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const packages = [...readdirSync(join(root, 'packages')).sort().map((name) => `packages/${name}`), 'apps/runner'].flatMap((folder) => {
    const messages = errorMessages(sources(root, `${folder}/src`).filter((file) => file !== CODES).map(read));
    if (messages.length === 0) return [];
    const { name, description } = JSON.parse(read(`${folder}/package.json`)) as { readonly name: string; readonly description: string };
    return [{ name, description, messages }];
  });
  const count = packages.reduce((sum, { messages }) => sum + messages.length, 0);
  return `${[
    '# Errors',
    `<!-- Written by ${COMMAND} from the sources that make errors: change them, or tools/site, not this page. -->`,
    'An error is a `KnotworkError`: one sentence or two that say what is wrong, what came, and what to type, and a code that says which kind of failure it is. '
    + 'Programs read the code (`error.code`, and `isKnotworkError` of `@knotwork/plugin` recognizes it), scripts the exit status of the command. '
    + 'What else a status may mean: [the command](experiment-file.md#command).',
    '## Codes and exit statuses',
    codes(read(CODES), read(STATUSES)).map(({ codes: names, status, about }) => `- ${names.map((name) => `\`${name}\``).join(', ')}: exit status ${status}. ${about}`).join('\n'),
    'A training that diverged is no error but a result: the run ends with exit status 1, and its folder has what was reached.',
    '## Messages',
    `The ${count} messages of all packages, by the package that knows what went wrong. \`…\` stands for names, numbers and texts of yours. Where no code stands the message is about another error, and has its code.`,
    ...packages.flatMap(({ name, description, messages }) => [
      `### ${name}`, `${description}.`,
      messages.map(({ code, text }) => `- ${code === null ? '' : `\`${code}\`: `}${written(text)}`).join('\n'),
    ]),
  ].join('\n\n')}\n`;
}

/** Sources below a folder, by their paths from the root; those of `errors.ts` first. */
function sources(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).filter((file) => !UNSEEN.test(file)).sort();
  return [...files.filter(isCatalogue), ...files.filter((file) => !isCatalogue(file))];
}

const isCatalogue = (file: string): boolean => file.endsWith('/errors.ts');

/** Codes in the order of their type, those together that share a comment, with the exit status that the command gives them. */
function codes(types: string, statuses: string): readonly { readonly codes: readonly string[]; readonly status: number; readonly about: string }[] {
  const union = /type ErrorCode =(.*?);\n/s.exec(types)?.[1];
  if (union === undefined) throw new Error(`${CODES} has no type ErrorCode.`);
  const exits = pairs(statuses, /EXIT = \{([^}]*)\}/);
  const exitOf = pairs(statuses, /ofCode: [^{]*\{([^}]*)\}/);
  return [...union.matchAll(/\/\*\* (.*?) \*\/([^/]*)/gs)].map(([, comment, below]) => {
    const names = [...below!.matchAll(/'(\w+)'/g)].map(([, name]) => name!);
    const found = [...new Set(names.map((name) => exits[exitOf[name]!.replace('EXIT.', '')]!))];
    if (found.length !== 1) throw new Error(`The codes ${names.join(', ')} share a comment in ${CODES} and not an exit status in ${STATUSES}.`);
    return { codes: names, status: Number(found[0]), about: comment!.replace(/ Exit status \d+\./, '') };
  });
}

/** `name: value` pairs of what is between the braces. */
function pairs(text: string, between: RegExp): Readonly<Record<string, string>> {
  return Object.fromEntries([...between.exec(text)![1]!.matchAll(/(\w+): ([\w.]+)/g)].map(([, name, value]) => [name!, value!]));
}

/** A message in Markdown: nothing in it is markup. */
const written = (text: string): string => text.replace(/[\\`*_<>[\]{}~]/g, '\\$&').replaceAll('\n', ' ');
