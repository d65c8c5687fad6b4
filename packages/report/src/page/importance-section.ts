import { coverageText } from '@knotwork/experiment/texts';
import { bars, numberText } from '@knotwork/pictures';
import { importancesOf } from '../facts/importances.js';
import { markup, trusted } from './markup.js';
import { figure, type Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import { table } from './table.js';

/** Inputs that have a bar; a table has them all. */
const MOST_BARS = 30;

const percent = (share: number): string => `${numberText(100 * share)} %`;

/** What matters: effects of inputs, and how much freedom the network used. */
export function importanceSection({ contents, effects }: ReportRequest): Section | null {
  const importances = importancesOf(contents, effects);
  const { result, network } = contents;
  const smoothing = result?.stages?.at(-1)?.smoothing;
  if (importances === null && smoothing === undefined) return null;
  const facts: (readonly [string, string])[] = smoothing === undefined ? [] : [
    ['degrees of freedom', `${numberText(smoothing.edf)} of ${smoothing.observations} observations`],
    ...(smoothing.noise === null ? [] : smoothing.noise.map((noise, o) => [`noise of ${network?.outputs[o] ?? `output ${o}`}`, numberText(noise)] as const)),
    ...(smoothing.coverage === null ? [] : [['intervals for new rows', `those ${coverageText(smoothing.coverage, { level: percent(smoothing.coverage.level), share: percent, number: numberText })}`] as const]),
  ];
  const parameters = result?.network?.parameters;
  if (parameters !== undefined) facts.push(['parameters', `${parameters.effective} that count, ${parameters.trainable} trained, ${parameters.grid} of grids`]);
  const edges = result?.network?.edges;
  if (edges !== undefined) facts.push(['edges', edgesInWords(edges)]);
  const drawn = importances?.inputs.slice(0, MOST_BARS) ?? [];
  return {
    id: 'matters', title: 'What matters', content: markup`<div class="charts">
${importances !== null && figure(trusted(bars({ value: importances.what, bars: drawn }, { id: 'importances', standalone: false })),
    `${importances.meaning}${importances.inputs.length > drawn.length ? ` The ${drawn.length} largest of ${importances.inputs.length}.` : ''}`)}
<div>${facts.length > 0 && table('How much freedom the network has', [{ title: 'what' }, { title: 'how much' }], facts)}</div>
</div>`,
  };
}

function edgesInWords({ free, symbolic = 0, pruned }: { readonly free: number; readonly symbolic?: number | undefined; readonly pruned: number }): string {
  const read = symbolic === 0 ? '' : `, ${symbolic} of them functions`;
  return pruned === 0 && symbolic === 0 ? `${free}` : `${free + symbolic} on${read}${pruned === 0 ? '' : `, ${pruned} pruned`}`;
}
