import type { FormulaSteps } from '@knotwork/algebra';
import { INPUT_MAPS, type NetworkSpec, OUTSIDES, type PluginUse, type Task, TASKS } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Tensor } from './safetensors.js';

/** A network as two files: plain JSON, and the numbers in the safetensors format (one float64 tensor per segment). docs/network-file.md describes both. */
export interface SavedNetwork { readonly json: string; readonly safetensors: Uint8Array }

/** A package that a network needs. */
export interface NeededPackage {
  readonly package: string;
  readonly version: string;
  /** Of its files, where no version speaks for them; else null. */
  readonly hash: string | null;
  /** What is used of it: kind and name, such as `basis b-spline`. */
  readonly names: readonly string[];
}

/** What a saved network says of itself besides what it is. */
export interface NetworkAbout {
  readonly task: Task;
  /** Names of the classes, for a classification: the largest output tells which. */
  readonly classes: readonly string[];
  readonly plugins: readonly NeededPackage[];
  /** Tensors that Knotwork keeps and does not read, by names that begin with `extra.`. */
  readonly extra: Readonly<Record<string, Tensor>>;
}

export const FORMAT = 2;
/** What a file may require of its reader. Later additions to format 2 have a name here. */
export const KNOWN: readonly string[] = ['map robust', 'map rank', 'conditions'];
/** Steps of a formula: conditions of a box of some coordinates have hundreds. */
const MOST_STEPS = 100_000;
/** Tensors of others. */
export const EXTRA = 'extra.';

const count = z.int().min(1).max(1e7);
const index = z.int().min(0);
const finite = z.number();
const named = z.looseObject({ kind: z.string().min(1) }) as unknown as z.ZodType<PluginUse>;
const affine = z.strictObject({ kind: z.literal('affine'), center: finite, scale: finite.positive() });
const ascending = z.array(finite).min(2).refine((all) => all.every((v, k) => k === 0 || v > all[k - 1]!), 'numbers must ascend');
const map = z.discriminatedUnion('kind', [
  affine, z.strictObject({ kind: z.literal('robust'), center: finite, scale: finite.positive() }),
  z.strictObject({ kind: z.literal('rank'), knots: ascending, values: ascending }).refine(({ knots, values }) => knots.length === values.length, 'there must be a value for every knot'),
]);
const variable = z.strictObject({ name: z.string(), unit: z.string().exactOptional() });
const input = variable.extend({ map });
/** A formula step by step; whether it makes sense is told when it is read. */
const steps = z.array(z.tuple([z.string()], finite)).min(1).max(MOST_STEPS) as unknown as z.ZodType<FormulaSteps>;
const output = variable.extend({ map: affine, conditions: z.strictObject({ base: steps, factor: steps }).exactOptional() });
/** By input, then by sum: each pair after the one before it. */
const pairs = z.array(z.tuple([index, index])).refine(
  (all) => all.every(([from, to], k) => k === 0 || from > all[k - 1]![0] || (from === all[k - 1]![0] && to > all[k - 1]![1])), 'pairs must ascend, each once',
);
const term = z.strictObject({
  basis: named, edge: named, inputMap: z.enum(INPUT_MAPS), outside: z.enum(OUTSIDES), knots: z.literal('own').exactOptional(),
  edges: z.union([z.strictObject({ only: pairs }), z.strictObject({ except: pairs })]).exactOptional(),
});
const layer = z.strictObject({ layer: named, inputs: count, outputs: count, terms: z.array(term).min(1) });

/** `network.json`, by its keys. */
export const networkFile = z.strictObject({
  knotwork: z.literal(FORMAT),
  requires: z.array(z.string()),
  checksum: z.string().regex(/^[0-9a-f]{8}$/).exactOptional(),
  task: z.enum(TASKS), classes: z.array(z.string()),
  inputs: z.array(input).min(1), outputs: z.array(output).min(1),
  transforms: z.tuple([]), members: z.tuple([]),
  layers: z.array(layer).min(1) satisfies z.ZodType<NetworkSpec['layers']>,
  plugins: z.array(z.strictObject({ package: z.string(), version: z.string(), hash: z.string().nullable(), names: z.array(z.string()) })),
});

export type NetworkFile = z.infer<typeof networkFile>;
