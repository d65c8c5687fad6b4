import { isDeepStrictEqual } from 'node:util';
import { differenceOrder } from '@knotwork/network';
import type { Catalog, PluginUse, SegmentRole, Structure } from '@knotwork/plugin';
import { openSession, type Problem, supervised } from '@knotwork/training';
import { rowsNamed } from '../prepare-data.js';
import { cannotSmooth, gridCannotMove, nothingTrainable } from '../errors.js';
import { chosen, type StageContext } from './stage.js';

/** The options that every fitting stage has. */
export interface FittingOptions {
  /** Name of the data set. */
  readonly data: string;
  readonly optimizer: PluginUse;
  readonly grid: PluginUse;
  readonly loss: PluginUse;
  readonly smoothing: number;
  readonly trainable: 'all' | readonly SegmentRole[];
  readonly maxUnknowns: number;
}

const ALL: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'bias'];

/** The training problem of a stage, for a structure. */
export function problemOf(context: StageContext, structure: Structure, options: FittingOptions): Problem {
  const { catalog, data } = context;
  const rows = rowsNamed(data, options.data);
  const loss = chosen(catalog, 'loss', options.loss);
  return {
    engine: context.engine, precision: context.precision, structure,
    objective: supervised(loss.definition, loss.options, data.outputs.length, options.smoothing),
    optimizer: chosen(catalog, 'optimizer', options.optimizer),
    grid: chosen(catalog, 'grid', options.grid),
    trainable: options.trainable === 'all' ? ALL : options.trainable,
    train: rows.train, validation: rows.validation, maxUnknowns: options.maxUnknowns,
  };
}

/** Compiles the problem once and drops it: whatever does not fit together is refused now. */
export async function tryProblem(context: StageContext, structure: Structure, options: FittingOptions, gridPath: string, standardGrid: PluginUse): Promise<void> {
  // A default that `validate --resolved` wrote out is still a default.
  const { kind, ...standard } = standardGrid;
  const isStandard = isDeepStrictEqual(options.grid, { kind, ...context.catalog.get('grid', kind).options.parse(standard) });
  refuseIdleGrid(context.catalog, structure, options, context.isWritten(gridPath) && !isStandard ? gridPath : null, context.note);
  const block = gridPath.slice(0, gridPath.lastIndexOf('.'));
  refuseUntrainable(context, structure, options, `${block}.trainable`);
  const unordered = structure.layers.flatMap((l) => l.terms.filter((t) => differenceOrder(t) === null).map((t) => t.basis.name));
  if (options.smoothing > 0 && unordered.length > 0) throw cannotSmooth([...new Set(unordered)], `${block}.smoothing`);
  const session = await openSession(problemOf(context, structure, options));
  // Penalties are built when they are frozen; a basis that refuses them should say so now.
  const state = await session.program.start({ spec: structure.spec, parameters: new Float64Array(structure.length).fill(1) });
  await state.freeze(session.train);
  await state.dispose();
  await session.dispose();
}

/** Refuses a choice of parts none of which is there, or that the optimizer folds into others. */
function refuseUntrainable(context: StageContext, structure: Structure, options: FittingOptions, path: string): void {
  if (options.trainable === 'all') return;
  // Second-order methods work on effective coefficients: basis weights are part of them.
  const isFolded = chosen(context.catalog, 'optimizer', options.optimizer).definition.method === 'normal-equations';
  const roles = [...new Set(structure.segments.filter((s) => s.trainable && !(isFolded && s.role === 'basisWeight')).map((s) => s.role))];
  if (!options.trainable.some((role) => roles.includes(role))) throw nothingTrainable(path, roles, options.trainable);
}

/** A grid that nothing can follow is refused where it was written and noted where it is a default. */
function refuseIdleGrid(catalog: Catalog, structure: Structure, options: FittingOptions, written: string | null, note: (text: string) => void): void {
  const { definition } = chosen(catalog, 'grid', options.grid);
  const canMove = structure.layers.some((l) => l.terms.some((t) => t.basis.capabilities.onDomainMove !== 'none'));
  if (canMove || definition.capabilities.knots === 'none') return;
  const bases = [...new Set(structure.layers.flatMap((l) => l.terms.map((t) => t.basis.name)))];
  if (written !== null) throw gridCannotMove(definition.name, bases, written);
  note(`grid "${definition.name}" is not used: domains of ${bases.join(', ')} are fixed`);
}
