import type { BuiltFile } from './files-under.js';

/** An address of another place. */
const AWAY = String.raw`(?:https?:)?\/\/`;
/** How each kind of file asks for others; a link that a reader follows asks for nothing. */
const ASKS: Readonly<Record<string, readonly RegExp[]>> = {
  html: [
    new RegExp(String.raw`<(?:script|img|iframe|source|video|audio|embed|input|track)\b[^>]*\b(?:src|poster)\s*=\s*["']?\s*${AWAY}[^"'\s>]*`, 'gi'),
    new RegExp(String.raw`\bsrcset\s*=\s*["'][^"']*${AWAY}[^"']*`, 'gi'),
    new RegExp(String.raw`<link\b[^>]*\bhref\s*=\s*["']?\s*${AWAY}[^"'\s>]*`, 'gi'),
    new RegExp(String.raw`<(?:image|use|object)\b[^>]*\b(?:href|data)\s*=\s*["']?\s*${AWAY}[^"'\s>]*`, 'gi'),
  ],
  css: [new RegExp(String.raw`url\(\s*["']?\s*${AWAY}[^"')]*`, 'gi'), new RegExp(String.raw`@import\s+["']\s*${AWAY}[^"']*`, 'gi')],
  js: [
    new RegExp(String.raw`\b(?:fetch|import|importScripts|WebSocket|EventSource|Worker|sendBeacon)\(\s*["'\x60]\s*(?:wss?:\/\/|${AWAY})[^"'\x60]*`, 'gi'),
    new RegExp(String.raw`\bfrom\s*["']\s*${AWAY}[^"']*`, 'gi'), new RegExp(String.raw`\bimport\s*["']\s*${AWAY}[^"']*`, 'gi'),
    new RegExp(String.raw`\.(?:src|href)\s*=\s*["'\x60]\s*${AWAY}[^"'\x60]*`, 'gi'),
    new RegExp(String.raw`\bopen\(\s*["']GET["']\s*,\s*["'\x60]\s*${AWAY}[^"'\x60]*`, 'gi'),
  ],
};
/** A style may stand in a page, in a picture or in a script; a page may stand in a script. */
const LOOKED_FOR: Readonly<Record<string, readonly string[]>> = { html: ['html', 'css'], svg: ['html', 'css'], css: ['css'], js: ['js', 'html', 'css'], mjs: ['js', 'html', 'css'] };

/** What files of a site ask for from another place than the site itself. What code shows is no code: `<` is written otherwise in it. */
export function loadsFromElsewhere(files: ReadonlyMap<string, Pick<BuiltFile, 'text'>>): { readonly looked: number; readonly found: readonly string[] } {
  const found: string[] = [];
  let looked = 0;
  for (const [name, file] of files) {
    const kinds = LOOKED_FOR[/\.([a-z]+)$/.exec(name)?.[1] ?? ''];
    if (kinds === undefined) continue;
    looked += 1;
    const text = file.text();
    for (const kind of kinds) for (const pattern of ASKS[kind]!) for (const [what] of text.matchAll(pattern)) found.push(`${name}: ${what.slice(0, 200)}`);
  }
  return { looked, found };
}
