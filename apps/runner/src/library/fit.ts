import { Composer, type Composition, type ExperimentRequest, memoryFiles, MemoryPlace, type PreparedData, tokens } from '@knotwork/experiment';
import { loadModel, type LoadRequest, type Model } from '@knotwork/model';
import { didYouMean, isKnotworkError, KnotworkError } from '@knotwork/plugin';
import { given, type Overrides } from '@knotwork/registry';
import { packagesAtHand } from '@knotwork/standard/at-hand';
import { type ExperimentInMemory, experimentText, OWN, standardWidths, TABLE } from './experiment-text.js';
import type { FitOptions } from './fit-options.js';
import { Listener } from './listener.js';
import { requirePackagesOf } from './require-options.js';
import { views } from './views.js';

/**
 * Fits a network to rows, in memory.
 *
 * @returns the model; its `run.result` is what `result.json` holds
 * @throws KnotworkError `input` for options that are wrong, `numerical` where training diverged; the reason of the signal where that ended it
 *
 * @example
 * const model = await fit({ inputs: [[0, 1], [0.5, 2], [1, 0]], targets: [1, 4, 0] });
 * const { values } = await model.predict([[0.2, 1.5]]);
 */
export async function fit(options: FitOptions): Promise<Model> {
  return inOptions(options ?? {}, () => fitAnywhere(options));
}

async function fitAnywhere(options: FitOptions): Promise<Model> {
  const experiment = experimentText(options);
  await requirePackagesOf('fit', options);
  const composer = new Composer([...packagesAtHand, ...options.packages ?? []], [given(tokens.files, memoryFiles(experiment.files))]);
  const request = (text: ExperimentRequest['text']) => ({ text, fileName: FILE_NAME, folder: '', overrides: [], again: true });
  const text = await textOf(experiment, (draft) => composer.data(request(draft)));
  return fitInMemory((ofThisRun) => composer.compose(request(text), ofThisRun), options);
}

/** What goes wrong is told in the words of options, where there is no text of a file. @param work that fits */
export async function inOptions<T>({ text }: Pick<FitOptions, 'text'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (text !== undefined || !isKnotworkError(error)) throw error;
    const { inWordsOfOptions } = await import('./option-words.js');
    throw new KnotworkError(error.code, inWordsOfOptions(error.message, { own: OWN, table: TABLE, nearest: didYouMean }), { ...error.place, cause: error });
  }
}

/** What messages call options, as if they were a file. */
export const FILE_NAME = 'the options';

/** An experiment, with widths that follow from its rows where they were left open. @param dataOf reads rows, whatever the network */
export async function textOf({ text, leavesWidthsOpen }: ExperimentInMemory, dataOf: (text: ExperimentRequest['text']) => Promise<PreparedData>): Promise<ExperimentRequest['text']> {
  return leavesWidthsOpen ? text(standardWidths(await dataOf(text()))) : text();
}

type Compose = (ofThisRun: Overrides) => Promise<Composition>;

/** Runs what is composed in memory. @param host what loads and saves models there */
export async function fitInMemory(compose: Compose, options: FitOptions, host: Pick<LoadRequest, 'save'> = {}): Promise<Model> {
  const place = new MemoryPlace();
  const { catalog } = await runTo(compose, options, [given(tokens.place, place)]);
  return loadModel({ read: (name) => place.folder.read(name), names: () => place.folder.names(), catalog, place: 'the fit', views, ...host });
}

/** Composes and runs. @throws what the fit throws */
export async function runTo(compose: Compose, options: FitOptions, ofThisRun: Overrides): Promise<Composition> {
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  const listener = new Listener(onProgress);
  const observer = onProgress === undefined ? [] : [given(tokens.observer, { observe: listener.tell })];
  const composition = await compose([...ofThisRun, ...observer]);
  if (composition.done !== null) return composition;
  const { status, reason } = await composition.run(signal);
  await listener.settled();
  if (status === 'interrupted') signal?.throwIfAborted();
  if (status === 'diverged') throw new KnotworkError('numerical', `the fit diverged: ${reason ?? 'it met numbers that are not finite'}.`);
  return composition;
}
