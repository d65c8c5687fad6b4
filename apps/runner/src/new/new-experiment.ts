import { basename, dirname, relative, resolve } from 'node:path';
import { MemoryPlace, tokens } from '@knotwork/experiment';
import { isKnotworkError, KnotworkError } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { bothOnStandardOutput, noTarget, tableAsOut, targetWithoutTable } from '../errors.js';
import { signed, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { BARE_HELLO, helloText } from './hello-text.js';
import { splitRemarks } from './split-hints.js';
import { readTableFile } from './table-file.js';
import { planFor, type TablePlan } from './table-plan.js';
import { bareText, type TableExperiment, tableText } from './table-text.js';

export interface NewOptions { readonly target?: string; readonly out?: string; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/**
 * Writes an experiment file for a table, or hello. Whatever is written was composed before, so that it runs as it is.
 *
 * @param cwd folder that paths start at
 * @throws KnotworkError `input` for a table or target that cannot be used, and for a file that may not be replaced
 */
export async function newExperiment(table: string | undefined, options: NewOptions, output: Output, cwd: string): Promise<void> {
  const { target, out, force = false, json = false } = options;
  if (out === STANDARD_OUTPUT && json) throw bothOnStandardOutput();
  if (table === undefined && target !== undefined) throw targetWithoutTable(target);
  const file = out === undefined || out === STANDARD_OUTPUT ? `${table === undefined ? 'hello-kan' : withoutEnding(table)}.yaml` : out;
  if (table !== undefined && resolve(cwd, file) === resolve(cwd, table)) throw tableAsOut(table);
  const draft = new Draft(file, cwd, new FileComposer(await standardPackages(), [given(tokens.place, new MemoryPlace())]));
  const { text, lines, about } = await (table === undefined ? hello(draft) : forTable(draft, table, target)).catch((error: unknown) => { throw withoutLine(error); });
  if (out === STANDARD_OUTPUT) { process.stdout.write(signed('new', text)); return; }
  writeOutFile(file, cwd, signed('new', text), force);
  for (const line of [...lines, `Run it with: knotwork run ${/^[\w./-]+$/.test(file) ? file : JSON.stringify(file)}`]) output.say(line);
  output.json({ file, ...about });
}

/** Of a file that is not written no line is told. */
function withoutLine(error: unknown): unknown {
  return isKnotworkError(error) ? new KnotworkError(error.code, error.message.replace(/ \(line \d+\)/, ''), { ...error.place, cause: error }) : error;
}

/** What is written, what is said about it, and the same for programs. */
interface Written { readonly text: string; readonly lines: readonly string[]; readonly about: Readonly<Record<string, unknown>> }

/** A file that is not there yet. */
class Draft {
  constructor(readonly file: string, readonly cwd: string, readonly composer: FileComposer) {}

  get folder(): string { return dirname(resolve(this.cwd, this.file)); }

  request(text: string) { return { file: this.file, text, overrides: [], again: false, cwd: this.cwd }; }
}

async function hello(draft: Draft): Promise<Written> {
  const { experiment, catalog } = await draft.composer.open(draft.request(BARE_HELLO));
  const text = helloText(experiment, catalog);
  await draft.composer.compose(draft.request(text));
  return { text, lines: [`${draft.file}: a network learns a formula.`], about: { name: experiment.name } };
}

async function forTable(draft: Draft, path: string, target: string | undefined): Promise<Written> {
  const { composer, folder, cwd } = draft;
  const table = await readTableFile(path, cwd);
  if (target === undefined) throw noTarget(table.file, table.header);
  const { catalog } = await composer.open(draft.request(BARE_HELLO));
  const plan = planFor(table, target, new Set(Object.keys(catalog.get('dataset', table.dataset.kind).options.shape)));
  const beginning: TableExperiment = { name: nameFrom(draft.file), path: relative(folder, resolve(cwd, path)).replaceAll('\\', '/'), table, plan, widths: [1, 1], fit: {} };
  // How many inputs and classes there are is for the data set to say.
  const { inputs, outputs } = await composer.data(draft.request(bareText(beginning)));
  const fitting = await thatFits(draft, { ...beginning, widths: [inputs.length, 5, outputs.length] });
  const { experiment } = await composer.open(draft.request(bareText(fitting)));
  const text = tableText(fitting, experiment, catalog);
  await composer.compose(draft.request(text));
  return { text, lines: told(draft.file, plan), about: aboutTable(fitting) };
}

/** Networks and fits for tables of so many columns that the defaults cannot take the unknowns of five hidden nodes: fewer of them first. */
function narrower({ widths }: TableExperiment): readonly Partial<TableExperiment>[] {
  const [inputs, outputs] = [widths[0]!, widths.at(-1)!];
  return [{ widths: [inputs, 2, outputs] }, { widths: [inputs, outputs] }, { fit: { optimizer: 'l-bfgs' } }, { fit: { optimizer: 'l-bfgs', smoothing: 0 } }];
}

/** The first experiment that is refused nothing, the one that is wanted if it can be. */
async function thatFits(draft: Draft, wanted: TableExperiment): Promise<TableExperiment> {
  const refusalOf = async (experiment: TableExperiment): Promise<unknown> => draft.composer.compose(draft.request(bareText(experiment))).then(() => null, (error: unknown) => error);
  const refusal = await refusalOf(wanted);
  if (refusal === null) return wanted;
  for (const change of narrower(wanted)) if (await refusalOf({ ...wanted, ...change }) === null) return { ...wanted, ...change };
  // Where there is no way out, the first refusal says what is wrong.
  throw refusal;
}

function told(file: string, { task, target, columns, rows, policies, split }: TablePlan): readonly string[] {
  const inputs = columns.filter(({ leftOut }) => leftOut === null).length;
  return [
    `${file}: ${task} of "${target.survey.name}" from ${inputs} of ${columns.length} columns, ${rows} rows.`,
    ...columns.flatMap(({ survey, leftOut }) => (leftOut === null ? [] : [`left out: "${survey.name}", ${leftOut}`])),
    ...Object.entries(policies).map(([option, value]) => `declared: ${option}: ${String(value)}`),
    ...splitRemarks(split).map((remark) => `split: at random; ${remark}`),
  ];
}

function aboutTable({ name, plan, widths }: TableExperiment): Readonly<Record<string, unknown>> {
  return {
    name, task: plan.task, rows: plan.rows, target: plan.target.survey.name, widths,
    inputs: plan.columns.filter(({ leftOut }) => leftOut === null).map(({ survey }) => survey.name),
    leftOut: plan.columns.flatMap(({ survey, leftOut }) => (leftOut === null ? [] : [{ column: survey.name, reason: leftOut }])), policies: plan.policies,
  };
}

/** A name in kebab-case: letters without their accents, everything else as hyphens. */
export function nameFrom(file: string): string {
  const plain = withoutEnding(file).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'my-table';
}

function withoutEnding(path: string): string { return basename(path).replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, ''); }
