import type { OptimizerDefinition } from '@knotwork/plugin';
import { otherMethod } from '../errors.js';
import type { Run } from '../run.js';
import { DampedGaussNewton } from './damped-gauss-newton.js';
import type { Method, MethodSnapshot } from './method.js';

/**
 * The method of a run's optimizer. A page loads those that it is not likely to need when they are asked for.
 *
 * @param from to go on from, null to begin
 * @throws KnotworkError `internal` when what was saved is another method's
 */
export async function openMethod({ session, state, plan }: Run, from: MethodSnapshot | null): Promise<Method> {
  const { definition, options } = session.problem.optimizer;
  const saved = <M extends OptimizerDefinition['method']>(method: M): Extract<MethodSnapshot, { method: M }> | null => {
    if (from !== null && from.method !== method) throw otherMethod(definition, from.method);
    return from as Extract<MethodSnapshot, { method: M }> | null;
  };
  switch (definition.method) {
    case 'update': saved('update'); return new (await import('./first-order.js')).FirstOrder();
    case 'normal-equations': return DampedGaussNewton.open({ definition, options }, plan, saved('normal-equations'));
    case 'quasi-newton': return (await import('./quasi-newton.js')).QuasiNewton.open({ definition, options }, state, saved('quasi-newton'));
  }
}
