import { fileURLToPath } from 'node:url';
import type { Progress, StudyTable, Verdict } from '@knotwork/studies';
import type { ExperimentOptions } from './fit-options.js';
import { Listener } from './listener.js';
import { requireFunctions, requireSignal } from './require-options.js';

/** Levels of factors by their names. */
export type Levels = Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;

/** What is varied, with which seeds, and how it is judged: the keys of a study file (docs/studies.md). */
export interface StudyKeys {
  /** In kebab-case; the study is kept in studies/NAME unless `out` says where. */
  readonly name: string;
  /** The experiment that is varied: what its file would say, or the path of the file. Paths in it start where the file is, or at the working directory. */
  readonly base: string | ExperimentOptions & { readonly knotwork?: 1 };
  /** A path of the experiment with a list of values, or a name with levels that are blocks of overrides. */
  readonly factors: Readonly<Record<string, readonly unknown[] | Readonly<Record<string, unknown>>>>;
  /** What every arm may choose by validation rows; written as factors are. */
  readonly tuning?: StudyKeys['factors'];
  /** From 1 to 100,000: every basis has the resolution that comes closest to so many parameters of an edge. */
  readonly parametersPerEdge?: number;
  /** Hidden layers of all arms are made as wide as it takes to be as large as the baseline, or as the arm `to`. */
  readonly equal?: 'parameters' | 'operations' | { readonly what: 'parameters' | 'operations'; readonly account?: 'local' | 'dense' | 'edgewise'; readonly to?: string | Levels };
  /** Which combinations of levels are tried (`factorial`). */
  readonly design?: string | { readonly kind: string; readonly [option: string]: unknown };
  /** `1..10`, or a list. */
  readonly seeds: string | readonly number[];
  readonly sets?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly folds?: number | { readonly of: number; readonly repeat?: number };
  readonly baseline?: Levels;
  readonly metric: string | { readonly name: string; readonly on?: 'test' | 'validation' | 'train' };
  readonly comparisons?: readonly { readonly arm: string | Levels; readonly to?: string | Levels; readonly name?: string }[];
  /** Arms that do badly are stopped in rounds of seeds of their own, before the others are compared. */
  readonly halving?: { readonly rounds: readonly (string | { readonly seeds: string; readonly overrides?: Readonly<Record<string, unknown>> })[]; readonly keep?: number; readonly on?: 'test' | 'validation' | 'train' };
  /** Above 0, below 0.5 (0.05). */
  readonly alpha?: number;
  /** What starts workers (`local`). */
  readonly launcher?: string | { readonly kind: string; readonly [option: string]: unknown };
}

/** How it is run. */
export interface StudyHow {
  /** Folder of the study, empty or that of this study (studies/NAME). */
  readonly out?: string;
  /** Processes that work on it, from 1 to 256 (1). */
  readonly workers?: number;
  /** Folder of another study whose finished trials are copied. */
  readonly reuse?: string;
  /** Goes on with a study that other code began. */
  readonly mixedVersions?: boolean;
  /** Is told before it starts, in sentences, what it will do and what its design can show. */
  readonly onStart?: (says: readonly string[]) => void;
  /** Is told of every trial. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the study: the promise is rejected with its reason. The same call goes on. */
  readonly signal?: AbortSignal;
}

/** What to find out, and how: a study file, or what it would say. */
export type StudyOptions = StudyHow & (StudyKeys | { readonly file: string });

/** A study that was judged. */
export interface Study {
  /** What it found. */
  readonly verdict: Verdict;
  /** Its folder, an absolute path: trials are runs in `trials/ID`, which `load` takes. */
  readonly folder: string;
  /** Its tables: columns, rows and notes. */
  readonly tables: readonly StudyTable[];
  /** Tables as text. @throws KnotworkError `input` for a format that is none */
  toText(format?: 'text' | 'markdown' | 'csv' | 'latex'): string;
}

const HOW = ['out', 'workers', 'reuse', 'mixedVersions', 'onStart', 'onProgress', 'signal'];

/**
 * Runs a study, goes on with it or extends it, and judges it, as `knotwork study` does: trials are run by processes of their own and kept as runs in its folder.
 *
 * @throws KnotworkError `input` for options that are wrong, `busy` where somebody else conducts it, `environment`; the reason of the signal where that ended it
 *
 * Cost: that of its trials, and some 60 ms for each.
 *
 * @example
 * const { verdict } = await study({ file: 'bases.yaml', workers: 2 });
 * verdict.sets[0].comparisons[0].ratio;
 */
export async function study(options: StudyOptions): Promise<Study> {
  const { out, workers = 1, reuse, mixedVersions = false, onStart, onProgress, signal = new AbortController().signal } = options;
  requireFunctions('study', { onStart, onProgress });
  requireSignal('study', signal);
  signal.throwIfAborted();
  // Whoever fits a network needs none of it.
  const { MOST_WORKERS, prepareIn, studyToRun, studyOfKeys, workerArgs } = await import('../study/study-file.js');
  const { conductStudy, FORMATS, tablesOf } = await import('@knotwork/studies');
  const { badWorkers, tablesAs } = await import('../errors.js');
  const { FileComposer } = await import('@knotwork/workspace');
  const { standardPackages } = await import('@knotwork/standard');
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) throw badWorkers(String(workers), MOST_WORKERS, 'workers');
  const cwd = process.cwd();
  const composer = new FileComposer(await standardPackages());
  const wanted = 'file' in options ? await studyToRun(options.file, [], undefined, composer, cwd) : studyOfKeys(keysOf(options), cwd);
  const { prepared, folder } = await prepareIn(wanted, { mixedVersions, ...(out === undefined ? {} : { out }), ...(reuse === undefined ? {} : { reuse }) }, composer, cwd);
  const [start, progress] = [new Listener(onStart), new Listener(onProgress)] as const;
  start.tell(prepared.says);
  await start.settled();
  const verdict = await conductStudy(prepared, folder, { module: command(), args: workerArgs(folder), execArgv: forWorkers(process.execArgv) }, workers, signal, progress.tell);
  await progress.settled();
  if (verdict === null) throw signal.reason;
  const tables = tablesOf(verdict);
  return {
    verdict, folder: folder.path, tables,
    toText: (format = 'text') => {
      if (!Object.hasOwn(FORMATS, format)) throw tablesAs(format, Object.keys(FORMATS), 'toText');
      return FORMATS[format]!.write(tables);
    },
  };
}

/** Keys of a study file. All that is none of the others is taken for one, so that what is misspelt is refused as in a file. */
function keysOf(options: StudyHow & StudyKeys): Readonly<Record<string, unknown>> {
  const keys = Object.fromEntries(Object.entries(options).filter(([key, value]) => !HOW.includes(key) && value !== undefined));
  const { name, base } = keys as { name?: unknown; base?: unknown };
  if (typeof base !== 'object' || base === null) return keys;
  const isOpen = !('stages' in base) && !('preset' in base);
  return { ...keys, base: { knotwork: 1, name, ...isOpen ? { stages: ['fit'] } : {}, ...base } };
}

/** The command that workers are processes of: beside this module, compiled or not. */
function command(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../main.ts' : '../../bin/knotwork.js', import.meta.url));
}

/** Options of Node without those that say which program this process runs, and how it is watched. */
function forWorkers(options: readonly string[]): string[] {
  const withValue = /^(-e|-p|-pe|--eval|--print)$/;
  return options.filter((option, k) => !withValue.test(option) && !withValue.test(options[k - 1] ?? '') && !/^--(inspect|input-type|watch|test|eval=|print=|cpu-prof|heap-prof)/.test(option));
}
