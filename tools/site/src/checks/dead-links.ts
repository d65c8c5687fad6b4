import { posix } from 'node:path';
import type { BuiltFile } from './files-under.js';

/** Links that are no pages of the site. */
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/**
 * Links of pages that lead to a file, or a heading, that is not there. Also of the pages that typedoc wrote.
 *
 * @param base of the site
 */
export function deadLinks(files: ReadonlyMap<string, Pick<BuiltFile, 'text'>>, base = '/'): { readonly links: number; readonly dead: readonly string[] } {
  const pages = new Map([...files].filter(([name]) => name.endsWith('.html')).map(([name, file]) => [name, file.text()]));
  const anchors = new Map([...pages].map(([name, text]) => [name, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => unescaped(id!)))]));
  const dead = new Set<string>();
  let links = 0;
  for (const [page, text] of pages) {
    // Scripts hold the page a second time.
    for (const [, href] of text.replace(/<script\b[^]*?<\/script>/g, '').matchAll(/<(?:a|link)\b[^>]* href="([^"]*)"/g)) {
      const target = unescaped(href!);
      if (ELSEWHERE.test(target)) continue;
      links += 1;
      const [path, anchor] = target.split('#') as [string, string?];
      const file = fileOf(path, page, base, files);
      if (file === undefined) dead.add(`${page} leads to ${target}, which is not there`);
      else if (anchor !== undefined && anchor !== '' && anchors.has(file) && !anchors.get(file)!.has(decoded(anchor))) dead.add(`${page} leads to ${target}, and ${file} has no "${decoded(anchor)}"`);
    }
  }
  return { links, dead: [...dead].sort() };
}

/** The file that a path leads to as any server of files would find it. */
function fileOf(path: string, page: string, base: string, files: ReadonlyMap<string, unknown>): string | undefined {
  if (path === '') return page;
  const plain = decoded(path.split('?')[0]!);
  const whole = plain.startsWith(base) ? plain.slice(base.length) : posix.join(posix.dirname(page), plain);
  const name = posix.normalize(whole).replace(/^\.?\/?/, '');
  return [name, name === '' ? 'index.html' : `${name.replace(/\/$/, '')}/index.html`].find((file) => files.has(file));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const unescaped = (text: string): string => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
