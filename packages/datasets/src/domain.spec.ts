import { expect, test } from '@jest/globals';
import { evaluate } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import { type Data, type Equations, isKnotworkError, type PointRows, type Samples } from '@knotwork/plugin';
import { domain } from './domain.js';
import { accessTo } from './fixtures/access.js';

const HEAT = { coordinates: { x: [-1, 1], t: [0, 2] }, equations: 'u_t = u_xx' };
const load = (options: Record<string, unknown>, files: Readonly<Record<string, string>> = {}, seed = 1): Promise<Data> => domain.load(domain.options.parse(options), accessTo(files, seed));
const equationsOf = async (options: Record<string, unknown>, files: Readonly<Record<string, string>> = {}): Promise<Equations> => (await load(options, files)).equations!;
const refusal = async (options: Record<string, unknown>, files: Readonly<Record<string, string>> = {}): Promise<string> => {
  const error = await load(options, files).then(() => undefined, (reason: unknown) => reason);
  if (!isKnotworkError(error)) throw new Error(`Expected a refusal, got ${String(error)}`);
  // Whoever knows the file finds the place by the option.
  expect([error.code, typeof error.place.option]).toEqual(['input', 'string']);
  return error.message;
};
const column = ({ values, width }: Samples, i: number): number[] => [...values].filter((_, k) => k % width === i);
const rows = ({ values, width }: Samples): number[][] => Array.from({ length: values.length / width }, (_, k) => [...values.subarray(k * width, (k + 1) * width)]);
/** The residual of a block in values of what it reads. */
const residual = ({ objective }: Equations, name: string, at: Readonly<Record<string, number>>): number => evaluate(objective.blocks.find((block) => block.name === name)!.formula, at)['r']!;

test('coordinates are inputs by alphabet, unknowns outputs in their order, and nothing is standardized', async () => {
  const data = await load({ ...HEAT, unknowns: ['v', 'u'], equations: ['v_t = u', 'u_t = v'] });
  expect(data.inputs).toEqual([{ name: 't', domain: [0, 2] }, { name: 'x', domain: [-1, 1] }]);
  expect(data.outputs).toEqual([{ name: 'v' }, { name: 'u' }]);
  expect([data.task, data.standardizeInputs]).toEqual(['regression', false]);
  expect(data.equations!.objective.blocks[0]!.reads).toEqual({ v_t: { of: 'derivative', output: 0, inputs: [0] }, u: { of: 'output', index: 1 } });
});

test('training rows are the points inside, with targets of 0, and there are no rows to choose by', async () => {
  const data = await load({ ...HEAT, points: { inside: 70 } });
  expect([data.train.inputs.count, data.train.targets.count, data.train.targets.width]).toEqual([70, 70, 1]);
  expect(data.train.targets.values.every((value) => value === 0)).toBe(true);
  expect(data.equations!.points['inside']!.inputs).toEqual(data.train.inputs);
  expect([data.validation.inputs.count, data.test.inputs.count, data.test.targets.count]).toEqual([0, 0, 0]);
});

test('intervals and constants may be texts', async () => {
  const data = await load({ coordinates: { x: ['-pi', 'pi/2'] }, equations: 'u_xx = c*u', constants: { c: '0.01/pi' } });
  expect(data.inputs).toEqual([{ name: 'x', domain: [-Math.PI, Math.PI / 2] }]);
  expect(residual(data.equations!, 'equation', { u_xx: 0, u: Math.PI })).toBeCloseTo(-0.01, 15);
});

test('every equation and every condition is a block, with its weight and points', async () => {
  const { objective, points } = await equationsOf({
    ...HEAT, equations: ['u_t = u_xx', 'u*u_x = 0'], weight: 0.5, points: { inside: 60, face: 7 },
    conditions: [{ on: 't=0', equation: 'u = sin(pi*x)', weight: 3 }, { on: ['x=-1', 'x=1'], equation: ['u = 0', 'u_x = 1'] }],
  });
  expect(objective.blocks.map(({ name, points: set, weight, form }) => [name, set, weight, form])).toEqual([
    ['equation 1', 'inside', 0.5, 'residuals'], ['equation 2', 'inside', 0.5, 'residuals'],
    ['condition 1', 'condition 1', 3, 'residuals'], ['condition 2.1', 'condition 2', 1, 'residuals'], ['condition 2.2', 'condition 2', 1, 'residuals'],
  ]);
  expect(Object.entries(points).map(([name, { inputs }]) => [name, inputs.count])).toEqual([['inside', 60], ['condition 1', 7], ['condition 2', 14]]);
  expect(objective.scalars).toBeUndefined();
  expect(residual({ objective, points, draw: {} }, 'condition 1', { u: 2, x: 0.5 })).toBeCloseTo(1, 15);
});

test('points of a condition lie on its faces, and on no others', async () => {
  const { points } = await equationsOf({ ...HEAT, points: { face: 9 }, conditions: [{ on: 't=2', equation: 'u = 0' }, { on: ['x=-1', 'x=1'], equation: 'u = 0' }, { on: 'boundary', equation: 'u_x = 0' }] });
  const on = (name: string): [number[], number[]] => [column(points[name]!.inputs, 0), column(points[name]!.inputs, 1)];
  const [t1, x1] = on('condition 1');
  expect(t1).toEqual(Array.from({ length: 9 }, () => 2));
  expect(new Set(x1).size).toBe(9);
  const [t2, x2] = on('condition 2');
  expect(x2).toEqual([...Array.from({ length: 9 }, () => -1), ...Array.from({ length: 9 }, () => 1)]);
  // Those of either face are drawn on their own.
  expect(new Set(t2).size).toBe(18);
  const [t3, x3] = on('condition 3');
  expect(t3.map((t, k) => (t === 0 || t === 2 ? 't' : x3[k] === -1 || x3[k] === 1 ? 'x' : 'inside')).join('')).toBe('t'.repeat(18) + 'x'.repeat(18));
});

test('faces of a single coordinate are points', async () => {
  const { points } = await equationsOf({ coordinates: { x: [0, 4] }, equations: 'u_xx = 1', conditions: [{ on: 'boundary', equation: 'u = 0' }] });
  expect(rows(points['condition 1']!.inputs)).toEqual([[0], [4]]);
});

test('sampling is that of points inside and of faces', async () => {
  const { points } = await equationsOf({ ...HEAT, points: { inside: 30, face: 3, sampling: 'grid' }, conditions: [{ on: 't=0', equation: 'u = 0' }] });
  expect(points['inside']!.inputs.count).toBe(25);
  expect(rows(points['condition 1']!.inputs)).toEqual([[0, -1], [0, 0], [0, 1]]);
});

test('another seed has other points, and more equations leave them as they are', async () => {
  const [one, same, other] = [await load(HEAT), await load({ ...HEAT, equations: ['u_t = u_xx', 'u_x = 0'], conditions: [{ on: 't=0', equation: 'u = 0' }] }), await load(HEAT, {}, 2)];
  expect(same.train).toEqual(one.train);
  expect(other.train).not.toEqual(one.train);
});

test('points inside are drawn anew, uniformly, where they are no table', async () => {
  const { draw } = await equationsOf(HEAT);
  expect(Object.keys(draw)).toEqual(['inside']);
  const drawn = draw['inside']!(500, randomStream(4, 'draw'));
  expect([drawn.count, drawn.width]).toEqual([500, 2]);
  for (const [i, low, high] of [[0, 0, 2], [1, -1, 1]] as const) {
    const of = column(drawn, i);
    expect(of.every((x) => x >= low && x <= high)).toBe(true);
    // 250 expected, standard deviation 11.
    expect(Math.abs(of.filter((x) => x < (low + high) / 2).length - 250)).toBeLessThan(45);
  }
  expect(draw['inside']!(5, randomStream(4, 'draw'))).toEqual({ count: 5, width: 2, values: drawn.values.subarray(0, 10) });
  expect(draw['inside']!(5, randomStream(5, 'draw')).values).not.toEqual(drawn.values.subarray(0, 10));
});

const FILES = {
  'points.csv': 'x,weight,t\n0.5,9,1\n-1,9,2\n', 'measured.csv': 'u,x,t,other\n7,0.5,1,a\n8,-1,2,b\n', 'both.csv': 't,x,v,u\n1,0,30,20\n', 'outside.csv': 'x,t,u\n0.5,1,0\n1.5,1,0\n',
  'words.csv': 'x,t,u\n0,1,hot\n', 'missing.csv': 'x,t,u\n0,1,2\n0,,2\n', 'x.csv': 'x,u\n0,1\n', 'v.csv': 't,x,v\n1,0,30\n',
};

test('a reference that is a text judges at the points of a domain that is given by points, and at no others', async () => {
  const { test: known } = await load({ ...HEAT, points: { inside: { path: 'points.csv' } }, reference: 't + x' }, FILES);
  const { points } = await equationsOf({ ...HEAT, points: { inside: { path: 'points.csv' } } }, FILES);
  expect(known.inputs).toEqual(points['inside']!.inputs);
  expect([...known.targets.values]).toEqual(rows(known.inputs).map(([t, x]) => t! + x!));
});

test('a number that is to be found where nothing is measured is noted', async () => {
  const notes = async (measured: boolean): Promise<string> => (await load({ ...HEAT, equations: 'u_t = k*u_xx', parameters: { k: 1 }, ...(measured ? { measured: [{ path: 'm.csv' }] } : {}) }, { ...FILES, 'm.csv': 't,x,u\n1,0,2\n' })).notes!.join();
  expect(await notes(false)).toContain('"k" is to be found and nothing is measured');
  expect(await notes(true)).not.toContain('to be found');
});

test('points that are given come from the columns of a table, wherever they stand, and none are drawn', async () => {
  const { points, draw } = await equationsOf({ ...HEAT, points: { inside: { path: 'points.csv' } }, conditions: [{ on: { path: 'points.csv' }, equation: 'u = 0' }] }, FILES);
  expect(rows(points['inside']!.inputs)).toEqual([[1, 0.5], [2, -1]]);
  expect(points['condition 1']!.inputs).toEqual(points['inside']!.inputs);
  expect(draw).toEqual({});
});

test('what was measured is a block for every unknown that a table has', async () => {
  const system = { ...HEAT, unknowns: ['u', 'v'], equations: ['u_t = v_x', 'v_t = u_x'], measured: [{ path: 'measured.csv', weight: 5 }, { path: 'both.csv' }] };
  const equations = await equationsOf(system, FILES);
  const { objective, points } = equations;
  expect(objective.blocks.slice(2).map(({ name, points: set, weight }) => [name, set, weight])).toEqual([['measured 1', 'measured 1', 5], ['measured 2.u', 'measured 2', 1], ['measured 2.v', 'measured 2', 1]]);
  const first: PointRows = points['measured 1']!;
  expect([rows(first.inputs), rows(first.targets!)]).toEqual([[[1, 0.5], [2, -1]], [[7, 0], [8, 0]]]);
  expect(rows(points['measured 2']!.targets!)).toEqual([[20, 30]]);
  expect(objective.blocks[2]!.reads).toEqual({ u: { of: 'output', index: 0 }, u_measured: { of: 'target', index: 0 } });
  expect(objective.blocks[4]!.reads).toEqual({ v: { of: 'output', index: 1 }, v_measured: { of: 'target', index: 1 } });
  expect(residual(equations, 'measured 2.v', { v: 33, v_measured: 30 })).toBe(3);
  const other = await equationsOf({ ...system, measured: [{ path: 'v.csv' }] }, FILES);
  expect(rows(other.points['measured']!.targets!)).toEqual([[0, 30]]);
  const alone = await equationsOf({ ...HEAT, measured: [{ path: 'measured.csv' }] }, FILES);
  expect(alone.objective.blocks.at(-1)!.name).toBe('measured');
});

test('a table is refused for missing columns, words, gaps, and places outside, by the option that names it', async () => {
  const measured = (path: string): Promise<string> => refusal({ ...HEAT, measured: [{ path }] }, FILES);
  expect(await measured('points.csv')).toBe('measured.0.path: points.csv must have a column for one unknown at least, of u; it has x, weight, t. Name columns after coordinates and unknowns.');
  expect(await measured('x.csv')).toBe('measured.0.path: x.csv must have the column t; it has x, u. Name columns after coordinates and unknowns.');
  expect(await measured('words.csv')).toBe('measured.0.path: every value must be a number within 1e+150 of zero; got "hot" in line 2 of words.csv, column "u". Correct or remove the row.');
  expect(await measured('missing.csv')).toBe('measured.0.path: every value must be a number within 1e+150 of zero; got nothing in line 3 of missing.csv, column "t". Correct or remove the row.');
  expect(await measured('outside.csv')).toBe('measured.0.path: outside.csv: x must be in [-1, 1]; it is 1.5 in line 3 of outside.csv. Remove the row, or widen coordinates.x.');
  expect(await refusal({ ...HEAT, points: { inside: { path: 'outside.csv' } } }, FILES)).toMatch(/^points\.inside\.path: outside\.csv: x must be in/);
  expect(await refusal({ ...HEAT, conditions: [{ on: { path: 'x.csv' }, equation: 'u = 0' }] }, FILES)).toMatch(/^conditions\.0\.on\.path: x\.csv must have the column t/);
  expect(await refusal({ ...HEAT, reference: { path: 'points.csv' } }, FILES)).toMatch(/^reference\.path: points\.csv must have the column u/);
});

test('a reference that is text has values on an even grid, and one that is a table those of its rows', async () => {
  const { test: one } = await load({ ...HEAT, constants: { a: 2 }, reference: 'a*x + t', points: { test: 10 } });
  expect(rows(one.inputs)).toEqual([[0, -1], [0, 0], [0, 1], [1, -1], [1, 0], [1, 1], [2, -1], [2, 0], [2, 1]]);
  expect(rows(one.targets).flat()).toEqual([-2, 0, 2, -1, 1, 3, 0, 2, 4]);
  const system = { ...HEAT, unknowns: ['u', 'v'], equations: ['u_t = v_x', 'v_t = u_x'] };
  const { test: two } = await load({ ...system, reference: ['t', '10*x'], points: { test: 4 } });
  expect(rows(two.targets)).toEqual([[0, -10], [0, 10], [2, -10], [2, 10]]);
  const { test: given } = await load({ ...system, reference: { path: 'both.csv' } }, FILES);
  expect([rows(given.inputs), rows(given.targets)]).toEqual([[[1, 0]], [[20, 30]]]);
  // Nothing is trained on it.
  const { equations } = await load({ ...HEAT, reference: 'x' });
  expect(equations!.objective.blocks.map(({ name }) => name)).toEqual(['equation']);
});

test('a reference of another count, or that is not finite, is refused', async () => {
  expect(await refusal({ ...HEAT, reference: ['x', 't'] })).toBe('reference must have one text for each of u; got 2. Write one.');
  expect(await refusal({ ...HEAT, unknowns: ['u', 'v'], equations: ['u_t = v_x', 'v_t = u_x'], reference: 'x' })).toBe('reference must have one text for each of u, v; got 1. Write a list of 2, in the order of unknowns.');
  expect(await refusal({ ...HEAT, reference: 'x/t' })).toBe('"x/t" must be a finite number everywhere in the domain; it is -Infinity at x = -1, t = 0. Correct it, or change the coordinates.'.replace('x = -1, t = 0', 't = 0, x = -1'));
});

test('parameters are scalars, positive where they are said to be', async () => {
  const { objective } = await equationsOf({ ...HEAT, equations: 'u_t = k*u_xx + c', parameters: { k: { initial: 0.1, positive: true }, c: -2, d: { initial: -3 } }, conditions: [{ on: 't=0', equation: 'u = d' }] });
  expect(objective.scalars).toEqual({ c: { initial: -2 }, d: { initial: -3 }, k: { initial: 0.1, constraint: 'positive' } });
  expect(objective.blocks[0]!.reads['k']).toEqual({ of: 'scalar', name: 'k' });
  expect(await refusal({ ...HEAT, equations: 'u_t = k*u_xx', parameters: { k: { initial: 0, positive: true } } })).toMatch(/^parameters\.k\.initial must be above 0, because parameters\.k\.positive is true; got 0\./);
  expect(await refusal({ ...HEAT, parameters: { k: 1 } })).toBe('parameters.k is to be found, and no equation has it. Use it in one, or leave it out.');
  const inCondition = await equationsOf({ ...HEAT, parameters: { k: 1 }, conditions: [{ on: 't=0', equation: 'u = k*x' }] });
  expect(inCondition.objective.scalars).toEqual({ k: { initial: 1 } });
});

test('every unknown must stand in something', async () => {
  expect(await refusal({ ...HEAT, unknowns: ['u', 'v'] })).toBe('equations must say something of every unknown; nothing says what "v" is. Add an equation, or leave it out of unknowns.');
  expect((await load({ ...HEAT, unknowns: ['u', 'v'], conditions: [{ on: 't=0', equation: 'v_x = u' }] })).outputs).toHaveLength(2);
});

test('conditions that say the same or the contrary on a face are refused, and those elsewhere are not', async () => {
  const both = (a: object, b: object): object => ({ ...HEAT, conditions: [a, b] });
  expect(await refusal({ ...both({ on: 'boundary', equation: 'u = 0' }, { on: 'x=1', equation: '2*u = 0' }) })).toBe('conditions.1.equation: "2*u = 0" on x=1 is what conditions.0.equation says already. Leave one of them out.');
  expect(await refusal({ ...both({ on: ['x=-1', 'x=1'], equation: 'u = x' }, { on: 'x=1', equation: ['u_x = 0', 'u = 0'] }) })).toBe('conditions.1.equation.1: "u = 0" on x=1 contradicts "u = x" in conditions.0.equation: no solution satisfies both. Correct or remove one.');
  expect(await refusal({ ...HEAT, conditions: [{ on: ['boundary', 'x=1'], equation: 'u = 0' }] })).toBe('conditions.0.on.1 must name every face once; x=1 is there twice. Name it once.');
  // What contains a coordinate is another thing on each face.
  expect(await refusal({ ...both({ on: 'x=1', equation: 'u = x' }, { on: 'x=1', equation: 'u = 1' }) })).toContain('says already');
  for (const [a, b] of [
    [{ on: 'x=-1', equation: 'u = 0' }, { on: 'x=1', equation: 'u = 1' }], [{ on: 't=0', equation: 'u = 0' }, { on: 't=2', equation: 'u = 0' }],
    [{ on: 'x=1', equation: 'u = 0' }, { on: 'x=1', equation: 'u_x = 0' }], [{ on: 't=0', equation: 'u = 0' }, { on: 'x=1', equation: 'u = 1' }],
    [{ on: { path: 'points.csv' }, equation: 'u = 0' }, { on: { path: 'points.csv' }, equation: 'u = 1' }],
  ] as const) expect((await load({ ...both(a, b) }, FILES)).equations!.objective.blocks).toHaveLength(3);
});

test('equations are compared with each other, and not with conditions', async () => {
  expect(await refusal({ ...HEAT, equations: ['u_t = u_xx', 'u_xx - u_t'] })).toBe('equations.1: "u_xx - u_t" is what equations.0 says already. Leave one of them out.');
  expect(await refusal({ ...HEAT, equations: ['u_t = u_xx', 'u_t = u_xx + x'] })).toBe('equations.1: "u_t = u_xx + x" contradicts "u_t = u_xx" in equations.0: no solution satisfies both. Correct or remove one.');
  expect((await load({ ...HEAT, conditions: [{ on: 't=0', equation: 'u_t = u_xx' }] })).equations!.objective.blocks).toHaveLength(2);
});

test('equations are tried at their points', async () => {
  expect(await refusal({ ...HEAT, conditions: [{ on: 't=0', equation: 'u = x/t' }] })).toMatch(/^Both sides of "u = x\/t" must be numbers within 1e\+150 of zero where it holds; their difference is -?Infinity at t = 0, x = [-.\d]+, whatever the unknowns are\. Correct it, or change the coordinates\.$/);
  // The ends are no points where they are spread.
  expect((await load({ ...HEAT, equations: 'u_t = u/t' })).train.inputs.count).toBe(1600);
  expect(await refusal({ ...HEAT, equations: 'u_t = u/t', points: { sampling: 'grid' } })).toContain('at t = 0, x = -1, whatever the unknowns are. Correct it, or keep points away from the ends of the domain (points.sampling: spread).');
  expect(await refusal({ ...HEAT, equations: 'u_t + x = u_t' })).toBe('An equation must say something of u; got "u_t + x = u_t", which is the same whatever they are. Correct it, or leave it out.');
});

test('intervals must go up, and be of a length that numbers can divide', async () => {
  const interval = (...ends: readonly (number | string)[]): Promise<string> => refusal({ coordinates: { x: ends }, equations: 'u_x = 0' });
  expect(await interval(1, -1)).toBe('coordinates.x must be [min, max] with min below max; got [1, -1]. Exchange or correct them.');
  expect(await interval(1, 1)).toContain('with min below max; got [1, 1]');
  expect(await interval('pi', 3)).toContain('with min below max');
  for (const [low, high] of [[1, 1 + 1e-12], [0, 1e-40], [-1e40, 1e40]] as const) expect(await interval(low, high)).toMatch(/^coordinates\.x must be of a length that numbers can divide; got /);
  for (const [low, high] of [[1e6, 1e6 + 1], [0, 1e-20], [-1e20, 0], [1990, 2020]] as const) expect((await load({ coordinates: { x: [low, high] }, equations: 'u_x = 0' })).inputs[0]!.domain).toEqual([low, high]);
  expect(await refusal({ coordinates: {}, equations: 'u = 0' })).toMatch(/^coordinates must have one coordinate at least\./);
});

test('what leaves a solution open, and constants that nothing reads, are noted', async () => {
  const notes = async (more: object): Promise<readonly string[]> => (await load({ ...HEAT, ...more }, FILES)).notes!;
  const open = 'there are no conditions and nothing is measured: of the many solutions that equations have, some one is found';
  expect(await notes({})).toEqual([open]);
  expect(await notes({ conditions: [{ on: 't=0', equation: 'u = 0' }] })).toEqual([]);
  expect(await notes({ measured: [{ path: 'measured.csv' }] })).toEqual([]);
  expect(await notes({ equations: 'u_t = a*u_xx', constants: { a: 1, xx: 2, b: 3, c: 4 }, conditions: [{ on: 't=0', equation: 'u = b' }], reference: 'c*x' })).toEqual(['the constant "xx" is used nowhere']);
  expect(await notes({ constants: { xx: 1, T: 2, w: 3, q: 4, measured: 5 }, coordinates: { x: [-1, 1], t: [0, 'T'] }, weight: '1/w', conserved: { along: 't', quantities: 'q*u' }, conditions: [{ on: ['t=0', 'x=-1', 'x=1'], equation: 'u = 0' }], measured: [{ path: 'measured.csv' }] })).toEqual(['the constant "xx" is used nowhere', 'the constant "measured" is used nowhere']);
  // Each stands in one place alone.
  expect(await notes({ constants: { f: 0, p: 2, m: 3, spare: 4 }, conditions: [{ on: ['t=f', 'x=-1', 'x=1'], equation: 'u = 0', weight: 'p' }], measured: [{ path: 'measured.csv', weight: 'm' }] })).toEqual(['the constant "spare" is used nowhere']);
  expect(await notes({ constants: { a: 1, spread: 1 }, equations: 'u_t = 2a*u_xx', conditions: [{ on: ['t=0', 'x=-1', 'x=1'], equation: 'u = 0' }] })).toEqual(['the constant "spread" is used nowhere']);
});

test('fewer conditions along a coordinate than derivatives go with are noted, over all unknowns', async () => {
  const notes = async (more: object): Promise<readonly string[]> => (await load({ ...HEAT, ...more }, FILES)).notes!;
  const sides = { on: ['x=-1', 'x=1'], equation: 'u = 0' };
  const beginning = { on: 't=0', equation: 'u = 0' };
  expect(await notes({ conditions: [sides] })).toEqual(['u_t goes with 1 condition on t=0 or t=2, and there is none: where the network is not periodic in t, there may be many solutions, of which some one is found']);
  expect(await notes({ conditions: [sides, beginning] })).toEqual([]);
  // Built in, or trained.
  expect(await notes({ equations: 'u_tt = u_xx', conditions: [sides, { ...beginning, exact: true }] })).toEqual(['u holds its conditions on t=0 by construction', 'u_tt goes with 2 conditions on t=0 or t=2, and there is 1: where the network is not periodic in t, there may be many solutions, of which some one is found']);
  expect(await notes({ equations: 'u_tt = u_xx', conditions: [sides, { on: 't=0', equation: ['u = 0', 'u_t = 1'] }] })).toEqual([]);
  // Derivatives of conditions ask for nothing, and mixed ones are named as they are.
  expect(await notes({ conditions: [sides, beginning, { on: 'x=-1', equation: 'u_tt = 0' }] })).toEqual([]);
  expect(await notes({ equations: 'u_tx = 0', conditions: [beginning] })).toEqual([expect.stringMatching(/^u_tx goes with 1 condition on x=-1 or x=1, and there is none/)]);
  // A network that is periodic in x needs none there.
  expect(await notes({ conditions: [beginning] })).toEqual([]);
  const system = { unknowns: ['u', 'v'], equations: ['u_t = v_x', 'v_t = u_x'] };
  const both = { on: 't=0', equation: ['u = 0', 'v = 0'] };
  expect(await notes({ ...system, conditions: [both, sides] })).toEqual([]);
  expect(await notes({ ...system, conditions: [{ on: 't=0', equation: 'u = 0' }, sides] })).toEqual(['u_t and v_t go with 2 conditions on t=0 or t=2, and there is 1: where the network is not periodic in t, there may be many solutions, of which some one is found']);
  // Points of a table may lie on faces, and measured rows say what conditions would.
  expect(await notes({ conditions: [sides, { on: { path: 'points.csv' }, equation: 'u = 0' }] })).toEqual([]);
  expect(await notes({ conditions: [sides], measured: [{ path: 'measured.csv' }] })).toEqual([]);
});

test('a misspelled function is told with what was probably meant, and a derivative that is none with how it is written', async () => {
  expect(await refusal({ ...HEAT, equations: 'u_t = sni(x)' })).toMatch(/Unknown function "sni"\. .* Did you mean "sin"\?$/);
  for (const strange of ['diff(u, x)', 'u(x, t)', 'foo(x)']) expect(await refusal({ ...HEAT, equations: `u_t = ${strange}` })).not.toContain('Did you mean');
  expect(await refusal({ ...HEAT, unknowns: ['ab'], equations: 'ab_t = ab(x, t)', conditions: [] })).toMatch(/Unknown function "ab".* Write ab without parentheses/);
  expect(await refusal({ ...HEAT, unknowns: ['ab'], equations: 'ab_t = ab(x, t)', conditions: [] })).not.toContain('Did you mean');
});

test('intervals, faces and weights may name constants', async () => {
  const data = await load({
    coordinates: { x: ['-L', 'L'], t: [0, 'T/2'] }, equations: 'u_t = u_xx', constants: { L: 3, T: 4, a: '2*pi' }, weight: '0.01/a^2',
    conditions: [{ on: 'x=-L', equation: 'u = 0', weight: 'L' }, { on: ['x=L', 't=0'], equation: 'u = 0' }], measured: [{ path: 'measured.csv', weight: '10*L' }],
  }, FILES);
  expect(data.inputs.map(({ domain: interval }) => interval)).toEqual([[0, 2], [-3, 3]]);
  expect(data.equations!.objective.blocks.map(({ weight }) => weight)).toEqual([0.01 / (2 * Math.PI) ** 2, 3, 1, 30]);
  expect(column(data.equations!.points['condition 1']!.inputs, 1).every((x) => x === -3)).toBe(true);
  const of = (more: object): Promise<string> => refusal({ ...HEAT, constants: { L: 1 }, ...more });
  expect(await of({ weight: '-L' })).toBe('weight must be above 0; got -L, which is -1. Correct it.');
  expect(await of({ weight: 'M' })).toBe('weight must be a number, or a text such as 0.01/pi; got "M": it has the variable M. Write the number, or give M in constants.');
  expect(await of({ weight: '2*lenth', constants: { length: 1 } })).toContain('it has the variable lenth. Did you mean "length"? Write the number, or give lenth in constants.');
  expect(await of({ conditions: [{ on: 't=0', equation: 'u = 0', weight: '0*L' }] })).toMatch(/^conditions\.0\.weight must be above 0; got 0\*L, which is 0\./);
  expect(await of({ conditions: [{ on: 't=L', equation: 'u = 0' }] })).toContain('the domain has no face "t=L"');
  // What has another meaning is given as no constant.
  expect(await of({ parameters: { k: 1 }, weight: 'k' })).toMatch(/it has the variable k\. Write the number\.$/);
  // A constant by others would depend on their order.
  expect(await of({ constants: { L: 1, M: '2*L' } })).toBe('constants.M must be a number, or a text such as 0.01/pi; got "2*L": it has the variable L. Write the number.');
});

test('files and rows are known by the options alone', () => {
  const parsed = (more: object) => domain.options.parse({ ...HEAT, ...more });
  const all = parsed({ measured: [{ path: 'a' }, { path: 'b' }], reference: { path: 'c' }, points: { inside: { path: 'd' } }, conditions: [{ on: { path: 'e' }, equation: 'u' }, { on: 't=0', equation: 'u_x' }] });
  expect(domain.files!(all)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(domain.files!(parsed({}))).toEqual([]);
  expect(domain.extent!(parsed({ points: { inside: 100, face: 10, test: 7 }, reference: 'x', conditions: [{ on: 'boundary', equation: 'u' }, { on: ['t=0', 't=2'], equation: 'u_x' }, { on: { path: 'e' }, equation: 'u' }] }))).toEqual({ rows: 100 + 7 + 60, columns: 3, option: 'points' });
  expect(domain.extent!(all).rows).toBe(100);
  expect([domain.isExact!(all), domain.isExact!(parsed({}))]).toEqual([false, true]);
});
