import { constant, formula, type Expr, substitute } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin/engine';

/** Name under which an update formula reads whether weight decay acts. */
const DECAYS = 'decays';

/** An update for numbers of the network, on which weight decay acts, or for scalars, which it leaves alone. */
export function updateFor({ formula: f, slots }: UpdateFormula, of: 'network' | 'scalars'): UpdateFormula {
  const roots = substitute(f.roots, { [DECAYS]: constant(of === 'network' ? 1 : 0) });
  return { slots, formula: formula(f.inputs.filter((name) => name !== DECAYS), Object.fromEntries(f.outputs.map((name, k): [string, Expr] => [name, roots[k]!]))) };
}
