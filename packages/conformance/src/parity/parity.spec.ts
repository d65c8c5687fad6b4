import { describe, expect, test } from '@jest/globals';
import { reference } from '@knotwork/engine-reference';
import { answering, withStates } from '../broken/engines/change-engine.js';
import { brokenParity } from '../broken/parity-engines.js';
import { plainCatalog } from '../kit/plain-catalog.js';
import { referencePlugins } from '../subjects/reference-plugins.js';
import { checkParity, PARITY } from './check-parity.js';
import { parityNetworks } from './parity-networks.js';
import { penaltyOf, TENSORS, tensorsOf } from './parity-tensors.js';
import { parity } from './parity.js';
import { GROUPS } from './parity-network.js';

const catalog = plainCatalog(referencePlugins);
const { networks, omitted } = parityNetworks(catalog, { networks: 'few' });
const engine = await reference.create({});

test('what is installed is in some network, and what cannot be is told', () => {
  expect([...new Set(networks.map(({ about }) => about))]).toEqual(GROUPS);
  expect(omitted).toEqual(['pair', 'squashed-pair'].map((name) => `No network is made of the layer "reference-${name}": it has options without default that name no plugins`));
  const { definition } = catalog.list('basis')[0]!;
  const published = plainCatalog([...referencePlugins, { ...definition, name: 'published' }]);
  const added = (about: string): number => [published, catalog].map((of) => parityNetworks(of).networks.filter((n) => n.about === about && n.name.startsWith('published')).length).reduce((a, b) => a - b);
  expect(added('basis')).toBeGreaterThan(0);
});

test('another seed draws other numbers, and changes an option of what has some', () => {
  const { networks: others } = parityNetworks(catalog, { networks: 'few', seeds: [1, 2] });
  expect(others.slice(0, networks.length).map(({ name, network }) => [name, network.parameters])).toEqual(networks.map(({ name, network }) => [name, network.parameters]));
  const [first, second] = others.filter(({ name }) => name.startsWith('reference-chebyshev')).map(({ name }) => name.replace(/, seed .*/, ''));
  expect(first).not.toBe(second);
});

test('numbers that are not there, are not finite, or are refused, are infinitely far away', async () => {
  const [of] = networks;
  const errors = async (broken: typeof engine): Promise<Record<string, unknown>> => {
    const all: Record<string, unknown> = {};
    for await (const { tensor, error, trouble } of parity(broken, [of!])) all[tensor] = trouble ?? error;
    return all;
  };
  const same = { outputs: 0, value: 0, gradient: 0, rows: 0, normal: 0 };
  expect(await errors(engine)).toEqual(same);
  expect(await errors(answering('outputs', (y) => ({ ...y, values: y.values.map(() => NaN) }))(engine))).toEqual({ ...same, outputs: Infinity });
  expect(await errors(answering('rows', (rows) => rows.subarray(1))(engine))).toEqual({ ...same, rows: Infinity });
  const refusing = withStates(() => ({ outputs: () => Promise.reject(new Error('not today')) }))(engine);
  expect(await errors(refusing)).toEqual(Object.fromEntries(TENSORS.map((tensor) => [tensor, 'not today'])));
  const scale = 1e-3;
  const off = await errors(answering('gradient', (g) => ({ ...g, gradient: g.gradient.map((v, k) => v + (k === 0 ? scale * g.gradient.reduce((most, x) => Math.max(most, Math.abs(x)), 0) : 0)) }))(engine));
  expect(off['gradient']).toBeCloseTo(scale, 12);
});

/** Where an engine is not within what its precision allows: each network's group, and the tensor. */
async function failures(broken: typeof engine): Promise<ReadonlySet<string>> {
  const failed = new Set<string>();
  for await (const { about, tensor, error } of parity(broken, networks)) if (!(error <= PARITY.float64[tensor])) failed.add(`${about}, ${tensor}`);
  return failed;
}

test('penalties are part of values and gradients, as large as what they are added to', async () => {
  const forgetting = withStates((s) => ({ gradient: (data) => s.gradient(data), value: (data) => s.value(data) }));
  expect([...await failures(forgetting(engine))].sort()).toEqual(['mixture, gradient', 'mixture, value', 'regularizer, gradient', 'regularizer, value']);
  for (const of of networks.filter(({ penalties }) => penalties.length > 0)) {
    const penalty = await penaltyOf(engine, of);
    const { value: [[value, own, data]] } = await tensorsOf(engine, of, penalty) as unknown as { value: [[number, number, number]] };
    expect([of.name, own / data, value / data]).toEqual([of.name, expect.closeTo(1, 10), expect.closeTo(2, 10)]);
  }
});

test('gradients are compared in both kinds of unknowns, and of a matrix only the lower triangle', async () => {
  const halved = answering('gradient', (g, _, { options: { parameters } }) => (parameters === 'trainable' ? { ...g, gradient: g.gradient.map((v) => v / 2) } : g));
  expect(await failures(halved(engine))).toEqual(new Set(GROUPS.map((about) => `${about}, gradient`)));
  const above = answering('normal', (n) => ({ ...n, hessian: n.hessian.map((v, k) => (k % n.unknowns > Math.floor(k / n.unknowns) ? NaN : v)) }));
  expect(await failures(above(engine))).toEqual(new Set());
});

test('what an engine does not claim is not compared', async () => {
  const all = new Set<string>();
  for await (const { network, tensor } of parity({ ...engine, can: { ...engine.can, ownKnots: false, normalEquations: false } }, networks)) all.add(`${tensor} of ${network}`);
  expect(networks.some(({ name }) => name.includes('knots of its own'))).toBe(true);
  expect([...all].filter((what) => /^normal|knots of its own/.test(what))).toEqual([]);
  expect([...all].filter((what) => what.startsWith('rows')).length).toBe(networks.filter(({ name }) => !name.includes('knots of its own')).length);
});

// The checks are checked: an engine with one defect fails what is there for it, and nothing else.
describe('an engine with', () => {
  for (const { defect, caughtBy, break: broken } of brokenParity) {
    test(`${defect} fails where ${JSON.stringify(caughtBy)}, and nowhere else`, async () => {
      const checks = checkParity(broken(engine), networks);
      const failed: string[] = [];
      for (const { about, tensor, run } of checks) {
        try { await run(); } catch { failed.push(`${about}, ${tensor}`); }
      }
      const expected = checks.filter((check) => ('about' in caughtBy ? check.about === caughtBy.about : check.tensor === caughtBy.tensor));
      expect(failed).toEqual(expected.map(({ about, tensor }) => `${about}, ${tensor}`));
      expect(failed.length).toBeGreaterThan(1);
    });
  }
});
