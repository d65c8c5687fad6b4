import { dataSection } from './data-section.js';
import { equationSection } from './equation-section.js';
import { framedPage } from './framed-page.js';
import { headSection, nameOf } from './head-section.js';
import { importanceSection } from './importance-section.js';
import { networkSection } from './network-section.js';
import { experimentSection, versionSection } from './origin-sections.js';
import { predictionSection } from './prediction-section.js';
import { filled } from './sections.js';
import { solutionSection } from './solution-section.js';
import { trainingSection } from './training-section.js';
import type { ReportRequest } from '../report-request.js';

/**
 * A run as one page: what it came to, its equation where it is one, its solution where it solved equations, its network, what matters, how well it predicts, how it was trained, its data, file and versions.
 *
 * The page needs nothing besides itself, works from `file://` and without scripts, in light, dark and print. All that is not known is left out.
 *
 * @returns HTML that is well-formed XML, but for its first line
 *
 * Cost: linear in edges and rows; some 100 kB, and at most 200 large pictures of edges.
 */
export function reportPage(request: ReportRequest): string {
  const sections = filled([equationSection, solutionSection, networkSection, importanceSection, predictionSection, trainingSection, dataSection, experimentSection, versionSection].map((section) => section(request)));
  return framedPage({
    title: nameOf(request.contents), head: headSection(request), sections, hasScript: true,
    footer: `Made by Knotwork ${request.contents.record?.knotwork?.version ?? ''} from ${request.contents.place}. The page needs nothing besides itself.`,
  });
}
