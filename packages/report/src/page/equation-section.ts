import { type BesideOthers, besideOthers, equationCautions, nothingLearned, weighedText } from '@knotwork/experiment/texts';
import { numberText } from '@knotwork/pictures';
import type { EquationOfRun } from '../contents/run-contents.js';
import { markup, type Markup } from './markup.js';
import type { Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import { table } from './table.js';

/** Constants that are listed; an equation of more is one that nobody reads. */
const MOST_CONSTANTS = 60;
/** Share of the spread from which on an equation, as printed, is told to differ from the network: below is what rounding makes of it. */
const DIFFERS = 1e-9;

/** What the network is, where all its edges are functions: its equations, and how well their constants are known. */
export function equationSection({ contents: { result } }: ReportRequest): Section | null {
  const equations = result?.formula?.outputs ?? [];
  if (equations.length === 0) return null;
  return { id: 'equation', title: equations.length === 1 ? 'The equation' : 'The equations', content: markup`${isOfChance(result!) && markup`<p>Nothing was learned: no network that was compared says more of the target than a constant does. What stands here is chance.</p>
`}${equations.map((one) => equationText(one, equations.length === 1 ? besideOthers(result?.choice) : null))}` };
}

/** Whether some input is in the equations of a network that learned nothing. */
function isOfChance(result: NonNullable<ReportRequest['contents']['result']>): boolean { return (result.formula?.inputs ?? []).some(({ isUsed }) => isUsed) && nothingLearned(result); }

/** Its errors, where they are known, of the parts that have rows: validation rows judge numbers of the training rows alone, and are fitted to last. */
function ownErrors(error: EquationOfRun['error']): string {
  const told = (['train', 'validation', 'test'] as const).flatMap((split) => (typeof error?.[split] === 'number' ? [`${split} ${numberText(error[split])}${split === 'validation' ? ' before it was fitted to these rows' : ''}`] : []));
  return told.length === 0 ? '' : ` Its own RMSE: ${told.join(', ')}.`;
}

function equationText({ name, text, constants, noise, difference, outside, error, leftOver, front = [] }: EquationOfRun, beside: BesideOthers | null): Markup {
  const shown = constants.slice(0, MOST_CONSTANTS);
  const largest = difference?.largest ?? null;
  const weighed = weighedText({ name, noise: noise ?? null }, numberText);
  const cautions = equationCautions({ name, text, front, error, leftOver: leftOver ?? null, constants, ...(outside === undefined ? {} : { outside }), noise: noise ?? null }, numberText, beside);
  return markup`<pre class="equation">${name} = ${text}</pre>
${largest !== null && largest >= DIFFERS && markup`<p class="quiet">As it is printed here, it is at most ${numberText(largest)} of the spread of ${name} from the network, over ${difference!.rows} rows.${ownErrors(error)}</p>
`}${shown.length > 0 && markup`<details><summary>Its ${constants.length === 1 ? 'constant' : `${constants.length} constants`}</summary>
${table(`Constants of ${name}`, [{ title: 'constant' }, { title: 'value', isNumber: true }, { title: 'standard error', isNumber: true }],
    shown.map(({ text: written, value, error, isExact }) => [written, numberText(value, 8), isExact ? 'exact' : error === null ? 'not known' : numberText(error)]))}</details>
`}${weighed.map((line) => markup`<p class="quiet">W${line.slice(1)}.</p>
`)}${front.length > 1 && markup`<details><summary>From simple to near: ${front.length} equations</summary>
${table(`Equations of ${name} that no simpler one is as near as; errors are root mean squares over the rows that judge${weighed.length === 0 ? '' : ', weighed'}`, [{ title: `${name} =` }, { title: 'parts', isNumber: true }, { title: 'error', isNumber: true }],
    front.map((one) => [one.text, one.complexity, numberText(one.error)]), front.findIndex((one) => one.text === text))}</details>
`}${cautions.map((line) => markup`<p class="quiet">Caution: ${line}.</p>
`)}`;
}
