import { describe, expect, test } from '@jest/globals';
import { randomStream, relativeError } from '@knotwork/numerics';
import type { MatrixUpdate } from '@knotwork/plugin';
import { quadratic, type SeenState, stateAt } from '../fixtures/quadratic.js';
import { FullMemory } from './full-memory.js';
import { InverseHessian } from './inverse-hessian.js';

const A = [[4, 1, 0, 0], [1, 9, 2, 0], [0, 2, 1, 0.1], [0, 0, 0.1, 30]];
const self: MatrixUpdate = { update: 'broyden', scaling: 'self' };
const rules = (['broyden', 'bfgs'] as const).flatMap((update) => (['self', 'first', 'none'] as const).map((scaling) => ({ update, scaling })));
const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, v, k) => sum + v * y[k]!, 0);
const times = (x: readonly number[]): number[] => A.map((row) => dot(row, x));

/** Of a gradient of norm 30, after steps that have to be conjugate. */
const ROUNDING = 1e-9;

async function begun(rule: MatrixUpdate, x = [1, -2, 3, 1], make = (at: number[]): SeenState => quadratic(A, at)): Promise<SeenState & { readonly memory: FullMemory }> {
  const seen = make(x);
  const memory = await FullMemory.of(seen.state, rule);
  await memory.arrive();
  return { ...seen, memory };
}

/** Goes so far along the memory's direction. @returns the step */
async function go({ x, at, memory }: Awaited<ReturnType<typeof begun>>, t: (direction: readonly number[], slope: number) => number): Promise<number[]> {
  const { direction, slope } = await memory.direction();
  const d = [...at(direction)];
  const s = d.map((v) => t(d, slope) * v);
  s.forEach((v, i) => { x[i]! += v; });
  await memory.learn();
  return s;
}

/** To the minimum on the way. */
const exact = (d: readonly number[], slope: number): number => -slope / dot(d, times(d));

test('without a matrix the way is that of steepest descent', async () => {
  const { at, memory } = await begun(self, [1, 0, 0, 0]);
  const { direction, slope, norm } = await memory.direction();
  expect(at(direction)).toEqual([-4, -1, -0, -0]);
  expect([memory.isEmpty, slope, norm]).toEqual([true, -17, Math.sqrt(17)]);
});

describe.each(rules)('by $update with scaling $scaling', (rule) => {
  test('a quadratic function of four unknowns is minimized in four exact steps', async () => {
    const course = await begun(rule);
    const norms: number[] = [];
    for (let k = 0; k < 5; k++) {
      norms.push((await course.memory.direction()).norm);
      await go(course, exact);
    }
    expect(norms[3]).toBeGreaterThan(1e-3);
    expect(norms[4]).toBeLessThan(ROUNDING);
  });

  test('the last change of the gradient leads back the last step', async () => {
    const course = await begun(rule);
    let s: number[] = [];
    for (let k = 0; k < 6; k++) s = await go(course, () => 0.3);
    s.forEach((v, i) => { course.x[i] = v; });
    // At the step itself, the gradient is its change over the step.
    await course.memory.arrive();
    const way = course.at((await course.memory.direction()).direction);
    expect(relativeError(way, s.map((v) => -v))).toBeLessThan(1e-10);
  });
});

/** H after steps, read off its ways: of a memory that has seen them. */
async function matrixOf(memory: FullMemory): Promise<readonly number[] | null> {
  const { matrix } = await memory.snapshot();
  return matrix === null ? null : [...matrix];
}

test('its matrix begins as the identity by s\'y / y\'y where it is scaled, and as the identity where it is not', async () => {
  for (const [scaling, of] of [['self', 'first'], ['first', 'first'], ['none', 'none']] as const) {
    const course = await begun({ update: 'bfgs', scaling });
    const s = await go(course, () => 0.01);
    const y = times(s);
    const [sy, ss, yy] = [dot(s, y), dot(s, s), dot(y, y)];
    const scale = of === 'none' ? 1 : sy / yy;
    const expected = InverseHessian.multiple(4, scale);
    expected.learn(Float64Array.from(s), Float64Array.from(y), sy, ss / scale / sy, { update: 'bfgs', scaling: 'none' });
    expect(relativeError((await matrixOf(course.memory))!, expected.lower)).toBeLessThan(1e-12);
  }
});

test('every later step scales it by the curvature along its own way', async () => {
  const course = await begun(self);
  await go(course, () => 0.01);
  for (const t of [0.5, 2, 1]) {
    const before = new InverseHessian(4, Float64Array.from((await matrixOf(course.memory))!));
    const { slope } = await course.memory.direction();
    const s = await go(course, () => t);
    const y = times(s);
    // s = -t H g, so that s'Bs = t^2 g'Hg.
    before.learn(Float64Array.from(s), Float64Array.from(y), dot(s, y), -t * t * slope / dot(s, y), self);
    expect(relativeError((await matrixOf(course.memory))!, before.lower)).toBeLessThan(1e-12);
  }
});

test('a step that a constraint bent is learned from as it was, and never with more curvature than it has', async () => {
  const course = await begun(self);
  for (let k = 0; k < 3; k++) await go(course, () => 0.2);
  const before = Float64Array.from((await matrixOf(course.memory))!);
  const { direction, slope } = await course.memory.direction();
  const d = [...course.at(direction)];
  const s = d.map((v, i) => (i === 1 ? 0 : v));
  const gs = dot(times(course.x), s);
  s.forEach((v, i) => { course.x[i]! += v; });
  await course.memory.learn();
  const y = times(s);
  const expected = new InverseHessian(4, before);
  expected.learn(Float64Array.from(s), Float64Array.from(y), dot(s, y), gs * gs / -slope / dot(s, y), self);
  expect(relativeError((await matrixOf(course.memory))!, expected.lower)).toBeLessThan(1e-12);
  expect(relativeError(expected.times(Float64Array.from(y)), s)).toBeLessThan(1e-12);
});

test('a step along which the gradient does not rise is not learned from', async () => {
  const { x, memory } = await begun(self, [1, 0], (at) => quadratic([[-1, 0], [0, 2]], at));
  x[0] = 2;
  await memory.direction();
  await memory.learn();
  expect(memory.isEmpty).toBe(true);
  await memory.learn();
  expect(memory.isEmpty).toBe(true);
  x[1] = 1;
  await memory.learn();
  expect(memory.isEmpty).toBe(false);
  const known = await matrixOf(memory);
  await memory.direction();
  x[0] = 3;
  await memory.learn();
  expect(await matrixOf(memory)).toEqual(known);
  memory.forget();
  expect([memory.isEmpty, await matrixOf(memory)]).toEqual([true, null]);
});

test('a matrix that is no longer positive definite is forgotten', async () => {
  const { state, x } = quadratic([[1, 0], [0, 2]], [1, 1]);
  const memory = await FullMemory.of(state, self, { memory: 'full', unknowns: Float64Array.of(1, 1), gradient: Float64Array.of(1, 2), matrix: Float64Array.of(1, 0, -1) });
  await memory.direction();
  x[1] = 0.5;
  await memory.learn();
  expect(memory.isEmpty).toBe(true);
});

test.each([0, 1, 2, 7])('saved after %d steps and read back elsewhere, it goes the same way on, and what was saved stays as it was', async (steps) => {
  const stream = randomStream(2, 'lengths');
  const here = await begun(self);
  for (let k = 0; k < steps; k++) await go(here, () => stream.uniform(0.05, 0.4));
  const saved = await here.memory.snapshot();
  const text = JSON.stringify(saved);
  const there = quadratic(A, [...here.x]);
  const again = { ...there, memory: await FullMemory.of(there.state, self, saved) };
  for (let k = 0; k < 5; k++) {
    const t = stream.uniform(0.05, 0.4);
    expect(await go(again, () => t)).toEqual(await go(here, () => t));
    expect(await again.memory.snapshot()).toEqual(await here.memory.snapshot());
  }
  expect(JSON.stringify(saved)).toBe(text);
});

test('numbers of one unknown are a matrix, too', async () => {
  const course = await begun(self, [3], (at) => stateAt(([v]) => [4 * v! ** 3], at));
  for (let k = 0; k < 60; k++) await go(course, () => (k === 0 ? 0.01 : 1));
  expect(Math.abs(course.x[0]!)).toBeLessThan(1e-6);
});
