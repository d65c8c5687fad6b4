import { describe, expect, test } from '@jest/globals';
import { evaluate, formula, input, topologicalOrder } from '@knotwork/algebra';
import { derivativeSections, type Section, symbol, type Written, writtenSections } from '@knotwork/algebra/written';
import { installed } from '@knotwork/experiment';
import { randomStream } from '@knotwork/numerics';
import type { Definition } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { readFormula } from '../fixtures/read-formula.js';
import { sheetOf } from './plugin-sheet.js';

const { catalog } = installed(await standardPackages());

/** Options that have no default. */
const OPTIONS: Readonly<Record<string, object>> = { 'basis function': { f: 'sine' }, 'layer mixed': { bases: [{ kind: 'b-spline' }, { kind: 'fourier' }] } };
/** Options that make another formula. */
const OTHERS: readonly (readonly [string, string, object])[] = [
  ['basis', 'b-spline', { degree: 0 }], ['basis', 'b-spline', { degree: 7, intervals: 3 }], ['basis', 'wavelet', { mother: 'morlet' }], ['basis', 'wavelet', { mother: 'gaussian-slope' }], ['edge', 'residual', { base: 'none' }],
  ['optimizer', 'sgd', { momentum: 0.9 }], ['basis', 'chebyshev', { degree: 20 }], ['basis', 'function', { f: { kind: 'sine', frequency: 3 } }],
];

const withFormulas = ['basis', 'function', 'loss', 'regularizer', 'optimizer', 'edge', 'layer'] as const;
const all = [
  ...withFormulas.flatMap((kind) => catalog.list(kind).map(({ definition: { name } }) => [kind, name, OPTIONS[`${kind} ${name}`] ?? {}] as const)), ...OTHERS,
];

const POINTS = 25;
/** What rounding leaves, of the largest number on the way. */
const CLOSE = 1e-9;

/** Differences between what was printed and the formula, at random numbers for everything that it reads. */
function differences(sections: readonly Section[], inputs: Readonly<Record<string, Written>>): readonly string[] {
  const written = writtenSections(sections, inputs);
  const stream = randomStream(5, 'formulas');
  const wrong: string[] = [];
  for (let n = 0; n < POINTS; n++) {
    const numbers: Record<string, number> = {};
    const roots = sections.flatMap(({ equations }) => equations.map(({ e }) => e));
    for (const { op, name } of topologicalOrder(roots)) if (op === 'input') numbers[name] ??= name === 'grid.min' ? -1 : name === 'grid.max' ? 1.5 : stream.uniform(0.05, 0.95);
    const values: Record<string, number> = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [inputs[name]?.text ?? symbol(name).text, value]));
    written.forEach(({ letters, equations }, s) => {
      for (const { left, right } of letters) values[left.text] = readFormula(right.text)(values);
      equations.forEach(({ left, right }, k) => {
        const { e } = sections[s]!.equations[k]!;
        const expected = evaluate(formula(Object.keys(numbers), { e }), numbers)['e']!;
        const got = readFormula(right.text.replace(/^sum over e of /, ''))(values);
        if (!(Math.abs(got - expected) <= CLOSE * Math.max(1, Math.abs(expected)) || Object.is(got, expected))) wrong.push(`${left.text} = ${right.text.slice(0, 200)}: ${got} instead of ${expected}`);
      });
    });
  }
  return wrong;
}

describe('what is printed is the formula, and its derivatives', () => {
  test.each(all)('%s %s %j', (kind, name, options) => {
    const definition = catalog.get(kind as 'basis', name);
    const sheet = sheetOf(kind as 'basis', definition, (definition as Definition).options.parse(options) as Readonly<Record<string, unknown>>, catalog);
    if (typeof sheet === 'string') { expect(kind).toBe('optimizer'); return; }
    expect(sheet.sections.flatMap(({ equations }) => equations).length).toBeGreaterThan(0);
    expect(differences(sheet.sections, sheet.inputs)).toEqual([]);
  });

  const x = input('x');
  test.each([
    ['numbers that are near whole ones, and large', x.mul(1700604640.6450672).add(0.3)], ['products of sums', x.add(input('p')).mul(x.sub(input('q'))).mul(x.add(input('r')).add(2)).square()],
    ['fractions of fractions', x.add(1).div(x.sub(2).div(x.add(input('p'))).add(3))], ['waves of several angles', x.sin().mul(x.mul(2).cos()).mul(input('p').sin()).mul(x.cos())],
    ['powers of e', x.exp().mul(2.718281828459045).mul(x.mul(-3).exp()).add(x.mul(Math.log(0.9)).exp())], ['a minus before a power', x.square().neg().exp().mul(x.neg()).sub(x.square())],
    ['choices in products', x.relu().mul(x.sub(0.5).sign()).mul(x.abs())], ['roots', x.sqrt().mul(x.sqrt()).div(x).add(x.div(x.sqrt())).add(x.add(1).sqrt().square())],
  ])('%s', (_, e) => {
    const sections: Section[] = [{ title: 'formula', equations: [{ left: { text: 'f', latex: 'f' }, e }] }, ...derivativeSections([e], 'x', 3, (__, order) => ({ text: `f${order}`, latex: `f_${order}` }))];
    expect(differences(sections, Object.fromEntries(['x', 'p', 'q', 'r'].map((name) => [name, symbol(name)])))).toEqual([]);
  });
});

/** Printed equations of a plugin, by their left sides. */
function printed(kind: string, name: string, options: object = {}): Readonly<Record<string, string>> {
  const definition = catalog.get(kind as 'basis', name);
  const sheet = sheetOf(kind as 'basis', definition, definition.options.parse(options) as never, catalog);
  if (typeof sheet === 'string') throw new Error(sheet);
  return Object.fromEntries(writtenSections(sheet.sections, sheet.inputs).flatMap(({ letters, equations }) => [...letters, ...equations]).map(({ left, right }) => [left.text, right.text]));
}

describe('it is printed as in books', () => {
  test('a cubic spline in its place in the interval', () => {
    expect(printed('basis', 'b-spline')).toMatchObject({
      'u': '5 * (x - a) / (b - a)', 'k': 'min(max(floor(u), 0), 4)', 't': 'u - k', 'i': 'k',
      'B_i(x)': '(1 - t)^3 / 6', 'B_(i + 1)(x)': '(3 * t^3 - 6 * t^2 + 4) / 6', 'B_(i + 2)(x)': '(1 + 3 * t + 3 * t^2 - 3 * t^3) / 6', 'B_(i + 3)(x)': 't^3 / 6',
      "B'_i(x)": '-5 * (1 - t)^2 / (2 * (b - a))', "B''_(i + 1)(x)": '25 * (3 * t - 2) / (b - a)^2', "B'''_(i + 3)(x)": '125 / (b - a)^3',
    });
  });

  test('polynomials, waves and bells', () => {
    expect(printed('basis', 'chebyshev')).toMatchObject({ 'u': '2 * (x - a) / (b - a) - 1', 'B_3(x)': '4 * u^3 - 3 * u', "B'_3(x)": '6 * (4 * u^2 - 1) / (b - a)' });
    expect(printed('basis', 'legendre')).toMatchObject({ 'B_4(x)': '(35 * u^4 - 30 * u^2 + 3) / 8' });
    expect(printed('basis', 'fourier')).toMatchObject({ 'B_7(x)': 'cos(4 * u)', "B'_7(x)": '-4 * pi * sin(4 * u) / (b - a)' });
    expect(printed('basis', 'gaussian-rbf')).toMatchObject({ 'B_4(x)': 'exp(-(t + 1)^2)', "B'_4(x)": '-2 * exp(-(t + 1)^2) * z * (t + 1)' });
    expect(printed('function', 'arctanh')).toMatchObject({ "f'(x)": '1 / ((1 - x) * (x + 1))' });
    expect(printed('optimizer', 'adam')).toMatchObject({ u: '0.9 * m + 0.1 * g', m_next: 'u' });
  });
});

test('LaTeX is balanced', () => {
  for (const [kind, name, options] of all) {
    const definition = catalog.get(kind as 'basis', name);
    const sheet = sheetOf(kind as 'basis', definition, definition.options.parse(options) as never, catalog);
    if (typeof sheet === 'string') continue;
    for (const { right: { latex } } of writtenSections(sheet.sections, sheet.inputs).flatMap(({ letters, equations }) => [...letters, ...equations])) {
      const count = (pattern: RegExp): number => latex.match(pattern)?.length ?? 0;
      expect([kind, name, count(/\{/g) - count(/\}/g), count(/\\left\b/g) - count(/\\right\b/g), count(/\\begin/g) - count(/\\end/g)]).toEqual([kind, name, 0, 0, 0]);
      expect(latex).not.toMatch(/\*|undefined|NaN/);
    }
  }
});
