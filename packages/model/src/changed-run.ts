import { readNpz, writeNpz } from '@knotwork/arrays';
import { EngineEvaluator, FILES, Keeper, Measurement, type MetricsBySplit, networkCounts, readObject, recordShape, stableJson } from '@knotwork/experiment';
import { type LoadedNetwork, saveNetwork } from '@knotwork/network';
import type { Rows } from '@knotwork/plugin';
import { type LoadRequest, loadModel } from './load-model.js';
import type { Model } from './model.js';
import { beforeOf, hasObserved, networkData, stagesOf, type UserRows } from './network-data.js';
import type { StoredRun } from './stored-run.js';
import type { ModelParts } from './symbolic.js';

/** What was done to a network after its run; its metrics are added. */
export interface Change { readonly kind: string; readonly [of: string]: unknown }

/**
 * The model of a changed network, whoever changed it: as if a run of its own had made it, over the rows that the run before kept.
 *
 * All that is said of a network is made anew: metrics, what they are held against, counts, curves, the picture, the equation. What only training says is not there: of the run before, its files of learning, of time, of members and of its solution are left
 * out, and `before` in `result.json` has its number and what its stages said.
 *
 * @param rows that the run kept, in the user's units
 */
export async function changedModel(parts: ModelParts, model: Pick<LoadedNetwork, 'structure' | 'network'>, change: Change, rows: UserRows): Promise<Model> {
  const { run, host, task, domains, engine } = parts;
  const evaluator = new EngineEvaluator(engine);
  try {
    const data = networkData(model.network.spec, task, domains, withFilled(run, rows));
    const experiment = { name: run.name, stages: run.experiment?.stages ?? [] };
    const measurement = new Measurement(experiment, host.catalog, data, evaluator);
    const measured = await measuredAnew(run, measurement, Math.max(experiment.stages.length - 1, 0), model);
    const keeper = new Keeper(experiment, host.catalog, engine, data, evaluator, measurement);
    // What training left open of the network before, such as errors of edges, it does not of this one.
    const keeping = { models: [model], one: model, reports: experiment.stages.map(() => ({})) };
    const told = stagesOf(run);
    const formula = await keeper.equation({ ...keeping, reports: experiment.stages.map((_, k) => told[k] ?? {}) }, hasObserved(run));
    const before = beforeOf(run);
    const result = {
      schema: 1, status: 'completed', name: run.name, ...(run.experiment === null ? {} : { seed: run.experiment.seed }), ...measured, network: networkCounts(model.structure), formula,
      stages: [...before === null ? [] : (run.result?.['stages'] ?? []) as readonly unknown[], { ...change, metrics: measured.metrics }], before: before ?? { run: run.id, stages: run.reports[0] ?? [] },
    };
    const files = filesOf(run, host, { ...run.one, ...model }, { ...await keeper.files(keeping), [FILES.result]: stableJson(result) });
    return await loadModel({ ...host, read: (name) => files[name] ?? null, names: () => Object.keys(files) });
  } finally {
    await evaluator.dispose();
  }
}

/** Rows with the places of numbers that stand for missing cells, where the run kept which do. */
function withFilled({ evaluation }: StoredRun, rows: UserRows): UserRows {
  const parts = Object.entries(rows).map(([split, part]: [string, Rows]) => {
    const marks = evaluation?.[`${split}.filled`]?.values;
    return [split, marks === undefined ? part : { ...part, filled: Uint32Array.from(marks.keys()).filter((place) => marks[place] === 1) }] as const;
  });
  return { train: rows.train, ...Object.fromEntries(parts) };
}

/** What a run says of its network at the end. What it says of rows alone stays: it saw all of them. */
async function measuredAnew(run: StoredRun, measurement: Measurement, stage: number, model: Pick<LoadedNetwork, 'structure' | 'network'>): Promise<Readonly<Record<string, unknown>> & { readonly metrics: MetricsBySplit }> {
  const { result } = run;
  const measured = await measurement.measureAll(stage, model);
  const ofRows = { outside: result?.['outside'] ?? measured.outside, rows: result?.['rows'] ?? measured.rows };
  // Training points of equations have no targets: what was kept as theirs is what the network before said.
  return hasObserved(run) ? { ...measured, ...ofRows } : { metrics: { ...measured.metrics, train: {} }, ...ofRows, simple: null, far: null, filled: null, generalization: null };
}

/** The files of a changed network: those that say something of it, and of how its rows are read. */
function filesOf(run: StoredRun, { read, place }: LoadRequest, { structure, network, about }: LoadedNetwork, made: Readonly<Record<string, string | Uint8Array>>): Readonly<Record<string, Uint8Array>> {
  const { json, safetensors } = saveNetwork(structure, network, about);
  // Whoever has the number of a run would take this network for that of the run.
  const { id: _, ...record } = readObject(read, FILES.run, place, recordShape) ?? {};
  const imported = read(FILES.imported);
  const texts = { ...made, [FILES.network]: json, [FILES.parameters]: safetensors, ...(run.experiment === null ? {} : { [FILES.run]: stableJson(record) }), ...(imported === null ? {} : { [FILES.imported]: imported }) };
  const files = Object.fromEntries(Object.entries(texts).map(([name, content]) => [name, typeof content === 'string' ? new TextEncoder().encode(content) : content] as const));
  // How many rows there were is known of the run alone.
  const counts = Object.fromEntries(Object.entries(run.evaluation ?? {}).filter(([name]) => name.endsWith('.count')));
  return { ...files, [FILES.evaluation]: writeNpz({ ...readNpz(files[FILES.evaluation]!), ...counts }) };
}
