import type { ResolvedExperiment } from '@knotwork/experiment';
import type { Catalog } from '@knotwork/plugin';
import { networkDefaults, pluginLine, stageDefaults, textOf, type TextLine, yaml } from './experiment-text.js';
import { splitRemarks } from './split-hints.js';
import type { TableFile } from './table-file.js';
import type { TablePlan } from './table-plan.js';

/** What a file is written of, besides the plan. */
export interface TableExperiment {
  readonly name: string;
  /** Plugin packages, as the file names them. */
  readonly plugins: readonly string[];
  /** Path of the table from the folder of the file. */
  readonly path: string;
  readonly table: TableFile;
  readonly plan: TablePlan;
  readonly widths: readonly number[];
  /** What the fit says besides its kind, where its defaults cannot take so many unknowns. */
  readonly fit: Readonly<Record<string, unknown>>;
}

/** The shortest file for a table: what {@link tableText} says without its comments. */
export function bareText({ name, plugins, path, table, plan, widths, fit }: TableExperiment): string {
  const { kind, options } = table.dataset;
  const inputs = plan.columns.filter(({ leftOut }) => leftOut === null).map(({ survey }) => survey.name);
  return JSON.stringify({
    knotwork: 1, name, seed: 1, ...(plugins.length === 0 ? {} : { plugins }),
    dataset: { kind, path, ...options, target: plan.target.survey.name, ...(plan.task === 'regression' ? {} : { task: plan.task }), inputs, ...plan.policies },
    network: { widths }, stages: [{ kind: 'fit', ...fit }],
  });
}

/**
 * An experiment file for a table, with comments that say what was seen, what was chosen and what else there is.
 *
 * @param experiment what {@link bareText} resolves to
 */
export function tableText({ name, plugins, path, table, plan, widths, fit }: TableExperiment, experiment: ResolvedExperiment, catalog: Catalog): string {
  const { task, target, columns, rows, policies, split } = plan;
  const { kind, options } = table.dataset;
  const isClasses = task === 'classification';
  const policy: Readonly<Record<string, string>> = {
    missing: policies['missing'] === 'drop' ? 'rows with an empty cell are left out' : 'empty cells get the mean, and an input that says where they are',
    categories: 'columns of text become an input for each value',
    levels: 'of all rows: how many inputs there are depends on no seed and no split',
    copies: 'rows that are the same as one before are left out: no part is to know rows of another',
  };
  const lines: readonly TextLine[] = [
    { text: `# ${isClasses ? 'Which' : 'What'} ${commentText(target.survey.name)} ${isClasses ? 'a row has' : 'is'}, from ${counted(widths[0]!, 'input')} of ${commentText(table.file)}: a network that is fitted to its rows.` },
    { text: '# Change whatever you like: "knotwork validate FILE" says what is wrong, "knotwork run FILE" runs it.' },
    { text: 'knotwork: 1' },
    { text: `name: ${yaml(name)}`, comment: 'results are kept below runs/NAME' },
    { text: 'seed: 1', comment: 'everything random follows from it' },
    ...pluginLine(plugins),
    { text: '' },
    { text: 'dataset:' },
    { text: `  kind: ${kind}`, comment: counted(rows, 'row') },
    { text: `  path: ${yaml(path)}`, comment: 'from the folder of this file' },
    ...Object.entries(options).map(([key, value]) => ({ text: `  ${key}: ${yaml(value)}` })),
    { text: `  target: ${yaml(target.survey.name)}`, comment: target.remark },
    isClasses ? { text: '  task: classification', comment: 'the values of the target are classes; widths end with their number' }
      : { text: '  # task: regression', comment: 'or classification: each value of the target is then a class of its own' },
    ...Object.entries(policies).map(([key, value]) => ({ text: `  ${key}: ${yaml(value)}`, comment: policy[key]! })),
    { text: '  inputs:' },
    ...columns.map(({ survey, leftOut, remark }) => (leftOut === null ? { text: `    - ${yaml(survey.name)}`, comment: remark }
      : { text: `    # - ${yaml(survey.name)}`, comment: `left out: ${commentText(leftOut)}` })),
    { text: `  # split: ${yaml(experiment.dataset!['split'])}`, comment: ['shares of the rows, drawn at random; the rest is for training', ...splitRemarks(split).map(commentText)].join('; ') },
    { text: '' },
    { text: 'network:' },
    { text: `  widths: ${yaml(widths)}`, comment: widthsMeaning(widths, isClasses ? 'classes' : 'outputs') },
    ...networkDefaults(experiment),
    { text: '' },
    { text: 'stages:' },
    { text: '  - kind: fit', comment: 'the lines below are what it does where nothing is said' },
    ...Object.entries(fit).map(([key, value]) => ({ text: `    ${key}: ${yaml(value)}`, comment: 'the default cannot take so many numbers' })),
    ...stageDefaults(experiment, catalog, Object.keys(fit)),
  ];
  return textOf(lines);
}

function widthsMeaning(widths: readonly number[], outputs: string): string {
  const [first, last] = [widths[0]!, widths.at(-1)!];
  const meaning = widths.length === 2 ? `inputs, ${outputs}: one curve for each input, added up; hidden nodes, as in [${first}, 5, ${last}], let inputs act together`
    : `inputs, hidden nodes, ${outputs}; [${first}, ${last}] adds up one curve for each input`;
  return `${meaning}; { hidden: [[], [3], [5]] } compares`;
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
/** A text that stays on the line of a comment. */
const commentText = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
