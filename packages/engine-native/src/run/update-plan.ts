import { blockProgram, type Expr, formula, input, rewrite } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin/engine';

/**
 * An optimizer's update, split into what is the same for many numbers and what is not.
 *
 * A *clock* is a slot that depends on nothing but itself, other clocks and the number of the step: the count of updates in Adam.
 * Numbers whose memory began at the same time share it, so what follows from clocks alone (powers of the decay rates, the learning
 * rate of a schedule) is computed once for each run of them, in double precision, and the kernel reads the results (*cuts*).
 */
export interface UpdatePlan {
  readonly clocks: readonly string[];
  /** Slots with a number of their own for each parameter. */
  readonly slots: readonly string[];
  /** The update of parameter and slots, as formulas of `parameter`, `gradient`, slots and `cut.0`, ... */
  readonly outputs: readonly { readonly name: string; readonly expr: Expr }[];
  readonly cuts: number;
  /**
   * New clocks and cuts from clocks and step.
   * @param clocks `[clock][places]`, replaced; @returns cuts `[cut][places]`, valid until the next call
   */
  advance(clocks: readonly Float64Array[], places: number, step: number, steps: number): readonly Float64Array[];
  /** Whether a number without gradient and memory stays as it is. */
  readonly isStill: boolean;
  /** Whether a zero without gradient and memory stays zero. */
  readonly keepsZero: boolean;
}

/** Splits an update formula. */
export function updatePlan({ formula: f, slots }: UpdateFormula): UpdatePlan {
  const root = (name: string): Expr => f.roots[f.outputs.indexOf(name)]!;
  const readBy = (e: Expr): Set<string> => new Set(formula(f.inputs, { e }).nodes.filter(({ op }) => op === 'input').map(({ name }) => name));
  const timed = new Set(['step', 'steps']);
  // The largest set of slots that is closed: drop those that read anything else until none does.
  let clocks = [...slots];
  for (;;) {
    const closed = clocks.filter((slot) => [...readBy(root(slot))].every((name) => timed.has(name) || clocks.includes(name)));
    if (closed.length === clocks.length) break;
    clocks = closed;
  }
  const uniform = new Set([...timed, ...clocks]);
  const own = slots.filter((slot) => !clocks.includes(slot));
  const names = ['parameter', ...own];

  const isUniform = new Map<Expr, boolean>();
  for (const e of f.nodes) isUniform.set(e, e.op === 'constant' || (e.op === 'input' ? uniform.has(e.name) : e.args.every((a) => isUniform.get(a)!)));
  const cuts: Expr[] = [];
  const cut = (e: Expr): Expr => {
    if (!cuts.includes(e)) cuts.push(e);
    return input(`cut.${cuts.indexOf(e)}`);
  };
  const isCut = (e: Expr): boolean => isUniform.get(e) === true && e.op !== 'constant';
  // Where a mixed operation reads a uniform one, the graph is cut.
  const replaced = new Map<Expr, Expr>();
  for (const e of f.nodes) {
    if (isUniform.get(e)!) continue;
    for (const a of e.args) if (isCut(a)) replaced.set(a, cut(a));
  }
  for (const name of names) if (isCut(root(name))) replaced.set(root(name), cut(root(name)));
  const outputs = rewrite(names.map(root), (e) => replaced.get(e)).map((expr, k) => ({ name: names[k]!, expr }));

  return {
    clocks, slots: own, outputs, cuts: cuts.length, advance: advancer(clocks, clocks.map(root), cuts),
    isStill: staysFor(outputs, own, input('parameter')), keepsZero: staysFor(outputs, own, input('parameter').mul(0)),
  };
}

const PLACES = 64;

function advancer(clocks: readonly string[], next: readonly Expr[], cuts: readonly Expr[]): UpdatePlan['advance'] {
  const names = ['step', 'steps', ...clocks];
  const program = blockProgram(formula(names, Object.fromEntries([...next, ...cuts].map((e, k) => [`o${k}`, e]))), PLACES);
  let results: Float64Array[] = [];
  return (values, places, step, steps) => {
    if (results[0] === undefined || results[0].length < places) results = cuts.map(() => new Float64Array(places));
    for (let from = 0; from < places; from += PLACES) {
      const n = Math.min(PLACES, places - from);
      program.inputs[0]!.fill(step, 0, n);
      program.inputs[1]!.fill(steps, 0, n);
      for (let c = 0; c < clocks.length; c++) for (let k = 0; k < n; k++) program.inputs[2 + c]![k] = values[c]![from + k]!;
      program.run(n);
      for (let c = 0; c < clocks.length; c++) for (let k = 0; k < n; k++) values[c]![from + k] = program.outputs[c]![k]!;
      for (let c = 0; c < cuts.length; c++) for (let k = 0; k < n; k++) results[c]![from + k] = program.outputs[clocks.length + c]![k]!;
    }
    return results;
  };
}

/** Whether, with gradient and slots zero, the update returns the parameter it got and leaves the slots zero: shown by folding. */
function staysFor(outputs: UpdatePlan['outputs'], slots: readonly string[], parameter: Expr): boolean {
  const zero = parameter.mul(0);
  const folded = rewrite(outputs.map(({ expr }) => expr), (e) => {
    if (e.op !== 'input') return undefined;
    return e.name === 'parameter' ? parameter : e.name === 'gradient' || slots.includes(e.name) ? zero : undefined;
  });
  return folded.every((e, k) => (k === 0 && parameter.op === 'input' ? e.op === 'input' && e.name === 'parameter' : e.op === 'constant' && e.value === 0));
}
