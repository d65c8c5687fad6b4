import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectClose, ofR, reference } from '../fixtures/reference.js';
import { holm } from './holm.js';

const named = (p: readonly number[]) => p.map((value, k) => ({ name: `c${k}`, p: value }));

test.each([...reference.holm, ofR.holm].map((c) => [c.p, c.adjusted] as const))('of %j as statsmodels or R adjusts them', (p, adjusted) => {
  const found = holm(named(p));
  expect(found.map(({ name }) => name)).toEqual(p.map((_, k) => `c${k}`));
  found.forEach((value, k) => { expectClose(value.adjusted, adjusted[k]!); });
});

test('none gets smaller, order is kept, and no more than Bonferroni is lost', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
    const found = holm(named(p));
    for (const x of found) {
      expect(x.adjusted).toBeGreaterThanOrEqual(x.p);
      expect(x.adjusted).toBeLessThanOrEqual(Math.min(1, p.length * x.p));
      for (const y of found) if (x.p < y.p) expect(x.adjusted).toBeLessThanOrEqual(y.adjusted);
    }
  }), { seed: 1 });
});

test('comparisons that were not tested count as p of 1 do', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), fc.nat(5), (p, untested) => {
    const others = named(Array.from({ length: untested }, () => 1)).map(({ p: one }, k) => ({ name: `untested ${k}`, p: one }));
    expect(holm(named(p), untested).map(({ adjusted }) => adjusted)).toEqual(holm([...named(p), ...others]).slice(0, p.length).map(({ adjusted }) => adjusted));
  }), { seed: 2 });
  expect(() => holm([], -1)).toThrow('untested');
});

test('what is no p, and a name twice, is refused', () => {
  expect(() => holm([{ name: 'ladder', p: 1.2 }])).toThrow('The p value of "ladder" must be in [0, 1]; got 1.2.');
  expect(() => holm([{ name: 'ladder', p: NaN }])).toThrow('got NaN');
  expect(() => holm([{ name: 'x', p: 0.1 }, { name: 'x', p: 0.2 }])).toThrow('Two comparisons are called "x". Call one differently.');
});
