import { installed } from '@knotwork/experiment';
import type { Task } from '@knotwork/plugin';
import { metricName, nameIn, type RunContents, type Split, SPLITS, stateOf } from '@knotwork/report';
import { standardPackages } from '@knotwork/standard';
import { nothingToCompare, studyAmongRuns } from '../errors.js';
import type { Output } from '../output.js';
import { digits, seconds, table } from '../table.js';
import { isStudyFolder } from '../study/is-study-folder.js';
import { codeOf, type Difference, differences } from './differences.js';
import { metricSenses, type Sense } from './metric-senses.js';
import { readRun } from './open-run.js';
import { lineFor, shortened, type Terminal, terminalOf } from './terminal.js';

interface ComparedMetric {
  readonly split: Split;
  readonly metric: string;
  readonly values: readonly (number | null)[];
  /** Numbers of the runs that are the best, from 0; null where it cannot be said. */
  readonly best: readonly number[] | null;
}

/** Says what differs between runs: files, code, data, and how good they are. */
export async function compare(folders: readonly string[], output: Output, cwd: string): Promise<void> {
  if (folders.length < 2) throw nothingToCompare();
  const study = folders.find((folder) => isStudyFolder(folder, cwd));
  if (study !== undefined) throw studyAmongRuns(study);
  const runs = folders.map((folder) => readRun(folder, cwd).contents);
  const { catalog } = installed(await standardPackages());
  const files = differences(runs.map(({ record }) => record?.experiment ?? {})).filter(({ path }) => path !== 'name');
  const code = differences(runs.map(codeOf));
  const data = differences(runs.map(({ record }) => Object.fromEntries(Object.entries(record?.data ?? {}).map(([name, hash]) => [JSON.stringify(name), hash]))));
  const rows = sameRows(runs);
  const tasks = new Set(runs.map(({ network }) => network?.task));
  const senses = tasks.size === 1 && rows !== 'other' ? metricSenses(catalog, (runs[0]!.network?.task ?? 'regression') as Task) : new Map<string, Sense>();
  // Other losses are in other units.
  if (files.some(({ path }) => path === 'standardizeTargets' || path.split('.').includes('loss'))) senses.delete('loss');
  const metrics = comparedMetrics(runs, senses);
  const terminal = terminalOf(output.stream, process.env);
  for (const line of inLines(runs, { files, code, data, metrics }, rows, terminal)) output.say(lineFor(terminal, line));
  output.json({
    runs: runs.map((contents) => ({ folder: contents.place, id: contents.record?.id ?? null, name: nameIn(contents), state: stateOf(contents), seconds: contents.timing?.seconds ?? null })),
    files: listed(files), code: listed(code), data: listed(data), rows, metrics,
  });
}

/** Nothing has no place in JSON. */
const listed = (all: readonly Difference[]): Difference[] => all.map(({ path, values }) => ({ path, values: values.map((value) => value ?? null) }));

/** Whether test rows, and targets, are the same: by those that were kept. */
function sameRows(runs: readonly RunContents[]): 'same' | 'other' | 'unknown' {
  const split = (['test', 'validation'] as const).find((part) => runs.every(({ evaluation }) => evaluation?.[`${part}.targets`] !== undefined));
  if (split === undefined) return 'unknown';
  const [first, ...others] = runs.map(({ evaluation }) => [evaluation![`${split}.targets`]!.values, evaluation![`${split}.count`]?.values ?? new Float64Array()]);
  return others.every((own) => own.every((values, k) => values.length === first![k]!.length && values.every((v, n) => Object.is(v, first![k]![n])))) ? 'same' : 'other';
}

function comparedMetrics(runs: readonly RunContents[], senses: ReadonlyMap<string, Sense>): ComparedMetric[] {
  const keys = [...new Set(runs.flatMap(({ result }) => SPLITS.flatMap((split) => Object.keys(result?.metrics?.[split] ?? {}))))];
  return SPLITS.flatMap((split) => keys.flatMap((metric): ComparedMetric[] => {
    const values = runs.map(({ result }) => result?.metrics?.[split]?.[metric] ?? null);
    if (values.every((value) => value === null)) return [];
    const sense = senses.get(metric);
    const known = values.filter((value) => value !== null);
    const best = sense === 'more' ? Math.max(...known) : Math.min(...known);
    const isSame = known.every((value) => value === best);
    return [{ split, metric, values, best: sense === undefined || known.length < 2 || isSame ? null : values.flatMap((value, k) => (value === best ? [k] : [])) }];
  }));
}

interface Found { readonly files: readonly Difference[]; readonly code: readonly Difference[]; readonly data: readonly Difference[]; readonly metrics: readonly ComparedMetric[] }

function inLines(runs: readonly RunContents[], { files, code, data, metrics }: Found, rows: string, { columns }: Terminal): string[] {
  const letters = runs.map((_, k) => letterOf(k));
  const width = Math.max(8, Math.floor((columns - 34) / runs.length) - 2);
  const shown = (value: unknown): string => shortened(value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value), width);
  const block = (title: string, found: readonly Difference[], same: string): string[] => (found.length === 0 ? ['', `${title}: ${same}.`]
    : ['', ...table([title, ...letters].map((name) => ({ title: name, isText: true })), found.map(({ path, values }) => [shortened(path, 32), ...values.map(shown)]))]);
  const hasMarks = metrics.some(({ best, values }) => best !== null && isVisible(values));
  return [
    ...runs.map((contents, k) => {
      const { place, record, result, network, timing } = contents;
      const widths = result?.network?.widths ?? network?.widths;
      return `${letters[k]!}  ${place}: ${nameIn(contents) ?? 'a network alone'}, ${stateOf(contents)}${widths === undefined ? '' : `, widths ${widths.join(',')}`}${timing?.seconds === undefined ? '' : ` after ${seconds(timing.seconds)}`}${record === null ? '' : `, run ${record.id ?? 'unknown'}`}`;
    }),
    ...block('file', files, 'the same'), ...block('code', code, 'the same'), ...block('data', data, runs.every(({ record }) => Object.keys(record?.data ?? {}).length === 0) ? 'no files' : 'the same files'),
    ...(metrics.length === 0 ? ['', 'metrics: none yet.'] : ['', ...table([{ title: 'metric', isText: true }, ...letters.map((title) => ({ title }))],
      metrics.map(({ split, metric, values, best }) => [`${split} ${metricName(metric)}`, ...values.map((value, k) => `${digits(value)}${isVisible(values) && best?.includes(k) === true ? '*' : hasMarks ? ' ' : ''}`)]))]),
    ...(hasMarks ? [`* the ${runs.length === 2 ? 'better' : 'best'} one`] : []),
    ...(rows === 'other' ? ['The rows that were kept aside differ, so that metrics are not compared.'] : []),
  ];
}

/** Whether numbers differ as they are written. */
const isVisible = (values: readonly (number | null)[]): boolean => new Set(values.filter((value) => value !== null).map(digits)).size > 1;

/** A, B, and so on; after Z numbers. */
const letterOf = (k: number): string => (k < 26 ? String.fromCharCode(65 + k) : String(k + 1));
