import { VERSION } from '@knotwork/experiment';
import { durationText, figure, filled, framedPage, markup, type Markup, type Section, table, trusted } from '@knotwork/report/page';
import { MOST_BANDS } from '@knotwork/pictures';
import { halvingInWords, sizeInWords } from '../halving/words.js';
import { ofJudge } from '../plan/judge-words.js';
import { reachOf } from '../plan/plan-study.js';
import type { StudyRecord } from '../run/study-record.js';
import type { StudyFigure } from '../figures/study-figure.js';
import type { TrialFacts } from '../figures/trial-facts.js';
import { placeOf } from '../status/failure.js';
import { shown } from '../tables/shown.js';
import { type StudyTable, tablesOf } from '../tables/study-table.js';
import type { Verdict } from '../verdict/verdict.js';
import { repeatSection } from './repeat-section.js';
import { headlineOf, verdictWords } from './verdict-words.js';

/** What a page is about. */
export interface ReportedStudy {
  readonly record: StudyRecord;
  readonly verdict: Verdict;
  readonly facts: readonly TrialFacts[];
  readonly figures: readonly StudyFigure[];
  /** Hashes of the data files that trials read, by set. */
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** As one types its folder. */
  readonly place: string;
}

/** Failures that are told one by one. */
const MOST_FAILURES = 50;

/**
 * A study as one page: what was asked, what came of it, figures, failures, and how to repeat it. It needs nothing besides itself, and runs no script.
 *
 * @returns HTML that is well-formed XML, but for its first line
 */
export function studyPage(study: ReportedStudy): string {
  const tables = new Map(tablesOf(study.verdict).map((one) => [one.name, one]));
  const [arms, these, like] = (['arms', 'these-sets', 'sets-like-these'] as const).map((name) => tables.get(name)!) as [StudyTable, StudyTable, StudyTable];
  const costs = (['sizes', 'tuning', 'seconds'] as const).flatMap((name) => tables.get(name) ?? []).map(htmlTable);
  const rounds = tables.get('halving');
  const sections = filled([
    questionSection(study), armSection(study.record), rounds === undefined ? null : { id: 'halving', title: rounds.title.split('?')[0]!, content: htmlTable(rounds) },
    { id: 'these-sets', title: these.title.split('?')[0]!, content: [drawn(study, 'forest'), htmlTable(these), htmlTable(arms)] },
    { id: 'sets-like-these', title: like.title.split('?')[0]!, content: [htmlTable(like), drawn(study, 'critical-differences')] },
    figureSection(study, 'learning', 'How the arms learned', ['convergence', 'staircase']), figureSection(study, 'costs', 'What it costs', ['pareto'], costs), failureSection(study), repeatSection(study),
  ]);
  return framedPage({ title: study.record.name, head: head(study), sections, hasScript: false, footer: `Made by Knotwork ${VERSION} from ${study.place}. The page needs nothing besides itself.` });
}

function head({ record, verdict, facts }: ReportedStudy): Markup {
  const seconds = facts.reduce((sum, fact) => sum + (fact.seconds ?? 0), 0);
  const { metric, on, trials, failed, look, registered } = verdict;
  const rounds = facts.filter(({ trial }) => trial.round !== undefined).length;
  const about = [`study of ${trials} trials`, ...(rounds === 0 ? [] : [`${rounds} more that stopped arms`]), ...(failed === 0 ? [] : [`${failed} failed`]), `judged by ${metric} ${ofJudge(on)}`, ...(look === 1 ? [] : [`look ${look}`]), `plan ${registered}`, `trials took ${durationText(seconds)}`];
  return markup`<h1>${record.name}</h1>
<p><span class="state${failed > 0 && ' bad'}">${failed > 0 ? 'judged, with failures' : 'judged'}</span> <span class="quiet">${about.join(', ')}</span></p>
<p class="verdict"><strong>${headlineOf(verdict)}</strong></p>
<ul>${verdictWords(verdict, '∞').map((sentence) => markup`<li>${sentence}</li>`)}</ul>
${verdict.notes.length > 0 && markup`<div class="notes" role="note"><strong>To know</strong><ul>${verdict.notes.map((note) => markup`<li>${note}</li>`)}</ul></div>
`}`;
}

function questionSection({ record: { plan, looks, base }, verdict }: ReportedStudy): Section {
  const halving = halvingInWords(plan);
  return {
    id: 'question', title: 'The question', content: markup`<p>Of the experiment <code>${base.file}</code>: ${sizeInWords(plan, '×')}. Arms are judged by ${plan.metric.name} ${ofJudge(plan.metric.on)} and compared with <strong>${plan.baseline}</strong>, in pairs of seeds.${halving === null ? '' : ` ${halving[0]!.toUpperCase()}${halving.slice(1)}.`}</p>
<p>Comparisons and metric were written down before any trial ran. ${reachOf(plan, looks.length).says}</p>
${table('What is compared', [{ title: 'comparison' }, { title: 'arm' }, { title: 'compared with' }], plan.comparisons.map(({ name, arm, baseline }) => [name, arm, baseline]))}${
  looks.length > 1 && table('Looks', [{ title: 'plan' }, ...['arms', 'data sets', 'seeds', 'comparisons'].map((title) => ({ title, isNumber: true }))], looks.map(({ registered, arms, sets, seeds, comparisons }) => [registered, arms, sets, seeds, comparisons]), verdict.look - 1)}`,
  };
}

function armSection({ plan }: StudyRecord): Section {
  const factors = [...new Set(plan.arms.flatMap(({ levels }) => Object.keys(levels)))];
  return {
    id: 'arms', title: 'Arms', content: [
      table('Levels of every arm; the baseline is marked', [{ title: 'arm' }, ...factors.map((title) => ({ title }))], plan.arms.map(({ name, levels }) => [name, ...factors.map((factor) => levels[factor] ?? '-')]), plan.arms.findIndex(({ name }) => name === plan.baseline)),
      markup`<details><summary>What every arm changes of the experiment</summary>${table('Overrides', [{ title: 'arm' }, { title: 'overrides' }], plan.arms.map(({ name, overrides }) => [name, overrides.length === 0 ? 'none' : overrides.map((text, k) => markup`${k > 0 && ' '}<code>${text}</code>`)]))}</details>`,
    ],
  };
}

/** A table as it is printed, its sentences below it. */
function htmlTable({ title, columns, rows, notes }: StudyTable): Markup {
  // What is said of every comparison is long.
  const [few, many] = notes.length <= 4 ? [notes, []] : [notes.slice(0, 2), notes.slice(2)];
  return markup`${rows.length > 0 && table(title, columns.map(({ title: name, heading = name, as }) => ({ title: heading, isNumber: as !== 'text' })), rows.map((row) => row.map((cell, k) => shown(cell, columns[k]!, '∞'))))}${
    few.map((note) => markup`<p>${note}</p>
`)}${many.length > 0 && markup`<details><summary>What is said of every comparison, and whether seeds were enough</summary><ul>${many.map((note) => markup`<li>${note}</li>`)}</ul></details>
`}`;
}

/** Figures as wide as they are. */
function drawn({ figures }: ReportedStudy, ...names: readonly string[]): readonly Markup[] {
  return figures.filter(({ name }) => names.some((one) => name === one || name.startsWith(`${one}-`))).map((one) => framed(one, true));
}

const framed = (one: StudyFigure, isWide: boolean): Markup => figure(trusted(one.draw(false)), markup`<strong>${one.title}.</strong> ${one.caption}`, isWide, one.title);

/** Figures of data sets, two beside each other where they are of few arms. */
function figureSection(study: ReportedStudy, id: string, title: string, names: readonly string[], tables: readonly Markup[] = []): Section | null {
  const own = study.figures.filter(({ name }) => names.some((one) => name === one || name.startsWith(`${one}-`)));
  const isWide = study.record.plan.arms.length > MOST_BANDS;
  const content = own.length === 0 ? [] : isWide ? own.map((one) => framed(one, true)) : [markup`<div class="charts">
${own.map((one) => framed(one, false))}</div>
`];
  const [drawnSets, all] = [new Set(study.figures.flatMap(({ set }) => (set === null ? [] : [set]))).size, study.record.plan.sets.length];
  return content.length === 0 && tables.length === 0 ? null : { id, title, content: [drawnSets < all && markup`<p>Of ${all} data sets the first ${drawnSets} are drawn.</p>
`, content, tables] };
}

function failureSection({ record: { plan }, facts }: ReportedStudy): Section | null {
  const failed = facts.filter(({ reason }) => reason !== null);
  if (failed.length === 0) return null;
  return {
    id: 'failures', title: 'Failures', content: [
      table('Trials that failed: they rank behind all others', [{ title: 'trial' }, { title: 'which' }, { title: 'why' }], failed.slice(0, MOST_FAILURES).map(({ trial, reason }) => [markup`<code>${trial.id}</code>`, placeOf(trial, plan), reason])),
      failed.length > MOST_FAILURES && markup`<p>And ${failed.length - MOST_FAILURES} others.</p>`,
    ],
  };
}
