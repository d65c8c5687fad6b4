import { dirname, resolve } from 'node:path';
import { Composer, type Composition, type ExperimentRequest, type OpenedExperiment, type PreparedData, type Provenance } from '@knotwork/experiment';
import type { InstalledPackage } from '@knotwork/plugin';
import { given, type Overrides } from '@knotwork/registry';
import { factorsInExperiment, noExperimentFile, studyAsFile, tableAsFile } from './errors.js';
import { fileRequest, type FileRequest } from './file-request.js';
import { workspaceServices } from './workspace-services.js';

/** Endings of tables, which are given in place of an experiment file. */
const TABLES = /\.(csv|tsv|tab|dat|parquet|npy|npz|xlsx?)(\.gz)?$/i;

/** Whether a text is that of a study file, as its lines tell, though it may not say so: it has factors. A text that is none of ours is not. */
export function isStudyText(text: string): boolean {
  const has = keysIn(text);
  return (has('study') || has('factors')) && !has('knotwork');
}

/** Whether a text is an experiment into which factors were written. */
function hasFactors(text: string): boolean {
  const has = keysIn(text);
  return has('factors') && has('knotwork');
}

function keysIn(text: string): (key: string) => boolean {
  // JSON is indented, or on one line: its keys tell.
  const own = /^\s*\{/.test(text) ? keysOfJson(text) : text;
  return (key) => new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(own);
}

/** The outermost keys of a text as lines; nothing where it is no JSON. */
function keysOfJson(text: string): string {
  try {
    return Object.keys(JSON.parse(text) as object).map((key) => `${key}:`).join('\n');
  } catch {
    return '';
  }
}

/** Composes runs from experiment files, with all that a disk and git have to give. One is enough for a process. */
export class FileComposer {
  private readonly composer: Composer;

  /**
   * @param standard the first-party packages
   * @param overrides services that replace the standard ones, for tests and users
   * @throws KnotworkError `plugin` when two plugins of one kind have the same name
   */
  constructor(standard: readonly InstalledPackage[], overrides: Overrides = []) {
    this.composer = new Composer(standard, [...workspaceServices, ...overrides]);
  }

  /**
   * Reads an experiment file: parses it, loads the packages it names, fills in defaults, applies overrides, validates.
   *
   * @throws KnotworkError `input` or `plugin`: one message with path, line and remedy
   */
  async open(request: Pick<FileRequest, 'file' | 'text' | 'overrides' | 'cwd'>): Promise<OpenedExperiment> {
    return this.composer.open(await this.read({ ...request, again: false }));
  }

  /**
   * Wires a run and checks it from end to end: file, plugins, data, network, engine and every stage. Writes nothing.
   *
   * @param ofThisRun services that this run has and others do not
   * @throws KnotworkError `input`, `plugin` or `capability`
   */
  async compose(request: FileRequest, ofThisRun: Overrides = []): Promise<Composition> {
    const read = await this.read(request);
    await this.askEarly(read.folder);
    return this.composer.compose(read, [given(fileRequest, request), ...ofThisRun]);
  }

  /** What tells which code runs, and on what. */
  provenance(): Promise<Provenance> { return this.composer.provenance(); }

  /** Reads the data of an experiment, whatever its network. @throws KnotworkError `input` or `plugin` */
  async data(request: FileRequest): Promise<PreparedData> {
    return this.composer.data(await this.read(request), [given(fileRequest, request)]);
  }

  /** Asks now what the identity and the record of a run ask for at the end, so that git works while this process does. */
  private async askEarly(folder: string): Promise<void> {
    const provenance = await this.composer.provenance();
    // Who needs an answer waits for it, and is told what went wrong.
    for (const answer of [provenance.source(), provenance.stateOf(folder)]) answer.catch(() => undefined);
  }

  private async read({ file, text: written, overrides, again, cwd }: FileRequest): Promise<ExperimentRequest> {
    if (written === undefined && TABLES.test(file)) throw tableAsFile(file);
    const text = written ?? await this.composer.read(file, cwd).catch((error: Error) => { throw noExperimentFile(file, error.message); });
    if (typeof text === 'string' && isStudyText(text)) throw studyAsFile(file);
    if (typeof text === 'string' && hasFactors(text)) throw factorsInExperiment(file);
    return { text, fileName: file, folder: dirname(resolve(cwd, file)), overrides, again };
  }
}

/** Composes a single run; see {@link FileComposer.compose}. */
export async function composeFromFile(request: FileRequest, standard: readonly InstalledPackage[], overrides: Overrides = []): Promise<Composition> {
  return new FileComposer(standard, overrides).compose(request);
}
