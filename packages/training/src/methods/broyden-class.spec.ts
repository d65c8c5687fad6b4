import { describe, expect, test } from '@jest/globals';
import { relativeError } from '@knotwork/numerics';
import type { MatrixUpdate } from '@knotwork/plugin';
import { broydenNumbers } from './broyden-class.js';

const self: MatrixUpdate = { update: 'broyden', scaling: 'self' };
const CURVATURES = [[0.2, 6], [0.4, 3], [0.9, 1.3], [1, 1.5], [1.4, 0.8], [3, 0.5], [50, 0.4], [1e4, 2]] as const;
const SIZES = [2, 5, 400];

describe('phi and tau', () => {
  test.each(CURVATURES)('at b = %d and h = %d are those of the source, term by term', (b, h) => {
    for (const size of SIZES) {
      const a = h * b - 1;
      const c = Math.sqrt(a / (a + 1));
      const lowest = Math.min(1, h * (1 - c));
      const theta = Math.max((lowest - 1) / a, Math.min(1 / lowest, (1 - b) / b));
      const sigma = 1 + theta * a;
      const [rho, spread] = [Math.min(1, 1 / b), sigma ** (1 / (1 - size))];
      const { phi, tau } = broydenNumbers({ b, h, size }, self);
      expect(relativeError([phi], [(1 - theta) / (1 + a * theta)])).toBeLessThan(1e-10);
      expect(relativeError([tau], [theta <= 0 ? Math.min(rho * spread, sigma) : rho * Math.min(spread, 1 / theta)])).toBeLessThan(1e-10);
    }
  });

  test('go over from DFP, where curvature was taken to be half of what it is or less, by BFGS, where it was right, to more than that', () => {
    const phi = (b: number): number => broydenNumbers({ b, h: 20, size: 3 }, self).phi;
    expect([phi(0.1), phi(0.5)]).toEqual([0, 0]);
    expect(phi(0.9)).toBeGreaterThan(0);
    expect(phi(0.9)).toBeLessThan(1);
    expect(phi(1)).toBe(1);
    expect(phi(1.1)).toBeGreaterThan(1);
  });

  test('of BFGS are 1, and the inverse of the curvature where it was taken to be too high', () => {
    for (const [b, h] of CURVATURES) {
      expect(broydenNumbers({ b, h, size: 5 }, { update: 'bfgs', scaling: 'self' })).toEqual({ phi: 1, tau: Math.min(1, 1 / b) });
      for (const scaling of ['first', 'none'] as const) expect(broydenNumbers({ b, h, size: 5 }, { update: 'bfgs', scaling })).toEqual({ phi: 1, tau: 1 });
    }
  });

  test('choose phi alone where nothing is scaled', () => {
    for (const [b, h] of CURVATURES) {
      const { phi, tau } = broydenNumbers({ b, h, size: 5 }, { update: 'broyden', scaling: 'first' });
      expect([phi, tau]).toEqual([broydenNumbers({ b, h, size: 5 }, self).phi, 1]);
    }
  });
});

test('the update keeps a matrix positive definite: phi is a number of at least 0, and tau one from 0 to 1, at any curvature', () => {
  for (const b of [1e-12, 1e-3, 0.3, 1, 1 + 1e-9, 7, 1e9, 1e18]) {
    // Rounding may leave b h a little under 1, and one unknown has b h = 1.
    for (const bh of [1 - 1e-12, 1, 1 + 1e-15, 1 + 1e-8, 2, 1e5, 1e30]) {
      for (const size of [1, 2, 2000]) {
        const { phi, tau } = broydenNumbers({ b, h: bh / b, size }, self);
        const what = `b = ${b}, b h = ${bh}, n = ${size}: phi = ${phi}, tau = ${tau}`;
        expect([what, Number.isFinite(phi) && phi >= 0, tau > 0 && tau <= 1]).toEqual([what, true, true]);
      }
    }
  }
});
