import { type NamedArrays, type NumberArray, writeNpz } from '@knotwork/arrays';
import { columnOf, ensembleOutputs, userPlaces } from '@knotwork/network';
import { networkPicture } from '@knotwork/pictures/network';
import { isKnotworkError, type Catalog, type Samples } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import { BINS, edgeCurves, type EdgeCurve, POINTS } from './edge-curves.js';
import { kept, keptRows, rowsOf } from './kept-rows.js';
import { findEquation, isEquation } from './equation-of-run.js';
import { BAND, picturedNetwork, type ShownEdge } from './pictured-network.js';
import type { ResolvedExperiment } from '../config/index.js';
import { hasTargets, type PreparedData, SPLITS } from '../data/prepare-data.js';
import type { Evaluator } from '../measure/evaluator.js';
import type { Measurement } from '../measure/measurement.js';
import { FILES } from '../run/run-store.js';
import { posteriorAfter } from '../stages/posterior-after.js';
import type { Model, PosteriorContext } from '../stages/stage.js';
import type { EquationData } from '@knotwork/symbolic';
import { tokens } from '../tokens.js';

/** What a run came to. */
export interface Kept {
  /** Networks whose mean is the model. */
  readonly models: readonly Model[];
  /** The one whose edges are looked at, and the reports of its stages. */
  readonly one: Model;
  readonly reports: readonly Readonly<Record<string, unknown>>[];
}

/** What a run keeps besides. */
export interface Keeping {
  /** Whether a run that solves equations keeps a picture of the solution: trials of a study, which are many, do not. */
  readonly solution: boolean;
}

/**
 * Makes what is kept of a model besides its network: `evaluation.npz`, rows and what the model says of them, and the curves of its edges, so that pictures,
 * intervals and reports need neither data nor training (rows are in the user's units, edges in network units); `network.svg`, its picture; and, where it solves equations, `solution.svg`.
 */
export class Keeper {
  private readonly setting: PosteriorContext;

  constructor(
    @inject(tokens.experiment) private readonly experiment: Pick<ResolvedExperiment, 'name' | 'stages'>,
    @inject(tokens.catalog) catalog: Catalog,
    @inject(tokens.engine) engine: Engine,
    @inject(tokens.data) private readonly data: PreparedData,
    @inject(tokens.evaluator) private readonly evaluator: Evaluator,
    @inject(tokens.measurement) private readonly measurement: Measurement,
    @inject(tokens.keeping) private readonly keeping: Keeping = { solution: true },
  ) {
    this.setting = { catalog, engine, data };
  }

  /** The files, by their names. @param what `curves` leaves rows and predictions out, where targets are not known */
  async files(of: Kept, what: 'all' | 'curves' = 'all'): Promise<Readonly<Record<string, string | Uint8Array>>> {
    const curves = await this.curves(of);
    return {
      [FILES.evaluation]: writeNpz({ ...(what === 'all' ? await this.rows(of) : {}), ...this.domains(), ...arraysOf(curves) }),
      [FILES.picture]: networkPicture(picturedNetwork(of.one.structure, this.shown(of.one, curves)), { title: this.experiment.name, band: BAND }),
      ...await this.solution(of),
    };
  }

  /** The equation of the network whose edges are looked at, over the rows that are kept; null where it is none. @param isObserved whether targets of rows were observed: of points of equations there are none */
  async equation({ one, reports }: Kept, isObserved = hasTargets(this.data, 'train')): Promise<EquationData | null> {
    if (!isEquation(one)) return null;
    const { setting: { catalog }, evaluator } = this;
    const objective = this.measurement.objective(reports.length - 1);
    const { original: { task, train, validation, test } } = this.data;
    return (await findEquation({ model: one, catalog, task, objective, evaluator, train: kept(train), validation: kept(validation), test: kept(test), isObserved, reports }))?.toJSON() ?? null;
  }

  /** The picture of a solution, where the data has equations. */
  private async solution({ one, reports }: Kept): Promise<Readonly<Record<string, string>>> {
    const { data, evaluator, setting: { engine } } = this;
    if (!this.keeping.solution || [...data.sets.values()].every(({ equations }) => equations === undefined)) return {};
    // Most runs solve no equations and do not load it.
    const { solutionPicture } = await import('./solution-of-run.js');
    return { [FILES.solution]: await solutionPicture({ title: this.experiment.name, model: one, reports, data, engine, evaluator, objective: this.measurement.objective(reports.length - 1) }) };
  }

  private async rows({ models, reports }: Kept): Promise<NamedArrays> {
    const objective = this.measurement.objective(reports.length - 1);
    const filled = SPLITS.filter((split) => this.data[split].inputs.count > 0);
    const sets = filled.map((split) => kept(this.data[split]));
    const predictions = await ensembleOutputs({ members: models.map(({ network }) => network) }, (_, k) => this.evaluator.outputs(models[k]!, objective, sets));
    return Object.fromEntries(filled.flatMap((split, k) => {
      const rows = keptRows(this.data[split].inputs.count);
      const { inputs, targets, weights, filled: places } = this.data.original[split];
      // Of points of equations, what the solution says stands for what is known.
      return [
        [`${split}.count`, list([inputs.count])], [`${split}.inputs`, tableOf(rowsOf(inputs, rows))], [`${split}.targets`, tableOf(hasTargets(this.data, split) ? rowsOf(targets, rows) : predictions[k]!)],
        [`${split}.predictions`, tableOf(predictions[k]!)],
        ...(weights === undefined ? [] : [[`${split}.weights`, list(Array.from(rows, (row) => weights[row]!))] as const]),
        ...(places === undefined ? [] : [[`${split}.filled`, tableOf(rowsOf(marked(inputs, places), rows))] as const]),
      ] as const;
    }));
  }

  /** Where the network knows its inputs, in the user's units. */
  private domains(): NamedArrays {
    const { inputs, domains } = this.data;
    return { 'inputs.domain': { shape: [inputs.length, 2], values: Float64Array.from(inputs.flatMap(({ map }, i) => [...userPlaces(map, domains[i]!)])) } };
  }

  private async curves({ one, reports }: Kept): Promise<readonly KnownCurve[]> {
    const activations = await this.evaluator.activations(one, this.measurement.objective(reports.length - 1), kept(this.data.train));
    const curves = edgeCurves(one, activations);
    const errors = await this.errors(one, reports, curves, activations);
    return curves.map((curve) => ({ ...curve, error: errors === null ? null : errors.get(curve) ?? UNKNOWN }));
  }

  /** Inputs of the first layer in the user's units. */
  private shown({ structure: { spec } }: Model, curves: readonly KnownCurve[]): ShownEdge[] {
    return curves.map((curve) => (curve.layer === 0 ? { ...curve, x: userPlaces(spec.inputs[curve.from]!.map, curve.x) } : curve));
  }

  /** Standard errors of curves, centred over training rows, where the last stage knows them. */
  private async errors(one: Model, reports: Kept['reports'], curves: readonly EdgeCurve[], activations: readonly Samples[]): Promise<ReadonlyMap<EdgeCurve, Float64Array> | null> {
    try {
      const known = await posteriorAfter(this.experiment.stages, reports, one, this.setting);
      if (known === null) return null;
      try {
        const { posterior, noise } = known;
        const asked = curves.flatMap((curve) => questionsOf(one, curve, activations)).filter(({ question }) => posterior.knows(question));
        // Outputs differ in noise, and an edge inside has a part in all of them.
        const sigma2 = noise.reduce((sum, s) => sum + s ** 2, 0) / noise.length;
        const errors = await posterior.errorsOfEdges(asked.map(({ question }) => question), sigma2);
        return new Map(asked.map(({ curve }, k) => [curve, errors[k]!]));
      } finally {
        await known.posterior.dispose();
      }
    } catch (error) {
      if (isKnotworkError(error) && error.code === 'numerical') return null;
      throw error;
    }
  }
}

type KnownCurve = EdgeCurve & Pick<ShownEdge, 'error'>;

function arraysOf(curves: readonly KnownCurve[]): NamedArrays {
  const each = (of: (curve: KnownCurve) => number): NumberArray => list(curves.map(of));
  const along = (width: number, of: (curve: KnownCurve) => Float64Array): NumberArray => {
    const values = new Float64Array(curves.length * width);
    curves.forEach((curve, k) => { values.set(of(curve), k * width); });
    return { shape: [curves.length, width], values };
  };
  return {
    'edges.layer': each((c) => c.layer), 'edges.from': each((c) => c.from), 'edges.to': each((c) => c.to), 'edges.score': each((c) => c.score),
    'edges.mean': each((c) => c.mean), 'edges.deviation': each((c) => c.deviation),
    'edges.x': along(POINTS, (c) => c.x), 'edges.y': along(POINTS, (c) => c.y), 'edges.density': along(BINS, (c) => c.density),
    ...(curves.some(({ error }) => error !== null) ? { 'edges.error': along(POINTS, (c) => c.error ?? UNKNOWN) } : {}),
  };
}

const UNKNOWN = new Float64Array(POINTS).fill(NaN);

/** An edge of one term has an error that is known; that of several would need how they go together. */
function questionsOf({ structure }: Model, curve: EdgeCurve, activations: readonly Samples[]) {
  const { layer, from, to, x } = curve;
  const { sums, terms } = structure.layers[layer]!;
  const live = terms.flatMap((term) => {
    const edge = term.edges.edgeAt[from * sums + to]!;
    return edge < 0 ? [] : [{ term, edge }];
  });
  const [only] = live;
  return live.length === 1 ? [{ curve, question: { layer, ...only!, points: x, over: columnOf(activations[layer]!, from) } }] : [];
}

/** 1 at some places of a table, and 0 elsewhere. */
function marked(table: Samples, places: Uint32Array): Samples {
  const values = table.values.map(() => 0);
  for (const place of places) values[place] = 1;
  return { ...table, values };
}

const list = (values: readonly number[]): NumberArray => ({ shape: [values.length], values: Float64Array.from(values) });
const tableOf = ({ count, width, values }: Samples): NumberArray => ({ shape: [count, width], values });
