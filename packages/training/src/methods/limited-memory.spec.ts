import { expect, test } from '@jest/globals';
import { quadratic } from '../fixtures/quadratic.js';
import { LimitedMemory } from './limited-memory.js';

/** Of a gradient of norm 30, after four steps that have to be conjugate. */
const ROUNDING = 1e-10;

const A = [[4, 1, 0, 0], [1, 9, 2, 0], [0, 2, 1, 0.1], [0, 0, 0.1, 30]];

/** Goes along the memory's directions to the minimum on each of them. @returns norms of the gradient */
async function descend(size: number, steps: number): Promise<number[]> {
  const { state, x, at } = quadratic(A, [1, -2, 3, 1]);
  const memory = await LimitedMemory.of(state, size);
  await memory.arrive();
  const norms: number[] = [];
  for (let k = 0; k < steps; k++) {
    const { direction, slope, norm } = await memory.direction();
    norms.push(norm);
    const d = [...at(direction)];
    const bend = d.reduce((sum, v, i) => sum + v * A[i]!.reduce((s, w, j) => s + w * d[j]!, 0), 0);
    d.forEach((v, i) => { x[i]! -= slope / bend * v; });
    await memory.learn();
  }
  return norms;
}

test('without a memory the way is that of steepest descent', async () => {
  const { state, at } = quadratic(A, [1, 0, 0, 0]);
  const memory = await LimitedMemory.of(state, 3);
  await memory.arrive();
  const { direction, slope, norm } = await memory.direction();
  expect(at(direction)).toEqual([-4, -1, -0, -0]);
  expect([slope, norm]).toEqual([-17, Math.sqrt(17)]);
});

test.each([1, 4])('with exact steps and a memory of %d, a quadratic function of four unknowns is minimized in four', async (size) => {
  // Then the method is that of conjugate gradients, whatever the size of its memory.
  const norms = await descend(size, 5);
  expect(norms[3]).toBeGreaterThan(1e-3);
  expect(norms[4]).toBeLessThan(ROUNDING);
});

test('what is remembered is kept: the inverse Hessian maps the last change of the gradient to the last step', async () => {
  const { state, x, at } = quadratic(A, [1, -2, 3, 1]);
  const memory = await LimitedMemory.of(state, 2);
  await memory.arrive();
  let before: number[] = [];
  for (let k = 0; k < 5; k++) {
    before = [...x];
    x.forEach((_, i) => { x[i]! += Math.sin(7 * k + i); });
    await memory.learn();
  }
  const step = x.map((v, i) => v - before[i]!);
  // With unknowns set to the step, the gradient is its change over the step.
  step.forEach((v, i) => { x[i] = v; });
  await memory.arrive();
  at((await memory.direction()).direction).forEach((v, i) => expect(v).toBeCloseTo(-step[i]!, 12));
});

test('a step along which the gradient does not rise is not remembered', async () => {
  const { state, x } = quadratic([[-1, 0], [0, 2]], [1, 0]);
  const memory = await LimitedMemory.of(state, 2);
  await memory.arrive();
  x[0] = 2;
  await memory.learn();
  expect(memory.isEmpty).toBe(true);
  await memory.learn();
  expect(memory.isEmpty).toBe(true);
  x[1] = 1;
  await memory.learn();
  expect(memory.isEmpty).toBe(false);
  memory.forget();
  expect(memory.isEmpty).toBe(true);
});

test.each([0, 1, 2, 7])('saved after %d steps and read back elsewhere, it goes the same way on', async (steps) => {
  const go = (x: number[], k: number): void => x.forEach((_, i) => { x[i]! += Math.sin(7 * k + i); });
  const here = quadratic(A, [1, -2, 3, 1]);
  const memory = await LimitedMemory.of(here.state, 3);
  await memory.arrive();
  for (let k = 0; k < steps; k++) { go(here.x, k); await memory.learn(); }
  const there = quadratic(A, [...here.x]);
  const again = await LimitedMemory.of(there.state, 3, await memory.snapshot());
  for (let k = steps; k < steps + 5; k++) {
    const [a, b] = [await memory.direction(), await again.direction()];
    expect(there.at(b.direction)).toEqual(here.at(a.direction));
    expect([b.slope, b.norm]).toEqual([a.slope, a.norm]);
    for (const [{ x }, m] of [[here, memory], [there, again]] as const) { go(x, k); await m.learn(); }
  }
});
