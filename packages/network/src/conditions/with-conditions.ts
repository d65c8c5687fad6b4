import { type Expr, formula, substitute } from '@knotwork/algebra';
import type { NetworkSpec } from '@knotwork/plugin';
import type { Objective, ObjectiveBlock, Read } from '@knotwork/plugin/engine';
import { conditionedRead, hasConditions } from './conditioned-read.js';

/**
 * An objective that reads outputs and their derivatives, as one that reads what the last layer gives, and inputs, where outputs have conditions. Names, weights, points and scalars of blocks stay; the
 * same objective where no output has any.
 */
export function withConditions(objective: Objective, { outputs }: Pick<NetworkSpec, 'outputs'>): Objective {
  return hasConditions(outputs) ? { ...objective, blocks: objective.blocks.map((block) => blockWithConditions(block, outputs)) } : objective;
}

function blockWithConditions(block: ObjectiveBlock, outputs: NetworkSpec['outputs']): ObjectiveBlock {
  const by: Record<string, Expr> = {};
  const reads: Record<string, Read> = {};
  for (const name of block.formula.inputs) {
    const read = block.reads[name]!;
    const made = read.of === 'output' || read.of === 'derivative' ? conditionedRead(read, outputs) : null;
    if (made !== null) by[name] = made.value;
    Object.assign(reads, made === null ? { [name]: read } : made.reads);
  }
  const { roots, outputs: names } = block.formula;
  const rewritten = substitute(roots, by);
  return { ...block, formula: formula(Object.keys(reads), Object.fromEntries(names.map((name, k) => [name, rewritten[k]!]))), reads };
}
