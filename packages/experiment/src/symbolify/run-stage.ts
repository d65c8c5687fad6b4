import { columnOf, type EdgePlace, smoothnessKind, unreadEdges } from '@knotwork/network';
import { isKnotworkError, type PluginUse, type Samples } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { edgeText } from '@knotwork/symbolic';
import { fit, type Problem, type SmoothEdge } from '@knotwork/training';
import { rowsNamed } from '../data/prepare-data.js';
import { hull, rangesOf } from '../data/ranges.js';
import { problemOf } from '../stages/problem.js';
import { edgesSmoothed } from '../stages/smoothing-summary.js';
import type { Model, StageContext, StageResult } from '../stages/stage.js';
import type { KnownError } from './edge-candidates.js';
import { type EdgeWish, FunctionLibrary, keyOf } from './function-library.js';
import type { JudgedRows } from './judging.js';
import { type CurvesSmoothed, solverOfRefits } from './refitting.js';
import type { TrialsMade } from './search.js';
import { type EdgeOutcome, symbolify, type Symbolified } from './symbolify.js';
import { weighedRows } from './weighed-rows.js';

interface SymbolifyOptions {
  readonly data: string;
  readonly loss: PluginUse;
  readonly functions: 'installed' | readonly PluginUse[];
  readonly edges: readonly EdgeWish[];
  readonly trials: number;
  readonly mostEdges: number;
}

/** Times that edges are looked at. */
const MOST_PASSES = 3;
/** Seconds of work that may be lost. */
const MOST_LOST = 2;
/** What the report tells of each edge at most. */
const [TIES, FRONT] = [6, 6];

/** Takes the stage. */
export async function runSymbolify(context: StageContext, options: SymbolifyOptions): Promise<StageResult> {
  const before: Model = { structure: context.structure, network: context.trained! };
  const edges = unreadEdges(before.structure);
  const measuredBefore = await context.measure(before, options.data);
  if (edges.length > options.mostEdges) {
    context.note(`no edge became a function: the network has ${edges.length} edges that are curves, and symbolify looks at ${options.mostEdges} at most. Prune it first, or raise ${context.path}.mostEdges`);
    return { ...before, status: 'completed', report: { kind: 'symbolify', isSkipped: true, edges: [], read: 0, stays: edges.length, trials: 0, before: measuredBefore, metrics: measuredBefore } };
  }
  for (const wish of options.edges) {
    if (!edges.some(({ layer, from, to }) => layer === wish.layer && from === wish.from && to === wish.to)) context.note(`${context.path}.edges names the edge of layer ${wish.layer} from ${wish.from} to ${wish.to}, which is off or a function already`);
  }
  const found = await symbolified(context, options, before);
  const metrics = await context.measure(found.model, options.data);
  for (const text of notesOf(found, edges.length, context.path)) context.note(text);
  if (metrics.test !== null && !Number.isFinite(metrics.test.loss)) context.note('some test rows lie where a function of the network has no value, such as the logarithm of a negative number: errors over test rows are left out');
  const read = found.edges.filter(({ reading }) => reading !== null).length;
  return {
    ...found.model, status: 'completed',
    report: {
      kind: 'symbolify', isSkipped: false, edges: found.edges.map((edge) => told(edge, found.model, context)), read, stays: found.edges.length - read, trials: found.trials,
      before: measuredBefore, metrics,
    },
  };
}

/** Reads the edges; those that stay curves are looked at again once the others are functions and all is fitted anew, since the others had made up for what was wrong with them. */
async function symbolified(context: StageContext, options: SymbolifyOptions, model: Model): Promise<Symbolified> {
  const passes = new Passes(context, options, model);
  let found = await passes.next(model, options.edges);
  for (let k = 1; k < MOST_PASSES; k++) {
    const left = found.edges.filter((edge) => edge.reading === null && edge.wish === null && isCurve(found.model.structure, edge));
    if (left.length === 0 || left.length === found.edges.length) break;
    const next = await passes.next(found.model, [], left);
    if (next.edges.every(({ reading }) => reading === null)) break;
    found = {
      model: next.model, trials: found.trials + next.trials, isOver: found.isOver || next.isOver, isNoWorse: found.isNoWorse && next.isNoWorse,
      edges: found.edges.map((edge) => next.edges.find((other) => keyOf(other) === keyOf(edge)) ?? edge),
    };
  }
  return found;
}

/** Domains of the inputs, and what is held back besides: a function is to have a value there, too. */
function withAsked({ domains, test: { inputs } }: StageContext['data']): readonly (readonly [number, number])[] {
  const ranges = rangesOf(inputs);
  return domains.map((domain, i) => hull([domain, ranges[i]!]));
}

const isCurve = (structure: Structure, edge: EdgePlace): boolean => unreadEdges(structure).some((other) => keyOf(other) === keyOf(edge));

/** Searches one after the other, each over what the one before left. Progress is the trials of all: with them, passes that are through are gone through again at once. */
class Passes {
  private readonly progress: readonly TrialsMade[];
  private readonly through: TrialsMade[] = [];
  private kept: number;
  private rows: JudgedRows | null = null;
  private smoothed: Promise<CurvesSmoothed | null> | null = null;
  private readonly library: FunctionLibrary;
  private readonly problem: Omit<Problem, 'structure' | 'train' | 'validation'>;

  constructor(private readonly context: StageContext, private readonly options: SymbolifyOptions, private readonly begun: Model) {
    const { catalog, progress } = context;
    this.progress = (progress as readonly TrialsMade[] | null) ?? [];
    this.kept = context.elapsed();
    this.library = new FunctionLibrary(catalog, options.functions, options.edges);
    const { structure: _, train: __, validation: ___, ...problem } = problemOf(context, begun.structure, {
      data: options.data, loss: options.loss, optimizer: { kind: 'levenberg-marquardt' }, grid: { kind: 'fixed' }, smoothing: 0, regularizers: [], batch: 'full', clip: 'none', trainable: 'all', maxUnknowns: 2000,
    });
    // Which steps it takes follows from the loss.
    this.problem = { ...problem, ...solverOfRefits(catalog, problem.objective) };
  }

  /** @param places edges that are looked at; left out for all that are curves */
  async next(model: Model, wishes: readonly EdgeWish[], places?: readonly EdgePlace[]): Promise<Symbolified> {
    const { context, options, library, problem, begun } = this;
    const { catalog, data, signal } = context;
    this.rows ??= await this.judged();
    let made: TrialsMade = this.progress[this.through.length] ?? [];
    const smoothed = await (this.smoothed ??= smoothedCurves(context, options, begun, problem.optimizer));
    const found = await symbolify({
      model, catalog, problem, smoothed, rows: this.rows, domains: withAsked(data), task: data.original.task,
      outputs: (of, sets) => context.outputs(of, sets), activations: (of, rows) => context.activations(of, rows),
      library, wishes, ...(places === undefined ? {} : { places }), trials: options.trials,
      // The stage before knows of its own network alone.
      known: (edges, activations) => (model === begun ? knownErrors(context, model, edges, activations) : Promise.resolve(() => null)), made, signal,
      save: async (now) => {
        made = now;
        if (context.elapsed() - this.kept < MOST_LOST) return;
        await context.save([...this.through, made] satisfies readonly TrialsMade[], `choice ${made.length}`);
        this.kept = context.elapsed();
      },
    });
    this.through.push(made);
    return found;
  }

  /** Of the network as it came, whose curves know no form: how rows weigh is decided once. */
  private async judged(): Promise<JudgedRows> {
    const { context: { data, outputs }, options, problem: { objective }, begun } = this;
    const { train, validation, unsure } = rowsNamed(data, options.data);
    const rows: JudgedRows = { train, validation: validation.inputs.count === 0 ? null : validation, ...(unsure === undefined ? {} : { unsure }) };
    const weighed = weighedRows(rows, await outputs(begun, rows.validation === null ? [train] : [train, validation]), { task: data.original.task, objective, inputs: data.inputs, outputs: data.outputs });
    if (weighed !== rows) this.context.note('what the network leaves of rows grows with its values: functions are compared, and their numbers fitted, with rows weighed by that, so that errors that are not weighed may be larger than before');
    return weighed;
  }
}

/** Steps that strengths take to come to rest. */
const STEPS_OF_STRENGTHS = 15;

/** Smoothing of the curves that came, where it chose itself; of a stored network nothing is known of that, and it is found again where it can be. */
async function smoothedCurves(context: StageContext, { data, loss }: SymbolifyOptions, { structure, network }: Model, optimizer: Problem['optimizer']): Promise<CurvesSmoothed | null> {
  const terms = structure.layers.flatMap((layer) => layer.terms).filter(({ edges }) => edges.count > 0);
  if (optimizer.definition.method !== 'normal-equations' || terms.every((term) => smoothnessKind(term) === 'none')) return null;
  const problem = problemOf(context, structure, {
    data, loss, optimizer: { kind: optimizer.definition.name }, grid: { kind: 'fixed' }, smoothing: 'auto', regularizers: [], batch: 'full', clip: 'none', trainable: 'all', maxUnknowns: 2000,
  });
  const likelihood = problem.smoothing!;
  const known = edgesSmoothed(context.reports);
  if (known !== null) return { edges: known, likelihood };
  // What was trained here without it, and what has base functions besides, has no such smoothing.
  if (context.reports.length > 0 || terms.some(({ base }) => base !== null)) return null;
  try {
    const { smoothing } = await fit({ ...problem, optimizer }, () => network, { steps: STEPS_OF_STRENGTHS, starts: null, phase: 'restart', patience: null, observe: () => undefined, isOver: () => false, signal: context.signal });
    return smoothing === undefined ? null : { edges: smoothing.edges satisfies readonly SmoothEdge[], likelihood };
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'capability') return null;
    throw error;
  }
}

/** Standard errors of edges, where smoothing chose itself in the stage before: root mean squares over the rows. */
async function knownErrors(context: StageContext, { structure: { layers } }: Model, edges: readonly EdgePlace[], activations: readonly Samples[]): Promise<KnownError> {
  const none: KnownError = () => null;
  // In deeper networks it has in it what edges can do for each other, another unit of a hidden node above all, which changes no function.
  if (layers.length > 1) return none;
  try {
    const known = await context.posterior();
    if (known === null) return none;
    try {
      const asked = edges.flatMap((place) => {
        const { sums, terms } = layers[place.layer]!;
        const live = terms.flatMap((term) => { const edge = term.edges.edgeAt[place.from * sums + place.to]!; return edge < 0 ? [] : [{ term, edge }]; });
        const over = columnOf(activations[place.layer]!, place.from);
        const question = { layer: place.layer, ...live[0]!, points: over, over };
        return live.length === 1 && known.posterior.knows(question) ? [{ place, question }] : [];
      });
      const sigma2 = known.noise.reduce((sum, s) => sum + s ** 2, 0) / known.noise.length;
      const errors = await known.posterior.errorsOfEdges(asked.map(({ question }) => question), sigma2);
      const sizes = new Map(asked.map(({ place }, k) => [place, Math.sqrt(errors[k]!.reduce((sum, e) => sum + e * e, 0) / errors[k]!.length)]));
      return (edge) => { const size = sizes.get(edge); return size === undefined || !Number.isFinite(size) ? null : size; };
    } finally {
      await known.posterior.dispose();
    }
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'numerical') return none;
    throw error;
  }
}

function notesOf({ model, edges, isOver, isNoWorse }: Symbolified, count: number, path: string): string[] {
  const isAny = model.structure.layers.at(-1)!.terms.some((term) => term.edges.count > 0);
  const kept = edges.filter(({ reading, wish }) => reading === null && wish?.f.kind !== 'keep');
  return [
    ...(count === 0 && isAny ? ['all edges were functions already; their numbers were fitted again'] : []),
    ...(kept.length === 0 ? [] : [`${kept.length === 1 ? 'one edge stays' : `${kept.length} edges stay`} what ${kept.length === 1 ? 'it is' : 'they are'}, because no function fits without making the network worse: ${kept.slice(0, 5).map(({ layer, from, to }) => `${layer}:${from}-${to}`).join(', ')}${kept.length > 5 ? ', ...' : ''} (layer:input-sum)`]),
    ...(isOver ? [`the ${edges.length} edges were not chosen together to the end, since as many choices were tried as such a network gets. Prune it first, or raise ${path}.trials`] : []),
    ...(isNoWorse ? [] : ['the network is worse than before, because of functions that were asked for']),
  ];
}

/** Of an edge, for `result.json`. */
function told(edge: EdgeOutcome, { structure, network: { parameters } }: Model, { catalog }: StageContext): Readonly<Record<string, unknown>> {
  const { layer, from, to, reading, wish, suggestion, share } = edge;
  const front = suggestion?.front.slice(0, FRONT).map(({ name, text, error, complexity }) => ({ name, text, error, complexity })) ?? [];
  const nearTies = suggestion?.nearTies.slice(0, TIES).map(({ name, probability }) => ({ name, probability })) ?? [];
  const asked = wish === null ? {} : { asked: wish.f.kind };
  if (reading === null) {
    const why = wish?.f.kind === 'keep' ? 'asked' : suggestion === null ? 'not finite' : wish !== null ? 'the function does not fit' : suggestion.answer === null ? 'no function fits' : 'worse';
    return { layer, from, to, share, became: null, ...asked, why, misfit: suggestion?.misfit ?? null, nearTies, front };
  }
  const { candidate: { r2, error, probability, sameCurves } } = reading;
  return { layer, from, to, share, became: reading.name, ...asked, text: edgeText(structure, parameters, edge, catalog), r2, error, probability, misfit: suggestion!.misfit, sameCurves, nearTies, front };
}
