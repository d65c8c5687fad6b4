import { readFile } from 'node:fs/promises';
import { dirname, join, resolve as resolvePath } from 'node:path';
import {
  comingStages, emptyOut, experimentJson, ExperimentRun, type ExperimentSource, firstStage, foreignFiles, installed, loadData, located, noExperimentFile, otherRunThere,
  type PreparedData, type PreparedRun, readExperiment, type ResolvedExperiment, resolveExperiment, runIdentity, type RunIdentity, type RunObserver, type RunOutcome, type RunSetting,
  RunStreams, type SourceState, stageSetting, type StageDefinition, tryMetrics, VERSION, wrongWidth,
} from '@knotwork/experiment';
import { type LayerRequest, parseOptions, resolve, specify } from '@knotwork/network';
import { callPlugin, type Catalog, type Clock, type Data, type Engine, isKnotworkError, type Precision, tokens } from '@knotwork/plugin';
import type { InstalledPackage, Overrides, Registry, Service } from '@knotwork/registry';
import { codeFingerprint } from './identity/code-fingerprint.js';
import { host } from './identity/host.js';
import { ownSource, sourceState } from './identity/provenance.js';
import { sha256 } from './identity/sha256.js';
import { fingerprintOf, type LoadedPlugin, loadPlugins } from './loading/index.js';
import { FolderStore, readResult, readRun, runFilesIn, runStatus } from './store/index.js';

/** What to run: plain JSON, so that a script, a worker or a cluster job can be handed it. */
export interface RunRequest {
  /** Path of the experiment file. */
  readonly file: string;
  /** `path=value`, applied left to right. */
  readonly overrides: readonly string[];
  /** Folder of the run; left out for `runs/<name>/<id>` below `cwd`. */
  readonly out?: string;
  /** Run again although a finished run of the same content exists. */
  readonly again: boolean;
  readonly cwd: string;
}

/** A run that is ready to go. */
export interface Composition {
  readonly catalog: Catalog;
  readonly experiment: ResolvedExperiment;
  /** The rows of all data sets together, in the user's units. */
  readonly data: Data;
  /** The rows of every data set by its name; `dataset` is called `train`. */
  readonly dataSets: ReadonlyMap<string, Data>;
  /** Names of the bases that the network is made of, in the order of its layers. */
  readonly bases: readonly string[];
  readonly folder: string;
  readonly id: string;
  readonly notes: readonly string[];
  /** The finished run of the same content, if there is one and it may be reused. */
  readonly done: { readonly result: Readonly<Record<string, unknown>>; readonly finished: string | null } | null;
  run(signal?: AbortSignal): Promise<RunOutcome>;
}

const systemClock: Clock = { now: () => performance.now(), date: () => new Date() };
const silent: RunObserver = { observe: () => undefined };

/** The services of a run. `overrides` of `composeFromFile` replace any of them. */
const services: readonly Service[] = [
  { token: tokens.clock, scope: 'root', create: () => systemClock },
  { token: tokens.observer, scope: 'root', create: () => silent },
  { token: tokens.store, scope: 'run', create: (scope) => new FolderStore(scope.get<PreparedRun>(tokens.request).folder) },
  { token: tokens.runner, scope: 'run', useClass: ExperimentRun },
];

/** What an experiment file resolves to, with the plugins it names loaded. */
export interface OpenedExperiment {
  readonly source: ExperimentSource;
  readonly registry: Registry;
  readonly plugins: readonly LoadedPlugin[];
  readonly experiment: ResolvedExperiment;
  readonly file: string;
}

/**
 * Reads an experiment file: parses it, loads the packages it names, fills in defaults, applies overrides, validates.
 *
 * @throws KnotworkError `input` or `plugin`: one message with path, line and remedy
 */
export async function openFromFile(
  request: Pick<RunRequest, 'file' | 'overrides' | 'cwd'>, standard: readonly InstalledPackage[], overrides: Overrides = [],
): Promise<OpenedExperiment> {
  const file = resolvePath(request.cwd, request.file);
  const source = readExperiment(await readFile(file, 'utf8').catch((error: Error) => { throw noExperimentFile(request.file, reasonOf(error)); }), request.file);
  const plugins = await loadPlugins(file, source.plugins);
  const registry = installed(standard, plugins, overrides, services);
  const experiment = resolveExperiment(source, registry.catalog, request.overrides, { stage: comingStages });
  return { source, registry, plugins, experiment, file };
}

/**
 * Wires a run and checks it from end to end: file, plugins, data, network, engine and every stage. Writes nothing.
 *
 * @param standard the first-party packages
 * @param overrides services that replace the standard ones, for tests and users
 * @throws KnotworkError `input`, `plugin` or `capability`
 */
export async function composeFromFile(request: RunRequest, standard: readonly InstalledPackage[], overrides: Overrides = []): Promise<Composition> {
  const opened = await openFromFile(request, standard, overrides);
  try {
    return await composeOpened(request, opened, standard);
  } catch (error) {
    throw located(error, opened.experiment.whereIs);
  }
}

async function composeOpened(request: RunRequest, opened: OpenedExperiment, standard: readonly InstalledPackage[]): Promise<Composition> {
  const { registry: { catalog, createRunScope }, experiment, plugins, file } = opened;
  const streams = new RunStreams(experiment.seed, experiment.streams);
  const { data, files } = await loadData(experiment, catalog, streams, file);
  const { widths } = experiment.network;
  checkWidths(experiment, data);

  const layers = layerRequests(experiment);
  const initializers = widths.slice(1).map((_, l) => experiment.network.layers[l]?.initializer ?? experiment.network.initializer);
  for (const use of initializers) parseOptions(catalog.get('initializer', use.kind), use);
  const structure = resolve(specify(widths, layers, data.inputs, data.outputs, catalog), catalog);
  const { kind: engineName, ...engineOptions } = experiment.engine;
  const engineDefinition = catalog.get('engine', engineName);
  const engine = await callPlugin(engineDefinition, 'create', () => engineDefinition.create(engineOptions));
  const precision = (engineOptions['precision'] ?? 'float64') as Precision;

  const setting = { experiment, catalog, engine, precision, data, streams, initializers, structure };
  const notes = [...unusual(engine), ...await checkStages(setting)];
  tryMetrics(setting);

  const source = ownSource();
  const versions = Object.fromEntries([...standard, { name: '@knotwork/experiment', version: VERSION }].map((p) => [p.name, p.version]));
  const identity = runIdentity({
    experiment: experimentJson(experiment), dataFiles: files, plugins: Object.fromEntries(plugins.map((p) => [p.name, fingerprintOf(p)])), versions, source, host: host(),
    engine: { name: engine.name, ...engine.notes },
  }, sha256);
  if (request.out === '') throw emptyOut();
  const folder = resolvePath(request.cwd, request.out ?? join('runs', experiment.name, identity.id));
  const record = recordOf({ ...setting, identity, source }, { overrides: request.overrides, versions, file });
  const checked = { ...setting, notes, identity, folder, record, again: request.again };
  const before = readRun(folder);
  const status = runStatus(folder);
  // Without run.json, which goes last when a folder is cleared, files are somebody else's, and not even --again may delete them.
  const foreign = before === null ? runFilesIn(folder) : [];
  if (foreign.length > 0) throw foreignFiles(request.out ?? folder, foreign);
  if (before !== null && before['id'] !== identity.id && !request.again) throw otherRunThere(request.out ?? folder, nameIn(before), String(before['id']));
  const isDone = status.state === 'completed' && identity.isReusable && !request.again;
  return {
    catalog, experiment, data: data.original, dataSets: new Map([...data.sets].map(([name, { original }]) => [name, original])), folder, id: identity.id, notes,
    bases: [...new Set(structure.layers.flatMap(({ terms }) => terms.map(({ basisName }) => basisName)))],
    done: isDone ? { result: readResult(folder)!, finished: status.finished } : null,
    run: async (signal = new AbortController().signal) => {
      const prepared: PreparedRun = { ...checked, code: codeFingerprint(source) };
      const scope = createRunScope(prepared);
      try {
        return await scope.get<ExperimentRun>(tokens.runner).run(signal);
      } finally {
        await scope.dispose();
      }
    },
  };
}

/** How an engine computes, where it says why it does not do so its usual way: nobody should have to look for the reason of a slow run. */
function unusual({ name, notes = {} }: Engine): string[] {
  return notes['because'] === undefined ? [] : [`engine ${name}: ${Object.entries(notes).map(([key, value]) => `${key} ${value}`).join(', ')}`];
}

/** Lets every stage refuse what cannot work, in order. @returns what users should be told */
async function checkStages(setting: RunSetting): Promise<readonly string[]> {
  const { catalog, experiment } = setting;
  const notes: string[] = [];
  let { structure } = setting;
  for (const [index, { kind, ...options }] of experiment.stages.entries()) {
    const stage = catalog.get('stage', kind) as StageDefinition;
    if (index === 0 && stage.needsTrained) throw firstStage(kind);
    structure = await stage.check({
      ...stageSetting(setting, structure, index), trained: null, signal: new AbortController().signal,
      observe: () => undefined, rung: () => undefined, elapsed: () => 0,
      progress: null, save: () => Promise.resolve(),
      note: (text) => { if (!notes.includes(text)) notes.push(text); },
    }, options);
  }
  return notes;
}

/** Content of run.json: what ran, and on what. */
function recordOf(
  { experiment, engine, precision, identity, source }: RunSetting & { readonly identity: RunIdentity; readonly source: SourceState | null },
  { overrides, versions, file }: { readonly overrides: readonly string[]; readonly versions: Readonly<Record<string, string>>; readonly file: string },
): Record<string, unknown> {
  const own = source === null ? {} : { commit: source.commit, dirty: source.isDirty };
  const git = sourceState(dirname(file));
  return {
    schema: 1, id: identity.id, experiment: experimentJson(experiment), overrides, data: identity.data, plugins: identity.plugins, versions,
    knotwork: { version: VERSION, ...own }, git: git === null ? null : { commit: git.commit, dirty: git.isDirty },
    node: process.versions.node, platform: `${process.platform}-${process.arch}`, engine: { name: engine.name, precision, ...engine.notes },
  };
}

function layerRequests(experiment: ResolvedExperiment): LayerRequest[] {
  const { widths, layers, layer, edge, basis, inputMap, outside } = experiment.network;
  return widths.slice(1).map((_, l) => {
    const { initializer: _initializer, ...own } = layers[l] ?? {};
    return { layer, edge, basis, inputMap, outside, ...own };
  });
}

function checkWidths(experiment: ResolvedExperiment, data: PreparedData): void {
  const { widths } = experiment.network;
  const dataset = experiment.dataset?.kind ?? [...data.sets.keys()][0]!;
  if (widths[0] !== data.inputs.length) throw wrongWidth('start', data.original, dataset, widths);
  if (widths.at(-1) !== data.outputs.length) throw wrongWidth('end', data.original, dataset, widths);
}

const nameIn = (record: Readonly<Record<string, unknown>>): string => String((record['experiment'] as { name?: unknown } | undefined)?.name);

function reasonOf(error: Error): string {
  if (isKnotworkError(error)) return error.message;
  const code = (error as { code?: string }).code;
  return code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : error.message;
}
