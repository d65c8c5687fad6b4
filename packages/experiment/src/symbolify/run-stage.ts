import { columnOf, type EdgePlace, isRead, unreadEdges } from '@knotwork/network';
import { isKnotworkError, type PluginUse, type Samples } from '@knotwork/plugin';
import { edgeText } from '@knotwork/symbolic';
import { rowsNamed } from '../data/prepare-data.js';
import { problemOf } from '../stages/problem.js';
import type { Model, StageContext, StageResult } from '../stages/stage.js';
import type { KnownError } from './edge-candidates.js';
import { type EdgeWish, FunctionLibrary } from './function-library.js';
import { solverOfRefits } from './refitting.js';
import type { TrialsMade } from './search.js';
import { type EdgeOutcome, symbolify, type Symbolified } from './symbolify.js';

interface SymbolifyOptions {
  readonly data: string;
  readonly loss: PluginUse;
  readonly functions: 'installed' | readonly PluginUse[];
  readonly edges: readonly EdgeWish[];
  readonly trials: number;
  readonly mostEdges: number;
}

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

function symbolified(context: StageContext, options: SymbolifyOptions, model: Model): Promise<Symbolified> {
  const { catalog, data, signal } = context;
  const { train, validation } = rowsNamed(data, options.data);
  const solver = solverOfRefits(catalog);
  const { structure: _, train: __, validation: ___, ...problem } = problemOf(context, model.structure, {
    data: options.data, loss: options.loss, optimizer: { kind: solver.optimizer.definition.name }, grid: { kind: solver.grid.definition.name }, smoothing: 0, regularizers: [], batch: 'full', clip: 'none', trainable: 'all', maxUnknowns: 2000,
  });
  let kept = context.elapsed();
  return symbolify({
    model, catalog, problem: { ...problem, ...solver }, rows: { train, validation: validation.inputs.count === 0 ? null : validation }, domains: data.domains, task: data.original.task,
    outputs: (of, sets) => context.outputs(of, sets), activations: (of, rows) => context.activations(of, rows),
    library: new FunctionLibrary(catalog, options.functions, options.edges), wishes: options.edges, trials: options.trials,
    known: (edges, activations) => knownErrors(context, model, edges, activations), made: (context.progress as TrialsMade | null) ?? [], signal,
    save: async (made) => {
      if (context.elapsed() - kept < MOST_LOST) return;
      await context.save(made, `choice ${made.length}`);
      kept = context.elapsed();
    },
  });
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

function notesOf({ edges, isOver, isNoWorse }: Symbolified, count: number, path: string): string[] {
  const kept = edges.filter(({ reading, wish }) => reading === null && wish?.f.kind !== 'keep');
  return [
    ...(count === 0 ? ['all edges were functions already; their numbers were fitted again'] : []),
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
