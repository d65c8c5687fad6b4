import { dataSection } from './data-section.js';
import { equationSection } from './equation-section.js';
import { headSection, nameOf } from './head-section.js';
import { importanceSection } from './importance-section.js';
import { markup, trusted } from './markup.js';
import { networkSection } from './network-section.js';
import { experimentSection, versionSection } from './origin-sections.js';
import { predictionSection } from './prediction-section.js';
import { SCRIPT, SCRIPT_HASH } from './script.js';
import { contentsList, filled, sectionText } from './sections.js';
import { STYLE } from './style.js';
import { trainingSection } from './training-section.js';
import type { ReportRequest } from '../report-request.js';

/** Nothing is fetched from anywhere, and no script runs but our own. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/**
 * A run as one page: what it came to, its equation where it is one, its network, what matters, how well it predicts, how it was trained, its data, file and versions.
 *
 * The page needs nothing besides itself, works from `file://` and without scripts, in light, dark and print. All that is not known is left out.
 *
 * @returns HTML that is well-formed XML, but for its first line
 *
 * Cost: linear in edges and rows; some 100 kB, and at most 200 large pictures of edges.
 */
export function reportPage(request: ReportRequest): string {
  const sections = filled([equationSection, networkSection, importanceSection, predictionSection, trainingSection, dataSection, experimentSection, versionSection].map((section) => section(request)));
  return `<!doctype html>
${markup`<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<link rel="icon" href="data:,"/>
<title>${nameOf(request.contents)} - Knotwork</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
${headSection(request)}${contentsList(sections)}
</header>
<main>
${sections.map(sectionText)}</main>
<footer><p class="quiet">Made by Knotwork ${request.contents.record?.knotwork?.version ?? ''} from ${request.contents.place}. The page needs nothing besides itself.</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.text}`;
}
