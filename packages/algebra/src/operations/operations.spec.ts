import { expect, test } from '@jest/globals';
import { build } from '../build.js';
import { countOperations } from '../count-operations.js';
import { derivative } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import { constant, Expr, input, table } from '../expr.js';
import { formula } from '../formula.js';
import { toText } from '../to-text.js';
import { type Op, operation, operations } from './operations.js';

const [x, y, z] = ['x', 'y', 'z'].map(input) as [Expr, Expr, Expr];
const KNOTS = Float64Array.of(0, 0.5, 2.25, 3);

interface Row {
  readonly text: string;
  /** At x = 1/2, y = 2, z = -3, with the offset 1 and the knots above; null where there is no number before a rewrite. */
  readonly number: number | null;
}

/** What every operation on x, y and z is. */
const expected: Readonly<Record<Op, Row>> = {
  constant: { text: '1', number: 1 }, input: { text: 'x', number: 0.5 }, table: { text: 'x', number: null },
  add: { text: 'x + y', number: 2.5 }, sub: { text: 'x - y', number: -1.5 }, mul: { text: 'x * y', number: 1 },
  reciprocal: { text: '1 / x', number: 2 }, neg: { text: '-x', number: -0.5 },
  minimum: { text: 'min(x, y)', number: 0.5 }, maximum: { text: 'max(x, y)', number: 2 },
  abs: { text: 'abs(x)', number: 0.5 }, floor: { text: 'floor(x)', number: 0 },
  less: { text: 'x < y', number: 1 }, where: { text: 'where(x, y, z)', number: 2 },
  sqrt: { text: 'sqrt(x)', number: 0.7071067811865476 }, exp: { text: 'exp(x)', number: 1.6487212707001282 }, log: { text: 'log(x)', number: -0.6931471805599453 },
  sin: { text: 'sin(x)', number: 0.479425538604203 }, cos: { text: 'cos(x)', number: 0.8775825618903728 }, tanh: { text: 'tanh(x)', number: 0.4621171572600098 },
  sigmoid: { text: 'sigmoid(x)', number: 0.6224593312018546 },
  asin: { text: 'asin(x)', number: 0.5235987755982989 }, atan: { text: 'atan(x)', number: 0.4636476090008061 },
  erf: { text: 'erf(x)', number: 0.5204998778130465 },
  cell: { text: 'cell(x)', number: null }, knot: { text: 'knot(x + 1)', number: null },
  locate: { text: 'locate(knots, y)', number: 1 }, knotAt: { text: 'knotAt(knots, y + 1)', number: 3 },
};

const onInputs = (op: Op): Expr => new Expr(op, [operation(op).looksUp ? table('knots') : x, y, z].slice(0, operation(op).arity), 1, 'x');

test('every operation has its number, and is written as expected', () => {
  for (const op of Object.keys(operations) as Op[]) {
    const e = onInputs(op);
    const { text, number } = expected[op];
    expect(toText(e)).toBe(text);
    if (number === null) { expect(operation(op).number).toBeNull(); continue; }
    const value = evaluate(formula(['x', 'y', 'z'], { e }, ['knots']), { x: 0.5, y: 2, z: -3 }, { knots: KNOTS })['e'];
    expect([op, value]).toEqual([op, expect.closeTo(number, 15)]);
  }
});

test('operations on constants are constants, with the number that the interpreter gives', () => {
  for (const op of Object.keys(operations) as Op[]) {
    const { arity, looksUp, number } = operation(op);
    if (number === null || looksUp) continue;
    const values = [0.5, 2, -3].slice(0, arity);
    const folded = build(op, values.map(constant), 1);
    const f = formula(['x', 'y', 'z'], { e: onInputs(op) });
    expect([op, folded.op, folded.value]).toEqual([op, 'constant', evaluate(f, { x: 0.5, y: 2, z: -3 })['e']]);
  }
});

test('whether arguments may change places is what their numbers say', () => {
  for (const op of Object.keys(operations) as Op[]) {
    const { arity, commutes, looksUp } = operation(op);
    if (arity !== 2 || looksUp) continue;
    const [there, back] = [[x, y], [y, x]].map((args) => evaluate(formula(['x', 'y'], { e: new Expr(op, args) }), { x: 0.5, y: 2 })['e']);
    expect([op, there === back]).toEqual([op, commutes === true]);
  }
});

test('what costs nothing are the leaves', () => {
  for (const op of Object.keys(operations) as Op[]) expect([op, operation(op).cost === null]).toEqual([op, operation(op).arity === 0]);
  expect(countOperations(formula(['x'], { y: x.sin().add(1).mul(x) }))).toEqual({ simple: 1, multiply: 1, divide: 0, transcendental: 1, lookup: 0 });
});

test('an operation that this version does not have is refused by name, wherever it comes from', () => {
  const foreign = new Expr('besselJ0' as Op, [x]);
  expect(() => formula(['x'], { foreign })).toThrow('Formulas have no operation "besselJ0" in this version of @knotwork/algebra. Update it.');
  expect(() => derivative(foreign, 'x')).toThrow('no operation "besselJ0"');
});

test('expressions of another copy of this package are expressions', () => {
  const other = { op: 'input', args: [], value: 0, name: 'x' } as unknown as Expr;
  expect(evaluate(formula(['x', 'y'], { e: y.add(other).mul(other) }), { x: 3, y: 4 })).toEqual({ e: 21 });
});
