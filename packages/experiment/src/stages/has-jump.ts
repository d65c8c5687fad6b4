import { blockProgram, derivative, evaluate, type Expr, formula } from '@knotwork/algebra';

/** Where functions are looked at, and in how many steps: breaks are at small numbers, and none of these is one. */
const [FROM, TO, STEPS] = [-5.0123, 5.0234, 1600];
/** What a step may change beyond its slope. */
const LARGEST = 0.02;
/** Near poles differences say nothing. */
const STEEP = 50;
/** A jump stays when steps become as short as this; whatever is smooth, but steep, does not. */
const SHORTEST = 1e-7;
/** Of other inputs. */
const ELSEWHERE = 0.7;

/** An expression and its slope at a place. */
interface Looked { readonly x: number; readonly value: number; readonly slope: number }

/**
 * Whether a derivative of an expression in one of its inputs jumps somewhere: its differences are not what its slope comes to. Pieces are differentiated
 * piece by piece, so that what happens between them is in no formula.
 *
 * @param order of the derivative
 */
export function hasJump(e: Expr, by: string, inputs: readonly string[], order: number): boolean {
  let of = e;
  for (let k = 0; k < order; k++) of = derivative(of, by);
  const both = formula(inputs, { value: of, slope: derivative(of, by) });
  const others = Object.fromEntries(inputs.map((name) => [name, ELSEWHERE]));
  const at = (x: number): Looked => { const { value, slope } = evaluate(both, { ...others, [by]: x }); return { x, value: value!, slope: slope! }; };
  const isHere = (a: Looked, b: Looked): boolean => unexplained(a, b) > LARGEST && Math.abs(a.value) < STEEP && Math.abs(b.value) < STEEP;
  const program = blockProgram(both, STEPS + 1);
  program.inputs.forEach((values, j) => { for (let k = 0; k <= STEPS; k++) values[k] = inputs[j] === by ? FROM + k * ((TO - FROM) / STEPS) : ELSEWHERE; });
  program.run(STEPS + 1);
  const [values, slopes] = program.outputs;
  const looked = (k: number): Looked => ({ x: FROM + k * ((TO - FROM) / STEPS), value: values![k]!, slope: slopes![k]! });
  for (let k = 0; k < STEPS; k++) {
    let [a, b] = [looked(k), looked(k + 1)];
    while (isHere(a, b) && b.x - a.x > SHORTEST) {
      const middle = at((a.x + b.x) / 2);
      if (unexplained(a, middle) > unexplained(middle, b)) b = middle;
      else a = middle;
    }
    if (isHere(a, b)) return true;
  }
  return false;
}

function unexplained(a: Looked, b: Looked): number {
  return Math.abs(b.value - a.value - ((b.x - a.x) / 2) * (a.slope + b.slope));
}
