import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A heading of a page that is itself a guide. */
export interface Pointer { readonly text: string; readonly page: string; readonly heading: string }

/** A part of the side bar. */
export interface Section {
  readonly title: string;
  /** Files of the repository, by their paths from its root; `*` stands for all others of a folder, by name. */
  readonly pages: readonly (string | Pointer)[];
  /** Folded until it is opened, or one of its pages is read. */
  readonly isFolded?: boolean;
}

/** All pages, in the order in which they are to be read. */
export const SECTIONS: readonly Section[] = [
  { title: 'Begin', pages: ['docs/start.md', 'docs/concepts.md', 'docs/glossary.md'] },
  { title: 'Guides', pages: [
    { text: 'Tables of your own', page: 'docs/experiment-file.md', heading: 'dataset' }, 'docs/use-a-network.md', { text: 'From code', page: 'docs/use-a-network.md', heading: 'from-code' },
    'docs/grids.md', 'docs/symbolic.md', 'docs/differential-equations.md', 'docs/studies.md', { text: 'Comparing fairly', page: 'docs/studies.md', heading: 'fair-comparison' }, 'docs/statistics.md', 'docs/on-a-cluster.md', 'docs/engines.md',
    'docs/export.md', 'docs/import.md', 'docs/python.md', 'docs/browser.md',
  ] },
  { title: 'Choose', pages: ['docs/choose/bases.md', 'docs/choose/*'], isFolded: true },
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
  const others = (folder: string): string[] => filesIn(root, folder).filter((file) => file.endsWith('.md') && !named.has(file));
  const there = (page: string | Pointer): readonly (string | Pointer)[] => {
    if (typeof page === 'string' && page.endsWith('/*')) return others(page.slice(0, -2));
    const file = typeof page === 'string' ? page : page.page;
    return filesIn(root, file.split('/').slice(0, -1).join('/')).includes(file) ? [page] : [];
  };
  return sections.map((section) => ({ ...section, pages: section.pages.flatMap(there) })).filter(({ pages }) => pages.length > 0);
}

/** The files among what a section shows. */
export const filesOf = ({ pages }: Section): readonly string[] => pages.filter((page) => typeof page === 'string');

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
