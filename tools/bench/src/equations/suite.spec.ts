import { expect, test } from '@jest/globals';
import { parseExpression } from '@knotwork/expressions';
import { standardDeviation } from '@knotwork/numerics';
import { IRRELEVANT, trainingRows } from './drawn-rows.js';
import { formText } from './form-text.js';
import { mapConstants } from './form-expression.js';
import { drawHalves, shapeOf } from './halves.js';
import { judgeOf } from './judge.js';
import { normalForm } from './normal-form.js';
import { readSuite } from './problems.js';

const { problems, seed, functions } = readSuite();

test('the suite is what was fixed', () => {
  const count = (set: string): number => problems.filter((problem) => problem.set === set).length;
  expect(Object.fromEntries(['nguyen', 'keijzer', 'kan', 'feynman', 'srsd'].map((set) => [set, count(set)]))).toEqual({ nguyen: 12, keijzer: 14, kan: 9, feynman: 78, srsd: 74 });
  expect(new Set(problems.map(({ id }) => id)).size).toBe(problems.length);
});

test('the halves are those of the seed', () => {
  const drawn = drawHalves(problems, seed);
  expect(problems.map(({ id, half }) => [id, half])).toEqual(problems.map(({ id }) => [id, drawn.get(id)]));
});

test('another seed draws other halves, and no shape or equation is in both', () => {
  const halfOf = (at: number): string => JSON.stringify([...drawHalves(problems, at)]);
  expect(halfOf(seed + 1)).not.toBe(halfOf(seed));
  for (const name of [shapeOf, ({ id }: { readonly id: string }) => id.replace('srsd-', 'feynman-')]) {
    const halves = new Map<string, Set<string>>();
    for (const problem of problems) halves.set(name(problem), (halves.get(name(problem)) ?? new Set()).add(problem.half));
    expect([...halves].filter(([, in_]) => in_.size > 1)).toEqual([]);
  }
});

test('an example that is known is in the tuning half, and takes nothing but its group along', () => {
  const known = problems.filter((problem) => problem.known);
  expect(known.map(({ id, half }) => [id, half])).toEqual([['kan-exp-sin', 'tuning'], ['kan-product', 'tuning'], ['kan-four-inputs', 'tuning']]);
  const unmarked = drawHalves(problems.map(({ known: _, ...rest }) => rest), seed);
  expect(problems.filter(({ id, half }) => unmarked.get(id) !== half).map(({ id }) => id)).toEqual(['kan-exp-sin', 'kan-four-inputs']);
});

test('formulas of one shape are told, whatever their names and numbers', () => {
  const shape = (formula: string, ...names: string[]): string => shapeOf({ formula, inputs: names.map((name) => ({ name, sample: 'uniform', min: 0, max: 1 })) });
  expect(shape('q * v * B / p', 'q', 'v', 'B', 'p')).toBe(shape('3 * a / b * c * d', 'a', 'b', 'c', 'd'));
  expect(shape('x / y^2', 'x', 'y')).not.toBe(shape('x^2 / y', 'x', 'y'));
});

test.each(problems)('$id reads its inputs, and is finite and not constant', (problem) => {
  expect([...parseExpression(problem.formula).variables].sort()).toEqual(problem.inputs.map(({ name }) => name).sort());
  expect(problem.inputs.length).toBeLessThanOrEqual(problem.set === 'keijzer' ? 4 : 5);
  for (const { name, min, max, sample } of problem.inputs) {
    expect([...IRRELEVANT, 'y']).not.toContain(name);
    expect(max).toBeGreaterThan(min);
    if (sample !== 'uniform') expect(min).toBeGreaterThan(0);
  }
  const called = [...problem.formula.matchAll(/([a-z]+)\(/g)].map(([, name]) => name!).filter((name) => !problem.inputs.some((input) => input.name === name));
  expect(functions).toEqual(expect.arrayContaining(called));
  const { target, columns } = trainingRows(problem, 0, 0, 200);
  expect(target.every(Number.isFinite)).toBe(true);
  expect(standardDeviation(target)).toBeGreaterThan(1e-3 * Math.abs(target.reduce((sum, y) => sum + y, 0)) / target.length);
  for (const { name, min, max } of problem.inputs) expect(columns[name]!.every((value) => Math.abs(value) <= Math.max(max, -min) * (1 + 1e-12))).toBe(true);
});

// The study checks all of them, on more rows.
test.each(problems.filter((_, k) => k % 12 === 0))('$id is recovered with its constants off by one percent', (problem) => {
  let sign = -1;
  const off = formText(mapConstants(normalForm(problem.formula), (value) => value * (1 + 0.01 * (sign = -sign))));
  expect(judgeOf(problem, 1000).judge(off)).toMatchObject({ recovered: true, reasons: [] });
});

test('rows are the same whatever the noise, and noise has the size that was asked for', () => {
  const problem = problems.find(({ id }) => id === 'kan-exp-sin')!;
  const [plain, noisy, other] = [trainingRows(problem, 3, 0, 4000), trainingRows(problem, 3, 1e-2, 4000), trainingRows(problem, 4, 0, 4000)];
  expect(noisy.columns).toEqual(plain.columns);
  expect(other.columns).not.toEqual(plain.columns);
  const share = standardDeviation(noisy.target.map((y, i) => y - plain.target[i]!)) / standardDeviation(plain.target);
  // Of 4000 normal numbers, within four standard errors.
  expect(Math.abs(share / 1e-2 - 1)).toBeLessThan(4 / Math.sqrt(2 * 4000));
});
