import { didYouMean, KnotworkError } from '@knotwork/plugin';
import type { RoughPart } from '../rough-part.js';

/** @param what is rough, @param layer that has it */
export function functionTooRough(path: string, order: number, what: Exclude<RoughPart['what'], 'basis'>, layer: number): KnotworkError {
  const remedy = { activation: 'network.layer={ kind: mlp, activation: tanh }', 'base function of edges': 'network.edge=plain', 'function of edges': 'network.basis={ kind: function, f: tanh }' }[what];
  return new KnotworkError('input', `${path}: the equations have derivatives of order ${order}, which must be continuous; those of the ${what} in layer ${layer} jump. Use a smooth one such as silu or tanh: ${remedy}.`, { path });
}

/** @param order of the highest derivative that equations read */
export function basisTooRough(path: string, order: number, basis: string, smoothness: number): KnotworkError {
  return new KnotworkError('input', `${path}: the equations have derivatives of order ${order}, which must be continuous; those of the basis "${basis}" are up to order ${smoothness - 1}. Give it options that make it smoother, such as degree: ${order + 3} of b-spline, or choose a smoother basis.`, { path });
}

export function inexactLevel(path: string, level: unknown, exact: readonly number[]): KnotworkError {
  return new KnotworkError('input', `${path} must keep all functions as they are, or their derivatives would move: level ${JSON.stringify(level)} does not.${exact.length === 0 ? ' Leave levels out.' : ` Use ${exact.join(', ')}.`}`, { path });
}

export function nothingToBalance(path: string, potentials: readonly string[]): KnotworkError {
  return new KnotworkError('input', `${path} must say what is weighed: points (${potentials.join(' or ')}), blocks (gradients), or both. Write balance: { points: ${potentials[0]!} }, or leave it out.`, { path });
}

export function attentionOfDrawn(path: string): KnotworkError {
  return new KnotworkError('input', `${path} weighs points by the residuals that they had, and draw takes others in their place. Leave one of them out: draw: { by: residual } puts more points where residuals are large.`, { path });
}

export function noCoordinate(path: string, got: string, coordinates: readonly string[]): KnotworkError {
  return new KnotworkError('input', `${path} must be a coordinate: ${coordinates.join(', ')}; got ${JSON.stringify(got)}.${didYouMean(got, coordinates)} Name one of them.`, { path });
}

export function nothingToDraw(path: string): KnotworkError {
  return new KnotworkError('input', `${path} must be once where all points come from a table. Leave it out, or let the data set say how many points there are.`, { path });
}

export function oneBlock(path: string, name: string): KnotworkError {
  return new KnotworkError('input', `${path} makes the gradients of equations and conditions alike, and there is "${name}" alone. Leave it out.`, { path });
}

export function nothingToSolve(path: string, dataSet: string): KnotworkError {
  return new KnotworkError('input', `${path}: the stage "solve" needs equations; the data set "${dataSet}" has targets. Use a data set of kind domain, or the stage fit.`, { path });
}
