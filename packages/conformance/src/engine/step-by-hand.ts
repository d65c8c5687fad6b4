import { evaluate } from '@knotwork/algebra';
import { reference } from '@knotwork/engine-reference';
import type { Vec } from '@knotwork/plugin';
import type { Engine, Layout, State, UpdateFormula } from '@knotwork/plugin/engine';

/** What a state holds. */
export type Numbers = Awaited<ReturnType<State['read']>>;

/** All unknowns: numbers of the network that train, then scalars of the objective. */
export function unknownsOf({ parameterOf, scalars: names }: Layout, { network: { parameters }, scalars }: Pick<Numbers, 'network' | 'scalars'>): Vec {
  return Float64Array.of(...Array.from(parameterOf, (at) => parameters[at]!), ...names.map((name) => scalars[name]!));
}

/** What one step of an update formula makes of every unknown and its slots, evaluated number by number. */
export function stepByHand(update: UpdateFormula, layout: Layout, before: Numbers, gradient: Vec, step: number, steps: number): { readonly unknowns: number[]; slot(name: string): number[] } {
  const results = Array.from(unknownsOf(layout, before), (parameter, u) => evaluate(update.formula, {
    parameter, gradient: gradient[u]!, step, steps, decays: u < layout.parameterOf.length ? 1 : 0, ...Object.fromEntries(update.slots.map((name) => [name, before.slots[name]![u]!])),
  }));
  return { unknowns: results.map((r) => r['parameter']!), slot: (name) => results.map((r) => r[name]!) };
}

/** Whose gradients steps by hand go by: the engine's own in double precision, so that all but rounding must agree; else those of the reference engine. */
export async function oracleOf(engine: Engine): Promise<Engine> { return engine.precision === 'float64' ? engine : reference.create({}); }
