import { type Expr, formula, input, substitute } from '@knotwork/algebra';
import type { AffineMap, InputVariable, NetworkSpec } from '@knotwork/plugin';
import type { Objective, ObjectiveBlock, Read } from '@knotwork/plugin/engine';
import { notAffine } from '../errors.js';

/**
 * An objective that is written in the user's units, for engines, which read network (standardized) units only. With u = center + scale v, what a formula
 * calls an output, an input or the target of an output is put together from v, and a derivative is multiplied by its scales:
 *
 *     d^n y / dx_i dx_j ... = scale_y / (scale_i scale_j ...) times that of the network
 *
 * Targets beyond the outputs are columns of the caller's own, read as they were bound. Scalars have no units but the formula's.
 *
 * @throws KnotworkError `capability` where an input whose map is not affine is read, or differentiated by: its scale is another one at every value
 */
export function inUserUnits(objective: Objective, spec: Pick<NetworkSpec, 'inputs' | 'outputs'>): Objective {
  return { ...objective, blocks: objective.blocks.map((block) => blockInUserUnits(block, spec)) };
}

function blockInUserUnits(block: ObjectiveBlock, spec: Pick<NetworkSpec, 'inputs' | 'outputs'>): ObjectiveBlock {
  const { formula: { inputs, outputs, roots }, reads } = block;
  const inUnits = Object.fromEntries(inputs.filter((name) => Object.hasOwn(reads, name)).map((name) => [name, unscaled(input(name), reads[name]!, spec)]));
  const rewritten = substitute(roots, inUnits);
  return { ...block, formula: formula(inputs, Object.fromEntries(outputs.map((name, k): [string, Expr] => [name, rewritten[k]!]))) };
}

/** What is read, in the user's units. @param e the same in network units */
function unscaled(e: Expr, read: Read, { inputs, outputs }: Pick<NetworkSpec, 'inputs' | 'outputs'>): Expr {
  const of = (map: AffineMap | undefined): Expr => (map === undefined ? e : e.mul(map.scale).add(map.center));
  switch (read.of) {
    case 'scalar': return e;
    case 'output': case 'target': return of(outputs[read.index]?.map);
    case 'input': return of(affine(inputs[read.index]));
    case 'derivative': return e.mul((outputs[read.output]?.map.scale ?? 1) / read.inputs.reduce((product, i) => product * (affine(inputs[i])?.scale ?? 1), 1));
  }
}

function affine(variable: InputVariable | undefined): AffineMap | undefined {
  if (variable === undefined || variable.map.kind === 'affine') return variable?.map as AffineMap | undefined;
  throw notAffine(variable.name, variable.map.kind);
}
