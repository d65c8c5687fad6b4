import { base64 } from './base64.js';
import { edgePicture, numberText } from '@knotwork/pictures';
import { type EdgeOfReport, edgesOf } from '../facts/edges.js';
import { markup, type Markup, trusted } from './markup.js';
import { figure, type Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';

/** Edges that have a large picture: each takes some kilobytes. */
const MOST_LARGE = 200;
/** Edges that are found without opening the list of all. */
const MOST_SHOWN = 12;

/** Width of a picture that leaves room for a list beside it. */
const NARROW = 620;

/** The network as a picture, and its edges, each large on demand. */
export function networkSection({ contents, model }: ReportRequest): Section | null {
  const section = (content: Markup): Section => ({ id: 'network-section', title: 'The network', content });
  const isImported = contents.imported !== null;
  if (model === null || contents.evaluation?.['edges.x'] === undefined) {
    if (contents.picture === null) return null;
    // As an image of its own it keeps its ids and its style to itself.
    const image = markup`<img alt="The network, as ${isImported ? 'it was imported' : 'the run drew it'}" src="data:image/svg+xml;base64,${base64(contents.picture)}"/>`;
    return section(figure(image, isImported && model !== null ? 'As it was imported. Import it with --data ROWS, and edges have scores and are shown large.' : 'As the run drew it. Edges are shown large where the network can be opened.', true, 'Picture of the network'));
  }
  const edges = edgesOf(model, contents);
  const large = edges.slice(0, MOST_LARGE);
  const member = contents.result?.member;
  const picture = model.toSVG({ id: 'network', standalone: false });
  const isNarrow = Number(/ width="(\d+)"/.exec(picture)?.[1]) <= NARROW;
  return section(markup`${member !== undefined && markup`<p>Predictions are the mean of several networks; this is that of member ${member}.</p>
`}<div${isNarrow && markup` class="halves"`}>
${figure(trusted(picture), `An edge that is clicked is shown large ${isNarrow ? 'in the list' : 'below'}.`, true, 'Picture of the network')}
<details class="edges" open="open"><summary>Edges, one by one, the largest score first${large.length < edges.length && `: ${large.length} of ${edges.length}`}</summary>
${large.slice(0, MOST_SHOWN).map(edgeDetails)}${large.length > MOST_SHOWN && markup`<details><summary>${large.length - MOST_SHOWN} more</summary>
${large.slice(MOST_SHOWN).map(edgeDetails)}</details>
`}</details>
</div>
`);
}

function edgeDetails({ layer, input, sum, from, to, score, degrees, picture }: EdgeOfReport): Markup {
  const id = `edge-${layer}-${input}-${sum}`;
  return markup`<details id="${id}"><summary>${from} → ${to}${picture.label !== undefined && markup` ${picture.label}`} <span class="quiet">score ${numberText(score)}${degrees !== null && `, ${numberText(degrees)} degrees of freedom`}</span></summary>
${trusted(edgePicture(picture, { id: `${id}-picture`, standalone: false, width: 640, height: 380 }))}</details>
`;
}
