import { KnotworkError, type OptimizerDefinition } from '@knotwork/plugin';

export function tooManyUnknowns(optimizer: OptimizerDefinition, unknowns: number, limit: number): KnotworkError {
  return new KnotworkError('capability',
    `The optimizer "${optimizer.name}" solves for all unknowns at once: this network has ${unknowns}, the limit is ${limit}. Use optimizer: adam, or raise the stage's maxUnknowns.`,
    { plugin: `optimizer ${optimizer.name}` });
}

export function engineLacks(engine: string, what: string, needs: string): KnotworkError {
  return new KnotworkError('capability', `The engine "${engine}" has no ${what}, which ${needs} needs. Choose another engine, or do without it.`);
}

export function onlyFirstOrder(optimizer: OptimizerDefinition, regularizer: string): KnotworkError {
  return new KnotworkError('capability',
    `The optimizer "${optimizer.name}" cannot follow the regularizer "${regularizer}", whose statistic, meanAbs, has kinks at zero. Use optimizer: adam, or a regularizer of the statistic rms or sd.`,
    { plugin: `optimizer ${optimizer.name}` });
}
