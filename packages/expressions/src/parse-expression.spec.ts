import { expect, test } from '@jest/globals';
import { countOperations, evaluate as evaluateFormula, formula } from '@knotwork/algebra';
import fc from 'fast-check';
import { evaluate } from 'mathjs';
import { type ExpressionError, isExpressionError } from './expression-error.js';
import { parseExpression } from './parse-expression.js';

const valueAt = (text: string, at: Readonly<Record<string, number>>): number => {
  const { expr, variables } = parseExpression(text);
  return evaluateFormula(formula([...variables], { y: expr }), at)['y']!;
};

const refusal = (text: string): ExpressionError => {
  try {
    parseExpression(text);
  } catch (error) {
    if (isExpressionError(error)) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
};

/** Both sides round differently; nothing in the texts below is badly conditioned. */
const RELATIVE = 1e-11;
const close = (actual: number, expected: number): void => {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(RELATIVE * Math.max(1, Math.abs(expected)));
};

const sameAsMathjs = [
  'exp(sin(pi * x1) + x2^2)', '-x1^2', '(-x1)^2', '2^3^2 - x1', 'x1 - x2 - 3', 'x1 / x2 / 2', '2 x1 + 3 x2', '1/2 x1', '+x1 - -x2', '5% * x1',
  'x1^3 - x1^-2', 'x1^0 + x2^1', 'abs(x1)^1.5', 'abs(x1)^(1/2)', 'abs(x1)^x2', 'tau * e - pi', '1.5e-3 x1 + .5 + 0x10',
  'asinh(x1) - asinh(100 x2)', 'tan(x1) + atan(x2)', 'atanh(x1 / 4)', 'asin(x1 / 4) - acos(x2 / 4)', 'sinh(x1) * cosh(x2) / tanh(x1)', 'log(abs(x1)) + log(abs(x2), 3) + log10(abs(x1)) - log2(abs(x2))',
  'sqrt(abs(x1)) + cbrt(x2) + cbrt(-8)', 'square(x1) - cube(x2)', 'pow(x1, 3)', 'sign(x1) + floor(x2) - ceil(x1)', 'min(x1, x2, 0.3) * max(x1, 1)',
  'x1 < x2 ? x1 : 2 x2', 'x1 >= 0 ? (x2 > 1 ? 1 : 2) : (x1 <= x2 ? 3 : 4)', 'x1 # a comment', '((x1))',
];

/** Points of [-3, 3] off 0, where some of the functions grow without bound. */
const point = (shift: number): fc.Arbitrary<number> => fc.integer({ min: -300, max: 299 }).map((i) => (i + shift) / 100);

for (const text of sameAsMathjs) {
  test(`"${text}" means what it means to mathjs`, () => {
    fc.assert(fc.property(point(0.317), point(0.711), (x1, x2) => {
      close(valueAt(text, { x1, x2 }), evaluate(text, { x1, x2 }) as number);
    }), { numRuns: 100, seed: 1 });
  });
}

const leaf = fc.oneof(fc.constantFrom('x1', 'x2', 'pi', 'e'), fc.integer({ min: 0, max: 9 }).map(String));
const randomText = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    leaf,
    fc.tuple(tie('text'), fc.constantFrom(' + ', ' - ', ' * ', '-', '*'), tie('text')).map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom('sin', 'cos', 'tanh', 'atan', 'sign', 'abs', 'floor', ''), tie('text')).map(([name, text]) => `${name}(${text})`),
    tie('text').map((text) => `-${text}`),
    fc.tuple(tie('text'), fc.integer({ min: 0, max: 3 })).map(([text, power]) => `(${text})^${power}`),
  ),
})).text;

test('random texts have the precedence and associativity of mathjs', () => {
  fc.assert(fc.property(randomText, (text) => {
    const at = { x1: 0.7320508, x2: -1.4142135 };
    const expected = evaluate(text, at) as number;
    // floor and sign of a number that is whole in one order of operations and not in another may differ.
    fc.pre(!(/floor|sign/.test(text)) && Math.abs(expected) < 1e6);
    expect(Math.abs(valueAt(text, at) - expected)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(expected)));
  }), { numRuns: 500, seed: 2 });
});

test('erf is that of mathjs', () => {
  for (const x of [-3, -0.7, 0, 1e-3, 1, 2.5]) close(valueAt('erf(x)', { x }), evaluate('erf(x)', { x }) as number);
});

test('functions that mathjs lacks have their closed forms', () => {
  for (const x of [-2, 0, 0.5, 3]) {
    close(valueAt('sigmoid(x)', { x }), 1 / (1 + Math.exp(-x)));
    close(valueAt('relu(x)', { x }), Math.max(x, 0));
    close(valueAt('softplus(x)', { x }), Math.log(1 + Math.exp(x)));
    close(valueAt('ln(x)', { x: x * x + 0.1 }), Math.log(x * x + 0.1));
  }
});

test('cube roots of zero and of negative numbers are real, other broken powers are not', () => {
  expect(valueAt('cbrt(x)', { x: 0 })).toBe(0);
  close(valueAt('cbrt(x)', { x: -27 }), -3);
  expect(valueAt('x^1.5', { x: -1 })).toBeNaN();
});

test('whole powers become products', () => {
  const { expr } = parseExpression('x1^5');
  expect(countOperations(formula(['x1'], { y: expr }))).toMatchObject({ multiply: 3, transcendental: 0 });
});

test('variables are listed once, in order of appearance', () => {
  expect(parseExpression('x2 + x10 * x2 - mass').variables).toEqual(['x2', 'x10', 'mass']);
  expect(parseExpression('2 * pi').variables).toEqual([]);
});

test('everything but mathematics is refused', () => {
  const refused = {
    'x1 = 3': 'an assignment', 'f(x) = x': 'definition of a function', '"text"': 'finite numbers only', 'true': 'finite numbers only', '{a: 1}': 'an object',
    '[1, 2]': 'a list', '1:3': 'a range', 'x1.constructor': 'property', 'x1["constructor"]': 'property', 'a.b(2)': 'a call of something', 'x1; x2': 'several',
    'x1\nx2': 'several', 'x1!': 'the operator "!"', "x1'": 'the operator', 'x1 % 2': 'the operator "%"', 'x1 to cm': 'the operator "to"', 'x1 .* x2': 'the operator ".*"',
    'x1 < 2': 'a comparison outside', '1 < x1 < 2': 'a chain of comparisons', 'x1 and x2': 'the operator "and"', 'x1 ? 1 : 2': 'must be one comparison',
    'x1 == 2 ? 1 : 2': 'must be one comparison', '1e400': 'finite numbers only', 'Infinity': 'finite numbers only', '  ': 'must not be empty', '# only': 'must not be empty',
  };
  for (const [text, message] of Object.entries(refused)) expect([text, refusal(text).message]).toEqual([text, expect.stringContaining(message)]);
});

test('functions that could reach beyond mathematics are unknown', () => {
  for (const name of ['import', 'createUnit', 'evaluate', 'parse', 'simplify', 'constructor', 'toString', '__proto__', 'eval']) {
    expect(refusal(`${name}(1)`).message).toMatch(/^Unknown function ".*"\. Available: abs, acos, /);
  }
});

test('a function without parentheses and a wrong number of arguments are named', () => {
  expect(refusal('sin x1').message).toBe('"sin" is a function and needs its argument in parentheses. Write sin(...).');
  expect(refusal('sin(x1, x2)').message).toBe('"sin" takes 1 argument; got 2.');
  expect(refusal('log(x1, 2, 3)').message).toBe('"log" takes 1 or 2 arguments; got 3.');
  expect(refusal('max()').message).toBe('"max" takes at least 1 argument; got 0.');
});

test('broken syntax says where', () => {
  const error = refusal('x1 + * 2');
  expect(error).toMatchObject({ name: 'ExpressionError', position: 6 });
  expect(error.message).toContain('"x1 + * 2"');
});

test('texts too deep for the stack are refused, not crashed on', () => {
  expect(refusal('('.repeat(151) + 'x' + ')'.repeat(151)).message).toBe('An expression may have 150 brackets in each other; it has more. Shorten it.');
  expect(valueAt('('.repeat(150) + 'x' + ')'.repeat(150), { x: 2 })).toBe(2);
  for (const text of ['x+'.repeat(1500) + 'x', '-'.repeat(20_000) + 'x']) {
    expect(refusal(text).message).toContain('levels deep');
  }
  const { expr } = parseExpression('x+'.repeat(900) + 'x');
  expect(evaluateFormula(formula(['x'], { y: expr }), { x: 1 })['y']).toBe(901);
});

test.each([
  ['x**2', '^', '**'], ['x1 · x2', '*', '·'], ['2 × x1', '*', '×'], ['1 ÷ x1', '/', '÷'], ['−x1', '-', '−'], ['x1²', '^2', '²'], ['√x1', 'sqrt(...)', '√'], ['10⁻³ x1', '^-3', '⁻³'], ['10⁻⁶ x1', '^-', '⁻'], ['2×π×x1', '*', '×'], ['½x1', '(1/2)', '½'], ['2 ∗ x1', '*', '∗'], ['|x1|', 'abs(...)', '|'],
])('%s is refused with what is written here', (text, here, sign) => {
  const { message } = refusal(text);
  expect(message).toMatch(/ is not mathematics: | is no name\./);
  expect(message.endsWith(` Write ${here} in place of "${sign}".`)).toBe(true);
});

test('π is no variable, and other letters are', () => {
  expect(refusal('2 * π * x1').message).toBe('"π" is no name. Write pi in place of "π".');
  expect(refusal('sin(πx)').message).toBe('"πx" is no name. Write pi * x in its place.');
  expect(refusal('∇²u').message).not.toContain('Write');
  expect(parseExpression('ρ + θ1').variables).toEqual(['ρ', 'θ1']);
});

test('a product without a sign that is divided by is refused, since it could be read in two ways, and fractions of numbers are not', () => {
  expect(refusal('1/Re u').message).toBe('"1 / Re u" could be read in two ways. Write 1 / (Re * u), or 1 / Re * u.');
  expect(refusal('1/a b c').message).toBe('"1 / a b c" could be read in two ways. Write 1 / (a * b * c), or 1 / a * b * c.');
  for (const text of ['x1 / 2 x2', '-1/a x1', '(x1 + 1)/2a', '1/(x1 + 1) (x2 + 1)']) expect(refusal(text).message).toContain('could be read in two ways');
  expect(valueAt('1/2 x1', { x1: 3 })).toBe(1.5);
  expect(valueAt('1/(2 x1)', { x1: 4 })).toBe(0.125);
  expect(valueAt('2 x1/4', { x1: 2 })).toBe(1);
});
