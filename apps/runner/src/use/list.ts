import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { figureOf, headline, metricName, nameIn, type RunContents, stateOf } from '@knotwork/report';
import { diskError } from '@knotwork/workspace';
import { noRunsFolder } from '../errors.js';
import type { Output } from '../output.js';
import { isStudyFolder, STUDY } from '../study/is-study-folder.js';
import { digits, seconds, table } from '../table.js';
import { readRun } from './open-run.js';
import { shortened } from './terminal.js';

/** Where runs are unless somebody says otherwise. */
const USUAL = 'runs';
/** Folders within folders in which runs are looked for. */
const DEEPEST = 8;
const NAME = 28;

/** Lists the runs and studies below a folder, by name and then by when they ended. */
export async function list(folder: string = USUAL, output: Output, cwd: string): Promise<void> {
  const full = resolve(cwd, folder);
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory() !== true) throw noRunsFolder(folder);
  const found = await Promise.all(foldersOfRuns(full, DEEPEST).map((path) => (isStudyFolder(path, cwd) ? lineOfStudy(path, cwd) : lineOf(path, cwd))));
  const runs = found.sort((a, b) => compared(a.name, b.name) || compared(a.finished ?? '~', b.finished ?? '~') || compared(a.folder, b.folder));
  const lines = table(
    [...['folder', 'name', 'state', 'widths'].map((title) => ({ title, isText: true })), { title: 'figure' }, { title: 'took' }, { title: 'finished', isText: true }],
    runs.map(({ folder: where, name, state, widths, figure, seconds: took, finished }) => [
      where, shortened(name, NAME), state, widths?.join(',') ?? '-', figure === null ? '-' : `${figure.split} ${metricName(figure.metric)} ${digits(figure.value)}`,
      took === null ? '-' : seconds(took), finished?.slice(0, 16).replace('T', ' ') ?? '-',
    ]),
  );
  for (const line of runs.length === 0 ? [`No runs below ${folder}; "knotwork run FILE" makes one.`] : lines) output.say(line);
  for (const { problem } of runs) if (problem !== undefined) output.say(`note: ${problem}`);
  output.json(runs);
}

/** Folders with a run or a study, none within another. */
function foldersOfRuns(folder: string, deep: number): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw diskError(folder, error);
  }
  if (entries.some(({ name }) => name === FILES.run || name === FILES.network || name === STUDY)) return [folder];
  if (deep === 0) return [];
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules').flatMap(({ name }) => foldersOfRuns(join(folder, name), deep - 1));
}

interface Listed {
  readonly folder: string;
  readonly id: string | null;
  readonly name: string;
  readonly state: string;
  readonly widths: readonly number[] | null;
  readonly figure: { readonly split: string; readonly metric: string; readonly value: number | null } | null;
  readonly seconds: number | null;
  readonly finished: string | null;
  /** What is wrong with it. */
  readonly problem?: string;
}

function lineOf(path: string, cwd: string): Listed {
  const folder = relative(cwd, path) || '.';
  let contents: RunContents;
  try {
    ({ contents } = readRun(folder, cwd));
  } catch (error) {
    return damaged(folder, error);
  }
  const { record, result, network, timing } = contents;
  const metrics = result?.metrics ?? null;
  return {
    folder, id: record?.id ?? null, name: nameIn(contents) ?? '-', state: stateOf(contents), widths: result?.network?.widths ?? network?.widths ?? null,
    figure: metrics === null ? null : { ...headline(metrics), metric: figureOf(metrics).key }, seconds: timing?.seconds ?? null, finished: timing?.finished ?? null,
  };
}

/** A study is a line, and its trials are none. */
async function lineOfStudy(path: string, cwd: string): Promise<Listed> {
  const folder = relative(cwd, path) || '.';
  const { listedStudy } = await import('../study/listed-study.js');
  try {
    return { folder, ...listedStudy(path), widths: null, figure: null, finished: null };
  } catch (error) {
    return damaged(folder, error);
  }
}

/** One that is damaged must not hide the others. */
function damaged(folder: string, error: unknown): Listed {
  if (!isKnotworkError(error) || error.code === 'internal') throw error;
  return { folder, id: null, name: '-', state: 'damaged', widths: null, figure: null, seconds: null, finished: null, problem: error.message };
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
