import { EngineEvaluator } from '@knotwork/experiment';
import { candidatesOf, type EdgeWish, FunctionLibrary, ROLES, solverOfRefits, symbolify, type SymbolifyRequest } from '@knotwork/experiment/symbolify';
import type { PluginUse, Task } from '@knotwork/plugin';
import type { Engine, Objective } from '@knotwork/plugin/engine';
import type { Suggestion } from '@knotwork/symbolic';
import { changedModel } from './changed-run.js';
import { noKeptRows } from './errors.js';
import { doesNotFit, noFunction, noOption, noSuchEdge, notAnEdge, severalNetworks, staysAsItIs } from './errors-when-asked.js';
import type { LoadRequest } from './load-model.js';
import type { Model } from './model.js';
import { keptRows, networkData } from './network-data.js';
import type { StoredRun } from './stored-run.js';

/** An edge, by its layer, its input and the sum at its end, all from 0; `model.edges()` has them. */
export interface EdgeAt { readonly layer: number; readonly from: number; readonly to: number }

export interface SuggestOptions {
  /** Functions that are asked, by name or with options; all that are installed and say what is known of them where it is left out. */
  readonly functions?: readonly (string | PluginUse)[];
  /** Of numbers in texts, 1 to 17, or `all` for those that are read back as they are; six where it is left out, and more where the text would be another curve without. */
  readonly digits?: number | 'all' | undefined;
}

/** A model, and what it is made of. */
export interface ModelParts {
  readonly model: Model;
  readonly run: StoredRun;
  readonly host: LoadRequest;
  readonly engine: Engine;
  readonly objective: Objective;
  readonly task: Task;
  readonly domains: readonly (readonly [number, number])[];
}

/** Which functions an edge may be. */
export async function suggestFor(parts: ModelParts, edge: EdgeAt, { functions, digits, ...others }: SuggestOptions): Promise<Suggestion> {
  for (const key of Object.keys(others)) throw noOption('suggest', key, ['functions', 'digits']);
  const { evaluator, request } = requestOf(parts, [], functions);
  try {
    const [candidates] = await candidatesOf({ ...request, digits }, [edgeOf(parts, edge)]);
    if (candidates?.suggestion === null || candidates === undefined) throw noSuchEdge(edge, 'its function is not finite everywhere');
    return candidates.suggestion;
  } finally {
    await evaluator.dispose();
  }
}

/** The model with a function on an edge, all its numbers fitted again to the rows that were kept. */
export async function withFunction(parts: ModelParts, edge: EdgeAt, f: string | PluginUse): Promise<Model> {
  const at = edgeOf(parts, edge);
  if (typeof f !== 'string' && typeof (f as Partial<PluginUse> | null | undefined)?.kind !== 'string') throw noFunction(f);
  if (inFull(f).kind === 'keep') throw staysAsItIs(at);
  const { evaluator, request, rows } = requestOf(parts, [{ ...at, f: inFull(f) }]);
  try {
    const { model, edges } = await symbolify(request);
    if (edges.every(({ reading }) => reading === null)) throw doesNotFit(edge, inFull(f).kind);
    return await changedModel(parts, model, { kind: 'symbolify', edge: edgeOf(parts, edge), f: inFull(f) }, rows);
  } finally {
    await evaluator.dispose();
  }
}

const inFull = (f: string | PluginUse): PluginUse => (typeof f === 'string' ? { kind: f } : f);

function edgeOf({ run: { one: { structure: { layers } } } }: ModelParts, edge: EdgeAt): EdgeAt {
  if (typeof edge !== 'object' || (edge as EdgeAt | null) === null) throw notAnEdge(edge);
  const { inputs = 0, sums = 0, terms = [] } = layers[edge.layer] ?? {};
  const isThere = edge.from >= 0 && edge.from < inputs && edge.to >= 0 && edge.to < sums && terms.some(({ edges }) => edges.edgeAt[edge.from * sums + edge.to]! >= 0);
  if (!isThere) throw noSuchEdge(edge, 'it is not there or switched off');
  return { layer: edge.layer, from: edge.from, to: edge.to };
}

/** What the stage symbolify would be asked, for single edges and the rows that were kept. */
function requestOf({ run, host: { catalog, place }, engine, objective, task, domains }: ModelParts, wishes: readonly EdgeWish[], functions?: readonly (string | PluginUse)[]) {
  if (run.networks.length > 1) throw severalNetworks(run.networks.length);
  const [train, validation, test] = (['train', 'validation', 'test'] as const).map((split) => (run.evaluation === null ? null : keptRows(run.evaluation, split)));
  if (train === null || train === undefined) throw noKeptRows(run, place);
  const rows = { train, ...(validation == null ? {} : { validation }), ...(test == null ? {} : { test }) };
  const { structure, network } = run.one;
  const data = networkData(network.spec, task, domains, rows);
  const evaluator = new EngineEvaluator(engine);
  const request: SymbolifyRequest = {
    model: { structure, network }, catalog, problem: { engine, objective, penalties: [], trainable: ROLES, maxUnknowns: 2000, ...solverOfRefits(catalog, objective) },
    task, rows: { train: data.train, validation: data.validation.inputs.count === 0 ? null : data.validation }, domains,
    outputs: (of, sets) => evaluator.outputs(of, objective, sets), activations: (of, rows) => evaluator.activations(of, objective, rows),
    library: new FunctionLibrary(catalog, functions?.map(inFull) ?? 'installed', wishes), wishes, places: wishes, trials: 1,
    known: () => Promise.resolve(() => null), made: [], save: () => Promise.resolve(),
  };
  return { evaluator, request, rows };
}
