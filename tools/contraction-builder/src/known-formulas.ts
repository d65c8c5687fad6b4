import basisBSpline from '@knotwork/basis-b-spline';
import cores from '@knotwork/cores';
import { featureShapes, type FormulaShape, updateShape } from '@knotwork/engine-native/known-shapes';
import functions from '@knotwork/functions';
import initializers from '@knotwork/initializers';
import { createNetwork, parseOptions } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import optimizers from '@knotwork/optimizers';
import { AS_GIVEN, type Catalog, catalogOf } from '@knotwork/plugin';
import { updateFormula } from '@knotwork/training';

/** Options that updates are asked for with, by every optimizer that takes them: a rate that does not change is a constant, one that does is not. */
const OPTIONS: readonly Readonly<Record<string, unknown>>[] = [{}, { decay: 'cosine' }];
/** Bases whose features native code knows, with their default options on an even grid. Each is some kilobytes for every platform: those of others are kernels in WebAssembly. */
const BASES = basisBSpline;

const PRECISIONS = [['float32', 4], ['float64', 8]] as const;

/** A formula that native code should know, and what asks for it. `size` is the bytes of its numbers; 0 for any. */
export interface KnownFormula { readonly shape: FormulaShape; readonly size: 0 | 4 | 8; readonly of: readonly string[] }

const catalog: Catalog = catalogOf([basisBSpline, cores, functions, initializers, optimizers].flatMap(({ plugins }) => plugins).map((definition) => ({ definition, package: '@knotwork', version: '' })));

/** Updates of the optimizers that come with Knotwork. They are made of operations that both precisions have. */
export function knownUpdates(): readonly KnownFormula[] {
  return merged(catalog.list('optimizer').flatMap(({ definition }) => OPTIONS.flatMap((given) => {
    const parsed = definition.options.safeParse(given);
    const update = parsed.success ? updateFormula({ definition, options: parsed.data }) : undefined;
    return update === undefined ? [] : [{ shape: updateShape(update, 'float64'), size: 0 as const, of: [[definition.name, ...Object.entries(given).map(([name, value]) => `${name}: ${String(value)}`)].join(', ')] }];
  })));
}

/** Features of bases beside the base function, forwards and with slopes. */
export function knownFeatures(): readonly KnownFormula[] {
  return merged(PRECISIONS.flatMap(([precision, size]) => BASES.plugins.filter(({ kind }) => kind === 'basis').flatMap(({ name }) => {
    const layer = { layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis: { kind: name, ...parseOptions(catalog.get('basis', name), { kind: name }) }, inputMap: 'interval' as const, outside: 'linear' as const };
    const { structure } = createNetwork({
      widths: [1, 1], layers: [layer], initializers: [{ kind: 'small' }], inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'y', map: AS_GIVEN }], domains: [[-1, 1]],
    }, randomStream(1, 'known-formulas'), catalog);
    return featureShapes(structure, precision).map((shape) => ({ shape, size, of: [`${name}, ${precision}`] }));
  })));
}

/** Each shape once. */
function merged(formulas: readonly KnownFormula[]): readonly KnownFormula[] {
  const keys = [...new Set(formulas.map(({ shape, size }) => `${size} ${shape.key}`))];
  return keys.map((key) => formulas.filter(({ shape, size }) => `${size} ${shape.key}` === key)).map((same) => ({ ...same[0]!, of: same.flatMap(({ of }) => of) }));
}
