import { columnOf, countParameters, meanAndDeviation, resolve, toNetworkUnits, toUserUnits } from '@knotwork/network';
import { mean, rootMeanSquare } from '@knotwork/numerics';
import { type Catalog, isKnotworkError, type Network, type Rows, type Samples } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { given, type Overrides } from '@knotwork/registry';
import type { ChoiceProgress, HeldOut } from './choice-progress.js';
import { type ChoiceReport, choiceReport, type Judged, type JudgedNetwork, type JudgedSimple } from './choice-report.js';
import { Standings } from './standings.js';
import { foldData, rowsOf } from './fold-data.js';
import { foldsOf } from './folds-of.js';
import { lossOf, ROUNDING } from './paired.js';
import { howOf, simpleModels } from './simple-models.js';
import { candidateNetworks } from '../compose/candidates.js';
import type { Variants } from '../compose/variants.js';
import { type FreshExperiment, type NetworkShape, type ResolvedExperiment, type WidthsChoice, withShape } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { allDiverged } from './errors.js';
import { lossesOfRows } from '../measure/loss-of-outputs.js';
import { LossesTrained } from '../measure/losses-trained.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { aTurnForOthers, type Recipe, type RunOutcome } from '../run/recipe.js';
import { placeReached } from '../run/checkpoint.js';
import type { RunProgress } from '../run/run-progress.js';
import type { Model } from '../stages/stage.js';
import type { Streams } from '../run/run-streams.js';
import type { Proposal, TableNetwork } from '../structure/index.js';
import { askedRows } from '../symbolify/asked-rows.js';
import { intoDomains, JUST_INSIDE } from '../symbolify/into-domains.js';
import { tokens } from '../tokens.js';

/**
 * Chooses widths by cross-validation: every network goes through the whole recipe, once for each part of the training rows, without that part, which it
 * then predicts. Test rows are not looked at; forms that the table shows are looked for in validation rows as well. Every fit is kept as soon as it is done.
 */
export class WidthsChooser {
  private readonly losses: LossesTrained;
  private readonly experiment: FreshExperiment;

  constructor(
    experiment: ResolvedExperiment,
    private readonly catalog: Catalog,
    private readonly data: PreparedData,
    private readonly engine: Engine,
    private readonly streams: Streams,
    private readonly variants: Variants,
    private readonly progress: RunProgress,
    private readonly recipe: Recipe,
  ) {
    // Nobody asks it where the network is there already.
    this.experiment = experiment as FreshExperiment;
    this.losses = new LossesTrained(experiment.stages, catalog, data);
  }

  /** Chooses, and takes the network that was chosen through the recipe. The run's progress is open. */
  async run(choice: WidthsChoice, signal: AbortSignal, resumedAt: number | null): Promise<RunOutcome> {
    const { progress } = this;
    const isMidway = progress.checkpoint.choice !== null && progress.checkpoint.choice.chosen === null;
    if (isMidway && resumedAt !== null) this.recipe.tell({ event: 'resumed', text: this.placeReached(), stageBegan: 0 });
    if (!await this.choose(choice, signal)) return this.interrupted();
    const { shape } = progress.checkpoint.choice!.chosen!;
    const scope = this.variant(shape, [given(tokens.data, this.data), given(tokens.progress, progress)]);
    try {
      return await (await scope.get(tokens.recipe)).run(signal, isMidway || resumedAt === null ? null : resumedAt);
    } finally {
      await scope.dispose();
    }
  }

  /** Fits what is not fitted yet. @returns whether widths are chosen; not where the run was interrupted */
  private async choose({ folds, structure, race }: WidthsChoice, signal: AbortSignal): Promise<boolean> {
    const { progress, data } = this;
    if (progress.checkpoint.choice?.chosen != null) return true;
    const foldOf = foldsOf(data.original, folds, this.streams.stream('data').fork('cross-validation'));
    const parts = Array.from({ length: folds }, (_, fold) => [...foldOf.keys()].filter((n) => foldOf[n] === fold)).filter((rows) => rows.length > 0);
    const named: readonly (NetworkShape & Partial<TableNetwork>)[] = [...candidateNetworks(this.experiment, data), ...structure ? await this.shownByTable() : []];
    const share = this.shareOfConstant(parts);
    // Where nothing but rounding is left of rows that were not seen, there is nothing left to be better by.
    const isExact = (network: Judged): boolean => share(network) <= ROUNDING;
    let { done, proposed }: Pick<ChoiceProgress, 'done' | 'proposed'> = progress.checkpoint.choice ?? { done: [], proposed: structure ? null : [] };
    for (;;) {
      const candidates: readonly (NetworkShape & Partial<TableNetwork>)[] = [...named, ...proposed ?? []];
      const fits = candidates.length * parts.length;
      const unknowns = await Promise.all(candidates.map((shape) => this.unknownsOf(shape)));
      const standings = new Standings({ unknowns, parts: parts.length, race, isExact, isEnough: (k, network) => share(network) <= (candidates[k]!.noise ?? 0), weights: data.train.weights });
      const judged = (k: number): JudgedNetwork | null => this.judgedSoFar(candidates[k]!, unknowns[k]!, parts, done.filter(({ candidate }) => candidate === k));
      // In a race the first part shows structure as well as all do.
      const most = proposed === null && race ? 1 : parts.length;
      for (let next = standings.next(judged, most); next !== null; next = standings.next(judged, most)) {
        const { candidate, fold } = next;
        const fitted = await this.fitted(candidates[candidate]!, parts[fold]!, structure && candidate < named.length, signal);
        if (fitted === null) return false;
        done = [...done, { candidate, fold, ...fitted }];
        this.save({ done, fits, proposed, chosen: null });
        this.recipe.tell({ event: 'cross-validated', fit: done.length, fits, parts: parts.length, widths: candidates[candidate]!.widths });
        if (signal.aborted) return false;
      }
      if (proposed === null) {
        // What a large network is exact by may be simpler, and surer to be learned, by its structure.
        const isAnyExact = candidates.some((_, k) => { const network = judged(k); return network !== null && unknowns[k]! < Math.max(...unknowns) && isExact(network); });
        // Where what the table shows is the best of them there is no structure to be looked for.
        const losses = candidates.map((_, k) => { const network = judged(k); return network === null ? Infinity : lossOf(network, data.train.weights); });
        const isFound = isAnyExact || candidates[losses.indexOf(Math.min(...losses))]?.inUnits !== undefined;
        const found = isFound ? [] : await this.proposed(named, parts, done, signal);
        if (found === null) return false;
        proposed = found;
        // What was fitted has said what it had to say.
        done = done.map(({ network: _, ...held }) => held);
        this.save({ done, fits, proposed, chosen: null });
        if (!isFound) this.recipe.tell({ event: 'structure-found', structures: [...new Set(proposed.map(({ structure: text }) => text))] });
        continue;
      }
      const networks = candidates.map((_, k) => judged(k));
      const report = await this.report(candidates, networks, standings.out(judged), parts, done);
      // Those that were not fitted are not in the report.
      const { widths, layers, stages } = candidates.filter((_, k) => networks[k] !== null)[report.chosen]!;
      this.save({ done: [], fits, proposed: [], chosen: { shape: { widths, layers, ...(stages === undefined ? {} : { stages }) }, report } });
      this.recipe.tell({ event: 'widths-chosen', report });
      return true;
    }
  }

  /**
   * Networks of the structure of what was learned best, but for those that the file names, and those that do not fit in here. Where the recipe's own networks are far off,
   * others are fitted to see by.
   *
   * @returns null when interrupted
   */
  private async proposed(named: readonly NetworkShape[], parts: readonly (readonly number[])[], done: readonly HeldOut[], signal: AbortSignal): Promise<Proposal[] | null> {
    const { data, data: { original: { task }, outputs }, experiment } = this;
    if (task !== 'regression' || outputs.length !== 1) return [];
    const { proposals, surrogates, withoutSearch } = await import('../structure/index.js');
    const ofPart = parts.map((held) => foldData(data, experiment.standardizeTargets, new Set(held)));
    // Outputs are in the units of the run, and networks in those of their part.
    const learned = ({ network, fold, outputs: predicted }: Omit<HeldOut, 'candidate'>): Learned[] => {
      const targets = toNetworkUnits(ofPart[fold]!.original.test.targets, outputs).values;
      return network === null || network === undefined ? [] : [{ network, part: ofPart[fold]!, error: rootMeanSquare(predicted.map((v, k) => v - targets[k]!)) }];
    };
    let best = bestOf(done.flatMap(learned));
    const [, spread] = meanAndDeviation(data.train.targets.values);
    // What says no more than a constant hides everything.
    if (best !== null && best.error > NOTHING * spread) return [];
    if (best === null || best.error > WELL * spread) {
      for (const surrogate of surrogates(experiment, named, this.catalog)) {
        if (!await this.fits(surrogate)) continue;
        const fitted = await this.fitted(surrogate, parts[0]!, true, signal);
        if (fitted === null) return null;
        best = bestOf([...(best === null ? [] : [best]), ...learned({ ...fitted, fold: 0 })]);
      }
    }
    if (best === null) return [];
    const { network, part, error } = best;
    const scope = this.variant(named[0]!, [given(tokens.data, part)]);
    try {
      const evaluator = await scope.get(tokens.evaluator);
      const model: Model = { structure: resolve(network.spec, this.catalog), network };
      const objective = this.objective();
      const found = await proposals({
        rows: part.train.inputs, error: (error * outputs[0]!.map.scale) / part.outputs[0]!.map.scale, spread: meanAndDeviation(part.train.targets.values)[1], names: data.inputs.map(({ name }) => name),
        evaluate: async (inputs) => (await evaluator.outputs(model, objective, [{ inputs, targets: { count: inputs.count, width: 1, values: new Float64Array(inputs.count) } }]))[0]!.values,
      });
      const stages = withoutSearch(experiment, this.catalog);
      return await this.thatFit(found.filter((proposal) => !isOneSum(proposal) || named.every(({ widths }) => widths.length > 2)).map((proposal) => ({ ...proposal, stages })));
    } finally {
      await scope.dispose();
    }
  }

  /** Networks that the rows show before anything is fitted. */
  private async shownByTable(): Promise<TableNetwork[]> {
    const { tableNetworks } = await import('../structure/index.js');
    return this.thatFit(tableNetworks(this.data, this.experiment, this.catalog));
  }

  private async thatFit<S extends NetworkShape>(shapes: readonly S[]): Promise<S[]> {
    const open = await Promise.all(shapes.map((shape) => this.fits(shape)));
    return shapes.filter((_, k) => open[k]!);
  }

  /** Whether a network can be made here, and taken through the recipe. */
  private async fits(shape: NetworkShape): Promise<boolean> {
    try {
      const scope = this.variant(shape, [given(tokens.data, this.data)]);
      try { await scope.get(tokens.checked); } finally { await scope.dispose(); }
      return true;
    } catch (error) {
      if (isKnotworkError(error) && error.code !== 'internal') return false;
      throw error;
    }
  }

  /** One network through the recipe without some rows, and what it makes of them. @returns null when interrupted */
  private async fitted(candidate: NetworkShape & Partial<TableNetwork>, held: readonly number[], isKept: boolean, signal: AbortSignal): Promise<Omit<HeldOut, 'candidate' | 'fold'> | null> {
    const part = foldData(this.data, this.experiment.standardizeTargets, new Set(held));
    const shape = candidate.inUnits === undefined ? candidate : { ...candidate, ...candidate.inUnits(part.inputs, part.original.train.inputs, part.outputs[0]!) };
    const scope = this.variant(shape, [
      given(tokens.data, part), given(tokens.place, new MemoryPlace()), given(tokens.observer, { observe: () => undefined }),
      given(tokens.identity, { id: 'part', isReusable: false }), given(tokens.record, {}),
    ]);
    try {
      const [recipe, progress, evaluator] = [await scope.get(tokens.recipe), await scope.get(tokens.progress), await scope.get(tokens.evaluator)];
      await progress.begin();
      const { model, isInterrupted } = await recipe.fit(signal);
      const { status } = progress.checkpoint;
      progress.end();
      if (isInterrupted) return null;
      const isStopped = status === 'stopped';
      if (status === 'diverged') return { outputs: new Float64Array(held.length * this.data.outputs.length).fill(NaN), isStopped, ...(isKept ? { network: null } : {}) };
      // A function of the network may have its end between the rows that it was fitted to and those that it was not.
      const inside = await intoDomains(model as Model, (of) => evaluator.activations(of, this.objective(), askedRows(of, { train: part.train, validation: part.test }, part.domains)), JUST_INSIDE, this.catalog);
      const [outputs] = await evaluator.outputs(inside, this.objective(), [part.test]);
      return { outputs: toNetworkUnits(toUserUnits(outputs!, part.outputs), this.data.outputs).values, isStopped, ...(isKept ? { network: inside.network } : {}) };
    } finally {
      await scope.dispose();
    }
  }

  private async unknownsOf(shape: NetworkShape & Partial<TableNetwork>): Promise<number> {
    if (shape.freedom !== undefined) return shape.freedom;
    const scope = this.variant(shape, [given(tokens.data, this.data)]);
    return countParameters(await scope.get(tokens.structure)).trainable;
  }

  /** What the loss of a network is over that of a constant; infinite for classes. */
  private shareOfConstant(parts: readonly (readonly number[])[]): (network: Judged) => number {
    const { train: { targets }, original: { task } } = this.data;
    if (task === 'classification') return () => Infinity;
    const means = Float64Array.from({ length: targets.width }, (_, j) => mean(columnOf(targets, j)));
    const constant = parts.map((rows) => Float64Array.from({ length: rows.length * targets.width }, (_, k) => means[k % targets.width]!));
    const most = lossOf(this.judged(parts, constant), undefined);
    return (network) => { const loss = lossOf(network, undefined); return loss === 0 ? 0 : loss / most; };
  }

  /** A network by the parts that it has predicted; null before the first. */
  private judgedSoFar({ widths, layers, structure, isLaw, description }: NetworkShape & Partial<TableNetwork>, unknowns: number, parts: readonly (readonly number[])[], done: readonly HeldOut[]): JudgedNetwork | null {
    if (done.length === 0) return null;
    const isAll = done.length === parts.length;
    const own = structure === undefined && layers !== this.experiment.network.layers ? { hasOwnLayers: true as const } : {};
    return { widths, ...(structure === undefined ? own : { structure }), ...(isLaw === true ? { isLaw } : {}), ...(description === undefined ? {} : { description }), unknowns, ...this.judged(done.map(({ fold }) => parts[fold]!), done.map(({ outputs }) => outputs), !isAll), ...(isAll ? {} : { parts: done.length }) };
  }

  /** A class that rows of one part alone are of. */
  private rareClass(): { readonly name: string; readonly rows: number } | null {
    const { task, train: { targets: { count, width, values } }, outputs } = this.data.original;
    if (task !== 'classification') return null;
    const rows = outputs.map((_, k) => Array.from({ length: count }, (_unused, n) => values[n * width + k]!).filter((v) => v === 1).length);
    const rarest = rows.indexOf(Math.min(...rows));
    return rows[rarest]! > 1 ? null : { name: outputs[rarest]!.name, rows: rows[rarest]! };
  }

  /** @param judged networks, null those that were not fitted at all, @param out which of them lost the race */
  private async report(
    candidates: readonly NetworkShape[], judged: readonly (JudgedNetwork | null)[], out: ReadonlyMap<number, 'worse' | 'same'>, parts: readonly (readonly number[])[], done: readonly HeldOut[],
  ): Promise<ChoiceReport> {
    const { data: { train, original: { task } } } = this;
    const networks = judged.flatMap((network, k): JudgedNetwork[] => (network === null ? [] : [out.has(k) ? { ...network, isOut: true, ...(out.get(k) === 'same' ? { isSame: true as const } : {}) } : network]));
    // As many parts as those that are left have predicted.
    const predicted = parts.slice(0, networks.reduce((most, { isOut, parts: own = parts.length }) => (isOut === true ? most : Math.min(most, own)), parts.length));
    const how = howOf(task);
    const all = Array.from({ length: train.inputs.count }, (_, n) => n);
    const simple: JudgedSimple[] = [];
    for (const { names, form, predict } of simpleModels) {
      const outputs: (Float64Array | null)[] = [];
      for (const held of predicted) {
        await aTurnForOthers();
        const isHeld = new Set(held);
        outputs.push(predict(rowsOf(train, all.filter((n) => !isHeld.has(n))), rowsOf(train, held).inputs, how)?.values ?? null);
      }
      if (outputs.every((o) => o !== null)) simple.push({ name: names[how], form, ...this.judged(predicted, outputs, predicted.length < parts.length) });
    }
    const report = choiceReport({
      task, folds: parts.length, networks, simple, ...(train.weights === undefined ? {} : { weights: train.weights }), isStopped: done.some(({ isStopped }) => isStopped),
    });
    if (report === null) throw allDiverged(candidates.map(({ widths }) => widths), this.rareClass());
    return report;
  }

  /** @param outputs of some parts, in network units, @param isPart whether there are other parts, too */
  private judged(parts: readonly (readonly number[])[], outputs: readonly Float64Array[], isPart = false): Judged {
    const { train, outputs: variables, original: { task, train: original } } = this.data;
    const width = variables.length;
    const all: Samples = { count: train.targets.count, width, values: new Float64Array(train.targets.count * width) };
    parts.forEach((rows, f) => { rows.forEach((n, k) => { all.values.set(outputs[f]!.subarray(k * width, (k + 1) * width), n * width); }); });
    const losses = lossesOfRows(this.objective(), all, train);
    const figures = (of: Samples, known: Rows, given: Rows): Pick<Judged, 'figure' | 'weighedFigure'> => {
      const figureBy = (weights?: Rows['weights']): number => (task === 'classification' ? accuracy(of, known, weights) : rootMeanSquareError(toUserUnits(of, variables), given, weights));
      return { figure: figureBy(), ...(known.weights === undefined ? {} : { weighedFigure: figureBy(known.weights) }) };
    };
    if (!isPart) return { losses, ...figures(all, train, original) };
    const rows = parts.flat();
    const some = rowsOf({ inputs: all, targets: all }, rows).targets;
    const own = new Float64Array(losses.length).fill(NaN);
    // What diverged is no number either, and is not to be taken for what was not looked at.
    for (const n of rows) own[n] = Number.isNaN(losses[n]) ? Infinity : losses[n]!;
    return { losses: own, isPart, ...figures(some, rowsOf(train, rows), rowsOf(original, rows)) };
  }

  private objective(): ReturnType<LossesTrained['after']> { return this.losses.after(this.experiment.stages.length - 1); }

  private variant(shape: NetworkShape, changed: Overrides): ReturnType<Variants['open']> {
    return this.variants.open([given(tokens.experiment, withShape(this.experiment, shape, this.catalog)), given(tokens.engine, this.engine), ...changed]);
  }

  private save(choice: ChoiceProgress): void { this.progress.save({ ...this.progress.checkpoint, choice }); }

  private interrupted(): RunOutcome {
    const { progress } = this;
    const { choice } = progress.checkpoint;
    return {
      status: 'interrupted', result: { schema: 1, status: 'interrupted' }, seconds: progress.seconds(), finished: { stages: 0, members: 0 },
      choosing: { done: choice?.done.length ?? 0, of: choice?.fits ?? 0 }, goesOn: progress.canGoOn && choice !== null ? this.placeReached() : null,
    };
  }

  private placeReached(): string { return placeReached(this.progress.checkpoint, this.experiment.stages.map(({ kind }) => kind), this.experiment.members); }
}

/** A network that was fitted without a part of the rows, and its root mean square error there, in the units of the run's network. */
interface Learned { readonly network: Network; readonly part: PreparedData; readonly error: number }

/** Errors as shares of the targets' spread: small enough to see structure, and as large as that of a constant. */
const [WELL, NOTHING] = [1e-3, 0.9];

const bestOf = (all: readonly Learned[]): Learned | null => all.reduce<Learned | null>((a, b) => (a === null || b.error < a.error ? b : a), null);

/** Whether a network is a sum of curves of single inputs and no more. */
const isOneSum = ({ widths, layers }: NetworkShape): boolean => widths.length === 2 && layers['0']?.layer === undefined;

function errors(predictions: Samples, { targets }: Rows): Float64Array { return predictions.values.map((v, k) => v - targets.values[k]!); }

/** @param weights of rows; left out, they count alike */
function rootMeanSquareError(predictions: Samples, rows: Rows, weights?: Rows['weights']): number {
  const left = errors(predictions, rows);
  if (weights === undefined) return rootMeanSquare(left);
  const of = (k: number): number => weights[Math.floor(k / predictions.width)]!;
  return Math.sqrt(left.reduce((sum, e, k) => sum + of(k) * e * e, 0) / left.reduce((sum, _, k) => sum + of(k), 0));
}

function accuracy({ count, width, values }: Samples, { targets }: Rows, weights?: Rows['weights']): number {
  const largest = (of: Float64Array, n: number): number => { const row = of.subarray(n * width, (n + 1) * width); return row.indexOf(Math.max(...row)); };
  let [right, all] = [0, 0];
  for (let n = 0; n < count; n++) {
    const weight = weights?.[n] ?? 1;
    all += weight;
    if (largest(values, n) === largest(targets.values, n)) right += weight;
  }
  return right / all;
}
