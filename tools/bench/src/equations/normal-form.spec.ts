import { expect, test } from '@jest/globals';
import { parseExpression } from '@knotwork/expressions';
import { relativeError } from '@knotwork/numerics';
import fc from 'fast-check';
import { evaluateColumns } from './columns.js';
import { keyOf } from './form.js';
import { formText } from './form-text.js';
import { nodeCount } from './node-count.js';
import { normalForm } from './normal-form.js';

const same = [
  ['x * x * x', 'x^3'], ['square(x) / x', 'x'], ['2 * (x + y)', 'x * 2 + y * 2'], ['x - (y - z)', 'x + z - y'], ['q * r / (4 * pi * r^3)', 'q / (4 * pi * r^2)'],
  ['exp(log(x + 1))', 'x + 1'], ['exp(2 * log(x) - log(y) + z)', 'x^2 * exp(z) / y'], ['log(exp(x))', 'x'], ['exp(x) * exp(y)', 'exp(x + y)'], ['exp(x)^2', 'exp(2 * x)'], ['1 / exp(x)', 'exp(-x)'],
  ['sqrt(4 * x)', '2 * sqrt(x)'], ['sqrt(x)^2', 'x'], ['(2 * x + 4)^2', '4 * (x + 2)^2'], ['(x - y)^2', '(y - x)^2'], ['1 / (2 * x + 6)', '0.5 / (x + 3)'], ['log(3 * x)', 'log(x) + log(3)'],
  ['(x + y) * (y + x)', '(x + y)^2'], ['x - x + y', 'y'], ['3 / 4 * x', '0.75 * x'], ['pow(x, 0.5)', 'sqrt(x)'],
] as const;

test.each(same)('%s and %s have one form', (a, b) => {
  expect(keyOf(normalForm(a))).toBe(keyOf(normalForm(b)));
});

const different = [['sqrt(x^2)', 'x'], ['log(x^2)', '2 * log(x)'], ['sin(x)^2 + cos(x)^2', '1'], ['(x + y)^2', 'x^2 + 2 * x * y + y^2'], ['sqrt(x - y)', 'sqrt(y - x)']] as const;

test.each(different)('%s and %s have forms of their own', (a, b) => {
  expect(keyOf(normalForm(a))).not.toBe(keyOf(normalForm(b)));
});

const leaf = fc.constantFrom('x', 'y', '2', '0.3', '1.7', '3');
const text = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' }, leaf,
    fc.tuple(tie('text'), fc.constantFrom('+', '-', '*', '/'), tie('text')).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(fc.constantFrom('sin', 'exp', 'log', 'sqrt', 'tanh', 'square', 'cos', '-'), tie('text')).map(([name, inner]) => `${name}(${inner})`),
    fc.tuple(tie('text'), fc.constantFrom(-2, -1, 3, 0.5, 1.5, 1.3)).map(([inner, power]) => `(${inner})^(${power})`),
  ),
})).text;

/** Values are compared where neither side is badly conditioned. */
const CLOSE = 1e-8;
const columns = { x: Float64Array.of(0.31, 1.7, 2.9, 0.83), y: Float64Array.of(1.1, 0.47, 2.3, 0.9) };
const valuesOf = (formula: string): Float64Array => evaluateColumns([parseExpression(formula).expr], columns, 4)[0]!;

test('a form has the values of the formula, and its text reads back as the same form', () => {
  let compared = 0;
  fc.assert(fc.property(text, (formula) => {
    const [plain, form] = [valuesOf(formula), normalForm(formula)];
    fc.pre(plain.every((value) => Math.abs(value) < 1e6 && Math.abs(value) > 1e-6));
    compared++;
    expect(relativeError(valuesOf(formText(form)), plain)).toBeLessThan(CLOSE);
    expect(nodeCount(normalForm(formText(form)))).toBe(nodeCount(form));
  }), { numRuns: 2000, seed: 1 });
  expect(compared).toBeGreaterThan(1000);
});

const counts = [
  ['x', 1], ['3', 1], ['x + y', 3], ['x - y', 3], ['-x', 1], ['x * y', 3], ['x / y', 3], ['1 / x', 3], ['2 / x', 3], ['2 * x', 3], ['x^2', 3], ['1 / x^2', 5], ['sqrt(x)', 3], ['sin(x)', 2],
  ['x + y + z', 5], ['(x + y) + (z + 1)', 7], ['x * y / (2 * z)', 7], ['exp(sin(pi * x1) + x2^2)', 9], ['x^3 + x^2 + x', 9], ['0.3 * x * sin(2 * pi * x)', 8],
] as const;

test.each(counts)('%s has %d nodes', (formula, nodes) => {
  expect(nodeCount(normalForm(formula))).toBe(nodes);
});
