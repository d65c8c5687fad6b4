import { numberText } from '@knotwork/pictures';
import type { RunContents } from '../contents/run-contents.js';
import { nameIn, stateOf, statusNote } from '../facts/status.js';
import { verdict } from '../facts/verdict.js';
import { durationText } from './duration.js';
import { markup, type Markup } from './markup.js';
import type { ReportRequest } from '../report-request.js';

const STATES = { completed: 'completed', stopped: 'stopped by its time budget', diverged: 'diverged', unfinished: 'not finished', imported: 'imported', network: 'a network alone' } as const;

/** What a reader wants to know first: what it is, how far it came, and how good it is. */
export function headSection({ contents, notes }: ReportRequest): Markup {
  const state = stateOf(contents);
  const [first, ...others] = verdict(contents, numberText);
  const told = [statusNote(contents), contents.result?.choice === undefined ? null : `${contents.result.choice.text}.`].filter((text) => text !== null);
  const all = [...told, ...new Set([...contents.events.flatMap(({ event, text }) => (event === 'note' && text !== undefined ? [text] : [])), ...contents.notes, ...notes])];
  return markup`<h1>${nameOf(contents)}</h1>
<p><span class="state${['completed', 'imported', 'network'].includes(state) ? '' : ' bad'}">${STATES[state]}</span> <span class="quiet">${aboutRun(contents)}</span></p>
${first !== undefined && markup`<p class="verdict"><strong>${first}</strong> ${others.join(' ')}</p>
`}${all.length > 0 && markup`<div class="notes" role="note"><strong>To know</strong><ul>${all.map((text) => markup`<li>${text}</li>`)}</ul></div>
`}`;
}

/** What the run is called. */
export const nameOf = (contents: RunContents): string => nameIn(contents) ?? contents.place;

/** Of what a run is, in a line. */
export function aboutRun({ record, result, network, timing }: RunContents): string {
  const made = record?.experiment?.network;
  const [planned, from] = made === undefined ? [undefined, undefined] : 'from' in made ? [undefined, made.from.path] : [made.widths, undefined];
  // What are to be chosen are none yet.
  const widths = result?.network?.widths ?? network?.widths ?? (planned === undefined || 'hidden' in planned ? undefined : planned);
  return [
    network === null ? null : `${network.task} of ${network.classes.length > 0 ? `${network.classes.length} classes` : named(network.outputs)} from ${network.inputs.length} ${network.inputs.length === 1 ? 'input' : 'inputs'}`,
    widths === undefined ? null : `widths [${widths.join(', ')}]`, network === null ? null : network.bases.join(' and '),
    from === undefined ? null : `begun with the network of ${from}`,
    result?.network === undefined || result.network === null ? null : `${result.network.parameters.effective} parameters`,
    record?.experiment === undefined ? null : `seed ${record.experiment.seed}`, record?.id === undefined ? null : `run ${record.id}`, result?.before?.run == null ? null : `made from run ${result.before.run}`,
    timing?.finished === undefined ? null : `finished ${timing.finished.slice(0, 16).replace('T', ' ')} UTC${timing.seconds === undefined ? '' : ` after ${durationText(timing.seconds)}`}`,
  ].filter((part) => part !== null).join(', ');
}

const named = (names: readonly string[]): string => (names.length > 3 ? `${names.length} outputs` : names.join(', '));
