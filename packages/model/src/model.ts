import { BAND, EngineEvaluator, engineNotes, FILES, isEquation, Measurement, type Metrics, type MetricsBySplit, picturedNetwork, type SPLITS, totalEffects } from '@knotwork/experiment';
import { ensembleOutputs, type LoadedNetwork, toNetworkUnits, toUser, usedInputs } from '@knotwork/network';
import type { NetworkExport } from '@knotwork/network/exported';
import { randomStream } from '@knotwork/numerics';
import { type NetworkOptions, networkPicture } from '@knotwork/pictures/network';
import type { Catalog, NetworkSpec, PluginUse, Rows, Samples, Task, Vec } from '@knotwork/plugin';
import type { Engine, Objective } from '@knotwork/plugin/engine';
import type { Equation, Suggestion } from '@knotwork/symbolic';
import type * as ByEquation from './equation/by-equation.js';
import type { SpeakerOptions, WithoutValue } from './equation/by-equation.js';
import type { DerivativesOf } from './derivatives/derivative-names.js';
import type { Derivatives } from './derivatives/derivatives-of-model.js';
import { edgesOf, type EdgeOfModel } from './edges.js';
import type { EquationOptions } from './equation-of-model.js';
import type { LoadRequest } from './load-model.js';
import { noFolder, noFolders, noKeptRows, noProbabilities, noViews, otherRows, wrongWidth } from './errors.js';
import type { Intervals } from './intervals.js';
import { beforeOf, keptDomains, keptRows, networkData } from './network-data.js';
import { isOptions, type ModelRows, type ModelTargets, type ModelWeights, requireFinite, samplesFrom, targetsOfList, targetsOfTable, weightsOfList, weightsOfTable } from './model-rows.js';
import { categoriesOf } from './rows-from.js';
import { rowsWithin } from './rows-within.js';
import type { StoredRun } from './stored-run.js';
import type { StructureOfModel, StructureOptions } from './structure-of-model.js';
import type { EdgeAt, ModelParts, SuggestOptions } from './symbolic.js';
import { usualEngine } from './usual-engine.js';

/** Predictions in the user's units, of a classification the outputs before softmax. */
export type Predictions = Samples;

/** What of a row lies outside of what the network was trained on. */
export interface Outside {
  /** Names of inputs, and of columns whose category no training row has, by row; empty where all is inside. */
  readonly names: readonly (readonly string[])[];
  /** Rows with any. */
  readonly rows: number;
}

/** How good predictions are, on how many rows. */
export interface Evaluated {
  readonly rows: number;
  /** Of several targets over all of them together. */
  readonly metrics: Metrics;
  /** Of several targets of regression, those of each by its name and in its own unit, without the loss. */
  readonly targets?: Readonly<Record<string, Metrics>>;
  /** Of metrics that failed on these rows, and are NaN there: why, by the name that `metrics` has; left out where none did. */
  readonly failed?: Readonly<Record<string, string>>;
}

/** Files by their names. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;

/** What an export has besides predictions. */
export interface ExportMore { readonly derivatives?: DerivativesOf }

/** What writes a model for people. */
export interface ModelViews {
  readonly summary: (model: Model) => Promise<string>;
  readonly report: (model: Model) => Promise<string>;
}

/** What belongs to a run, and not to whoever runs it now. */
const KEPT = /^(members\/\d+\/|start\/)?[a-z]+\.(json|jsonl|safetensors|npz|svg)$/;

/** Rows that exporters may choose ranges by, at most. */
const ROWS_FOR_RANGES = 4000;

/** Rounding of a domain that is told in other units, as a share of its width. */
const ROUNDING = 1e-12;

/** A trained network, or several whose mean is meant, in use. */
export class Model {
  readonly task: Task;
  /** Names of inputs, outputs and, of a classification, classes. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly classes: readonly string[];
  /** Of each input, whether predictions depend on it at all: no edge leaves the others, and tables need no columns of them. */
  readonly uses: readonly boolean[];
  /** What users should know, such as that no kernels run in this host, or that a package has another version than the one that the network was saved with. */
  readonly notes: readonly string[];
  /** The plugins that there are. */
  readonly catalog: Catalog;
  private readonly evaluator: EngineEvaluator;
  /** What the run trained; for two files of a network, what goes with its task. */
  private readonly objective: Objective;

  /** Use `loadModel`. */
  constructor(readonly run: StoredRun, private readonly host: LoadRequest, private readonly engine: Engine) {
    this.catalog = host.catalog;
    const { network: { spec }, about } = run.one;
    this.task = about.task;
    this.inputs = spec.inputs.map(({ name }) => name);
    this.outputs = spec.outputs.map(({ name }) => name);
    this.classes = about.classes;
    const used = run.networks.map(({ structure }) => usedInputs(structure));
    this.uses = this.inputs.map((_, i) => used.some((of) => of[i]!));
    this.notes = [...engineNotes(engine), ...host.notes ?? [], ...run.notes];
    this.evaluator = new EngineEvaluator(engine);
    this.objective = this.measurement({ inputs: noRows(this.inputs.length), targets: noRows(this.outputs.length) }).objective(this.lastStage);
  }

  /** The network whose edges are looked at: the only one, or the best member. */
  get network(): LoadedNetwork { return this.run.one; }

  /** What errors call the run, such as the path of its folder. */
  get place(): string { return this.host.place; }

  /** What the run measured of the model, with null for parts without rows; null where that is not known. */
  get metrics(): MetricsBySplit | null { return (this.run.result?.['metrics'] ?? null) as MetricsBySplit | null; }

  /**
   * What the model says of rows.
   *
   * @param rows in the user's units: lists in the order of {@link inputs}, or a table of columns by name
   * @param options by what: `{ by: 'equation' }` for the equation as it is printed, NaN where that has no value ({@link withoutValue}); of several networks it is that of the best
   * @throws KnotworkError `input` for another number of columns, one that is not there, for numbers that are not finite, and where there is no equation
   */
  async predict(rows: ModelRows, options?: SpeakerOptions): Promise<Predictions> {
    const samples = this.samples(rows);
    const equation = await this.equationIf('predict', options);
    return equation === null ? this.predicted(samples) : equation.predictedByEquation(this.parts, samples);
  }

  /** Probabilities of classes, `[rows][classes]`. @throws KnotworkError `input` where the model is of a regression, and as {@link predict} does */
  async predictProbability(rows: ModelRows, options?: SpeakerOptions): Promise<Samples> {
    if (this.task !== 'classification') throw noProbabilities(this.task);
    const { values, ...shape } = await this.predict(rows, options);
    return { ...shape, values: softmax(values, shape.width) };
  }

  /**
   * Intervals that hold new observations with a probability.
   *
   * @param level above 0 and below 1; 0.9 where it is left out
   * @param weights of the rows, one for every row, NaN where nobody knows it, where the rows of the run were weighed: noise of a row of four times the weight is half as large. Left out, those of the table's column that weighed
   * the run's rows; of rows whose weight is not known, intervals are as wide as for a row of mean weight. Split-conformal ones are as wide for all
   * @throws KnotworkError `input` where there are none: of classifications, of runs with neither `smoothing: auto` nor validation rows, and of imports
   */
  async interval(rows: ModelRows, level?: number, weights?: ModelWeights): Promise<Intervals> {
    const inputs = this.samples(rows);
    const known = weights === undefined ? weightsOfTable(rows, this.run) : weightsOfList(weights, inputs.count, true);
    return (await import('./intervals.js')).intervalsFor(this.parts, inputs, level, (one, some) => this.outputsOf(one, some), known);
  }

  /**
   * Derivatives of the outputs in the inputs, in the user's units: exact ones, not differences. Of several networks they are the means of theirs.
   *
   * Beyond the domain of an input they are those of the function that goes on there.
   *
   * @param rows as for {@link predict}
   * @param of the inputs that each derivative is taken in, up to three: `'x,xx'` or `['x', 'xx']` for the first two in x, `[['horse power', 'weight']]` for one in both
   * @param options by what, as for {@link predict}
   * @returns `[rows][derivatives]` and their names, all of the first output before those of the next one
   * @throws KnotworkError `input` for names that no input has or that could be two derivatives, for orders above 3 or above what the basis, its functions and the standardization of the input keep
   * continuous, for inputs that are categories, and for classifications
   *
   * @example
   * const { names, values } = await model.derivatives([[0.5, 1]], ['x', 'xx', 't']); // names: ['u_x', 'u_xx', 'u_t']
   */
  async derivatives(rows: ModelRows, of: DerivativesOf, options?: SpeakerOptions): Promise<Derivatives> {
    const equation = await this.equationIf('derivatives', options);
    return equation === null ? (await import('./derivatives/derivatives-of-model.js')).derivativesFor(this.parts, this.samples(rows), of) : equation.derivativesByEquation(this.parts, this.samples(rows), of);
  }

  /** What of rows, in inputs that predictions depend on, lies outside of what the network was trained on; null where nobody kept where that is. */
  outside(rows: ModelRows): Outside | null {
    const inputs = this.samples(rows);
    const { spec } = this.network.network;
    const domains = keptDomains(this.run.evaluation, spec);
    if (domains === null) return null;
    const { count, width, values } = toNetworkUnits(inputs, spec.inputs);
    const categories = categoriesOf(this.inputs, this.run.encoding).filter(({ places }) => places.some((i) => this.uses[i]!));
    const names = Array.from({ length: count }, (_, n) => [
      ...domains.flatMap(([low, high], i) => {
        const v = values[n * width + i]!;
        return this.uses[i]! && Math.max(low - v, v - high) > ROUNDING * (high - low) ? [this.inputs[i]!] : [];
      }),
      // A category that no training row has is 0 in all inputs of its column.
      ...categories.flatMap(({ column, places }) => (places.every((i) => inputs.values[n * width + i] === 0) ? [column] : [])),
    ]);
    return { names, rows: names.filter((of) => of.length > 0).length };
  }

  /**
   * Loss and metrics of the model on rows whose targets are known.
   *
   * @param rows as for {@link predict}; with `targets` left out, a table that has their columns, too
   * @param targets a number, a class or a list of numbers for every row
   * @param weights how much each row counts in the loss: numbers of 0 or more, one for every row; metrics count all rows alike. Left out, all are 1, or those of the table's column that weighed the run's rows
   * @param options by what, as for {@link predict}; rows at which the equation has no value are left out and not counted. They may stand in the place of the first argument that is left out, too
   * @throws KnotworkError `input` for rows, targets and weights that cannot be, and where there is no equation
   *
   * @example
   * const { metrics } = await model.evaluate([[0, 1], [0.5, 2]], [1, 4], { by: 'equation' });
   */
  async evaluate(rows: ModelRows, targets?: ModelTargets | SpeakerOptions, weights?: ModelWeights | SpeakerOptions, options?: SpeakerOptions): Promise<Evaluated> {
    // Options stand at the end, wherever that is.
    if (options === undefined && isOptions(weights)) return this.evaluate(rows, targets, undefined, weights);
    if (options === undefined && weights === undefined && isOptions(targets)) return this.evaluate(rows, undefined, undefined, targets);
    const inputs = this.samples(rows);
    const known = { ...(targets === undefined ? targetsOfTable(rows, this) : { targets: targetsOfList(targets as ModelTargets, this) }), ...(weights === undefined ? {} : { weights: weightsOfList(weights as ModelWeights, inputs.count) }) };
    if (known.targets.width !== this.outputs.length) throw wrongWidth('targets', this.outputs, known.targets.width);
    if (known.targets.count !== inputs.count) throw otherRows(inputs.count, known.targets.count);
    const equation = await this.equationIf('evaluate', options);
    if (equation !== null) return equation.evaluatedByEquation(this.parts, { inputs, ...known }, (some) => this.measurement(some));
    const models = this.run.networks.map(({ structure, network }) => ({ structure, network }));
    const measurement = this.measurement({ inputs, ...known });
    const { metrics, targets: each, failed } = await measurement.measureTargets(this.lastStage, models.length === 1 ? models[0]! : models);
    return { rows: inputs.count, metrics: metrics.train, ...(each === undefined ? {} : { targets: Object.fromEntries(Object.entries(each).map(([name, { train }]) => [name, train])) }), ...(failed?.train === undefined ? {} : { failed: failed.train }) };
  }

  /**
   * Total effect of every input, by its name: half the mean squared change of the predictions when the input is shuffled over training rows that the run kept, as a share of their
   * variance. The same each time.
   *
   * @throws KnotworkError `input` where the run kept no rows
   */
  async importances(): Promise<Readonly<Record<string, number>>> {
    const rows = this.rows('train');
    if (rows === null) throw noKeptRows(this.run, this.place);
    const effects = await totalEffects(rows.inputs, (sets) => Promise.all(sets.map((inputs) => this.predicted(inputs))), (name) => randomStream(0, `importances.${name}`));
    return Object.fromEntries(this.inputs.map((name, i) => [name, effects[i]!]));
  }

  /**
   * How the model is made of its inputs, as far as its error lets that be seen: which add up, which multiply, which come together in a function. What is not seen is not said.
   *
   * @throws KnotworkError `input` where the run kept no rows, and for a model of several outputs
   *
   * @example
   * (await model.structure()).text; // 'x1 and x2 multiply'
   */
  async structure(options: StructureOptions = {}): Promise<StructureOfModel> { return (await import('./structure-of-model.js')).structureFor(this, (rows) => this.predicted(rows), options); }

  /** The functions of the edges, largest shares of the output anywhere. @throws KnotworkError `input` where the run kept none */
  edges(): readonly EdgeOfModel[] { return edgesOf(this.run, this.network.structure, this.place); }

  /** Whether all edges are functions, so that there is an {@link equation}. */
  get isEquation(): boolean { return isEquation(this.run.one); }

  /**
   * What the network is, where all its edges are functions: an equation in the user's variables and units. Constants are fitted to the rows that the run kept, those near exact numbers are made
   * exact where validation rows agree, and the others have the digits that they are known to.
   *
   * @throws KnotworkError `input` where some edge is a curve
   *
   * @example
   * (await model.equation()).outputs[0]?.text; // 'exp(sin(pi * x1) + x2 ^ 2)'
   */
  async equation(options: EquationOptions = {}): Promise<Equation> { return (await import('./equation-of-model.js')).equationFor(this.parts, options); }

  /** At how many rows the printed equation has no value, and which parts of it have none, such as the logarithm of what is below 0 there. @throws KnotworkError `input` where there is no equation */
  async withoutValue(rows: ModelRows): Promise<WithoutValue> { return (await import('./equation/by-equation.js')).withoutValue(this.parts, this.samples(rows)); }

  /**
   * Which functions an edge may be, by its curve over the rows that were kept: the best first.
   *
   * @throws KnotworkError `input` for an edge that is not there, a function that is not installed, where the run kept no rows, and for the mean of several networks
   *
   * @example
   * (await model.suggest({ layer: 0, from: 0, to: 0 })).answer?.text; // '1.03 * sin(3.14 * x)'
   */
  async suggest(edge: EdgeAt, options: SuggestOptions = {}): Promise<Suggestion> { return (await import('./symbolic.js')).suggestFor(this.parts, edge, options); }

  /**
   * The model with a function on an edge in place of what was there, all its numbers fitted again to the rows that were kept. This one stays what it is.
   *
   * @param f a function that is installed, by name or with options; or `constant`, `linear` or `polynomial`
   * @throws KnotworkError `input` as {@link suggest} does, and where the function fits the edge nowhere
   */
  async withFunction(edge: EdgeAt, f: string | PluginUse): Promise<Model> { return (await import('./symbolic.js')).withFunction(this.parts, edge, f); }

  /** Rows that the run kept of a part, in the user's units, at most 2,000 of them: inputs, targets and what the model said; null where there are none. */
  rows(split: (typeof SPLITS)[number]): (Rows & { readonly predictions: Samples }) | null {
    return this.run.evaluation === null ? null : keptRows(this.run.evaluation, split);
  }

  /**
   * Rows to try what is made of the model on: those that were kept, or else rows all over where it knows its inputs; null where neither is known.
   *
   * @param most how many at most
   */
  rowsToTry(most: number): (Samples & { readonly areKept: boolean }) | null {
    const parts = (['test', 'validation', 'train'] as const).flatMap((split) => this.rows(split) ?? []);
    const width = this.inputs.length;
    const domains = keptDomains(this.run.evaluation, this.spec);
    if (parts.length === 0) return domains === null ? null : { ...inUserUnits(rowsWithin(domains, most), this.spec), areKept: false };
    const values = Float64Array.from(parts.flatMap(({ inputs }) => [...inputs.values]).slice(0, most * width));
    return { count: values.length / width, width, values, areKept: true };
  }

  /** What it can be exported to. */
  exporters(): readonly { readonly name: string; readonly summary: string; readonly extension: string }[] {
    return this.catalog.list('exporter').map(({ definition: { name, summary, extension } }) => ({ name, summary, extension }));
  }

  /**
   * The model in the files of another program: the mean of all its networks.
   *
   * @param use an exporter that is installed, such as `c`, with options where it has some
   * @param name of files and functions; the name of the run when left out
   * @param more derivatives that the files compute besides, as for {@link derivatives}
   * @throws KnotworkError `input` for a name that is not installed, options that do not fit and derivatives that there are not, `capability` for what the exporter cannot write
   */
  async export(use: string | PluginUse, name: string = this.run.name, more: ExportMore = {}): Promise<NetworkExport> {
    (await import('./export/check-export.js')).checkExport(use, name, more, this.exporters().map((one) => one.name));
    const { exportNetworks } = await import('@knotwork/network/exported');
    const derivatives = more.derivatives === undefined ? [] : (await import('./derivatives/derivatives-of-model.js')).derivativesOf(this.parts, more.derivatives);
    const rows = this.rowsToTry(ROWS_FOR_RANGES);
    return exportNetworks(this.run.networks, typeof use === 'string' ? { kind: use } : use, { name, origin: await this.origin(), derivatives, ...(rows === null ? {} : { rows }) }, this.catalog);
  }

  /** The picture of the network as SVG. @throws KnotworkError `input` where the run kept no curves */
  toSVG(options: NetworkOptions = {}): string {
    return networkPicture(picturedNetwork(this.network.structure, this.edges()), { title: this.run.name, band: BAND, ...options });
  }

  /** The model in lines of text: metrics, importances, edges, learning, data. @throws KnotworkError `capability` where nobody writes them */
  async summary(): Promise<string> { return this.views.summary(this); }

  /** The model as one page of HTML, which needs nothing besides itself. @throws KnotworkError `capability` where nobody writes it */
  async report(): Promise<string> { return this.views.report(this); }

  /** In a line: what `console.log` prints in Node. */
  toString(): string {
    const { metrics, run: { name: called, networks } } = this;
    const figures = (of: Metrics): string => Object.entries(of).map(([figure, value]) => `${figure} ${value === null ? '-' : Number(value.toPrecision(3))}`).join(', ');
    // Training rows of equations have no targets, hence no metrics.
    const [measured = ''] = (['test', 'validation', 'train'] as const).map((name) => ({ name, of: metrics?.[name] ?? {} })).filter(({ of }) => Object.keys(of).length > 0).map(({ name, of }) => `; ${name}: ${figures(of)}`);
    // Of several equations or unknowns the largest alone.
    const judged = Object.entries(metrics?.stage ?? {}).filter(([name]) => !name.includes('.'));
    const widths = [this.inputs.length, ...this.network.structure.layers.map(({ outputs }) => outputs)];
    return `Model ${called}: ${this.task}, ${some(this.inputs)} -> ${some(this.classes.length > 0 ? this.classes : this.outputs)}, widths [${widths.join(', ')}]`
      + `${networks.length > 1 ? `, mean of ${networks.length} networks` : ''}${measured}${judged.length === 0 ? '' : `; equations: ${figures(Object.fromEntries(judged))}`}`;
  }

  /** For Node's `console.log`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string { return this.toString(); }

  /** The files of the run, as they are kept in its folder. */
  files(): ModelFiles {
    const { names, read } = this.host;
    return Object.fromEntries((names?.() ?? [FILES.network, FILES.parameters]).flatMap((name) => (KEPT.test(name) ? [[name, read(name)!] as const] : [])));
  }

  /** Writes the files of the run into a folder that is not there or empty. @throws KnotworkError `input` where something is there, `environment` where there are no folders */
  async save(folder: string): Promise<void> {
    if (this.host.save === undefined) throw noFolders();
    if (typeof folder !== 'string') throw noFolder(folder);
    await this.host.save(folder, this.files());
  }

  /** The same model, computing in double precision, for whoever holds something against it: itself, where it does already. */
  async inDoublePrecision(): Promise<Model> {
    return this.engine.precision === 'float64' ? this : new Model(this.run, this.host, await usualEngine(this.catalog));
  }

  /** Gives back what it holds; asked again, it begins anew. */
  dispose(): Promise<void> { return this.evaluator.dispose(); }

  private get views(): ModelViews {
    if (this.host.views === undefined) throw noViews();
    return this.host.views;
  }

  /** Where the model came from, for those who find a file of it. */
  private async origin(): Promise<string[]> {
    const { id, imported, encoding } = this.run;
    if (imported !== null) return [`Imported from ${imported.file.path} of ${imported.from.kind}, SHA-256 ${imported.file.sha256.slice(0, 16)}.`];
    const from = beforeOf(this.run)?.run ?? null;
    return [...(id === null ? [] : [`Run ${id} of Knotwork.`]), ...(from === null ? [] : [`Made from run ${from} of Knotwork.`]), ...(await import('./export/encoding-in-words.js')).encodingInWords(encoding)];
  }

  private get parts(): ModelParts {
    const { run, host, engine, objective, task } = this;
    return { model: this, run, host, engine, objective, task, domains: this.domains() };
  }

  private get spec(): NetworkSpec { return this.network.network.spec; }

  private domains(): readonly (readonly [number, number])[] {
    return keptDomains(this.run.evaluation, this.spec) ?? this.spec.inputs.map((): [number, number] => [-Infinity, Infinity]);
  }

  /** What speaks by the equation, where that is asked for. */
  private async equationIf(of: string, options: SpeakerOptions | undefined): Promise<typeof ByEquation | null> {
    if (options === undefined) return null;
    const speaker = await import('./equation/by-equation.js');
    return speaker.isByEquation(of, options) ? speaker : null;
  }

  private get lastStage(): number { return Math.max((this.run.experiment?.stages.length ?? 0) - 1, 0); }

  /** What measures on rows, which it takes for training rows. */
  private measurement(rows: Rows): Measurement {
    return new Measurement(this.run.experiment ?? { stages: [] }, this.catalog, networkData(this.spec, this.task, this.domains(), { train: rows }), this.evaluator);
  }

  private async predicted(inputs: Samples): Promise<Samples> {
    const { networks } = this.run;
    const [means] = await ensembleOutputs({ members: networks.map(({ network }) => network) }, async (_, k) => [await this.outputsOf(networks[k]!, inputs)]);
    return means!;
  }

  /** Outputs of one network, in network units. @param inputs in the user's */
  private async outputsOf({ structure, network }: LoadedNetwork, inputs: Samples): Promise<Samples> {
    const { inputs: variables, outputs: { length: width } } = network.spec;
    const targets: Samples = { count: inputs.count, width, values: new Float64Array(inputs.count * width) };
    const [outputs] = await this.evaluator.outputs({ structure, network }, this.objective, [{ inputs: toNetworkUnits(inputs, variables), targets }]);
    return outputs!;
  }

  private samples(rows: ModelRows): Samples {
    const samples = samplesFrom(rows, this.inputs, this.run.encoding, this.uses);
    if (samples.width !== this.inputs.length) throw wrongWidth('rows', this.inputs, samples.width);
    requireFinite(samples.values, this.inputs);
    return samples;
  }
}

/** Names in a line, as many as fit. */
const some = (names: readonly string[]): string => (names.length <= 8 ? names.join(', ') : `${names.slice(0, 7).join(', ')} and ${names.length - 7} more`);

const noRows = (width: number): Samples => ({ count: 0, width, values: new Float64Array(0) });

/** Inputs in the user's units. */
const inUserUnits = (rows: Samples, { inputs }: NetworkSpec): Samples => ({ ...rows, values: rows.values.map((v, k) => toUser(inputs[k % rows.width]!.map, v)) });

/** Exponentials as shares of their sum, row by row. */
function softmax(values: Vec, width: number): Float64Array {
  const shares = new Float64Array(values.length);
  for (let from = 0; from < values.length; from += width) {
    const row = values.subarray(from, from + width);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = row.map((v) => Math.exp(v - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    shares.set(powers.map((v) => v / sum), from);
  }
  return shares;
}
