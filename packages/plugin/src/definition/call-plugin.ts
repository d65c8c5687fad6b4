import { type Expr, isExpr } from '@knotwork/algebra';
import * as z from '../zod.js';
import { called, type Fault, faultOf, FORMULA, formulas, named, numbers, type PartsOf, shown } from './declared-parts.js';
import type { Definition } from './definition.js';
import { declaredKind, type Kind, KINDS } from './kind.js';
import type { EngineBackend } from '../engine/engine.js';
import { isKnotworkError, KnotworkError } from '../errors.js';
import { SCOPES, type ShapeParameter, type WindowFeatures } from '../kinds/basis.js';
import { type Conserved, type Data, type Equations, STANDARDIZATIONS, TASKS } from '../kinds/dataset.js';
import type { EdgeComposition } from '../kinds/edge.js';
import { EXPORT_PRECISIONS, type ExportTrial } from '../kinds/exporter.js';
import type { Placement } from '../kinds/grid-strategy.js';
import type { TermValues } from '../kinds/initializer.js';
import type { ImportedNetwork } from '../kinds/importer.js';
import type { NodesOfLayer } from '../kinds/layer.js';
import type { DampingRule, LineSearchRule, MatrixUpdate, UpdateOutputs } from '../kinds/optimizer.js';
import { INPUT_MAPS, type LayerSpec, OUTSIDES, type TermSpec } from '../model/network-spec.js';

/**
 * Calls a function of a plugin, so that what it throws, or returns against its contract, is told as the plugin's failure and not as one of Knotwork.
 *
 * @param what name of the function, such as `features`
 * @param reads names of the inputs that formulas among the result may read; left out where there are no formulas
 * @throws KnotworkError `plugin` naming plugin, function and reason; errors that are already KnotworkErrors pass
 */
export function callPlugin<T>(definition: Pick<Definition, 'kind' | 'name'>, what: string, call: () => T, reads?: readonly string[]): T {
  const { kind, name } = definition;
  const refusal = (reason: string, cause?: unknown): KnotworkError => new KnotworkError('plugin',
    `"${what}" of the ${kind} "${name}" ${reason}. Report it to the plugin's author, or use another ${kind}.`, { plugin: `${kind} ${name}`, cause });
  const failed = (cause: unknown): unknown => (isKnotworkError(cause) ? cause : refusal(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause));
  const checked = <R>(result: R): R => {
    const schema = RETURNED[kind]?.[what] ?? declaredKind(definition)?.returns?.[what];
    const fault = schema && faultOf(schema, result);
    if (fault !== undefined) throw refusal(reasonOf(fault));
    const stray = reads && strayIn(result, reads);
    if (stray !== undefined) throw refusal(`returned a formula that reads "${stray}"; it may read ${reads!.join(', ')}`);
    return result;
  };
  let result: T;
  try {
    result = call();
  } catch (cause) {
    throw failed(cause);
  }
  if (result instanceof Promise && isPrompt(kind)) {
    // What it fails by does not matter.
    result.catch(() => undefined);
    throw refusal('must return its result at once; it is async');
  }
  return result instanceof Promise ? result.then(checked, (cause: unknown) => { throw failed(cause); }) as T : checked(result);
}

/** Whether functions of the kind must not be async: all of the contract's but those that read, write or compute elsewhere. */
const isPrompt = (kind: Kind): boolean => KINDS.includes(kind as never) && !['dataset', 'engine', 'exporter', 'importer'].includes(kind);

/** Something that formulas read and may not: an input that is not among those of the call, or a table, which no plugin has. */
function strayIn(result: unknown, reads: readonly string[]): string | undefined {
  const seen = new Set<unknown>();
  const visit = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
    seen.add(value);
    if (!isExpr(value)) return first(Object.values(value), visit);
    const { op, name, args }: Expr = value;
    return op === 'table' || (op === 'input' && !reads.includes(name)) ? name : first(args, visit);
  };
  return visit(result);
}

function first<T, R>(values: readonly T[], of: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = of(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reasonOf({ place, unread, wanted, got }: Fault): string {
  const within = place === '' ? '' : ` in "${place}"`;
  if (unread !== undefined) return `returned "${unread.key}"${within}, which nothing reads${unread.hint.replace(/^ (.*)\?$/, ' ($1?)')}`;
  const instead = wanted === FORMULA && Number.isFinite(got) ? `; write constant(${String(got)})` : '';
  return `must return ${wanted}${place === '' ? '' : ` as "${place}"`}; it returned ${shown(got)}${instead}`;
}

const anyNumber = z.custom<number>((value) => typeof value === 'number', 'a number');
const positive = z.number().gt(0);
const count = z.int().min(1);
const whole = (least: number): z.ZodType => z.custom((value) => Number.isInteger(value) && (value as number) >= least, `a whole number of at least ${least}`);
const formulasByName = z.record(z.string(), formulas);

const shapeParameter: PartsOf<ShapeParameter> = {
  scope: z.enum(SCOPES), trainable: z.boolean(), constraint: z.literal('positive').optional(),
  initial: z.custom((value) => {
    const { from, to } = (typeof value === 'number' ? { from: value, to: value } : value ?? {}) as { readonly from?: unknown; readonly to?: unknown };
    return Number.isFinite(from) && Number.isFinite(to);
  }, 'a number, or { from, to } with two'),
};
const features = z.unknown().superRefine((returned, context) => {
  const isWindow = typeof returned === 'object' && returned !== null && 'start' in returned;
  const values: unknown = isWindow ? (returned as WindowFeatures).values : returned;
  const at = isWindow ? ['values'] : [];
  if (!Array.isArray(values)) return context.addIssue({ code: 'custom', message: 'a list of formulas, or { start, values } with such a list' });
  if (isWindow && !isExpr(returned.start)) context.addIssue({ code: 'custom', path: ['start'], message: FORMULA });
  values.forEach((value, j) => { if (!isExpr(value)) context.addIssue({ code: 'custom', path: [...at, j], message: FORMULA }); });
});

const pairs = z.array(z.tuple([z.int(), z.int()]));
const term: PartsOf<TermSpec> = {
  basis: named, edge: named, inputMap: z.enum(INPUT_MAPS), outside: z.enum(OUTSIDES),
  knots: z.literal('own').optional(), edges: z.union([z.strictObject({ only: pairs }), z.strictObject({ except: pairs })]).optional(),
};
const layerOfNetwork: PartsOf<LayerSpec> = { layer: named, inputs: count, outputs: count, terms: z.array(z.strictObject(term)).min(1) };
const numbersByName = z.custom((value) => Object.prototype.toString.call(value) === '[object Map]', 'a Map of Float64Arrays')
  .refine((value) => [...(value as Map<string, unknown>).values()].every((of) => Object.prototype.toString.call(of) === '[object Float64Array]'), 'a Map of Float64Arrays');
const samples = z.looseObject({ count: z.int().min(0), width: count, values: numbers });
const rows = z.looseObject({ inputs: samples, targets: samples, weights: numbers.optional() });
const points = z.record(z.string(), z.looseObject({ inputs: samples, targets: samples.optional(), weights: numbers.optional() }));
const command = z.array(z.string()).min(1);
const files = z.record(z.string(), z.custom((value) => typeof value === 'string' || Object.prototype.toString.call(value) === '[object Uint8Array]', 'a text or a Uint8Array'))
  // They are written where somebody else says, and nowhere else: letters, digits, "_", "-" and ".", no folders.
  .refine((all) => Object.keys(all).every((name) => /^[\w-][\w.-]*$/.test(name)), 'files with plain names');
const variables = z.array(z.looseObject({ name: z.string() })).min(1);

/** What functions of plugins of the contract's own kinds must return, by kind and name of the function. What must fit together is compared by whoever called them. */
const RETURNED: Partial<Readonly<Record<Kind, Readonly<Record<string, z.ZodType>>>>> = {
  basis: {
    size: whole(1), intervals: whole(1).nullable(), shape: z.record(z.string(), z.strictObject(shapeParameter)), functions: z.record(z.string(), named), features,
    transport: z.record(z.string(), z.number()),
    exactWhen: z.boolean(), order: positive.optional(), smoothness: whole(0).optional(), differenceOrder: whole(1).optional(),
  },
  edge: { compose: z.strictObject({ base: named.nullable(), basisWeight: z.boolean() } satisfies PartsOf<EdgeComposition>) },
  layer: {
    terms: z.array(z.strictObject(term)).min(1), activation: named.nullable(),
    nodes: z.array(z.strictObject({ count: whole(0), arity: whole(1), formula: called.optional() } satisfies PartsOf<NodesOfLayer>)), formula: formulas,
  },
  function: { apply: formulas },
  grid: {
    isDue: z.union([z.boolean(), z.literal('forced')]),
    place: z.strictObject({
      domain: z.tuple([anyNumber, anyNumber]), knots: numbers.optional(), isForced: z.boolean(), norm: z.enum(['uniform', 'data']).optional(),
      probation: z.int().min(0).optional(),
    } satisfies PartsOf<Placement>).nullable(),
  },
  regularizer: { sums: formulasByName, penalty: formulas, derivative: z.int().min(0) },
  optimizer: {
    update: z.strictObject({ parameter: formulas, slots: formulasByName } satisfies PartsOf<UpdateOutputs>),
    damping: z.strictObject({
      shape: z.enum(['marquardt', 'identity']), start: positive, restart: positive, tries: count, tolerance: z.number().min(0), patience: count, accepted: called, rejected: called,
    } satisfies PartsOf<DampingRule>),
    accepted: anyNumber, rejected: anyNumber,
    search: z.strictObject({
      memory: z.union([count, z.strictObject({ update: z.enum(['broyden', 'bfgs']), scaling: z.enum(['self', 'first', 'none']) } satisfies PartsOf<MatrixUpdate>)]),
      decrease: positive, curvature: positive, tries: count, tolerance: z.number().min(0), patience: count,
    } satisfies PartsOf<LineSearchRule>),
  },
  loss: { formula: z.array(formulas).min(1) },
  initializer: { initialize: z.strictObject({ coefficients: numbers, baseWeight: numbers, basisWeight: numbers } satisfies PartsOf<TermValues>), choose: named },
  engine: {
    backends: z.array(z.strictObject({
      name: z.string().min(1), options: z.record(z.string(), z.unknown()), state: z.enum(['ready', 'absent', 'broken', 'unsupported']), versions: z.record(z.string(), z.string()).optional(),
      because: z.string().optional(), cure: z.string().optional(),
    } satisfies PartsOf<EngineBackend>)),
  },
  dataset: {
    files: z.array(z.string()),
    load: z.strictObject({
      task: z.enum(TASKS), inputs: variables, outputs: variables, standardizeInputs: z.literal(STANDARDIZATIONS), train: rows, validation: rows, test: rows, isTestExact: z.boolean().optional(),
      division: z.union([z.literal('time'), z.instanceof(Uint32Array)]).optional(), notes: z.array(z.string()).optional(), encoding: z.record(z.string(), z.unknown()).optional(),
      equations: z.strictObject({
        objective: z.looseObject({ blocks: z.array(z.looseObject({ name: z.string() })).min(1) }), points, draw: z.record(z.string(), called),
        conserved: z.strictObject({ blocks: z.array(z.looseObject({ name: z.string() })).min(1), points: samples, weights: numbers } satisfies PartsOf<Conserved>).optional(),
      } satisfies PartsOf<Equations>).optional(),
    } satisfies PartsOf<Data>),
  },
  metric: { evaluate: anyNumber },
  exporter: {
    precision: z.enum(EXPORT_PRECISIONS), export: files.refine((all) => Object.keys(all).length > 0, 'at least one file'),
    trial: z.strictObject({ files, probe: command, needs: z.string(), commands: z.array(command).min(1) } satisfies PartsOf<ExportTrial>),
  },
  importer: {
    read: z.strictObject({
      inputs: z.array(z.string()).min(1), outputs: z.array(z.string()).min(1), layers: z.array(z.strictObject(layerOfNetwork)).min(1), numbers: numbersByName,
      domains: z.array(z.tuple([anyNumber, anyNumber])), notes: z.array(z.string()),
    } satisfies PartsOf<ImportedNetwork>),
  },
};
