import { expect, test } from '@jest/globals';
import { constant, input } from './expr.js';
import { derivative } from './differentiate.js';
import { evaluate } from './evaluate.js';
import { formula, trace } from './formula.js';
import { type Op, operation, operations } from './operations/operations.js';
import { exprOfSteps, type FormulaSteps, stepsOf } from './steps.js';

const plain = Object.keys(operations).filter((op) => { const { number, looksUp } = operation(op as Op); return number !== null && looksUp !== true; });

test('a formula as steps is the same formula, through JSON, too', () => {
  const [e] = trace(['x', 't'], (x, t) => ({ y: x.mul(x.sin()).add(x.sin().div(t.add(0.1))) })).roots;
  const steps = stepsOf(e!, ['t', 'x']);
  // Parts that are used twice are there once.
  expect(steps.filter(([op]) => op === 'sin')).toHaveLength(1);
  expect(steps.filter(([op]) => op === 'input')).toEqual([['input', 1], ['input', 0]]);
  const again = exprOfSteps(JSON.parse(JSON.stringify(steps)) as FormulaSteps, [input('t'), input('x')]);
  const at = { t: 0.7, x: -1.3 };
  expect(evaluate(formula(['t', 'x'], { y: again }), at)).toEqual(evaluate(formula(['t', 'x'], { y: e! }), at));
});

test.each(plain)('steps have the operation %s', (op) => {
  const { arity } = operation(op as Op);
  const names = ['a', 'b', 'c'].slice(0, arity);
  const e = exprOfSteps([...names.map((_, i) => ['input', i] as const), [op, ...names.map((_, i) => i)]], names.map((name) => input(name)));
  expect(stepsOf(e, names).at(-1)![0]).toBe(op);
  const to = new Float64Array(1);
  operation(op as Op).number!(1, to, Float64Array.of(0.3), Float64Array.of(0.8), Float64Array.of(0.5), 0);
  expect(evaluate(formula(names, { e }), { a: 0.3, b: 0.8, c: 0.5 })['e']).toBe(to[0]);
});

test('what is no formula of plain numbers is refused', () => {
  expect(() => stepsOf(input('y'), ['x'])).toThrow('Steps of a formula of x cannot have "input" y.');
  expect(() => stepsOf(constant(Infinity), ['x'])).toThrow('cannot have "constant" Infinity');
  const x = [input('x')];
  const refused: readonly (readonly [FormulaSteps, string])[] = [
    [[], 'a formula must have a step'], [[['cell', 0]], 'step 0, "cell", is no operation'], [[['toString', 0]], 'step 0, "toString", is no operation'],
    [[['input', 0], ['sin', 1]], 'step 1, "sin", must take steps before it'], [[['input', 0], ['sin', -1]], 'must take steps before it'], [[['input', 0], ['add', 0]], 'step 1, "add", takes 2 steps; got 1'],
    [[['input', 1]], 'step 0, "input", must be one of 1 inputs; got 1'], [[['input', 0.5]], 'must be one of 1 inputs; got 0.5'], [[['constant']], 'step 0, "constant", must have one finite number'],
    [[['constant', NaN]], 'must have one finite number'],
  ];
  const chain = (length: number): FormulaSteps => [['input', 0], ...Array.from({ length }, (_, k) => ['sin', k] as const)];
  expect(() => exprOfSteps(chain(1101), x)).toThrow('step 1101, "sin", is nested more than 1100 deep');
  // What is not refused can be differentiated.
  expect(() => derivative(derivative(exprOfSteps(chain(1000), x), 'x'), 'x')).not.toThrow();
  for (const [steps, message] of refused) expect(() => exprOfSteps(steps, x)).toThrow(message);
});
