import { Expr, input, type Op, operation, plainWriting } from '@knotwork/algebra';
import { createNetwork } from '@knotwork/network';
import { exportedModel, type ExportNaming, type ExportSource } from '@knotwork/network/exported';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, defineFunction, type Definition, type ExportedModel, type InputVariable, type Samples, type Task, type Variable } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { plainCatalog } from '../kit/plain-catalog.js';
import { mixedCase } from '../subjects/mixed-case.js';
import { referencePlugins } from '../subjects/reference-plugins.js';

/** Random networks of everything that layers may be made of. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** A wide network and one with a layer without edges are among them. */
const SEEDS_OF_DERIVATIVES = [2, 3, 4, 5];

const ROWS = 40;

/** Numbers that float has, too: a third of them beyond the domain, and its ends. */
export function exporterRows(width: number): Samples {
  const stream = randomStream(1, 'exporter-rows');
  return { count: ROWS, width, values: Float64Array.from({ length: ROWS * width }, (_, k) => (k < width ? -1 : stream.uniform(-1.6, 1.8))).map(Math.fround) };
}

/** A model that comes with the rows that it is compared on. */
function withRows(members: readonly ExportSource[], naming: Omit<ExportNaming, 'rows'>): ExportedModel {
  return exportedModel(members, { ...naming, rows: exporterRows(members[0]!.network.spec.inputs.length) });
}

/** Models of one network each, of everything that layers may be made of: bases, shapes, knots of their own, nodes, edges that are off. */
export function randomModels(): ExportedModel[] {
  return SEEDS.map((seed) => withRows([{ ...mixedCase(seed), about: { task: 'regression', classes: [] } }], { name: `seed ${seed}`, origin: ['Random numbers.'] }));
}

/** The same models with all derivatives of the first order, and some of higher ones. */
export function differentiatedModels(): ExportedModel[] {
  return SEEDS_OF_DERIVATIVES.map((seed) => {
    const one = mixedCase(seed);
    const { length: inputs } = one.network.spec.inputs;
    const last = inputs - 1;
    const derivatives = [...Array.from({ length: inputs }, (_, i) => [i]), [0, 0], [0, last, last], [0, 0, 0]].map((of, k) => ({ name: `d${k}`, inputs: of }));
    return withRows([{ ...one, about: { task: 'regression', classes: [] } }], { name: `derivatives ${seed}`, derivatives });
  });
}

/** A small network of the kit's plugins. @param base of its edges */
function smallNetwork(seed: number, { inputs, outputs = [{ name: 'y', map: AS_GIVEN }, { name: 'z', map: { kind: 'affine', center: -3, scale: 0.5 } }], task = 'regression', base, classes = [] }: {
  readonly inputs: readonly InputVariable[]; readonly outputs?: readonly Variable[]; readonly task?: Task; readonly base?: Definition; readonly classes?: readonly string[];
}): ExportSource {
  const catalog = plainCatalog([...referencePlugins, ...(base === undefined ? [] : [base])]);
  const edge = base === undefined ? { kind: 'reference-residual' } : { kind: 'reference-based', base: { kind: base.name } };
  const widths = [inputs.length, 3, outputs.length];
  const layers = [1, 2].map(() => ({ layer: { kind: 'reference-layer' }, edge, basis: { kind: 'reference-hat' }, inputMap: 'interval' as const, outside: 'linear' as const }));
  const made = createNetwork({
    widths, layers, initializers: layers.map(() => ({ kind: 'reference-random' })), inputs, outputs, domains: inputs.map(() => [-1, 1.2] as const),
  }, randomStream(seed, 'export'), catalog);
  return { ...made, about: { task, classes } };
}

const plain = (names: readonly string[]): InputVariable[] => names.map((name) => ({ name, map: AS_GIVEN }));

/** Inputs with every kind of map. */
const MAPPED: readonly InputVariable[] = [
  { name: 'as given', map: AS_GIVEN }, { name: 'ranks', map: { kind: 'rank', knots: [-0.9, -0.2, 0.1, 1], values: [-1.5, -0.3, 0.8, 1.1] } },
  { name: 'robust', map: { kind: 'robust', center: 0.2, scale: 0.1 } }, { name: 'affine', map: { kind: 'affine', center: 0.1, scale: 1.3 } },
  { name: 'other ranks', map: { kind: 'rank', knots: [-0.5, 0.4], values: [-1, 1] } },
];

export function mappedModel(): ExportedModel { return withRows([smallNetwork(1, { inputs: MAPPED })], { name: 'maps' }); }

/** Derivatives through maps that are smooth, of the mean of two networks that have inputs of every kind. */
export function mappedDerivatives(): ExportedModel {
  const derivatives = [[0], [2], [3], [2, 2], [3, 2, 2]].map((inputs) => ({ name: inputs.map((i) => MAPPED[i]!.name).join('_'), inputs }));
  return withRows([smallNetwork(1, { inputs: MAPPED }), smallNetwork(2, { inputs: MAPPED })], { name: 'slopes', derivatives });
}

/** The mean of several networks that saw their inputs each in its own units. */
export function meanModel(): ExportedModel {
  return withRows([1, 2, 3].map((seed) => smallNetwork(seed, { inputs: [{ name: 'x', map: { kind: 'affine', center: 0.1 * seed, scale: 1 / seed } }, ...plain(['other'])] })), { name: 'mean' });
}

/** Two networks that tell classes. */
export function classModel(): ExportedModel {
  const outputs = plain(['a', 'b', 'c']) as Variable[];
  return withRows([4, 5].map((seed) => smallNetwork(seed, { inputs: plain(['x']), outputs, task: 'classification', classes: ['a', 'b', 'c'] })), { name: 'classes' });
}

/** What names may hold that comes from the header of a table. */
export const ODD_NAMES = ['*/ }', '/* "', '"""', 'two\nlines', '\\', '// ?\u{1f600}??/', "it's `${1}`", '\u2028', ''];

export function oddlyNamedModel(): ExportedModel {
  const [x, y] = [ODD_NAMES.slice(0, 5), ODD_NAMES.slice(5)];
  const outputs = y.map((name): Variable => ({ name, unit: name, map: AS_GIVEN }));
  return withRows([smallNetwork(6, { inputs: plain(x), outputs, task: 'classification', classes: y })], { name: '9 lives/of a "cat"', origin: ODD_NAMES });
}

/** Operations of one to three numbers, each on arguments for which it has a value. */
export const numericOperations = (Object.keys(plainWriting) as Op[]).filter((op) => operation(op).arity > 0 && operation(op).number !== null && operation(op).looksUp !== true);

/** A network whose base function is a sum of operations. */
export function modelOf(ops: readonly Op[]): ExportedModel {
  const base = defineFunction({ name: 'of-operations', summary: 'A sum of operations', options: z.strictObject({}), apply: (x) => ops.map((op) => applied(op, x)).reduce((a, b) => a.add(b)) });
  return withRows([smallNetwork(7, { inputs: plain(['x', 'y']), base: base as unknown as Definition })], { name: 'operations' });
}

/** All operations have a value between 0.4 and 0.9. */
function applied(op: Op, x: Expr): Expr {
  const tame = x.sigmoid().mul(0.5).add(0.4);
  const condition = new Expr('less', [x, input('x').mul(0).add(0.3)]);
  const args = [op === 'where' ? condition : tame, x, tame.mul(x)];
  return new Expr(op, args.slice(0, operation(op).arity));
}
