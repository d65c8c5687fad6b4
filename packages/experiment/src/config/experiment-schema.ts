import type { EdgeGroup } from '@knotwork/network';
import { INPUT_MAPS, type InputMap, type Outside, OUTSIDES, type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const inputMap = z.enum(INPUT_MAPS);
const outside = z.enum(OUTSIDES);

/** Widths of a network: layers one after the other, which nobody trains so many of. */
const MOST_WIDTHS = 1000;
/** Entries of other lists, and keys of blocks that are named freely. */
const MOST_ENTRIES = 100;
/** Networks of one run. */
const MOST_MEMBERS = 100;

/** Edges that are named one by one. */
const MOST_EDGES = 10_000;
const edges = z.array(z.strictObject({
  only: z.array(z.array(z.int().min(0)).length(2)).min(1).max(MOST_EDGES).describe('edges of the group, each as [input, sum]'),
  edge: use('edge').optional(), basis: use('basis').optional(), inputMap: inputMap.optional(), outside: outside.optional(),
})).min(1).max(MOST_ENTRIES);

/** What may be said of one layer, by its index from 0. */
const layers = z.record(z.string().regex(/^(0|[1-9]\d*)$/, 'its keys must be layer indices from 0'), z.strictObject({
  layer: use('layer').optional(), edge: use('edge').optional(), basis: use('basis').optional(), inputMap: inputMap.optional(),
  outside: outside.optional(), initializer: use('initializer').optional(),
  edges: edges.optional().describe('the edges that there are, in groups with parts of their own; all when left out'),
}));

const hidden = z.array(z.int().min(1)).max(MOST_WIDTHS);
const widths = z.union([
  z.array(z.int().min(1)).min(2).max(MOST_WIDTHS),
  z.strictObject({
    hidden: z.array(z.union([hidden, z.strictObject({
      nodes: hidden.describe('the hidden layers, such as [5]; [] for none'),
      layers: layers.describe('what single layers are made of, by their index from 0'),
    })])).min(1).max(50).describe('the hidden layers of every network that is compared, such as [[], [5], [5, 5]], [] for none; or { nodes, layers }, layers told one by one'),
    folds: z.int().min(2).max(100).default(5).describe('parts of the training rows, each of which is predicted from the others'),
    structure: z.boolean().default(false).describe('whether networks of the structure that rows, or the best of these, show are compared as well'),
    race: z.boolean().default(false).describe('whether networks that are clearly worse on the first parts are left out of the others'),
  }),
]);

/** A network that was saved: where it lies, which of several, and what it must be. */
const from = z.union([
  z.string().min(1),
  z.strictObject({
    path: z.string().min(1).describe('folder of a finished run, or a network.json, relative to this file'),
    member: z.int().min(1).max(MOST_MEMBERS).optional().describe('which network of a run of several, from 1; the best by validation when left out'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits').optional().describe('what tells the network from others; another one is refused'),
  }),
]);

/** Where a file says nothing of it. */
export const USUAL_INITIALIZER: PluginUse = { kind: 'auto' };

/** The experiment file, version 1. Names here are a public interface. */
export const experimentSchema = z.strictObject({
  knotwork: z.literal(1).describe('version of this format'),
  name: z.string().max(100, 'must have at most 100 characters').regex(kebab, 'must be kebab-case, such as "my-first-kan"').describe('name of the experiment, in kebab-case; its runs are kept below runs/NAME'),
  preset: z.string().default('none').describe('a named set of defaults: table, staircase, continual, pde or none'),
  seed: z.int().min(0).default(0).describe('everything random is derived from it'),
  streams: z.strictObject({ data: z.int().min(0).optional(), init: z.int().min(0).optional(), batch: z.int().min(0).optional() }).default({})
    .describe('seeds of single streams of random numbers'),
  plugins: z.array(z.string().min(1)).max(MOST_ENTRIES).default([]).describe('further plugin packages: package names, or paths relative to this file'),
  engine: use('engine').default({ kind: 'native' }).describe('what computes'),
  dataset: use('dataset').optional().describe('where rows come from'),
  datasets: z.record(z.string().regex(kebab, 'its keys must be kebab-case, such as "first-half"'), use('dataset'))
    .refine((sets) => Object.keys(sets).length <= MOST_ENTRIES, `must be at most ${MOST_ENTRIES} data sets`).optional()
    .describe('several data sets by name, in place of dataset'),
  standardizeTargets: z.boolean().default(true).describe('whether the network computes with targets of mean 0 and standard deviation 1; results are in the units of the data either way'),
  network: z.strictObject({
    from: from.optional().describe('a saved network to go on from, which brings all of the following: the folder of a finished run, or a network.json'),
    widths: widths.optional().describe('nodes of every level: inputs first, outputs (or classes) last; or a block of hidden layers, of which cross-validation chooses'),
    layer: use('layer').default({ kind: 'kan' }).describe('what a layer is made of'),
    edge: use('edge').default({ kind: 'residual' }).describe('the function on an edge: a basis, and a base function beside it'),
    basis: use('basis').default({ kind: 'b-spline' }).describe('what the functions on the edges are made of'),
    inputMap: inputMap.default('interval').describe('how an input reaches the domain of its functions'),
    outside: outside.default('linear').describe('how functions go on beyond their domain'),
    initializer: use('initializer').default(USUAL_INITIALIZER).describe('numbers to begin with'),
    layers: layers.default({}).describe('any of these for one layer, by its index from 0'),
  }).superRefine(({ from: stored, widths, layers }, context) => {
    if (stored !== undefined) return;
    if (widths === undefined) {
      context.addIssue({ code: 'custom', path: ['widths'] });
      return;
    }
    if (!Array.isArray(widths)) {
      // Layers of networks of different depth are not the same ones.
      const [first] = Object.keys(layers);
      if (first !== undefined) context.addIssue({ code: 'custom', path: ['layers', first], message: 'layers cannot be named one by one where cross-validation chooses their number; write network.widths as a list, or layers beside the nodes of a network: hidden: [{ nodes: [2], layers: { 0: { layer: multiplicative } } }]' });
      widths.hidden.forEach((of, k) => {
        if (Array.isArray(of)) return;
        const beyond = Object.keys(of.layers).find((l) => Number(l) > of.nodes.length);
        if (beyond !== undefined) context.addIssue({ code: 'custom', path: ['widths', 'hidden', k, 'layers', beyond], message: `there is no layer ${beyond}: ${of.nodes.length} hidden ${of.nodes.length === 1 ? 'layer makes' : 'layers make'} the layers 0 to ${of.nodes.length}` });
      });
      return;
    }
    // An index beyond the network would be left unread.
    const beyond = Object.keys(layers).find((l) => Number(l) > widths.length - 2);
    if (beyond !== undefined) context.addIssue({ code: 'custom', path: ['layers', beyond], message: `there is no layer ${beyond}: ${widths.length} widths make the layers 0 to ${widths.length - 2}` });
  }).describe('the network: its size and what it is made of'),
  members: z.int().min(1).max(MOST_MEMBERS).default(1).describe('networks that the recipe is gone through for; their mean is the model'),
  stages: z.array(use('stage')).min(1).max(MOST_ENTRIES).describe('the recipe, in order; the first stage is a fit'),
});

/** Parts of a layer; what is left out is the network's. */
export interface LayerParts {
  readonly layer: PluginUse;
  readonly edge: PluginUse;
  readonly basis: PluginUse;
  readonly inputMap: InputMap;
  readonly outside: Outside;
  readonly initializer: PluginUse;
}

/** What is said of single layers, by their index. */
export type LayersSaid = Readonly<Record<string, Partial<LayerParts> & { readonly edges?: readonly EdgeGroup[] }>>;

/** A network that is made anew. */
export interface FreshNetwork extends LayerParts {
  readonly widths: readonly number[] | WidthsChoice;
  readonly layers: LayersSaid;
}

/** What networks that are compared differ in: widths from inputs to outputs, what is said of single layers, and the recipe, where it is not that of the file. */
export interface NetworkShape { readonly widths: readonly number[]; readonly layers: LayersSaid; readonly stages?: readonly PluginUse[] }

/** A saved network that is gone on from: where it lies, and what its bytes are, once they were read. */
export interface NetworkFrom {
  readonly path: string;
  /** From 1; left out for the only one, or the best. */
  readonly member?: number;
  readonly sha256?: string;
}

/** Networks to compare by cross-validation, by their hidden layers. */
export interface WidthsChoice {
  readonly hidden: readonly (readonly number[] | { readonly nodes: readonly number[]; readonly layers: LayersSaid })[];
  readonly folds: number;
  /** Whether structure that is found in them proposes further ones. */
  readonly structure: boolean;
  /** Whether what is clearly worse on the first parts is not fitted again. */
  readonly race: boolean;
}

/** An experiment file with every default filled in and every plugin's options checked. */
export interface ResolvedExperiment {
  readonly knotwork: 1;
  readonly name: string;
  readonly preset: string;
  readonly seed: number;
  readonly streams: { readonly data?: number; readonly init?: number; readonly batch?: number };
  readonly plugins: readonly string[];
  readonly engine: PluginUse;
  /** Either this is there or `datasets`. */
  readonly dataset?: PluginUse;
  readonly datasets?: Readonly<Record<string, PluginUse>>;
  readonly standardizeTargets: boolean;
  readonly network: FreshNetwork | { readonly from: NetworkFrom };
  /** How many networks go through the recipe, each from random numbers of its own; their mean is the model. */
  readonly members: number;
  readonly stages: readonly PluginUse[];
  /** Paths that the file or an override says something at, such as `stages.0.grid`. */
  readonly explicit: ReadonlySet<string>;
  /** Where something was written, for messages: ` (line 3)`, ` (from the override "...")`, or nothing. */
  whereIs(path: string): string;
}

/** An experiment whose network has one size. */
export type SizedExperiment = ResolvedExperiment & { readonly network: FreshNetwork & { readonly widths: readonly number[] } };

/** An experiment whose network is made anew. */
export type FreshExperiment = ResolvedExperiment & { readonly network: FreshNetwork };

/** Whether its network is made anew, and no saved one is gone on from. */
export function isFresh<T extends Pick<ResolvedExperiment, 'network'>>(experiment: T): experiment is T & { readonly network: FreshNetwork } { return !('from' in experiment.network); }

/** What there is to choose; null where the file says the widths, or a network is there already. */
export function widthsChoice({ network }: ResolvedExperiment): WidthsChoice | null { return !('from' in network) && 'hidden' in network.widths ? network.widths : null; }
