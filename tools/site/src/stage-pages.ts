import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { filesOf, HOME, type Pointer, sectionsOf, sitePath } from './page-plan.js';
import { rewriteLinks } from './rewrite-links.js';

/** An entry of the side bar as vitepress takes it. */
export interface SideBarEntry { readonly text: string; readonly link?: string; readonly collapsed?: boolean; readonly items?: readonly SideBarEntry[] }

/** A link of a page to what is not in the repository. */
export class DeadLink extends Error {}

/** Files that pages point to and that are no pages stand under this folder, each as a page. */
const FILES = 'files';
/** How files are highlighted, by the ends of their names, where these are not the names of languages. */
const LANGUAGES: Readonly<Record<string, string>> = { mjs: 'js', cjs: 'js', yml: 'yaml' };
const HIGHLIGHTED = ['ts', 'js', 'py', 'yaml', 'json', 'c', 'sh', 'csv'];
/** Lines of a file that are shown: of a table the first say what it is. */
const MOST_LINES = 2000;
const PICTURE = /\.(svg|png)$/;

/**
 * Writes the pages of the site, ready for vitepress: those of the plan, and all that they point to. Links lead to pages of the site: a file of the sources becomes a page of its own, a folder the
 * list of its pages, a picture is copied.
 *
 * @param root of the repository
 * @param out folder, made anew
 * @returns the side bar
 * @throws DeadLink
 */
export function stagePages(root: string, out: string): { readonly sidebar: readonly SideBarEntry[]; readonly pages: number; readonly files: number } {
  const sections = sectionsOf(root);
  const planned = new Set([HOME, ...sections.flatMap(filesOf)]);
  const waiting = [...planned];
  const asked = new Set(waiting);
  rmSync(out, { recursive: true, force: true });

  /** Where a file of the repository stands in the site. */
  const placeOf = (file: string): string => {
    if (planned.has(file)) return sitePath(file);
    if (PICTURE.test(file)) return file.replace(/^docs\//, '');
    if (statSync(join(root, file)).isDirectory()) return `${file.replace(/^docs\//, '')}/index.md`;
    return `${FILES}/${file}${file.endsWith('.md') ? '' : '.md'}`;
  };
  const write = (place: string, text: string): void => {
    mkdirSync(dirname(join(out, place)), { recursive: true });
    writeFileSync(join(out, place), text);
  };

  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const place = placeOf(file);
    if (PICTURE.test(file)) {
      mkdirSync(dirname(join(out, place)), { recursive: true });
      copyFileSync(join(root, file), join(out, place));
      continue;
    }
    const from = file;
    const linked = (text: string): string => rewriteLinks(text, (target) => {
      const to = posix.normalize(posix.join(posix.dirname(from), target)).replace(/\/$/, '');
      if (to.startsWith('..') || !existsSync(join(root, to))) throw new DeadLink(`${from} points to ${target}, and that is not there.`);
      if (!asked.has(to)) {
        asked.add(to);
        waiting.push(to);
      }
      const path = posix.relative(posix.dirname(place), placeOf(to));
      return path.startsWith('.') ? path : `./${path}`;
    });
    if (statSync(join(root, file)).isDirectory()) write(place, linkList(file, sections.flatMap(filesOf).filter((page) => posix.dirname(page) === file), root));
    else {
      const text = readFileSync(join(root, file), 'utf8');
      const isPlanned = planned.has(file);
      if (file.endsWith('.md')) write(place, `${isPlanned ? '' : UNSEARCHED}${linked(text)}`);
      else write(place, asPage(file, text));
    }
  }
  return {
    sidebar: sections.map(({ title, pages, isFolded }) => ({ text: title, ...(isFolded === true ? { collapsed: true } : {}), items: pages.map((page) => entryOf(root, page)) })),
    pages: planned.size, files: asked.size - planned.size,
  };
}

/** A page, or a heading of one, in the side bar. */
function entryOf(root: string, page: string | Pointer): SideBarEntry {
  const address = (file: string): string => `/${sitePath(file).replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}`;
  return typeof page === 'string' ? { text: titleOf(root, page), link: address(page) } : { text: page.text, link: `${address(page.page)}#${page.heading}` };
}

/** Found by links alone; what is in sources would hide what pages say. */
const UNSEARCHED = '---\nsearch: false\n---\n\n';

/** A list of the pages of a folder. */
function linkList(folder: string, pages: readonly string[], root: string): string {
  const name = posix.basename(folder);
  return `# ${name[0]!.toUpperCase()}${name.slice(1)}\n\n${pages.map((page) => `- [${titleOf(root, page)}](./${posix.basename(page)})`).join('\n')}\n`;
}

/** A file that is no page, as one. */
function asPage(file: string, text: string): string {
  const end = posix.extname(file).slice(1);
  const language = LANGUAGES[end] ?? end;
  const lines = text.trimEnd().split('\n');
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length + 1)));
  const rest = lines.length > MOST_LINES ? `\n\nand ${lines.length - MOST_LINES} more lines.` : '';
  return `${UNSEARCHED}# ${posix.basename(file)}\n\n\`${file}\`\n\n${fence}${HIGHLIGHTED.includes(language) ? language : 'txt'}\n${lines.slice(0, MOST_LINES).join('\n')}\n${fence}${rest}\n`;
}

/** What a page is called: its first heading. */
export function titleOf(root: string, page: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, page), 'utf8'))?.[1];
  if (title === undefined) throw new DeadLink(`${page} has no title: begin it with "# ".`);
  return title;
}
