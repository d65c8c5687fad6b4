import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the side bar. */
export interface Section {
  readonly title: string;
  /** Files of the repository, by their paths from its root; `*` stands for all others of a folder, by name. */
  readonly pages: readonly string[];
  /** Folded until it is opened, or one of its pages is read. */
  readonly isFolded?: boolean;
}

/** All pages, in the order in which they are to be read. */
export const SECTIONS: readonly Section[] = [
  { title: 'Begin', pages: ['docs/start.md', 'docs/concepts.md', 'docs/glossary.md'] },
  { title: 'Guides', pages: [
    'docs/use-a-network.md', 'docs/grids.md', 'docs/symbolic.md', 'docs/studies.md', 'docs/statistics.md', 'docs/on-a-cluster.md', 'docs/engines.md', 'docs/export.md', 'docs/import.md', 'docs/python.md',
    'docs/browser.md',
  ] },
  { title: 'What there is to choose from', pages: ['docs/choose/bases.md', 'docs/choose/*'], isFolded: true },
  { title: 'Write plugins', pages: ['docs/plugins/index.md', 'docs/write-a-basis.md', 'docs/plugins/*', 'docs/conformance.md'] },
  { title: 'Reference', pages: ['docs/experiment-file.md', 'docs/commands.md', 'docs/network-file.md', 'docs/errors.md'] },
  { title: 'How it is made', pages: ['docs/architecture.md', 'docs/engine.md', 'docs/tensor-engine.md', 'docs/performance.md', 'docs/benchmarks.md'] },
  { title: 'Decisions', pages: ['docs/decisions/*'], isFolded: true },
  { title: 'The project', pages: ['CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'] },
];

/** The page that is opened first. */
export const HOME = 'README.md';

/** Sections with their files: those that are there, each once. */
export function sectionsOf(root: string, sections: readonly Section[] = SECTIONS): readonly Section[] {
  const named = new Set(sections.flatMap(({ pages }) => pages));
  const here = (folder: string): string[] => filesIn(root, folder).filter((file) => file.endsWith('.md') && !named.has(file));
  return sections.map((section) => ({
    ...section,
    pages: section.pages.flatMap((page) => (page.endsWith('/*') ? here(page.slice(0, -2)) : filesIn(root, page.split('/').slice(0, -1).join('/')).includes(page) ? [page] : [])),
  })).filter(({ pages }) => pages.length > 0);
}

/** Files of a folder, by name; none where there is no such folder. */
function filesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => (folder === '' ? name : `${folder}/${name}`)).sort();
  } catch {
    return [];
  }
}

/** Where a page of the repository stands in the site: `docs/a.md` is `a.md`, a page of the root is in small letters, the home page `index.md`. */
export function sitePath(file: string): string {
  if (file === HOME) return 'index.md';
  if (file.startsWith('docs/')) return file.slice('docs/'.length);
  return file.toLowerCase();
}
