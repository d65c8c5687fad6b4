import { resolve } from 'node:path';
import { bothOnStandardOutput, outWithoutYaml, tableAsOut, targetWithoutTable } from '../errors.js';
import { signed, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { bareHello, helloText } from './hello-text.js';
import { datesRemark, splitRemarks } from './split-hints.js';
import { Draft, tableExperiment, withoutEnding, withoutLine } from './table-draft.js';
import type { TablePlan } from './table-plan.js';
import { bareText, type TableExperiment, tableText } from './table-text.js';

export interface NewOptions { readonly target?: string; readonly plugin?: readonly string[]; readonly out?: string; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/**
 * Writes an experiment file for a table, or hello. Whatever is written was composed before, so that it runs as it is.
 *
 * @param cwd folder that paths start at
 * @throws KnotworkError `input` for a table or target that cannot be used, and for a file that may not be replaced; `plugin` for a package that cannot be loaded
 */
export async function newExperiment(table: string | undefined, options: NewOptions, output: Output, cwd: string): Promise<void> {
  const { target, plugin = [], out, force = false, json = false } = options;
  if (out === STANDARD_OUTPUT && json) throw bothOnStandardOutput();
  if (table === undefined && target !== undefined) throw targetWithoutTable(target);
  const file = out === undefined || out === STANDARD_OUTPUT ? `${table === undefined ? 'hello-kan' : withoutEnding(table)}.yaml` : out;
  if (table !== undefined && resolve(cwd, file) === resolve(cwd, table)) throw tableAsOut(table);
  if (/\.[\w]+$/.test(file) && !/\.ya?ml$/i.test(file)) throw outWithoutYaml(file);
  const draft = await Draft.of(file, cwd, plugin);
  const { text, lines, about } = await (table === undefined ? hello(draft) : forTable(draft, table, target)).catch((error: unknown) => { throw withoutLine(error); });
  if (out === STANDARD_OUTPUT) { process.stdout.write(signed('new', text)); return; }
  writeOutFile(file, cwd, signed('new', text), force);
  for (const line of [...lines, `Run it with: knotwork run ${/^[\w./-]+$/.test(file) ? file : JSON.stringify(file)}`]) output.say(line);
  output.json({ file, ...about });
}

/** What is written, what is said about it, and the same for programs. */
interface Written { readonly text: string; readonly lines: readonly string[]; readonly about: Readonly<Record<string, unknown>> }

async function hello(draft: Draft): Promise<Written> {
  const { experiment, catalog } = await draft.composer.open(draft.request(bareHello(draft.plugins)));
  const text = helloText(experiment, catalog);
  await draft.composer.compose(draft.request(text));
  return { text, lines: [`${draft.file}: a network learns a formula.`], about: { name: experiment.name } };
}

async function forTable(draft: Draft, path: string, target: string | undefined): Promise<Written> {
  const fitting = await thatFits(draft, await tableExperiment(draft, path, target));
  const { experiment, catalog } = await draft.composer.open(draft.request(bareText(fitting)));
  const text = tableText(fitting, experiment, catalog);
  await draft.composer.compose(draft.request(text));
  return { text, lines: told(draft.file, fitting.plan), about: aboutTable(fitting) };
}

/** Networks and fits for tables of so many columns that the defaults cannot take the unknowns of five hidden nodes: fewer of them first. */
function narrower({ widths }: TableExperiment): readonly Partial<TableExperiment>[] {
  const [inputs, outputs] = [widths[0]!, widths.at(-1)!];
  return [{ widths: [inputs, 2, outputs] }, { widths: [inputs, outputs] }, { fit: { optimizer: 'l-bfgs' } }, { fit: { optimizer: 'l-bfgs', smoothing: 0 } }];
}

/** The first experiment that is refused nothing, the one that is wanted if it can be. */
async function thatFits(draft: Draft, wanted: TableExperiment): Promise<TableExperiment> {
  const refusal = await draft.refusalOf(bareText(wanted));
  if (refusal === null) return wanted;
  for (const change of narrower(wanted)) if (await draft.refusalOf(bareText({ ...wanted, ...change })) === null) return { ...wanted, ...change };
  // Where there is no way out, the first refusal says what is wrong.
  throw refusal;
}

function told(file: string, { task, target, columns, rows, policies, split, codes }: TablePlan): readonly string[] {
  const inputs = columns.filter(({ leftOut }) => leftOut === null).length;
  return [
    `${file}: ${task} of "${target.survey.name}" from ${inputs} of ${columns.length} columns, ${rows} rows.`,
    ...columns.flatMap(({ survey, leftOut }) => (leftOut === null ? [] : [`left out: "${survey.name}", ${leftOut}`])),
    ...Object.entries(policies).map(([option, value]) => `declared: ${option}: ${String(value)}`),
    ...[...splitRemarks(split), ...datesRemark(split)].map((remark) => `split: at random; ${remark}`),
    ...codes.map((text) => `note: ${text}`),
  ];
}

function aboutTable({ name, plan, widths }: TableExperiment): Readonly<Record<string, unknown>> {
  return {
    name, task: plan.task, rows: plan.rows, target: plan.target.survey.name, widths,
    inputs: plan.columns.filter(({ leftOut }) => leftOut === null).map(({ survey }) => survey.name),
    leftOut: plan.columns.flatMap(({ survey, leftOut }) => (leftOut === null ? [] : [{ column: survey.name, reason: leftOut }])), policies: plan.policies, ...(plan.codes.length === 0 ? {} : { notes: plan.codes }),
  };
}
