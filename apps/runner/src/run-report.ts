import { type ChoiceReport, levelText, type RunEvent, type RunObserver } from '@knotwork/experiment';
import { choiceText } from './choice-text.js';
import { digits, seconds, table } from './table.js';

/** A part without rows has none. */
interface Metrics { readonly [split: string]: Readonly<Record<string, number>> | null | undefined }
interface RungShape { level: (number | null)[]; metrics: Metrics; parameters: { effective: number }; functionChange: number | null }
interface PruneShape { pruned: { edges: unknown[]; nodes: unknown[] }; left: { edges: number } }
/** What a result says of the members of a run of several networks; `member` is the one whose network lies in the run's folder. */
interface MembersShape { member?: number; chosenBy?: string; members?: { status: string; criterion: number | null; isLeftOut: boolean }[] }
/** What a stage says whose smoothing chose itself. */
interface SmoothingShape { edf: number; noise: number[] | null; coverage: { level: number; test: number } | null }
interface StageShape extends Partial<PruneShape> { smoothing?: SmoothingShape; dataSets?: Readonly<Record<string, Metrics>>; kind: string; rungs?: RungShape[]; kept?: number; ending?: string; metrics?: Metrics }

/** What a network is shown by: RMSE in the user's units or accuracy, where the metric is there, else the standardized loss. */
const figures = [{ key: 'rmse', name: 'RMSE' }, { key: 'accuracy', name: 'accuracy' }, { key: 'loss', name: 'loss' }] as const;
const figureOf = (metrics: Metrics | null | undefined): typeof figures[number] => figures.find(({ key }) => metrics?.['train']?.[key] !== undefined) ?? figures[0];
const shown = (metrics: Metrics | null | undefined, split: string): string => digits(metrics?.[split]?.[figureOf(metrics).key]);

/** Tells about stages as they end, one line each, and the ladder as a table. */
export class StageLines implements RunObserver {
  private from = 0;

  constructor(private readonly say: (line: string) => void, private readonly resolutionName: string) {}

  observe(event: RunEvent): void {
    if (event.event === 'stage-started') { this.from = event.seconds; return; }
    if (event.event === 'resumed') {
      this.from = event.stageBegan;
      this.say(`Resuming ${event.text}.`);
      return;
    }
    if (event.event === 'widths-chosen') {
      for (const line of choiceText(event.report)) this.say(line);
      return;
    }
    if (event.event === 'note') { this.say(`note: ${event.text ?? ''}`); return; }
    if (event.event !== 'stage-finished') return;
    const report = event.report as unknown as StageShape;
    const took = seconds(event.seconds - this.from);
    const head = `${event.member === undefined ? '' : `member ${event.member}/${event.members!}, `}stage ${event.stage + 1}/${event.stages} ${event.kind}`;
    if (report.rungs === undefined) {
      const { metrics, pruned, left } = report;
      const what = pruned !== undefined && left !== undefined ? cuts({ pruned, left }) : endings[report.ending ?? ''] ?? report.ending;
      this.say(`${head}: ${what}; ${figureOf(metrics).name} train ${shown(metrics, 'train')}, validation ${shown(metrics, 'validation')} (${took})`);
    } else {
      this.say(`${head}: ${report.rungs.length - 1} ${report.rungs.length === 2 ? 'level' : 'levels'} climbed (${took})`);
      for (const line of staircase(report, this.resolutionName)) this.say(line);
    }
    if (report.smoothing !== undefined) this.say(smoothed(report.smoothing));
    // Here it shows what a stage made of the data sets that others fitted.
    const sets = Object.entries(report.dataSets ?? {});
    if (sets.length > 0) this.say(`${head}: test ${figureOf(sets[0]![1]).name} by data set: ${sets.map(([name, metrics]) => `${name} ${shown(metrics, 'test')}`).join(', ')}`);
  }
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
const cuts = ({ pruned: { edges, nodes }, left }: PruneShape): string =>
  `${counted(edges.length, 'edge')} and ${counted(nodes.length, 'hidden node')} switched off, ${counted(left.edges, 'edge')} left`;

const smoothed = ({ edf, noise, coverage }: SmoothingShape): string => [
  `smoothing: ${edf.toPrecision(3)} degrees of freedom`,
  ...(noise === null ? [] : [`noise ${noise.map(digits).join(', ')}`]),
  ...(coverage === null ? [] : [`intervals for ${coverage.level} hold ${coverage.test.toPrecision(2)} of the test rows`]),
].join(', ');

const endings: Readonly<Record<string, string>> = {
  steps: 'all steps taken', converged: 'converged', validation: 'validation stopped improving', budget: 'time budget spent', aborted: 'interrupted',
  'not-finite': 'diverged',
};

/** The ladder: resolution, errors or accuracies, parameters; the rung that validation chose is marked. */
export function staircase({ rungs = [], kept }: StageShape, resolutionName: string): string[] {
  const rows = rungs.map((r, k) => [
    levelText(r.level), shown(r.metrics, 'train'), shown(r.metrics, 'validation'), shown(r.metrics, 'test'), String(r.parameters.effective),
    r.functionChange === null ? '' : digits(r.functionChange), k === kept ? 'kept' : '',
  ]);
  const { name } = figureOf(rungs[0]?.metrics);
  const numbers = [resolutionName, `train ${name}`, `validation ${name}`, `test ${name}`, 'parameters', 'change by extension'];
  return table([...numbers.map((title) => ({ title })), { title: '', isText: true }], rows).map((line) => `  ${line}`);
}

/** The last lines of a run. */
export function summary(result: Readonly<Record<string, unknown>>, folder: string): string[] {
  const metrics = result['metrics'] as Metrics | null;
  const parts = ['train', 'validation', 'test'].map((split) => `${split} ${shown(metrics, split)}`);
  return [...membersText(result as MembersShape), `${figureOf(metrics).name}: ${parts.join(', ')}`, `Results in ${folder}`];
}

/** What members are compared by, in words. */
const criteria: Readonly<Record<string, string>> = { stage: 'criterion', validation: 'validation loss', training: 'training loss' };

/** Of a run of several networks: how many are in the mean, which are not and why, and whose the single network is. */
function membersText({ member, chosenBy = '', members = [] }: MembersShape): string[] {
  if (member === undefined) return [];
  const name = criteria[chosenBy] ?? chosenBy;
  const { criterion: best = null } = members[member - 1]!;
  const left = members.flatMap(({ status, criterion, isLeftOut }, k) => {
    if (!isLeftOut) return [];
    return [`member ${k + 1} ${status === 'diverged' ? 'diverged' : `is left out: its ${name} is ${digits(criterion)}, and the best one's ${digits(best)}`}`];
  });
  const count = members.filter(({ isLeftOut }) => !isLeftOut).length;
  return [...left, `Mean of ${counted(count, 'member')}; network.json is that of member ${member}, the best by ${name}`];
}

/** A finished run that is shown instead of repeated. */
export function shownAgain(result: Readonly<Record<string, unknown>>, resolutionName: string): string[] {
  const stages = (result['stages'] ?? []) as StageShape[];
  const choice = result['choice'] as ChoiceReport | undefined;
  return [...choice === undefined ? [] : choiceText(choice), ...stages.flatMap((stage) => (stage.rungs === undefined ? [] : staircase(stage, resolutionName)))];
}
