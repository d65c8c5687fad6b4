import { markup, type Markup, trusted } from './markup.js';
import { SCRIPT, SCRIPT_HASH } from './script.js';
import { contentsList, type Section, sectionText } from './sections.js';
import { STYLE } from './style.js';

/** What a page is made of. */
export interface PageParts {
  /** Of the window. */
  readonly title: string;
  /** What stands before the list of sections. */
  readonly head: Markup;
  readonly sections: readonly Section[];
  readonly footer: string;
  /** Whether edges of a network can be clicked. */
  readonly hasScript: boolean;
}

/** Nothing is fetched from anywhere, and no script runs but our own. */
const policy = (hasScript: boolean): string => `default-src 'none'; style-src 'unsafe-inline'; img-src data:; ${hasScript ? `script-src 'sha256-${SCRIPT_HASH}'; ` : ''}base-uri 'none'; form-action 'none'`;

/**
 * A page that needs nothing besides itself, works from `file://` and without scripts, in light, dark and print.
 *
 * @returns HTML that is well-formed XML, but for its first line
 */
export function framedPage({ title, head, sections, footer, hasScript }: PageParts): string {
  return `<!doctype html>
${markup`<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy(hasScript)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<link rel="icon" href="data:,"/>
<title>${title} - Knotwork</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
${head}${contentsList(sections)}
</header>
<main>
${sections.map(sectionText)}</main>
<footer><p class="quiet">${footer}</p></footer>
${hasScript && markup`<script>${trusted(SCRIPT)}</script>
`}</body>
</html>
`.text}`;
}
