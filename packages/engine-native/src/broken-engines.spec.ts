import { expect, test } from '@jest/globals';
import { brokenEngines, checkEngine, engineChecks } from '@knotwork/conformance';
import { native } from './index.js';

// The checks are checked: an engine with one defect must fail the check named for it, and no more than it says.

const sound = { float64: await native.create({ precision: 'float64' }), float32: await native.create({ precision: 'float32' }) };

for (const { defect, precision = 'float64', break: broken, caughtBy, alsoFails = [] } of brokenEngines) {
  test(`${defect}, in ${precision}, fails "${caughtBy}"`, async () => {
    const failed: string[] = [];
    for (const { name, run } of checkEngine(broken(sound[precision]), { networks: 'few' })) {
      try { await run(); } catch { failed.push(name.slice('native: '.length)); }
    }
    expect(failed.sort()).toEqual([caughtBy, ...alsoFails.flatMap(({ checks }) => checks)].sort());
  }, 120_000);
}

test('every check has an engine that fails it', () => {
  const failed = new Set(brokenEngines.flatMap(({ caughtBy, alsoFails = [] }) => [caughtBy, ...alsoFails.flatMap(({ checks }) => checks)]));
  expect(engineChecks.map(({ name }) => name).filter((name) => !failed.has(name))).toEqual([]);
});
