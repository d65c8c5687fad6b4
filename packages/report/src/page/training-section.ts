import { learningCurve, type LearningSeries, numberText, rungStaircase } from '@knotwork/pictures';
import type { StageOfRun } from '../contents/run-contents.js';
import { figureOf, headline, SPLITS } from '../facts/figure.js';
import { learningOf, STARTS } from '../facts/learning.js';
import { isLossStandardized } from '../facts/loss-units.js';
import { type Ladder, laddersOf } from '../facts/rungs.js';
import { changeIn } from '../facts/status.js';
import { durationText } from './duration.js';
import { type Content, markup, type Markup, trusted } from './markup.js';
import { figure, type Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import { table } from './table.js';

const ENDINGS: Readonly<Record<string, string>> = {
  steps: 'all steps taken', converged: 'converged', validation: 'validation stopped improving', budget: 'time budget spent', aborted: 'interrupted', 'not-finite': 'diverged',
};
const orDash = (value: number | null | undefined): string => (typeof value === 'number' ? numberText(value) : '-');

/** How the network came to be: losses, ladders, stages, and what was compared on the way. */
export function trainingSection({ contents, model, resolutionName }: ReportRequest): Section | null {
  const { result, events, timing } = contents;
  const learning = learningOf(contents);
  const ladders = laddersOf(contents, resolutionName);
  // A run without a result has told of its stages as they ended.
  const stages = result?.stages ?? events.flatMap(({ event, report }) => (event === 'stage-finished' && report !== undefined ? [report] : []));
  const parts = [
    (learning !== null || ladders.length > 0) && markup`<div class="charts">
${learning !== null && figure(
      trusted(learningCurve(learning, { id: 'learning', standalone: false, description: `${learning.series.map(wordsOf).join(', ')}.` })),
      `The loss that was trained${isLossStandardized({ contents, model }) ? ', in standardized units' : ''}${result?.member === undefined ? '' : `, of member ${result.member}`}. ${learning.series.some(({ name }) => name === STARTS) ? ' Starts are drawn one over the other.' : ''}`,
    )}${ladders.map(({ stage, staircase }) => figure(trusted(rungStaircase(staircase, { id: `rungs-${stage}`, standalone: false }))))}</div>
`,
    ladders.map(ladderText),
    stages.length > 0 && table('Stages', ['stage', 'ended', ...SPLITS, 'took'].map((title, c) => ({ title, isNumber: c > 1 })), stages.map((stage, k) => [
      `${k + 1} ${stage.kind}`, endOf(stage), ...SPLITS.map((split) => figureIn(stage, split)), timing?.stages?.[k] === undefined ? '-' : durationText(timing.stages[k].seconds),
    ])),
    result?.members !== undefined && membersText(result.members, result.member, result.chosenBy),
    result?.choice !== undefined && choiceText(result.choice),
  ].filter((part) => part !== false && (!Array.isArray(part) || part.length > 0));
  return parts.length === 0 ? null : { id: 'training', title: 'How it was trained', content: parts };
}

/** A line in words; gaps between its parts are no values. */
function wordsOf({ name, values }: LearningSeries): string {
  const finite = Array.from(values).filter(Number.isFinite);
  return `${name} from ${numberText(finite[0]!)} to ${numberText(finite.at(-1)!)}`;
}

function figureIn(stage: StageOfRun, split: typeof SPLITS[number]): string {
  const metrics = stage.metrics ?? stage.rungs?.[stage.kept ?? stage.rungs.length - 1]?.metrics;
  const { key, name } = figureOf(metrics);
  const value = metrics?.[split]?.[key];
  return typeof value === 'number' ? `${name} ${numberText(value)}` : '-';
}

function endOf(stage: StageOfRun): string {
  const { ending, rungs, pruned, left, read, stays } = stage;
  if (read !== undefined && stays !== undefined) return `${read} of ${read + stays} edges became functions`;
  if (pruned !== undefined && left !== undefined) return `${pruned.edges.length} edges and ${pruned.nodes.length} hidden nodes switched off, ${left.edges} edges left`;
  if (rungs !== undefined && rungs.length > 0) return `${rungs.length - 1} ${rungs.length === 2 ? 'level' : 'levels'} climbed`;
  return ENDINGS[ending ?? ''] ?? ending ?? changeIn(stage) ?? '-';
}

/** Numbers that a table of rungs has a column for; of more, those that stand for several. */
const MOST_NUMBERS = 8;

function ladderText({ stage, figure: { key, name }, rungs, staircase, judged }: Ladder): Markup {
  if (judged.length > 0) {
    const shown = judged.length <= MOST_NUMBERS ? judged : judged.filter((one) => !one.includes('.'));
    return table(
      `Ladder of stage ${stage + 1}: what it says of every rung`,
      [{ title: staircase.size }, ...shown.map((one) => ({ title: one.replace('.', ' of '), isNumber: true })), { title: 'parameters', isNumber: true }],
      rungs.map(({ metrics, parameters }, k): Content[] => [staircase.rungs[k]!, ...shown.map((one) => orDash(metrics.stage?.[one])), parameters.effective]),
    );
  }
  return table(
    `Ladder of stage ${stage + 1}: ${name} of every rung${staircase.kept === undefined ? '' : '; the one that was kept is marked'}`,
    [{ title: staircase.size }, ...SPLITS.map((title) => ({ title, isNumber: true })), { title: 'parameters', isNumber: true }, { title: 'change by extension', isNumber: true }],
    rungs.map(({ metrics, parameters, functionChange }, k): Content[] => [staircase.rungs[k]!, ...SPLITS.map((split) => orDash(metrics[split]?.[key])), parameters.effective, orDash(functionChange)]), staircase.kept,
  );
}

const CRITERIA: Readonly<Record<string, string>> = { stage: 'criterion', validation: 'validation loss', training: 'training loss' };

function membersText(members: NonNullable<NonNullable<ReportRequest['contents']['result']>['members']>, best: number | undefined, chosenBy = ''): Markup {
  return table(
    `Members; predictions are the mean of those that are in, pictures are of the one that is marked`,
    [{ title: 'member' }, { title: 'ended' }, { title: CRITERIA[chosenBy] ?? chosenBy, isNumber: true }, { title: 'best figure', isNumber: true }, { title: 'in the mean' }],
    members.map(({ status, criterion, metrics, isLeftOut }, k) => {
      const shown = metrics === null ? null : headline(metrics);
      return [k + 1, status, orDash(criterion), shown === null ? '-' : `${shown.split} ${figureOf(metrics).name} ${orDash(shown.value)}`, isLeftOut ? 'left out' : 'yes'];
    }), best === undefined ? undefined : best - 1,
  );
}

function choiceText({ networks, simple, folds, rows, best, chosen, text }: NonNullable<NonNullable<ReportRequest['contents']['result']>['choice']>): Markup {
  const isClasses = networks[0]?.accuracy !== undefined;
  // Figures of fewer parts than those of the network that was taken are of other rows, and not held against these.
  const isOut = ({ parts = folds }: typeof networks[number]): boolean => parts < (networks[chosen]?.parts ?? folds);
  const numbers = (model: typeof simple[number] | typeof networks[number]): Content[] => [
    ...('widths' in model && isOut(model) ? ['-', '-'] : [orDash(isClasses ? model.accuracy : model.rmse), orDash(model.loss)]), model.loss === null ? 'diverged' : `${orDash(model.difference)} ± ${orDash(model.standardError)}`,
  ];
  return markup`<h3>Which network</h3>
${table(
  `Compared by ${folds}-fold cross-validation over ${rows} rows; the network that was taken is marked`,
  [{ title: 'model' }, { title: 'unknowns', isNumber: true }, { title: isClasses ? 'accuracy' : 'RMSE', isNumber: true }, { title: 'loss', isNumber: true }, { title: 'more loss than the best network', isNumber: true }, { title: 'verdict' }],
  [...simple.map((model): Content[] => [model.name, '', ...numbers(model), '']), ...networks.map((network, k): Content[] => [`[${network.widths.join(', ')}]`, network.unknowns, ...numbers(network), k === chosen ? 'taken' : k === best ? 'best' : isOut(network) ? `out after ${network.parts} of ${folds} parts${network.isSame === true ? ', the same as one with fewer unknowns' : ''}` : ''])],
  simple.length + chosen,
)}<p>${text}.</p>`;
}
