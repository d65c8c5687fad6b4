import { expect, test } from '@jest/globals';
import { referenceShapes } from './reference-shapes.js';

test('all shapes have their names, and some can be asked for', () => {
  expect(referenceShapes().map((s) => s.name).join('')).toBe('ABCDEFGH');
  expect(referenceShapes('H, B')).toEqual([
    { name: 'H', layers: [2, 5, 1], batch: 10, intervals: 5 }, { name: 'B', layers: [4, 32, 32, 1], batch: 256, intervals: 5 },
  ]);
});

test('an unknown shape is refused, also one that every object has', () => {
  for (const bad of ['', 'A,', 'Z', 'toString']) expect(() => referenceShapes(bad)).toThrow(`got "${bad}". Shapes: A, B, C, D, E, F, G, H.`);
});
