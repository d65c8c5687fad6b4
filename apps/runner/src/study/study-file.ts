import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse, parseDocument } from 'yaml';
import type { PluginUse } from '@knotwork/plugin';
import { isStudy, type PreparedStudy, prepareStudy, readStudy, type StoredBase, studyCatalog, type StudyFile, StudyFolder, studyOf } from '@knotwork/studies';
import { type FileComposer, sha256 } from '@knotwork/workspace';
import { badRange, givenTwice, noStudyFile, notAssigned, notForStudies, notVaried, seedsBehind, seedsOfStudy } from '../errors.js';
import { studyName } from './study-name.js';

/** A study, and the experiment that it varies. */
export interface StudyToRun { readonly file: StudyFile; readonly base: StoredBase }

/** Processes that may work on a study. */
export const MOST_WORKERS = 256;

/** A whole range, as one writes it. */
const RANGE = /^-?\d+\.\.-?\d+$/;
/** Numbers that a range may have. */
const MOST_IN_RANGE = 10_000;

/**
 * Reads a study file, or makes a study of an experiment file and the values of a command.
 *
 * @param values `path=a,b`, `seed=1..10`
 * @throws KnotworkError `input`
 */
export async function studyToRun(path: string, values: readonly string[], metric: string | undefined, composer: FileComposer, cwd: string): Promise<StudyToRun> {
  const full = resolve(cwd, path);
  const text = readText(full, path);
  const assigned = values.map(assignment);
  refuseTwice(assigned);
  if (!isStudy(text, path)) return studyOfExperiment({ file: basename(full), folder: dirname(full), text }, assigned, metric, composer);
  if (metric !== undefined) throw notForStudies('--metric', 'metric: NAME');
  const other = assigned.find(({ path: where }) => where !== 'seed');
  if (other !== undefined) throw notForStudies(`${other.path}=${other.text}`, `factors: { ${other.path}: [...] }`);
  const read = readStudy(text, path, studyCatalog());
  const seeds = assigned.at(-1);
  const file = seeds === undefined ? read : studyOf({ ...read.written, seeds: seedsOf(seeds.text) }, path, studyCatalog());
  return { file, base: baseOf(file, full) };
}

/** A study that is said by its keys. @param keys all but `study` @param cwd where paths start @throws KnotworkError `input` */
export function studyOfKeys(keys: Readonly<Record<string, unknown>>, cwd: string): StudyToRun {
  const name = 'the options';
  const file = studyOf({ study: 1, ...keys }, name, studyCatalog());
  return { file, base: baseOf(file, join(cwd, name)) };
}

/** How the folder of a study is gone on with. */
export interface StudyWays { readonly out?: string; readonly mixedVersions?: boolean; readonly reuse?: string; readonly launcher?: string }

/** Plans and checks a study in the folder that it has or is given, `studies/NAME` unless `out` says where; writes nothing. @throws KnotworkError as {@link prepareStudy} */
export async function prepareIn({ file, base }: StudyToRun, { out, mixedVersions = false, reuse, launcher }: StudyWays, composer: FileComposer, cwd: string): Promise<{ readonly prepared: PreparedStudy; readonly folder: StudyFolder }> {
  const folder = new StudyFolder(resolve(cwd, out ?? join('studies', file.written.name)));
  const ways = { ...(reuse === undefined ? {} : { reuse: resolve(cwd, reuse) }), ...(launcher === undefined ? {} : { launcher }) };
  return { prepared: await prepareStudy({ file, base, folder, composer, digest: { sha256 }, mixedVersions, ...ways }), folder };
}

/** What a worker of a study is given to do. */
export const workerArgs = ({ path }: StudyFolder): readonly string[] => ['work', path, '--wait', '--quiet'];

/** The experiment of a study file: another file beside it, or a part of it. */
function baseOf({ written: { base } }: StudyFile, study: string): StoredBase {
  if (typeof base !== 'string') return { file: basename(study), folder: dirname(study), text: base };
  const full = resolve(dirname(study), base);
  return { file: basename(full), folder: dirname(full), text: readText(full, base, 'base of the study: the file') };
}

async function studyOfExperiment(base: StoredBase, assigned: readonly Assigned[], metric: string | undefined, composer: FileComposer): Promise<StudyToRun> {
  if (!assigned.some(({ path, parts }) => path !== 'seed' && parts !== null)) throw notVaried(base.file);
  const request = (overrides: readonly string[]) => ({ file: join(base.folder, base.file), text: base.text, overrides, again: false, cwd: base.folder });
  const single = assigned.filter(({ path, parts }) => path !== 'seed' && parts === null);
  const overrides = single.map(({ path, text }) => `${path}=${text}`);
  const { experiment } = await composer.open(request(overrides));
  const seeds = assigned.find(({ path }) => path === 'seed');
  if (seeds === undefined) throw seedsOfStudy(null);
  const factors = Object.fromEntries(assigned.flatMap(({ path, parts }) => (path === 'seed' || parts === null ? [] : [[path, parts.map((part) => parse(part) as unknown)] as const])));
  const judge = metric ?? ((await composer.data(request([...overrides]))).original.task === 'classification' ? 'accuracy' : 'rmse');
  // Data sets have no engines: one for all is that of the experiment.
  const ofSets = single.filter((own) => !isOfEngine(own));
  const fixed = Object.fromEntries(ofSets.map(({ path, text }) => [path, parse(text) as unknown]));
  const file = studyOf({
    study: 1, name: studyName(experiment.name, assigned), base: base.file, factors, seeds: seedsOf(seeds.text), metric: judge, ...(ofSets.length === 0 ? {} : { sets: { data: fixed } }),
  }, base.file, studyCatalog());
  return { file, base: ofSets.length === single.length ? base : withEngine(base, experiment.engine) };
}

const isOfEngine = ({ path }: Assigned): boolean => path === 'engine' || path.startsWith('engine.');

/** An experiment with the engine that overrides made of its own. */
function withEngine(base: StoredBase, engine: PluginUse): StoredBase {
  const experiment = parseDocument(String(base.text));
  experiment.set('engine', engine);
  return { ...base, text: experiment.toString() };
}

/** `path=text`. @param parts what stands between commas or makes a range; null for one value */
interface Assigned { readonly path: string; readonly text: string; readonly parts: readonly string[] | null }

function assignment(value: string): Assigned {
  const at = value.indexOf('=');
  if (at <= 0) throw notAssigned(value);
  const [path, text] = [value.slice(0, at).trim(), value.slice(at + 1).trim()];
  if (path === 'seeds') throw seedsBehind(text);
  const parts = RANGE.test(text) ? rangeOf(path, text) : atTop(text);
  return { path, text, parts: parts.length > 1 ? parts : null };
}

/** No path stands there twice: values of the first would be lost. */
function refuseTwice(assigned: readonly Assigned[]): void {
  assigned.forEach(({ path, text }, k) => {
    const first = assigned.findIndex((other) => other.path === path);
    if (first < k) throw givenTwice(path, assigned[first]!.text, text);
  });
}

/** A range is a list of whole numbers. */
function rangeOf(path: string, text: string): string[] {
  const [first, last] = text.split('..').map(Number) as [number, number];
  const count = last - first + 1;
  if (!(count >= 1 && count <= MOST_IN_RANGE)) throw path === 'seed' ? seedsOfStudy(text) : badRange(path, text, MOST_IN_RANGE, last < first ? `${last}..${first}` : `${first}..${first + 9}`);
  return Array.from({ length: count }, (_, k) => String(first + k));
}

/** Parts between commas that stand outside of quotes and brackets. */
function atTop(text: string): string[] {
  const parts = [''];
  let [depth, quote] = [0, ''];
  for (const c of text) {
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0 && quote === '') parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts.map((part) => part.trim());
}

function seedsOf(text: string): string | number[] {
  if (/^\d+\.\.\d+$/.test(text)) return text;
  const seeds = atTop(text).map(Number);
  if (!/^\d+( *, *\d+)*$/.test(text)) throw seedsOfStudy(text);
  return seeds;
}

function readText(full: string, path: string, what = 'The file'): string {
  try {
    return readFileSync(full, 'utf8');
  } catch (error) {
    throw noStudyFile(what, path, (error as Error & { code?: string }).code === 'EISDIR' ? 'it is a folder' : (error as Error).message);
  }
}
