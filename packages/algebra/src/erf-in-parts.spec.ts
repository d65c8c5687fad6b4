import { expect, test } from '@jest/globals';
import { erf } from './erf.js';
import { erfInParts } from './erf-in-parts.js';
import { evaluate } from './evaluate.js';
import { trace } from './formula.js';

test('the error function in parts is the operation, to the bit', () => {
  const f = trace(['x'], (x) => ({ y: erfInParts(x!) }));
  for (const x of [0, 0.3, -0.9, 1, -1, 1.7, -4, 6, 40, -1e300, Infinity, NaN]) expect([x, evaluate(f, { x })['y']]).toEqual([x, erf(x)]);
});
