import { expect, test } from '@jest/globals';
import { evaluate, trace } from '@knotwork/algebra';
import type { AffineMap } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { inUserUnits } from './in-user-units.js';

const affine = (center: number, scale: number): AffineMap => ({ kind: 'affine', center, scale });
const inputs = [{ name: 'x', map: affine(10, 4) }, { name: 't', map: affine(-1, 0.5) }];
const outputs = [{ name: 'u', map: affine(3, 2) }];

/** Reads everything there is, each with a factor of its own. */
const objective: Objective = {
  scalars: { nu: { initial: 1 } },
  blocks: [{
    name: 'all', points: 'inside', form: 'residuals', weight: 0.5,
    formula: trace(['u', 'x', 'g', 'k', 'ut', 'uxx', 'nu'], (u, x, g, k, ut, uxx, nu) => ({
      r: u.add(x.mul(10)).add(g.mul(100)).add(k.mul(1000)).add(ut.mul(1e4)).add(uxx.mul(nu).mul(1e5)),
    })),
    reads: {
      u: { of: 'output', index: 0 }, x: { of: 'input', index: 0 }, g: { of: 'target', index: 0 }, k: { of: 'target', index: 1 }, nu: { of: 'scalar', name: 'nu' },
      ut: { of: 'derivative', output: 0, inputs: [1] }, uxx: { of: 'derivative', output: 0, inputs: [0, 0] },
    },
  }],
};

test('inputs of other maps are refused where they are read or differentiated by, and only there', () => {
  const curved = [{ name: 'x', map: { kind: 'robust', center: 0, scale: 2 } as const }, inputs[1]!];
  const said = 'An objective in the user\'s units must read inputs that are scaled alike everywhere; the map of "x" is robust. Give the data set standardize: true or false, or write the objective in network units.';
  const reading = (...names: string[]): Objective => ({ blocks: [{ ...objective.blocks[0]!, formula: trace(names, (...e) => ({ r: e.reduce((a, b) => a.add(b)) })), reads: Object.fromEntries(names.map((name) => [name, objective.blocks[0]!.reads[name]!])) }] });
  expect(() => inUserUnits(reading('u', 'x'), { inputs: curved, outputs })).toThrow(said);
  expect(() => inUserUnits(reading('uxx', 'u'), { inputs: curved, outputs })).toThrow(said);
  expect(() => inUserUnits(reading('u', 'g', 'ut'), { inputs: curved, outputs })).not.toThrow();
});

test('a formula in the user\'s units is put together from what an engine reads in its own', () => {
  const { blocks: [block], scalars } = inUserUnits(objective, { inputs, outputs });
  const net = { u: 0.25, x: -0.5, g: 0.75, k: 7, ut: 1.5, uxx: -0.125, nu: 0.3 };
  // u = 3 + 2 * 0.25, x = 10 - 4 * 0.5, g = 3 + 2 * 0.75; the second target is no output's; u_t = 2 / 0.5 * 1.5, u_xx = 2 / 16 * -0.125.
  const user = { u: 3.5, x: 8, g: 4.5, k: 7, ut: 6, uxx: -0.015625, nu: 0.3 };
  expect(evaluate(block!.formula, net)['r']).toBeCloseTo(evaluate(objective.blocks[0]!.formula, user)['r']!, 10);
  expect(block).toMatchObject({ name: 'all', points: 'inside', weight: 0.5, reads: objective.blocks[0]!.reads });
  expect(scalars).toBe(objective.scalars);
});
