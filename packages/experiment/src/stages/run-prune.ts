import { carryOver, countParameters, edgeSpreads, type LayerSpread, nodeOf, outputShares, type OutputShares } from '@knotwork/network';
import { prune as pruneEdges, type PruneReport } from '@knotwork/network/replaced';
import type { PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { rowsNamed } from '../data/prepare-data.js';
import { Elimination } from './eliminate.js';
import { eliminationOptions, type EliminationOptions } from './elimination-options.js';
import { functionChange } from './function-change.js';
import { hasPath, type Keep, keepWhere } from './keep-masks.js';
import { type FittingOptions, structureFor } from './problem.js';
import type { Model, StageContext, StageResult } from './stage.js';

/** Of the share below which edges are switched off, the least by which an input keeps one where what is left is eliminated. */
const LITTLE = 0.1;
/** Change of an output, in ranges of it, beyond which a network that nothing is trained behind is told to be another. */
const CHANGED = 0.2;

interface Thresholds { readonly edgeThreshold: number; readonly nodeThreshold: number }
type Options = Thresholds & { readonly data: string; readonly eliminate: boolean | EliminationOptions; readonly fit: Omit<FittingOptions, 'data'> & { readonly refreshEvery: number } };

/** Switches off what passes on next to nothing, and takes away what is not needed. */
export async function runPrune(context: StageContext, { data: dataSet, eliminate, fit, ...thresholds }: Options): Promise<StageResult> {
  const before: Model = { structure: context.structure, network: context.trained! };
  const spreads = await spreadsOf(context, dataSet, before);
  const shares = outputShares(before.structure, spreads);
  const large = keepMasks(before.structure, shares, thresholds);
  // Whether an input is needed is for the elimination to say, which asks the rows.
  const keep = eliminate === false ? large : withLostInputs(before.structure, shares, large, LITTLE * thresholds.edgeThreshold);
  const { report: cut, ...after } = pruneEdges(before.structure, before.network, keep, spreads.map(({ mean }) => mean), context.catalog);
  const isSkipped = !hasPath(after.structure);
  // What is eliminated after that says itself how it ended.
  if (isSkipped && eliminate === false) {
    const most = largest(shares);
    const why = most > 0 ? `The largest share of an edge is ${most.toPrecision(2)}; lower ${context.path}.edgeThreshold or ${context.path}.nodeThreshold`
      : 'No edge has a share of any output: what was trained is a constant. More rows, less noise or other inputs may help';
    context.note(`nothing was pruned: no path from an input to an output would be left. ${why}`);
  }
  const left = isSkipped ? before : { structure: after.structure, network: after.network };
  const eliminated = eliminate === false ? null : await new Elimination(context, withKnots(context, left, fit.grid), numbersOf(eliminate), { ...fit, data: dataSet }).run();
  if (eliminate !== false && eliminated === null) return { ...left, status: 'interrupted', report: {} };
  const model = eliminated?.model ?? left;
  if (eliminated !== null && !hasPath(model.structure)) context.note('the rows say nothing that a constant does not: no edge is left. More rows, less noise or other inputs may help');
  const pruned: PruneReport = isSkipped ? { edges: [], nodes: [] } : cut;
  const { nodes, edges } = countParameters(model.structure).external;
  const change = model === before ? 0 : await functionChange(context, dataSet, before, model);
  if (change > CHANGED && eliminate === false && context.isLast) {
    const { path } = context;
    context.note(`${path} changed what the network says by up to ${(100 * change).toPrecision(2)} % of the range of its outputs, and no stage trains it again. Add fit behind it, or lower ${path}.edgeThreshold or ${path}.nodeThreshold`);
  }
  return {
    ...model, status: 'completed',
    report: {
      kind: 'prune', isSkipped,
      pruned: { edges: [...pruned.edges, ...eliminated?.edges ?? []], nodes: [...pruned.nodes, ...eliminated?.nodes ?? []] }, left: { edges, nodes },
      inputShares: [...shares.nodeScore[0]!], unusedInputs: unusedInputs(model.structure),
      ...(eliminated === null ? {} : { counts: eliminated.counts, elimination: eliminated.report }),
      functionChange: change,
      metrics: await context.measure(model, dataSet),
    },
  };
}

/** The network with the knots that a grid strategy needs. */
function withKnots(context: StageContext, { structure, network }: Model, grid: PluginUse): Model {
  const own = structureFor(context, structure, grid);
  return { structure: own, network: carryOver(network, structure, own) };
}

const numbersOf = (eliminate: true | EliminationOptions): EliminationOptions => (eliminate === true ? eliminationOptions.parse({}) : eliminate);

/** Names of the inputs that no edge leaves any more. */
const unusedInputs = ({ layers, spec }: Structure): string[] => spec.inputs.filter((_input, i) => layers[0]!.terms.every(({ edges }) => edges.inputAt[i]! < 0)).map(({ name }) => name);

async function spreadsOf({ data, activations }: StageContext, dataSet: string, model: Model): Promise<LayerSpread[]> {
  const inputs = await activations(model, rowsNamed(data, dataSet).train);
  return edgeSpreads(model.structure, model.network.parameters, (layer) => inputs[layer]!);
}

/** 1 for edges that stay: large enough, from and to nodes that are. The network's inputs and outputs are not hidden nodes. */
function keepMasks(structure: Structure, { edgeScore, nodeScore }: OutputShares, { edgeThreshold, nodeThreshold }: Thresholds): Keep {
  const stays = (level: number, node: number): boolean => level === 0 || level === structure.layers.length || nodeScore[level]![node]! >= nodeThreshold;
  return keepWhere(structure, (l, from, to, t, e) => edgeScore[l]![t]![e]! >= edgeThreshold && stays(l, from) && stays(l + 1, nodeOf(structure.layers[l]!.nodes, to)));
}

/** Inputs that would lose all their edges keep the largest, where it enters a node that stays and passes on no less than this share: beside an input that has almost all of the output, what others do is little, but it may be all that is left to be known. */
function withLostInputs(structure: Structure, { edgeScore }: OutputShares, keep: Keep, least: number): Keep {
  const [first, second] = structure.layers as [Structure['layers'][number], Structure['layers'][number]?];
  const going = second === undefined ? null : new Set(second.terms.flatMap(({ edges: { from } }, t) => Array.from(from).filter((_, e) => keep[1]![t]![e] === 1)));
  const stays = (to: number): boolean => going === null || going.has(nodeOf(first.nodes, to));
  const [own, ...others] = keep.map((terms) => terms.map((mask) => mask.slice())) as [Uint8Array[], ...Uint8Array[][]];
  for (let input = 0; input < first.inputs; input++) {
    const edges = first.terms.flatMap(({ edges: { from, to } }, t) => Array.from(from).flatMap((f, e) => (f === input ? [{ t, e, to: to[e]!, share: edgeScore[0]![t]![e]! }] : [])));
    if (edges.some(({ t, e }) => own[t]![e] === 1)) continue;
    const [most] = edges.filter(({ to, share }) => share >= least && stays(to)).sort((a, b) => b.share - a.share);
    if (most !== undefined) own[most.t]![most.e] = 1;
  }
  return [own, ...others];
}

const largest = ({ edgeScore }: OutputShares): number => edgeScore.flat().reduce((m, scores) => scores.reduce((a, b) => Math.max(a, b), m), 0);
