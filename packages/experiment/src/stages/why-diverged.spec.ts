import { expect, test } from '@jest/globals';
import { constant, defineBasis, defineOptimizer, definePackage, z } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const logarithm = defineBasis({
  name: 'logarithm', summary: 'No finite value in a part of the domain', options: z.strictObject({}),
  capabilities: { support: 'global', spansConstants: true, onDomainMove: 'none' }, size: () => 2, features: (x, grid) => [constant(1), grid.unit(x, 1).sub(0.2).log()],
});
/** An update formula whose options are none that others have. */
const leap = defineOptimizer({
  name: 'leap', summary: 'Far away in one step', options: z.strictObject({ length: z.number().default(1e300) }), method: 'update', slots: [],
  update: ({ parameter, gradient }, { length }) => ({ parameter: parameter.sub(gradient.mul(length).mul(length)), slots: {} }),
});
const packages = [...await standardPackages(), { name: './odd.mjs', version: '0.0.0', definition: definePackage({ api: 2, plugins: [logarithm, leap] }) }];

/** Why a run diverged. */
async function reasonOf(basis: string, stages: string): Promise<string | undefined> {
  const text = `knotwork: 1
name: odd
seed: 2
dataset: { kind: expression, expression: 3 * x1 + x2, samples: { train: 20, validation: 10, test: 10 } }
network: { widths: [2, 1], basis: ${basis} }
stages: ${stages}
`;
  const composition = await new Composer(packages).compose({ text, fileName: 'odd.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
  const { status, reason } = await composition.run();
  expect(status).toBe('diverged');
  return reason;
}

const atTheStart = /^the network has no finite value before the first step(?: at layer 0, edge from \d to 0)?, in \d+ of \d+ (?:training|validation) rows, such as where x1 = \S+, x2 = \S+\. No step can be the cause: look for a basis that has no finite value somewhere on its domain, its ends included, and for extreme values in the data$/;

test.each([
  ['normal equations', '[{ kind: fit, smoothing: 0, starts: { count: 2, steps: 2 }, steps: 2 }]'],
  ['an update formula', '[{ kind: fit, optimizer: adam, starts: { count: 2, steps: 2 }, steps: 2 }]'],
  ['a stage that fits twice', '[{ kind: sparsify, smoothing: 0, steps: 2 }]'],
])('of a network without a finite value where it begins, it is not the steps: %s', async (_, stages) => {
  expect(await reasonOf('logarithm', stages)).toMatch(atTheStart);
});

test.each([
  ['its rate and a clip', 'adam, rate: 1e300', '', "Lower the optimizer's rate (1e+300 now), clip long gradients (clip: 1), and look for extreme values in the data"],
  ['a clip that is there', 'sgd, rate: 1e307', ', clip: 1e10', "Lower the optimizer's rate (1e+307 now), clip gradients at less (clip: 10000000000 now), and look for extreme values in the data"],
  ['no rate that it does not declare', 'leap', '', 'Clip long gradients (clip: 1) and look for extreme values in the data'],
])('of steps that are too long, options of the optimizer are named: %s', async (_, optimizer, more, advice) => {
  const reason = await reasonOf('b-spline', `[{ kind: fit, optimizer: { kind: ${optimizer} }, starts: { count: 1 }, steps: 40${more} }]`);
  expect(reason).toMatch(/^training met a number that is not finite/);
  expect(reason!.slice(reason!.indexOf('. ') + 2)).toBe(advice);
});
