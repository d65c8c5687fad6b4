import { KnotworkError, type LossDefinition, type OptimizerDefinition } from '@knotwork/plugin';

export function tooManyUnknowns(optimizer: OptimizerDefinition, does: 'solves' | 'keeps', unknowns: number, limit: number): KnotworkError {
  return new KnotworkError('capability',
    `The optimizer "${optimizer.name}" ` + (does === 'solves' ? 'solves for all unknowns at once' : 'keeps a number for every two unknowns') + `: this network has ${unknowns}, the limit is ${limit}. Use optimizer: l-bfgs or adam, or raise the stage's maxUnknowns.`,
    { plugin: `optimizer ${optimizer.name}` });
}

export function needsFirstOrder(optimizer: OptimizerDefinition, option: 'batch' | 'clip'): KnotworkError {
  const [what, way] = option === 'batch' ? ['needs all rows in every step', 'batch: full'] : ['chooses the length of its steps itself', 'clip: none'];
  return new KnotworkError('capability',
    `The optimizer "${optimizer.name}" ${what}. Use ${way}, or a first-order optimizer such as adam.`, { plugin: `optimizer ${optimizer.name}` });
}

export function flatLoss(optimizer: OptimizerDefinition, loss: string, path: string | undefined): KnotworkError {
  return new KnotworkError('capability',
    `${path === undefined ? '' : `${path}: `}The optimizer "${optimizer.name}" solves normal equations, and the loss "${loss}" gives it none: its second derivatives are 0 everywhere. Use loss: huber, or an optimizer that takes any loss, such as adam or l-bfgs.`,
    { plugin: `loss ${loss}`, ...(path === undefined ? {} : { path }) });
}

export function nothingHeldOut(sets: readonly string[], points: readonly string[]): KnotworkError {
  const given = sets.length === 0 ? 'no points' : `points "${sets.join('", "')}"`;
  return new KnotworkError('input', `Validation has ${given}, and the blocks of the objective are over "${points.join('", "')}". Hold out points of one of these, or let validation be null.`);
}

export function manyLosses(loss: LossDefinition, got: number): KnotworkError {
  return new KnotworkError('plugin',
    `The formula of the loss "${loss.name}" must give one number, because its form is "loss"; it gave ${got}. Add them up, or declare form: residuals.`, { plugin: `loss ${loss.name}` });
}

export function onlyFirstOrder(optimizer: OptimizerDefinition, regularizer: string): KnotworkError {
  return new KnotworkError('capability',
    `The optimizer "${optimizer.name}" cannot follow the regularizer "${regularizer}", whose statistic, meanAbs, has kinks at zero. Use optimizer: adam, or a regularizer of the statistic rms or sd.`,
    { plugin: `optimizer ${optimizer.name}` });
}

export function otherMethod(optimizer: OptimizerDefinition, saved: string): KnotworkError {
  return new KnotworkError('internal',
    `A snapshot can be gone on from by the method that it was taken of; "${optimizer.name}" is of the method "${optimizer.method}", the snapshot of "${saved}".`, { plugin: `optimizer ${optimizer.name}` });
}

export function otherSlots({ name, ...optimizer }: Extract<OptimizerDefinition, { method: 'update' }>, got: readonly string[]): KnotworkError {
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  return new KnotworkError('plugin', `"update" of the optimizer "${name}" must return the slots that it declares, ${list(optimizer.slots)}; it returned ${list(got)}.`, { plugin: `optimizer ${name}` });
}

export function noResiduals(loss: string | undefined): KnotworkError {
  return new KnotworkError('capability', `Least squares needs residuals, and ${loss === undefined ? 'the objective has' : `the loss "${loss}" is`} none. Use the optimizer levenberg-marquardt.`, loss === undefined ? {} : { plugin: `loss ${loss}` });
}

/** @param block that reads derivatives in inputs */
export function gridUnderDerivatives(strategy: string, block: string): KnotworkError {
  return new KnotworkError('capability',
    `The grid strategy "${strategy}" moves grids, and the block "${block}" reads derivatives: a grid that moved holds the old functions only nearly, their derivatives much less so. Use grid: fixed, and extend grids to levels whose knots contain the old ones.`, { plugin: `grid ${strategy}` });
}
