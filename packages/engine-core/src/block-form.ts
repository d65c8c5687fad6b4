import { derivative, type Expr, formula, input, substitute } from '@knotwork/algebra';
import type { Objective, ObjectiveBlock, Read } from '@knotwork/plugin/engine';
import { ascending } from '@knotwork/network';

/**
 * Something that trains and that a block reads: an output of the network, or a derivative of one in inputs, ascending, or a scalar of the objective, by its
 * number.
 */
export type BlockVariable =
  | { readonly of: 'output'; readonly index: number; readonly inputs: readonly number[]; readonly name: string }
  | { readonly of: 'scalar'; readonly index: number; readonly name: string };

/**
 * An objective block as engines compute it: its inputs have the names of what they read, so that equal formulas are equal whoever wrote them,
 * and what they differentiate in is listed.
 */
export interface BlockForm {
  readonly block: ObjectiveBlock;
  /** Number among the objective's blocks. */
  readonly index: number;
  readonly isLoss: boolean;
  /** The formula's outputs. Inputs are named by `readName`. */
  readonly roots: readonly Expr[];
  /** Names of the inputs, each once. */
  readonly inputs: readonly string[];
  /** What each of them reads, in the same order. */
  readonly reads: readonly Read[];
  /** Outputs and scalars that are read, each once, in the order in which the block says so. */
  readonly variables: readonly BlockVariable[];
  /** Numbers of a point that the block is a mean over. */
  readonly terms: number;
  /** Rows of the Jacobian that a point has: residuals, or variables of a loss. */
  readonly rows: number;
  /** What the sum is multiplied by besides the weight of a mean: 1/2 for squares. */
  readonly scale: number;
  /** Derivative of each root in each variable, `[root][variable]`; null where it does not see it. */
  readonly slopes: readonly (readonly (Expr | null)[])[];
}

/** Name of what is read, such as `output.0`; of a derivative also in which inputs, whose order does not matter: `output.0.in.0.1`. */
export function readName(read: Read): string {
  switch (read.of) {
    case 'scalar': return `scalar.${read.name}`;
    case 'derivative': return `output.${read.output}.in.${ascending(read.inputs).join('.')}`;
    default: return `${read.of}.${read.index}`;
  }
}

/** Brings the blocks of an objective into the form that engines compute. Reads were checked (`requireReads`). */
export function blockForms({ blocks, scalars = {} }: Objective): readonly BlockForm[] {
  const order = Object.keys(scalars);
  return blocks.map((block, index) => {
    const named = Object.entries(block.reads);
    const reads = new Map(named.filter(([name]) => block.formula.inputs.includes(name)).map(([, read]) => [readName(read), read]));
    const renamed = substitute(block.formula.roots, Object.fromEntries(named.map(([name, read]) => [name, input(readName(read))])));
    const inputs = [...reads.keys()];
    const { roots } = formula(inputs, Object.fromEntries(renamed.map((e, k) => [`r${k}`, e])));
    const variables = [...reads].flatMap(([name, read]): BlockVariable[] => {
      switch (read.of) {
        case 'output': return [{ of: 'output', index: read.index, inputs: [], name }];
        case 'derivative': return [{ of: 'output', index: read.output, inputs: ascending(read.inputs), name }];
        case 'scalar': return [{ of: 'scalar', index: order.indexOf(read.name), name }];
        default: return [];
      }
    });
    const isLoss = block.form === 'loss';
    return {
      block, index, isLoss, roots, inputs, reads: [...reads.values()], variables, terms: roots.length,
      rows: isLoss ? variables.length : roots.length, scale: isLoss ? 1 : 0.5,
      slopes: roots.map((r) => {
        const seen = new Set(formula(inputs, { r }).nodes.filter(({ op }) => op === 'input').map(({ name }) => name));
        return variables.map(({ name }) => (seen.has(name) ? derivative(r, name) : null));
      }),
    };
  });
}

/** Whether a block of an objective reads derivatives in inputs. */
export function readsDerivatives({ reads }: BlockForm): boolean { return reads.some(({ of }) => of === 'derivative'); }
