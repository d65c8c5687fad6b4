import { type ChoiceReport, endNotes, levelText, type RunEvent, type RunObserver, type SolutionReport, type StageOutlook } from '@knotwork/experiment';
import { besideOthers, coverageText, equationCautions, filledNotes, judgingRows, type LearnedOrNot, NO_EQUATION, nothingLearned, type TriedIntervals, weighedText } from '@knotwork/experiment/texts';
import type { EquationData, EquationOutput } from '@knotwork/symbolic';
import { choiceText } from './choice-text.js';
import { lossFigure } from './loss-figure.js';
import { digits, seconds, table } from './table.js';
import { targetsText } from './targets-text.js';

type Judged = Readonly<Record<string, number>>;
/** A part without rows has none. */
interface Metrics { readonly [split: string]: Judged | null | undefined }
interface RungShape extends Partial<SolutionReport> { isBetter?: boolean; level: (number | null)[]; metrics: Metrics; parameters: { effective: number }; functionChange: number | null }
interface PruneShape { pruned: { edges: unknown[]; nodes: unknown[] }; left: { edges: number } }
/** What a result says of the members of a run of several networks; `member` is the one whose network lies in the run's folder. */
interface MembersShape { member?: number; chosenBy?: string; members?: { status: string; criterion: number | null; isLeftOut: boolean }[] }
/** What a stage says whose smoothing chose itself. */
interface SmoothingShape { edf: number; effects: number[]; noise: number[] | null; coverage: TriedIntervals | null }
/** What symbolify made of edges. */
interface SymbolifyShape { read: number; stays: number; edges: { became: string | null }[]; before: Metrics }
/** What a prune says that tried to do without parts, one after the other. */
interface EliminationShape { tried: { removed: unknown; left: number; isAccepted: boolean }[]; judgedBy: string; parameters: number }
interface StageShape extends Partial<PruneShape>, Partial<SymbolifyShape> { standardErrors?: Readonly<Record<string, number | null>>; estimates?: Readonly<Record<string, number>>; edf?: number; noise?: Readonly<Record<string, number | null>>; elimination?: EliminationShape; unusedInputs?: string[]; smoothing?: SmoothingShape; dataSets?: Readonly<Record<string, Metrics>>; kind: string; rungs?: RungShape[]; kept?: number; ending?: string; metrics?: Metrics }

/** What a network is shown by: RMSE in the user's units or accuracy, where the metric is there, else the standardized loss. */
const figures = [{ key: 'rmse', name: 'RMSE' }, { key: 'accuracy', name: 'accuracy' }, { key: 'loss', name: 'loss' }] as const;
const figureOf = (metrics: Metrics | null | undefined): typeof figures[number] => figures.find(({ key }) => metrics?.['train']?.[key] !== undefined || metrics?.['test']?.[key] !== undefined) ?? figures[0];
/** Whether training rows have equations in place of targets. */
const isOfEquations = (metrics: Metrics | null | undefined): boolean => metrics?.['train'] !== undefined && metrics['train'] !== null && Object.keys(metrics['train']).length === 0;
const shown = (metrics: Metrics | null | undefined, split: string): string => digits(metrics?.[split]?.[figureOf(metrics).key]);
/** Errors on the rows that stages see; of equations on others that have targets, and null where there are none. */
function seen(metrics: Metrics | null | undefined): string | null {
  const splits = isOfEquations(metrics) ? ['validation', 'test'].filter((split) => Object.keys(metrics?.[split] ?? {}).length > 0) : ['train', 'validation'];
  return splits.length === 0 ? null : splits.map((split) => `${split} ${shown(metrics, split)}`).join(', ');
}
/** The same behind the name of the figure, as the end of a line; nothing where there is none. */
function figureText(metrics: Metrics | null | undefined, name: string = figureOf(metrics).name): string {
  const errors = seen(metrics);
  return errors === null ? '' : `; ${name} ${errors}`;
}
/** Whether steps of a stage tell of a loss that the figure of its line does not follow from: then the line tells it too. */
const tellsLoss = (outlook: StageOutlook | undefined, metrics: Metrics | null | undefined): boolean =>
  outlook !== undefined && outlook.mostSteps > 0 && figureOf(metrics).key !== 'loss' && lossFigure(outlook).name === 'loss';

/** Tells about stages as they end, one line each, and the ladder as a table. */
export class StageLines implements RunObserver {
  private from = 0;
  /** By what the last stage that is finished was judged besides, of a run or of a member. */
  private judged: Judged | undefined;

  /** @param inputs their names, @param resolutionName what the basis calls its resolution, @param outlook of every stage */
  constructor(
    private readonly say: (line: string) => void, private readonly resolutionName: string, private readonly inputs: readonly string[], private readonly outlook: readonly StageOutlook[],
  ) {}

  /** A line for each network whose fits are all done. */
  private compared({ fit, parts, widths, seconds: at }: RunEvent & { readonly event: 'cross-validated' }): void {
    if (fit % parts !== 0) return;
    this.say(`[${widths.join(', ')}]: ${parts} fits (${seconds(at - this.from)})`);
    this.from = at;
  }

  observe(event: RunEvent): void {
    if (event.event === 'stage-started') {
      this.from = event.seconds;
      if (event.stage === 0) this.judged = undefined;
      return;
    }
    if (event.event === 'resumed') {
      this.from = event.stageBegan;
      this.say(`Resuming ${event.text}.`);
      return;
    }
    if (event.event === 'cross-validated') { this.compared(event); return; }
    if (event.event === 'structure-found') {
      const { structures } = event;
      this.say(structures.length === 0 ? 'Structure: none is seen in the best of these networks.' : `Structure of the best of these networks: ${structures.join('. Or ')}.`);
      this.from = event.seconds;
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
      const { metrics, pruned, left, read, stays, edges, before } = report;
      const what = pruned !== undefined && left !== undefined ? cuts({ pruned, left }) : read !== undefined && stays !== undefined && edges !== undefined && before !== undefined ? readings({ read, stays, edges, before }) : endings[report.ending ?? ''] ?? report.ending;
      const loss = tellsLoss(this.outlook[event.stage], metrics) ? `; loss train ${digits(metrics?.['train']?.['loss'])}, validation ${digits(metrics?.['validation']?.['loss'])}` : '';
      this.say(`${head}: ${what}${figureText(metrics)}${loss} (${took})`);
    } else if (report.rungs.length === 0) {
      this.say(`${head}: ${endings[report.ending ?? ''] ?? report.ending} (${took})`);
    } else {
      this.say(`${head}: ${report.rungs.length - 1} ${report.rungs.length === 2 ? 'level' : 'levels'} climbed (${took})`);
      for (const line of ladder(report, this.resolutionName, this.outlook[event.stage])) this.say(line);
      if (report.standardErrors !== undefined) this.say(found(report));
    }
    const { rungs = [], kept = rungs.length - 1, metrics: { stage: judged } = rungs[kept]?.metrics ?? {}, before } = report;
    // Levels of a solution have said it.
    if (rungs[0]?.residuals === undefined) for (const line of judgedLines(before?.['stage'] ?? this.judged, judged)) this.say(line);
    this.judged = judged ?? undefined;
    if (report.elimination !== undefined) this.say(eliminated(report.elimination));
    if (report.unusedInputs !== undefined && report.unusedInputs.length > 0) this.say(unused(report.unusedInputs, this.inputs.length));
    if (report.smoothing !== undefined) for (const line of smoothed(report.smoothing, this.inputs)) this.say(line);
    // Here it shows what a stage made of the data sets that others fitted.
    const sets = Object.entries(report.dataSets ?? {});
    if (sets.length > 0) this.say(`${head}: test ${figureOf(sets[0]![1]).name} by data set: ${sets.map(([name, metrics]) => `${name} ${shown(metrics, 'test')}`).join(', ')}`);
  }
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
const cuts = ({ pruned: { edges, nodes }, left }: PruneShape): string =>
  `${counted(edges.length, 'edge')} and ${counted(nodes.length, 'hidden node')} switched off, ${counted(left.edges, 'edge')} left`;

/** Functions that a line names at most. */
const MOST_FUNCTIONS = 6;

/** What edges became, and what the error was before. */
function readings({ read, stays, edges, before }: SymbolifyShape): string {
  const names = edges.flatMap(({ became }) => (became === null ? [] : [became]));
  const told = names.length > MOST_FUNCTIONS ? `${names.slice(0, MOST_FUNCTIONS).join(', ')}, ...` : names.join(', ');
  return `${read} of ${counted(read + stays, 'edge')} became functions${names.length === 0 ? '' : ` (${told})`}${figureText(before, `${figureOf(before).name} before:`)}`;
}

/** What removals are judged by, in words. */
const judges: Readonly<Record<string, string>> = { criterion: 'generalized cross-validation', validation: 'validation rows', training: 'training rows' };

/** How an elimination went, in a line. */
function eliminated({ tried, judgedBy, parameters }: EliminationShape): string {
  const by = `compared by ${judges[judgedBy] ?? judgedBy} at ${Math.round(parameters)} parameters`;
  if (tried.some(({ removed, isAccepted }) => removed === 'all' && isAccepted)) return `elimination: no edge is needed, a constant is as good (${by})`;
  const parts = tried.filter(({ removed }) => removed !== 'all');
  if (parts.length === 0) return `elimination: nothing can be taken away but all edges together, and a constant is not as good (${by})`;
  return `elimination: ${parts.filter(({ isAccepted }) => isAccepted).length} of ${counted(parts.length, 'removal')} tried left a network as good (${by})`;
}

/** Inputs that are not needed. @param of how many there are */
function unused(names: readonly string[], of: number): string {
  const rest = names.length - MOST_INPUTS;
  return `inputs without edges: ${names.slice(0, MOST_INPUTS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''} (${names.length} of ${of})`;
}

/** Inputs that a line names at most, and effects that are none. */
const MOST_INPUTS = 8;
const NO_EFFECT = 0.005;

/** What a fit whose smoothing chose itself says of it, in two lines. @param inputs their names */
function smoothed(smoothing: SmoothingShape, inputs: readonly string[]): string[] {
  const ranked = smoothing.effects.map((effect, i) => ({ effect, name: inputs[i] ?? `input ${i + 1}` })).sort((a, b) => b.effect - a.effect);
  const told = ranked.filter(({ effect }) => effect >= NO_EFFECT).slice(0, MOST_INPUTS);
  const rest = ranked.length - told.length;
  // All that are left out have less than the last that is told, or next to none.
  const most = told.length === MOST_INPUTS ? told.at(-1)!.effect : NO_EFFECT;
  const parts = [...told.map(({ name, effect }) => `${name} ${effect.toFixed(2)}`), ...rest === 0 ? [] : [`${told.length === 0 ? 'all' : counted(rest, 'other')} below ${digits(most)}`]];
  return [inWords(smoothing), `effects of inputs: ${parts.join(', ')}`];
}

const inWords = ({ edf, noise, coverage }: SmoothingShape): string => [
  `smoothing: ${edf.toPrecision(3)} degrees of freedom`,
  ...(noise === null ? [] : [`noise ${noise.map(digits).join(', ')}`]),
  ...(coverage === null ? [] : [`intervals ${coverageText(coverage, { level: String(coverage.level), share: (share) => share.toPrecision(2), number: digits })}`]),
].join(', ');

const endings: Readonly<Record<string, string>> = {
  steps: 'all steps taken', converged: 'converged', validation: 'validation stopped improving', budget: 'time budget spent', aborted: 'interrupted',
  'not-finite': 'diverged',
};

/** What a stage with levels says of them. */
function ladder(report: StageShape, resolutionName: string, outlook?: StageOutlook): string[] {
  return report.rungs?.[0]?.residuals === undefined ? staircase(report, resolutionName, outlook) : solved(report.rungs, resolutionName);
}

/** Residuals that a table has lines for; of more, the largest is told. */
const MOST_RESIDUALS = 12;

/** Levels of a solution, one beside the other: how far equations are from holding, what was found, and errors where a reference is known. */
function solved(rungs: readonly RungShape[], resolutionName: string): string[] {
  const lines = (title: (name: string) => string, of: (rung: RungShape) => Readonly<Record<string, number>> | undefined, words: (value: number | undefined) => string = digits): string[][] => (
    Object.keys(of(rungs[0]!) ?? {}).map((name) => [title(name), ...rungs.map((rung) => words(of(rung)?.[name]))]));
  const residuals = Object.keys(rungs[0]!.residuals ?? {}).flatMap((name) => [
    [`residual of ${name}`, ...rungs.map((rung) => digits(rung.residuals?.[name]))],
    ...(rungs[0]!.elsewhere?.[name] === undefined ? [] : [['  between its points', ...rungs.map((rung) => digits(rung.elsewhere?.[name]))]]),
  ]);
  const told = residuals.length <= MOST_RESIDUALS ? residuals : [['largest residual', ...rungs.map(({ residuals: all = {} }) => digits(Math.max(...Object.values(all))))]];
  const worse = rungs.flatMap(({ isBetter, level, objective }, k) => (isBetter === false ? [`level ${levelText(level)} did not improve on ${levelText(rungs[k - 1]!.level)}: objective ${digits(objective)}, after ${digits(rungs[k - 1]!.objective)}`] : []));
  const levels = table([{ title: resolutionName, isText: true }, ...rungs.map(({ level }) => ({ title: levelText(level) }))], [
    ['parameters', ...rungs.map(({ parameters: { effective } }) => String(effective))], ...told,
    ...lines((name) => name, (rung) => rung.estimates, (value) => value?.toPrecision(6) ?? '-'), ...lines((name) => `relative L2 error of ${name}`, (rung) => rung.relativeL2),
    ...Object.keys(rungs[0]!.drift ?? {}).map((name) => [`drift of the integral of ${name}`, ...rungs.map(({ drift, noDrift }) => noDrift?.[name] ?? digits(drift?.[name]))]),
  ]);
  return [...levels.map((line) => `  ${line}`), ...worse];
}

/** What numbers by which a stage judges itself are called here, by the word before the dot. */
const judgedTitles: Readonly<Record<string, string>> = { residual: 'residual of', elsewhere: 'between the points of', relativeL2: 'relative L2 error of', drift: 'drift of the integral of' };

/** Where a stage changed what one before it was judged by: these numbers before and after. Numbers that were found are not changed. */
function judgedLines(before: Judged | null | undefined, after: Judged | null | undefined): string[] {
  const names = Object.keys(after ?? {}).filter((name) => !name.startsWith('estimate.'));
  if (before === null || before === undefined || names.every((name) => before[name] === after![name])) return [];
  const parts = names.filter((name) => name.includes('.'));
  const told = parts.length === 0 || parts.length > MOST_RESIDUALS ? names.filter((name) => !name.includes('.')) : parts;
  const titleOf = (name: string): string => {
    const dot = name.indexOf('.');
    return dot < 0 ? `${name}${parts.some((part) => part.startsWith(`${name}.`)) ? ', the largest' : ''}` : `${judgedTitles[name.slice(0, dot)] ?? name.slice(0, dot)} ${name.slice(dot + 1)}`;
  };
  return table([{ title: '', isText: true }, { title: 'before' }, { title: 'after' }], told.map((name) => [titleOf(name), digits(before[name]), digits(after![name])])).map((line) => `  ${line}`);
}

/** Numbers of equations that were found, with their standard errors. */
function found({ estimates = {}, standardErrors = {}, edf = 0, noise = {} }: StageShape): string {
  const told = Object.entries(standardErrors).map(([name, error]) => `${name} = ${estimates[name]!.toPrecision(6)}, ${error === null ? 'no standard error' : `standard error ${error.toPrecision(2)}`}`);
  const blocks = Object.entries(noise).map(([block, one]) => `${one === null ? 'unknown' : digits(one)} of ${block === 'measured' ? 'measured rows' : block}`);
  return `found: ${told.join('; ')} (noise ${blocks.join(', ')}; ${edf.toPrecision(3)} degrees of freedom, where equations hold)`;
}

/** The ladder: resolution, errors or accuracies, parameters; the rung that validation chose is marked. */
export function staircase({ rungs = [], kept }: StageShape, resolutionName: string, outlook?: StageOutlook): string[] {
  const losses = tellsLoss(outlook, rungs[0]?.metrics) ? ['train', 'validation'] : [];
  const rows = rungs.map((r, k) => [
    levelText(r.level), shown(r.metrics, 'train'), shown(r.metrics, 'validation'), shown(r.metrics, 'test'), ...losses.map((split) => digits(r.metrics[split]?.['loss'])), String(r.parameters.effective),
    r.functionChange === null ? '' : digits(r.functionChange), k === kept ? 'kept' : '',
  ]);
  const { name } = figureOf(rungs[0]?.metrics);
  const numbers = [resolutionName, `train ${name}`, `validation ${name}`, `test ${name}`, ...losses.map((split) => `${split} loss`), 'parameters', 'change by extension'];
  return table([...numbers.map((title) => ({ title })), { title: '', isText: true }], rows).map((line) => `  ${line}`);
}

/** The last lines of a run. @param folder where it is; null for a run that is nowhere */
export function summary(result: Readonly<Record<string, unknown>>, folder: string | null): string[] {
  const metrics = result['metrics'] as Metrics | null;
  return [...membersText(result as MembersShape), ...errorsText(result, metrics), ...(isOfChance(result) ? [`${NO_EQUATION}${folder === null ? '' : ` knotwork symbolic ${folder} prints what the network is`}`] : equationText(result, folder)), ...(folder === null ? [] : [`Results in ${folder}`])];
}

/** Whether there is an equation, with some input in it, of a network that learned nothing. */
function isOfChance(result: Readonly<Record<string, unknown>>): boolean {
  const { inputs = [] } = (result['formula'] ?? {}) as Partial<EquationData>;
  return inputs.some(({ isUsed }) => isUsed) && nothingLearned(result as LearnedOrNot);
}

/** Errors of a result by split. Of equations there are none on training rows; without a reference the levels have said all. */
function errorsText(result: Readonly<Record<string, unknown>>, metrics: Metrics | null): string[] {
  const splits = ['train', 'validation', 'test'];
  const told = isOfEquations(metrics) ? splits.filter((split) => Object.keys(metrics?.[split] ?? {}).length > 0) : splits;
  const { targets = {} } = result as { readonly targets?: Readonly<Record<string, Metrics>> };
  const count = Object.keys(targets).length;
  return told.length === 0 ? [] : [
    `${figureOf(metrics).name}${count > 1 ? ` over all ${count} targets` : ''}: ${told.map((split) => `${split} ${shown(metrics, split)}${explained(metrics, split)}`).join(', ')}${mostCommonText(result)}`, ...targetsText(targets, splits).map((line) => `  ${line}`),
  ];
}

/** Share of the spread from which on an equation, as printed, is told to differ from the network: below is what rounding makes of it. */
export const DIFFERS = 1e-9;
/** Numbers, names and operators of an equation that is told in full. */
const MOST_PARTS = 150;

/** Equations that a network is, with how far they are from it as they are printed. */
function equationText({ formula, metrics, choice }: { readonly formula?: EquationData | null; readonly metrics?: Metrics | null; readonly choice?: ChoiceReport }, folder: string | null): string[] {
  return [...(formula?.outputs ?? []).flatMap(({ name, text, complexity, constants, rows, noise, difference, outside, front, error, leftOver }) => [
    complexity <= MOST_PARTS ? `${name} = ${text}` : `${name} is an equation of ${complexity} parts${folder === null ? '' : `: knotwork symbolic ${folder} prints it`}`,
    ...(difference === null || difference.largest < DIFFERS ? [] : [`  as printed, at most ${digits(difference.largest)} of its spread from the network`, ...errorsAsPrinted(error)]),
    ...constantsText(constants, rows, metrics?.['train']?.['r2'], folder),
    ...weighedText({ name, noise }, digits).map((line) => `  ${line}`),
    ...frontText({ name, text, front, error, noise }, NARROW).map((line) => `  ${line}`),
    ...equationCautions({ name, text, front, error, leftOver, constants, outside, noise }, digits, formula!.outputs.length === 1 ? besideOthers(choice) : null).map((line) => `  ${line}`),
  ]), ...legend(formula?.inputs ?? []), ...(formula !== null && formula !== undefined && figureOf(metrics).key === 'accuracy' ? ['  the class with the largest of these is predicted: only their differences count'] : [])];
}

/** Validation rows judge numbers of the training rows alone; what is printed was fitted to both. */
const BEFORE = ' before it was fitted to these rows';

/** Root mean squares of what an equation itself leaves, in a line; scores of classes have none. Of test rows only where there are any; runs of old do not say it. */
export const errorsAsPrinted = (error: Partial<EquationOutput['error']> | undefined): string[] => (typeof error?.train !== 'number' ? []
  : [`  its own RMSE: train ${digits(error.train)}, validation ${digits(error.validation)}${typeof error.validation === 'number' ? BEFORE : ''}${typeof error.test === 'number' ? `, test ${digits(error.test)}` : ''}`]);

/** Constants that are told with their standard errors; more stand in `knotwork symbolic`. */
const MOST_CONSTANTS = 6;
/** Rows for each constant, of fewer of which many functions come near. */
const ROWS_PER_CONSTANT = 5;
/** R2 of training rows that are met but for rounding: that is no chance, however few they are. */
const MET = 1 - 1e-9;

/** How well the rows determine the constants of an equation. @param rows that they were fitted to; 0 where they were not, and in results that do not say it */
function constantsText(constants: EquationOutput['constants'], rows: number | undefined, r2: number | undefined, folder: string | null): string[] {
  const unsure = constants.filter(({ error }) => error !== null);
  const told = unsure.length === 0 ? [] : unsure.length <= MOST_CONSTANTS ? [`  with standard errors: ${unsure.map(({ text, error }) => `${text} +- ${digits(error)}`).join(', ')}`]
    : folder === null ? [] : [`  ${unsure.length} constants: knotwork symbolic ${folder} prints their standard errors`];
  const count = constants.filter(({ isExact }) => !isExact).length;
  const few = rows !== undefined && rows > 0 && rows < ROWS_PER_CONSTANT * count && !(r2 !== undefined && r2 > MET);
  return [
    ...told,
    ...(few ? [`  ${count} ${count === 1 ? 'constant was' : 'constants were'} fitted to ${rows} ${rows === 1 ? 'row' : 'rows'}: other functions may come as near to so few. Try it on new rows`] : []),
  ];
}

/** Columns of an equation in the front at the end of a run. */
const NARROW = 100;

/** Equations that no simpler one is as near as, with their errors; nothing where there is only one. @param width columns that an equation may take */
export function frontText({ name, text, front = [], error, noise = null }: Partial<EquationOutput> & Pick<EquationOutput, 'name' | 'text'>, width: number): string[] {
  if (front.length < 2) return [];
  return [
    `from simple to near, and the root mean square that is left of ${judgingRows(error)}${noise === null ? '' : ', weighed'}:`,
    ...table([{ title: 'parts' }, { title: 'error' }, { title: `${name} =`, isText: true }], front.map((one) => [
      String(one.complexity), digits(one.error), one.text === text ? 'as above' : one.text.length <= width ? one.text : `${one.text.slice(0, width - 3)}...`,
    ])).map((line) => `  ${line}`),
  ];
}

/** What columns are called in an equation, where that is not their name. */
export function legend(inputs: EquationData['inputs']): string[] {
  return inputs.filter(({ name, symbol, isUsed }) => isUsed && name !== symbol).map(({ name, symbol }) => `  ${symbol} is ${JSON.stringify(name)}`);
}

/** What an accuracy is to be held against: that of the most common class; and the loss, which tells what is learned of classes that are rare. */
function mostCommonText(result: Readonly<Record<string, unknown>>): string {
  const { mostCommon, on, loss } = (result['simple'] ?? {}) as { mostCommon?: number; on?: string; loss?: { network: number; shares: number } };
  const losses = loss === undefined ? '' : `; loss: ${on} ${digits(loss.network)} (the shares of the classes alone: ${on} ${digits(loss.shares)})`;
  return mostCommon === undefined ? '' : ` (the most common class alone: ${on} ${digits(mostCommon)})${losses}`;
}

/** What an error is to be held against: the share of the variance that is explained, behind the error of the same rows, which are test rows or, without any, validation rows. */
function explained(metrics: Metrics | null, split: string): string {
  const r2Of = (of: string): number | undefined => metrics?.[of]?.['r2'];
  const judge = ['test', 'validation'].find((of) => typeof r2Of(of) === 'number');
  const r2 = split === judge ? r2Of(split)! : null;
  // Beyond that it says no more than the error does.
  return r2 !== null && r2 < 0.995 && figureOf(metrics).key === 'rmse' ? ` (R2 ${r2.toFixed(2)})` : '';
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
  return [...left, count === 1 ? `Only member ${member} is left: network.json is its network` : `Mean of ${count} members; network.json is that of member ${member}, the best by ${name}`];
}

/** A finished run that is shown instead of repeated. */
export function shownAgain(result: Readonly<Record<string, unknown>>, resolutionName: string, inputs: readonly string[], outlook: readonly StageOutlook[]): string[] {
  const stages = (result['stages'] ?? []) as StageShape[];
  const choice = result['choice'] as ChoiceReport | undefined;
  return [...choice === undefined ? [] : choiceText(choice), ...stages.flatMap((stage, k) => [...stage.rungs === undefined ? [] : ladder(stage, resolutionName, outlook[k]), ...stage.standardErrors === undefined ? [] : [found(stage)], ...stage.smoothing === undefined ? [] : smoothed(stage.smoothing, inputs)]),
    ...[...endNotes(result), ...filledNotes(result)].map((text) => `note: ${text}`)];
}

/** Of a folder that a process of another machine holds, or held. @param most seconds until it is known */
export function waitingFor(folder: string, holder: string, most: number): string {
  return `${folder} is held by ${holder}; looking for up to ${most} s whether it still works.`;
}
