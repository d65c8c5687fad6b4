import { bareText, type TableExperiment } from '../new/table-text.js';
import { pluginLine, textOf, type TextLine, yaml } from '../new/experiment-text.js';

/** Intervals of the curves that edges begin with, and to which those that are left are refined. */
const BASIS = { kind: 'b-spline', degree: 3, intervals: 3 };
const LEVELS = [6, 12];
/** Parts of the rows that networks are compared on. */
const FOLDS = 3;
/** Inputs at most whose curves multiply. */
const MOST_FACTORS = 10;

/** The road from a table to an equation, stage by stage, with what each does. */
const STAGES: readonly { readonly stage: Readonly<Record<string, unknown>>; readonly comment: string }[] = [
  { stage: { kind: 'sparsify' }, comment: 'all edges for a short while, then few' },
  { stage: { kind: 'prune', eliminate: true }, comment: 'what the rest, fitted anew, is as good without' },
  { stage: { kind: 'extend-grid', levels: LEVELS }, comment: 'finer curves' },
  { stage: { kind: 'symbolify' }, comment: 'curves become functions, chosen together' },
];

/** Edges that are lines: of a network that is a line in all inputs, and behind curves that multiply. */
const LINE = { basis: { kind: 'polynomial', degree: 1 }, edge: 'plain', outside: 'free' };
/** The rows of the networks that it was compared with: nothing here asks for validation rows, and they judge which constants are exact. */
const SPLIT = { validation: 0.2, test: 0.2 };
/** Rows of a table from which on some of them judge, as a fifth: of fewer, chance decides what a dozen rows say. All but the test rows of a smaller one are compared on, part by part, and fitted to. */
const ROWS_TO_JUDGE = 60;
const SMALL_SPLIT = { validation: 0, test: 0.2 };
const LINE_STAGES: typeof STAGES = [{ stage: { kind: 'fit' }, comment: 'least squares' }];

/** Whether a table has too few rows for some that judge. */
export const hasFewRows = ({ plan: { rows, copies } }: Pick<TableExperiment, 'plan'>): boolean => rows - copies < ROWS_TO_JUDGE;

/** Rows at most that an equation is looked for in: more tell it no better, and take their time. */
export const MOST_ROWS = 20_000;

/** What the file of an equation says, without comments. @param isLine whether the equation is to be a line in the inputs */
export function bareEquationText(experiment: TableExperiment, seed: number, isLine = false): string {
  const { network: _, ...tree } = JSON.parse(bareText(experiment)) as { readonly network: object };
  const [inputs, outputs] = [experiment.widths[0], experiment.widths.at(-1)];
  const isSmall = hasFewRows(experiment);
  const { rows, copies } = experiment.plan;
  const network = isLine ? { widths: [inputs, outputs], ...LINE } : { widths: widthsOf(experiment), basis: BASIS };
  return JSON.stringify({ ...tree, seed, dataset: {
    ...(tree as { readonly dataset?: object }).dataset, ...(rows - copies > MOST_ROWS ? { rows: MOST_ROWS } : {}), ...(isLine || isSmall ? { split: isSmall ? SMALL_SPLIT : SPLIT } : {}),
  }, network, stages: (isLine ? LINE_STAGES : STAGES).map(({ stage }) => stage) });
}

/**
 * A sum of curves, a product of curves, a function of a sum, as products of powers are, and a network with hidden nodes, where there is room for them, and what structure these show: of those that are as good, the simplest
 * is the equation. What is clearly worse is not fitted again; of rows without noise the first that is exact ends the comparison.
 */
function widthsOf({ widths, plan }: TableExperiment): unknown {
  if (widths.length === 2) return widths;
  const [inputs, outputs] = [widths[0]!, widths.at(-1)!];
  const product = outputs === 1 && inputs > 1 && inputs <= MOST_FACTORS ? [productOf(inputs)] : [];
  const hidden = plan.task === 'regression' ? [[], ...product, [1], widths.slice(1, -1)] : [[], widths.slice(1, -1)];
  return { hidden, folds: FOLDS, structure: true, race: true };
}

/**
 * Curves of all inputs that multiply, and a line, since targets come with their mean taken away. Factors begin as large as they end, from small ones there is no way to a product of inputs that
 * change their signs, and around one: a sum of positive terms is nearly a product that hardly varies, and factors around zero end in a constant.
 */
function productOf(inputs: number): unknown {
  const only = Array.from({ length: inputs }, (_, k) => [k, k]);
  return { nodes: [1], layers: { 0: { layer: { kind: 'multiplicative', arity: inputs }, initializer: { kind: 'small', amplitude: 1, around: 1 }, edges: [{ only }] }, 1: { edges: [{ only: [[0, 0]], ...LINE }] } } };
}

/** The smallest network of the first columns alone, a curve for each. */
export function bareTextOfFirst(experiment: TableExperiment, seed: number, count: number): string {
  const { plan } = experiment;
  const wanted = plan.columns.filter(({ leftOut }) => leftOut === null).slice(0, count);
  const tree = JSON.parse(bareEquationText({ ...experiment, plan: { ...plan, columns: wanted } }, seed)) as object;
  return JSON.stringify({ ...tree, network: { widths: { hidden: [[]] }, basis: BASIS } });
}

/** The same as people read it. */
export function equationFileText(experiment: TableExperiment, seed: number, isLine = false): string {
  const { dataset, network, ...tree } = JSON.parse(bareEquationText(experiment, seed, isLine)) as { readonly dataset: object; readonly network: object; readonly name: string };
  const lines: TextLine[] = [
    { text: `# An equation for ${experiment.plan.target.survey.name.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')}: ${isLine ? 'a line in the inputs, since no network was better.' : 'a network is fitted, made small, and read as functions where its curves are such.'}` },
    { text: 'knotwork: 1' }, { text: `name: ${yaml(tree.name)}`, comment: 'results are kept below runs/NAME' }, { text: `seed: ${seed}`, comment: 'everything random follows from it' }, ...pluginLine(experiment.plugins),
    { text: '' }, { text: 'dataset:' }, ...Object.entries(dataset).map(([key, value]): TextLine => ({ text: `  ${key}: ${yaml(value)}`, ...(key === 'split' && hasFewRows(experiment) ? { comment: 'few rows: all but those of the test are compared on and fitted to' } : {}) })),
    { text: '' }, { text: 'network:' }, ...Object.entries(network).map(([key, value]): TextLine => ({ text: `  ${key}: ${yaml(value)}` })),
    { text: '' }, { text: 'stages:' }, ...(isLine ? LINE_STAGES : STAGES).map(({ stage, comment }): TextLine => ({ text: `  - ${yaml(stage)}`, comment })),
  ];
  return textOf(lines);
}
