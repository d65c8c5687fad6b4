import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuiltFile } from './files-under.js';

/** Words that readers look for, and where the first thing found must be: pages and headings, any of which answers. */
export const LOOKED_FOR: readonly (readonly [string, RegExp])[] = [
  ['degrees of freedom', /^\/concepts\.html#two-kinds-of-degrees-of-freedom$/],
  ['curvature', /^\/(choose\/grids\.html#curvature|grids\.html)/],
  ['predict', /^\/(use-a-network\.html|commands\.html#knotwork-predict)/],
  ['grid extension', /^\/concepts\.html#extension$/],
  ['write a basis', /^\/write-a-basis\.html/],
  ['b-spline', /^\/choose\/bases\.html#b-spline$/],
  ['exit status', /^\/errors\.html#codes-and-exit-statuses$/],
];

interface Index { search(words: string): readonly { readonly id: string; readonly title: string }[] }
interface MiniSearch { loadJSON(json: string, options: object): Index }

/** Loads the index of the built site as its pages do, and asks it. @param tool folder in which minisearch is installed */
export async function searchFaults(files: ReadonlyMap<string, Pick<BuiltFile, 'text'>>, tool: string, base: string): Promise<{ readonly asked: string; readonly faults: readonly string[] }> {
  const name = [...files.keys()].find((file) => /@localSearchIndexroot\.[^/]*\.js$/.test(file));
  const asked = LOOKED_FOR.map(([words]) => `"${words}"`).join(', ');
  if (name === undefined) return { asked, faults: ['there is no index'] };
  const { default: json } = await import(`data:text/javascript,${encodeURIComponent(files.get(name)!.text())}`) as { readonly default: string };
  const { searchOptions } = await import(pathToFileURL(join(tool, 'site.mjs')).href) as { readonly searchOptions: object };
  const minisearch = createRequire(join(tool, 'package.json'))('minisearch') as MiniSearch;
  const index = minisearch.loadJSON(json, { fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'], searchOptions });
  return { asked, faults: misplaced((words) => index.search(words).map(({ id }) => `/${id.slice(base.length)}`)) };
}

/** Words whose first answer is another than it should be. */
export function misplaced(answers: (words: string) => readonly string[]): readonly string[] {
  return LOOKED_FOR.flatMap(([words, right]) => {
    const found = answers(words);
    return found[0] !== undefined && right.test(found[0]) ? [] : [`"${words}" finds ${found.slice(0, 4).join(', ') || 'nothing'}`];
  });
}
