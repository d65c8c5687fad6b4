import { INPUT_MAPS, type InputMap, type Outside, OUTSIDES, type PluginUse, use, z } from '@knotwork/plugin';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const inputMap = z.enum(INPUT_MAPS);
const outside = z.enum(OUTSIDES);

/** The experiment file, version 1. Names here are a public interface. */
export const experimentSchema = z.strictObject({
  knotwork: z.literal(1),
  name: z.string().regex(kebab, 'must be kebab-case, such as "my-first-kan"'),
  preset: z.string().default('none'),
  seed: z.int().min(0).default(0),
  streams: z.strictObject({ data: z.int().min(0).optional(), init: z.int().min(0).optional(), batch: z.int().min(0).optional() }).default({}),
  plugins: z.array(z.string().min(1)).default([]),
  engine: use('engine').default({ kind: 'native' }),
  dataset: use('dataset').optional(),
  datasets: z.record(z.string().regex(kebab, 'its keys must be kebab-case, such as "first-half"'), use('dataset')).optional(),
  standardizeTargets: z.boolean().default(true),
  network: z.strictObject({
    widths: z.array(z.int().min(1)).min(2),
    layer: use('layer').default({ kind: 'kan' }),
    edge: use('edge').default({ kind: 'residual' }),
    basis: use('basis').default({ kind: 'b-spline' }),
    inputMap: inputMap.default('interval'),
    outside: outside.default('linear'),
    initializer: use('initializer').default({ kind: 'auto' }),
    layers: z.record(z.string().regex(/^(0|[1-9]\d*)$/, 'its keys must be layer indices from 0'), z.strictObject({
      layer: use('layer').optional(), edge: use('edge').optional(), basis: use('basis').optional(), inputMap: inputMap.optional(),
      outside: outside.optional(), initializer: use('initializer').optional(),
    })).default({}),
  }).superRefine(({ widths, layers }, context) => {
    // An index beyond the network would be left unread.
    const beyond = Object.keys(layers).find((l) => Number(l) > widths.length - 2);
    if (beyond !== undefined) context.addIssue({ code: 'custom', path: ['layers', beyond], message: `there is no layer ${beyond}: ${widths.length} widths make the layers 0 to ${widths.length - 2}` });
  }),
  members: z.int().min(1).max(100).default(1),
  stages: z.array(use('stage')).min(1),
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
  readonly network: LayerParts & { readonly widths: readonly number[]; readonly layers: Readonly<Record<string, Partial<LayerParts>>> };
  /** How many networks go through the recipe, each from random numbers of its own; their mean is the model. */
  readonly members: number;
  readonly stages: readonly PluginUse[];
  /** Paths that the file or an override says something at, such as `stages.0.grid`. */
  readonly explicit: ReadonlySet<string>;
  /** Where something was written, for messages: ` (line 3)`, ` (from the override "...")`, or nothing. */
  whereIs(path: string): string;
}
