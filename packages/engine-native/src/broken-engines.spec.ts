import { expect, test } from '@jest/globals';
import { brokenEngines, engineChecks, failedChecks, methodsAskedBy } from '@knotwork/conformance';
import { native } from './index.js';

// The checks are checked: an engine with one defect must fail the check named for it, and the others that it says. That it fails no more is seen with
// KNOTWORK_BROKEN=all, as `npm run check:all` does: all checks then run on all of these engines, minutes.

const sound = { float64: await native.create({ precision: 'float64' }), float32: await native.create({ precision: 'float32' }) };
const asked = { float64: await methodsAskedBy(sound.float64), float32: await methodsAskedBy(sound.float32) };

for (const broken of brokenEngines) {
  const { defect, precision = 'float64', caughtBy, alsoFails = [] } = broken;
  test(`${defect}, in ${precision}, fails "${caughtBy}"`, async () => {
    const named = [caughtBy, ...alsoFails.flatMap(({ checks }) => checks)];
    const failed = await failedChecks(broken, sound[precision], asked[precision], process.env['KNOTWORK_BROKEN'] === 'all' ? undefined : named);
    expect([...failed].sort()).toEqual([...named].sort());
  }, 120_000);
}

test('every check has an engine that fails it', () => {
  const failed = new Set(brokenEngines.flatMap(({ caughtBy, alsoFails = [] }) => [caughtBy, ...alsoFails.flatMap(({ checks }) => checks)]));
  expect(engineChecks.map(({ name }) => name).filter((name) => !failed.has(name))).toEqual([]);
});
