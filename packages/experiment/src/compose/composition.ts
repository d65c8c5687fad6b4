import type { Catalog, Data } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import type { Checked } from './check-stages.js';
import type { ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { RunIdentity } from '../identity/run-identity.js';
import type { Evaluator } from '../measure/evaluator.js';
import type { Measurement } from '../measure/measurement.js';
import type { Runner } from '../run/experiment-run.js';
import { outlookOf, type StageOutlook } from '../run/outlook.js';
import type { RunOutcome } from '../run/recipe.js';
import type { FinishedRun, RunPlace } from '../run/run-place.js';
import type { StoredStart } from '../stored/start-from.js';
import { tokens } from '../tokens.js';

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
  /** Widths that the network begins with, from inputs to outputs; of several that are compared, those of the first. */
  readonly widths: readonly number[];
  readonly id: string;
  readonly notes: readonly string[];
  /** Where the run is kept: the path of its folder, where it has one. */
  readonly location: string;
  /** The finished run of the same content, if there is one and it may be reused. */
  readonly done: FinishedRun | null;
  /** What can be said of every stage before it runs, in order. */
  readonly outlook: readonly StageOutlook[];
  run(signal?: AbortSignal): Promise<RunOutcome>;
}

/** What all steps of composing come to. */
export class ComposedRun implements Composition {
  readonly data: Data;
  readonly dataSets: ReadonlyMap<string, Data>;
  readonly bases: readonly string[];
  readonly widths: readonly number[];
  readonly id: string;
  readonly notes: readonly string[];
  readonly location: string;
  readonly done: FinishedRun | null;
  readonly outlook: readonly StageOutlook[];
  readonly run: Composition['run'];

  constructor(
    @inject(tokens.experiment) readonly experiment: ResolvedExperiment,
    @inject(tokens.catalog) readonly catalog: Catalog,
    @inject(tokens.data) data: PreparedData,
    @inject(tokens.structure) structure: Structure,
    @inject(tokens.checked) { notes }: Checked,
    @inject(tokens.identity) { id }: RunIdentity,
    @inject(tokens.place) { location, done }: RunPlace,
    @inject(tokens.runner) runner: Runner,
    @inject(tokens.evaluator) evaluator: Evaluator,
    @inject(tokens.measurement) measurement: Measurement,
    @inject(tokens.start) start: StoredStart | null,
  ) {
    this.data = data.original;
    this.dataSets = new Map([...data.sets].map(([name, { original }]) => [name, original]));
    this.bases = [...new Set(structure.layers.flatMap(({ terms }) => terms.map(({ basisName }) => basisName)))];
    this.widths = [structure.layers[0]!.inputs, ...structure.layers.map(({ outputs }) => outputs)];
    this.id = id;
    this.notes = [...data.notes, ...notes.map(({ text }) => text)];
    this.location = location;
    this.done = done;
    this.outlook = outlookOf(experiment, catalog, data, measurement, start !== null);
    this.run = async (signal = new AbortController().signal) => {
      try { return await runner.run(signal); } finally { await evaluator.dispose(); }
    };
  }
}
